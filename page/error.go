package page

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error is a fault of the bytes of a report, with its cause and its mend, both
// for people.
type Error struct {
	Cause string // "the text is empty"
	Mend  string // "give a file with a report in it"
}

func (e *Error) Error() string { return e.Cause + ": " + e.Mend }

// checkText refuses what is not a report: nothing, too much, or not words.
func checkText(text string) error {
	if strings.TrimSpace(text) == "" {
		return &Error{"the text is empty", "give a report with at least one sentence"}
	}
	if len(text) > MaxText {
		return &Error{fmt.Sprintf("the text has %d MB", len(text)>>20), fmt.Sprintf("a report may have %d MB; split the file into one report each", MaxText>>20)}
	}
	line, start, letters, odd, runes := 1, 0, 0, 0, 0
	for i, c := range text {
		switch {
		case c == '\n':
			line, start = line+1, i+1
		case unicode.IsLetter(c):
			letters++
		case c == utf8.RuneError, c < 0x20 && c != '\t' && c != '\r' && c != '\f' && c != '\v', c == 0x7f:
			odd++
		}
		runes++
		if i-start > MaxLine {
			return &Error{fmt.Sprintf("line %d is longer than %d MB", line, MaxLine>>20), "a report has lines of its own; break the text into paragraphs"}
		}
	}
	if odd*20 > runes {
		return &Error{"the text looks binary", "give plain text, HTML, or one of the archive formats of docs/sources.md"}
	}
	if letters == 0 {
		return &Error{"the text has no letters", "give a report with at least one sentence"}
	}
	return nil
}

// notesOnText warns of characters that make a text look other than it is.
func notesOnText(text string) []string {
	var bidi, broken bool
	for i := 0; i < len(text); i++ {
		if text[i] != 0xe2 && text[i] != 0xef {
			continue
		}
		c, _ := utf8.DecodeRuneInString(text[i:])
		bidi = bidi || unicode.Is(unicode.Bidi_Control, c)
		broken = broken || c == utf8.RuneError
	}
	var notes []string
	if bidi {
		notes = append(notes, "has characters that turn the direction of writing: it may look other than it reads")
	}
	if broken {
		notes = append(notes, "has characters that could not be decoded")
	}
	return notes
}

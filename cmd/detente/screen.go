package main

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// screen is what an output can show.
type screen struct {
	width  int
	colour bool
	tty    bool
}

// Widths of lines: a terminal is filled up to maxWidth, since longer lines read
// badly; a file or pipe gets plainWidth unless COLUMNS says otherwise.
const (
	minWidth   = 40
	maxWidth   = 120
	plainWidth = 100
)

// screenOf looks at an output. There is colour only on a terminal, and not
// where NO_COLOR is set (https://no-color.org) or TERM is dumb.
func screenOf(w io.Writer) screen {
	s := screen{width: plainWidth}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil {
		s.width = columns
	}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.tty = true
		s.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			s.width = columns
		}
	}
	s.width = min(max(s.width, minWidth), maxWidth)
	return s
}

// style is a set of ANSI SGR parameters; empty is plain.
type style string

// The styles.
const (
	plain    style = ""
	strong   style = "1"
	faint    style = "2"
	slanted  style = "3"
	heading  style = "1;4"
	actorly  style = "36"   // cyan
	timely   style = "33"   // yellow
	saying   style = "35"   // magenta
	friendly style = "1;32" // green
	hostile  style = "1;31" // red
	alarming style = "31"
)

// paint puts s in a style where the screen has colour.
func (sc screen) paint(s string, st style) string {
	if !sc.colour || st == plain || s == "" {
		return s
	}
	return "\x1b[" + string(st) + "m" + s + "\x1b[0m"
}

// columns is how many columns s takes on a screen.
func columns(s string) int { return runewidth.StringWidth(s) }

// clip shortens s to at most width columns, with an ellipsis where it cut.
func clip(s string, width int) string { return runewidth.Truncate(s, width, "…") }

// oneLine is s with every run of white space made one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// wrap breaks words into lines of at most width columns. A word that is too
// long is broken.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		for columns(word) > width {
			if used > 0 {
				lines, line, used = append(lines, line), "", 0
			}
			head := runewidth.Truncate(word, width, "")
			if head == "" {
				break
			}
			lines, word = append(lines, head), word[len(head):]
		}
		w := columns(word)
		switch {
		case used == 0:
			line, used = word, w
		case used+1+w <= width:
			line, used = line+" "+word, used+1+w
		default:
			lines, line, used = append(lines, line), word, w
		}
	}
	if used > 0 || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// clean is s without the characters that could drive a terminal or turn the
// direction of writing: a report comes from strangers.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

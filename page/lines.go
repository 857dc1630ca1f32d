package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
)

// unit is what a writer set as one paragraph: a line, or several lines where
// the text is wrapped by hand.
type unit struct {
	record.Span
	text string
	gap  bool // an empty line stands before it
}

// units cuts a text into paragraphs. News copied from a page has one paragraph
// a line; mail and old wires break every line near a column, which is told by
// most lines ending in the middle of a sentence.
func units(text string) []unit {
	lines := splitLines(text)
	width, wrapped := wrapWidth(lines)
	if !wrapped {
		return lines
	}
	joined := lines[:0:0]
	for i, l := range lines {
		if i > 0 && !l.gap && continues(lines[i-1], l, width) {
			last := &joined[len(joined)-1]
			last.End = l.End
			last.text = text[last.Start:last.End]
			continue
		}
		joined = append(joined, l)
	}
	return joined
}

// splitLines gives the lines that are not empty, without the white space around
// them. Line ends are \n, \r\n, \r, form feeds and the Unicode separators.
func splitLines(text string) []unit {
	var lines []unit
	gap := false
	for start := 0; start < len(text); {
		end, next := lineEnd(text, start)
		line := text[start:end]
		trimmed := strings.TrimFunc(line, blank)
		if trimmed == "" {
			gap = true
		} else {
			from := start + strings.IndexFunc(line, func(r rune) bool { return !blank(r) })
			indented := from-start >= 2 && from-start < 12
			lines = append(lines, unit{record.Span{Start: from, End: from + len(trimmed)}, trimmed, gap || indented})
			gap = false
		}
		start = next
	}
	return lines
}

// blank is white space, also of no width: byte order marks, zero-width spaces.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || r == '\u2060'
}

// lineEnd finds the end of the line at start and the start of the next one.
func lineEnd(text string, start int) (end, next int) {
	for i := start; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\r' && i+1 < len(text) && text[i+1] == '\n':
			return i, i + 2
		case c == '\n' || c == '\r' || c == '\f' || c == '\v':
			return i, i + 1
		case c == 0xe2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			return i, i + 3
		}
	}
	return len(text), len(text)
}

// wrapWidth is the length of the longest line, and whether the text is wrapped
// at about that column.
func wrapWidth(lines []unit) (width int, wrapped bool) {
	inner, broken := 0, 0
	for i, l := range lines {
		n := utf8.RuneCountInString(l.text)
		if n > 120 {
			return 0, false
		}
		width = max(width, n)
		if i+1 == len(lines) || lines[i+1].gap || n < 40 {
			continue
		}
		inner++
		if !endsSentence(l.text) {
			broken++
		}
	}
	return width, inner >= 2 && broken*10 >= inner*6
}

// continues reports whether line b goes on with the paragraph of line a: the
// first word of b had no room at the end of a, or b starts within a sentence.
func continues(a, b unit, width int) bool {
	n := utf8.RuneCountInString(a.text)
	first, _, _ := strings.Cut(b.text, " ")
	if n+1+utf8.RuneCountInString(first) >= width-4 {
		return true
	}
	c, _ := utf8.DecodeRuneInString(b.text)
	return unicode.IsLower(c) && n >= 20 && !endsSentence(a.text)
}

// endsSentence reports whether s ends as a sentence does: with a stop, and
// perhaps closing quotes or brackets behind it.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)] `)
	if s == "" {
		return false
	}
	c, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".?!…。！？", c)
}

// word is a run of letters, digits and inner marks of a line.
type word struct {
	start, end int    // bytes of the line
	lower      string // in lower case, without the apostrophe's variants
}

// wordsOf are the words of a line, at most limit of them.
func wordsOf(line string, limit int) []word {
	ws := make([]word, 0, min(limit, len(line)/5+1))
	for start, end := nextWord(line, 0); start < end && len(ws) < limit; start, end = nextWord(line, end) {
		ws = append(ws, word{start, end, lowered(line[start:end])})
	}
	return ws
}

func lowered(word string) string { return strings.ReplaceAll(strings.ToLower(word), "’", "'") }

// nextWord is the first word of a line from byte i on, or an empty one at its end.
func nextWord(line string, i int) (start, end int) {
	for i < len(line) {
		in, _, n := charAt(line, i)
		if in {
			break
		}
		i += n
	}
	start = i
	for i < len(line) {
		in, joins, n := charAt(line, i)
		if !in && !(joins && i+n < len(line) && startsWord(line[i+n:])) {
			break
		}
		i += n
	}
	return start, i
}

// charAt says of the character at byte i whether it belongs to a word or holds one
// together, and its bytes.
func charAt(line string, i int) (in, joining bool, n int) {
	if c := line[i]; c < utf8.RuneSelf {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9', joins(rune(c)), 1
	}
	c, n := utf8.DecodeRuneInString(line[i:])
	return inWord(c), joins(c), n
}

func inWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) }

// joins are marks that hold a word together: don't, U.S., e-mail.
func joins(c rune) bool { return c == '\'' || c == '’' || c == '.' || c == '-' }

func startsWord(s string) bool {
	in, _, _ := charAt(s, 0)
	return in
}

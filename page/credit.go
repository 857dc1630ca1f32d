package page

import "strings"

// credit is the byte of the line where the credit of a picture starts, or -1:
//
//	Kim Jong Un and Donald Trump Reuters         an agency at the end
//	Kim waves to the crowd. REUTERS/Jo Roe       an agency and a name
//	The two leaders meet (Photo: AP)             a mark and what follows it
//	The talks went on all day. (Yonhap)          an agency in brackets
func (w *words) credit(l *line) int {
	from := max(0, len(l.text)-160)
	for from > 0 && from < len(l.text) && l.text[from]&0xc0 == 0x80 {
		from++
	}
	tail := l.text[from:]
	ws := wordsOf(tail, 60)
	if len(ws) > 12 {
		ws = ws[len(ws)-12:]
	}
	for i := range ws {
		two := ""
		if i+1 < len(ws) {
			two = ws[i].lower + " " + ws[i+1].lower
		}
		bracket := opening(tail, ws[i].start)
		switch {
		case w.marks[two] && marks(tail, ws[i+1].end), w.marks[ws[i].lower] && marks(tail, ws[i].end):
			// "Photo: AFP", "Photograph by Jane Roe", "(Image: KCNA)"
			if i == 0 || bracket < ws[i].start || startsAfterStop(tail, ws[i].start) || capital(tail[ws[i].start:]) {
				return from + bracket
			}
		case !w.agency[ws[i].lower] && !w.agency[two]:
		case bracket < ws[i].start && closes(tail[ws[i].start:]):
			return from + bracket
		case i > 0 && w.before[ws[i-1].lower]:
			if ws[i-1].lower == "via" {
				return from + ws[max(0, i-1)].start
			}
		case slashed(tail, ws, i):
			return from + bracket
		case w.ends(tail, ws, i, two) && (!endsSentence(l.text) || startsAfterStop(tail, ws[i].start)):
			return from + bracket
		}
	}
	return -1
}

// marks reports whether a mark that ends at byte end is followed by what it
// announces: a colon, a slash, "by", or a name after a bar.
func marks(s string, end int) bool {
	rest := strings.TrimLeft(s[end:], " ")
	return strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "|") ||
		strings.HasPrefix(rest, "by ") || strings.HasPrefix(rest, "courtesy ") || strings.HasPrefix(rest, "©")
}

// slashed: "REUTERS/Jo Roe", "AP/Jane Roe", "Jane Roe/AFP".
func slashed(s string, ws []word, i int) bool {
	if end := ws[i].end; end < len(s) && s[end] == '/' && closeBy(s[end+1:], 40) {
		return true
	}
	return false
}

func closeBy(s string, n int) bool { return len(s) <= n }

// ends reports whether the agency at ws[i] is all that is left of the line.
func (w *words) ends(s string, ws []word, i int, two string) bool {
	last := i
	if w.agency[two] {
		last = i + 1
	}
	return strings.Trim(s[ws[last].end:], " .)]") == "" || last+1 < len(ws) && w.ends1(s, ws[last+1:])
}

// ends1: the rest is more agencies: "AFP/Getty Images".
func (w *words) ends1(s string, ws []word) bool {
	for i := range ws {
		if !w.agency[ws[i].lower] && !(i+1 < len(ws) && w.agency[ws[i].lower+" "+ws[i+1].lower]) &&
			!(i > 0 && w.agency[ws[i-1].lower+" "+ws[i].lower]) {
			return false
		}
	}
	return true
}

// closes reports whether the bracket that is open ends the line.
func closes(s string) bool {
	s = strings.TrimRight(s, " .")
	return strings.HasSuffix(s, ")") || strings.HasSuffix(s, "]")
}

// opening is where a credit that has its first word at start begins, with the
// bracket, dash or bar before it.
func opening(s string, start int) int {
	i := start
	for i > 0 {
		trimmed := strings.TrimRight(s[:i], " ")
		switch {
		case strings.HasSuffix(trimmed, "("), strings.HasSuffix(trimmed, "["), strings.HasSuffix(trimmed, "|"):
			i = len(trimmed) - 1
		case strings.HasSuffix(trimmed, "©"):
			i = len(trimmed) - len("©")
		default:
			return i
		}
	}
	return i
}

func startsAfterStop(s string, start int) bool {
	return endsSentence(strings.TrimRight(s[:start], " ([|-–—"))
}

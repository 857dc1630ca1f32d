package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
)

// line is a unit on its way to a role.
type line struct {
	unit
	words []word // the first 40
	prose bool   // reads as a sentence or more
	role  record.Role
	cut   int         // byte from which the rest of the line has a role of its own, 0: nowhere
	rest  record.Role // that role
}

// blocks cuts a text into blocks and tells what each does on the page, by the
// words of the line, by its form, and by its place before, among or after the
// paragraphs.
func (r *Reader) blocks(text string) []record.Block {
	us := units(text)
	lines := make([]line, len(us))
	for i, u := range us {
		lines[i] = line{unit: u, words: wordsOf(u.text, 40)}
		lines[i].prose = prose(&lines[i])
	}
	p := &plain{r.words, text, lines, nil}
	p.byWords()
	p.byPlace()
	p.write()
	return p.out
}

// plain is the work on one plain text.
type plain struct {
	*words
	text  string
	lines []line
	out   []record.Block
}

// prose tells running text from headings and labels: it ends as a sentence, or
// it is too long for a heading.
func prose(l *line) bool {
	n := len(l.words)
	return n >= 28 || n >= 2 && endsSentence(withoutBracket(l.text)) && !endsInAbbreviation(l) || n >= 12 && strings.HasSuffix(l.text, ":")
}

// withoutBracket is s without the brackets at its end: "The talks failed. (AFP)".
func withoutBracket(s string) string {
	if i := strings.LastIndexAny(s, "(["); i > 0 && len(s)-i < 40 && closes(s) && endsSentence(s[:i]) {
		return s[:i]
	}
	return s
}

// endsInAbbreviation: "Trump returns to U.S."
func endsInAbbreviation(l *line) bool {
	if len(l.words) == 0 || len(l.words) >= 40 || !strings.HasSuffix(l.text, ".") {
		return false
	}
	last := l.words[len(l.words)-1]
	return strings.Contains(last.lower, ".") && len(last.lower) <= 5 && len(l.words) <= 14
}

// byWords gives a role to lines that their own words betray, wherever they stand.
func (p *plain) byWords() {
	opened := record.Role("") // the role that a "Related stories" heading gives to what follows
	head, titled := true, false
	seen := map[string]bool{}
	for i := range p.lines {
		l := &p.lines[i]
		if rule := p.furniture(l.text, l.words); rule != nil && !(l.prose && quoted(l.text)) {
			l.role = rule.Role
			if opened = ""; rule.Opens && len(l.words) <= 4 {
				opened = rule.Role
			}
			continue
		}
		if opened != "" && !l.prose {
			l.role = opened
			continue
		}
		opened = ""
		head = head && !(l.prose && len(l.words) > 16)
		switch {
		case len(l.words) == 0:
			l.role = record.Furniture
		case head && !l.prose && p.headLine(l, titled):
		case p.isStamp(l):
			l.role = record.Datestamp
		case p.isByline(l):
			l.role = record.Byline
		case !l.prose && p.credit(l) == 0:
			l.role = record.Credit
		}
		titled = titled || l.role == ""
		// A pull quote says again what a paragraph says.
		if l.role == "" && l.prose && len(l.words) >= 4 {
			if seen[l.text] {
				l.role = record.Furniture
			}
			seen[l.text] = true
		}
	}
}

// quoted: speech is never furniture, whatever its words: "Follow us," she said.
func quoted(s string) bool {
	return strings.HasPrefix(s, `"`) || strings.HasPrefix(s, "“") || strings.HasPrefix(s, "''") || strings.HasPrefix(s, "‘")
}

// byPlace gives a role to the other lines. The first line without a stop that
// stands before the paragraphs is the title; one among them is a heading.
func (p *plain) byPlace() {
	first, last, open := -1, -1, 0
	for i := range p.lines {
		if l := &p.lines[i]; l.role == "" {
			open++
			if l.prose && !(open == 1 && p.asksAsTitle(i)) {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
	}
	titled, title := false, ""
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.role != "":
		case first < 0 && open == 1:
			l.role = record.Paragraph // one line without a stop is all there is
		case title != "" && strings.HasPrefix(l.text, title) && len(l.words) <= 2*len(wordsOf(title, 40))+2 && i < 6 && i <= max(first, 1):
			l.role = record.Caption // "Kim and Trump" again, now with a credit
			titled = titled && l.text == title
		case i < first && !titled || first < 0 && !titled:
			l.role, titled, title = record.Title, true, l.text
		case i < first && nameOnly(l):
			l.role = record.Byline
		case i < first:
			l.role = record.Heading
		case l.prose || first < 0:
			l.role = record.Paragraph
		case i < last && headingLike(l):
			l.role = record.Heading
		case i > last && len(l.words) <= 3:
			l.role = record.Furniture
		default:
			l.role = record.Paragraph
		}
	}
}

// asksAsTitle reports whether line i, though it ends as a sentence does, is a
// title: a short question or exclamation over the paragraphs.
func (p *plain) asksAsTitle(i int) bool {
	l := &p.lines[i]
	return len(p.lines) > i+1 && len(l.words) <= 16 && !strings.ContainsAny(l.text, `"“”`) &&
		(strings.HasSuffix(l.text, "?") || strings.HasSuffix(l.text, "!"))
}

// headingLike: short, in capitals at its start, and no list item or cut sentence.
func headingLike(l *line) bool {
	if len(l.words) > 12 || strings.HasSuffix(l.text, ",") || strings.HasSuffix(l.text, ";") {
		return false
	}
	c, _ := utf8.DecodeRuneInString(l.text)
	return unicode.IsUpper(c) || unicode.IsDigit(c) || strings.ContainsRune("‘“\"'", c)
}

// nameOnly: "Jane Roe" under a title.
func nameOnly(l *line) bool {
	if len(l.words) < 2 || len(l.words) > 3 {
		return false
	}
	for _, w := range l.words {
		if !capital(l.text[w.start:]) {
			return false
		}
	}
	return true
}

func capital(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c)
}

// write makes the blocks, cutting credits off captions and datelines off
// paragraphs.
func (p *plain) write() {
	paragraphs := 0
	ahead := 0 // paragraphs that are still to come
	for i := range p.lines {
		if p.lines[i].role == record.Paragraph {
			ahead++
		}
	}
	for i := range p.lines {
		l := &p.lines[i]
		switch l.role {
		case record.Caption:
			p.caption(l, p.credit(l))
		case record.Title, record.Heading:
			if at := p.credit(l); at >= 0 && !(l.role == record.Title && at > 0) {
				p.caption(l, at)
				continue
			}
			p.put(l.role, l.Span)
		case record.Paragraph:
			ahead--
			at := p.credit(l)
			if at >= 0 && ahead > 0 && (paragraphs == 0 && len(l.words) < 40 && !p.hasDateline(l.text) || !l.prose || l.text[at] != '(' && l.text[at] != '[') {
				p.caption(l, at)
				continue
			}
			paragraphs++
			p.paragraph(l, at, paragraphs <= 3)
		default:
			if l.cut > 0 {
				p.put(l.role, record.Span{Start: l.Start, End: l.Start + l.cut})
				p.put(l.rest, record.Span{Start: l.Start + l.cut, End: l.End})
				continue
			}
			p.put(l.role, l.Span)
		}
	}
}

// caption writes a caption and, from byte at of the line on, its credit.
func (p *plain) caption(l *line, at int) {
	if at < 0 {
		p.put(record.Caption, l.Span)
		return
	}
	p.put(record.Caption, record.Span{Start: l.Start, End: l.Start + at})
	p.put(record.Credit, record.Span{Start: l.Start + at, End: l.End})
}

// paragraph writes a paragraph, with a dateline before and a credit behind it.
func (p *plain) paragraph(l *line, credit int, early bool) {
	s := l.Span
	if early {
		if n := p.dateline(l.text); n > 0 {
			p.put(record.Dateline, record.Span{Start: s.Start, End: s.Start + n})
			s.Start += n
		}
	}
	if credit > 0 && l.Start+credit > s.Start && l.text[credit] == '(' {
		p.put(record.Paragraph, record.Span{Start: s.Start, End: l.Start + credit})
		p.put(record.Credit, record.Span{Start: l.Start + credit, End: l.End})
		return
	}
	p.put(record.Paragraph, s)
}

// put writes a block without the white space at its ends, unless it is empty.
func (p *plain) put(role record.Role, s record.Span) {
	for s.Start < s.End {
		c, n := utf8.DecodeRuneInString(p.text[s.Start:s.End])
		if !blank(c) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		c, n := utf8.DecodeLastRuneInString(p.text[s.Start:s.End])
		if !blank(c) {
			break
		}
		s.End -= n
	}
	if !s.Empty() {
		p.out = append(p.out, record.Block{Role: role, Span: s})
	}
}

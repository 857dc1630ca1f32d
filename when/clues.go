package when

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/record"
	"detente/tree"
)

// findings are what was recognised in a document: time expressions, known
// events, and anniversaries, each in the order of the text.
type findings struct {
	times         []found
	events        []found
	anniversaries []found
	since         []found // from an event told of before
}

// clues gathers what the text says of its own day.
func (r *Reader) clues(doc *record.Document, text *tree.Text, f *findings) []constraint {
	var out []constraint
	add := func(c constraint, ok bool) {
		if ok {
			out = append(out, c)
		}
	}
	c, ok := r.dateline(doc, text, f)
	add(c, ok)
	if !ok {
		add(r.reportedOn(doc, text, f))
	}
	for i := range f.anniversaries {
		add(r.anniversary(doc, &f.anniversaries[i]))
	}
	m := meetings{r: r, text: text, has: surnameIn(doc.Text), sent: -1}
	for i := range f.times {
		if len(out) < maxClues {
			add(r.sinceEvent(doc, f, &f.times[i], &m))
		}
	}
	if len(out) > 0 || !doc.Published.Known() {
		add(r.notBefore(doc, f))
	}
	return out
}

// maxClues bounds the clues that are weighed; a report has few.
const maxClues = 40

// quoted is how a clue quotes the text.
func quoted(text string, s record.Span) string {
	return `"` + strings.Join(strings.Fields(s.In(text)), " ") + `"`
}

// dateline reads the day that stands at the head of a report: in a datestamp
// or dateline block, or as in "SEOUL, June 12 (Yonhap)".
func (r *Reader) dateline(doc *record.Document, text *tree.Text, f *findings) (constraint, bool) {
	for i := range f.times {
		t := &f.times[i]
		e := &t.expr
		if e.op != opDate || e.month == 0 || e.day == 0 || e.has&hasRel != 0 {
			continue
		}
		s := &text.Sentences[t.sent]
		role := record.Paragraph
		if s.Block >= 0 && s.Block < len(doc.Blocks) {
			role = doc.Blocks[s.Block].Role
		}
		if role != record.Dateline && role != record.Datestamp && !headed(s, t) {
			continue
		}
		c := constraint{month: e.month, day: e.day, within: 1, weekday: e.weekday}
		c.clue = record.Clue{Span: t.span, Says: fmt.Sprintf("%s at the head of the report", quoted(doc.Text, t.span))}
		if e.year != 0 && e.has&shortYear == 0 {
			c.span = pointIn(date(int(e.year), int(e.month), int(e.day)), day).interval()
		}
		return c, true
	}
	return constraint{}, false
}

// headed reports whether an expression stands in a dateline: after a place in
// capitals and before a source in brackets or a dash, within the first words.
func headed(s *tree.Sentence, t *found) bool {
	if t.first < 1 || t.first > 8 || t.last+1 >= len(s.Tokens) || strings.ToUpper(s.Tokens[0].Form) != s.Tokens[0].Form {
		return false
	}
	switch s.Tokens[t.last+1].Form {
	case "(", "-", "--", "—", "–", "_", "/":
		return len(s.Tokens[0].Form) > 1
	}
	return false
}

// leadBlocks is how many paragraphs may hold the sentence that says when the
// news came out.
const leadBlocks = 3

// reportedOn reads the weekday on which the lead says that the news was put
// out: "state media reported on Friday". Newsrooms name the day of the report
// so; it is a Friday.
func (r *Reader) reportedOn(doc *record.Document, text *tree.Text, f *findings) (constraint, bool) {
	blocks, last := 0, -1
	for i := range f.times {
		t := &f.times[i]
		s := &text.Sentences[t.sent]
		if s.Block >= 0 && s.Block < len(doc.Blocks) && !doc.Blocks[s.Block].Role.Reads() {
			continue
		}
		if s.Block != last {
			blocks, last = blocks+1, s.Block
		}
		if blocks > leadBlocks {
			break
		}
		e := &t.expr
		if e.op != opDate && e.op != opPart || e.weekday == 0 || e.has&hasRel != 0 || t.hint > 0 {
			continue
		}
		verb := r.reportingVerb(s, t)
		if verb < 0 {
			continue
		}
		span := s.Cover(min(verb, t.first), max(verb, t.last))
		c := constraint{weekday: e.weekday, clue: record.Clue{Span: span,
			Says: fmt.Sprintf("%s: a %s", quoted(doc.Text, span), weekdayName(e.weekday))}}
		if e.month != 0 && e.day != 0 {
			c.month, c.day, c.within = e.month, e.day, 1
			if e.year != 0 && e.has&shortYear == 0 {
				c.span = pointIn(date(int(e.year), int(e.month), int(e.day)), day).interval()
			}
		}
		return c, true
	}
	return constraint{}, false
}

// reportingVerb finds a verb of reporting, in the past, near an expression.
func (r *Reader) reportingVerb(s *tree.Sentence, t *found) int {
	const near = 6
	for d := 1; d <= near; d++ {
		for _, i := range [2]int{t.first - d, t.last + d} {
			if i < 0 || i >= len(s.Tokens) {
				continue
			}
			tok := &s.Tokens[i]
			form := strings.ToLower(tok.Form)
			if r.cues.report[strings.ToLower(tok.Lemma)] && form != strings.ToLower(tok.Lemma) && !strings.HasSuffix(form, "ing") && !strings.HasSuffix(form, "s") ||
				r.cues.reported[form] {
				return i
			}
		}
	}
	return -1
}

func weekdayName(w int8) string { return time.Weekday(w % 7).String() }

// anniversary reads "on the second anniversary of the Singapore summit": the
// report is of that day or of the week after, in some year or, where the number
// is told, in one.
func (r *Reader) anniversary(doc *record.Document, a *found) (constraint, bool) {
	e := &a.expr
	c := constraint{within: newsWeek}
	var year int
	name := ""
	switch {
	case e.event != 0:
		k := &r.calendar.events[e.event]
		y, m, d := k.when.Start.Date()
		year, c.month, c.day = y, int8(m), int8(d)
		name = fmt.Sprintf("known event: %s, %s", k.name, k.when)
	case e.month != 0 && e.day != 0:
		c.month, c.day, year = e.month, e.day, int(e.year)
		name = "that day"
	default:
		return c, false
	}
	says := fmt.Sprintf("%s (%s), so on or soon after %d %s", quoted(doc.Text, a.span), name, c.day, time.Month(c.month))
	switch {
	case year != 0 && e.ord != 0:
		on := date(year+int(e.ord), int(c.month), int(c.day))
		c.month, c.day = 0, 0
		c.span = record.Interval{Start: record.Moment{Time: on}, End: record.Moment{Time: on.AddDate(0, 0, newsWeek)}}
		says = fmt.Sprintf("%s (%s), so on or soon after %s", quoted(doc.Text, a.span), name, on.Format("2006-01-02"))
	case year != 0: // an anniversary is at least a year later
		c.span.Start = record.Moment{Time: date(year+1, int(c.month), int(c.day))}
	}
	c.clue = record.Clue{Span: a.span, Says: says}
	return c, true
}

// sinceEvent reads a relative time that a known event stands beside: with "the
// Hanoi summit last year" the report is of 2020.
func (r *Reader) sinceEvent(doc *record.Document, f *findings, t *found, m *meetings) (constraint, bool) {
	e := &t.expr
	relative := e.op == opDate && e.has&hasRel != 0 && e.relUnit >= day && e.relUnit != season && e.anchor == fromReport && e.month == 0 && e.weekday == 0 && e.has&latest == 0
	ago := e.op == opShift && e.anchor == fromReport && e.has&(vague|hasN2) == 0 && e.n == float32(int(e.n)) && e.unit >= day && e.dir < 0 && reach(e.n, e.unit)
	if !relative && !ago || e.mod != 0 && e.mod > 3 {
		return constraint{}, false
	}
	id, span := eventBeside(f, t, m)
	if id == 0 {
		return constraint{}, false
	}
	k := &r.calendar.events[id]
	u, n := e.relUnit, -int(e.rel)
	if ago {
		u, n = e.unit, int(e.n)
	}
	lastDay := k.when.End.Add(0, 0, -1).Time
	days := record.Interval{Start: record.Moment{Time: move(floor(k.when.Start.Time, u), n, u)}, End: record.Moment{Time: move(floor(lastDay, u), n+1, u)}}
	span = span.Cover(t.span)
	return constraint{span: days, clue: record.Clue{Span: span,
		Says: fmt.Sprintf("%s (known event: %s, %s), so the report is of %s", quoted(doc.Text, span), k.name, k.when, days)}}, true
}

// eventBeside finds the known event that a relative time belongs to: named
// within two words, or told by the place beside it.
func eventBeside(f *findings, t *found, m *meetings) (int16, record.Span) {
	const near = 3 // tokens from one to the other
	i, _ := slices.BinarySearchFunc(f.events, t.span.Start, func(ev found, start int) int { return cmp.Compare(ev.span.Start, start) })
	for _, k := range [2]int{i - 1, i} { // the one before and the one after
		if k < 0 || k >= len(f.events) {
			continue
		}
		if ev := &f.events[k]; ev.sent == t.sent && (t.first-ev.last <= near && t.first > ev.last || ev.first-t.last <= near && ev.first > t.last) {
			return ev.expr.event, ev.span
		}
	}
	if tok := t.first - 1; tok >= 0 {
		if id, ok := m.at(t.sent, tok, record.Interval{}); ok {
			return id, m.text.Sentences[t.sent].Tokens[tok].Span
		}
	}
	return 0, record.Span{}
}

// notBefore is the day of the latest thing that the text tells as past: a known
// event, or a date told in full with a verb in the past.
func (r *Reader) notBefore(doc *record.Document, f *findings) (constraint, bool) {
	var latest time.Time
	var at record.Span
	for i := range f.events {
		k := &r.calendar.events[f.events[i].expr.event]
		if k.when.Start.After(latest) {
			latest, at = k.when.Start.Time, f.events[i].span
		}
	}
	for i := range f.times {
		t := &f.times[i]
		e := &t.expr
		if e.op != opDate || e.year == 0 || e.month == 0 || e.has&(shortYear|decade|hasRel|fiscal) != 0 || !t.told {
			continue
		}
		d := date(int(e.year), max(1, int(e.month)), max(1, int(e.day)))
		if d.After(latest) {
			latest, at = d, t.span
		}
	}
	if latest.IsZero() {
		return constraint{}, false
	}
	return constraint{weak: true, span: record.Interval{Start: record.Moment{Time: latest}},
		clue: record.Clue{Span: at, Says: fmt.Sprintf("%s is past, so not before %s", quoted(doc.Text, at), latest.Format("2006-01-02"))}}, true
}

// surnameIn answers whether a name stands in the text as a word, looking for
// each name once.
func surnameIn(text string) func(string) bool {
	known := map[string]bool{}
	return func(name string) bool {
		found, asked := known[name]
		for at := 0; !asked && !found; {
			i := strings.Index(text[at:], name)
			if i < 0 {
				break
			}
			i += at
			at = i + len(name)
			found = (i == 0 || !letter(text[i-1])) && (at == len(text) || !letter(text[at]))
		}
		known[name] = found
		return found
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

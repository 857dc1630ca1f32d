// Package when reads the time expressions of a report, works out which stretch
// of the calendar each one means, and finds out when the report itself was
// written where nobody says.
//
// In go a document, its trees, and the data of the folder when; out come TIMEX3
// types and values (TimeML 1.2.1, http://timeml.org) and half-open intervals of
// civil time. The grammar, the words, the holidays and the calendar of known
// events are data: docs/time.md describes them.
package when

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"detente/record"
	"detente/tree"
)

// A Reader knows the grammar of time and the calendar. It is safe for use by
// many goroutines at once.
type Reader struct {
	words       words
	lexicon     *lexicon
	starts      []int32
	numbers     []numberWord
	builtin     builtin
	grammar     *grammar
	zones       []string
	holidays    []holiday
	calendar    calendar
	cues        cues
	agencies    []clock
	cities      []clock
	literal     map[string]bool
	abbreviated map[int32]bool // words that stand with a full stop
	examples    []example
	scratch     sync.Pool
}

// Result is what was read.
type Result struct {
	Published record.Published
	Times     []record.Time
	Notes     []string
}

// New reads the folder when of fsys. Errors name the file, the line or rule,
// and what was expected there.
func New(fsys fs.FS) (*Reader, error) {
	r := &Reader{
		words:       words{ids: map[string]int32{}},
		lexicon:     newLexicon(),
		grammar:     newGrammar(),
		zones:       []string{""},
		literal:     map[string]bool{},
		abbreviated: map[int32]bool{},
	}
	r.builtin = newBuiltin(r.grammar, &r.words)
	if err := (&loader{Reader: r, fsys: fsys}).load(); err != nil {
		return nil, err
	}
	r.scratch.New = func() any { return new(lattice) }
	return r, nil
}

// A found is an expression in the text, not yet worked out.
type found struct {
	expr  expr
	span  record.Span
	sent  int
	first int // tokens
	last  int
	hint  int8 // tense of what it stands with
	told  bool // a verb in the past stands right before: "signed on 3 May 2019"
	late  bool // of a known event: it would lie long after the report
}

// Read finds the time expressions of a document and works them out. A date of
// the document that is already known is kept; else the text is asked for it.
func (r *Reader) Read(doc *record.Document, text *tree.Text) Result {
	f := r.find(doc, text)
	r.settle(doc, &f)
	var res Result
	res.Published, res.Notes = r.published(doc, text, &f)
	res.Times = r.workOut(doc, text, &f, res.Published)
	return res
}

// find recognises what every block that is the report's own says of time.
func (r *Reader) find(doc *record.Document, text *tree.Text) findings {
	l := r.scratch.Get().(*lattice)
	defer r.scratch.Put(l)
	var f findings
	for i := range text.Sentences {
		s := &text.Sentences[i]
		if s.Block >= 0 && s.Block < len(doc.Blocks) {
			if role := doc.Blocks[s.Block].Role; role == record.Promotion || role == record.Furniture {
				continue
			}
		}
		var next *tree.Sentence
		if i+1 < len(text.Sentences) && text.Sentences[i+1].Block == s.Block {
			next = &text.Sentences[i+1]
		}
		r.readings(l, doc.Text, s, next)
		r.choose(l, &f, i)
	}
	return f
}

// spill is how many atoms of the next sentence are read with one that ends in
// an abbreviation: the full stop of "9 a.m. Tuesday" may pass for its end.
const spill = 8

// readings fills the lattice with all that the grammar makes of a sentence.
func (r *Reader) readings(l *lattice, text string, s, next *tree.Sentence) {
	l.reset(s)
	l.atoms = r.words.scan(l.atoms, text, s)
	l.own = int32(len(l.atoms))
	if n := l.own; next != nil && n >= 2 && l.atoms[n-1].word == r.builtin.point && r.abbreviated[l.atoms[n-2].word] {
		l.atoms = r.words.scan(l.atoms, text, next)
		l.atoms = l.atoms[:min(len(l.atoms), int(n)+spill)]
		for i := range l.atoms[n:] {
			l.atoms[int(n)+i].tok = int32(max(0, len(s.Tokens)-1))
		}
	}
	l.open()
	for i := range int32(len(l.atoms)) {
		switch l.atoms[i].kind {
		case digits:
			r.builtin.figures(l, i)
		case letters:
			r.builtin.spoken(l, r.numbers, i)
		}
		r.lexicon.look(l, i, r.starts)
	}
	r.grammar.run(l)
}

// use says what becomes of the edge that a rule makes.
type use uint8

const (
	asPart        use = iota // it only serves other rules
	asTime                   // it is a time expression
	asNothing                // it is no time at all, though parts of it look so: "6-year-old"
	asEvent                  // it names a known event
	asAnniversary            // it names the day of an event in later years
	asStoryEvent             // it counts from an event told of before: "since those talks broke down"
)

var uses = map[string]use{"": asPart, "part": asPart, "time": asTime, "nothing": asNothing, "event": asEvent, "anniversary": asAnniversary, "story-event": asStoryEvent}

// choose takes, from left to right, the longest answer at each place. Names of
// events are chosen apart, since dates may stand in them: "the Oct. 7 attacks".
func (r *Reader) choose(l *lattice, f *findings, sent int) {
	f.times = r.longest(l, f.times, sent, asTime, asNothing)
	f.events = r.longest(l, f.events, sent, asEvent, asEvent)
	f.anniversaries = r.longest(l, f.anniversaries, sent, asAnniversary, asAnniversary)
	f.since = r.longest(l, f.since, sent, asStoryEvent, asStoryEvent)
}

func (r *Reader) longest(l *lattice, all []found, sent int, keep, also use) []found {
	at := int32(0)
	if n := len(all); n > 0 { // what the sentence before has taken
		for at < l.own && l.atoms[at].span.Start < all[n-1].span.End {
			at++
		}
	}
	for at < l.own {
		best := int32(-1)
		for i := l.first[at]; i != 0; i = l.edges[i-1].next {
			e := &l.edges[i-1]
			if u := r.useOf(e); u != keep && u != also {
				continue
			}
			if best < 0 || e.end > l.edges[best].end || e.end == l.edges[best].end && e.rule > l.edges[best].rule {
				best = i - 1
			}
		}
		if best < 0 {
			at++
			continue
		}
		e := &l.edges[best]
		if at = e.end; r.useOf(e) == keep {
			all = append(all, r.found(l, e, sent))
		}
	}
	return all
}

func (r *Reader) useOf(e *edge) use {
	if e.rule == 0 {
		return asPart
	}
	return r.grammar.rules[e.rule-1].use
}

func (r *Reader) found(l *lattice, e *edge, sent int) found {
	f := found{expr: l.exprs[e.expr], sent: sent, first: int(l.atoms[e.start].tok), last: int(l.atoms[e.end-1].tok)}
	f.span = record.Span{Start: l.atoms[e.start].span.Start, End: l.atoms[e.end-1].span.End}
	f.hint = r.tense(l, e.start, e.end)
	f.told = f.first < len(l.s.Tokens) && r.beside(l.s.Tokens, f.first) < 0
	return f
}

// workOut turns the expressions into times, in the order of the text.
func (r *Reader) workOut(doc *record.Document, text *tree.Text, f *findings, p record.Published) []record.Time {
	times := make([]record.Time, 0, len(f.times)+len(f.events))
	first, last := bounds(p)
	early := setting{report: first, r: r}
	late := setting{report: last, r: r}
	m := meetings{r: r, text: text, has: surnameIn(doc.Text), sent: -1}
	events, since := f.events, f.since
	told := teller{r: r, text: text, published: p}
	before := func(end int) { // the events named up to there
		for len(events) > 0 && events[0].span.End <= end || len(since) > 0 && since[0].span.End <= end {
			if len(since) == 0 || len(events) > 0 && events[0].span.Start < since[0].span.Start {
				if !events[0].late {
					times = append(times, told.event(&events[0], events[0].expr.event))
				}
				events = events[1:]
			} else {
				if t, ok := told.since(&since[0]); ok {
					times = append(times, t)
				}
				since = since[1:]
			}
		}
	}
	for i := range f.times {
		t := &f.times[i]
		before(t.span.Start)
		early.hint, late.hint = t.hint, t.hint
		e := t.expr
		if len(events) > 0 && events[0].span.Overlaps(t.span) && !r.dateByEvent(&e, events[0].expr.event) {
			continue
		}
		if i+1 < len(f.times) {
			shareYear(&e, t, &f.times[i+1])
		}
		e2 := e
		a, ok := early.resolve(&e)
		early.remember(&e, a)
		if !first.Equal(last) {
			b, ok2 := late.resolve(&e2)
			late.remember(&e2, b)
			a, ok = a.or(b, &e), ok && ok2
			if !p.Closed() && a.relative {
				a.span = record.Interval{}
			}
		}
		if !ok {
			continue
		}
		if id, at, ok := m.beside(t, a.span); ok {
			times = append(times, told.event(&at, id))
		}
		times = append(times, record.Time{Span: t.span, Timex: a.timex, Interval: a.span, Sent: t.sent, First: t.first, Last: t.last})
	}
	before(len(doc.Text))
	slices.SortStableFunc(times, func(a, b record.Time) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	return times
}

// A teller makes times of the events that a text tells of, and remembers them.
type teller struct {
	r         *Reader
	text      *tree.Text
	published record.Published
	events    []int16 // told so far
}

// event is the time of a known event that the text names.
func (t *teller) event(f *found, id int16) record.Time {
	t.events = append(t.events, id)
	k := &t.r.calendar.events[id]
	p := pointIn(k.when.Start.Time, day)
	return record.Time{Span: f.span, Timex: record.Timex{Type: "DATE", Value: p.value()}, Interval: k.when,
		Event: k.name, Sent: f.sent, First: f.first, Last: f.last}
}

// since is the time that counts from an event told of before: the last one of
// a kind that the noun may mean.
func (t *teller) since(f *found) (record.Time, bool) {
	const memory = 20
	toks := t.text.Sentences[f.sent].Tokens
	for i := len(t.events) - 1; i >= max(0, len(t.events)-memory); i-- {
		k := &t.r.calendar.events[t.events[i]]
		for j := f.first; j <= f.last && j < len(toks); j++ {
			if !slices.Contains(t.r.calendar.kinds[strings.ToLower(toks[j].Form)], k.kind) {
				continue
			}
			last := k.when.End.Add(0, 0, -1)
			out := record.Time{Span: f.span, Timex: record.Timex{Type: "DATE", Value: pointIn(last.Time, day).value(), Mod: "AFTER"},
				Event: k.name, Sent: f.sent, First: f.first, Last: f.last}
			switch {
			case f.expr.has&since != 0:
				out.Interval = record.Interval{Start: last, End: t.published.End}
			case f.expr.dir > 0:
				out.Interval = record.Interval{Start: last}
			default:
				out.Interval, out.Timex.Mod = record.Interval{End: k.when.Start}, "BEFORE"
			}
			return out, !out.Closed() || out.Start.Before(out.End.Time)
		}
	}
	return record.Time{}, false
}

// dateByEvent completes a date that stands in the name of an event: the year of
// "the Oct. 7 attack" is that of the event. It reports whether the words are a
// time at all: "Good Friday" in the name of an agreement is none.
func (r *Reader) dateByEvent(e *expr, event int16) bool {
	y, m, d := r.calendar.events[event].when.Start.Date()
	if e.op == opDate && e.month == int8(m) && e.year == 0 && (e.day == 0 || e.day == int8(d)) {
		e.year = int16(y)
	}
	return e.year != 0
}

// shareYear gives a month or day the year that is told with the next one:
// "between May and July 2012".
func shareYear(e *expr, t, next *found) {
	if e.op == opDate && e.month != 0 && e.year == 0 && e.has&hasRel == 0 &&
		next.expr.op == opDate && next.expr.month != 0 && next.expr.year != 0 && next.sent == t.sent && next.first-t.last == 2 && next.expr.month >= e.month {
		e.year = next.expr.year
		e.has |= next.expr.has & shortYear
	}
}

// remember keeps what later expressions may count from.
func (s *setting) remember(e *expr, a answer) {
	if !a.point.ok() {
		return
	}
	s.story = a.point
	if a.point.clock {
		s.story = pointIn(a.point.at, day)
	}
	s.story.part = 0
	if a.point.grain == quarter && e.op == opDate && e.has&fiscal == 0 {
		s.fiscal = a.point
	}
}

// bounds are the first and the last day on which a report may have been
// written; the same day where it is known, and 1 January of the years 2001 and
// 9998 where nothing is, which no two relative expressions share.
func bounds(p record.Published) (first, last time.Time) {
	first, last = date(2001, 1, 1), date(9998, 12, 31)
	if !p.Start.IsZero() {
		first = floor(p.Start.Time, day)
	}
	if !p.End.IsZero() {
		last = floor(p.End.Add(0, 0, -1).Time, day)
		if !p.End.Midnight() {
			last = floor(p.End.Time, day)
		}
		if p.Start.IsZero() {
			first = date(1001, 1, 1)
		}
	}
	if last.Before(first) {
		last = first
	}
	return first, last
}

// or joins what an expression means for the first and for the last day on which
// the report may have been written: what they share stays, the rest is X.
func (a answer) or(b answer, e *expr) answer {
	a.relative = a.span != b.span
	a.span = record.Interval{Start: a.span.Start, End: b.span.End}
	x, y := a.timex.Value, b.timex.Value
	switch {
	case x == y:
		return a
	case e.month != 0 && len(x) > 4 && x[4:] == y[min(4, len(y)):]:
		a.timex.Value = "XXXX" + x[4:]
		return a
	case e.op == opDate && e.weekday != 0 && e.month == 0:
		a.timex.Value = "XXXX-WXX-" + string(rune('0'+e.weekday))
		return a
	}
	v := []byte(x)
	differs := len(x) != len(y)
	for i := range v {
		differs = differs || x[i] != y[i] // what is finer than the first difference means nothing
		if differs && v[i] >= '0' && v[i] <= '9' {
			v[i] = 'X'
		}
	}
	a.timex.Value = string(v)
	return a
}

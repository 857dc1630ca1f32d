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
	"io/fs"
	"sync"
	"time"

	"detente/record"
	"detente/tree"
)

// A Reader knows the grammar of time and the calendar. It is safe for use by
// many goroutines at once.
type Reader struct {
	words    words
	lexicon  *lexicon
	starts   []int32
	numbers  []numberWord
	builtin  builtin
	grammar  *grammar
	zones    []string
	holidays []holiday
	calendar calendar
	cues     cues
	literal  map[string]bool
	examples []example
	scratch  sync.Pool
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
		words:   words{ids: map[string]int32{}},
		lexicon: newLexicon(),
		grammar: newGrammar(),
		zones:   []string{""},
		literal: map[string]bool{},
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
}

// Read finds the time expressions of a document and works them out. A date of
// the document that is already known is kept; else the text is asked for it.
func (r *Reader) Read(doc *record.Document, text *tree.Text) Result {
	all := r.find(doc, text)
	res := Result{Published: doc.Published}
	return res.read(r, doc, text, all)
}

func (res Result) read(r *Reader, doc *record.Document, text *tree.Text, all []found) Result {
	res.Published, res.Notes = r.published(doc, text, all)
	res.Times = r.workOut(text, all, res.Published)
	return res
}

// find recognises the expressions of every block that is the report's own.
func (r *Reader) find(doc *record.Document, text *tree.Text) []found {
	l := r.scratch.Get().(*lattice)
	defer r.scratch.Put(l)
	var all []found
	for i := range text.Sentences {
		s := &text.Sentences[i]
		if s.Block >= 0 && s.Block < len(doc.Blocks) {
			if role := doc.Blocks[s.Block].Role; role == record.Promotion || role == record.Furniture {
				continue
			}
		}
		r.readings(l, doc.Text, s)
		all = r.choose(l, all, i)
	}
	return all
}

// readings fills the lattice with all that the grammar makes of a sentence.
func (r *Reader) readings(l *lattice, text string, s *tree.Sentence) {
	l.reset(s)
	l.atoms = r.words.scan(l.atoms, text, s)
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

// choose takes, from left to right, the longest answer at each place.
func (r *Reader) choose(l *lattice, all []found, sent int) []found {
	for at := int32(0); int(at) < len(l.atoms); {
		best := int32(-1)
		for i := l.first[at]; i != 0; i = l.edges[i-1].next {
			e := &l.edges[i-1]
			if e.rule == 0 || !r.grammar.rules[e.rule-1].time && !r.grammar.rules[e.rule-1].blocks {
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
		if at = e.end; r.grammar.rules[e.rule-1].blocks {
			continue
		}
		f := found{expr: l.exprs[e.expr], sent: sent, first: int(l.atoms[e.start].tok), last: int(l.atoms[e.end-1].tok)}
		f.span = record.Span{Start: l.atoms[e.start].span.Start, End: l.atoms[e.end-1].span.End}
		f.hint = r.tense(l, e.start, e.end)
		all = append(all, f)
	}
	return all
}

// workOut turns the expressions into times, in the order of the text.
func (r *Reader) workOut(text *tree.Text, all []found, p record.Published) []record.Time {
	times := make([]record.Time, 0, len(all))
	first, last := bounds(p)
	early := setting{report: first, r: r}
	late := setting{report: last, r: r}
	for i := range all {
		f := &all[i]
		early.hint, late.hint = f.hint, f.hint
		e := f.expr
		a, ok := early.resolve(&e)
		early.remember(&e, a)
		if !first.Equal(last) {
			e := f.expr
			b, ok2 := late.resolve(&e)
			late.remember(&e, b)
			a, ok = a.or(b), ok && ok2
		}
		if !ok {
			continue
		}
		if !p.Known() {
			a.span = a.known(f)
		}
		times = append(times, record.Time{Span: f.span, Timex: a.timex, Interval: a.span, Sent: f.sent, First: f.first, Last: f.last})
	}
	return times
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
	if a.point.grain == quarter && e.op == opDate {
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
func (a answer) or(b answer) answer {
	if a.timex.Value != b.timex.Value {
		x, y := a.timex.Value, b.timex.Value
		v := []byte(x)
		same := len(x) == len(y)
		for i := range v {
			if v[i] >= '0' && v[i] <= '9' && (!same || x[i] != y[i]) {
				v[i] = 'X'
			}
		}
		a.timex.Value = string(v)
	}
	a.span = record.Interval{Start: a.span.Start, End: b.span.End}
	return a
}

// known empties an interval that hangs on a report date of which nothing is known.
func (a answer) known(f *found) record.Interval {
	for _, c := range a.timex.Value {
		if c == 'X' {
			return record.Interval{}
		}
	}
	return a.span
}

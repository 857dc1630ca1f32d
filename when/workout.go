package when

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"detente/record"
	"detente/tree"
)

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

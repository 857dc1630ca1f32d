package when

import (
	"cmp"
	"slices"

	"detente/record"
)

// ahead is how many days before an event news speaks of it by its name.
const ahead = 400

// settle says which event each name means, since a city may hold many summits:
// the one of the year told beside it, the last before the report where its day
// is known, or the one whose people the text names. Names that stay open, and
// those of another year's event that the calendar lacks, are taken out.
func (r *Reader) settle(doc *record.Document, f *findings) {
	if len(f.events) == 0 && len(f.anniversaries) == 0 {
		return
	}
	w := which{r: r, f: f, published: doc.Published, has: surnameIn(doc.Text)}
	keep := func(list []found) []found {
		out := list[:0]
		for _, e := range list {
			if e.expr.event == 0 {
				out = append(out, e)
				continue
			}
			if e.expr.event, e.late = w.event(&e); e.expr.event != 0 {
				out = append(out, e)
			}
		}
		return out
	}
	f.events = keep(f.events)
	f.anniversaries = keep(f.anniversaries)
}

// which chooses among the events of one name.
type which struct {
	r         *Reader
	f         *findings
	published record.Published
	has       func(name string) bool
}

// event is the event that a name means, or 0. It is late where it would lie long
// after the report: then either the name or the report's date means another.
func (w *which) event(e *found) (id int16, late bool) {
	group := w.r.calendar.groups[e.expr.event]
	some := make([]int16, 0, 8)
	some = append(some, group[:min(len(group), cap(some))]...)
	only := func(keep func(*known) bool) bool { // narrows, unless nothing would be left
		kept := make([]int16, 0, 8)
		for _, id := range some {
			if keep(&w.r.calendar.events[id]) {
				kept = append(kept, id)
			}
		}
		if len(kept) > 0 {
			some = kept
		}
		return len(kept) > 0
	}
	if told, explicit := w.beside(e); told.Known() {
		if !only(func(k *known) bool { return k.when.Overlaps(told) }) && explicit {
			return 0, false
		}
	}
	if !w.published.Closed() {
		if len(some) > 1 {
			only(func(k *known) bool {
				return len(k.people) > 0 && !slices.ContainsFunc(k.people, func(p string) bool { return !w.has(p) })
			})
		}
		if len(some) > 1 {
			return 0, false
		}
		return some[0], false
	}
	day := w.published.End
	if !only(func(k *known) bool { return k.when.Start.Before(day.Time) }) {
		first := slices.MinFunc(some, func(a, b int16) int { return w.start(a).Compare(w.start(b).Time) })
		return first, w.start(first).After(day.AddDate(0, 0, ahead))
	}
	return slices.MaxFunc(some, func(a, b int16) int { return w.start(a).Compare(w.start(b).Time) }), false
}

func (w *which) start(id int16) record.Moment { return w.r.calendar.events[id].when.Start }

// beside is the interval of the date that stands beside a name: "the Helsinki
// summit in 1997", "last year's Madrid summit"; explicit where it names its year.
func (w *which) beside(e *found) (told record.Interval, explicit bool) {
	times := w.f.times
	i, _ := slices.BinarySearchFunc(times, e.span.Start, func(t found, start int) int { return cmp.Compare(t.span.Start, start) })
	for ; i < len(times) && times[i].span.Start < e.span.End; i++ { // those within the name
	}
	for _, k := range [2]int{i, i - 1} {
		if k < 0 || k >= len(times) || times[k].sent != e.sent || times[k].span.Overlaps(e.span) {
			continue
		}
		t := &times[k]
		if t.first-e.last > 3 || e.first-t.last > 2 || t.expr.op != opDate {
			continue
		}
		x := t.expr
		explicit = x.year != 0 && x.has&(shortYear|decade) == 0
		relative := w.published.OneDay() && x.has&hasRel != 0 && x.relUnit != noUnit && x.has&latest == 0 && x.anchor == fromReport
		if !explicit && !relative {
			continue
		}
		s := setting{report: date(2000, 1, 1), r: w.r}
		if w.published.Closed() {
			s.report = w.published.Start.Time
		}
		if a, ok := s.resolve(&x); ok && a.span.Closed() {
			return a.span, explicit
		}
	}
	return record.Interval{}, false
}

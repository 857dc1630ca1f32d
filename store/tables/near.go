package tables

import (
	"time"

	"detente/record"
	"detente/store"
)

// near are the facts about the events that a transaction is to add, read at once
// before the first of them and kept up to date. Else every event would cost a
// question of its own, and on the way to a server the questions are what takes
// time.
type near map[dyadClass][]*factRow

// dyadClass is what all candidates for one fact share.
type dyadClass struct{ src, tgt, kind, class string }

func dyadClassOf(e record.Event) dyadClass {
	return dyadClass{store.State(e.Source.Code), store.State(e.Target.Code), e.Plover.Type, store.Class(e.Status)}
}

// window is when a fact starts that an exactly dated event may tell: one that
// overlaps starts at most as long before as an exact one lasts.
func window(e record.Event) (from, until string) {
	_, until = bounds(e.Date)
	return record.Moment{Time: e.Date.Start.Add(0, 0, -5).Truncate(24 * time.Hour)}.String(), until
}

// foresee reads the facts about the events of records.
func (t *tx) foresee(run int64, records []record.Record) error {
	t.near = near{}
	var windows [][]any
	for i := range records {
		for _, e := range records[i].Events {
			if store.Exact(e.Date) {
				k := dyadClassOf(e)
				from, until := window(e)
				windows = append(windows, []any{run, k.src, k.tgt, from, until, k.kind, k.class})
			}
		}
	}
	seen := map[int64]bool{}
	return t.EachOf("SELECT src, tgt, type, class, "+factColumns+" FROM fact WHERE run = ? AND src = ? AND tgt = ? AND start >= ? AND start < ? AND type = ? AND class = ?",
		windows, func(scan func(...any) error) error {
			var f factRow
			var k dyadClass
			err := f.scanAfter(scan, &k.src, &k.tgt, &k.kind, &k.class)
			if err == nil && !seen[f.id] {
				seen[f.id] = true
				t.near[k] = append(t.near[k], &f)
			}
			return err
		})
}

// find is the first fact, by its start, that an exactly dated event tells.
func (n near) find(e record.Event, story int64) *factRow {
	from, until := window(e)
	var found *factRow
	for _, f := range n[dyadClassOf(e)] {
		if f.start >= from && f.start < until && (found == nil || f.before(found)) && store.SameFact(f.event, e, f.story == story) {
			found = f
		}
	}
	return found
}

func (f *factRow) before(o *factRow) bool {
	if f.start != o.start {
		return f.start < o.start
	}
	return f.id < o.id
}

// tell makes a fact what an event tells, as it would be read back.
func (f *factRow) tell(e record.Event) {
	start, until := bounds(e.Date)
	f.start, f.event = start, e
	f.event.Date = interval(start, until)
	f.event.Place = nil
	if place := placeOf(e); place != "" {
		f.event.Place = &record.Place{Name: place}
	}
}

// add takes in a fact that was made.
func (n near) add(f *factRow, e record.Event) {
	k := dyadClassOf(e)
	n[k] = append(n[k], f)
}

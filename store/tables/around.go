package tables

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// What accounts of one happening are found by: events by their facts, those beside
// them, and in short what lies around them.

// EventsOf yields the events of facts, by date.
func (db *DB) EventsOf(ctx context.Context, facts []int64) iter.Seq2[store.Event, error] {
	return db.numbered(ctx, "SELECT e.num FROM event e WHERE e.run = ("+currentRun+") AND ", "", of("e.fact", facts))
}

// Beside yields the events that stand beside those of facts.
func (db *DB) Beside(ctx context.Context, facts []int64) iter.Seq2[store.Event, error] {
	return db.numbered(ctx, "SELECT DISTINCT o.num FROM event e "+db.join+" event o"+db.index("event_doc")+
		" ON o.run = e.run AND o.doc = e.doc AND o.n <> e.n WHERE e.run = ("+currentRun+") AND ", " AND o.type = e.type AND (o.src = e.src OR e.src = '')", of("e.fact", facts))
}

// numbered yields the events whose numbers a query gives.
func (db *DB) numbered(ctx context.Context, before, behind string, c clauses) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		if len(c.where) == 0 {
			return
		}
		var nums []int64
		err := db.read.Each(ctx, before+strings.Join(c.where, " AND ")+behind, c.args, func(scan func(...any) error) error {
			var num int64
			err := scan(&num)
			nums = append(nums, num)
			return err
		})
		if err != nil {
			yield(store.Event{}, err)
			return
		}
		slices.Sort(nums)
		for some := range slices.Chunk(nums, chunk) {
			rows := make([]store.Event, 0, len(some))
			if err := db.events(ctx, some, func(_ int64, e store.Event) { rows = append(rows, e) }); err != nil {
				yield(store.Event{}, err)
				return
			}
			for _, e := range rows {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

// Around gives the events around others.
func (db *DB) Around(ctx context.Context, events []store.Event, days int) ([][]store.Event, error) {
	type numbered struct {
		num int64
		store.Event
	}
	found := make([][]numbered, len(events))
	var run int64
	if err := db.one(ctx, currentRun, nil, &run); err != nil {
		return nil, err
	}
	for first := 0; first < len(events); first += mostParts {
		some := events[first:min(first+mostParts, len(events))]
		var parts []string
		var args []any
		for i, e := range some {
			near := record.Interval{Start: e.Date.Start.Add(0, 0, -days), End: e.Date.End.Add(0, 0, days)}
			src, tgt := store.State(e.Source.Code), store.State(e.Target.Code)
			var c clauses
			c.add("e.src = ?", src)
			index := "event_src"
			if tgt != "" {
				c.add("e.tgt = ?", tgt)
				index = "event_dyad"
			}
			c.add("e.type = ? AND e.wide = 0", e.Plover.Type)
			// What is dated to within days starts at most so long before.
			c.add("e.num >= ? AND e.num < ?", dayNum(run, dayOf(near.Start.Add(0, 0, -5))), dayNum(run, dayOf(near.End)+1))
			c.period(near, "e.start", "e.until")
			parts = append(parts, "SELECT CAST(? AS integer) AS part, e.num AS num, e.id, e.fact, e.source, e.target, e.start, e.until, e.status, d.key, "+storyKey+
				" FROM event e"+db.index(index)+" "+db.join+" document d ON d.id = e.doc WHERE "+strings.Join(c.where, " AND "))
			args = append(append(args, first+i), c.args...)
		}
		err := db.read.Each(ctx, strings.Join(parts, " UNION ALL "), args, func(scan func(...any) error) error {
			var i int
			var start, until string
			var e numbered
			err := scan(&i, &e.num, &e.ID, &e.Fact, &e.Source.Code, &e.Target.Code, &start, &until, &e.Status, &e.Document, &e.Story)
			e.Date = interval(start, until)
			if err == nil {
				found[i] = append(found[i], e)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	around := make([][]store.Event, len(events))
	for i, list := range found {
		slices.SortFunc(list, func(a, b numbered) int { return cmp.Compare(a.num, b.num) })
		for _, e := range list {
			around[i] = append(around[i], e.Event)
		}
	}
	return around, nil
}

package tables

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// The table dyad counts facts by pair of states and year, so that the question
// who deals with whom need not read them all. It changes with every fact, in the
// same transaction.

type dyadKey struct {
	run            int64
	src, tgt, year string
}

// countFact adds a fact to the counts of its dyad and its day, or with -1 takes it
// out, before it changes. They are written when the transaction ends.
func (t *tx) countFact(run int64, f *factRow, by int) {
	e := &f.event
	if t.dyads == nil {
		t.dyads = map[dyadKey]*[5]int{}
	}
	start, _ := bounds(e.Date)
	k := dyadKey{run, store.State(e.Source.Code), store.State(e.Target.Code), start[:min(4, len(start))]}
	n := t.dyads[k]
	if n == nil {
		n = new([5]int)
		t.dyads[k] = n
	}
	n[0] += by
	if e.Status == record.Happened && !e.Background && e.Quad >= 1 && e.Quad <= 4 {
		n[e.Quad] += by
	}
	t.countDay(run, f, by)
}

func (t *tx) countDay(run int64, f *factRow, by int) {
	e := &f.event
	t.daily(run, e.Source.Code, e.Target.Code, e.Date).Fact(e.Status, e.Background, e.Quad, e.Goldstein, by)
}

// writeDyads writes what countFact gathered.
func (t *tx) writeDyads() error {
	keys := make([]dyadKey, 0, len(t.dyads))
	for k, n := range t.dyads {
		if *n != [5]int{} {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b dyadKey) int {
		return cmp.Or(cmp.Compare(a.run, b.run), strings.Compare(a.src, b.src), strings.Compare(a.tgt, b.tgt), strings.Compare(a.year, b.year))
	})
	for _, k := range keys {
		n := t.dyads[k]
		err := t.exec(`INSERT INTO dyad (run, src, tgt, year, facts, quad1, quad2, quad3, quad4) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (run, src, tgt, year) DO UPDATE SET facts = dyad.facts + excluded.facts,
			quad1 = dyad.quad1 + excluded.quad1, quad2 = dyad.quad2 + excluded.quad2, quad3 = dyad.quad3 + excluded.quad3, quad4 = dyad.quad4 + excluded.quad4`,
			k.run, k.src, k.tgt, k.year, n[0], n[1], n[2], n[3], n[4])
		if err != nil {
			return err
		}
	}
	t.dyads = nil
	return nil
}

// Dyads yields pairs of states with the facts between them.
func (db *DB) Dyads(ctx context.Context, f store.DyadFilter) iter.Seq2[store.Dyad, error] {
	if err := f.Check(); err != nil {
		return fail[store.Dyad](err)
	}
	var c clauses
	c.add("run = (" + currentRun + ") AND src <> '' AND tgt <> ''")
	if f.Since > 0 {
		c.add("year >= ?", fmt.Sprintf("%04d", f.Since))
	}
	if f.Until > 0 {
		c.add("year <= ? AND year <> ''", fmt.Sprintf("%04d", f.Until))
	}
	parts := []part{{from: "dyad", clauses: c}}
	if f.State != "" {
		there, back := c.clone(), c.clone()
		there.add("src = ?", f.State)
		back.add("tgt = ? AND src <> ?", f.State, f.State)
		parts = []part{{from: "dyad", clauses: there}, {from: "dyad", clauses: back}}
	}
	rows, args := unionOf(parts, func(part) string { return "src, tgt, year, facts, quad1, quad2, quad3, quad4" })
	q := `SELECT src, tgt, sum(facts), sum(quad1), sum(quad2), sum(quad3), sum(quad4), coalesce(min(nullif(year, '')), ''), coalesce(max(year), '')
		FROM (` + rows + `) AS dyads WHERE facts > 0 GROUP BY src, tgt ORDER BY sum(facts) DESC, src, tgt LIMIT ?`
	return stream(ctx, db.read, q, append(args, f.Limit), func(scan func(...any) error) (d store.Dyad, err error) {
		err = scan(&d.Source, &d.Target, &d.Facts, &d.Quads[0], &d.Quads[1], &d.Quads[2], &d.Quads[3], &d.First, &d.Last)
		return d, err
	})
}

var errNoRows = errors.New("limit: give a number from 1 on")

// Outlets yields the sources of reports.
func (db *DB) Outlets(ctx context.Context, limit int) iter.Seq2[store.Outlet, error] {
	if limit < 1 {
		return fail[store.Outlet](errNoRows)
	}
	return stream(ctx, db.read, `SELECT source, n, coalesce((SELECT min(start) FROM document d WHERE d.source = t.source AND start > ''), ''),
		coalesce((SELECT max(start) FROM document d WHERE d.source = t.source), '')
		FROM (SELECT other AS source, aside AS n FROM tally WHERE run = 0 AND what = 'reports' AND year = '*' AND aside > 0 AND other <> '' ORDER BY aside DESC, other LIMIT ?) AS t
		ORDER BY n DESC, source`, []any{limit}, func(scan func(...any) error) (o store.Outlet, err error) {
		err = scan(&o.Name, &o.Documents, &o.First, &o.Last)
		return o, err
	})
}

// Places yields the places of events.
func (db *DB) Places(ctx context.Context, limit int) iter.Seq2[store.Place, error] {
	if limit < 1 {
		return fail[store.Place](errNoRows)
	}
	return func(yield func(store.Place, error) bool) {
		counts, err := db.Count(ctx, store.ByPlace, store.Filter{Limit: limit})
		if err != nil {
			yield(store.Place{}, err)
			return
		}
		for _, c := range counts {
			if !yield(store.Place{Name: c.Key, Country: c.With, Events: c.N()}, nil) {
				return
			}
		}
	}
}

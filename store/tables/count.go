package tables

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"detente/record"
	"detente/store"
)

// Count counts events by something they have.
func (db *DB) Count(ctx context.Context, by store.By, f store.Filter) ([]store.Count, error) {
	if err := errors.Join(by.Check(), f.Check()); err != nil {
		return nil, err
	}
	var run int64
	if err := db.one(ctx, currentRun, nil, &run); err != nil {
		return nil, err
	}
	if by == store.ByActor { // an actor of a group is counted on all days
		f.Actor = slices.Clone(f.Actor)
		for i := range f.Actor {
			f.Actor[i].During = record.Interval{}
		}
	}
	counts := &counter{by: by, rows: map[[2]string]*store.Count{}}
	var err error
	if years, ok := wholeYears(f.Period); ok && kept(by, f) {
		err = db.countKept(ctx, run, f, years, counts)
	} else {
		err = db.countRows(ctx, run, f, counts)
	}
	if err == nil && (by == store.ByPlace || by == store.ByOutlet || by == store.ByReports) {
		err = db.spell(ctx, run, counts)
	}
	return counts.answer(f), err
}

// counter gathers counts.
type counter struct {
	by   store.By
	rows map[[2]string]*store.Count
}

func (c *counter) add(key, with string, n [5]int) {
	at := [2]string{key, with}
	row := c.rows[at]
	if row == nil {
		row = &store.Count{Key: key, With: with}
		c.rows[at] = row
	}
	for i := range row.Quads {
		row.Quads[i] += n[i]
	}
	row.Aside += n[4]
}

func (c *counter) answer(f store.Filter) []store.Count {
	out := []store.Count{}
	for _, row := range c.rows {
		if row.N() > 0 {
			out = append(out, *row)
		}
	}
	slices.SortFunc(out, func(a, b store.Count) int {
		most := cmp.Compare(b.N(), a.N())
		if c.by == store.ByMonth {
			most = 0
		}
		return cmp.Or(most, strings.Compare(a.Key, b.Key), strings.Compare(a.With, b.With))
	})
	if f.Limit > 0 && len(out) > f.Limit {
		out = out[:f.Limit]
	}
	return out
}

// wholeYears are the first and the last year of a period that has no others in
// part; empty where a side is open.
func wholeYears(p record.Interval) (years [2]string, ok bool) {
	for _, m := range []record.Moment{p.Start, p.End} {
		if !m.IsZero() && (m.Month() != time.January || m.Day() != 1 || !m.Midnight() || m.Year() < 1000 || m.Year() > 9999) {
			return years, false
		}
	}
	if !p.Start.IsZero() {
		years[0] = strconv.Itoa(p.Start.Year())
	}
	if !p.End.IsZero() {
		years[1] = strconv.Itoa(p.End.Year() - 1)
	}
	return years, true
}

// kept reports whether the counts of a filter are kept: it asks for nothing
// besides days, and for actors only where these are counted.
func kept(by store.By, f store.Filter) bool {
	switch by {
	case store.ByReports:
		return true
	case store.ByActor:
		f.Actor = nil
	case store.ByDyad:
		f.Source, f.Target, f.Actor, f.With = countryCodes(f.Source), countryCodes(f.Target), countryCodes(f.Actor), countryCodes(f.With)
	}
	return len(f.Source)+len(f.Target)+len(f.Actor)+len(f.With) == 0 &&
		len(f.Types)+len(f.Modes)+len(f.Contexts)+len(f.Codes)+len(f.Quads)+len(f.Statuses)+len(f.Places)+len(f.Countries)+len(f.Outlets) == 0 &&
		f.Document == "" && f.Story == "" && f.Fact == 0 && f.Text == "" && !f.NewsOnly && !f.BackgroundOnly && !f.Once
}

// countryCodes are the patterns that are more than the code of a country.
func countryCodes(ps []store.Pattern) []store.Pattern {
	return slices.DeleteFunc(slices.Clone(ps), func(p store.Pattern) bool {
		prefix, free := p.Prefix()
		return !p.During.Known() && free && len(prefix) == 3
	})
}

// countKept reads counts that are kept.
func (db *DB) countKept(ctx context.Context, run int64, f store.Filter, years [2]string, counts *counter) error {
	if counts.by == store.ByReports {
		run = 0
	}
	var c clauses
	c.add("run = ? AND what = ?", run, string(counts.by))
	switch {
	case years == [2]string{} && counts.by == store.ByPlace && f.Limit > 0:
		// There may be very many: those that come first in an index, and all that are as many as the last.
		c = clauses{}
		const places, n = "run = ? AND what = 'place' AND year = '*'", "q1 + q2 + q3 + q4 + aside"
		c.add(places+" AND "+n+" >= coalesce((SELECT "+n+" FROM tally WHERE "+places+" ORDER BY "+n+" DESC LIMIT 1 OFFSET ?), 1)", run, run, f.Limit-1)
	case years == [2]string{}:
		c.add("year = ?", allYears)
	default:
		c.add("year <> ?", allYears)
		if years[0] != "" {
			c.add("year >= ?", years[0])
		}
		if years[1] != "" {
			c.add("year <= ?", years[1])
		}
	}
	// Few countries are looked up, not sifted out.
	if counts.by == store.ByDyad && len(f.Source) == 1 && len(f.Actor) == 0 {
		c.add("one = ?", store.State(f.Source[0].Code))
	}
	return db.read.Each(ctx, "SELECT one, other, sum(q1), sum(q2), sum(q3), sum(q4), sum(aside) FROM tally WHERE "+strings.Join(c.where, " AND ")+" GROUP BY one, other", c.args,
		func(scan func(...any) error) error {
			var one, other string
			var n [5]int
			if err := scan(&one, &other, &n[0], &n[1], &n[2], &n[3], &n[4]); err != nil {
				return err
			}
			switch counts.by {
			case store.ByActor:
				if !store.Any(f.Actor, one, record.Interval{}) {
					return nil
				}
			case store.ByDyad:
				if !f.Sides(one, other, record.Interval{}) {
					return nil
				}
			case store.ByOutlet, store.ByReports:
				other = ""
			}
			counts.add(one, other, n)
			return nil
		})
}

// countPlan is the plan of events between two numbers.
func (db *DB) countPlan(ctx context.Context, run int64, f store.Filter, rest clauses, lo, hi int64) ([]part, error) {
	if f.Document != "" || f.Story != "" || f.Fact != 0 {
		return db.plan(ctx, events, run, f, rest, false)
	}
	return db.planBetween(ctx, events, run, f, rest, lo, hi)
}

// countRows counts the events of a plan.
func (db *DB) countRows(ctx context.Context, run int64, f store.Filter, counts *counter) error {
	actors := []store.Pattern(nil)
	if counts.by == store.ByActor {
		actors, f.Actor, f.With = f.Actor, nil, nil
	}
	f.After, f.Limit, f.Newest = "", 0, false
	rest := eventClauses(f)
	rest.startsIn(f.Period)
	lo, hi := runNums(run)
	if !f.Period.Start.IsZero() {
		lo = dayNum(run, dayOf(f.Period.Start))
	}
	if !f.Period.End.IsZero() {
		hi = min(hi, dayNum(run, dayOf(f.Period.End)+1))
	}
	parts, err := db.countPlan(ctx, run, f, rest, lo, hi)
	if err != nil || len(parts) == 0 {
		return err
	}
	columns := map[store.By][2]string{
		store.ByActor: {"e.source", "e.target"}, store.ByDyad: {"e.src", "e.tgt"}, store.ByType: {"e.type", "''"}, store.ByMode: {"e.mode", "''"}, store.ByCameo: {"e.cameo", "''"},
		store.ByStatus: {"e.status", "''"}, store.ByPlace: {"e.place", "e.country"}, store.ByCountry: {"e.country", "''"}, store.ByOutlet: {"e.outlet", "''"},
		store.ByMonth: {"substr(e.start, 1, 7)", "''"},
	}[counts.by]
	q, args := unionOf(parts, func(part) string {
		return columns[0] + " AS one, " + columns[1] + " AS other, e.quad AS quad, e.status AS status"
	})
	return db.read.Each(ctx, "SELECT one, other, quad, status, count(*) FROM ("+q+") x GROUP BY one, other, quad, status", args, func(scan func(...any) error) error {
		var one, other, status string
		var quad, n int
		if err := scan(&one, &other, &quad, &status, &n); err != nil {
			return err
		}
		var row [5]int
		row[columnOf(record.Status(status), quad)] = n
		switch counts.by {
		case store.ByActor:
			if one != "" && store.Any(actors, one, record.Interval{}) {
				counts.add(one, "", row)
			}
			if other != "" && other != one && store.Any(actors, other, record.Interval{}) {
				counts.add(other, "", row)
			}
			return nil
		case store.ByMode, store.ByPlace, store.ByCountry, store.ByMonth:
			if one == "" {
				return nil
			}
		}
		counts.add(one, other, row)
		return nil
	})
}

// spell writes the names of places and outlets as reports do, which are counted
// in lower case.
func (db *DB) spell(ctx context.Context, run int64, counts *counter) error {
	if counts.by == store.ByReports {
		run = 0
	}
	what := string(counts.by)
	if counts.by == store.ByPlace {
		what = byPlaceName
	}
	var c clauses
	c.add("run = ? AND what = ? AND year = ?", run, what, allYears)
	if len(counts.rows) < 1000 {
		keys := make([]string, 0, len(counts.rows))
		for at := range counts.rows {
			keys = append(keys, at[0])
		}
		c.among("one", len(keys), func(i int) any { return keys[i] })
	}
	spelt := map[string]string{}
	err := db.read.Each(ctx, "SELECT one, min(other) FROM tally WHERE "+strings.Join(c.where, " AND ")+" GROUP BY one", c.args, func(scan func(...any) error) error {
		var one, other string
		err := scan(&one, &other)
		spelt[one] = other
		return err
	})
	for _, row := range counts.rows {
		row.Key = cmp.Or(spelt[row.Key], row.Key)
	}
	return err
}

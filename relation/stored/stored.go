// Package stored hands what a record database knows of two sides to package
// relation, which knows nothing of databases.
package stored

import (
	"context"
	"errors"

	"detente/record"
	"detente/relation"
	"detente/store"
)

// Days are the days of a relation as a series sums them.
func Days(ctx context.Context, s store.Store, of store.Sides) ([]relation.Daily, error) {
	days, err := s.Days(ctx, of)
	if err != nil {
		return nil, err
	}
	out := make([]relation.Daily, len(days))
	for i, d := range days {
		out[i] = relation.Daily{On: d.On, Quads: d.Quads, Aside: d.Aside, Background: d.Background, Score: d.Score, Squares: d.Squares,
			Better: d.Better, Worse: d.Worse, Unchanged: d.Unchanged}
	}
	return out, nil
}

// ErrTooMany says that the events behind a series are too many to be named.
var ErrTooMany = errors.New("more than 50,000 events are behind this relation, too many to name one by one: ask for the events between the two instead")

// mostMarks bounds what one answer holds.
const mostMarks = 50_000

// Marks are the events of a relation in a period, which may be open, one by one, or
// ErrTooMany where days, those of the period, have more than can be held.
func Marks(ctx context.Context, s store.Store, of store.Sides, period record.Interval, days []relation.Daily) ([]relation.Mark, error) {
	n := 0
	for i := range days {
		n += days[i].Facts()
	}
	if n > mostMarks {
		return nil, ErrTooMany
	}
	facts, err := s.Marks(ctx, of, period)
	if err != nil {
		return nil, err
	}
	marks := make([]relation.Mark, 0, len(facts))
	for _, m := range facts {
		mark := relation.Mark{Event: m.Event, Date: m.Date, Source: m.Source, Target: m.Target, Quad: m.Quad,
			Goldstein: m.Goldstein, Status: m.Status, Background: m.Background}
		if !period.Known() || !mark.Day().IsZero() && period.Has(mark.Day()) {
			marks = append(marks, mark)
		}
	}
	return marks, nil
}

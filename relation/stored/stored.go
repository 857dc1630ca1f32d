// Package stored hands what a record database knows of two sides to package
// relation, which knows nothing of databases.
package stored

import (
	"context"

	"detente/relation"
	"detente/store"
)

// Between are the facts between two sides and the judgements of their relation,
// as a series counts them. Who counts is told at store.Between.
func Between(ctx context.Context, s store.Store, a, b []store.Pattern) ([]relation.Mark, []relation.Judgement, error) {
	facts, assessments, err := store.Between(ctx, s, a, b)
	if err != nil {
		return nil, nil, err
	}
	marks := make([]relation.Mark, len(facts))
	for i, m := range facts {
		marks[i] = relation.Mark{Event: m.Event, Date: m.Date, Source: m.Source, Target: m.Target, Quad: m.Quad,
			Goldstein: m.Goldstein, Status: m.Status, Background: m.Background}
	}
	judged := make([]relation.Judgement, len(assessments))
	for i, j := range assessments {
		judged[i] = relation.Judgement{Date: j.Date, Direction: j.Direction}
	}
	return marks, judged, nil
}

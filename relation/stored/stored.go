// Package stored hands what a record database knows of two sides to package
// relation, which knows nothing of databases.
package stored

import (
	"detente/relation"
	"detente/store"
)

// Marks are facts between two sides as a series counts them.
func Marks(facts []store.Mark) []relation.Mark {
	marks := make([]relation.Mark, len(facts))
	for i, m := range facts {
		marks[i] = relation.Mark{Event: m.Event, Date: m.Date, Source: m.Source, Target: m.Target, Quad: m.Quad,
			Goldstein: m.Goldstein, Status: m.Status, Background: m.Background}
	}
	return marks
}

// Judgements are assessments as a series counts them.
func Judgements(assessments []store.Judgement) []relation.Judgement {
	judged := make([]relation.Judgement, len(assessments))
	for i, j := range assessments {
		judged[i] = relation.Judgement{Date: j.Date, Direction: j.Direction}
	}
	return judged
}

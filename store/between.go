package store

import (
	"cmp"
	"context"
	"slices"

	"detente/record"
)

// Between is Marks and Judgements for two sides of several actors: alliances,
// unions, lists of codes. A member of a group counts while it is one.
//
// What passes between two actors of one side is no matter of the relation and is
// left out, unless both sides are the same. Where an actor stands on both sides
// (France in @NATO and in @EU), only what it does with the rest counts.
func Between(ctx context.Context, s Store, a, b []Pattern) ([]Mark, []Judgement, error) {
	for _, side := range [][]Pattern{a, b} {
		if err := (Filter{Actor: side}).Check(); err != nil {
			return nil, nil, err
		}
	}
	same := slices.Equal(a, b)
	counts := func(x, y string, on record.Interval) bool {
		xa, xb, ya, yb := holds(a, x, on), holds(b, x, on), holds(a, y, on), holds(b, y, on)
		return (xa && yb || xb && ya) && (same || !(xa && ya) && !(xb && yb))
	}
	var marks []Mark
	var judged []Judgement
	seen := map[int64]bool{}
	type judgement struct {
		document, dyad string
		n              int
	}
	told := map[judgement]bool{}
	for _, pair := range pairs(a, b) {
		ms, err := s.Marks(ctx, pair[0], pair[1])
		if err != nil {
			return nil, nil, err
		}
		for _, m := range ms {
			if !seen[m.Fact] && counts(m.Source, m.Target, m.Date) {
				seen[m.Fact] = true
				marks = append(marks, m)
			}
		}
		js, err := s.Judgements(ctx, pair[0], pair[1])
		if err != nil {
			return nil, nil, err
		}
		for i, j := range js {
			on := record.Interval{Start: j.Date}
			if key := (judgement{j.Document, pair[0] + " " + pair[1], i}); !told[key] && counts(pair[0], pair[1], on) {
				told[key] = true
				judged = append(judged, j)
			}
		}
	}
	slices.SortStableFunc(marks, func(x, y Mark) int {
		return cmp.Or(x.Date.Start.Compare(y.Date.Start.Time), cmp.Compare(x.Fact, y.Fact))
	})
	slices.SortStableFunc(judged, func(x, y Judgement) int {
		return cmp.Or(x.Date.Compare(y.Date.Time), cmp.Compare(x.Document, y.Document))
	})
	return marks, judged, nil
}

// holds reports whether an actor is of a side on a day.
func holds(side []Pattern, code string, on record.Interval) bool {
	return len(side) > 0 && Any(side, code, on)
}

// pairs are the codes of both sides, each pair once.
func pairs(a, b []Pattern) [][2]string {
	var out [][2]string
	seen := map[[2]string]bool{}
	for _, x := range a {
		for _, y := range b {
			pair := [2]string{min(x.Code, y.Code), max(x.Code, y.Code)}
			if !seen[pair] {
				seen[pair] = true
				out = append(out, pair)
			}
		}
	}
	return out
}

package store

import (
	"errors"
	"slices"

	"detente/record"
)

// Sides are the two sides of a relation, each of several actors: a state with
// its organs, an alliance, a list of codes. A member of a group counts while it is
// one.
//
// What passes between two actors of one side is no matter of the relation and is
// left out, unless both sides are the same. Where an actor stands on both sides
// (France in @NATO and in @EU), only what it does with the rest counts.
type Sides struct{ A, B []Pattern }

// Between are the sides of two codes: PRK holds PRKGOV.
func Between(a, b string) Sides { return Sides{Codes(a), Codes(b)} }

// Check says what is wrong with the sides.
func (s Sides) Check() error {
	for _, side := range [][]Pattern{s.A, s.B} {
		if len(side) == 0 {
			return errors.New("a relation has two sides: one of them has no actor")
		}
		if err := (Filter{Actor: side}).Check(); err != nil {
			return err
		}
	}
	return nil
}

// Counts tells on which days what passes between two actors is a matter of the
// relation.
func (s Sides) Counts(x, y string) func(on record.Moment) bool {
	xa, xb, ya, yb := on(s.A, x), on(s.B, x), on(s.A, y), on(s.B, y)
	same := slices.Equal(s.A, s.B)
	counts := func(m record.Moment) bool {
		xa, xb, ya, yb := xa.holds(m), xb.holds(m), ya.holds(m), yb.holds(m)
		return (xa && yb || xb && ya) && (same || !(xa && ya) && !(xb && yb))
	}
	if xa.fixed() && xb.fixed() && ya.fixed() && yb.fixed() {
		always := counts(record.Moment{})
		return func(record.Moment) bool { return always }
	}
	return counts
}

// membership is when an actor is of a side.
type membership struct {
	always bool
	during []record.Interval
}

func on(side []Pattern, code string) (m membership) {
	for _, p := range side {
		switch {
		case code == "" || !fits(p.Code, code):
		case p.During.Known():
			m.during = append(m.during, p.During)
		default:
			m.always = true
		}
	}
	return m
}

// fixed reports whether the day does not matter.
func (m membership) fixed() bool { return m.always || len(m.during) == 0 }

// holds reports whether an actor is of the side on a day; on one that is not known,
// only who always is.
func (m membership) holds(day record.Moment) bool {
	return m.always || !day.IsZero() && slices.ContainsFunc(m.during, func(i record.Interval) bool { return i.Has(day) })
}

package store

import (
	"cmp"
	"math"
	"slices"

	"detente/record"
)

// Day is what is known of a relation on one day: how many facts, and what was
// said of it.
type Day struct {
	On record.Moment // zero for what has no date at all
	Daily
}

// Daily are the counts of a day. A fact is of the day on which it begins or, where
// that is not known, of the last one that it can be of.
type Daily struct {
	// Quads are the facts that happened and are told as news, by quad class;
	// those of none stand first.
	Quads [5]int
	// Aside are the facts that are claimed, promised, threatened, denied, ...,
	// Background those that are told as background.
	Aside, Background int
	// Score is the sum of the Goldstein scores of Quads in thousandths, Squares
	// that of their squares in millionths: whole numbers, so that the order in which
	// facts come and go leaves no trace.
	Score, Squares int64
	// Assessments of the relation.
	Better, Worse, Unchanged int
}

// Facts is the number of all facts.
func (d *Daily) Facts() int {
	return d.Quads[0] + d.Quads[1] + d.Quads[2] + d.Quads[3] + d.Quads[4] + d.Aside + d.Background
}

// Fact counts a fact that comes (by 1) or goes (by -1).
func (d *Daily) Fact(status record.Status, background bool, quad int, goldstein float64, by int) {
	switch {
	case status != record.Happened:
		d.Aside += by
	case background:
		d.Background += by
	default:
		if quad < 1 || quad > 4 {
			quad = 0
		}
		score := int64(math.Round(goldstein * 1000))
		d.Quads[quad] += by
		d.Score += int64(by) * score
		d.Squares += int64(by) * score * score
	}
}

// Judgement counts an assessment.
func (d *Daily) Judgement(j record.Direction, by int) {
	switch j {
	case record.Better:
		d.Better += by
	case record.Worse:
		d.Worse += by
	case record.Unchanging:
		d.Unchanged += by
	}
}

// Add adds the counts of o.
func (d *Daily) Add(o *Daily) {
	for i := range d.Quads {
		d.Quads[i] += o.Quads[i]
	}
	d.Aside += o.Aside
	d.Background += o.Background
	d.Score += o.Score
	d.Squares += o.Squares
	d.Better += o.Better
	d.Worse += o.Worse
	d.Unchanged += o.Unchanged
}

// DayOf is the day of a fact of a date: zero where nothing is known of it.
func DayOf(i record.Interval) record.Moment {
	m := i.Start
	if m.IsZero() {
		if m = i.End; m.IsZero() {
			return m
		}
		m = m.Add(0, 0, -1) // some day before: the last of them
	}
	return record.Date(m.Date())
}

// SortDays puts days in their order.
func SortDays(days []Day) {
	slices.SortFunc(days, func(a, b Day) int { return cmp.Compare(a.On.Unix(), b.On.Unix()) })
}

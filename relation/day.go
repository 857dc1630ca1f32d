package relation

import (
	"math"

	"detente/record"
)

// Daily is what happened between the two sides on one day, counted. An event is of
// the day on which it begins or, where that is not known, of the last one that it
// can be of.
type Daily struct {
	On record.Moment // zero: not known
	// Quads are the events that count in the index, by quad class; those of none
	// stand first.
	Quads [5]int
	// Aside are the events that are claimed, announced, promised, threatened,
	// demanded or denied, Background those that are told as background.
	Aside, Background int
	// Score is the sum of the Goldstein scores of Quads in thousandths, Squares
	// that of their squares in millionths: whole numbers, so that sums do not depend
	// on the order.
	Score, Squares int64
	// Assessments of the relation.
	Better, Worse, Unchanged int
}

// News is the number of events that count in the index.
func (d *Daily) News() int { return d.Quads[0] + d.Quads[1] + d.Quads[2] + d.Quads[3] + d.Quads[4] }

// Facts is the number of all events.
func (d *Daily) Facts() int { return d.News() + d.Aside + d.Background }

// Span is the first and the last day of some; zero where none is known.
func Span(days []Daily) (first, last record.Moment) {
	for i := range days {
		on := days[i].On
		switch {
		case on.IsZero():
			continue
		case first.IsZero():
			first, last = on, on
		case on.Before(first.Time):
			first = on
		case on.After(last.Time):
			last = on
		}
	}
	return first, last
}

// Within are the days of a period.
func Within(days []Daily, period record.Interval) []Daily {
	if !period.Known() {
		return days
	}
	var out []Daily
	for _, d := range days {
		if !d.On.IsZero() && period.Has(d.On) {
			out = append(out, d)
		}
	}
	return out
}

// spread is the standard deviation of the scores of a sum of days.
func (d *Daily) spread() float64 {
	n := float64(d.News())
	if n < 2 {
		return 0
	}
	sum := float64(d.Score)
	return math.Sqrt(math.Max(0, float64(d.Squares)-sum*sum/n)/(n-1)) / 1000
}

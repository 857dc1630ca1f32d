package relation

import (
	"errors"
	"math"

	"detente/record"
)

// Point is one bucket of the series.
type Point struct {
	record.Interval
	VerbalCooperation   int `json:"verbal_cooperation"`
	MaterialCooperation int `json:"material_cooperation"`
	VerbalConflict      int `json:"verbal_conflict"`
	MaterialConflict    int `json:"material_conflict"`
	Events              int `json:"events"`
	// Aside are events that do not count in the index: claimed, announced,
	// promised, threatened, demanded, denied.
	Aside      int `json:"aside"`
	Background int `json:"background"`
	Better     int `json:"better"` // assessments
	Worse      int `json:"worse"`
	Unchanged  int `json:"unchanged"`

	// Mean is the plain mean Goldstein score of the bucket's events, absent
	// where there are none; Index is it, smoothed, with its band [Low, High].
	Mean  *float64 `json:"mean"`
	Index float64  `json:"index"`
	Low   float64  `json:"low"`
	High  float64  `json:"high"`

	From []string `json:"from,omitempty"` // identifiers of the events counted
}

// The index is a mean that leans on the bucket before: a bucket with n events of
// mean m after an index p has (n*m + carry*p) / (n + carry), so that a single
// loud day does not turn a relation and an empty month keeps what was known,
// fading to zero by fade. It is the posterior mean of a local-level model with a
// known ratio of variances (Harvey, Forecasting, Structural Time Series Models
// and the Kalman Filter, 1989, section 2.3.3, steady state). The band is 1.96
// standard errors of n+carry observations whose spread is that of the whole
// series, never less than minSpread.
const (
	carry     = 2.0
	fade      = 0.9
	minSpread = 2.0
)

// maxPoints bounds the answer: a day series over a century and more is refused.
const maxPoints = 50000

// Series counts marks and judgements in buckets of the unit, from the first to
// the last dated news; buckets without news are kept. Marks without a closed
// date, or whose date is longer than a bucket, count where they start. An error
// says that the span of dates is too long for the unit.
func Series(marks []Mark, judgements []Judgement, unit Unit) ([]Point, error) {
	first, last := record.Moment{}, record.Moment{}
	reach := func(m record.Moment) {
		if m.IsZero() {
			return
		}
		if first.IsZero() || m.Before(first.Time) {
			first = m
		}
		if last.IsZero() || m.After(last.Time) {
			last = m
		}
	}
	for _, m := range marks {
		reach(m.Day())
	}
	for _, j := range judgements {
		reach(j.Date)
	}
	if first.IsZero() {
		return []Point{}, nil
	}
	points := []Point{}
	index := map[record.Moment]int{}
	for at := unit.Floor(first); !at.After(last.Time); at = unit.Next(at) {
		if len(points) == maxPoints {
			return nil, errors.New("too many points: choose a longer unit (--by month) or a shorter period")
		}
		index[at] = len(points)
		points = append(points, Point{Interval: record.Interval{Start: at, End: unit.Next(at)}})
	}
	sums := make([]float64, len(points))
	var all []float64
	for _, m := range marks {
		at := m.Day()
		if at.IsZero() {
			continue
		}
		i := index[unit.Floor(at)]
		p := &points[i]
		switch {
		case m.Status != record.Happened:
			p.Aside++
			continue
		case m.Background:
			p.Background++
			continue
		}
		switch m.Quad {
		case 1:
			p.VerbalCooperation++
		case 2:
			p.MaterialCooperation++
		case 3:
			p.VerbalConflict++
		case 4:
			p.MaterialConflict++
		}
		p.Events++
		p.From = append(p.From, m.Event)
		sums[i] += m.Goldstein
		all = append(all, m.Goldstein)
	}
	for _, j := range judgements {
		if j.Date.IsZero() {
			continue
		}
		switch p := &points[index[unit.Floor(j.Date)]]; j.Direction {
		case record.Better:
			p.Better++
		case record.Worse:
			p.Worse++
		case record.Unchanging:
			p.Unchanged++
		}
	}
	smooth(points, sums, math.Max(minSpread, spread(all)))
	return points, nil
}

func smooth(points []Point, sums []float64, sd float64) {
	level, weight := 0.0, 0.0 // what is known before this bucket, and how firmly
	for i := range points {
		p := &points[i]
		n := float64(p.Events)
		if p.Events > 0 {
			mean := sums[i] / n
			p.Mean = &mean
		}
		level *= fade
		weight = math.Min(carry, weight)
		if n+weight > 0 {
			level = (sums[i] + weight*level) / (n + weight)
		}
		half := 1.96 * sd / math.Sqrt(math.Max(1, n+weight))
		p.Index, p.Low, p.High = level, math.Max(-10, level-half), math.Min(10, level+half)
		weight += n
	}
}

// Day is where a mark counts: the start of its date, or the last day of a date
// whose start is not known. It is zero where nothing is known.
func (m Mark) Day() record.Moment {
	if m.Date.Start.IsZero() {
		if m.Date.End.IsZero() {
			return record.Moment{}
		}
		return m.Date.End.Add(0, 0, -1) // some day before: the last of them
	}
	return m.Date.Start
}

func spread(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mean, ss := 0.0, 0.0
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return math.Sqrt(ss / float64(len(x)-1))
}

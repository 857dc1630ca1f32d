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

// Series sums days in buckets of the unit, from the first to the last day; buckets
// without news are kept. Days may come in any order. An error says that the span of
// dates is too long for the unit.
func Series(days []Daily, unit Unit) ([]Point, error) {
	first, last := Span(days)
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
	var all Daily
	for i := range days {
		d := &days[i]
		if d.On.IsZero() {
			continue
		}
		at := index[unit.Floor(d.On)]
		p := &points[at]
		p.VerbalCooperation += d.Quads[1]
		p.MaterialCooperation += d.Quads[2]
		p.VerbalConflict += d.Quads[3]
		p.MaterialConflict += d.Quads[4]
		p.Events += d.News()
		p.Aside += d.Aside
		p.Background += d.Background
		p.Better += d.Better
		p.Worse += d.Worse
		p.Unchanged += d.Unchanged
		sums[at] += float64(d.Score) / 1000
		for j, n := range d.Quads {
			all.Quads[j] += n
		}
		all.Score += d.Score
		all.Squares += d.Squares
	}
	smooth(points, sums, math.Max(minSpread, all.spread()))
	return points, nil
}

// Trace names in each point the events that are counted in it. Events of days
// that no point has are passed over.
func Trace(points []Point, unit Unit, marks []Mark) {
	index := map[record.Moment]int{}
	for i := range points {
		index[points[i].Start] = i
	}
	for _, m := range marks {
		if m.Status != record.Happened || m.Background || m.Day().IsZero() {
			continue
		}
		if i, ok := index[unit.Floor(m.Day())]; ok {
			points[i].From = append(points[i].From, m.Event)
		}
	}
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

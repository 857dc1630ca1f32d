// Package relation turns the events between two actors into a time series and
// says whether the relation is getting better or worse.
//
// The story: day.go holds what is counted on a day; series.go sums days in buckets
// of time and computes the index with its band; trend.go gives the trend
// (Theil-Sen slope with the Mann-Kendall test); turning.go finds turning points
// (PELT). Every number can be traced: Trace names the events in a Point.
//
// Only events that happened and are told as news count in the index. Events
// that are background, merely claimed, or only announced, promised, threatened
// or demanded are counted beside it.
package relation

import (
	"fmt"
	"strings"

	"detente/record"
)

// Mark is one event between the two sides, as the series sees it. The same event
// told by many reports is one Mark.
type Mark struct {
	Event     string // identifier for tracing: document and event
	Date      record.Interval
	Source    string // actor codes
	Target    string
	Quad      int
	Goldstein float64
	Status    record.Status
	// Background events happened earlier than the news that tells them.
	Background bool
}

// Unit is the length of a bucket.
type Unit string

// The units.
const (
	Day     Unit = "day"
	Week    Unit = "week"
	Month   Unit = "month"
	Quarter Unit = "quarter"
	Year    Unit = "year"
)

// ParseUnit reads the name of a unit.
func ParseUnit(s string) (Unit, error) {
	switch u := Unit(strings.ToLower(s)); u {
	case Day, Week, Month, Quarter, Year:
		return u, nil
	}
	return "", fmt.Errorf("unit %q: want day, week, month, quarter or year", s)
}

// Floor is the start of the bucket that m lies in; weeks start on Monday.
func (u Unit) Floor(m record.Moment) record.Moment {
	y, month, d := m.Date()
	switch u {
	case Week:
		return record.Date(y, month, d-(int(m.Weekday())+6)%7)
	case Month:
		return record.Date(y, month, 1)
	case Quarter:
		return record.Date(y, (month-1)/3*3+1, 1)
	case Year:
		return record.Date(y, 1, 1)
	}
	return record.Date(y, month, d)
}

// Next is the start of the bucket after the one that starts at m.
func (u Unit) Next(m record.Moment) record.Moment {
	switch u {
	case Week:
		return m.Add(0, 0, 7)
	case Month:
		return m.Add(0, 1, 0)
	case Quarter:
		return m.Add(0, 3, 0)
	case Year:
		return m.Add(1, 0, 0)
	}
	return m.Add(0, 0, 1)
}

package record

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Moment is a point of civil time, held in UTC as a carrier of local time. The
// zero Moment is unknown, or open as a bound of an Interval.
//
// In JSON a Moment at midnight is written as a date, another one as
// 2006-01-02T15:04, and the zero Moment as null.
type Moment struct{ time.Time }

// Date is midnight at the start of a civil day.
func Date(year int, month time.Month, day int) Moment {
	return Moment{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// ParseMoment reads a Moment as this package writes it: 2006-01-02 or
// 2006-01-02T15:04 with optional seconds.
func ParseMoment(s string) (Moment, error) {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Moment{t}, nil
		}
	}
	return Moment{}, fmt.Errorf("date %q: want YYYY-MM-DD or YYYY-MM-DDThh:mm", s)
}

// Add moves by whole years, months and days, as time.Time.AddDate does.
func (m Moment) Add(years, months, days int) Moment { return Moment{m.AddDate(years, months, days)} }

// Midnight reports whether the moment is the start of a day.
func (m Moment) Midnight() bool { return m.Equal(m.Truncate(24 * time.Hour)) }

// String is the form of the JSON, empty for the zero Moment.
func (m Moment) String() string {
	switch {
	case m.IsZero():
		return ""
	case m.Midnight():
		return m.Format("2006-01-02")
	}
	return m.Format("2006-01-02T15:04")
}

// MarshalJSON writes the date or time as a string, or null.
func (m Moment) MarshalJSON() ([]byte, error) {
	if m.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(make([]byte, 0, 24), m.String()), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Moment) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == nil || *s == "" {
		*m = Moment{}
		return nil
	}
	var err error
	*m, err = ParseMoment(*s)
	return err
}

// Interval is a half-open stretch of civil time [Start, End): 12 June 2020 is
// {2020-06-12, 2020-06-13}. A zero Start or End means that this side is open or
// unknown. The zone, where one is known, stands beside the interval.
type Interval struct {
	Start Moment `json:"start"`
	End   Moment `json:"end"`
}

// Day is the interval of one civil day.
func Day(year int, month time.Month, day int) Interval {
	d := Date(year, month, day)
	return Interval{d, d.Add(0, 0, 1)}
}

// Known reports whether at least one side is known.
func (i Interval) Known() bool { return !i.Start.IsZero() || !i.End.IsZero() }

// Closed reports whether both sides are known.
func (i Interval) Closed() bool { return !i.Start.IsZero() && !i.End.IsZero() }

// OneDay reports whether the interval is exactly one civil day.
func (i Interval) OneDay() bool {
	return i.Closed() && i.Start.Add(0, 0, 1).Equal(i.End.Time)
}

// Has reports whether m lies in the interval; an open side admits everything.
func (i Interval) Has(m Moment) bool {
	return (i.Start.IsZero() || !m.Before(i.Start.Time)) && (i.End.IsZero() || m.Before(i.End.Time))
}

// Overlaps reports whether the intervals share a moment.
func (i Interval) Overlaps(o Interval) bool {
	return (i.End.IsZero() || o.Start.IsZero() || o.Start.Before(i.End.Time)) &&
		(o.End.IsZero() || i.Start.IsZero() || i.Start.Before(o.End.Time))
}

// Meet is the common part of both intervals, and whether there is one.
func (i Interval) Meet(o Interval) (Interval, bool) {
	if !i.Overlaps(o) {
		return Interval{}, false
	}
	m := i
	if m.Start.IsZero() || o.Start.After(m.Start.Time) {
		m.Start = o.Start
	}
	if m.End.IsZero() || (!o.End.IsZero() && o.End.Before(m.End.Time)) {
		m.End = o.End
	}
	return m, true
}

// String shows the interval for people: one date for a day, else start..last,
// where last is the last day that still belongs to it.
func (i Interval) String() string {
	switch {
	case !i.Known():
		return ""
	case i.OneDay() && i.Start.Midnight():
		return i.Start.String()
	case i.Start.IsZero():
		return "before " + i.End.String()
	case i.End.IsZero():
		return "since " + i.Start.String()
	case i.Start.Midnight() && i.End.Midnight():
		return i.Start.String() + ".." + i.End.Add(0, 0, -1).String()
	}
	return i.Start.String() + ".." + i.End.String()
}

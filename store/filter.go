package store

import (
	"fmt"

	"detente/record"
)

// Filter chooses rows. Empty fields choose everything.
type Filter struct {
	// Source and Target are starts of actor codes: PRK, PRKGOV. Actor is either
	// of the two; With is the other one then (the events between two sides).
	Source, Target string
	Actor, With    string

	Types    []string        // PLOVER types of events, kinds of commitments
	Statuses []record.Status // of events
	States   []record.State  // of commitments: the last one
	Period   record.Interval // of the date of events, of the day that something was said or promised
	Due      record.Interval // of commitments
	Document string
	Story    string
	Fact     int64
	// NewsOnly leaves out background events; Once gives of each fact only the
	// event of the first report.
	NewsOnly, Once bool

	Limit int    // 0: all
	After string // Cursor of the last row of the page before
}

// Check says what is wrong with a filter.
func (f Filter) Check() error {
	for _, code := range []string{f.Source, f.Target, f.Actor, f.With} {
		if code != "" && len(code) < 3 {
			return fmt.Errorf("actor code %q: give at least three letters, such as PRK", code)
		}
	}
	if f.With != "" && f.Actor == "" {
		return fmt.Errorf("give two actors or one, not only the second one")
	}
	if f.Limit < 0 {
		return fmt.Errorf("limit %d: give a number from 0 on", f.Limit)
	}
	return nil
}

package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
)

// Counting says how much there is, from counts that are kept as records come: it
// takes no longer in a large database than in a small one, but for Outlets,
// which walks an index of what it counts, and for a Count with a filter.
type Counting interface {
	// Dyads yields pairs of states with the facts between them, those with the
	// most facts first.
	Dyads(ctx context.Context, f DyadFilter) iter.Seq2[Dyad, error]
	// Outlets yields those that reports came from, the busiest first, at most limit.
	Outlets(ctx context.Context, limit int) iter.Seq2[Outlet, error]
	// Places yields where events took place, the busiest first, at most limit.
	Places(ctx context.Context, limit int) iter.Seq2[Place, error]
	// Count counts the events that fit a filter by something they have, the most
	// frequent first, and months in their order; f.Limit bounds the answer. An event
	// is of the period in which its first day lies. By actor, f.Actor says which
	// actors are counted, not in which events. Counts of all events, of those of
	// whole years, and of actors and dyads among them are kept; others are made by
	// a walk over the events.
	Count(ctx context.Context, by By, f Filter) ([]Count, error)
}

// DyadFilter chooses dyads. Zero fields choose everything.
type DyadFilter struct {
	State        string // three letters: that state on either side
	Since, Until int    // years, both in it
	Limit        int    // at most so many, at least 1
}

// Check says what is wrong with a filter.
func (f DyadFilter) Check() error {
	switch {
	case f.State != "" && len(f.State) != 3:
		return fmt.Errorf("state %q: give three letters, such as PRK", f.State)
	case f.Limit < 1:
		return fmt.Errorf("limit %d: give a number from 1 on", f.Limit)
	case f.Since < 0 || f.Since > 9999 || f.Until < 0 || f.Until > 9999:
		return fmt.Errorf("years %d to %d: give years of four digits", f.Since, f.Until)
	}
	return nil
}

// Dyad is the facts of one state towards another: of all their organs, since
// actors are counted by the first three letters of their codes.
type Dyad struct {
	Source string `json:"source"`
	Target string `json:"target"`
	Facts  int    `json:"facts"`
	// Those of the facts that happened and are told as news, by quad class: verbal
	// and material cooperation, verbal and material conflict.
	Quads [4]int `json:"quads"`
	First string `json:"first,omitempty"` // year; empty where no fact has a start
	Last  string `json:"last,omitempty"`
}

// Outlet is where reports came from.
type Outlet struct {
	Name      string `json:"name"`
	Documents int    `json:"documents"`
	First     string `json:"first,omitempty"` // day of a report
	Last      string `json:"last,omitempty"`
}

// Place is where events took place.
type Place struct {
	Name    string `json:"name"`
	Country string `json:"country,omitempty"` // ISO 3166 alpha-3
	Events  int    `json:"events"`
}

// By is what events are counted by.
type By string

// What events can be counted by.
const (
	ByActor   By = "actor"   // the code of either side; an event counts for both
	ByDyad    By = "dyad"    // the countries of both sides, source and target: the edges of a network
	ByType    By = "type"    // PLOVER type
	ByMode    By = "mode"    // PLOVER mode
	ByCameo   By = "cameo"   // CAMEO code
	ByStatus  By = "status"  // status
	ByPlace   By = "place"   // place, with its country: the marks of a map
	ByCountry By = "country" // country of the place
	ByOutlet  By = "outlet"  // outlet of the report
	ByMonth   By = "month"   // 2020-06: the month of the first day
	// ByReports counts the documents of each outlet, not events; it knows no filter
	// but days.
	ByReports By = "reports"
)

var bys = []By{ByActor, ByDyad, ByType, ByMode, ByCameo, ByStatus, ByPlace, ByCountry, ByOutlet, ByMonth, ByReports}

// Check says what is wrong with what somebody wants to count by.
func (b By) Check() error {
	if !slices.Contains(bys, b) {
		return fmt.Errorf("%q: events are counted by %v", string(b), bys)
	}
	return nil
}

// Count is how many events have one thing.
type Count struct {
	Key   string `json:"key"`            // code, type, month, name
	With  string `json:"with,omitempty"` // by dyad: the target; by place: its country
	Quads [4]int `json:"quads"`          // told as happened or claimed, by quad class 1 to 4
	Aside int    `json:"aside"`          // the others: announced, threatened, denied, ...; of ByReports, the documents
}

// N is the number of all.
func (c Count) N() int { return c.Quads[0] + c.Quads[1] + c.Quads[2] + c.Quads[3] + c.Aside }

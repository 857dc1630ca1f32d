package store

import (
	"context"
	"fmt"
	"iter"
)

// Counting says how much there is, from counts that are kept as records come: it
// takes no longer in a large database than in a small one, but for Places and
// Outlets, which walk an index of what they count.
type Counting interface {
	// Dyads yields pairs of states with the facts between them, those with the
	// most facts first.
	Dyads(ctx context.Context, f DyadFilter) iter.Seq2[Dyad, error]
	// Outlets yields those that reports came from, the busiest first, at most limit.
	Outlets(ctx context.Context, limit int) iter.Seq2[Outlet, error]
	// Places yields where events took place, the busiest first, at most limit.
	Places(ctx context.Context, limit int) iter.Seq2[Place, error]
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

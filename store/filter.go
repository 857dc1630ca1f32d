package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"detente/record"
)

// Filter chooses rows. Empty fields choose everything; a row must fit all that
// are given, and of a list any one. Package query reads filters from words
// (actor:PRK type:THREATEN) and writes them back.
type Filter struct {
	// Source and Target are the two sides of an event or of a commitment; the
	// speaker of a statement is its Source, who is spoken to its Target. Actor is
	// either of the two; With is the other one then (what is between two sides).
	Source, Target []Pattern
	Actor, With    []Pattern

	Types    []string        // PLOVER types of events: THREATEN
	Modes    []string        // PLOVER modes of events: ceasefire
	Contexts []string        // PLOVER contexts of events: military
	Codes    []string        // CAMEO codes of events, with * for any rest: 163, 13*
	Quads    []int           // quad classes of events, 1 to 4
	Statuses []record.Status // of events
	Kinds    []string        // of statements (direct), of commitments (threat)
	States   []record.State  // of commitments: the last one

	Period    record.Interval // of the date of events, of the day that something was said or promised, of the report's day
	Due       record.Interval // of commitments
	Deadline  record.Interval // of the last day of Due; what is due on no last day ("never again") has none
	Places    []string        // names of the places of events, whatever their case, with * for any rest: Hanoi
	Countries []string        // ISO 3166 alpha-3 codes of the places of events: VNM
	Outlets   []string        // names of the outlets of reports, whatever their case, with * for any rest: Northern *

	Document string // identifier of a report
	Story    string // identifier of the first report of a story
	Fact     int64  // of events

	// Text is a search for words as ParseText reads it: in the sentence of an
	// event, in the content of a statement or commitment, in a report.
	Text string

	// NewsOnly leaves out what is told as background, BackgroundOnly gives only
	// that. Once gives of each fact only the event that tells it best (Better), of
	// equals the first that was added.
	NewsOnly, BackgroundOnly bool
	Once                     bool

	Newest bool   // the latest first, instead of the earliest
	Limit  int    // 0: all
	After  string // Cursor of the last row of the page before
}

// Pattern chooses actors by their code: those that begin with it (PRK holds
// PRKGOV), or, where it has wildcards, those that it fits as a whole: * stands
// for any letters, ? for one (*GOV, ???MIL).
type Pattern struct {
	Code string
	// During bounds the date of what the actor takes part in, for the member of a
	// group: France is of NATO since 1949-08-24.
	During record.Interval
}

// Codes are patterns of codes; an empty code chooses nothing in particular and is
// left out.
func Codes(codes ...string) []Pattern {
	var ps []Pattern
	for _, c := range codes {
		if c != "" {
			ps = append(ps, Pattern{Code: c})
		}
	}
	return ps
}

// Prefix is the part of a pattern before its first wildcard, and whether the
// rest of a code is free.
func (p Pattern) Prefix() (prefix string, free bool) {
	if i := strings.IndexAny(p.Code, "*?"); i >= 0 {
		return p.Code[:i], p.Code[i:] == "*"
	}
	return p.Code, true
}

// Match reports whether a code fits, at a date on which its actor acts.
func (p Pattern) Match(code string, on record.Interval) bool {
	if code == "" || !fits(p.Code, code) {
		return false
	}
	return !p.During.Known() || !on.Start.IsZero() && p.During.Has(on.Start)
}

func fits(pattern, code string) bool {
	if !strings.ContainsAny(pattern, "*?") {
		return strings.HasPrefix(code, pattern)
	}
	return Wild(pattern, code)
}

// Wild reports whether a pattern with the wildcards * and ? fits the whole of s.
func Wild(pattern, s string) bool {
	// The classic walk with one point to come back to: linear but for the stars.
	p, i, star, from := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			from++
			p, i = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Any reports whether one of the patterns fits; no patterns fit everything.
func Any(ps []Pattern, code string, on record.Interval) bool {
	return len(ps) == 0 || slices.ContainsFunc(ps, func(p Pattern) bool { return p.Match(code, on) })
}

// Sides reports whether the actors of a row are those that the filter asks for.
func (f *Filter) Sides(source, target string, on record.Interval) bool {
	if !Any(f.Source, source, on) || !Any(f.Target, target, on) {
		return false
	}
	return len(f.Actor) == 0 ||
		Any(f.Actor, source, on) && Any(f.With, target, on) ||
		Any(f.Actor, target, on) && Any(f.With, source, on)
}

// mostPatterns bounds the work that one filter can ask for; the largest group of
// states has 57 members.
const mostPatterns = 100

// Check says what is wrong with a filter.
func (f Filter) Check() error {
	for _, ps := range [][]Pattern{f.Source, f.Target, f.Actor, f.With} {
		if len(ps) > mostPatterns {
			return fmt.Errorf("%d actors on one side: give at most %d", len(ps), mostPatterns)
		}
		for _, p := range ps {
			if err := p.check(); err != nil {
				return err
			}
		}
	}
	switch {
	case len(f.With) > 0 && len(f.Actor) == 0:
		return errors.New("give two actors or one, not only the second one")
	case f.NewsOnly && f.BackgroundOnly:
		return errors.New("only news and only background: nothing is both")
	case f.Limit < 0:
		return fmt.Errorf("limit %d: give a number from 0 on", f.Limit)
	}
	for _, i := range []record.Interval{f.Period, f.Due, f.Deadline} {
		if i.Closed() && !i.Start.Before(i.End.Time) {
			return fmt.Errorf("the days from %s until %s: the end is before the start", i.Start, i.End)
		}
	}
	for _, q := range f.Quads {
		if q < 1 || q > 4 {
			return fmt.Errorf("quad class %d: give 1, 2, 3 or 4", q)
		}
	}
	if f.Text != "" {
		if _, err := ParseText(f.Text); err != nil {
			return err
		}
	}
	return nil
}

func (p Pattern) check() error {
	if strings.HasPrefix(p.Code, "@") {
		return fmt.Errorf("group %s: its members are not known here: expand the filter first", p.Code)
	}
	letters, wild := 0, false
	for _, c := range p.Code {
		switch {
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			letters++
		case c == '*' || c == '?':
			wild = true
		default:
			return fmt.Errorf("actor code %q: a code is capital letters, with the wildcards * and ?", p.Code)
		}
	}
	if letters < 3 && !wild || letters == 0 {
		return fmt.Errorf("actor code %q: give at least three letters, such as PRK, or wildcards, such as *GOV", p.Code)
	}
	if len(p.Code) > 40 {
		return fmt.Errorf("actor code %q: is too long", p.Code)
	}
	return nil
}

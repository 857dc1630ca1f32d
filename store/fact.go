package store

import (
	"strings"
	"time"

	"detente/record"
)

// A fact is one thing that happened (or is planned, or is denied) between two
// actors. Reports tell it in their own words, with actors named more or less
// exactly ("North Korea", "the foreign minister") and dates that differ by the
// hour of the press. Event data sets count one event of a type between two
// actors on a day (the one-a-day filter: Schrodt and Gerner, Analyzing
// International Event Data, 2000, chapter 2); this rule does the same over
// intervals, and keeps apart what happened at places with different names.

// Class says how a fact stands to the world: what is told to have happened, what
// is planned, threatened or asked for, and what is denied are never one fact.
func Class(s record.Status) string {
	switch s {
	case record.Happened, record.ClaimedEvent:
		return "happened"
	case record.DeniedEvent, record.DidNotHappen:
		return "denied"
	}
	return string(s)
}

// State is the country or body that a code belongs to: PRKGOV is of PRK.
func State(code string) string { return code[:min(3, len(code))] }

// longest is the length of time up to which events of overlapping dates can be
// one fact. What is dated less exactly ("since 2019") is a fact only with its
// like in the same story.
const longest = 4 * 24 * time.Hour

// Exact reports whether an interval is exact enough to tell a fact by it.
func Exact(i record.Interval) bool {
	return i.Closed() && i.End.Sub(i.Start.Time) <= longest
}

// SameFact reports whether two events between the same two states, of the same
// PLOVER type and Class, are one fact. sameStory says whether their reports
// belong to one story.
func SameFact(a, b record.Event, sameStory bool) bool {
	if !agree(a.Source.Code, b.Source.Code) || !agree(a.Target.Code, b.Target.Code) {
		return false
	}
	if a.Place != nil && b.Place != nil && a.Place.Name != b.Place.Name && !sameStory {
		return false
	}
	if a.Plover.Mode != b.Plover.Mode && a.Plover.Mode != "" && b.Plover.Mode != "" && !sameStory {
		return false
	}
	if !Exact(a.Date) || !Exact(b.Date) {
		return sameStory && a.Date == b.Date
	}
	return a.Date.Overlaps(b.Date)
}

// agree: PRK and PRKGOV may be one actor, PRKMIL and PRKGOV are two.
func agree(a, b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) }

// Better reports whether event a tells a fact better than b: as something that
// happened rather than as somebody's claim, as news rather than as background,
// with the shorter date.
func Better(a, b record.Event) bool {
	if ha, hb := a.Status == record.Happened, b.Status == record.Happened; ha != hb {
		return ha
	}
	if a.Background != b.Background {
		return !a.Background
	}
	return a.Date.Closed() && b.Date.Closed() && a.Date.End.Sub(a.Date.Start.Time) < b.Date.End.Sub(b.Date.Start.Time)
}

package storetest

import (
	"testing"

	"detente/record"
	"detente/store"
)

// between: what passes inside one side is no matter of the relation, a member
// counts while it is one, and an actor of both sides counts with the rest.
func between(t *testing.T, db store.Store) {
	on := func(year int, source, target string) record.Event {
		return Event("ACCUSE", source, target, record.Day(year, 3, 4))
	}
	r := Report("a", "Of many quarrels told at once.", 4,
		on(2018, "ARNGOV", "SHI"), on(2019, "ROH", "SHIMIL"), // Rohan joins in 2020
		on(2021, "SHI", "ROHGOV"), on(2021, "ARN", "ROH"), on(2021, "GON", "ARN"), on(2021, "GON", "SHI"))
	r.Assessments = []record.Assessment{{Dyad: [2]string{"ARN", "SHI"}, Direction: record.Worse}, {Dyad: [2]string{"ARN", "ROH"}, Direction: record.Better}}
	put(t, db, r)
	league := []store.Pattern{{Code: "ARN"}, {Code: "ROH", During: record.Interval{Start: record.Date(2020, 1, 1)}}}
	for _, c := range []struct {
		a, b          []store.Pattern
		marks, judged int
	}{
		{league, store.Codes("SHI"), 2, 1},                // 2018, 2021
		{league, store.Codes("SHI", "ARN"), 1, 0},         // Arnor is of both: Rohan and the Shire in 2021
		{league, league, 1, 1},                            // the same side twice: what passes inside it
		{store.Codes("GON"), store.Codes("ARN"), 1, 0},    // as for two actors
		{store.Codes("*GOV"), store.Codes("SHI"), 2, 0},   // a wildcard
		{store.Codes("ARN", "ARNGOV"), league, 0, 0},      // all of one side
		{store.Codes("GON"), store.Codes("NEMBOD"), 0, 0}, // nobody
	} {
		marks, err := db.Marks(t.Context(), store.Sides{A: c.a, B: c.b}, record.Interval{})
		if err != nil {
			t.Fatal(err)
		}
		days, err := db.Days(t.Context(), store.Sides{A: c.a, B: c.b})
		if err != nil {
			t.Fatal(err)
		}
		facts, judged := 0, 0
		for _, d := range days {
			facts, judged = facts+d.Facts(), judged+d.Better+d.Worse+d.Unchanged
		}
		if len(marks) != c.marks || facts != c.marks || judged != c.judged {
			t.Errorf("%v and %v: %d marks %+v, %d facts and %d judgements on %+v, want %d and %d", c.a, c.b, len(marks), marks, facts, judged, days, c.marks, c.judged)
		}
	}
	for _, wrong := range []store.Sides{{A: store.Codes("A"), B: league}, {A: league}} {
		_, err := db.Days(t.Context(), wrong)
		if _, other := db.Marks(t.Context(), wrong, record.Interval{}); err == nil || other == nil {
			t.Errorf("sides %v were taken", wrong)
		}
	}
}

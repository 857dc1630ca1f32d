package storetest

import (
	"reflect"
	"testing"

	"detente/record"
	"detente/store"
)

func counting(t *testing.T, db store.Store) {
	ctx := t.Context()
	on := func(year int) record.Interval { return record.Day(year, 3, 4) }
	met, fought, promised := Event("CONSULT", "ARNGOV", "GONGOV", on(2020)), Event("ASSAULT", "GONMIL", "ARN", on(2021)), Event("AGREE", "ARN", "GON", on(2021))
	fought.Quad, promised.Status = 4, record.Promised
	met.Place = &record.Place{Name: "Bree", Country: "ARN"}
	fought.Place = &record.Place{Name: "Bree", Country: "ARN"}
	a := Report("a", "Arnor and Gondor met in Bree.", 4, met, fought)
	b := Report("b", "Nobody expected what came of the long talks between the two kingdoms.", 5, met, promised)
	b.Document.Source = "Bree Post"
	put(t, db, a, b)

	dyads := func(f store.DyadFilter) []store.Dyad { return all(t, db.Dyads(ctx, f)) }
	want := []store.Dyad{
		{Source: "ARN", Target: "GON", Facts: 2, Quads: [4]int{1, 0, 0, 0}, First: "2020", Last: "2021"},
		{Source: "GON", Target: "ARN", Facts: 1, Quads: [4]int{0, 0, 0, 1}, First: "2021", Last: "2021"},
	}
	if got := dyads(store.DyadFilter{Limit: 10}); !reflect.DeepEqual(got, want) {
		t.Errorf("dyads are\n%+v, want\n%+v", got, want)
	}
	if got := dyads(store.DyadFilter{State: "GON", Limit: 10}); !reflect.DeepEqual(got, want) {
		t.Errorf("dyads of a state are %+v", got)
	}
	if got := dyads(store.DyadFilter{State: "MOR", Limit: 10}); len(got) != 0 {
		t.Errorf("dyads of a stranger are %+v", got)
	}
	if got := dyads(store.DyadFilter{Since: 2021, Until: 2021, Limit: 1}); len(got) != 1 || got[0].Facts != 1 || got[0].First != "2021" {
		t.Errorf("dyads of a year are %+v", got)
	}
	if got := all(t, db.Outlets(ctx, 10)); len(got) != 2 || got[0].Name != "Bree Post" || got[1].Documents != 1 || got[1].First != "2021-03-04" {
		t.Errorf("outlets are %+v", got)
	}
	if got := all(t, db.Places(ctx, 10)); len(got) != 1 || got[0] != (store.Place{Name: "Bree", Country: "ARN", Events: 3}) {
		t.Errorf("places are %+v", got)
	}

	// A report that is replaced takes its facts with it; a run that is dropped too.
	a.Document.Text, a.Events = "Arnor was silent today.", []record.Event{}
	a.Document.Blocks[0].Span.End = len(a.Document.Text)
	put(t, db, a)
	if got := dyads(store.DyadFilter{Limit: 10}); len(got) != 1 || got[0] != want[0] {
		t.Errorf("after a report was replaced dyads are %+v", got)
	}
	run, err := db.BeginRun(ctx, "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	b.Events = b.Events[:1]
	if err := db.PutIn(ctx, run, a, b); err != nil {
		t.Fatal(err)
	}
	if got := dyads(store.DyadFilter{Limit: 10}); got[0].Facts != 2 {
		t.Errorf("a candidate is counted: %+v", got)
	}
	if err := db.AcceptRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if got := dyads(store.DyadFilter{Limit: 10}); len(got) != 1 || got[0].Facts != 1 {
		t.Errorf("the accepted run has dyads %+v", got)
	}
	for _, err := range db.Dyads(ctx, store.DyadFilter{}) {
		if err == nil {
			t.Error("no limit was taken")
		}
	}
}

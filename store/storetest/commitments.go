package storetest

import (
	"strings"
	"testing"

	"detente/record"
	"detente/store"
)

func commitmentsLiveOn(t *testing.T, db store.Store) {
	ctx := t.Context()
	r := Report("a", "Arnor promised to mend the bridge by May.", 4)
	r.Commitments = []record.Commitment{{
		ID: "c1", Kind: record.Promise, By: record.ActorRef{Code: "ARNGOV"}, To: record.ActorRef{Code: "GON"}, Content: record.Clause{Span: record.Span{Start: 15, End: 34}},
		Made: record.Day(2021, 3, 4), Due: &record.Due{Interval: record.Interval{End: record.Date(2021, 5, 1)}}, State: []record.Step{{As: record.Open, On: record.Day(2021, 3, 4)}},
	}}
	put(t, db, r)
	if err := db.SetLife(ctx, "a", "c1", []record.Step{{As: record.Lapsed, On: record.Day(2021, 5, 2), Inferred: true, Document: "b"}}); err != nil {
		t.Fatal(err)
	}
	correction := store.Correction{Document: "a", Commitment: "c1", As: record.Kept, On: record.Day(2021, 5, 3), Author: "Jane Roe", Note: "it was in the news", At: "2021-06-01T10:00:00Z"}
	if err := db.Correct(ctx, correction); err != nil {
		t.Fatal(err)
	}
	states := func(f store.Filter) (s []string) {
		for _, c := range all(t, db.Commitments(ctx, f)) {
			for _, step := range c.State {
				s = append(s, string(step.As)+step.Author)
			}
		}
		return s
	}
	if got := strings.Join(states(store.Filter{States: []record.State{record.Kept}, Actor: store.Codes("GON"), Due: record.Interval{End: record.Date(2021, 6, 1)}}), " "); got != "open lapsed keptJane Roe" {
		t.Errorf("the life is %s", got)
	}

	// The deadline is the last day, not any day until then.
	for deadline, want := range map[record.Interval]int{
		{Start: record.Date(2021, 4, 30)}: 1, {Start: record.Date(2021, 5, 1)}: 0, {End: record.Date(2021, 5, 1)}: 1, {End: record.Date(2021, 4, 30)}: 0,
		{Start: record.Date(2021, 4, 1), End: record.Date(2021, 6, 1)}: 1, {Start: record.Date(2021, 3, 4), End: record.Date(2021, 4, 1)}: 0,
	} {
		if got := len(all(t, db.Commitments(ctx, store.Filter{Deadline: deadline}))); got != want {
			t.Errorf("%d commitments have their deadline in %s, want %d", got, deadline, want)
		}
	}

	// A new run finds the words again, a little differently: what a person said stays.
	run, err := db.BeginRun(ctx, "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	r.Commitments[0].ID, r.Commitments[0].Content.Span.End = "c7", 40
	if err := db.PutIn(ctx, run, r); err != nil {
		t.Fatal(err)
	}
	if got := len(states(store.Filter{})); got != 3 {
		t.Errorf("a candidate is seen before it is accepted: %d steps", got)
	}
	if err := db.AcceptRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(states(store.Filter{States: []record.State{record.Kept}}), " "); got != "open keptJane Roe" {
		t.Errorf("after re-coding the life is %s", got)
	}
	for _, c := range all(t, db.Commitments(ctx, store.Filter{})) {
		if last := c.State[len(c.State)-1]; last.Note != correction.Note || last.At != correction.At {
			t.Errorf("the correction came back as %+v", last)
		}
	}
	correction.Author = ""
	if db.Correct(ctx, correction) == nil || db.SetLife(ctx, "a", "c99", nil) == nil || db.SetLife(ctx, "zz", "c1", nil) == nil || db.AcceptRun(ctx, run) == nil {
		t.Error("a correction by nobody, of nothing, or an accepted run was taken")
	}
}

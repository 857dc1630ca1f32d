package storetest

import (
	"errors"
	"testing"

	"detente/record"
	"detente/store"
)

func runsDiffer(t *testing.T, db store.Store) {
	ctx := t.Context()
	a := Event("ACCUSE", "ARN", "GON", record.Day(2021, 3, 4))
	b := Event("AID", "ARN", "GON", record.Day(2021, 3, 4))
	b.Spans.Trigger = record.Span{Start: 5, End: 9}
	put(t, db, Report("x", "One text or other.", 4, a, b))
	run, err := db.BeginRun(ctx, "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	b2, c := b, b
	b2.Plover.Type, c.Spans.Trigger = "SUPPORT", record.Span{Start: 10, End: 12}
	if err := db.PutIn(ctx, run, Report("x", "One text or other.", 4, a, b2, c)); err != nil {
		t.Fatal(err)
	}
	changes := all(t, db.Diff(ctx, 1, run))
	if len(changes) != 2 || changes[0].New == nil || changes[0].New.Plover.Type != "SUPPORT" || changes[1].Old != nil {
		t.Errorf("changes %+v", changes)
	}
	if err := db.DropRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if runs, err := db.ListRuns(ctx); err != nil || len(runs) != 1 || runs[0].Events != 2 || runs[0].Version != "1" {
		t.Errorf("runs %+v, %v", runs, err)
	}
}

func watching(t *testing.T, db store.Store) {
	ctx := t.Context()
	want := store.Feed{URL: "https://x.example/feed", ETag: "e", Next: "2021-03-04T00:00:00Z", Failures: 2}
	if err := errors.Join(db.SetFeed(ctx, want), db.SetSeen(ctx, "https://x.example/1", "d")); err != nil {
		t.Fatal(err)
	}
	got, err := db.Feed(ctx, want.URL)
	if got != want || err != nil {
		t.Errorf("feed %+v, %v", got, err)
	}
	if seen, err := db.Seen(ctx, "https://x.example/1"); !seen || err != nil {
		t.Errorf("an address is forgotten: %v", err)
	}
}

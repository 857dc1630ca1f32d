package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"detente/record"
	"detente/store"
)

func subscribing(t *testing.T, db store.Store) {
	ctx := t.Context()
	if last, err := db.LastArrival(ctx); err != nil || last != 0 {
		t.Errorf("the last of nothing is %d, %v", last, err)
	}
	met := Event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4))
	put(t, db, Report("a", "Arnor and Gondor met.", 4, met), Report("b", "Gondor and Arnor held talks on bridges.", 5, met))
	arrived, err := db.Arrived(ctx, 0, 10)
	if err != nil || len(arrived) != 2 || arrived[0].Document != "a" || arrived[1].Document != "b" || arrived[0].Number >= arrived[1].Number {
		t.Fatalf("arrived %+v, %v", arrived, err)
	}
	a, b := arrived[0].Number, arrived[1].Number
	if last, err := db.LastArrival(ctx); err != nil || last != b {
		t.Errorf("the last is %d, %v; want %d", last, err, b)
	}
	if one, err := db.Arrived(ctx, 0, 1); err != nil || len(one) != 1 || one[0].Number != a {
		t.Errorf("one of two is %+v, %v", one, err)
	}
	put(t, db, Report("a", "Arnor and Gondor met again.", 4, met), Report("c", "Arnor spoke.", 6))
	if next, err := db.Arrived(ctx, b, 10); err != nil || len(next) != 1 || next[0].Document != "c" {
		t.Errorf("a report that was replaced came again, or the new one did not: %+v, %v", next, err)
	}

	s := store.Subscription{ID: "talks", Name: "Talks", Query: "type:CONSULT", URL: "https://example.org/hook", Secret: "s", Created: "2021-03-04T10:00:00Z", Seen: a}
	if err := db.Subscribe(ctx, s); err != nil {
		t.Fatal(err)
	}
	if err := db.Subscribe(ctx, s); !errors.Is(err, store.ErrExists) {
		t.Errorf("twice the same: %v", err)
	}
	if err := db.Subscribe(ctx, store.Subscription{ID: "other", Created: "2021-03-04T10:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if list, err := db.Subscriptions(ctx); err != nil || len(list) != 2 || list[0].ID != "other" || list[1] != s {
		t.Errorf("subscriptions %+v, %v", list, err)
	}

	notice := func(title string, state store.NoticeState) store.Notice {
		e := store.Event{Event: met, Document: "b"}
		return store.Notice{Told: store.Told{Event: e, Title: title, Sentence: "They met."}, At: "2021-03-05T10:00:00Z", State: state, Next: "2021-03-05T10:00:00Z"}
	}
	if moved, err := db.Notify(ctx, "talks", a, b, []store.Notice{notice("1", store.Waiting), notice("2", store.Waiting)}); !moved || err != nil {
		t.Errorf("not moved on: %v", err)
	}
	if moved, err := db.Notify(ctx, "talks", a, b, []store.Notice{notice("1", store.Waiting)}); moved || err != nil {
		t.Errorf("moved on twice: %v", err)
	}
	got, err := db.Notices(ctx, "talks", 10)
	if err != nil || len(got) != 2 || got[0].Told.Title != "2" || got[1].Told.Sentence != "They met." || got[1].Told.Event.Plover.Type != "CONSULT" || got[0].Subscription != "talks" {
		t.Fatalf("notices %+v, %v", got, err)
	}

	if none, err := db.Claim(ctx, "2021-03-05T09:59:59Z", "2021-03-05T11:00:00Z", 10); err != nil || len(none) != 0 {
		t.Errorf("claimed before its time: %+v, %v", none, err)
	}
	first, err := db.Claim(ctx, "2021-03-05T10:00:00Z", "2021-03-05T10:05:00Z", 1)
	if err != nil || len(first) != 1 || first[0].Told.Title != "1" {
		t.Fatalf("claimed %+v, %v", first, err)
	}
	rest, err := db.Claim(ctx, "2021-03-05T10:00:00Z", "2021-03-05T10:05:00Z", 10)
	if err != nil || len(rest) != 1 || rest[0].Told.Title != "2" {
		t.Fatalf("claimed twice: %+v, %v", rest, err)
	}
	first[0].State, first[0].Attempts = store.Sent, 1
	if err := db.Settle(ctx, first[0]); err != nil {
		t.Fatal(err)
	}
	if again, err := db.Claim(ctx, "2021-03-05T12:00:00Z", "2021-03-05T13:00:00Z", 10); err != nil || len(again) != 1 || again[0].Told.Title != "2" {
		t.Errorf("after a claim that nobody settled: %+v, %v", again, err)
	}

	var many []store.Notice
	for i := range store.KeepNotices + 20 {
		many = append(many, notice(fmt.Sprint("m", i), store.Kept))
	}
	if _, err := db.Notify(ctx, "talks", b, b+1, many); err != nil {
		t.Fatal(err)
	}
	got, err = db.Notices(ctx, "talks", 1000)
	if err != nil || len(got) != store.KeepNotices+1 || !slices.ContainsFunc(got, func(n store.Notice) bool { return n.State == store.Waiting }) {
		t.Errorf("%d notices are kept, %v; want %d and the one that waits", len(got), err, store.KeepNotices)
	}

	if err := db.Unsubscribe(ctx, "talks"); err != nil {
		t.Fatal(err)
	}
	if err := db.Unsubscribe(ctx, "talks"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("dropped twice: %v", err)
	}
	if got, err := db.Notices(ctx, "talks", 10); err != nil || len(got) != 0 {
		t.Errorf("notices of nothing: %+v, %v", got, err)
	}
}

// claimedOnce has many ask for the same notices: each is given to one of them.
func claimedOnce(t *testing.T, db store.Store) {
	ctx := t.Context()
	if err := db.Subscribe(ctx, store.Subscription{ID: "s", Created: "2021-03-04T10:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	notices := make([]store.Notice, 40)
	for i := range notices {
		notices[i] = store.Notice{State: store.Waiting, At: "2021-03-04T10:00:00Z", Next: "2021-03-04T10:00:00Z"}
	}
	var moved, claimed atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if ok, err := db.Notify(ctx, "s", 0, 1, notices); err != nil {
				t.Error(err)
			} else if ok {
				moved.Add(1)
			}
		})
	}
	group.Wait()
	for range 8 {
		group.Go(func() {
			got, err := db.Claim(ctx, "2021-03-04T11:00:00Z", "2021-03-04T12:00:00Z", 20)
			if err != nil {
				t.Error(err)
			}
			claimed.Add(int64(len(got)))
		})
	}
	group.Wait()
	if moved.Load() != 1 || claimed.Load() != 40 {
		t.Errorf("%d of 8 moved it on, %d of 40 notices were claimed", moved.Load(), claimed.Load())
	}
}

// awaitsChanges has many wait for each of some changes.
func awaitsChanges(t *testing.T, db store.Store) {
	version, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if now, err := db.Await(t.Context(), "another"); err != nil || now != version {
		t.Errorf("who waits for what has come gets %q, %v", now, err)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if now, err := db.Await(short, version); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without a change there is %q, %v", now, err)
	}
	for i := range 3 {
		var waiting sync.WaitGroup
		for range 10 {
			waiting.Go(func() {
				now, err := db.Await(t.Context(), version)
				if err != nil || now == version {
					t.Errorf("after a change there is %q, %v", now, err)
				}
			})
		}
		put(t, db, Report(fmt.Sprint("doc", i), "Arnor and Gondor met.", 4))
		waiting.Wait()
		if version, err = db.Version(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	put(t, db, Report("doc0", "Arnor and Gondor met.", 4))
	if now, err := db.Version(t.Context()); err != nil || now != version {
		t.Errorf("what was there already is a change: %q, %v", now, err)
	}
}

func versionChanges(t *testing.T, db store.Store) {
	version := func() string {
		v, err := db.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := version()
	if version() != before {
		t.Error("the version changed by itself")
	}
	put(t, db, Report("a", "Arnor and Gondor met.", 4))
	after := version()
	if after == before {
		t.Error("the version is the same after a change")
	}
	if err := db.SetSeen(t.Context(), "https://example.org/", "a"); err != nil {
		t.Fatal(err)
	}
	if version() == after {
		t.Error("the version is the same after another change")
	}
}

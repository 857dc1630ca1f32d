// Package storetest holds what every store.Store must do, as tests that each
// store runs against itself: the same records in, the same answers out.
package storetest

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"detente/record"
	"detente/store"
)

// Run runs the whole suite. open gives an empty store, and closes it when its
// test ends.
func Run(t *testing.T, open func(t testing.TB) store.Store) {
	for _, b := range []struct {
		name string
		test func(*testing.T, store.Store)
	}{
		{"PutIsIdempotentAndReplaces", putIsIdempotentAndReplaces},
		{"Stories", stories},
		{"Facts", facts},
		{"FiltersAndPages", filtersAndPages},
		{"FiltersAgree", filtersAgree},
		{"CountsAgree", countsAgree},
		{"Between", between},
		{"CoursesAgree", coursesAgree},
		{"Search", search},
		{"SearchOfMany", searchOfMany},
		{"StatementsAndJudgements", statementsAndJudgements},
		{"CommitmentsLiveOn", commitmentsLiveOn},
		{"RunsDiffer", runsDiffer},
		{"Watching", watching},
		{"Subscribing", subscribing},
		{"ClaimedOnce", claimedOnce},
		{"VersionChanges", versionChanges},
		{"Counting", counting},
		{"AwaitsChanges", awaitsChanges},
	} {
		t.Run(b.name, func(t *testing.T) { b.test(t, open(t)) })
	}
}

// Report makes a record of invented states: Arnor (ARN), Gondor (GON).
func Report(id, text string, day int, events ...record.Event) record.Record {
	for i := range events {
		events[i].ID = fmt.Sprintf("e%d", i+1)
	}
	if events == nil {
		events = []record.Event{}
	}
	return record.Record{
		Schema: record.Schema, Version: "1", DataVersion: "d",
		Document: record.Document{
			ID: id, Text: text, Title: "About " + id, Source: "The Fornost Herald", Language: "en",
			Published: record.Published{Interval: record.Day(2021, 3, day), KnownBy: record.Given},
			Blocks:    []record.Block{{Role: record.Paragraph, Span: record.Span{Start: 0, End: len(text)}}},
		},
		Mentions: []record.Mention{}, Actors: []record.Actor{}, Times: []record.Time{},
		Statements: []record.Statement{}, Events: events, Commitments: []record.Commitment{}, Assessments: []record.Assessment{},
		Outcomes: []record.Outcome{{Of: record.Demand, State: record.Withdrawn, Lemmas: []string{"bridge"}}},
		Deeds:    []record.Deed{{Source: record.ActorRef{Code: "ARN"}, Lemmas: []string{"mend", "bridge"}}},
	}
}

// Event is one that happened, of a PLOVER type.
func Event(kind, source, target string, on record.Interval) record.Event {
	return record.Event{
		Date: on, Source: record.ActorRef{Code: source}, Target: record.ActorRef{Code: target},
		Plover: record.Plover{Type: kind, Contexts: []string{}}, Status: record.Happened, Quad: 1, Goldstein: 2, Count: []record.Count{},
	}
}

func put(t testing.TB, db store.Store, rs ...record.Record) store.Added {
	t.Helper()
	added, err := db.Put(t.Context(), rs...)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func all[T any](t testing.TB, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// PutOne measures the time that one more document takes.
func PutOne(b *testing.B, db store.Store) {
	for i := 0; b.Loop(); i++ {
		e := Event("ACCUSE", "ARNGOV", "GON", record.Day(2021, time.Month(i%12+1), 1+i%28))
		put(b, db, Report(fmt.Sprint("doc", i), fmt.Sprint(i, wire), 4, e, e, e))
	}
}

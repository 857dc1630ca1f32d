package ledger

import (
	"testing"
	"time"

	"detente/record"
)

func ref(code string) record.ActorRef { return record.ActorRef{Actor: code, Code: code} }

func day(m time.Month, d int) record.Interval { return record.Day(2031, m, d) }

// told is a report with one commitment.
func told(doc string, on record.Interval, kind record.CommitmentKind, by, to, words string, lemmas ...string) Report {
	c := record.Commitment{
		ID: "c1", Kind: kind, By: ref(by), To: ref(to), Made: on,
		Content: record.Clause{Text: words, Span: record.Span{End: len(words)}, Pattern: &record.Pattern{Lemmas: lemmas}},
		State:   []record.Step{{As: record.Open, On: on}},
	}
	return Report{Document: doc, Text: words, Published: on, Commitments: []record.Commitment{c}}
}

// done is a report with one event.
func done(doc string, on record.Interval, by, to, words string, status record.Status) Report {
	return Report{Document: doc, Text: words, Published: on, Events: []record.Event{{
		ID: "e1", Date: on, Source: ref(by), Target: ref(to), Status: status, Spans: record.EventSpans{Clause: record.Span{End: len(words)}},
	}}}
}

func TestLives(t *testing.T) {
	promise := told("a", day(1, 5), record.Promise, "GNDGOV", "MRD", "reopen the border crossing", "reopen", "border", "crossing")
	demand := told("a", day(1, 5), record.Demand, "GND", "MRD", "release the hostages", "release", "hostage")
	refusal := told("a", day(1, 5), record.Refusal, "GND", "MRD", "reopen the border", "reopen", "border")
	dated := told("a", day(1, 5), record.Ultimatum, "GND", "MRD", "release the hostages", "release", "hostage")
	dated.Commitments[0].Due = &record.Due{Interval: day(2, 1)}
	later := told("b", day(1, 20), record.Ultimatum, "GND", "MRD", "release the hostages", "release", "hostage")
	later.Commitments[0].Due = &record.Due{Interval: day(3, 1)}
	withdrew := Report{Document: "b", Published: day(1, 9), Outcomes: []record.Outcome{{Of: record.Demand, State: record.Withdrawn, Holder: ref("GND"), On: day(1, 9)}}}

	again := told("b", day(1, 6), record.Promise, "GNDGOV", "MRD", "reopen the border crossing", "reopen", "border", "crossing")
	again.Commitments[0].Event = "e1"
	again.Events = done("b", day(1, 6), "GNDGOV", "MRD", "promised to reopen the border crossing", record.Happened).Events

	owed := told("a", day(1, 5), record.Promise, "GNDGOV", "MRD", "reopen the border crossing", "reopen", "border", "crossing")
	owed.Commitments[0].Due = &record.Due{Interval: day(2, 1)}

	met := done("b", day(1, 28), "MRD", "GND", "Morvia released the hostages", record.Happened)
	met.Published = day(2, 5)

	for _, c := range []struct {
		name    string
		reports []Report
		asOf    record.Interval
		want    []record.State // of each entry
	}{
		{"open", []Report{promise}, day(1, 6), []record.State{record.Open}},
		{"kept", []Report{promise, done("b", day(1, 9), "GNDMIL", "MRD", "Gorland reopened the main border crossing", record.Happened)}, day(1, 10), []record.State{record.Kept}},
		{"another side's act keeps nothing", []Report{promise, done("b", day(1, 9), "RHN", "MRD", "Rohania reopened the border crossing", record.Happened)}, day(1, 10), []record.State{record.Open}},
		{"an announcement keeps nothing", []Report{promise, done("b", day(1, 9), "GND", "MRD", "will reopen the border crossing", record.Announced)}, day(1, 10), []record.State{record.Open}},
		{"a promise told again keeps nothing", []Report{promise, again}, day(1, 10), []record.State{record.Renewed}},
		{"an act before keeps nothing", []Report{promise, done("b", day(1, 2), "GND", "MRD", "reopened the border crossing", record.Happened)}, day(1, 10), []record.State{record.Open}},
		{"broken", []Report{promise, done("b", day(1, 9), "GND", "MRD", "Gorland did not reopen the border crossing", record.DidNotHappen)}, day(1, 10), []record.State{record.Broken}},
		{"met", []Report{demand, done("b", day(1, 9), "MRDGOV", "GND", "Morvia released the hostages", record.Happened)}, day(1, 10), []record.State{record.Met}},
		{"refusal broken", []Report{refusal, done("b", day(1, 9), "GND", "MRD", "Gorland reopened the border", record.Happened)}, day(1, 10), []record.State{record.Broken}},
		{"withdrawn", []Report{demand, withdrew}, day(1, 10), []record.State{record.Withdrawn}},
		{"lapsed", []Report{dated}, day(2, 9), []record.State{record.Lapsed}},
		{"met late is lapsed", []Report{dated, done("b", day(2, 5), "MRD", "GND", "Morvia released the hostages", record.Happened)}, day(2, 9), []record.State{record.Lapsed}},
		{"met in time, told late", []Report{dated, met}, day(2, 9), []record.State{record.Met}},
		{"due", []Report{owed}, day(2, 9), []record.State{record.FallenDue}},
		{"due, then kept late", []Report{owed, done("b", day(2, 7), "GND", "MRD", "Gorland reopened the border crossing", record.Happened)}, day(2, 9), []record.State{record.Kept}},
		{"not yet due", []Report{dated}, day(1, 9), []record.State{record.Open}},
		{"superseded by a later day", []Report{dated, later}, day(1, 21), []record.State{record.Superseded, record.Open}},
	} {
		b := Make(c.reports, c.asOf.Start, nil)
		if len(b.Entries()) != len(c.want) {
			t.Errorf("%s: %d entries, want %d", c.name, len(b.Entries()), len(c.want))
			continue
		}
		for i, e := range b.Entries() {
			if e.Now() != c.want[i] {
				t.Errorf("%s: entry %d is %s, want %s", c.name, i, e.Now(), c.want[i])
			}
		}
	}
}

func TestRetellingIsOneEntry(t *testing.T) {
	a := told("a", day(1, 5), record.Promise, "GNDGOV", "MRD", "reopen the border crossing", "reopen", "border", "crossing")
	b := told("b", day(1, 5), record.Promise, "GND", "MRD", "reopen the crossing at the border", "reopen", "crossing", "border")
	book := Make([]Report{b, a}, record.Moment{}, nil)
	if n := len(book.Entries()); n != 1 {
		t.Fatalf("%d entries, want 1", n)
	}
	if e := book.Entries()[0]; len(e.ToldBy) != 2 || e.ToldBy[0].Document != "a" {
		t.Errorf("told by %+v, want a, then b", e.ToldBy)
	}
}

func TestCorrectionHolds(t *testing.T) {
	a := told("a", day(1, 5), record.Promise, "GNDGOV", "MRD", "reopen the border", "reopen", "border")
	key := Make([]Report{a}, record.Moment{}, nil).Entries()[0].Key
	said := func(as record.State) []Correction {
		return []Correction{{key, record.Step{As: as, Author: "editor"}}}
	}
	book := Make([]Report{a}, record.Moment{}, said(record.Kept))
	if e := book.Entries()[0]; e.Now() != record.Kept || e.State[len(e.State)-1].Author != "editor" {
		t.Errorf("state %+v", e.State)
	}
	if book := Make([]Report{a}, record.Moment{}, said(record.Rejected)); len(book.Entries()) != 0 {
		t.Error("a rejected commitment is still in the book")
	}
}

func TestClaimsDecideWithLessConfidence(t *testing.T) {
	promise := told("a", day(1, 5), record.Promise, "GNDGOV", "MRD", "reopen the border crossing", "reopen", "border", "crossing")
	sure := func(status record.Status, speaker string) float64 {
		r := done("b", day(1, 9), "GND", "MRD", "reopened the border crossing", status)
		if speaker != "" {
			id := "s1"
			r.Events[0].SaidBy, r.Statements = &id, []record.Statement{{ID: id, Speaker: ref(speaker)}}
		}
		e := Make([]Report{promise, r}, day(1, 10).Start, nil).Entries()[0]
		return e.State[len(e.State)-1].Confidence
	}
	told, byOther, bySelf := sure(record.Happened, ""), sure(record.ClaimedEvent, "MRDGOV"), sure(record.ClaimedEvent, "GNDMIL")
	if !(told > byOther && byOther > bySelf && bySelf > 0) {
		t.Errorf("confidence: told %.2f, claimed by the other %.2f, by itself %.2f", told, byOther, bySelf)
	}
}

func TestDeedsDecideWithTheSameVerb(t *testing.T) {
	promise := told("a", day(1, 5), record.Promise, "GNDGOV", "MRD", "reopen the railway", "reopen", "railway")
	deed := func(undone bool, lemmas ...string) Report {
		return Report{Document: "b", Published: day(1, 9), Deeds: []record.Deed{{Source: ref("GND"), Date: day(1, 9), Lemmas: lemmas, Undone: undone}}}
	}
	for _, c := range []struct {
		report Report
		want   record.State
	}{
		{deed(false, "reopen", "railway", "station"), record.Kept},
		{deed(true, "reopen", "railway"), record.Broken},
		{deed(false, "inspect", "railway"), record.Open},
		{deed(false, "reopen", "school"), record.Open},
		{deed(false, "close", "school"), record.Open},
	} {
		if got := Make([]Report{promise, c.report}, day(1, 10).Start, nil).Entries()[0].Now(); got != c.want {
			t.Errorf("%v: %s, want %s", c.report.Deeds[0].Lemmas, got, c.want)
		}
	}
}

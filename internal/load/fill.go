package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"detente/record"
	"detente/store"
	"detente/store/storetest"
)

// perReport is how many events a report has.
const perReport = 10

// fill adds synthetic reports until there are as many events as are wanted. What
// is there already stays: it can be stopped and goes on.
func fill(ctx context.Context, db store.Store, events int) error {
	random := rand.New(rand.NewPCG(1, 2))
	const batch = 500
	start := time.Now()
	for i := 0; i < events/perReport; i += batch {
		rs := make([]record.Record, 0, batch)
		ids := make([]string, 0, batch)
		for j := i; j < min(i+batch, events/perReport); j++ {
			r := full(storetest.Synthetic(random, j, perReport), j)
			rs, ids = append(rs, r), append(ids, r.Document.ID)
		}
		has, err := db.Has(ctx, ids[len(ids)-1])
		if err != nil {
			return err
		}
		if has[0] {
			continue
		}
		if _, err := db.Put(ctx, rs...); err != nil {
			return err
		}
		if (i/batch)%20 == 19 {
			fmt.Fprintf(os.Stderr, "%d of %d events, %.0f reports a second\n", (i+batch)*perReport, events, float64(i+batch)/time.Since(start).Seconds())
		}
	}
	return nil
}

var (
	outlets = []string{"Northern Wire", "The Fornost Herald", "Bree Post", "Southern Times", "Gulf Observer", "Harbour News"}
	kinds   = []record.CommitmentKind{record.Promise, record.Threat, record.Demand, record.Ultimatum, record.Offer, record.Refusal, record.Agreement}
	places  = []record.Place{{Name: "Bree", Country: "ABA"}, {Name: "Dale", Country: "ABC"}, {Name: "Fornost", Country: "AAC"}, {Name: "Umbar", Country: "AAD"}}
)

// full gives a synthetic report what the others have: an outlet, places, words
// behind its events, statements and commitments.
func full(r record.Record, i int) record.Record {
	text := r.Document.Text
	r.Document.Source = outlets[i%len(outlets)]
	r.Document.URL = fmt.Sprintf("https://example.org/%d", i)
	r.Document.Title = "Report " + r.Document.ID
	sentence := func(n int) record.Span {
		at := n * len(text) / (perReport + 1)
		return record.Span{Start: at, End: at + len(text)/(perReport+1)}
	}
	for j := range r.Events {
		e := &r.Events[j]
		s := sentence(j)
		e.Spans = record.EventSpans{Sentence: s, Clause: s, Trigger: record.Span{Start: s.Start, End: s.Start + 5}}
		e.Cameo, e.Rule = "040", "consult.meet"
		if (i+j)%5 == 0 {
			p := places[(i+j)/5%len(places)]
			p.Span = s
			e.Place = &p
		}
	}
	for j := range 3 {
		e := r.Events[j]
		r.Statements = append(r.Statements, record.Statement{
			ID: fmt.Sprintf("s%d", j+1), Speaker: e.Source, Kind: record.Indirect, Cue: "say", Content: []record.Span{sentence(j)},
			Said: e.Date, Chain: []record.Link{}, Factuality: record.Said, Certainty: 1, Spans: record.StatementSpans{Sentence: sentence(j)},
		})
	}
	e := r.Events[0]
	c := record.Commitment{
		ID: "c1", Kind: kinds[i%len(kinds)], By: e.Source, To: e.Target, Content: record.Clause{Span: sentence(3), Text: sentence(3).In(text)},
		Made: e.Date, State: []record.Step{{As: record.Open, On: e.Date, Evidence: []record.Span{sentence(3)}}}, Statement: "s1",
	}
	if i%2 == 0 {
		c.Due = &record.Due{Interval: record.Interval{Start: e.Date.Start, End: e.Date.Start.Add(0, 6, 0)}, Text: "within six months", Span: sentence(4)}
	}
	r.Commitments = append(r.Commitments, c)
	return r
}

package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"detente/query"
	"detente/record"
	"detente/source"
	"detente/store"
)

// Found is what search finds.
type Found struct {
	Reports []Hit `json:"reports"`
}

// Hit is a report that was found.
type Hit struct {
	In    Source `json:"in"`
	Words string `json:"words" jsonschema:"about the first find, which stands in [brackets]"`
}

// Search are the arguments of search.
type Search struct {
	Words string `json:"words" jsonschema:"the words to look for"`
	Since string `json:"since,omitempty" jsonschema:"first day of the reports: YYYY, YYYY-MM or YYYY-MM-DD"`
	Until string `json:"until,omitempty" jsonschema:"last day of the reports"`
	Limit int    `json:"limit,omitempty" jsonschema:"so many reports at most, up to 100; 20 if it is not given"`
}

func (t *tools) search(ctx context.Context, in Search) (out Found, err error) {
	f, limit, err := t.filter(Asked{Since: in.Since, Until: in.Until, Limit: in.Limit}, query.Documents)
	if err != nil {
		return out, err
	}
	f.Limit = limit
	out.Reports, _, err = take(t.Store.Search(ctx, in.Words, f), limit, func(store.Hit) string { return "" }, func(h store.Hit) Hit {
		return Hit{Source{Document: h.ID, Outlet: h.Source, Title: h.Title, Published: h.Published.String(), URL: h.URL}, h.Snippet}
	})
	return out, err
}

// Events is a page of events.
type Events struct {
	Events []Event `json:"events"`
	Next   string  `json:"next,omitempty" jsonschema:"give it as after, for the events that follow"`
}

func (t *tools) events(ctx context.Context, in Asked) (out Events, err error) {
	f, limit, err := t.filter(in, query.Events)
	if err != nil {
		return out, err
	}
	out.Events, out.Next, err = take(t.Store.Events(ctx, f), limit, func(e store.Event) string { return e.Cursor }, storedEvent)
	return out, err
}

// Statements is a page of statements.
type Statements struct {
	Statements []Statement `json:"statements"`
	Next       string      `json:"next,omitempty" jsonschema:"give it as after, for the statements that follow"`
}

func (t *tools) statements(ctx context.Context, in Asked) (out Statements, err error) {
	f, limit, err := t.filter(in, query.Statements)
	if err != nil {
		return out, err
	}
	out.Statements, out.Next, err = take(t.Store.Statements(ctx, f), limit, func(s store.Statement) string { return s.Cursor }, func(s store.Statement) Statement {
		return statementOf(&s.Statement, s.Text, Source{Document: s.Document, Outlet: s.Outlet, Published: s.Published.String(), URL: s.URL})
	})
	return out, err
}

// Commitments is a page of commitments.
type Commitments struct {
	Commitments []Commitment `json:"commitments"`
	Next        string       `json:"next,omitempty" jsonschema:"give it as after, for the commitments that follow"`
}

func (t *tools) commitments(ctx context.Context, in Asked) (out Commitments, err error) {
	f, limit, err := t.filter(in, query.Commitments)
	if err != nil {
		return out, err
	}
	out.Commitments, out.Next, err = take(t.Store.Commitments(ctx, f), limit, func(c store.Commitment) string { return c.Cursor }, func(c store.Commitment) Commitment {
		return commitmentOf(&c.Commitment, Source{Document: c.Document, Outlet: c.Outlet, Published: c.Published.String(), URL: c.URL})
	})
	return out, err
}

// OfEvent names an event.
type OfEvent struct {
	Document string `json:"document" jsonschema:"identifier of the report"`
	Event    string `json:"event" jsonschema:"identifier of the event in it, such as e1"`
}

// Evidence is what a citation of an event needs.
type Evidence struct {
	Event    Event  `json:"event"`
	Sentence Words  `json:"sentence"`
	Clause   Words  `json:"clause"`
	Trigger  Words  `json:"trigger"`
	SaidBy   string `json:"said_by,omitempty" jsonschema:"who says so, where the report does not say it itself"`
	Rule     string `json:"rule" jsonschema:"the rule that coded the event"`
	Citation string `json:"citation" jsonschema:"the source in one line"`
}

func (t *tools) evidence(ctx context.Context, in OfEvent) (out Evidence, err error) {
	r, err := t.get(ctx, in.Document)
	if err != nil {
		return out, err
	}
	for i := range r.Events {
		e := &r.Events[i]
		if e.ID != in.Event {
			continue
		}
		d := &r.Document
		out = Evidence{Event: eventOf(e, sourceOf(d)), Sentence: wordsOf(d, e.Spans.Sentence), Clause: wordsOf(d, e.Spans.Clause), Trigger: wordsOf(d, e.Spans.Trigger), Rule: e.Rule}
		if e.SaidBy != nil {
			for _, s := range r.Statements {
				if s.ID == *e.SaidBy {
					out.SaidBy = party(s.Speaker)
				}
			}
		}
		out.Citation = citation(out.Event.In, out.Sentence)
		return out, nil
	}
	return out, fmt.Errorf("report %s has %d events, and none is %q", in.Document, len(r.Events), in.Event)
}

// citation is a source in one line: “words” (Outlet, day, title, address).
func citation(in Source, w Words) string {
	var parts []string
	for _, p := range []string{in.Outlet, in.Published, in.Title, in.URL} {
		if p != "" {
			parts = append(parts, strings.Join(strings.Fields(p), " "))
		}
	}
	parts = append(parts, fmt.Sprintf("report %s, bytes %d to %d", in.Document, w.Start, w.End))
	return "“" + strings.Join(strings.Fields(w.Text), " ") + "” (" + strings.Join(parts, ", ") + ")"
}

func (t *tools) get(ctx context.Context, document string) (record.Record, error) {
	r, err := t.Store.Get(ctx, document)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("there is no report %q in the database: search finds reports by their words", document)
	}
	return r, err
}

// OfFact names a fact.
type OfFact struct {
	Fact int64 `json:"fact" jsonschema:"number of the fact, as events have it"`
}

// Accounts are the accounts of an event side by side.
type Accounts struct {
	Told   []Event            `json:"told" jsonschema:"the event in all reports that tell it, the first to report first"`
	Others []Event            `json:"others" jsonschema:"events that seem to be of the same happening"`
	Differ []store.Difference `json:"differ" jsonschema:"in what the accounts contradict one another"`
}

func (t *tools) accounts(ctx context.Context, in OfFact) (Accounts, error) {
	out := Accounts{Told: []Event{}, Others: []Event{}, Differ: []store.Difference{}}
	a, err := store.AccountsOf(ctx, t.Store, in.Fact)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("there is no fact %d: events names the fact of each event", in.Fact)
	}
	if err != nil {
		return out, err
	}
	for _, e := range a.Told[:min(mostRows, len(a.Told))] {
		out.Told = append(out.Told, storedEvent(e))
	}
	for _, e := range a.Others[:min(mostRows, len(a.Others))] {
		out.Others = append(out.Others, storedEvent(e))
	}
	out.Differ = append(out.Differ, a.Differ...)
	return out, nil
}

// OfReport names a report.
type OfReport struct {
	Document string `json:"document" jsonschema:"identifier of the report"`
	Text     bool   `json:"text,omitempty" jsonschema:"give the text too"`
}

// Record is what was read out of a report.
type Record struct {
	In          Source       `json:"in"`
	Events      []ReadEvent  `json:"events"`
	Statements  []Statement  `json:"statements"`
	Commitments []Commitment `json:"commitments"`
	Text        string       `json:"text,omitempty"`
	Cut         bool         `json:"cut,omitempty" jsonschema:"there is more than is shown"`
}

// ReadEvent is an event with its sentence.
type ReadEvent struct {
	Event    Event `json:"event"`
	Sentence Words `json:"sentence"`
}

// longest is how much of a text an answer has, in bytes.
const longest = 100_000

func (t *tools) record(ctx context.Context, in OfReport) (Record, error) {
	r, err := t.get(ctx, in.Document)
	if err != nil {
		return Record{}, err
	}
	out := recordOf(&r)
	if in.Text {
		out.Text = strings.ToValidUTF8(r.Document.Text[:min(longest, len(r.Document.Text))], "")
		out.Cut = out.Cut || len(r.Document.Text) > longest
	}
	return out, nil
}

func recordOf(r *record.Record) Record {
	d := &r.Document
	in := sourceOf(d)
	out := Record{In: in, Events: []ReadEvent{}, Statements: []Statement{}, Commitments: []Commitment{}}
	out.Cut = len(r.Events) > mostRows || len(r.Statements) > mostRows || len(r.Commitments) > mostRows
	for i := range r.Events[:min(mostRows, len(r.Events))] {
		e := &r.Events[i]
		out.Events = append(out.Events, ReadEvent{eventOf(e, in), wordsOf(d, e.Spans.Sentence)})
	}
	for i := range r.Statements[:min(mostRows, len(r.Statements))] {
		s := &r.Statements[i]
		var words []string
		for _, span := range s.Content {
			words = append(words, span.In(d.Text))
		}
		out.Statements = append(out.Statements, statementOf(s, words, in))
	}
	for i := range r.Commitments[:min(mostRows, len(r.Commitments))] {
		out.Commitments = append(out.Commitments, commitmentOf(&r.Commitments[i], in))
	}
	return out
}

// Text is a report to read.
type Text struct {
	Text   string `json:"text" jsonschema:"the report, as plain text"`
	Date   string `json:"date,omitempty" jsonschema:"the day it appeared, YYYY-MM-DD; found in the text if it is not given"`
	Title  string `json:"title,omitempty"`
	Source string `json:"source,omitempty" jsonschema:"the outlet"`
	URL    string `json:"url,omitempty"`
}

func (t *tools) read(ctx context.Context, in Text) (Record, error) {
	if len(in.Text) > 1<<20 {
		return Record{}, errors.New("the text is longer than a megabyte: give one report")
	}
	doc, err := t.document(in)
	if err != nil {
		return Record{}, err
	}
	a, err := t.Reader.Read(ctx, doc)
	if err != nil {
		return Record{}, err
	}
	r := a.Record()
	return recordOf(&r), nil
}

// document makes the document of a text as the other ways in do.
func (t *tools) document(in Text) (record.Document, error) {
	line, err := json.Marshal(in)
	if err != nil {
		return record.Document{}, err
	}
	input, err := source.FromJSON(line)
	if err != nil {
		return record.Document{}, err
	}
	return input.Document(t.Reader.Page())
}

package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"detente/actor"
	"detente/ledger"
	"detente/record"
	"detente/store"
)

// ByDocument and the like are the parts of addresses.
type ByDocument struct {
	Document string `path:"document" doc:"identifier of the report, with %2F for a slash" example:"hotline-restored.txt"`
}

type ByEvent struct {
	ByDocument
	Event string `path:"event" doc:"identifier of the event in its report" example:"e1"`
}

type ByCommitment struct {
	ByDocument
	Commitment string `path:"commitment" doc:"identifier of the commitment in its report" example:"c1"`
}

// things adds what has an address of its own.
func (a *api) things() {
	get(a, "/documents/{document}", "get-document", "A report", "The report with its text and blocks, which all spans point into.",
		func(ctx context.Context, in *ByDocument) (record.Document, error) {
			r, err := a.record(ctx, in.Document)
			return r.Document, err
		})
	get(a, "/records/{document}", "get-record", "The record of a report", "Everything that was read out of a report, as detente read --json prints it (docs/record.md).",
		func(ctx context.Context, in *ByDocument) (record.Record, error) { return a.record(ctx, in.Document) })
	get(a, "/events/{document}/{event}", "get-event", "An event with its words", "One event of a report, with what a citation needs: the outlet, the day, the title and the exact words.",
		func(ctx context.Context, in *ByEvent) (EventWords, error) { return a.event(ctx, in.Document, in.Event) })
	get(a, "/commitments/{document}/{commitment}", "get-commitment", "A commitment with its history", "One commitment, with the words that show each step of its life.",
		func(ctx context.Context, in *ByCommitment) (CommitmentWords, error) {
			return a.commitment(ctx, in.Document, in.Commitment)
		})
	get(a, "/stories/{document}", "get-story", "A story", "The reports that tell the same thing in nearly the same words, the first one first, and the facts that they tell.", a.story)
	get(a, "/facts/{fact}", "get-fact", "A fact", "The accounts of one event in all reports that tell it, side by side, and in what they differ.",
		func(ctx context.Context, in *struct {
			Fact int64 `path:"fact" minimum:"1" doc:"number of the fact" example:"1"`
		}) (store.Accounts, error) {
			accounts, err := store.AccountsOf(ctx, a.Store, in.Fact)
			if errors.Is(err, store.ErrNotFound) {
				err = fmt.Errorf("fact %d: %w", in.Fact, err)
			}
			return accounts, err
		})
	get(a, "/actors", "find-actors", "Whom a name means", "Looks a name, a surname, a title or a state up in the dictionary: who it is on a day, with the code and the offices held.", a.actors)
	get(a, "/about", "get-about", "Versions", "The versions of the program, of its data and of the database; the last one changes whenever anything in the database does.",
		func(ctx context.Context, _ *struct{}) (v About, err error) {
			v.Version, v.DataVersion = a.Reader.Versions()
			v.Schema = record.Schema
			v.Database, err = a.Store.Version(ctx)
			return v, err
		})
}

// record is the record of a report.
func (a *api) record(ctx context.Context, document string) (record.Record, error) {
	r, err := a.Store.Get(ctx, document)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("document %s: %w", document, err)
	}
	return r, err
}

// About are the versions.
type About struct {
	Version     string `json:"version"`
	DataVersion string `json:"data_version"`
	Schema      string `json:"schema"`
	Database    string `json:"database"`
}

// Words are a stretch of a report.
type Words struct {
	Span record.Span `json:"span"`
	Text string      `json:"text"`
}

func wordsOf(doc *record.Document, s record.Span) Words { return Words{s, s.In(doc.Text)} }

// EventWords is an event with what a citation needs.
type EventWords struct {
	Event    store.Event `json:"event"`
	Title    string      `json:"title,omitempty"`
	Sentence Words       `json:"sentence"`
	Clause   Words       `json:"clause"`
	Trigger  Words       `json:"trigger"`
	SaidBy   string      `json:"said_by,omitempty" doc:"who says so, where the report does not say it itself"`
}

func (a *api) event(ctx context.Context, document, id string) (EventWords, error) {
	r, err := a.record(ctx, document)
	if err != nil {
		return EventWords{}, err
	}
	for e, err := range a.Store.Events(ctx, store.Filter{Document: document}) {
		if err != nil {
			return EventWords{}, err
		}
		if e.ID != id {
			continue
		}
		w := EventWords{Event: e, Title: r.Document.Title, Sentence: wordsOf(&r.Document, e.Spans.Sentence),
			Clause: wordsOf(&r.Document, e.Spans.Clause), Trigger: wordsOf(&r.Document, e.Spans.Trigger)}
		if e.SaidBy != nil {
			for _, s := range r.Statements {
				if s.ID == *e.SaidBy {
					w.SaidBy = s.Speaker.Name
				}
			}
		}
		return w, nil
	}
	return EventWords{}, fmt.Errorf("event %s of %s: %w", id, document, store.ErrNotFound)
}

// KeyedCommitment is a commitment of the database, with the key that detente pledges
// knows it by.
type KeyedCommitment struct {
	Key string `json:"key" doc:"stable: made of the report and the words"`
	store.Commitment
}

func keyed(c store.Commitment) KeyedCommitment {
	return KeyedCommitment{ledger.KeyOf(c.Document, &c.Commitment), c}
}

func (a *api) commitments(ctx context.Context, f store.Filter) iter.Seq2[KeyedCommitment, error] {
	return func(yield func(KeyedCommitment, error) bool) {
		for c, err := range a.Store.Commitments(ctx, f) {
			if !yield(keyed(c), err) {
				return
			}
		}
	}
}

// CommitmentWords is a commitment with the words that show each step.
type CommitmentWords struct {
	Commitment KeyedCommitment `json:"commitment"`
	Title      string          `json:"title,omitempty"`
	Sentence   string          `json:"sentence,omitempty" doc:"in which it was made"`
	Steps      []ShownStep     `json:"steps"`
}

// ShownStep is a step of a life with its words.
type ShownStep struct {
	record.Step
	Words []string `json:"words"`
}

func (a *api) commitment(ctx context.Context, document, id string) (CommitmentWords, error) {
	for c, err := range a.Store.Commitments(ctx, store.Filter{Document: document}) {
		if err != nil {
			return CommitmentWords{}, err
		}
		if c.ID == id {
			return a.life(ctx, keyed(c))
		}
	}
	return CommitmentWords{}, fmt.Errorf("commitment %s of %s: %w", id, document, store.ErrNotFound)
}

// life finds the words of each step, in whichever report they stand.
func (a *api) life(ctx context.Context, c KeyedCommitment) (CommitmentWords, error) {
	docs := map[string]record.Document{}
	doc := func(id string) (record.Document, error) {
		if d, ok := docs[id]; ok {
			return d, nil
		}
		r, err := a.Store.Get(ctx, id)
		if err != nil {
			return record.Document{}, err
		}
		docs[id] = r.Document
		return r.Document, nil
	}
	own, err := doc(c.Document)
	if err != nil {
		return CommitmentWords{}, err
	}
	out := CommitmentWords{Commitment: c, Title: own.Title, Steps: []ShownStep{}}
	for _, b := range own.Blocks {
		if b.Span.Contains(c.Content.Span) {
			out.Sentence = b.Span.In(own.Text)
		}
	}
	for _, s := range c.State {
		step := ShownStep{Step: s, Words: []string{}}
		from := own
		if s.Document != "" && s.Document != c.Document {
			if from, err = doc(s.Document); err != nil {
				return out, err
			}
		}
		for _, span := range s.Evidence {
			step.Words = append(step.Words, span.In(from.Text))
		}
		out.Steps = append(out.Steps, step)
	}
	return out, nil
}

// Story is the reports of a story with the facts that they tell.
type Story struct {
	Documents []store.Document `json:"documents"`
	Facts     []Fact           `json:"facts"`
	More      bool             `json:"more,omitempty" doc:"there are more reports than these"`
}

// Fact is a fact in short.
type Fact struct {
	Fact    int64       `json:"fact"`
	Reports int         `json:"reports" doc:"that tell it, of this story and of others"`
	Event   store.Event `json:"event" doc:"as the first report of the story has it"`
}

// mostOfStory bounds the reports of one story in an answer.
const mostOfStory = 200

func (a *api) story(ctx context.Context, in *ByDocument) (Story, error) {
	out := Story{Documents: []store.Document{}, Facts: []Fact{}}
	for d, err := range a.Store.Documents(ctx, store.Filter{Story: in.Document, Limit: mostOfStory + 1}) {
		if err != nil {
			return out, err
		}
		if len(out.Documents) == mostOfStory {
			out.More = true
			break
		}
		out.Documents = append(out.Documents, d)
	}
	if len(out.Documents) == 0 {
		return out, fmt.Errorf("story %s: %w", in.Document, store.ErrNotFound)
	}
	seen := map[int64]bool{}
	for e, err := range a.Store.Events(ctx, store.Filter{Story: in.Document, Limit: mostRows}) {
		if err != nil {
			return out, err
		}
		if !seen[e.Fact] {
			seen[e.Fact] = true
			out.Facts = append(out.Facts, Fact{e.Fact, e.Reports, e})
		}
	}
	return out, nil
}

// Actors are those whom a name means.
type Actors struct {
	Items []FoundActor `json:"items"`
}

// FoundActor is an entry of the dictionary.
type FoundActor struct {
	record.Actor
	Also []string `json:"also,omitempty" doc:"other spellings"`
}

func (a *api) actors(_ context.Context, in *struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"a name, a surname, a title or a state" example:"the Iranian foreign minister"`
	On   string `query:"on" doc:"the day, YYYY-MM-DD; today if it is not given" example:"2013-08-16"`
}) (Actors, error) {
	out := Actors{Items: []FoundActor{}}
	now := a.Now().UTC()
	day := record.Date(now.Year(), now.Month(), now.Day())
	if in.On != "" {
		var err error
		if day, err = record.ParseMoment(in.On); err != nil {
			return out, wrong("query.on", in.On, "give a day, YYYY-MM-DD")
		}
	}
	for _, e := range a.Reader.Actors().Show(in.Name, day) {
		out.Items = append(out.Items, entry(e))
	}
	if len(out.Items) == 0 {
		return out, huma.NewError(http.StatusNotFound, fmt.Sprintf("nobody in the dictionary is called %q on %s", in.Name, day))
	}
	return out, nil
}

func entry(e actor.Entry) FoundActor {
	e.Actor.Code = e.Code
	return FoundActor{e.Actor, e.Also}
}

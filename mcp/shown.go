package mcp

import (
	"cmp"
	"fmt"
	"strings"

	"detente/record"
	"detente/store"
)

// Source is where something is told: what a citation names.
type Source struct {
	Document  string `json:"document" jsonschema:"identifier of the report"`
	Outlet    string `json:"outlet,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty" jsonschema:"day or days"`
	URL       string `json:"url,omitempty"`
}

func sourceOf(d *record.Document) Source {
	return Source{Document: d.ID, Outlet: d.Source, Title: d.Title, Published: d.Published.String(), URL: d.URL}
}

// Words are a stretch of a report, to the letter.
type Words struct {
	Text  string `json:"text"`
	Start int    `json:"start" jsonschema:"byte offset in the text of the report"`
	End   int    `json:"end"`
}

func wordsOf(d *record.Document, s record.Span) Words { return Words{s.In(d.Text), s.Start, s.End} }

// Event is an event as it is listed.
type Event struct {
	Event   string `json:"event" jsonschema:"identifier, unique in its report"`
	Date    string `json:"date,omitempty"`
	Source  string `json:"source,omitempty" jsonschema:"code and name of who acts"`
	Target  string `json:"target,omitempty" jsonschema:"code and name of to whom"`
	Type    string `json:"type" jsonschema:"PLOVER type and mode"`
	Cameo   string `json:"cameo,omitempty"`
	Quad    int    `json:"quad" jsonschema:"1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"`
	Status  string `json:"status" jsonschema:"happened, claimed, announced, promised, threatened, demanded, conditional, hypothetical, denied or did-not-happen"`
	Earlier bool   `json:"earlier,omitempty" jsonschema:"told as background, not as news"`
	Place   string `json:"place,omitempty"`
	Fact    int64  `json:"fact,omitempty" jsonschema:"number of the fact, the same in all reports that tell it"`
	Reports int    `json:"reports,omitempty" jsonschema:"how many reports tell it"`
	In      Source `json:"in"`
}

func party(a record.ActorRef) string {
	name := cmp.Or(a.Name, a.Actor)
	if a.Code == "" || name == "" || name == a.Code {
		return cmp.Or(a.Code, name)
	}
	return a.Code + " (" + name + ")"
}

func eventOf(e *record.Event, in Source) Event {
	out := Event{
		Event: e.ID, Date: e.Date.String(), Source: party(e.Source), Target: party(e.Target), Type: strings.TrimSpace(e.Plover.Type + " " + e.Plover.Mode),
		Cameo: e.Cameo, Quad: e.Quad, Status: string(e.Status), Earlier: e.Background, In: in,
	}
	if e.Place != nil {
		out.Place = e.Place.Name
	}
	return out
}

func storedEvent(e store.Event) Event {
	out := eventOf(&e.Event, Source{Document: e.Document, Outlet: e.Outlet, Published: e.Published.String(), URL: e.URL})
	out.Fact, out.Reports = e.Fact, e.Reports
	return out
}

// Statement is a statement as it is listed.
type Statement struct {
	Statement string   `json:"statement" jsonschema:"identifier, unique in its report"`
	Said      string   `json:"said,omitempty" jsonschema:"day or days"`
	Speaker   string   `json:"speaker,omitempty"`
	To        string   `json:"to,omitempty"`
	How       string   `json:"how" jsonschema:"direct, indirect or mixed, and the verb"`
	Words     []string `json:"words" jsonschema:"what was said, to the letter"`
	Through   []string `json:"through,omitempty" jsonschema:"who carried it, nearest to the speaker first"`
	In        Source   `json:"in"`
}

func statementOf(s *record.Statement, words []string, in Source) Statement {
	out := Statement{Statement: s.ID, Said: s.Said.String(), Speaker: party(s.Speaker), How: string(s.Kind) + ", " + s.Cue, Words: words, In: in}
	if s.Addressee != nil {
		out.To = party(*s.Addressee)
	}
	for _, l := range s.Chain {
		out.Through = append(out.Through, l.Name)
	}
	if out.Words == nil {
		out.Words = []string{}
	}
	return out
}

// Commitment is a commitment as it is listed.
type Commitment struct {
	Commitment string   `json:"commitment" jsonschema:"identifier, unique in its report"`
	Kind       string   `json:"kind" jsonschema:"promise, threat, demand, ultimatum, offer, refusal or agreement"`
	By         string   `json:"by,omitempty"`
	To         string   `json:"to,omitempty"`
	Words      string   `json:"words" jsonschema:"what, to the letter"`
	Condition  string   `json:"condition,omitempty"`
	Made       string   `json:"made,omitempty"`
	Due        string   `json:"due,omitempty"`
	State      string   `json:"state,omitempty" jsonschema:"where it stands: open, due, kept, broken, lapsed, met, withdrawn, superseded, renewed"`
	Life       []string `json:"life,omitempty" jsonschema:"the steps that led there"`
	In         Source   `json:"in"`
}

func commitmentOf(c *record.Commitment, in Source) Commitment {
	out := Commitment{Commitment: c.ID, Kind: string(c.Kind), By: party(c.By), To: party(c.To), Words: c.Content.Text, Made: c.Made.String(), In: in}
	if c.Condition != nil {
		out.Condition = c.Condition.Kind + ": " + c.Condition.Text
	}
	if c.Due != nil {
		out.Due = strings.TrimSpace(c.Due.Interval.String() + " " + c.Due.Text)
	}
	for _, s := range c.State {
		out.State = string(s.As)
		step := strings.TrimSpace(string(s.As) + " " + s.On.String())
		switch {
		case s.Author != "":
			step += ", says " + s.Author
			if s.Note != "" {
				step += ": " + s.Note
			}
		case s.Inferred:
			step += fmt.Sprintf(", inferred (%.2f)", s.Confidence)
		}
		if s.Document != "" {
			step += ", in " + s.Document
		}
		out.Life = append(out.Life, step)
	}
	return out
}

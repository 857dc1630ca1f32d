// Package rows is the record as flat tables: documents, events, statements and
// commitments, a row each, for columns as Parquet and data frames have them.
//
// The fields carry the names and logical types of their columns in the tags of
// parquet-go; the package itself stands on records alone. Days are dates of the
// civil calendar (days since 1970-01-01), an interval is [from, until) with until exclusive, and nil
// where that side is open or unknown. Offsets are bytes of the report's text.
package rows

import (
	"time"

	"detente/record"
)

// Document is a row of the table of documents.
type Document struct {
	Document       string   `parquet:"document"` // identifier
	URL            string   `parquet:"url"`
	Title          string   `parquet:"title"`
	Outlet         string   `parquet:"outlet,dict"`
	Author         string   `parquet:"author"`
	Language       string   `parquet:"language,dict"`
	PublishedFrom  *int32   `parquet:"published_from,date"`
	PublishedUntil *int32   `parquet:"published_until,date"`
	KnownBy        string   `parquet:"known_by,dict"` // given, metadata, url, text
	Zone           string   `parquet:"zone,dict"`     // IANA name
	Notes          []string `parquet:"notes,list"`
	Bytes          int64    `parquet:"bytes"` // length of the text
	Events         int32    `parquet:"events"`
	Statements     int32    `parquet:"statements"`
	Commitments    int32    `parquet:"commitments"`
	Version        string   `parquet:"version,dict"`
	DataVersion    string   `parquet:"data_version,dict"`
}

// Event is a row of the table of events.
type Event struct {
	Document     string   `parquet:"document,dict"`
	Event        string   `parquet:"event,dict"` // e1, e2, ... in its document
	From         *int32   `parquet:"from,date"`
	Until        *int32   `parquet:"until,date"`
	Source       string   `parquet:"source,dict"` // codes
	SourceName   string   `parquet:"source_name,dict"`
	Target       string   `parquet:"target,dict"`
	TargetName   string   `parquet:"target_name,dict"`
	Type         string   `parquet:"type,dict"` // PLOVER
	Mode         string   `parquet:"mode,dict"`
	Contexts     []string `parquet:"contexts,list"`
	Cameo        string   `parquet:"cameo,dict"`
	Goldstein    float64  `parquet:"goldstein"`
	Quad         int32    `parquet:"quad"`
	Status       string   `parquet:"status,dict"`
	Background   bool     `parquet:"background"`
	SaidBy       string   `parquet:"said_by,dict"` // statement of the document
	Place        string   `parquet:"place,dict"`
	Country      string   `parquet:"country,dict"` // ISO 3166 alpha-3
	Rule         string   `parquet:"rule,dict"`
	Trigger      string   `parquet:"trigger,dict"` // the words
	TriggerStart int64    `parquet:"trigger_start"`
	TriggerEnd   int64    `parquet:"trigger_end"`
	Clause       string   `parquet:"clause"` // the words
}

// Statement is a row of the table of statements.
type Statement struct {
	Document      string   `parquet:"document,dict"`
	Statement     string   `parquet:"statement,dict"` // s1, s2, ... in its document
	From          *int32   `parquet:"from,date"`      // said
	Until         *int32   `parquet:"until,date"`
	Speaker       string   `parquet:"speaker,dict"` // code
	SpeakerName   string   `parquet:"speaker_name,dict"`
	Addressee     string   `parquet:"addressee,dict"`
	AddresseeName string   `parquet:"addressee_name,dict"`
	Kind          string   `parquet:"kind,dict"` // direct, indirect, mixed
	Cue           string   `parquet:"cue,dict"`
	Factuality    string   `parquet:"factuality,dict"`
	Certainty     float64  `parquet:"certainty"`
	Background    bool     `parquet:"background"`
	Through       []string `parquet:"through,list"` // names of those who carried it, nearest to the speaker first
	Content       []string `parquet:"content,list"` // the words, span by span
	ContentStart  int64    `parquet:"content_start"`
	ContentEnd    int64    `parquet:"content_end"`
}

// Commitment is a row of the table of commitments.
type Commitment struct {
	Document   string `parquet:"document,dict"`
	Commitment string `parquet:"commitment,dict"` // c1, c2, ... in its document
	Kind       string `parquet:"kind,dict"`
	By         string `parquet:"by,dict"` // code
	ByName     string `parquet:"by_name,dict"`
	To         string `parquet:"to,dict"`
	ToName     string `parquet:"to_name,dict"`
	MadeFrom   *int32 `parquet:"made_from,date"`
	MadeUntil  *int32 `parquet:"made_until,date"`
	DueFrom    *int32 `parquet:"due_from,date"`
	DueUntil   *int32 `parquet:"due_until,date"`
	DueWords   string `parquet:"due_words"`
	State      string `parquet:"state,dict"` // at the end of the report
	Content    string `parquet:"content"`    // the words
	Condition  string `parquet:"condition"`  // kind and words: "unless sanctions are lifted"
	Statement  string `parquet:"statement,dict"`
	Event      string `parquet:"event,dict"`
	Start      int64  `parquet:"start"` // of the content
	End        int64  `parquet:"end"`
}

// OfDocument is the row of a record's document.
func OfDocument(r *record.Record) Document {
	d := &r.Document
	from, until := Days(d.Published.Interval)
	return Document{
		Document: d.ID, URL: d.URL, Title: d.Title, Outlet: d.Source, Author: d.Author, Language: d.Language,
		PublishedFrom: from, PublishedUntil: until, KnownBy: string(d.Published.KnownBy), Zone: d.Published.Zone,
		Notes: d.Notes, Bytes: int64(len(d.Text)),
		Events: int32(len(r.Events)), Statements: int32(len(r.Statements)), Commitments: int32(len(r.Commitments)),
		Version: r.Version, DataVersion: r.DataVersion,
	}
}

// OfEvents are the rows of a record's events, in its order.
func OfEvents(r *record.Record) []Event {
	var out []Event
	for _, e := range r.Events {
		from, until := Days(e.Date)
		row := Event{
			Document: r.Document.ID, Event: e.ID, From: from, Until: until,
			Source: e.Source.Code, SourceName: e.Source.Name, Target: e.Target.Code, TargetName: e.Target.Name,
			Type: e.Plover.Type, Mode: e.Plover.Mode, Contexts: e.Plover.Contexts,
			Cameo: e.Cameo, Goldstein: e.Goldstein, Quad: int32(e.Quad), Status: string(e.Status), Background: e.Background, Rule: e.Rule,
			Trigger: e.Spans.Trigger.In(r.Document.Text), TriggerStart: int64(e.Spans.Trigger.Start), TriggerEnd: int64(e.Spans.Trigger.End),
			Clause: e.Spans.Clause.In(r.Document.Text),
		}
		if e.SaidBy != nil {
			row.SaidBy = *e.SaidBy
		}
		if e.Place != nil {
			row.Place, row.Country = e.Place.Name, e.Place.Country
		}
		out = append(out, row)
	}
	return out
}

// OfStatements are the rows of a record's statements, in its order.
func OfStatements(r *record.Record) []Statement {
	var out []Statement
	for _, s := range r.Statements {
		from, until := Days(s.Said)
		row := Statement{
			Document: r.Document.ID, Statement: s.ID, From: from, Until: until,
			Speaker: s.Speaker.Code, SpeakerName: s.Speaker.Name, Kind: string(s.Kind), Cue: s.Cue,
			Factuality: string(s.Factuality), Certainty: s.Certainty, Background: s.Background,
		}
		if s.Addressee != nil {
			row.Addressee, row.AddresseeName = s.Addressee.Code, s.Addressee.Name
		}
		for _, l := range s.Chain {
			row.Through = append(row.Through, l.Name)
		}
		var whole record.Span
		for _, span := range s.Content {
			row.Content = append(row.Content, span.In(r.Document.Text))
			whole = whole.Cover(span)
		}
		row.ContentStart, row.ContentEnd = int64(whole.Start), int64(whole.End)
		out = append(out, row)
	}
	return out
}

// OfCommitments are the rows of a record's commitments, in its order.
func OfCommitments(r *record.Record) []Commitment {
	var out []Commitment
	for _, c := range r.Commitments {
		row := Commitment{
			Document: r.Document.ID, Commitment: c.ID, Kind: string(c.Kind),
			By: c.By.Code, ByName: c.By.Name, To: c.To.Code, ToName: c.To.Name,
			Content: c.Content.Text, Statement: c.Statement, Event: c.Event,
			Start: int64(c.Content.Span.Start), End: int64(c.Content.Span.End),
		}
		row.MadeFrom, row.MadeUntil = Days(c.Made)
		if c.Due != nil {
			row.DueFrom, row.DueUntil = Days(c.Due.Interval)
			row.DueWords = c.Due.Text
		}
		if n := len(c.State); n > 0 {
			row.State = string(c.State[n-1].As)
		}
		if c.Condition != nil {
			row.Condition = c.Condition.Kind + " " + c.Condition.Text
		}
		out = append(out, row)
	}
	return out
}

// Days are the bounds of an interval as whole days since 1970-01-01: a moment
// within a day opens at its midnight and closes at the next one.
func Days(i record.Interval) (from, until *int32) {
	if !i.Start.IsZero() {
		from = new(day(i.Start))
	}
	if !i.End.IsZero() {
		until = new(day(i.End))
		if !i.End.Midnight() {
			*until++
		}
	}
	return from, until
}

func day(m record.Moment) int32 {
	return int32(m.Truncate(24*time.Hour).Unix() / (24 * 60 * 60))
}

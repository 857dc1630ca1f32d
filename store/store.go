// Package store says what a record database keeps and answers. The store of one
// machine is store/sqlite; another one need only keep to the interface.
//
// A document is kept once, under its identifier. What was read out of it belongs
// to a run: one version of the program and its data. Queries answer from the
// current run. Two more things are found when a document is added: the story it
// tells together with near-duplicates of it (story.go), and for each of its
// events the fact, which is that event however many reports tell it (fact.go).
package store

import (
	"context"
	"errors"
	"io"
	"iter"

	"detente/record"
)

// ErrNotFound says that the database has no such document, event or commitment.
var ErrNotFound = errors.New("not in the database")

// ErrCursor says that Filter.After is no cursor.
var ErrCursor = errors.New("is no cursor: give one that an answer carried")

// Store is a record database. Its methods may be called by many goroutines at
// once, and several processes may open the same database.
//
// The sequences stream: what they hold does not grow with what they yield. They
// yield in a stable order, and end at the first error.
type Store interface {
	io.Closer

	// Version is a word that changes with every change of what the database
	// holds, whoever makes it: an answer that was given under a version holds
	// as long as it is the same. It is cheap: the server asks for it with every
	// request.
	Version(ctx context.Context) (string, error)

	// Await waits until the version is another one than since, and gives it: at
	// once where it is already. It ends with an error when ctx does.
	Await(ctx context.Context, since string) (string, error)

	// Put adds records in one transaction: all of them or none. A record whose
	// document is there already, with the same text and run, changes nothing;
	// one with another text replaces what was there.
	Put(ctx context.Context, records ...record.Record) (Added, error)

	// Has reports which of the documents are in the current run, in their order.
	Has(ctx context.Context, ids ...string) ([]bool, error)

	// Same reports whether the current run has read this very document: the same
	// identifier, text and given date. Put would change nothing.
	Same(ctx context.Context, doc record.Document) (bool, error)

	// Get is the record of a document, or ErrNotFound.
	Get(ctx context.Context, document string) (record.Record, error)

	// Texts are the texts of documents by their identifiers, in one reading; what
	// is not there is left out. It is for as many as a page shows.
	Texts(ctx context.Context, documents ...string) (map[string]string, error)

	Documents(ctx context.Context, f Filter) iter.Seq2[Document, error]
	Events(ctx context.Context, f Filter) iter.Seq2[Event, error]
	Statements(ctx context.Context, f Filter) iter.Seq2[Statement, error]
	Commitments(ctx context.Context, f Filter) iter.Seq2[Commitment, error]

	// EventsOf yields the events that tell some facts, by date; Beside those that are
	// of one report with such an event, of the same type and of a source of the same
	// state.
	EventsOf(ctx context.Context, facts []int64) iter.Seq2[Event, error]
	Beside(ctx context.Context, facts []int64) iter.Seq2[Event, error]
	// Around gives for each of some events those between the same states and of the
	// same type that are dated to within days and lie at most so many days apart from
	// it, itself among them; where the event has no target, whoever the target is. Of each it tells only ID, Date, Status, the codes of its
	// actors, Document, Story and Fact.
	Around(ctx context.Context, of []Event, days int) ([][]Event, error)

	// Search finds documents by words, as ParseText reads them, the best first. Of
	// more than Ranked that fit, those that were added last are compared.
	Search(ctx context.Context, query string, f Filter) iter.Seq2[Hit, error]

	// Days is what a relation is made of: its facts, in either direction, and its
	// assessments, counted by day, in their order. The counts are kept as records
	// come: it takes as long as there are days, however many facts they have.
	Days(ctx context.Context, of Sides) ([]Day, error)
	// Marks are the facts of a relation that can be of a period, by date: those
	// that Days counts, one by one.
	Marks(ctx context.Context, of Sides, period record.Interval) ([]Mark, error)

	// SetLife writes the steps of a commitment that other reports gave.
	SetLife(ctx context.Context, document, commitment string, steps []record.Step) error
	// Correct keeps what a person says of a commitment. It outlives re-coding.
	Correct(ctx context.Context, c Correction) error

	Counting
	Runs
	Watching
	Subscribing
}

// Runs are the readings of the same documents under different rules.
type Runs interface {
	// BeginRun starts a candidate: what PutIn adds to it is seen by no query
	// until AcceptRun makes it the current run and drops the old one.
	BeginRun(ctx context.Context, version, dataVersion string) (run int64, err error)
	PutIn(ctx context.Context, run int64, records ...record.Record) error
	AcceptRun(ctx context.Context, run int64) error
	DropRun(ctx context.Context, run int64) error
	ListRuns(ctx context.Context) ([]Run, error)
	// Diff yields the events that only one of the two runs has.
	Diff(ctx context.Context, old, new int64) iter.Seq2[Change, error]
}

// Watching is the memory of the watch loop over feeds.
type Watching interface {
	Feed(ctx context.Context, url string) (Feed, error)
	SetFeed(ctx context.Context, f Feed) error
	// Seen reports whether an address was fetched, and SetSeen remembers it.
	Seen(ctx context.Context, url string) (bool, error)
	SetSeen(ctx context.Context, url, document string) error
}

// Added says what Put did with the records.
type Added struct {
	New      int // added
	Same     int // were there already
	Replaced int // were there with another text
}

// Document is a stored document in short.
type Document struct {
	ID        string           `json:"id"`
	URL       string           `json:"url,omitempty"`
	Title     string           `json:"title,omitempty"`
	Source    string           `json:"source,omitempty"`
	Language  string           `json:"language,omitempty"`
	Published record.Published `json:"published"`
	Story     string           `json:"story"` // identifier of the first document of its story
	Cursor    string           `json:"-"`
}

// Event is an event of the database, with the report that tells it.
type Event struct {
	record.Event
	Document  string          `json:"document"`
	URL       string          `json:"url,omitempty"`
	Outlet    string          `json:"outlet,omitempty"`
	Published record.Interval `json:"published"`
	Story     string          `json:"story"`
	Fact      int64           `json:"fact"`
	Reports   int             `json:"reports"` // that tell the fact
	First     bool            `json:"first"`   // this report was the first of them
	Cursor    string          `json:"-"`
}

// Statement is a statement of the database.
type Statement struct {
	record.Statement
	Text      []string        `json:"text"` // the words of the content spans
	Document  string          `json:"document"`
	URL       string          `json:"url,omitempty"`
	Outlet    string          `json:"outlet,omitempty"`
	Published record.Interval `json:"published"`
	Cursor    string          `json:"-"`
}

// Commitment is a commitment of the database. Its State holds the steps of its
// own report, those that later reports gave and the corrections of people, by
// date, with corrections last.
type Commitment struct {
	record.Commitment
	Document  string          `json:"document"`
	URL       string          `json:"url,omitempty"`
	Outlet    string          `json:"outlet,omitempty"`
	Published record.Interval `json:"published"`
	Story     string          `json:"story"`
	Cursor    string          `json:"-"`
}

// Ranked is how many documents a search compares at most.
const Ranked = 1000

// Hit is a document found by its words.
type Hit struct {
	Document
	Snippet string  `json:"snippet"` // about the first words that fit, which stand in [brackets]
	Score   float64 `json:"score"`   // higher is better
}

// Mark is a fact between two actors as a relation counts it.
type Mark struct {
	Event      string // document and event that tell it best: "doc#e3"
	Fact       int64
	Date       record.Interval
	Source     string
	Target     string
	Quad       int
	Goldstein  float64
	Status     record.Status
	Background bool
	Reports    int
}

// Correction is what a person says of a commitment.
type Correction struct {
	Document   string
	Commitment string // Commitment.ID
	As         record.State
	On         record.Interval
	Note       string
	Author     string
	At         string // RFC 3339
}

// Run is one reading of the documents.
type Run struct {
	ID          int64  `json:"id"`
	Version     string `json:"version"`
	DataVersion string `json:"data_version"`
	State       string `json:"state"` // current or candidate
	Documents   int    `json:"documents"`
	Events      int    `json:"events"`
}

// Change is an event that one run has and the other has not.
type Change struct {
	Document string
	Old, New *record.Event // one of them is nil, or both are there and differ
}

// Feed is what the watch loop knows of a feed.
type Feed struct {
	URL      string
	ETag     string
	Modified string // Last-Modified, as the server wrote it
	Next     string // RFC 3339: not to be asked before
	Failures int    // in a row
}

// Package reader composes the stages: a document goes in, everything that was
// read out of it comes out. The whole flow is on one screen, in read.
package reader

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"detente/actor"
	"detente/coref"
	"detente/data"
	"detente/event"
	"detente/lang"
	"detente/page"
	"detente/pledge"
	"detente/quote"
	"detente/record"
	"detente/tree"
	"detente/when"
)

// Reader reads documents. It holds what the stages loaded, changes nothing
// after New, and may be used by many goroutines at once.
type Reader struct {
	version     string
	dataVersion string

	page   *page.Reader
	lang   *lang.Model
	when   *when.Reader
	actor  *actor.Dictionary
	coref  *coref.Resolver
	quote  *quote.Reader
	event  *event.Coder
	pledge *pledge.Reader
}

// Options are the choices of a Reader.
type Options struct {
	Version string // of the program, written into every record
}

// New loads the data of every stage from fsys, which is data.Embedded() or an
// overlay of it. The error names every file and line that is wrong.
func New(fsys fs.FS, opts Options) (*Reader, error) {
	r := &Reader{version: opts.Version}
	loads := []func() error{
		func() (err error) { r.dataVersion, err = data.Version(fsys); return },
		func() (err error) { r.page, err = page.New(fsys); return },
		func() (err error) { r.lang, err = lang.Load(fsys); return },
		func() (err error) { r.when, err = when.New(fsys); return },
		func() (err error) { r.actor, err = actor.New(fsys); return },
		func() (err error) { r.coref, err = coref.New(fsys); return },
		func() (err error) { r.quote, err = quote.New(fsys); return },
		func() (err error) { r.event, err = event.New(fsys); return },
		func() (err error) { r.pledge, err = pledge.New(fsys); return },
	}
	errs := make([]error, len(loads))
	var all sync.WaitGroup
	for i, load := range loads {
		all.Go(func() { errs[i] = load() })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return r, nil
}

// Language is the language model.
func (r *Reader) Language() *lang.Model { return r.lang }

// Actors is the dictionary of who is known.
func (r *Reader) Actors() *actor.Dictionary { return r.actor }

// References resolves pronouns and nominals.
func (r *Reader) References() *coref.Resolver { return r.coref }

// Events codes events, and explains them.
func (r *Reader) Events() *event.Coder { return r.event }

// Page makes documents of the bytes of reports.
func (r *Reader) Page() *page.Reader { return r.page }

// Analysis is everything read out of one document, with the trees that it was
// read from.
type Analysis struct {
	ID          string // by which the caller knows it, where he gave one
	Doc         record.Document
	Text        *tree.Text
	Mentions    []record.Mention
	Actors      []record.Actor
	Places      []record.Mention // names that are only places: see actor.Found
	Lands       []record.Actor
	Times       []record.Time
	Statements  []record.Statement
	Events      []record.Event
	Trace       []event.Fired // why each event, in the order of Events
	Commitments []record.Commitment
	Outcomes    []record.Outcome
	Deeds       []record.Deed
	Assessments []record.Assessment

	version, dataVersion string
}

// Versions are those of the program and of the data, as every record has them.
func (r *Reader) Versions() (program, data string) { return r.version, r.dataVersion }

// Read reads one document. It never panics: a fault of a stage comes back as
// an error that names the document and the stage. It returns early, with the
// context's error, when ctx is done.
func (r *Reader) Read(ctx context.Context, doc record.Document) (a *Analysis, err error) {
	at := "start" // the stage at work, for errors
	enter := func(stage string) { at = stage }
	defer func() {
		if p := recover(); p != nil {
			a, err = nil, &StageError{Document: doc.ID, Stage: at, Cause: fmt.Errorf("internal error: %v", p)}
		}
	}()
	return r.read(ctx, doc, enter)
}

// read tells enter the name of each stage before it begins.
func (r *Reader) read(ctx context.Context, doc record.Document, enter func(stage string)) (*Analysis, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := &Analysis{Doc: doc, version: r.version, dataVersion: r.dataVersion}

	enter("lang")
	a.Text = r.lang.Analyze(&a.Doc)

	enter("when")
	dated := r.when.Read(&a.Doc, a.Text)
	a.Times, a.Doc.Published = dated.Times, dated.Published
	a.Doc.Notes = append(slices.Clip(a.Doc.Notes), dated.Notes...)

	enter("actor")
	found := r.actor.Find(&a.Doc, a.Text, a.Doc.Published.Interval)
	r.actor.Dated(a.Text, &found, a.Times)
	a.Mentions, a.Actors = found.Mentions, found.Actors
	a.Places, a.Lands = found.Places, found.Lands

	enter("coref")
	referring := coref.Input{Doc: &a.Doc, Text: a.Text, Mentions: a.Mentions, Actors: a.Actors}
	referred := r.coref.Read(referring)
	a.Mentions, a.Actors = referred.Mentions, referred.Actors

	enter("quote")
	a.Statements = r.quote.Read(quote.Input{
		Doc: &a.Doc, Text: a.Text, Mentions: a.Mentions, Actors: a.Actors, Times: a.Times, Published: a.Doc.Published.Interval,
	})

	enter("coref of quotations")
	referring.Mentions, referring.Actors = a.Mentions, a.Actors
	a.Mentions = r.coref.Speakers(referring, a.Statements)

	enter("event")
	coded := r.event.Code(a.EventInput())
	a.Events, a.Trace = coded.Events, coded.Trace
	a.name(coded.Lands)

	enter("pledge")
	pledged := r.pledge.Read(pledge.Input{
		Doc: &a.Doc, Text: a.Text, Mentions: a.Mentions, Actors: a.Actors, Times: a.Times, Statements: a.Statements, Events: a.Events,
	})
	a.Commitments, a.Outcomes, a.Deeds, a.Assessments = pledged.Commitments, pledged.Outcomes, pledged.Deeds, pledged.Assessments

	enter("tidy")
	a.tidy()
	return a, nil
}

// EventInput is what the events were coded from, for an explanation.
func (a *Analysis) EventInput() event.Input {
	return event.Input{
		Doc: a.Doc, Text: a.Text, Mentions: a.Mentions, Actors: a.Actors, Places: a.Places, Lands: a.Lands,
		Times: a.Times, Statements: a.Statements, Published: a.Doc.Published,
	}
}

// name adds the states that are not yet among the actors.
func (a *Analysis) name(states []record.Actor) {
	for _, s := range states {
		if !slices.ContainsFunc(a.Actors, func(o record.Actor) bool { return o.ID == s.ID }) {
			a.Actors = append(a.Actors, s)
		}
	}
}

// Record is the analysis in its published form.
func (a *Analysis) Record() record.Record {
	return record.Record{
		ID: a.ID, Schema: record.Schema, Version: a.version, DataVersion: a.dataVersion,
		Document: a.Doc,
		Mentions: some(a.Mentions), Actors: some(a.Actors), Times: some(a.Times),
		Statements: some(a.Statements), Events: some(a.Events),
		Commitments: some(a.Commitments), Outcomes: some(a.Outcomes), Deeds: some(a.Deeds), Assessments: some(a.Assessments),
	}
}

// some is the list itself, or an empty one for nil, so that the JSON says []
// and never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// StageError is a stage that could not read a document.
type StageError struct {
	Document string // Document.ID
	Stage    string
	Cause    error
}

func (e *StageError) Error() string {
	return fmt.Sprintf("document %s: %s: %v", e.Document, e.Stage, e.Cause)
}

func (e *StageError) Unwrap() error { return e.Cause }

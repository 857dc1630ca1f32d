// Package ledger follows commitments across reports: reports go in by date, the
// book of commitments with the life of each comes out. A commitment told by
// several reports is one entry; later events and words decide whether it was
// kept, broken, met, withdrawn, renewed or let lapse.
//
// The book is derived: it is made anew from the stored records whenever it is
// asked for, so that it always agrees with them, also after they were coded
// again. ledger/stored writes what it says into the database, for those who ask row
// by row. Only what people say of it, a Correction, is kept for itself, under a
// key that coding again does not change.
//
// ledger.go reads reports into the book; match.go says when an event fulfils a
// commitment and when two commitments are one.
package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"

	"detente/record"
)

// Report is what the ledger needs of a record.
type Report struct {
	Document    string // Document.ID
	Source      string // the outlet
	Text        string // Document.Text, that spans point into
	Published   record.Interval
	Commitments []record.Commitment
	Events      []record.Event
	Outcomes    []record.Outcome
	Deeds       []record.Deed
	Statements  []record.Statement
}

// ReportOf takes the parts of a record.
func ReportOf(r *record.Record) Report {
	return Report{
		Document: r.Document.ID, Source: r.Document.Source, Text: r.Document.Text, Published: r.Document.Published.Interval,
		Commitments: r.Commitments, Events: r.Events, Outcomes: r.Outcomes, Deeds: r.Deeds, Statements: r.Statements,
	}
}

// Entry is one commitment of the book.
type Entry struct {
	Key string `json:"key"` // stable: made of the document and the words
	record.Commitment
	Document string    `json:"document"` // where it was first read
	ToldBy   []Telling `json:"told_by"`  // every report that tells it, the first one first

	words []string
	when  record.Moment // of the report that told it first
}

// Telling is one report's telling of a commitment.
type Telling struct {
	Document   string          `json:"document"`
	Source     string          `json:"source,omitempty"`
	Published  record.Interval `json:"published"`
	Commitment string          `json:"commitment"` // its ID in that record
	Span       record.Span     `json:"span"`
}

// Correction is a person's word on where a commitment stands; record.Rejected
// says that it is none.
type Correction struct {
	Key  string
	Step record.Step // with its Author
}

// Book is the entries in order of time, and where to look for them.
type Book struct {
	entries []*Entry
	bySide  map[string][]*Entry // by the side that made them
	bound   map[string][]*Entry // by the side whose acts keep or break them
	dated   []*Entry            // that fall due one day
}

// New makes an empty book.
func New() *Book { return &Book{bySide: map[string][]*Entry{}, bound: map[string][]*Entry{}} }

// Make reads reports, in whatever order they come, and closes the book as of a
// day: what fell due before it without a word is marked so. A zero day closes it
// as of the last report.
func Make(reports []Report, asOf record.Moment, corrections []Correction) *Book {
	sorted := append([]Report(nil), reports...)
	sort.SliceStable(sorted, func(i, j int) bool {
		a, b := sorted[i].Published.Start, sorted[j].Published.Start
		if !a.Equal(b.Time) {
			return a.Before(b.Time)
		}
		return sorted[i].Document < sorted[j].Document
	})
	b := New()
	for i := range sorted {
		if !asOf.IsZero() && sorted[i].Published.Start.After(asOf.Time) {
			break
		}
		b.Read(&sorted[i])
	}
	if asOf.IsZero() && len(sorted) > 0 {
		asOf = sorted[len(sorted)-1].Published.Start
	}
	b.Close(asOf)
	b.Correct(corrections)
	return b
}

// Entries are the commitments in the order in which they were first told.
func (b *Book) Entries() []*Entry { return b.entries }

// Read takes one report into the book; reports come in order of date. What fell
// due before it is marked, its events and outcomes are held against what stands,
// then its own commitments are entered.
func (b *Book) Read(r *Report) {
	b.Close(r.Published.Start)
	for i := range r.Events {
		b.event(r, &r.Events[i])
	}
	for i := range r.Deeds {
		b.deed(r, &r.Deeds[i])
	}
	for i := range r.Outcomes {
		b.outcome(r, &r.Outcomes[i])
	}
	for i := range r.Commitments {
		b.enter(r, &r.Commitments[i])
	}
}

// enter joins a commitment to the entry that it tells again, or opens a new one.
func (b *Book) enter(r *Report, c *record.Commitment) {
	telling := Telling{r.Document, r.Source, r.Published, c.ID, c.Content.Span}
	words := contentWords(c)
	for _, e := range b.standing(c.By) {
		switch relate(e, c, words) {
		case same:
			if len(e.ToldBy) > 0 && e.ToldBy[len(e.ToldBy)-1].Document == r.Document {
				return
			}
			e.ToldBy = append(e.ToldBy, telling)
			if e.Due == nil && c.Due != nil {
				e.Due = c.Due
				b.dated = append(b.dated, e)
			}
			if saidLater(e, c) && e.open() {
				e.step(record.Step{As: record.Renewed, On: c.Made, Evidence: []record.Span{c.Content.Span}, Document: r.Document, Inferred: true, Confidence: 0.7})
			}
			e.take(r, c.State)
			return
		case undoes:
			if e.open() {
				e.step(record.Step{As: record.Withdrawn, On: c.Made, Evidence: []record.Span{c.Content.Span}, Document: r.Document, Inferred: true, Confidence: 0.7})
			}
		case replaces:
			if e.open() {
				e.step(record.Step{As: record.Superseded, On: c.Made, Evidence: []record.Span{c.Content.Span}, Document: r.Document, Inferred: true, Confidence: 0.6})
			}
		}
	}
	e := &Entry{Key: KeyOf(r.Document, c), Commitment: *c, Document: r.Document, ToldBy: []Telling{telling}, words: words, when: r.Published.Start}
	e.State = nil
	for _, s := range c.State {
		s.Document = r.Document
		e.State = append(e.State, s)
	}
	b.entries = append(b.entries, e)
	side, bound := c.By.Side(), e.actor().Side()
	b.bySide[side] = append(b.bySide[side], e)
	b.bound[bound] = append(b.bound[bound], e)
	if e.Due != nil {
		b.dated = append(b.dated, e)
	}
}

// actor is whose acts keep or break a commitment: its maker's, or those of whom a
// demand is made of.
func (e *Entry) actor() record.ActorRef {
	if directs(e.Kind) {
		return e.To
	}
	return e.By
}

// event holds one event against the commitments that it could fulfil or break:
// those of its source, and the demands made on its source. The speech acts that
// the report's own commitments are made by fulfil nothing.
func (b *Book) event(r *Report, ev *record.Event) {
	done, trust := true, 1.0
	switch ev.Status {
	case record.Happened:
	case record.DidNotHappen:
		done = false
	case record.ClaimedEvent:
		trust = otherTrust
	default:
		return
	}
	for i := range r.Commitments {
		if r.Commitments[i].Event == ev.ID {
			return
		}
	}
	words := textWords(ev.Spans.Clause.In(r.Text))
	for _, e := range b.bound[ev.Source.Side()] {
		if !e.open() && !e.lapsedAfter(ev.Date) || e.ToldBy[len(e.ToldBy)-1].Document == r.Document || before(ev.Date, e.Made) {
			continue
		}
		confidence, ok := fulfils(e, ev, words)
		if !ok || !done && directs(e.Kind) { // what is demanded and not done is still demanded
			continue
		}
		if trust < 1 && r.speaker(ev).SameSide(ev.Source) {
			confidence *= ownTrust // a side that claims to have kept its word
		} else {
			confidence *= trust
		}
		e.step(record.Step{
			As: outcomeOf(e, done), On: ev.Date, Evidence: []record.Span{ev.Spans.Clause},
			Document: r.Document, Event: ev.ID, Inferred: true, Confidence: confidence,
		})
	}
}

// What is only claimed decides with less confidence; least where a side claims
// it of itself.
const (
	otherTrust = 0.8
	ownTrust   = 0.6
)

// speaker is who claims an event.
func (r *Report) speaker(ev *record.Event) record.ActorRef {
	if ev.SaidBy == nil {
		return record.ActorRef{}
	}
	return r.speakerOf(*ev.SaidBy)
}

func (r *Report) speakerOf(statement string) record.ActorRef {
	for i := range r.Statements {
		if r.Statements[i].ID == statement {
			return r.Statements[i].Speaker
		}
	}
	return record.ActorRef{}
}

// deed holds an act, whether an event rule codes it or not, against the same
// commitments. It must be told in the commitment's own words.
func (b *Book) deed(r *Report, d *record.Deed) {
	words := unique(d.Lemmas)
	for _, e := range b.bound[d.Source.Side()] {
		if !e.open() && !e.lapsedAfter(d.Date) || e.ToldBy[len(e.ToldBy)-1].Document == r.Document || before(d.Date, e.Made) {
			continue
		}
		confidence, ok := isTheDeed(e, d, words, r)
		if !ok || d.Undone && directs(e.Kind) {
			continue
		}
		switch speaker := r.speakerOf(d.Statement); {
		case d.Statement == "":
		case speaker.SameSide(d.Source):
			confidence *= ownTrust
		default:
			confidence *= otherTrust
		}
		e.step(record.Step{
			As: outcomeOf(e, !d.Undone), On: d.Date, Evidence: []record.Span{d.Span}, Document: r.Document, Inferred: true, Confidence: confidence,
		})
	}
}

// outcomeOf is what doing, or leaving undone, what e speaks of means for it.
func outcomeOf(e *Entry, done bool) record.State {
	if e.Kind == record.Refusal || e.Content.Pattern != nil && e.Content.Pattern.Negated {
		done = !done
	}
	switch {
	case done && directs(e.Kind):
		return record.Met
	case done:
		return record.Kept
	}
	return record.Broken
}

// outcome takes the words of a report on a commitment told earlier: "withdrew
// its demand".
func (b *Book) outcome(r *Report, o *record.Outcome) {
	var best *Entry
	score := 0.0
	for _, e := range b.entries {
		if !e.open() || e.Kind != o.Of && !(o.Of == record.Demand && e.Kind == record.Ultimatum) {
			continue
		}
		if !o.Holder.None() && !o.Holder.SameSide(e.By) && !o.Holder.SameSide(e.To) {
			continue
		}
		s := 1 + overlap(e.words, o.Lemmas) // the latest of those that fit best
		if s >= score {
			best, score = e, s
		}
	}
	if best == nil {
		return
	}
	confidence := 0.8
	switch speaker := r.speakerOf(o.Statement); {
	case o.Statement == "" || speaker.Country() == "":
	case !speaker.SameSide(best.By):
		confidence *= otherTrust
	case o.State == record.Kept:
		confidence *= ownTrust
	}
	best.step(record.Step{As: o.State, On: o.On, Evidence: []record.Span{o.Span}, Document: r.Document, Inferred: true, Confidence: confidence})
}

// Close marks what fell due before the day without a word: an ultimatum or a
// demand with a date lapses, anything else is due.
func (b *Book) Close(asOf record.Moment) {
	if asOf.IsZero() {
		return
	}
	b.dated = slices.DeleteFunc(b.dated, func(e *Entry) bool { return !e.open() }) // what has ended stays so
	for _, e := range b.dated {
		if e.Due.End.IsZero() || e.Due.End.After(asOf.Time) {
			continue
		}
		as := record.FallenDue
		if directs(e.Kind) {
			as = record.Lapsed
		}
		if e.State[len(e.State)-1].As == as {
			continue
		}
		e.step(record.Step{As: as, On: e.Due.Interval, Evidence: []record.Span{e.Due.Span}, Document: e.Document, Inferred: true, Confidence: 0.6})
	}
}

// Correct lays people's corrections over the book, in their order; a rejected
// commitment leaves it.
func (b *Book) Correct(corrections []Correction) {
	byKey := map[string][]record.Step{}
	for _, c := range corrections {
		byKey[c.Key] = append(byKey[c.Key], c.Step)
	}
	kept := b.entries[:0]
	for _, e := range b.entries {
		e.State = append(e.State, byKey[e.Key]...)
		if e.Now() != record.Rejected {
			kept = append(kept, e)
		}
	}
	b.entries = kept
}

// Now is the state that holds.
func (e *Entry) Now() record.State { return e.State[len(e.State)-1].As }

// open reports whether the commitment still binds.
func (e *Entry) open() bool {
	switch e.Now() {
	case record.Open, record.Renewed, record.FallenDue:
		return true
	}
	return false
}

// lapsedAfter reports whether a commitment was only thought to have lapsed, by
// its date, and an event now told lies before that date.
func (e *Entry) lapsedAfter(event record.Interval) bool {
	last := e.State[len(e.State)-1]
	return last.As == record.Lapsed && last.Inferred && e.Due != nil && !event.Start.IsZero() && event.Start.Before(e.Due.End.Time)
}

func (e *Entry) step(s record.Step) { e.State = append(e.State, s) }

// take adds the steps that a retelling reports beyond "open".
func (e *Entry) take(r *Report, steps []record.Step) {
	for _, s := range steps {
		if s.As != record.Open && s.As != e.Now() && e.open() {
			s.Document = r.Document
			e.step(s)
		}
	}
}

// standing are the entries of a side, latest first.
func (b *Book) standing(by record.ActorRef) []*Entry {
	list := b.bySide[by.Side()]
	latest := make([]*Entry, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		latest = append(latest, list[i])
	}
	return latest
}

// KeyOf is the stable name of a commitment: of its document and its words, so
// that coding again does not change it.
func KeyOf(document string, c *record.Commitment) string {
	h := sha256.Sum256([]byte(document + "\x00" + c.Content.Text))
	return hex.EncodeToString(h[:6])
}

package pages

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"detente/query"
	"detente/record"
	"detente/store"
)

type commitmentsView struct {
	listView[commitmentRow]
	Tabs []tab
	Tab  string
}

// tab is one part of the ledger.
type tab struct {
	Name, Href string
	Here       bool
}

// ledgerParts are the parts of the ledger, by the state that commitments stand in.
var ledgerParts = []struct {
	name   string
	states []record.State
}{
	{"all", nil},
	{"open", []record.State{record.Open, record.Renewed}},
	{"due soon", unsettled},
	{"overdue", unsettled},
	{"kept", []record.State{record.Kept, record.Met}},
	{"broken", []record.State{record.Broken}},
	{"lapsed or withdrawn", []record.State{record.Lapsed, record.Withdrawn, record.Superseded}},
}

// kinds of commitments, as forms offer them.
var pledgeKinds = []record.CommitmentKind{record.Promise, record.Threat, record.Demand, record.Ultimatum, record.Offer, record.Refusal, record.Agreement}

// commitments is the ledger: what was promised, threatened and demanded.
func (p *pages) commitments(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	f, err := p.filter(q, query.Commitments, "part")
	if err != nil {
		return nil, err
	}
	name := q.get("part")
	if name == "" {
		name = "all"
	}
	i := slices.IndexFunc(ledgerParts, func(t struct {
		name   string
		states []record.State
	}) bool {
		return t.name == name
	})
	if i < 0 {
		return nil, &wrongRequest{"the ledger has no part " + clean(name)}
	}
	if len(f.States) == 0 {
		f.States = ledgerParts[i].states
	}
	switch soon := p.soon(); name {
	case "due soon":
		f.Deadline = soon
	case "overdue":
		f.Deadline = record.Interval{End: soon.Start}
	}
	rows, err := collect(p.Store.Commitments(r.Context(), f), same[store.Commitment])
	if err != nil {
		return nil, listFault(f, err)
	}
	v := commitmentsView{list("/commitments", q, rows, func(c store.Commitment) string { return c.Cursor }, p.commitmentRow), nil, name}
	for _, t := range ledgerParts {
		rest := q.without("part", "after", "state")
		if t.name != "all" {
			rest.Set("part", t.name)
		}
		href := "/commitments"
		if len(rest) > 0 {
			href += "?" + rest.Encode()
		}
		v.Tabs = append(v.Tabs, tab{t.name, href, t.name == name})
	}
	for _, k := range pledgeKinds {
		v.Types = append(v.Types, choice{string(k), string(k)})
	}
	query := q.without("part")
	if len(query["state"]) == 0 && name != "all" {
		for _, s := range f.States {
			query.Add("state", string(s))
		}
	}
	switch name {
	case "due soon":
		query.Set("deadline", f.Deadline.Start.String()+".."+f.Deadline.End.Add(0, 0, -1).String())
	case "overdue":
		query.Set("deadline", ".."+f.Deadline.End.Add(0, 0, -1).String())
	}
	return &frame{View: "commitments", Title: "Commitments", Section: "commitments", Grows: true, Body: v, Downloads: p.downloads("commitments", query)}, nil
}

type commitmentView struct {
	commitmentRow
	Title    string // of the report
	Report   string
	Sentence string
	Before   string // what the sentence has before and after the words
	After    string
	Steps    []stepRow
	MayWrite bool
	States   []choice
	Author   string
	Fault    string
}

type stepRow struct {
	record.Step
	When   string
	Said   string // when a person said so
	Words  []string
	Report string
	Title  string
}

// commitment shows one commitment with its history.
func (p *pages) commitment(r *http.Request) (*frame, error) {
	v, err := p.commitmentView(r.Context(), r.PathValue("id"), r.PathValue("c"))
	if err != nil {
		return nil, err
	}
	v.MayWrite = p.MayWrite(r.Context())
	return p.commitmentFrame(v), nil
}

func (p *pages) commitmentFrame(v *commitmentView) *frame {
	return &frame{View: "commitment", Title: "A " + string(v.Kind) + ": " + clip(70, v.Content()), Section: "commitments", Body: v,
		Downloads: p.downloads("commitments", map[string][]string{"document": {v.Document}})}
}

func (p *pages) commitmentView(ctx context.Context, id, which string) (*commitmentView, error) {
	rec, err := p.Store.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	var found *store.Commitment
	for c, err := range p.Store.Commitments(ctx, store.Filter{Document: id}) {
		if err != nil {
			return nil, err
		}
		if c.ID == which {
			found = &c
			break
		}
	}
	if found == nil {
		return nil, store.ErrNotFound
	}
	v := &commitmentView{commitmentRow: p.commitmentRow(*found), Title: title(rec.Document.Title, id), Report: at(nil, "report", id)}
	v.Before, v.After = p.around(&rec, found.Commitment.Content.Span)
	texts := map[string]*record.Record{id: &rec}
	for _, s := range found.State {
		row := stepRow{Step: s, When: dates(s.On), Said: moment(s.At), Report: v.Report, Title: v.Title}
		doc := s.Document
		if doc == "" {
			doc = id
		}
		if texts[doc] == nil {
			other, err := p.Store.Get(ctx, doc)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			texts[doc] = &other
		}
		row.Report, row.Title = at(nil, "report", doc), title(texts[doc].Document.Title, doc)
		for _, span := range s.Evidence {
			if words := oneLine(span.In(texts[doc].Document.Text)); words != "" {
				row.Words = append(row.Words, words)
			}
		}
		v.Steps = append(v.Steps, row)
	}
	for _, s := range []record.State{record.Open, record.Kept, record.Broken, record.Lapsed, record.Met, record.Withdrawn, record.Superseded, record.Renewed, record.Rejected} {
		v.States = append(v.States, choice{string(s), stateMeans[s]})
	}
	return v, nil
}

var stateMeans = map[record.State]string{
	record.Open: "open: it still holds", record.Kept: "kept: what was promised was done", record.Broken: "broken: it was not done, or the contrary was",
	record.Lapsed: "lapsed: its time ran out", record.Met: "met: what was demanded was done", record.Withdrawn: "withdrawn by who made it",
	record.Superseded: "superseded by another", record.Renewed: "renewed: made once more", record.Rejected: "no commitment at all: it was read wrongly",
}

// around is the rest of the sentence that the words stand in.
func (p *pages) around(rec *record.Record, words record.Span) (before, after string) {
	text := rec.Document.Text
	in := record.Span{}
	for _, s := range rec.Statements {
		if s.Spans.Sentence.Contains(words) {
			in = s.Spans.Sentence
		}
	}
	for _, e := range rec.Events {
		if in.Empty() && e.Spans.Sentence.Contains(words) {
			in = e.Spans.Sentence
		}
	}
	if in.Empty() {
		return "", ""
	}
	before, after = oneLine(text[in.Start:words.Start]), oneLine(text[words.End:in.End])
	if before != "" && text[words.Start-1] <= ' ' {
		before += " "
	}
	if after != "" && text[words.End] <= ' ' {
		after = " " + after
	}
	return before, after
}

// bounds of what a person may write.
const mostAuthor, mostNote = 100, 2000

// correct keeps what a person says of a commitment, and leads back to it.
func (p *pages) correct(r *http.Request) (*frame, error) {
	id, which := r.PathValue("id"), r.PathValue("c")
	if !p.MayWrite(r.Context()) {
		return nil, &wrongRequest{"you may read here, and not change anything"}
	}
	r.Body = http.MaxBytesReader(nil, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return nil, &wrongRequest{"the form is not as this page sends it: " + err.Error()}
	}
	v, err := p.commitmentView(r.Context(), id, which)
	if err != nil {
		return nil, err
	}
	v.MayWrite = true
	c := store.Correction{Document: id, Commitment: which, As: record.State(r.PostFormValue("as")), Author: oneLine(r.PostFormValue("author")),
		Note: clean(strings.TrimSpace(r.PostFormValue("note"))), At: p.Now().UTC().Format(time.RFC3339)}
	v.Author = c.Author
	c.On, err = daysOf(r.PostFormValue("on"))
	switch _, known := stateMeans[c.As]; {
	case err != nil:
		v.Fault = err.Error()
	case !known:
		v.Fault = "choose where the commitment stands"
	case c.Author == "" || utf8.RuneCountInString(c.Author) > mostAuthor:
		v.Fault = "give your name: at most 100 letters"
	case utf8.RuneCountInString(c.Note) > mostNote:
		v.Fault = "the note is too long: at most 2,000 letters"
	}
	if v.Fault != "" {
		f := p.commitmentFrame(v)
		f.Status = http.StatusUnprocessableEntity
		return f, nil
	}
	if err := p.Store.Correct(r.Context(), c); err != nil {
		return nil, err
	}
	return nil, &redirect{at(nil, "report", id, "pledge", which)}
}

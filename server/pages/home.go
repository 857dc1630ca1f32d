package pages

import (
	"context"
	"net/http"
	"strings"

	"detente/query"
	"detente/record"
	"detente/store"
)

type homeView struct {
	Reports, Events int
	Latest          []eventRow
	Due             []commitmentRow
	Until           string
	Busiest         []pair
}

const (
	latestShown = 12
	dueShown    = 8
	pairsShown  = 8
	dueDays     = 90 // what falls due within so many days is due soon
)

// home shows what is in the database: the latest events, who deals most with
// whom, what falls due soon.
func (p *pages) home(r *http.Request) (*frame, error) {
	var v homeView
	size, stale, err := remember(r.Context(), p.counts, "size", p.size)
	if err != nil {
		return nil, err
	}
	v.Reports, v.Events = size.Documents, size.Events
	if v.Latest, err = p.eventRows(r.Context(), p.Store.Events(r.Context(), store.Filter{Limit: latestShown, Newest: true, NewsOnly: true})); err != nil {
		return nil, err
	}
	soon := p.soon()
	v.Until = dates(record.Interval{Start: soon.End.Add(0, 0, -1), End: soon.End})
	if v.Due, err = collect(p.Store.Commitments(r.Context(), store.Filter{States: unsettled, Deadline: soon, Limit: dueShown}), p.commitmentRow); err != nil {
		return nil, err
	}
	pairs, old, err := p.dyads(r.Context(), store.DyadFilter{Limit: dyadsAsked})
	if err != nil {
		return nil, err
	}
	v.Busiest, stale = pairs[:min(len(pairs), pairsShown)], stale || old
	return &frame{View: "home", Title: "detente", Section: "home", Grows: true, Body: v, Stale: stale}, nil
}

// unsettled are the states of commitments that may yet be kept or broken.
var unsettled = []record.State{record.Open, record.FallenDue, record.Renewed}

// soon is the stretch of days in which something is due soon.
func (p *pages) soon() record.Interval {
	now := p.Now().UTC()
	today := record.Date(now.Year(), now.Month(), now.Day())
	return record.Interval{Start: today, End: today.Add(0, 0, dueDays)}
}

func (p *pages) size(ctx context.Context) (store.Run, error) {
	runs, err := p.Store.ListRuns(ctx)
	if err != nil {
		return store.Run{}, err
	}
	for _, run := range runs {
		if run.State == "current" {
			return run, nil
		}
	}
	return store.Run{}, nil
}

type listView[T any] struct {
	Asked  asked
	Rows   []T
	Next   string // address of the next page, empty on the last one
	First  string // address of the first page, empty on it
	Kinds  []string
	Types  []choice
	States []choice
}

// choice is one value that a form offers.
type choice struct{ Value, Label string }

// list makes the view of one page of rows.
func list[T, V any](path string, q asked, rows []T, cursor func(T) string, view func(T) V) listView[V] {
	rows, next := onePage(rows, q, cursor)
	v := listView[V]{Asked: q}
	for _, row := range rows {
		v.Rows = append(v.Rows, view(row))
	}
	if next != nil {
		v.Next = path + "?" + next.Encode()
	}
	if q.get("after") != "" {
		first := q.without("after")
		v.First = path + "?" + first.Encode()
	}
	return v
}

// events lists events by a filter.
func (p *pages) events(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	f, err := p.filter(q, query.Events)
	if err != nil {
		return nil, err
	}
	rows, err := collect(p.Store.Events(r.Context(), f), same[store.Event])
	if err != nil {
		return nil, listFault(f, err)
	}
	v := list("/events", q, rows, func(e store.Event) string { return e.Cursor }, p.eventRow)
	if err := p.tell(r.Context(), v.Rows); err != nil {
		return nil, err
	}
	for _, t := range p.codes.Types() {
		v.Types = append(v.Types, choice{t.Type, t.Name})
	}
	for _, s := range []record.Status{record.Happened, record.ClaimedEvent, record.Announced, record.Promised, record.Threatened, record.DemandedDo,
		record.Conditional, record.Hypothetical, record.DeniedEvent, record.DidNotHappen} {
		v.States = append(v.States, choice{string(s), string(s)})
	}
	return &frame{View: "events", Title: "Events", Section: "events", Grows: true, Body: v, Downloads: p.downloads("events", r.URL.Query())}, nil
}

// statements lists statements by a filter.
func (p *pages) statements(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	f, err := p.filter(q, query.Statements)
	if err != nil {
		return nil, err
	}
	rows, err := collect(p.Store.Statements(r.Context(), f), same[store.Statement])
	if err != nil {
		return nil, listFault(f, err)
	}
	v := list("/statements", q, rows, func(s store.Statement) string { return s.Cursor }, p.statementRow)
	for _, k := range []record.StatementKind{record.Direct, record.Indirect, record.Mixed} {
		v.Types = append(v.Types, choice{string(k), string(k)})
	}
	return &frame{View: "statements", Title: "Statements", Section: "statements", Grows: true, Body: v, Downloads: p.downloads("statements", r.URL.Query())}, nil
}

// reports lists reports by a filter.
func (p *pages) reports(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	f, err := p.filter(q, query.Documents)
	if err != nil {
		return nil, err
	}
	rows, err := collect(p.Store.Documents(r.Context(), f), same[store.Document])
	if err != nil {
		return nil, listFault(f, err)
	}
	v := list("/reports", q, rows, func(d store.Document) string { return d.Cursor }, p.documentRow)
	return &frame{View: "reports", Title: "Reports", Section: "reports", Grows: true, Body: v, Downloads: p.downloads("documents", r.URL.Query())}, nil
}

type searchView struct {
	Query string
	Hits  []hitRow
	More  bool
}

type hitRow struct {
	documentRow
	Words []snippetPart
}

// snippetPart is a part of a snippet: a word that was searched for or what stands
// between.
type snippetPart struct {
	Text  string
	Found bool
}

// search finds reports by their words.
func (p *pages) search(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	v := searchView{Query: q.get("q")}
	f := &frame{View: "search", Title: "Search", Section: "search", Query: v.Query}
	if v.Query == "" {
		f.Body = v
		return f, nil
	}
	f.Title = clean(v.Query) + " – search"
	choice, err := p.filter(asked{q.without("q", "after", "newest")}, query.Documents) // the best come first
	if err != nil {
		return nil, err
	}
	for hit, err := range p.Store.Search(r.Context(), v.Query, choice) {
		if err != nil {
			return nil, searchFault(r.Context(), err)
		}
		v.Hits = append(v.Hits, hitRow{p.documentRow(hit.Document), snippet(hit.Snippet)})
	}
	if v.More = len(v.Hits) > perPage; v.More {
		v.Hits = v.Hits[:perPage]
	}
	f.Body = v
	f.Downloads = p.downloads("search", r.URL.Query())
	return f, nil
}

// searchFault tells a fault of the words from one of the database.
func searchFault(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return &wrongRequest{err.Error()}
}

// snippet takes the [brackets] apart in which the words that fit stand.
func snippet(s string) []snippetPart {
	var out []snippetPart
	for s = oneLine(s); s != ""; {
		before, rest, ok := strings.Cut(s, "[")
		word, after, closed := strings.Cut(rest, "]")
		if !ok || !closed {
			return append(out, snippetPart{Text: s})
		}
		if before != "" {
			out = append(out, snippetPart{Text: before})
		}
		out = append(out, snippetPart{word, true})
		s = after
	}
	return out
}

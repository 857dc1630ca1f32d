package pages

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"detente/store"
)

type storyView struct {
	Title   string
	Reports []documentRow
	More    bool
	Facts   []accountView
}

// accountView is what the reports tell of one happening.
type accountView struct {
	eventRow
	Told   []eventRow
	Others []eventRow
	Differ []store.Difference
	titles map[string]string
}

// Outlet is the outlet of a report of the story.
func (a accountView) Outlet(document string) string {
	return cmp.Or(a.titles[document], clean(document))
}

const (
	storyReports = 40
	storyFacts   = 12
)

// story shows the reports that tell one story, who was the first to report, and
// in what their accounts differ.
func (p *pages) story(r *http.Request) (*frame, error) {
	ctx, id := r.Context(), r.PathValue("id")
	v := storyView{}
	docs, err := collect(p.Store.Documents(ctx, store.Filter{Story: id, Limit: storyReports + 1}), p.documentRow)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, store.ErrNotFound
	}
	if v.More = len(docs) > storyReports; v.More {
		docs = docs[:storyReports]
	}
	v.Reports, v.Title = docs, docs[0].Title
	outlets := map[string]string{}
	for _, d := range docs {
		outlets[d.ID] = cmp.Or(clean(d.Source), d.Title)
	}
	// The facts that most reports tell come first.
	facts := map[int64]store.Event{}
	var order []int64
	for e, err := range p.Store.Events(ctx, store.Filter{Story: id, Limit: 10 * perPage}) {
		if err != nil {
			return nil, err
		}
		if _, ok := facts[e.Fact]; !ok {
			facts[e.Fact] = e
			order = append(order, e.Fact)
		}
	}
	slices.SortStableFunc(order, func(a, b int64) int { return cmp.Compare(facts[b].Reports, facts[a].Reports) })
	shown := map[string]bool{} // events told among others already
	var known map[int64]store.Accounts
	for i, fact := range order {
		if len(v.Facts) == storyFacts {
			break
		}
		if i%storyFacts == 0 {
			if known, err = store.AccountsOfAll(ctx, p.Store, order[i:min(i+storyFacts, len(order))]...); err != nil {
				return nil, err
			}
		}
		accounts, there := known[fact]
		if e := facts[fact]; !there || shown[e.Document+"#"+e.ID] {
			continue
		}
		a := accountView{eventRow: p.eventRow(facts[fact]), Differ: accounts.Differ, titles: outlets}
		for _, e := range accounts.Told {
			a.Told = append(a.Told, p.eventRow(e))
			a.titles[e.Document] = cmp.Or(a.titles[e.Document], clean(e.Outlet))
		}
		for _, e := range accounts.Others {
			a.Others = append(a.Others, p.eventRow(e))
			a.titles[e.Document] = cmp.Or(a.titles[e.Document], clean(e.Outlet))
			shown[e.Document+"#"+e.ID] = true
		}
		v.Facts = append(v.Facts, a)
	}
	return &frame{View: "story", Title: v.Title, Body: v, Downloads: p.downloads("events", url.Values{"story": {id}})}, nil
}

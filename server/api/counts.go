package api

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"detente/export/sheet"
	"detente/query"
	"detente/store"
)

// counts adds the lists of what there is most of.
func (a *api) counts() {
	addCounts(a, counts[store.Dyad]{
		path: "/dyads", id: "list-dyads", summary: "Who deals with whom", name: "dyads",
		description: "Pairs of states, of all their organs, with the facts of the one towards the other, those with the most facts first.",
		params: []*huma.Param{
			{Name: "state", In: "query", Description: "Three letters: that state on either side.", Example: "PRK", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "since", In: "query", Description: "The first year.", Example: "2015", Schema: &huma.Schema{Type: huma.TypeInteger}},
			{Name: "until", In: "query", Description: "The last year.", Example: "2021", Schema: &huma.Schema{Type: huma.TypeInteger}},
		},
		rows: func(ctx context.Context, v url.Values, limit int) (iter.Seq2[store.Dyad, error], error) {
			f := store.DyadFilter{State: strings.ToUpper(v.Get("state")), Limit: limit}
			var err error
			if f.Since, err = number(v, "since", 0, 1, 9999); err != nil {
				return nil, err
			}
			if f.Until, err = number(v, "until", 0, 1, 9999); err != nil {
				return nil, err
			}
			if err := f.Check(); err != nil {
				return nil, wrong("query.state", f.State, "give three letters, such as PRK")
			}
			return a.Store.Dyads(ctx, f), nil
		},
		form: asCSV(sheet.Dyads()),
	})
	addCounts(a, counts[store.Outlet]{
		path: "/outlets", id: "list-outlets", summary: "Where reports come from", name: "outlets",
		description: "Outlets with the number of their reports, the busiest first.",
		rows: func(ctx context.Context, _ url.Values, limit int) (iter.Seq2[store.Outlet, error], error) {
			return a.Store.Outlets(ctx, limit), nil
		},
		form: asCSV(sheet.Outlets()),
	})
	addCounts(a, counts[store.Place]{
		path: "/places", id: "list-places", summary: "Where events take place", name: "places",
		description: "Places of events with their number, the busiest first.",
		rows: func(ctx context.Context, _ url.Values, limit int) (iter.Seq2[store.Place, error], error) {
			return a.Store.Places(ctx, limit), nil
		},
		form: asCSV(sheet.Places()),
	})
}

// countEvents adds the counts of events by something they have.
func (a *api) countEvents() {
	form := asCSV(sheet.Counts())
	per := &huma.Param{Name: "per", In: "query", Required: true, Example: "type", Schema: &huma.Schema{Type: huma.TypeString},
		Description: "What events are counted by: actor, dyad, type, mode, cameo, status, place, country, outlet, month; or reports, which counts the reports of each outlet."}
	params := append([]*huma.Param{per}, filterParams(query.Events, false)...)
	op := a.rowsOperation("/counts", "count-events", "How many events there are of each kind",
		"Counts the events that fit a filter by something they have, the most frequent first, and months in their order.", typeOf[Page[store.Count]](), append(params, formatParam(form.names())), formatDocs(form))
	a.add(op, func(w http.ResponseWriter, r *http.Request) error {
		f, err := a.filter(r.URL.Query(), op, query.Events, "per")
		if err != nil {
			return err
		}
		format, err := form.choose(r)
		if err != nil {
			return err
		}
		kind := store.By(r.URL.Query().Get("per"))
		if err := kind.Check(); err != nil {
			return wrong("query.per", string(kind), "%v", err)
		}
		f.Limit = min(cmpOr(f.Limit, usualRows), mostRows)
		rows, err := a.Store.Count(r.Context(), kind, f)
		if err != nil {
			return err
		}
		if format == "json" {
			return writeJSON(w, Page[store.Count]{Items: append([]store.Count{}, rows...)})
		}
		return a.stream(func() error {
			return form.stream(r.Context(), w, format, "counts", func(yield func(store.Count, error) bool) {
				for _, row := range rows {
					if !yield(row, nil) {
						return
					}
				}
			})
		})
	})
}

// counts is a list of which the first rows are the ones to have: it has no pages.
type counts[T any] struct {
	path, id, name, summary, description string
	params                               []*huma.Param
	rows                                 func(ctx context.Context, v url.Values, limit int) (iter.Seq2[T, error], error)
	form                                 form[T]
}

// mostCounts is how many rows of a count there can be, in any format.
const mostCounts = 10_000

func addCounts[T any](a *api, c counts[T]) {
	limit := &huma.Param{Name: "limit", In: "query", Description: "So many rows at most, up to 10,000.", Schema: &huma.Schema{Type: huma.TypeInteger, Default: usualRows}}
	op := a.rowsOperation(c.path, c.id, c.summary, c.description, typeOf[Page[T]](), append(append(c.params, limit), formatParam(c.form.names())), formatDocs(c.form))
	a.add(op, func(w http.ResponseWriter, r *http.Request) error {
		v := r.URL.Query()
		if err := known(v, op); err != nil {
			return err
		}
		format, err := c.form.choose(r)
		if err != nil {
			return err
		}
		n, err := number(v, "limit", usualRows, 1, mostCounts)
		if err != nil {
			return err
		}
		rows, err := c.rows(r.Context(), v, n)
		if err != nil {
			return err
		}
		if format != "json" {
			return a.stream(func() error { return c.form.stream(r.Context(), w, format, c.name, rows) })
		}
		out := Page[T]{Items: []T{}}
		for row, err := range rows {
			if err != nil {
				return err
			}
			out.Items = append(out.Items, row)
		}
		return writeJSON(w, out)
	})
}

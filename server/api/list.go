package api

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"detente/query"
	"detente/server/problem"
	"detente/store"
)

// How many rows a page of JSON has.
const (
	usualRows = 100
	mostRows  = 1000
)

// list is a kind of row that can be asked for in the filter language.
type list[T any] struct {
	path, id, name, summary, description string
	of                                   query.List
	rows                                 func(context.Context, store.Filter) iter.Seq2[T, error]
	cursor                               func(T) string // nil: a list without pages, whose first rows are the ones to have
	form                                 form[T]
}

// Page is a page of rows.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"give it as the parameter after, to get the rows that follow; not there on the last page"`
}

// addList adds the operation of a list.
func addList[T any](a *api, l list[T]) {
	op := a.rowsOperation(l.path, l.id, l.summary, l.description, typeOf[Page[T]](), append(filterParams(l.of, l.cursor != nil), formatParam(l.form.names())), formatDocs(l.form))
	a.add(op, func(w http.ResponseWriter, r *http.Request) error {
		f, err := a.filter(r.URL.Query(), op, l.of)
		if err != nil {
			return err
		}
		format, err := l.form.choose(r)
		if err != nil {
			return err
		}
		if format == "json" {
			return l.page(w, r, f)
		}
		if l.cursor == nil {
			f.Limit = min(cmpOr(f.Limit, usualRows), mostRows)
		}
		return a.stream(func() error { return l.form.stream(r.Context(), w, format, l.name, l.rows(r.Context(), f)) })
	})
}

func cmpOr(n, def int) int {
	if n == 0 {
		return def
	}
	return n
}

// page answers with one page as JSON.
func (l list[T]) page(w http.ResponseWriter, r *http.Request, f store.Filter) error {
	limit := cmpOr(f.Limit, usualRows)
	if limit > mostRows {
		return wrong("query.limit", limit, "a page of JSON has at most %d rows: give the cursor next as after for the rows that follow, or format=jsonl for all", mostRows)
	}
	f.Limit = limit
	if l.cursor != nil {
		f.Limit++
	}
	out := Page[T]{Items: []T{}}
	for row, err := range l.rows(r.Context(), f) {
		if err != nil {
			return err
		}
		if len(out.Items) == limit {
			out.Next = l.cursor(out.Items[limit-1])
			break
		}
		out.Items = append(out.Items, row)
	}
	if out.Next != "" {
		q := r.URL.Query()
		q.Set("after", out.Next)
		w.Header().Set("Link", "<"+r.URL.EscapedPath()+"?"+q.Encode()+`>; rel="next"`)
	}
	return writeJSON(w, out)
}

// rowsOperation describes an operation that answers with rows.
func (a *api) rowsOperation(path, id, summary, description string, page reflect.Type, params []*huma.Param, formats map[string]*huma.MediaType) *huma.Operation {
	registry := a.OpenAPI().Components.Schemas
	content := maps.Clone(formats)
	content["application/json"] = &huma.MediaType{Schema: registry.Schema(page, true, "")}
	fault := map[string]*huma.MediaType{"application/problem+json": {Schema: registry.Schema(typeOf[huma.ErrorModel](), true, "")}}
	return &huma.Operation{
		Method: http.MethodGet, Path: Prefix + path, OperationID: id, Summary: summary, Description: description, Parameters: params,
		Responses: map[string]*huma.Response{
			"200":     {Description: "The rows.", Content: content},
			"default": {Description: "What is wrong, and the mend.", Content: fault},
		},
	}
}

// add adds an operation whose answer is written by hand.
func (a *api) add(op *huma.Operation, handle func(http.ResponseWriter, *http.Request) error) {
	a.OpenAPI().AddOperation(op)
	a.Adapter().Handle(op, func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		if err := handle(w, r); err != nil {
			fail(w, err)
		}
	})
}

// stream runs an answer without end, of which there are few at a time.
func (a *api) stream(write func() error) error {
	select {
	case a.streams <- struct{}{}:
		defer func() { <-a.streams }()
		return write()
	default:
		return huma.ErrorWithHeaders(huma.Error503ServiceUnavailable("others take whole lists just now: try again in a moment"), http.Header{"Retry-After": {"5"}})
	}
}

// known refuses parameters that an operation has not.
func known(v url.Values, op *huma.Operation) error {
	var names []string
	for _, p := range op.Parameters {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !slices.Contains(names, name) {
			return wrong("query."+name, v.Get(name), "there is no such parameter here; there are %s", strings.Join(names, ", "))
		}
	}
	return nil
}

// filter reads the filter of a request, with its groups expanded.
func (a *api) filter(v url.Values, op *huma.Operation, of query.List, others ...string) (store.Filter, error) {
	if err := known(v, op); err != nil {
		return store.Filter{}, err
	}
	f, err := query.FromValues(v, append(others, "format")...)
	if err == nil {
		f, err = a.Groups.Expand(f)
	}
	if err == nil {
		err = query.Check(f, of)
	}
	if err == nil {
		return f, nil
	}
	var e *query.Error
	switch {
	case !errors.As(err, &e):
		return f, huma.Error400BadRequest(err.Error())
	case e.At > 0:
		return f, wrong("query.where", v.Get("where"), "%v", e)
	case e.Key != "":
		name := e.Key
		for _, k := range query.Keys() {
			if k.Name == name && !v.Has(name) { // it was given by its other name
				name = k.Also
			}
		}
		return f, wrong("query."+name, v.Get(name), "%v", e.Err)
	}
	return f, huma.Error400BadRequest(e.Error())
}

// filterParams are the parameters of a list, from the one table of keys.
func filterParams(of query.List, paged bool) []*huma.Param {
	params := []*huma.Param{{Name: "where", In: "query", Schema: &huma.Schema{Type: huma.TypeString}, Example: "actor:PRK since:2019",
		Description: "A whole expression of the filter language (docs/query.md)."}}
	for _, k := range query.Keys() {
		if k.For&of == 0 || !paged && (k.Name == "after" || k.Name == "newest") {
			continue
		}
		p := &huma.Param{Name: k.Name, In: "query", Description: k.Doc + ".", Schema: &huma.Schema{Type: huma.TypeString}}
		if k.Flag() {
			p.Schema, p.AllowEmptyValue = &huma.Schema{Type: huma.TypeString, Enum: []any{"yes", "no", ""}}, true
		} else if _, value, ok := strings.Cut(k.Example, k.Name+":"); ok && !strings.HasSuffix(value, "...") {
			p.Example = strings.Trim(value, `"`)
		}
		params = append(params, p)
		if k.Also != "" {
			params = append(params, &huma.Param{Name: k.Also, In: "query", Description: "The same as " + k.Name + ".", Schema: p.Schema})
		}
	}
	return params
}

// fail answers with an error.
func fail(w http.ResponseWriter, err error) {
	var status huma.StatusError
	if errors.Is(err, store.ErrCursor) {
		err = wrong("query.after", nil, "%v", err)
	}
	if !errors.As(err, &status) {
		problem.Write(w, problem.Status(err), err.Error())
		return
	}
	var headed huma.HeadersError
	if errors.As(err, &headed) {
		maps.Copy(w.Header(), headed.GetHeaders())
	}
	detail := err.Error()
	var faults []problem.Fault
	var model *huma.ErrorModel
	if errors.As(err, &model) {
		detail = model.Detail
		for _, e := range model.Errors {
			faults = append(faults, problem.Fault{Message: e.Message, Location: e.Location, Value: e.Value})
		}
	}
	problem.Write(w, status.GetStatus(), detail, faults...)
}

// number is a parameter that is a number within bounds, or def where it is missing.
func number(v url.Values, name string, def, least, most int) (int, error) {
	s := v.Get(name)
	if s == "" {
		return def, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, wrong("query."+name, s, "give a number from %d to %d", least, most)
	}
	return n, nil
}

// Package pages shows the record in a browser: reports with their marks, the
// chart of a relation, the ledger of commitments and what else docs/pages.md
// lists. Pages are made on the server and work without scripts; one small script
// adds to them. Nothing on a page comes from elsewhere.
//
// Each page is a method in a file of its own that asks the store, bounded by
// what fits a page, and hands what it found to a template of the same name.
package pages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"detente/event"
	"detente/ontology"
	"detente/query"
	"detente/reader"
	"detente/store"
)

// Options are the parts of the pages.
type Options struct {
	Store  store.Store
	Reader *reader.Reader
	Data   fs.FS  // the data that Reader was made of
	API    string // where the API is: download links lead there; default /api/v1

	// MayWrite says who may confirm and correct; nil: everybody.
	MayWrite func(context.Context) bool
	// Fault hears what went wrong where a visitor is only told that something
	// did; nil: nobody.
	Fault func(*http.Request, error)
	// Now is the clock: what is due soon, when a correction was made.
	Now func() time.Time
	// Life ends when the server does: who waits for a change is answered then;
	// nil: never.
	Life context.Context
}

// pages answers the requests.
type pages struct {
	Options
	views  map[string]*template.Template
	static *assets
	codes  *ontology.Ontology
	rules  map[string]*event.Rule
	names  *names
	world  *atlas
	groups *query.Groups
	counts *memory

	waiting chan struct{} // a place for each who waits for a change
}

// perPage is how many rows a list shows at once.
const perPage = 50

// patience is how long the store may take for one page.
const patience = 20 * time.Second

// New makes the handler of all pages. The error says what is wrong with the
// options or the data.
func New(o Options) (http.Handler, error) {
	if o.Store == nil || o.Reader == nil || o.Data == nil {
		return nil, errors.New("pages need a store, a reader and its data")
	}
	if o.API == "" {
		o.API = "/api/v1"
	}
	if o.MayWrite == nil {
		o.MayWrite = func(context.Context) bool { return true }
	}
	if o.Fault == nil {
		o.Fault = func(*http.Request, error) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Life == nil {
		o.Life = context.Background()
	}
	p := &pages{Options: o, rules: map[string]*event.Rule{}, names: newNames(o.Reader.Actors()), counts: newMemory(o.Store.Version), waiting: make(chan struct{}, listeners)}
	var err error
	if p.codes, err = ontology.New(o.Data); err != nil {
		return nil, err
	}
	if p.groups, err = query.LoadGroups(o.Data); err != nil {
		return nil, err
	}
	for _, r := range o.Reader.Events().Rules() {
		p.rules[r.ID] = r
	}
	if p.static, err = newAssets(staticFiles); err != nil {
		return nil, err
	}
	if p.world, err = readAtlas(staticFiles); err != nil {
		return nil, err
	}
	if p.views, err = p.parse(templateFiles); err != nil {
		return nil, err
	}
	return p.routes(), nil
}

func (p *pages) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, page := range map[string]func(*http.Request) (*frame, error){
		"GET /{$}":                    p.home,
		"GET /report/{id}":            p.report,
		"GET /report/{id}/why/{e}":    p.why,
		"GET /report/{id}/pledge/{c}": p.commitment,
		"GET /rule/{id}":              p.rule,
		"GET /events":                 p.events,
		"GET /statements":             p.statements,
		"GET /relation":               p.relations,
		"GET /relation/{a}/{b}":       p.relation,
		"GET /commitments":            p.commitments,
		"GET /actor":                  p.actors,
		"GET /actor/{code}":           p.actor,
		"GET /story/{id}":             p.story,
		"GET /search":                 p.search,
		"GET /reports":                p.reports,
		"GET /sources":                p.sources,
		"GET /map":                    p.worldMap,
		"GET /network":                p.network,
		"GET /try":                    p.try,
		"POST /try":                   p.try,
		"/":                           func(*http.Request) (*frame, error) { return nil, store.ErrNotFound },
	} {
		mux.HandleFunc(pattern, p.serve(page))
	}
	mux.HandleFunc("GET /report/{id}/record.json", p.file(p.record))
	mux.HandleFunc("GET /relation/{a}/{b}/chart.svg", p.file(p.chart))
	mux.HandleFunc("POST /report/{id}/pledge/{c}", p.serve(p.correct))
	mux.HandleFunc("GET /changes", p.changes)
	mux.HandleFunc("GET /static/{name}", p.static.serve)
	return mux
}

// frame is what the layout shows around a page.
type frame struct {
	View      string // the template
	Title     string
	Section   string // of the navigation, where the page belongs to one
	Status    int    // default 200
	Query     string // in the search box
	Downloads []download
	Body      any
	Stale     bool // made of a count of before the last change
	Grows     bool // what is added may be shown here: the page listens for it

	Since string // the version of the database that a page that grows was made of

	Now            time.Time
	Version        string
	DataVersion    string
	Script, Styles string
}

// section is one entry of the navigation.
type section struct{ Section, Label, Href string }

var sections = []section{
	{"events", "Events", "/events"}, {"statements", "Statements", "/statements"}, {"relation", "Relations", "/relation"},
	{"commitments", "Commitments", "/commitments"}, {"actor", "Actors", "/actor"}, {"map", "Map", "/map"}, {"network", "Network", "/network"}, {"sources", "Sources", "/sources"}, {"try", "Try", "/try"},
}

// download is one way to take what a page shows.
type download struct{ Label, Href string }

// serve makes a handler of a page.
func (p *pages) serve(page func(*http.Request) (*frame, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, done := context.WithTimeout(r.Context(), patience)
		defer done()
		r = r.WithContext(ctx)
		since, err := p.Store.Version(ctx) // before, so that no change is missed
		var f *frame
		if err == nil {
			f, err = page(r)
		}
		var to *redirect
		if errors.As(err, &to) {
			http.Redirect(w, r, to.to, http.StatusSeeOther)
			return
		}
		if err != nil {
			f = p.fault(r, err)
		}
		if f.Grows {
			f.Since = since
		}
		p.write(w, r, f)
	}
}

// file makes a handler of what is not a page; a fault of it is.
func (p *pages) file(file func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, done := context.WithTimeout(r.Context(), patience)
		defer done()
		r = r.WithContext(ctx)
		if err := file(w, r); err != nil {
			p.write(w, r, p.fault(r, err))
		}
	}
}

// write renders a page. What it renders is bounded by the rows that pages show.
func (p *pages) write(w http.ResponseWriter, r *http.Request, f *frame) {
	f.Now = p.Now()
	f.Version, f.DataVersion = p.Reader.Versions()
	f.Script, f.Styles = p.static.path("page.js"), p.static.path("page.css")
	var b bytes.Buffer
	if err := p.views[f.View].ExecuteTemplate(&b, "layout", f); err != nil {
		p.Fault(r, fmt.Errorf("page %s: %w", f.View, err))
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if f.Stale {
		w.Header().Del("ETag") // the same version of the database will soon give another answer
	}
	if f.Status != 0 {
		w.WriteHeader(f.Status)
	}
	if r.Method != http.MethodHead {
		w.Write(b.Bytes())
	}
}

// wrongRequest is a fault of who asked, told to him.
type wrongRequest struct{ cause string }

func (e *wrongRequest) Error() string { return e.cause }

// redirect leads elsewhere.
type redirect struct{ to string }

func (e *redirect) Error() string { return "see " + e.to }

type faultView struct{ Heading, Text string }

// fault is the page for an error.
func (p *pages) fault(r *http.Request, err error) *frame {
	var wrong *wrongRequest
	v, status := faultView{"Something went wrong", "The page could not be made. It is not your fault; try again, and look into the server's log."}, http.StatusInternalServerError
	switch {
	case errors.Is(err, store.ErrNotFound):
		v, status = faultView{"Not here", "There is nothing under this address. The report may have been replaced, or the link may be wrong."}, http.StatusNotFound
	case errors.Is(err, store.ErrCursor):
		v, status = faultView{"That cannot be asked", err.Error()}, http.StatusBadRequest
	case errors.As(err, &wrong):
		v, status = faultView{"That cannot be asked", wrong.cause}, http.StatusBadRequest
	case errors.Is(err, context.DeadlineExceeded):
		v, status = faultView{"That took too long", "Ask for less at once: a shorter period, or one actor."}, http.StatusServiceUnavailable
		p.Fault(r, err)
	default:
		p.Fault(r, err)
	}
	return &frame{View: "fault", Title: v.Heading, Status: status, Body: v}
}

// at is a path of segments, each escaped, with a query.
func at(query url.Values, segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	if len(query) > 0 {
		b.WriteByte('?')
		b.WriteString(query.Encode())
	}
	return b.String()
}

// Package server answers over HTTP: the API under /api, feeds under /feeds, and
// everything else by pages.
//
// Nothing here knows what is asked. A request passes a row of gates, each in a
// file of its own, in the order in which New puts them together: it is logged, a
// fault is caught, its size and time are bounded, its host and its origin are
// checked, its visitor is found, what has not changed is not sent again, and what
// is sent is compressed.
package server

import (
	"io"
	"net/http"

	"github.com/klauspost/compress/gzhttp"

	"detente/server/access"
	"detente/store"
)

// Options are the parts and the choices of a server.
type Options struct {
	Store store.Store
	// Pages answers everything that is not of the API; nil: nothing.
	Pages http.Handler
	// API answers under /api/, Feeds under /feeds/; nil: nothing.
	API, Feeds http.Handler

	Tokens *access.Tokens // nil: everybody may read and write
	Hosts  []string       // the names under which the server is asked; empty: any
	// Build tells one build of the program and its data from another: answers
	// of one are never taken for those of another.
	Build string
	Limits
	Log io.Writer // a line for each request; nil: none
}

// New is the whole server as a handler.
func New(o Options) http.Handler {
	o.Limits = o.Limits.withDefaults()
	log := newLog(o.Log)

	mux := http.NewServeMux()
	mux.Handle("/", orNotFound(o.Pages))
	mux.Handle("/api/", orNotFound(o.API))
	mux.Handle("/feeds/", orNotFound(o.Feeds))
	s := &signing{tokens: o.Tokens}
	mux.HandleFunc("GET /sign-in", s.form)
	mux.HandleFunc("POST /sign-in", s.in)
	mux.HandleFunc("POST /sign-out", s.out)
	mux.HandleFunc("GET /sign-in.css", s.style)
	health := &health{store: o.Store, log: log}
	mux.HandleFunc("GET /healthz", health.check)
	mux.HandleFunc("GET /metrics", health.metrics)

	var h http.Handler = mux
	h = compress(h)
	h = unchanged(h, o.Store, o.Build)
	h = visitors(h, o.Tokens)
	h = sameOrigin(h)
	h = hosts(h, o.Hosts)
	h = bounded(h, o.Limits)
	h = recovered(h, log)
	h = headers(h)
	return log.wrap(h)
}

func orNotFound(h http.Handler) http.Handler {
	if h != nil {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusNotFound, "there is nothing at "+r.URL.Path)
	})
}

// compress sends text in gzip to those who take it, from a kilobyte on.
func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.ExceptContentTypes(packed))
	if err != nil {
		return next
	}
	return wrap(next)
}

// packed are the types that are compressed already.
var packed = []string{"image/png", "image/jpeg", "image/webp", "font/woff2", "application/zip", "application/gzip", "application/vnd.apache.parquet"}

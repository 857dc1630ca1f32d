// Package api answers programs over HTTP: the record database as JSON, JSON
// lines, CSV and Parquet, and a report's record without storing it. What it can
// be asked stands in its OpenAPI description, which is made of the code.
//
// api.go puts the operations together. A list (list.go) is asked for in the
// language of package query; what is one thing has an address of its own.
package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"detente/query"
	"detente/reader"
	"detente/server/problem"
	"detente/store"
	"detente/subscription"
)

// Prefix is where the API is.
const Prefix = "/api/v1"

// Options are the parts of the API.
type Options struct {
	Store  store.Store
	Reader *reader.Reader
	Groups *query.Groups // that @NAME stands for
	// Service makes subscriptions.
	Service *subscription.Service
	// Now is the clock of corrections and of who holds an office; nil: the real one.
	Now func() time.Time
}

type api struct {
	Options
	huma.API
	reads   chan struct{} // places for reports being read
	streams chan struct{} // places for answers without end
}

// New is the API as a handler of everything under Prefix.
func New(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	mux := http.NewServeMux()
	a := &api{
		Options: o,
		API:     humago.New(mux, describe(o.Reader)),
		reads:   make(chan struct{}, runtime.GOMAXPROCS(0)),
		streams: make(chan struct{}, 8),
	}
	a.lists()
	a.counts()
	a.countEvents()
	a.things()
	a.relations()
	a.reading()
	a.corrections()
	a.subscriptions()
	nullable(a.OpenAPI().Components.Schemas)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, http.StatusNotFound, "there is nothing at "+r.URL.Path+": "+Prefix+"/openapi.json tells what there is")
	})
	return mux
}

// about is the head of the description.
const about = `Asks a record database of detente: who said or did what to whom, when, where, and on whose word; what was promised, threatened or demanded, and what
came of it; and whether a relation gets better or worse. Every field points back to the words of a report.`

func describe(r *reader.Reader) huma.Config {
	version, _ := r.Versions()
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "detente", Version: version, Description: about},
			Components: &huma.Components{
				Schemas: schemas(),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "A token that detente tokens new made. A server that only its own machine reaches asks for none."},
				},
			},
			Security: []map[string][]string{{}, {"token": {}}},
		},
		OpenAPIPath:                  Prefix + "/openapi",
		Formats:                      huma.DefaultFormats,
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
}

// answer is the body of an operation that huma writes.
type answer[T any] struct{ Body T }

// get adds an operation that reads one thing.
func get[I, T any](a *api, path, id, summary, description string, read func(context.Context, *I) (T, error)) {
	huma.Register(a.API, huma.Operation{
		Method: http.MethodGet, Path: Prefix + path, OperationID: id, Summary: summary, Description: description,
	}, func(ctx context.Context, in *I) (*answer[T], error) {
		v, err := read(ctx, in)
		if err != nil {
			return nil, fault(err)
		}
		return &answer[T]{v}, nil
	})
}

// fault is an error as huma writes it.
func fault(err error) error {
	var status huma.StatusError
	if errors.As(err, &status) {
		return err
	}
	return huma.NewError(problem.Status(err), err.Error())
}

// wrong is a fault of one parameter, which is named.
func wrong(location string, value any, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	return huma.Error400BadRequest(location+": "+message, &huma.ErrorDetail{Message: message, Location: location, Value: value})
}

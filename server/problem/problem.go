// Package problem writes errors of the HTTP interface as RFC 9457 says:
// application/problem+json, with what is wrong and what mends it.
package problem

import (
	"encoding/json"
	"errors"
	"net/http"

	"detente/store"
)

// Problem is an error as a client gets it.
type Problem struct {
	Title  string  `json:"title"`            // the status in words
	Status int     `json:"status"`           // of HTTP
	Detail string  `json:"detail,omitempty"` // what is wrong and what mends it
	Errors []Fault `json:"errors,omitempty"` // of single parameters
}

// Fault is what is wrong with one parameter.
type Fault struct {
	Message  string `json:"message"`
	Location string `json:"location,omitempty"` // query.since, body.state, path.id
	Value    any    `json:"value,omitempty"`    // as it was given
}

// Write answers with a problem.
func Write(w http.ResponseWriter, status int, detail string, faults ...Fault) {
	h := w.Header()
	h.Del("Content-Encoding")
	h.Del("ETag")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(true)
	enc.Encode(Problem{Title: http.StatusText(status), Status: status, Detail: detail, Errors: faults})
}

// Status is the status that an error of the store or of reading answers with:
// 404 for what is not there, 413 for a body over the limit, else 500.
func Status(err error) int {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

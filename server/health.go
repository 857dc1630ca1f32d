package server

import (
	"fmt"
	"net/http"

	"detente/store"
)

// health tells other machines how the server is.
type health struct {
	store store.Store
	log   *requestLog
}

// check answers ok where the database answers.
func (h *health) check(w http.ResponseWriter, r *http.Request) {
	if _, err := h.store.Version(r.Context()); err != nil {
		refuse(w, r, http.StatusServiceUnavailable, "the database does not answer: "+err.Error())
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
}

// metrics are the counts in the text format of Prometheus.
func (h *health) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	fmt.Fprintf(w, "# HELP detente_requests_at_work Requests being answered.\n# TYPE detente_requests_at_work gauge\ndetente_requests_at_work %d\n", h.log.atWork)
	fmt.Fprint(w, "# HELP detente_requests_total Requests answered, by class of status.\n# TYPE detente_requests_total counter\n")
	total := 0
	for class := 1; class < len(h.log.count); class++ {
		fmt.Fprintf(w, "detente_requests_total{status=\"%dxx\"} %d\n", class, h.log.count[class])
		total += h.log.count[class]
	}
	fmt.Fprint(w, "# HELP detente_request_seconds Time to answer.\n# TYPE detente_request_seconds histogram\n")
	for i, bar := range bars {
		fmt.Fprintf(w, "detente_request_seconds_bucket{le=\"%g\"} %d\n", bar.Seconds(), h.log.within[i])
	}
	fmt.Fprintf(w, "detente_request_seconds_bucket{le=\"+Inf\"} %d\ndetente_request_seconds_sum %g\ndetente_request_seconds_count %d\n", total, h.log.took.Seconds(), total)
}

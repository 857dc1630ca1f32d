package pages

import (
	"context"
	"net/http"
	"time"
)

// A page that may grow asks whether the database has changed since it was made,
// and is answered when it has. It looks for what is new by itself then: what a page
// shows hangs on more than a list of rows.

const (
	// listeners bounds how many wait at a time; of the requests that the server
	// works at, most are left to others. Who finds no place asks now and then.
	listeners = 16
	// listening is how long one waits for a change.
	listening = 20 * time.Second
	// again is after how many seconds who found no place asks once more.
	again = "15"
)

// changes answers with the version of the database as soon as it is another one
// than since; without a body where it is the same for long, or where too many wait.
func (p *pages) changes(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	since := r.URL.Query().Get("since")
	version, err := p.Store.Version(r.Context())
	if err == nil && version == since {
		select {
		case p.waiting <- struct{}{}:
			version, err = p.await(r.Context(), since)
			<-p.waiting
		default:
			h.Set("Retry-After", again)
		}
	}
	switch {
	case r.Context().Err() != nil: // he has left
	case err != nil:
		p.Fault(r, err)
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
	case version == since:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Write([]byte(version))
	}
}

// await waits for another version; the same one comes back after a while, and when
// the server ends.
func (p *pages) await(ctx context.Context, since string) (string, error) {
	ctx, done := context.WithTimeout(ctx, listening)
	defer done()
	defer context.AfterFunc(p.Life, done)()
	version, err := p.Store.Await(ctx, since)
	if err != nil && ctx.Err() != nil {
		return since, nil
	}
	return version, err
}

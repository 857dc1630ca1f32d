package server

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// Limits bound what requests may take; zero values take the defaults.
type Limits struct {
	Body       int64         // bytes of a request's body; 4 MB
	Concurrent int           // requests at a time, at work or waiting; 64
	AtWork     int           // of them, those in the first quarter second of their work; two for each processor
	Wait       time.Duration // for a free place; 2 s
	// Silence is how long an answer may go without a byte; 30 s. A long export
	// goes on as long as it is read.
	Silence time.Duration
	Total   time.Duration // of a whole answer; 30 min
}

func (l Limits) withDefaults() Limits {
	def := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	if l.Body == 0 {
		l.Body = 4 << 20
	}
	if l.Concurrent == 0 {
		l.Concurrent = 64
	}
	if l.AtWork == 0 {
		l.AtWork = 2 * runtime.GOMAXPROCS(0)
	}
	def(&l.Wait, 2*time.Second)
	def(&l.Silence, 30*time.Second)
	def(&l.Total, 30*time.Minute)
	return l
}

// errSilence ends a request that took too long.
var errSilence = errors.New("the answer takes too long: ask for less")

// bounded keeps the limits: a body over its size fails when it is read, a
// request that finds no place is asked to come again, and one that is silent for
// too long is cancelled.
func bounded(next http.Handler, l Limits) http.Handler {
	all, desk := make(places, l.Concurrent), make(places, l.AtWork)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, p := range []places{all, desk} {
			if !p.take(r.Context(), l.Wait) {
				if r.Context().Err() == nil {
					w.Header().Set("Retry-After", strconv.Itoa(int(l.Wait.Seconds())+1))
					refuse(w, r, http.StatusServiceUnavailable, "the server is busy: try again in a moment")
				}
				if p == desk {
					all.leave()
				}
				return
			}
		}
		defer all.leave()
		leave := sync.OnceFunc(desk.leave)
		defer leave()
		defer time.AfterFunc(atDesk, leave).Stop()

		ctx, cancel := context.WithTimeout(r.Context(), l.Total)
		defer cancel()
		ctx, stop := context.WithCancelCause(ctx)
		defer stop(nil)
		a := &watched{ResponseWriter: w, rc: http.NewResponseController(w), limit: l.Silence}
		a.timer = time.AfterFunc(l.Silence, func() { stop(errSilence) })
		defer a.timer.Stop()
		a.deadline()
		r.Body = http.MaxBytesReader(w, r.Body, l.Body)
		next.ServeHTTP(a, r.WithContext(ctx))
	})
}

// atDesk is how long a request keeps its place among those at work. Short ones end
// sooner and do not get in one another's way, however many come; a long export or
// somebody who waits for a change goes on beside them.
const atDesk = 250 * time.Millisecond

// places are so many, taken and left.
type places chan struct{}

// take waits for a place, no longer than so long.
func (p places) take(ctx context.Context, wait time.Duration) bool {
	select {
	case p <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case p <- struct{}{}:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

func (p places) leave() { <-p }

// watched is an answer whose time runs anew with everything that is written.
type watched struct {
	http.ResponseWriter
	rc    *http.ResponseController
	limit time.Duration
	timer *time.Timer
	last  time.Time
}

// deadline gives the client its time to take what is written.
func (a *watched) deadline() {
	a.last = time.Now()
	a.rc.SetWriteDeadline(a.last.Add(2 * a.limit))
}

func (a *watched) Write(b []byte) (int, error) {
	if time.Since(a.last) > a.limit/8 {
		a.timer.Reset(a.limit)
		a.deadline()
	}
	return a.ResponseWriter.Write(b)
}

func (a *watched) Flush() { a.rc.Flush() }

func (a *watched) Unwrap() http.ResponseWriter { return a.ResponseWriter }

package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// Limits bound what requests may take; zero values take the defaults.
type Limits struct {
	Body       int64         // bytes of a request's body; 4 MB
	Concurrent int           // requests at work at a time; 64
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
	places := make(chan struct{}, l.Concurrent)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case places <- struct{}{}:
		default:
			wait := time.NewTimer(l.Wait)
			defer wait.Stop()
			select {
			case places <- struct{}{}:
			case <-r.Context().Done():
				return
			case <-wait.C:
				w.Header().Set("Retry-After", strconv.Itoa(int(l.Wait.Seconds())+1))
				refuse(w, r, http.StatusServiceUnavailable, "the server is busy: try again in a moment")
				return
			}
		}
		defer func() { <-places }()

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

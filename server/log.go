package server

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// requestLog writes a line for each request and counts them.
type requestLog struct {
	mu  sync.Mutex
	out io.Writer

	atWork int
	count  [6]int           // by hundreds of the status
	within [len(bars)]int64 // answers that took no longer
	took   time.Duration    // of all
}

// bars are the bounds of the histogram of answer times.
var bars = [...]time.Duration{time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, time.Second, 5 * time.Second}

func newLog(out io.Writer) *requestLog {
	if out == nil {
		out = io.Discard
	}
	return &requestLog{out: out}
}

// wrap logs: time, client, method, path, status, bytes, how long it took. What
// was searched for stays out of it, and so do tokens.
func (l *requestLog) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		l.mu.Lock()
		l.atWork++
		l.mu.Unlock()
		a := &answer{ResponseWriter: w}
		defer func() {
			took := time.Since(start)
			l.mu.Lock()
			defer l.mu.Unlock()
			l.atWork--
			status := a.status
			if status == 0 {
				status = http.StatusOK
			}
			l.count[min(5, status/100)]++
			l.took += took
			for i, bar := range bars {
				if took <= bar {
					l.within[i]++
				}
			}
			fmt.Fprintf(l.out, "%s %s %s %s %d %d %s\n", start.UTC().Format(time.RFC3339), hostname(r.RemoteAddr), r.Method, printable(r.URL.EscapedPath()),
				status, a.bytes, took.Round(10*time.Microsecond))
		}()
		next.ServeHTTP(a, r)
	})
}

// printable keeps a hostile path from writing lines of its own.
func printable(path string) string {
	if len(path) > 200 {
		path = path[:200] + "..."
	}
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c >= 0x7f {
			return '?'
		}
		return c
	}, path)
}

func (l *requestLog) fault(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.out, text)
}

// answer notes what is answered.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

func (a *answer) Flush() { http.NewResponseController(a.ResponseWriter).Flush() }

func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// progress counts reports on one line of a terminal. On anything else it is
// silent. It shows itself only when the work takes a while.
type progress struct {
	w         io.Writer
	tty       bool
	began     time.Time
	shown     time.Time
	done, bad int
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	return &progress{w: w, tty: ok && term.IsTerminal(int(f.Fd())), began: time.Now()}
}

// step counts one report.
func (g *progress) step(ok bool) {
	g.done++
	if !ok {
		g.bad++
	}
	now := time.Now()
	if !g.tty || now.Sub(g.began) < time.Second || now.Sub(g.shown) < 200*time.Millisecond {
		return
	}
	g.shown = now
	fmt.Fprintf(g.w, "\r\x1b[K%d reports", g.done)
	if g.bad > 0 {
		fmt.Fprintf(g.w, ", %d bad", g.bad)
	}
	fmt.Fprintf(g.w, ", %.0f a second", float64(g.done)/now.Sub(g.began).Seconds())
}

// clear takes the line away, for an error message or the end.
func (g *progress) clear() {
	if !g.shown.IsZero() {
		fmt.Fprint(g.w, "\r\x1b[K")
		g.shown = time.Time{}
	}
}

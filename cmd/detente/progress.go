package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far the work is on one line of a terminal: a bar, how many
// reports were read, how fast, and how long it will take. On anything else it is
// silent. It shows itself only when the work takes a while.
type progress struct {
	w         io.Writer
	bar       *progressbar.ProgressBar // nil: not on a terminal
	began     time.Time
	shown     bool
	done, bad int
	total, at atomic.Int64 // of the whole work, in bytes or reports
}

// beforeShown is how long work may take without a word.
const beforeShown = time.Second

// progress begins to show work on standard error; total is its size, in bytes or
// in reports as advance counts it, or negative where nobody knows.
func (p *program) progress(total int64) *progress {
	g := &progress{w: p.stderr, began: time.Now()}
	g.total.Store(total)
	if f, ok := p.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		g.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(f), progressbar.OptionSetWidth(24), progressbar.OptionThrottle(200*time.Millisecond),
			progressbar.OptionSetPredictTime(total > 0), progressbar.OptionSetElapsedTime(true), progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetRenderBlankState(false), progressbar.OptionSpinnerType(14))
	}
	return g
}

// advance says that n more of the total are done. It may be called while step is.
func (g *progress) advance(n int64) { g.at.Add(n) }

// step counts one report.
func (g *progress) step(ok bool) {
	g.done++
	if !ok {
		g.bad++
	}
	if g.bar == nil || time.Since(g.began) < beforeShown {
		return
	}
	g.shown = true
	g.bar.Describe(g.told())
	// The bar ends with the last report: what was read in is not yet read through.
	g.bar.Set64(min(g.at.Load(), max(g.total.Load()-1, 0)))
}

// told are the counts in words.
func (g *progress) told() string {
	rate := float64(g.done) / max(time.Since(g.began).Seconds(), 1e-3)
	if g.bad > 0 {
		return fmt.Sprintf("%s, %d bad, %.0f/s", plural(g.done, "report"), g.bad, rate)
	}
	return fmt.Sprintf("%s, %.0f/s", plural(g.done, "report"), rate)
}

// clear takes the line away, for an error message or the end.
func (g *progress) clear() {
	if g.shown {
		g.bar.Clear()
		g.shown = false
	}
}

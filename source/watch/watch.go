// Package watch follows feeds for ever: it polls them, fetches what is new, and
// yields it as inputs.
//
// It is a good guest: a feed is asked conditionally, at a time of its own with a
// little chance in it, seldomer when it has nothing new or fails; robots.txt,
// Retry-After and a pause between requests to a host are kept to. What it knows
// (when a feed is due, its validators, which addresses were fetched) is in the
// database, so that it can be stopped at any moment and goes on where it was.
package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"detente/page"
	"detente/source"
	"detente/source/fetch"
	"detente/store"
)

// Options are the choices of Watch; zero values take the defaults.
type Options struct {
	Every   time.Duration // between polls of a feed that has news; 15 min
	Longest time.Duration // between polls of one that has none or fails; 6 h
	Once    bool          // poll every feed that is due once and end
	Now     func() time.Time
	Wait    func(ctx context.Context, d time.Duration) error // sleeps; for tests
	Stats   *Stats                                           // counts, may be nil
	Polled  func()                                           // called after every poll of a feed, may be nil
}

// Stats counts what was done since the start.
type Stats struct {
	Polled, NotModified, Failed, Items, Fetched, Refused atomic.Int64
}

// String is the counts on one line.
func (s *Stats) String() string {
	return fmt.Sprintf("%d polls (%d without news, %d failed), %d items, %d pages fetched, %d refused",
		s.Polled.Load(), s.NotModified.Load(), s.Failed.Load(), s.Items.Load(), s.Fetched.Load(), s.Refused.Load())
}

// WriteMetrics writes the counts in the text format of Prometheus, version 0.0.4.
func (s *Stats) WriteMetrics(w io.Writer) error {
	for _, m := range []struct {
		name, help string
		value      int64
	}{
		{"polls", "Feeds asked.", s.Polled.Load()},
		{"polls_without_news", "Feeds that had nothing new.", s.NotModified.Load()},
		{"failures", "Feeds and pages that could not be had.", s.Failed.Load()},
		{"items", "Items of feeds that were new.", s.Items.Load()},
		{"pages_fetched", "Pages fetched.", s.Fetched.Load()},
		{"pages_refused", "Pages not fetched on principle, by robots.txt among others.", s.Refused.Load()},
	} {
		name := "detente_watch_" + m.name + "_total"
		if _, err := fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s counter\n%s %d\n", name, m.help, name, name, m.value); err != nil {
			return err
		}
	}
	return nil
}

// Getter is what fetches: a *fetch.Client.
type Getter interface {
	Get(ctx context.Context, address string, known fetch.Known) (*fetch.Response, error)
}

// Watch polls feeds and yields what is new in them, until ctx ends, which is no
// error. An address is remembered as seen when the caller comes back for the
// next input: what it was given is then in the database, and what it was not is
// fetched again after a crash.
func Watch(ctx context.Context, memory store.Watching, get Getter, feeds []string, opts Options) iter.Seq2[source.Input, error] {
	if opts.Every == 0 {
		opts.Every = 15 * time.Minute
	}
	if opts.Longest == 0 {
		opts.Longest = 6 * time.Hour
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Wait == nil {
		opts.Wait = wait
	}
	if opts.Stats == nil {
		opts.Stats = new(Stats)
	}
	return func(yield func(source.Input, error) bool) {
		w := &watcher{memory: memory, get: get, opts: opts, yield: yield}
		for w.round(ctx, feeds) {
			if opts.Once {
				return
			}
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

type watcher struct {
	memory store.Watching
	get    Getter
	opts   Options
	yield  func(source.Input, error) bool
}

// round polls the feeds that are due, and sleeps until the next one is.
func (w *watcher) round(ctx context.Context, feeds []string) bool {
	next := w.opts.Now().Add(w.opts.Longest)
	for _, url := range feeds {
		if ctx.Err() != nil {
			return false
		}
		f, err := w.memory.Feed(ctx, url)
		if err != nil {
			return w.stop(ctx, err)
		}
		if due, _ := time.Parse(time.RFC3339, f.Next); due.After(w.opts.Now()) {
			next = earlier(next, due)
			continue
		}
		if !w.poll(ctx, &f) {
			return false
		}
		if due, err := time.Parse(time.RFC3339, f.Next); err == nil {
			next = earlier(next, due)
		}
	}
	if w.opts.Once {
		return true
	}
	return w.opts.Wait(ctx, max(next.Sub(w.opts.Now()), time.Second)) == nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// stop ends the watch with an error, unless it was asked to end.
func (w *watcher) stop(ctx context.Context, err error) bool {
	if ctx.Err() == nil {
		w.yield(source.Input{}, err)
	}
	return false
}

// fault yields an error that the watch outlives.
func (w *watcher) fault(ctx context.Context, name string, err error) bool {
	return ctx.Err() == nil && w.yield(source.Input{Name: name}, &source.Fault{Name: name, Err: err})
}

// poll asks one feed and fetches what is new in it.
func (w *watcher) poll(ctx context.Context, f *store.Feed) bool {
	w.opts.Stats.Polled.Add(1)
	res, err := w.get.Get(ctx, f.URL, fetch.Known{ETag: f.ETag, Modified: f.Modified})
	if ctx.Err() != nil {
		return false
	}
	pause := w.opts.Every
	var entries []source.Entry
	switch {
	case err == nil && res.NotModified:
		w.opts.Stats.NotModified.Add(1)
		f.Failures = 0
		pause *= 2
	case err == nil && res.Status == http.StatusOK:
		if entries, err = parse(res.Body); err == nil {
			f.ETag, f.Modified, f.Failures = res.Known.ETag, res.Known.Modified, 0
		}
	case err == nil:
		err = fmt.Errorf("the server answers %d %s", res.Status, http.StatusText(res.Status))
		pause = max(pause, res.RetryAfter)
	}
	if err != nil {
		w.opts.Stats.Failed.Add(1)
		f.Failures++
		pause = max(pause, w.opts.Every<<min(f.Failures, 10))
		if !w.fault(ctx, f.URL, err) {
			return false
		}
	}
	for _, e := range entries {
		if !w.entry(ctx, e) {
			return false
		}
	}
	// A tenth of chance keeps feeds from coming due all at once.
	pause = min(pause, max(w.opts.Longest, w.opts.Every))
	pause += rand.N(pause/10 + 1)
	f.Next = w.opts.Now().Add(pause).UTC().Format(time.RFC3339)
	if err := w.memory.SetFeed(ctx, *f); err != nil {
		return w.stop(ctx, err)
	}
	if w.opts.Polled != nil {
		w.opts.Polled()
	}
	return true
}

// parse reads a feed or a news sitemap.
func parse(body []byte) ([]source.Entry, error) {
	if bytes.Contains(body[:min(len(body), 4096)], []byte("<urlset")) {
		entries, _, err := source.ParseSitemap(body)
		return entries, err
	}
	return source.ParseFeed(body)
}

// entry yields an item that was not seen, with its page.
func (w *watcher) entry(ctx context.Context, e source.Entry) bool {
	if !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") {
		return true
	}
	seen, err := w.memory.Seen(ctx, e.URL)
	if err != nil {
		return w.stop(ctx, err)
	}
	if seen {
		return true
	}
	w.opts.Stats.Items.Add(1)
	in := source.FromEntry(e.URL, e)
	if in.Kind == source.Link {
		res, err := w.get.Get(ctx, e.URL, fetch.Known{})
		if ctx.Err() != nil {
			return false
		}
		var refused *fetch.Refused
		switch {
		case errors.As(err, &refused):
			// Asking again would give the same answer.
			w.opts.Stats.Refused.Add(1)
			if !w.fault(ctx, e.URL, errors.New("refused: "+refused.Why)) {
				return false
			}
			return w.remember(ctx, e.URL)
		case err != nil || res.Status >= 500 || res.Status == http.StatusTooManyRequests:
			w.opts.Stats.Failed.Add(1)
			if err == nil {
				err = fmt.Errorf("the server answers %d", res.Status)
			}
			return w.fault(ctx, e.URL, err) // not remembered: the next poll tries again
		case res.Status != http.StatusOK:
			w.opts.Stats.Failed.Add(1)
			return w.fault(ctx, e.URL, fmt.Errorf("the server answers %d", res.Status)) && w.remember(ctx, e.URL)
		}
		w.opts.Stats.Fetched.Add(1)
		in = FromResponse(in, res)
	}
	return w.yield(in, nil) && w.remember(ctx, e.URL)
}

func (w *watcher) remember(ctx context.Context, url string) bool {
	if err := w.memory.SetSeen(ctx, url, ""); err != nil {
		return w.stop(ctx, err)
	}
	return true
}

// FromResponse makes an input of a fetched page: the bytes of it, with what its
// link said of it.
func FromResponse(link source.Input, res *fetch.Response) source.Input {
	in := link
	in.Data, in.Meta.Charset, in.Kind = res.Body, res.Charset, source.HTML
	if res.ContentType == "text/plain" && !page.LooksHTML(res.Body) {
		in.Kind = source.Text
	}
	if in.Meta.URL == "" || res.URL != "" {
		in.Meta.URL = res.URL
	}
	return in
}

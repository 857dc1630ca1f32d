package watch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/source/fetch"
	"detente/store"
	"detente/store/sqlite"
)

// web is a network of our own: addresses and what they answer.
type web struct {
	pages map[string]string
	asked []string
}

func (w *web) Get(_ context.Context, address string, known fetch.Known) (*fetch.Response, error) {
	w.asked = append(w.asked, address)
	body, ok := w.pages[address]
	switch {
	case !ok:
		return &fetch.Response{URL: address, Status: 404}, nil
	case body == "down":
		return nil, errors.New("connection refused")
	case body == "robots":
		return nil, &fetch.Refused{URL: address, Why: "robots.txt forbids it"}
	case known.ETag == fmt.Sprint(len(body)):
		return &fetch.Response{URL: address, Status: 304, NotModified: true, Known: known}, nil
	}
	return &fetch.Response{URL: address, Status: 200, Body: []byte(body), ContentType: "text/html", Known: fetch.Known{ETag: fmt.Sprint(len(body))}}, nil
}

func feed(links ...string) string {
	var items strings.Builder
	for _, l := range links {
		fmt.Fprintf(&items, "<item><title>T</title><link>%s</link></item>", l)
	}
	return "<rss version='2.0'><channel><title>The Herald</title>" + items.String() + "</channel></rss>"
}

func TestWatch(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "w.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	net := &web{pages: map[string]string{
		"https://a/feed": feed("https://a/1", "https://a/2", "https://a/no", "https://a/gone", "file:///etc/passwd"),
		"https://b/feed": "down", "https://a/1": "<p>one", "https://a/2": "<p>two", "https://a/no": "robots",
	}}
	now := time.Date(2021, 3, 4, 10, 0, 0, 0, time.UTC)
	var slept []time.Duration
	stats := new(Stats)
	polls := 0
	opts := Options{Polled: func() { polls++ }, Now: func() time.Time { return now }, Stats: stats, Wait: func(ctx context.Context, d time.Duration) error {
		slept = append(slept, d)
		now = now.Add(d)
		if len(slept) == 1 {
			net.pages["https://a/feed"] = feed("https://a/3", "https://a/1")
			net.pages["https://a/3"] = "<p>three"
		}
		if len(slept) == 6 {
			return context.Canceled
		}
		return ctx.Err()
	}}
	var got, faults []string
	for in, err := range Watch(t.Context(), db, net, []string{"https://a/feed", "https://b/feed"}, opts) {
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		got = append(got, in.Name+" "+string(in.Data)+" "+in.Meta.Source)
	}
	want := []string{"https://a/1 <p>one The Herald", "https://a/2 <p>two The Herald", "https://a/3 <p>three The Herald"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, part := range []string{"https://a/no: refused: robots.txt forbids it", "https://a/gone: the server answers 404", "https://b/feed: connection refused"} {
		if !slices.Contains(faults, part) {
			t.Errorf("%q is not among the faults %q", part, faults)
		}
	}
	if n := count(net.asked, "https://a/no") + count(net.asked, "https://a/gone") + count(net.asked, "https://a/1"); n != 3 {
		t.Errorf("pages were asked for again: %q", net.asked)
	}
	if stats.NotModified.Load() == 0 || count(net.asked, "https://b/feed") >= count(net.asked, "https://a/feed") {
		t.Errorf("a feed that fails is asked as often as one that does not: %q; %s", net.asked, stats)
	}
	var metrics strings.Builder
	if err := stats.WriteMetrics(&metrics); err != nil || !strings.Contains(metrics.String(), fmt.Sprintf("\ndetente_watch_pages_fetched_total %d\n", stats.Fetched.Load())) || stats.Fetched.Load() != 3 {
		t.Errorf("metrics, %v:\n%s", err, metrics.String())
	}
	if polls != int(stats.Polled.Load()) {
		t.Errorf("told of %d polls of %d", polls, stats.Polled.Load())
	}
	for _, d := range slept {
		if d < time.Second || d > 7*time.Hour {
			t.Errorf("slept %s", d)
		}
	}
	// Another watch goes on where this one was: nothing is due.
	before := len(net.asked)
	opts.Once = true
	for in, err := range Watch(t.Context(), db, net, []string{"https://a/feed"}, opts) {
		t.Errorf("nothing is due, got %v, %v", in.Name, err)
	}
	if len(net.asked) > before+1 {
		t.Errorf("asked %q", net.asked[before:])
	}
}

// A caller that stops at an input is given it again.
func TestStopBeforeStored(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "w.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	net := &web{pages: map[string]string{"https://a/feed": feed("https://a/1"), "https://a/1": "<p>one"}}
	for range 2 {
		n := 0
		for in, err := range Watch(t.Context(), store.Watching(db), net, []string{"https://a/feed"}, Options{Once: true}) {
			if err != nil || string(in.Data) != "<p>one" {
				t.Errorf("%v, %v", in, err)
			}
			n++
			break
		}
		if n != 1 {
			t.Errorf("%d inputs", n)
		}
	}
}

func count(list []string, s string) (n int) {
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

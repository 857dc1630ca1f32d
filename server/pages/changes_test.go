package pages

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"detente/data"
	"detente/record"
	"detente/store"
	"detente/store/postgres"
	"detente/store/postgres/postgrestest"
)

// tells is a report of one event, at a day.
func tells(id string, day record.Interval) record.Record {
	text := "Norway thanked Sweden for the bridge."
	whole := record.Span{Start: 0, End: len(text)}
	return record.Record{Schema: record.Schema, Document: record.Document{ID: id, Text: text, Source: "Fjord Post", Published: record.Published{Interval: day}},
		Events: []record.Event{{ID: "e1", Date: day, Source: record.ActorRef{Code: "NOR"}, Target: record.ActorRef{Code: "SWE"}, Plover: record.Plover{Type: "CONSULT", Contexts: []string{}}, Cameo: "040",
			Quad: 1, Status: record.Happened, Count: []record.Count{}, Spans: record.EventSpans{Trigger: record.Span{Start: 7, End: 14}, Clause: whole, Sentence: whole}}}}
}

func TestChanges(t *testing.T) {
	s, db := site(t)
	hears(t, s, db)
}

// TestChangesOnPostgres hears of changes from the server of DETENTE_POSTGRES.
func TestChangesOnPostgres(t *testing.T) {
	db, err := postgres.Open(t.Context(), postgrestest.Fresh(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	h, err := New(Options{Store: db, Reader: mustRead(t), Data: data.Embedded()})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	defer s.Close()
	hears(t, s, db)
}

// hears waits for a change that comes, and for one that came already.
func hears(t *testing.T, s *httptest.Server, db store.Store) {
	t.Helper()
	before, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		status int
		body   string
	}
	heard := make(chan answer, 1)
	go func() {
		status, body := get(t, s.URL+"/changes?since="+url.QueryEscape(before))
		heard <- answer{status, body}
	}()
	select {
	case a := <-heard:
		t.Fatalf("nothing has changed, and the answer is %v", a)
	case <-time.After(300 * time.Millisecond):
	}
	if _, err := db.Put(t.Context(), tells("new", record.Day(2026, 11, 24))); err != nil {
		t.Fatal(err)
	}
	after, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	select {
	case a := <-heard:
		if a.status != 200 || a.body != after || a.body == before {
			t.Errorf("the answer is %v, want the version %q", a, after)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nobody heard of the change")
	}
	if status, body := get(t, s.URL+"/changes?since="+url.QueryEscape(before)); status != 200 || body != after {
		t.Errorf("who comes late is answered %d %q", status, body)
	}
}

// So many may wait, and nobody when the server ends.
func TestListenersAreBounded(t *testing.T) {
	life, end := context.WithCancel(t.Context())
	db := demo(t)
	h, err := New(Options{Store: db, Reader: mustRead(t), Data: data.Embedded(), Life: life})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	defer s.Close()
	version, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	address := s.URL + "/changes?since=" + url.QueryEscape(version)
	busy := make(chan int, 3*listeners)
	for range cap(busy) {
		go func() {
			resp, err := http.Get(address)
			if err != nil {
				busy <- 0
				return
			}
			defer resp.Body.Close()
			if body, _ := io.ReadAll(resp.Body); len(body) > 0 || resp.Header.Get("ETag") != "" {
				t.Errorf("nothing has changed, and the answer is %q", body)
			}
			if resp.Header.Get("Retry-After") != "" {
				busy <- -resp.StatusCode
				return
			}
			busy <- resp.StatusCode
		}()
	}
	for range cap(busy) - listeners {
		if status := <-busy; status != -http.StatusNoContent {
			t.Errorf("who finds no place is answered %d", -status)
		}
	}
	end()
	for range listeners {
		select {
		case status := <-busy:
			if status != http.StatusNoContent {
				t.Errorf("at the end of the server who waits is answered %d", status)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("somebody waits for a server that has ended")
		}
	}
}

// A page tells what it would show besides, and shows it where that is asked for.
func TestBrowserNewRows(t *testing.T) {
	s, db := site(t)
	for _, address := range []string{"/events?newest=yes", "/"} {
		ctx := openTab(t, 1200, 900)
		must(t, ctx, chromedp.Navigate(s.URL+address))
		until(t, ctx, `document.querySelector(".fresh") !== null`)
		if text := eval[string](t, ctx, `document.querySelector(".fresh").textContent`); text != "" {
			t.Errorf("%s tells of %q before anything has changed", address, text)
		}
		id := "new-" + strings.Trim(address, "/?=")
		if _, err := db.Put(t.Context(), tells(id, record.Day(2026, 11, 24))); err != nil {
			t.Fatal(err)
		}
		until(t, ctx, `document.querySelector(".fresh")?.textContent.startsWith("1 new event")`)
		row := fmt.Sprintf(`document.querySelector('[data-row^="/report/%s#"]') !== null`, url.PathEscape(id))
		if eval[bool](t, ctx, row) {
			t.Errorf("%s moves before it is asked", address)
		}
		must(t, ctx, chromedp.Click(chromedp.CSS(".fresh button")))
		until(t, ctx, row)
	}
	// What does not fit the page is no news for it.
	ctx := openTab(t, 1200, 900)
	must(t, ctx, chromedp.Navigate(s.URL+"/events?actor=PRK&newest=yes"))
	until(t, ctx, `document.querySelector(".fresh") !== null`)
	if _, err := db.Put(t.Context(), tells("elsewhere", record.Day(2026, 11, 25))); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	if text := eval[string](t, ctx, `document.querySelector(".fresh").textContent`); text != "" {
		t.Errorf("news of Norway is shown to who asked for North Korea: %q", text)
	}
}

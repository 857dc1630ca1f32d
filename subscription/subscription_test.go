package subscription

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/data"
	"detente/query"
	"detente/record"
	"detente/source/fetch"
	"detente/store"
	"detente/store/sqlite"
	"detente/store/storetest"
)

// place is a service with its clock, on a file that can be opened again.
type place struct {
	*Service
	file string
	now  time.Time
}

func open(t *testing.T, file string) *place {
	t.Helper()
	db, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	groups, err := query.LoadGroups(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	client := fetch.New(fetch.Options{Timeout: 2 * time.Second, Allow: func(a netip.AddrPort) bool { return a.Addr().IsLoopback() }})
	t.Cleanup(client.Close)
	p := &place{file: file, now: time.Date(2021, 3, 10, 12, 0, 0, 0, time.UTC)}
	p.Service = &Service{Store: db, Groups: groups, Client: client, Now: func() time.Time { return p.now }, Fault: func(err error) { t.Error(err) }}
	return p
}

func (p *place) put(t *testing.T, id string, events ...record.Event) {
	t.Helper()
	for i := range events {
		events[i].Spans.Sentence = record.Span{Start: 0, End: 23}
	}
	if _, err := p.Store.Put(t.Context(), storetest.Report(id, "Arnor and Gondor met at "+id+" <again> & talked.", 4, events...)); err != nil {
		t.Fatal(err)
	}
}

func met() record.Event  { return storetest.Event("CONSULT", "ARNGOV", "GON", record.Day(2021, 3, 4)) }
func sent() record.Event { return storetest.Event("AID", "ARNGOV", "GON", record.Day(2021, 3, 5)) }

// hook is a receiver that answers with the statuses that it is told, then 200.
type hook struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int
	got      []string // documents, in the order in which they were taken
	ids      []string
	faults   []string
	secret   string
}

func newHook(t *testing.T) *hook {
	h := &hook{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		var b Body
		if err := json.Unmarshal(body, &b); err != nil {
			h.faults = append(h.faults, err.Error())
		}
		if want := Sign(h.secret, r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), body); want != r.Header.Get("webhook-signature") {
			h.faults = append(h.faults, "signature "+r.Header.Get("webhook-signature"))
		}
		h.ids = append(h.ids, r.Header.Get("webhook-id"))
		if len(h.statuses) > 0 {
			status := h.statuses[0]
			h.statuses = h.statuses[1:]
			w.WriteHeader(status)
			return
		}
		h.got = append(h.got, b.Data.Event.Document)
	}))
	t.Cleanup(h.Close)
	return h
}

func (p *place) step(t *testing.T) {
	t.Helper()
	if err := p.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestEachNewEventIsPostedOnce(t *testing.T) {
	p, h := open(t, filepath.Join(t.TempDir(), "a.db")), newHook(t)
	p.put(t, "before", met())
	s, err := p.Add(t.Context(), Wanted{Query: "actor:ARN type:CONSULT", Name: "Talks", URL: h.URL})
	if err != nil {
		t.Fatal(err)
	}
	h.secret = s.Secret
	p.step(t)
	p.put(t, "one", met(), sent())
	p.put(t, "two", sent())
	p.put(t, "three", met())
	p.step(t)
	p.step(t)
	p.put(t, "three", met()) // the same again
	p.step(t)
	if got := strings.Join(h.got, " "); got != "one three" || len(h.faults) > 0 {
		t.Errorf("posted %q, faults %v", got, h.faults)
	}
	notices, err := p.Store.Notices(t.Context(), s.ID, 10)
	if err != nil || len(notices) != 3 || notices[0].State != store.Sent || notices[2].State != store.Kept {
		t.Errorf("notices %+v, %v", notices, err)
	}
}

func TestAFailedPostIsTriedAgain(t *testing.T) {
	p, h := open(t, filepath.Join(t.TempDir(), "a.db")), newHook(t)
	s, err := p.Add(t.Context(), Wanted{Query: "actor:ARN", ID: "x", URL: h.URL})
	if err != nil {
		t.Fatal(err)
	}
	h.secret, h.statuses = s.Secret, []int{500, 302}
	p.put(t, "one", met())
	p.put(t, "two", met())
	p.step(t)
	if len(h.ids) != 1 || len(h.got) > 0 {
		t.Errorf("after a fault %d posts were made", len(h.ids))
	}
	p.step(t)
	if len(h.ids) != 1 {
		t.Error("it was tried again at once")
	}

	// A server that starts anew goes on where the old one was.
	now := p.now
	p = open(t, p.file)
	p.now = now.Add(10 * time.Second)
	p.step(t)
	p.now = p.now.Add(time.Minute)
	p.step(t)
	if len(h.ids) != 2 {
		t.Errorf("%d attempts, want 2", len(h.ids))
	}
	p.now = p.now.Add(time.Hour)
	p.step(t)
	if got := strings.Join(h.got, " "); got != "one two" || h.ids[0] != h.ids[1] || h.ids[1] != h.ids[2] || h.ids[2] == h.ids[3] || len(h.faults) > 0 {
		t.Errorf("posted %q as %v, faults %v", got, h.ids, h.faults)
	}

	h.statuses = []int{410}
	p.put(t, "three", met())
	p.step(t)
	if notices, _ := p.Store.Notices(t.Context(), "x", 1); notices[0].State != store.Failed || notices[0].Fault != "answered 410 Gone" {
		t.Errorf("a hook that is gone: %+v", notices[0])
	}
}

func TestItIsGivenUpAtLast(t *testing.T) {
	p, h := open(t, filepath.Join(t.TempDir(), "a.db")), newHook(t)
	if _, err := p.Add(t.Context(), Wanted{Query: "actor:ARN", ID: "x", URL: h.URL}); err != nil {
		t.Fatal(err)
	}
	h.Server.Close()
	p.put(t, "one", met())
	for range 2 * len(waits) {
		p.step(t)
		p.now = p.now.Add(25 * time.Hour)
	}
	notices, err := p.Store.Notices(t.Context(), "x", 1)
	if err != nil || notices[0].State != store.Failed || notices[0].Attempts != len(waits)+1 || notices[0].Fault == "" {
		t.Errorf("%+v, %v", notices, err)
	}
}

func TestAddressesThatAreNotPublicAreRefused(t *testing.T) {
	p, h := open(t, filepath.Join(t.TempDir(), "a.db")), newHook(t)
	p.Client = fetch.New(fetch.Options{})
	t.Cleanup(p.Client.Close)
	for _, url := range []string{h.URL, "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data", "ftp://example.org/", "nonsense"} {
		if _, err := p.Add(t.Context(), Wanted{Query: "actor:ARN", URL: url}); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Errorf("%s: %v", url, err)
		}
	}
	// One that was kept before the rules were, or a name that turns out to be
	// such an address, is refused when it is connected to.
	if err := p.Store.Subscribe(t.Context(), store.Subscription{ID: "old", Query: "actor:ARN", URL: strings.Replace(h.URL, "127.0.0.1", "localhost", 1), Created: p.Service.now()}); err != nil {
		t.Fatal(err)
	}
	p.put(t, "one", met())
	p.step(t)
	notices, err := p.Store.Notices(t.Context(), "old", 1)
	if err != nil || len(h.ids) > 0 || notices[0].State != store.Waiting || notices[0].Fault == "" {
		t.Errorf("%d posts, %+v, %v", len(h.ids), notices, err)
	}
}

func TestOnceTellsAFactWhenItIsFirstTold(t *testing.T) {
	p := open(t, filepath.Join(t.TempDir(), "a.db"))
	if _, err := p.Add(t.Context(), Wanted{Query: "actor:ARN once", ID: "x"}); err != nil {
		t.Fatal(err)
	}
	p.put(t, "one", met())
	p.step(t)
	p.put(t, "two", met())
	p.step(t)
	notices, err := p.Store.Notices(t.Context(), "x", 10)
	if err != nil || len(notices) != 1 || notices[0].Told.Event.Document != "one" {
		t.Errorf("%+v, %v", notices, err)
	}
}

func TestRunTellsAndStops(t *testing.T) {
	p, h := open(t, filepath.Join(t.TempDir(), "a.db")), newHook(t)
	p.Pause = 10 * time.Millisecond
	if _, err := p.Add(t.Context(), Wanted{Query: "actor:ARN", ID: "x", URL: h.URL}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	for i := range 3 {
		p.put(t, fmt.Sprint("d", i), met())
	}
	for range 500 {
		h.mu.Lock()
		n := len(h.got)
		h.mu.Unlock()
		if n == 3 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	<-done
	if got := strings.Join(h.got, " "); got != "d0 d1 d2" {
		t.Errorf("posted %q", got)
	}
}

func TestFeed(t *testing.T) {
	p := open(t, filepath.Join(t.TempDir(), "a.db"))
	evil := met()
	evil.Source.Name, evil.Source.Code = "", ""
	r := storetest.Report("a/b <c>", "Arnor & <script>alert(1)</script> \x01 met.", 4, met())
	r.Events[0].Spans.Sentence = record.Span{Start: 0, End: len(r.Document.Text)}
	r.Document.URL, r.Document.Source = "javascript:alert(1)", `"<Herald>"`
	if _, err := p.Store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Add(t.Context(), Wanted{Query: "actor:ARN", Name: "Talks & <more>", ID: "talks"}); err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w
	}
	w := get("/feeds/talks.atom")
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Summary string `xml:"summary"`
			Author  string `xml:"author>name"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
		t.Fatalf("%v\n%s", err, w.Body)
	}
	if w.Code != 200 || feed.Title != "Talks & <more>" || feed.Updated != "2021-03-10T12:00:00Z" || len(feed.Entries) != 1 {
		t.Fatalf("%d %+v", w.Code, feed)
	}
	e := feed.Entries[0]
	if e.Title != "2021-03-04 ARNGOV → GON: CONSULT, happened" || !strings.Contains(e.Summary, "<script>") || strings.Contains(w.Body.String(), "<script") ||
		len(e.Links) != 1 || e.Links[0].Href != "http://example.com/report/a%2Fb%20%3Cc%3E#e1" || e.Author != `"<Herald>"` || !strings.HasPrefix(e.ID, "urn:uuid:") {
		t.Errorf("entry %+v\n%s", e, w.Body)
	}
	for _, path := range []string{"/feeds/none.atom", "/feeds/talks", "/feeds/", "/feeds/..%2Ftalks.atom"} {
		if w := get(path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestSign holds the signature to the example of the Standard Webhooks libraries.
func TestSign(t *testing.T) {
	got := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Error(got)
	}
}

package server

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/record"
	"detente/server/access"
	"detente/store"
	"detente/store/sqlite"
)

// pages is what stands for the pages in these tests.
func pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, strings.Repeat("<p>Two states talk.</p>\n", 200))
	})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("a fault") })
	mux.HandleFunc("GET /half", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "half")
		http.NewResponseController(w).Flush()
		panic("a fault")
	})
	mux.HandleFunc("GET /silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("GET /role", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, access.Of(r.Context()).Role) })
	change := func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		fmt.Fprint(w, n)
	}
	mux.HandleFunc("POST /change", change)
	mux.HandleFunc("POST /try", change)
	return mux
}

func testStore(t *testing.T) store.Store {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func testServer(t *testing.T, o Options) *httptest.Server {
	t.Helper()
	if o.Store == nil {
		o.Store = testStore(t)
	}
	o.Pages = pages()
	s := httptest.NewServer(New(o))
	t.Cleanup(s.Close)
	return s
}

// ask makes a request; headers are "Name: value".
func ask(t *testing.T, s *httptest.Server, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	c := &http.Client{
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(got)
}

func TestGates(t *testing.T) {
	s := testServer(t, Options{Hosts: []string{"localhost"}, Limits: Limits{Body: 1000, Silence: 200 * time.Millisecond}})
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		has                      string // in the body or a header
	}{
		{"a page", "GET", "/", "", nil, 200, "Two states talk"},
		{"nothing there", "GET", "/api/v1/none", "", nil, 404, `"detail":"there is nothing at /api/v1/none"`},
		{"by another name", "GET", "/", "", []string{"Host: evil.example"}, 421, "localhost"},
		{"by an address of elsewhere", "GET", "/", "", []string{"Host: 192.0.2.7:8080"}, 421, "localhost"},
		{"by its name", "GET", "/", "", []string{"Host: LOCALHOST:99"}, 200, ""},
		{"by a loopback address", "GET", "/", "", []string{"Host: [::1]:8080"}, 200, ""},
		{"a change from a program", "POST", "/change", "x", nil, 200, "1"},
		{"a change from our page", "POST", "/change", "x", []string{"Sec-Fetch-Site: same-origin"}, 200, "1"},
		{"a change from another site", "POST", "/change", "x", []string{"Sec-Fetch-Site: cross-site"}, 403, "another site"},
		{"a change from a site beside", "POST", "/change", "x", []string{"Sec-Fetch-Site: same-site"}, 403, "another site"},
		{"a change from an old browser", "POST", "/change", "x", []string{"Origin: https://evil.example"}, 403, "another site"},
		{"reading from another site", "GET", "/", "", []string{"Sec-Fetch-Site: cross-site"}, 200, ""},
		{"a body at the limit", "POST", "/change", strings.Repeat("x", 1000), nil, 200, "1000"},
		{"a body over the limit", "POST", "/change", strings.Repeat("x", 1001), nil, 413, ""},
		{"a fault", "GET", "/panic", "", nil, 500, "internal error"},
		{"a fault, to a browser", "GET", "/panic", "", []string{"Accept: text/html"}, 500, "<h1>Internal Server Error</h1>"},
		{"health", "GET", "/healthz", "", nil, 200, "ok"},
		{"metrics", "GET", "/metrics", "", nil, 200, `detente_requests_total{status="5xx"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, body := ask(t, s, c.method, c.path, c.body, c.headers...)
			if res.StatusCode != c.status || !strings.Contains(body, c.has) {
				t.Errorf("%s %s: %d %s; want %d with %q", c.method, c.path, res.StatusCode, body, c.status, c.has)
			}
			for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
				if res.Header.Get(h) == "" {
					t.Errorf("no %s", h)
				}
			}
			if csp := res.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
				t.Errorf("policy %s", csp)
			}
			if res.StatusCode >= 400 && c.headers == nil && c.path != "/change" && res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("an error of type %s", res.Header.Get("Content-Type"))
			}
		})
	}
}

func TestHalfAnAnswerIsCut(t *testing.T) {
	s := testServer(t, Options{})
	res, err := http.Get(s.URL + "/half")
	if err == nil {
		defer res.Body.Close()
		_, err = io.ReadAll(res.Body)
	}
	if err == nil {
		t.Error("half an answer looks like a whole one")
	}
}

func TestSilenceEnds(t *testing.T) {
	s := testServer(t, Options{Limits: Limits{Silence: 50 * time.Millisecond}})
	start := time.Now()
	ask(t, s, "GET", "/silent", "")
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("ended after %s", took)
	}
}

func TestBusy(t *testing.T) {
	s := testServer(t, Options{Limits: Limits{Concurrent: 1, Wait: 20 * time.Millisecond, Silence: time.Minute}})
	hold := make(chan struct{})
	go func() {
		defer close(hold)
		c := &http.Client{Timeout: 2 * time.Second}
		if res, err := c.Get(s.URL + "/silent"); err == nil {
			res.Body.Close()
		}
	}()
	for range 100 {
		res, _ := ask(t, s, "GET", "/", "")
		if res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("no request was asked to come again")
	<-hold
}

func TestUnchangedIsNotSentAgain(t *testing.T) {
	db := testStore(t)
	s := testServer(t, Options{Store: db, Build: "1"})
	res, _ := ask(t, s, "GET", "/", "")
	tag := res.Header.Get("ETag")
	if tag == "" {
		t.Fatal("no tag")
	}
	again := func() int {
		res, body := ask(t, s, "GET", "/", "", `If-None-Match: "x", `+tag)
		if res.StatusCode == 304 && body != "" {
			t.Error("304 with a body")
		}
		return res.StatusCode
	}
	if got := again(); got != 304 {
		t.Errorf("unchanged: %d", got)
	}
	if other, _ := ask(t, s, "GET", "/?a=1", "", "If-None-Match: "+tag); other.StatusCode != 200 {
		t.Error("another address has the same tag")
	}
	if other, _ := ask(t, s, "GET", "/nothing", ""); other.Header.Get("ETag") != "" {
		t.Error("an error has a tag")
	}
	if _, err := db.Put(t.Context(), record.Record{Schema: record.Schema, Document: record.Document{ID: "a", Text: "A text."}}); err != nil {
		t.Fatal(err)
	}
	if got := again(); got != 200 {
		t.Errorf("after a change of the database: %d", got)
	}
}

func TestCompressed(t *testing.T) {
	s := testServer(t, Options{})
	res, body := ask(t, s, "GET", "/", "", "Accept-Encoding: gzip")
	if res.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed")
	}
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || !bytes.Contains(text, []byte("Two states talk.")) {
		t.Errorf("%v: %s", err, text)
	}
}

func TestTokens(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	reader, err := access.Add(file, access.Reader, "dashboard")
	if err != nil {
		t.Fatal(err)
	}
	writer, err := access.Add(file, access.Writer, "alice")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := access.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	s := testServer(t, Options{Tokens: tokens})
	for _, c := range []struct {
		name, method, path string
		headers            []string
		status             int
		has                string
	}{
		{"no token", "GET", "/role", nil, 401, "Authorization: Bearer"},
		{"no token, a browser", "GET", "/role?a=b", []string{"Accept: text/html"}, 303, ""},
		{"a wrong token", "GET", "/role", []string{"Authorization: Bearer " + reader + "x"}, 401, ""},
		{"an empty token", "GET", "/role", []string{"Authorization: Bearer "}, 401, ""},
		{"another scheme", "GET", "/role", []string{"Authorization: Digest " + reader}, 401, ""},
		{"the hash for the token", "GET", "/role", []string{"Cookie: detente_token=" + strings.Repeat("0", 64)}, 401, ""},
		{"a reader", "GET", "/role", []string{"Authorization: Bearer " + reader}, 200, "read"},
		{"a reader by cookie", "GET", "/role", []string{"Cookie: detente_token=" + reader}, 200, "read"},
		{"a writer", "GET", "/role", []string{"Authorization: bearer " + writer}, 200, "write"},
		{"a reader tries", "POST", "/try", []string{"Authorization: Bearer " + reader}, 200, ""},
		{"a reader changes", "POST", "/change", []string{"Authorization: Bearer " + reader}, 403, "may only read"},
		{"a writer changes", "POST", "/change", []string{"Authorization: Bearer " + writer}, 200, ""},
		{"nobody changes", "POST", "/change", nil, 401, ""},
		{"nobody tries", "POST", "/try", nil, 401, ""},
		{"health needs none", "GET", "/healthz", nil, 200, "ok"},
		{"metrics need one", "GET", "/metrics", nil, 401, ""},
		{"the form", "GET", "/sign-in?next=/a%3Cb", []string{"Accept: text/html"}, 200, `value="/a&lt;b"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, body := ask(t, s, c.method, c.path, "", c.headers...)
			if res.StatusCode != c.status || !strings.Contains(body, c.has) {
				t.Errorf("%d %s; want %d with %q", res.StatusCode, body, c.status, c.has)
			}
			if c.status == 303 && res.Header.Get("Location") != "/sign-in?next=%2Frole%3Fa%3Db" {
				t.Errorf("sent to %s", res.Header.Get("Location"))
			}
		})
	}

	t.Run("sign in", func(t *testing.T) {
		form := func(token, next string) (*http.Response, string) {
			return ask(t, s, "POST", "/sign-in", url.Values{"token": {token}, "next": {next}}.Encode(), "Content-Type: application/x-www-form-urlencoded")
		}
		if res, body := form("wrong", "/"); res.StatusCode != 401 || res.Header.Get("Set-Cookie") != "" || !strings.Contains(body, "not known") {
			t.Errorf("a wrong token: %d %s", res.StatusCode, body)
		}
		for next, want := range map[string]string{"/role": "/role", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/", "": "/", "javascript:alert(1)": "/"} {
			if res, _ := form(reader, next); res.StatusCode != 303 || res.Header.Get("Location") != want {
				t.Errorf("next %q leads to %d %s", next, res.StatusCode, res.Header.Get("Location"))
			}
		}
		res, _ := form(reader, "/")
		if c := res.Header.Get("Set-Cookie"); !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") {
			t.Errorf("cookie %s", c)
		}
	})
}

func TestLongRequestsLeaveTheDesk(t *testing.T) {
	s := testServer(t, Options{Limits: Limits{AtWork: 1, Wait: 5 * time.Second, Silence: 20 * time.Second}})
	for range 3 { // longer than a place at the desk is kept
		go func() {
			c := &http.Client{Timeout: 3 * time.Second}
			if res, err := c.Get(s.URL + "/silent"); err == nil {
				res.Body.Close()
			}
		}()
	}
	time.Sleep(20 * time.Millisecond)
	start := time.Now()
	if res, _ := ask(t, s, "GET", "/", ""); res.StatusCode != 200 || time.Since(start) > 3*time.Second {
		t.Errorf("%d after %s", res.StatusCode, time.Since(start))
	}
}

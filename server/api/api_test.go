package api

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/data"
	"detente/page"
	"detente/query"
	"detente/reader"
	"detente/server/access"
	"detente/source/fetch"
	"detente/store"
	"detente/store/sqlite"
	"detente/subscription"
)

const reports = "../../testdata/reports"

var loaded = sync.OnceValues(func() (*reader.Reader, error) { return reader.New(data.Embedded(), reader.Options{Version: "test"}) })

// testAPI is an API over a database of the reports that come with the
// repository, and its store.
func testAPI(t *testing.T) (http.Handler, store.Store) {
	t.Helper()
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	groups, err := query.LoadGroups(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	files, err := fs.Glob(os.DirFS(reports), "*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(reports, name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := r.Page().FromText(text, page.Meta{Source: "Northern Wire"})
		if err != nil {
			t.Fatal(err)
		}
		doc.ID = name
		a, err := r.Read(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Put(t.Context(), a.Record()); err != nil {
			t.Fatal(err)
		}
	}
	now := func() time.Time { return time.Date(2021, 11, 1, 12, 0, 0, 0, time.UTC) }
	service := &subscription.Service{Store: db, Groups: groups, Client: fetch.New(fetch.Options{}), Now: now, Fault: func(err error) { t.Error(err) }}
	t.Cleanup(service.Client.Close)
	return New(Options{Store: db, Reader: r, Groups: groups, Service: service, Now: now}), db
}

// ask makes a request as a visitor with a role.
func ask(t *testing.T, h http.Handler, role access.Role, method, path, body string, headers ...string) (int, http.Header, string) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Visitor{Role: role})))
	res := w.Result()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(text)
}

func TestAnswers(t *testing.T) {
	h, _ := testAPI(t)
	for _, c := range []struct {
		path   string
		status int
		has    string
	}{
		{"/events?actor=PRK&with=USA", 200, `"document":"hotline-restored.txt"`},
		{"/events?actor=PRK&limit=1", 200, `"next":"`},
		{"/events?where=actor:PRK+type:THREATEN", 200, `"items":[`},
		{"/events?actor=@NATO", 200, `"items":[`},
		{"/events?actor=ZZZ", 200, `{"items":[]}`},
		{"/events?actor=PR", 400, `"location":"query.actor"`},
		{"/events?actr=PRK", 400, `there is no such parameter here; there are where, actor`},
		{"/events?since=soon", 400, `"location":"query.since","value":"soon"`},
		{"/events?where=actor:PRK+typ:X", 400, `"location":"query.where"`},
		{"/events?actor=@NOWHERE", 400, `there is no group @NOWHERE`},
		{"/events?limit=0", 400, `"location":"query.limit"`},
		{"/events?limit=1001", 400, `format=jsonl`},
		{"/events?format=xml", 400, `give one of json, jsonl`},
		{"/events?after=nonsense", 400, `"location":"query.after"`},
		{"/events?state=open", 400, `there is no such parameter`},
		{"/events?text=%22open", 400, `quote`},
		{"/events/hotline-restored.txt/e1", 200, `"sentence":{"span":[`},
		{"/events/hotline-restored.txt/e99", 404, `event e99 of hotline-restored.txt`},
		{"/statements?actor=KOR", 200, `"speaker"`},
		{"/commitments?by=PRK", 200, `"key":"`},
		{"/commitments/hotline-restored.txt/c1", 200, `"steps":[`},
		{"/commitments/hotline-restored.txt/c99", 404, `not in the database`},
		{"/documents", 200, `"id":"hotline-restored.txt"`},
		{"/documents/hotline-restored.txt", 200, `"blocks":[`},
		{"/documents/a%2Fb", 404, `a/b`},
		{"/records/hotline-restored.txt", 200, `"schema":"detente.record/1"`},
		{"/records/nothing.txt", 404, `not in the database`},
		{"/search?q=hotlines", 200, `"snippet":"`},
		{"/search", 400, `"location":"query.q"`},
		{"/search?q=AND", 400, `"location":"query.q"`},
		{"/relation/PRK/KOR", 200, `"points":[{`},
		{"/relation/prk/usa?by=year&trace=yes", 200, `"from":["`},
		{"/relation/PRK/KO", 400, `"location":"path.b"`},
		{"/relation/kor,@AUKUS/PRK?by=year", 200, `"points":[{`},
		{"/relation/@NOSUCH/KOR", 400, `path.a: there is no group @NOSUCH: the groups are @`},
		{"/relation/PRK/KOR,,USA", 400, `path.b: a value is missing beside a comma: give one`},
		{"/relation/PRK/KOR?by=hour", 422, `"location":"query.by"`},
		{"/stories/hotline-restored.txt", 200, `"facts":[{"fact":`},
		{"/stories/none", 404, `not in the database`},
		{"/facts/1", 200, `"told":[{`},
		{"/facts/999999", 404, `not in the database`},
		{"/facts/x", 422, `"location":"path.fact"`},
		{"/actors?name=Kim+Jong+Un&on=2020-06-12", 200, `"code":"PRKGOV"`},
		{"/actors?name=Nobody+At+All", 404, `nobody in the dictionary`},
		{"/actors", 422, `name`},
		{"/actors?name=x&on=never", 400, `"location":"query.on"`},
		{"/dyads", 200, `{"items":[{"source":"`},
		{"/dyads?state=PRK&since=2021&format=jsonl", 200, `"facts":`},
		{"/dyads?state=P", 400, `"location":"query.state"`},
		{"/dyads?since=x", 400, `"location":"query.since"`},
		{"/dyads?limit=999999", 400, `"location":"query.limit"`},
		{"/outlets", 200, `"documents":`},
		{"/places?limit=3", 200, `{"items":[`},
		{"/counts?per=type&actor=PRK", 200, `{"items":[{"key":"`},
		{"/counts?per=month&format=csv", 200, "key,with,verbal_cooperation"},
		{"/counts?per=colour", 400, `"location":"query.per"`},
		{"/counts", 400, `"location":"query.per"`},
		{"/events?format=csv&actor=ZZZ", 200, "document,event,start,end"},
		{"/commitments?format=csv", 200, "key,document,commitment,kind"},
		{"/search?q=hotlines&format=csv", 200, "hotline-restored.txt,2021-10-04"},
		{"/events?format=parquet&actor=PRK", 200, "PAR1"},
		{"/statements?format=parquet", 200, "PAR1"},
		{"/commitments?format=parquet", 200, "PAR1"},
		{"/documents?format=parquet", 400, "give one of json, jsonl, csv, csv-raw"},
		{"/about", 200, `"data_version":"`},
		{"/subscriptions", 200, `{"items":[]}`},
		{"/nothing", 404, `openapi.json`},
	} {
		t.Run(c.path, func(t *testing.T) {
			status, header, body := ask(t, h, access.Reader, "GET", Prefix+c.path, "")
			if status != c.status || !strings.Contains(body, c.has) {
				t.Errorf("%d %.600s\nwant %d with %s", status, body, c.status, c.has)
			}
			if kind := header.Get("Content-Type"); status >= 400 && kind != "application/problem+json" {
				t.Errorf("an error of type %s", kind)
			}
		})
	}
}

func TestPagesAreTheWholeList(t *testing.T) {
	h, _ := testAPI(t)
	type row struct{ Document, ID string }
	read := func(body string) (out struct {
		Items []row
		Next  string
	}) {
		if err := json.Unmarshal([]byte(body), &out); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		return out
	}
	_, _, body := ask(t, h, access.Reader, "GET", Prefix+"/events?limit=1000", "")
	whole := read(body)
	if len(whole.Items) < 10 || whole.Next != "" {
		t.Fatalf("%d events, next %q", len(whole.Items), whole.Next)
	}
	for _, extra := range []string{"", "&newest=yes"} {
		var rows []row
		for path, n := Prefix+"/events?limit=7"+extra, 0; path != ""; n++ {
			if n > 100 {
				t.Fatal("the pages do not end")
			}
			status, header, body := ask(t, h, access.Reader, "GET", path, "")
			if status != 200 {
				t.Fatalf("%s: %d %s", path, status, body)
			}
			rows = append(rows, read(body).Items...)
			path, _, _ = strings.Cut(strings.TrimPrefix(header.Get("Link"), "<"), ">")
		}
		if extra != "" {
			slices.Reverse(rows)
		}
		if !slices.Equal(rows, whole.Items) {
			t.Errorf("%s: pages have\n%v, the whole\n%v", extra, rows, whole.Items)
		}
	}
	_, header, lines := ask(t, h, access.Reader, "GET", Prefix+"/events", "", "Accept: application/jsonl")
	if n := strings.Count(lines, "\n"); n != len(whole.Items) || header.Get("Content-Type") != "application/jsonl" {
		t.Errorf("%d lines of %s, %d events", n, header.Get("Content-Type"), len(whole.Items))
	}
}

func TestRead(t *testing.T) {
	h, db := testAPI(t)
	before, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	status, _, body := ask(t, h, access.Reader, "POST", Prefix+"/read", `{"id": "mine", "text": "SEOUL, June 16, 2020 - North Korea destroyed the liaison office in Kaesong on Tuesday.", "source": "<script>"}`)
	if status != 200 || !strings.Contains(body, `"id":"mine"`) || !strings.Contains(body, `"2020-06-16"`) || !strings.Contains(body, `"source":"<script>"`) {
		t.Errorf("%d %s", status, body)
	}
	if after, _ := db.Version(t.Context()); after != before {
		t.Error("reading changed the database")
	}
	for body, has := range map[string]string{
		``:                                   "body",
		`{`:                                  "ends too early",
		`[]`:                                 "not a JSON object",
		`{"text": 7}`:                        `want a string`,
		`{"url": "https://example.org/"}`:    "has to be fetched",
		`{"text": "a", "date": "yesterday"}`: "date",
		"{\"text\": \"\xff\"}":               "UTF-8",
		`{"text": "` + strings.Repeat("x", mostToRead) + `"}`: "",
	} {
		status, header, answer := ask(t, h, access.Reader, "POST", Prefix+"/read", body)
		if status < 400 || status >= 500 || !strings.Contains(answer, has) || header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.40q: %d %s", body, status, answer)
		}
	}
}

func TestCorrect(t *testing.T) {
	h, _ := testAPI(t)
	path := Prefix + "/commitments/hotline-restored.txt/c1/corrections"
	if status, _, body := ask(t, h, access.Reader, "POST", path, `{"state": "kept", "author": "Jane Roe"}`); status != 403 {
		t.Errorf("a reader corrects: %d %s", status, body)
	}
	status, _, body := ask(t, h, access.Writer, "POST", path, `{"state": "kept", "author": "Jane Roe", "on": "2021-10-05"}`)
	if status != 201 || !strings.Contains(body, `"as":"kept","on":{"start":"2021-10-05"`) || !strings.Contains(body, `"author":"Jane Roe"`) {
		t.Errorf("%d %s", status, body)
	}
	if _, _, body := ask(t, h, access.Reader, "GET", Prefix+"/commitments?state=kept", ""); !strings.Contains(body, `"id":"c1"`) {
		t.Errorf("the correction is not there: %s", body)
	}
	for body, has := range map[string]string{
		`{"state": "done", "author": "J"}`:                                   "body.state",
		`{"author": "J"}`:                                                    "state",
		`{"state": "kept"}`:                                                  "body.author",
		`{"state": "kept", "author": "J", "on": "x"}`:                        "body.on",
		`{"state": "kept", "author": "J", "extra": 1}`:                       "body.extra",
		`{"state": "kept", "author": "` + strings.Repeat("x", 70<<10) + `"}`: "",
	} {
		if status, _, answer := ask(t, h, access.Writer, "POST", path, body); status < 400 || status >= 500 || !strings.Contains(answer, has) {
			t.Errorf("%.40q: %d %s", body, status, answer)
		}
	}
	if status, _, _ := ask(t, h, access.Writer, "POST", Prefix+"/commitments/none/c1/corrections", `{"state": "kept", "author": "J"}`); status != 404 {
		t.Errorf("a commitment that is not there: %d", status)
	}
}

func TestSubscriptions(t *testing.T) {
	h, _ := testAPI(t)
	path := Prefix + "/subscriptions"
	if status, _, _ := ask(t, h, access.Reader, "POST", path, `{"query": "actor:PRK"}`); status != 403 {
		t.Errorf("a reader subscribes: %d", status)
	}
	status, _, body := ask(t, h, access.Writer, "POST", path, `{"query": "actor:PRK news", "name": "Korea: Ärger", "url": "https://example.org/hook"}`)
	if status != 201 || !strings.Contains(body, `"id":"korea-arger"`) || !strings.Contains(body, `"secret":"whsec_`) {
		t.Errorf("%d %s", status, body)
	}
	if _, _, body := ask(t, h, access.Reader, "GET", path, ""); strings.Contains(body, "whsec_") || strings.Contains(body, "example.org") || !strings.Contains(body, "korea-arger") {
		t.Errorf("readers see %s", body)
	}
	for body, want := range map[string]struct {
		status int
		has    string
	}{
		`{"query": "actor:PRK", "name": "Korea Arger"}`: {409, "give another id"},
		`{"query": ""}`:                       {422, "body.query"},
		`{"query": "actr:PRK"}`:               {400, "body.query"},
		`{"query": "actor:PRK limit:5"}`:      {400, "leave them out"},
		`{"query": "actor:PRK", "id": "A B"}`: {422, "body.id"},
		`{"query": "actor:PRK", "url": "http://127.0.0.1:8080/api/v1/subscriptions"}`: {400, "only ports 80 and 443"},
		`{"query": "actor:PRK", "url": "http://[::ffff:10.0.0.1]/"}`:                  {400, "not public"},
		`{"query": "actor:PRK", "url": "file:///etc/passwd"}`:                         {400, "only http and https"},
		`{"query": "actor:PRK", "url": "https://user:secret@example.org/"}`:           {400, "password"},
	} {
		if status, _, answer := ask(t, h, access.Writer, "POST", path, body); status != want.status || !strings.Contains(answer, want.has) {
			t.Errorf("%s: %d %s; want %d with %s", body, status, answer, want.status, want.has)
		}
	}
	if status, _, body := ask(t, h, access.Writer, "DELETE", path+"/korea-arger", ""); status != 204 || body != "" {
		t.Errorf("dropping: %d %s", status, body)
	}
	if status, _, _ := ask(t, h, access.Writer, "DELETE", path+"/korea-arger", ""); status != 404 {
		t.Errorf("dropping again: %d", status)
	}
}

// TestManyStreams holds that whole lists have few places, and give them back.
func TestManyStreams(t *testing.T) {
	h, _ := testAPI(t)
	for range 20 {
		if status, _, _ := ask(t, h, access.Reader, "GET", Prefix+"/events?format=jsonl", ""); status != 200 {
			t.Fatalf("%d", status)
		}
	}
	a := &api{streams: make(chan struct{}, 1)}
	a.streams <- struct{}{}
	w := httptest.NewRecorder()
	fail(w, a.stream(func() error { t.Error("there was no place"); return nil }))
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestInterruptedStreamIsCut(t *testing.T) {
	h, _ := testAPI(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithCancel(r.Context())
		defer stop()
		h.ServeHTTP(&stopping{ResponseWriter: w, stop: stop}, r.WithContext(ctx))
	}))
	defer s.Close()
	res, err := http.Get(s.URL + Prefix + "/events?format=jsonl")
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	if err == nil {
		t.Error("half a list looks like a whole one")
	}
}

// stopping cancels a request once something was written.
type stopping struct {
	http.ResponseWriter
	stop func()
}

func (s *stopping) Write(b []byte) (int, error) {
	n, err := s.ResponseWriter.Write(b)
	http.NewResponseController(s.ResponseWriter).Flush()
	s.stop()
	return n, err
}

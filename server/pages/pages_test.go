package pages

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/data"
	"detente/ontology"
	"detente/page"
	"detente/query"
	"detente/reader"
	"detente/record"
	"detente/server/access"
	"detente/server/api"
	"detente/store"
	"detente/store/sqlite"
)

var theReader = sync.OnceValues(func() (*reader.Reader, error) { return reader.New(data.Embedded(), reader.Options{Version: "test"}) })

func mustRead(t testing.TB) *reader.Reader {
	t.Helper()
	r, err := theReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// hostile is a report that tries to break out of its page.
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)> ` + "\u202Eevil\u202C"

// now is the day on which the tests stand.
var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// demo is a database of the reports that come with the repository.
func demo(t testing.TB) *sqlite.DB {
	t.Helper()
	r, err := theReader()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "demo.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	var records []record.Record
	add := func(text string, meta page.Meta) {
		doc, err := r.Page().FromString(text, meta)
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.Read(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, a.Record())
	}
	reports, err := filepath.Glob("../../testdata/reports/*.txt")
	if err != nil || len(reports) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	for _, file := range reports {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		add(string(text), page.Meta{ID: filepath.Base(file), Source: "Northern Wire"})
	}
	lines, err := os.Open("../../testdata/ledger/korea/reports.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer lines.Close()
	for s := bufio.NewScanner(lines); s.Scan(); {
		var in struct{ ID, Date, Source, Title, Text string }
		if err := json.Unmarshal(s.Bytes(), &in); err != nil {
			t.Fatal(err)
		}
		on, err := daysOf(in.Date)
		if err != nil {
			t.Fatal(err)
		}
		add(in.Text, page.Meta{ID: in.ID, Date: on, Source: in.Source, Title: in.Title})
	}
	// The same told by two, with counts that differ; one due soon; one hostile.
	attack := "AMMAN, Nov. 20, 2026 - Syria bombed a camp of Turkey on Friday, killing %s soldiers, the Turkish government said. Turkey condemned the attack and vowed to answer it."
	add(strings.Replace(attack, "%s", "12", 1), page.Meta{ID: "camp-a", Source: "Levant Wire", Title: "Camp is bombed"})
	add(strings.Replace(attack, "%s", "15", 1), page.Meta{ID: "camp-b", Source: "Gulf Courier", Title: "Bombs fall on a camp"})
	add("TOKYO, Nov. 23, 2026 - Japan promised on Monday to send food aid to Vietnam by the end of the year. Vietnam thanked Japan for its offer.",
		page.Meta{ID: "aid", Source: hostile, Title: hostile, URL: "javascript:alert(3)"})
	add("MINSK, Nov. 3, 2026 - "+hostile+" Belarus accused Poland of spying on Tuesday.\n\nPoland rejected the "+hostile+" claim.", page.Meta{ID: hostile + "/../x", Source: "Border Post"})
	if _, err := db.Put(t.Context(), records...); err != nil {
		t.Fatal(err)
	}
	return db
}

// site serves the pages of the demo database.
func site(t testing.TB) (*httptest.Server, *sqlite.DB) {
	t.Helper()
	db := demo(t)
	r, _ := theReader()
	h, err := New(Options{Store: db, Reader: r, Data: data.Embedded(), Now: func() time.Time { return now },
		Fault: func(r *http.Request, err error) { t.Errorf("%s: %v", r.URL, err) }})
	if err != nil {
		t.Fatal(err)
	}
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s, db
}

func get(t testing.TB, address string) (int, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// addresses are a page of each kind.
var addresses = map[string]string{
	"home":        "/",
	"report":      "/report/hotline-restored.txt",
	"why":         "/report/hotline-restored.txt/why/e2",
	"commitment":  "/report/hotline-restored.txt/pledge/c1",
	"rule":        "/rule/agree.promise",
	"events":      "/events?actor=PRK&since=2018",
	"statements":  "/statements?actor=USA",
	"relations":   "/relation",
	"relation":    "/relation/PRK/USA?by=month",
	"commitments": "/commitments?actor=PRK",
	"actors":      "/actor",
	"actor":       "/actor/PRKGOV",
	"story":       "/story/camp-a",
	"search":      "/search?q=hotline*",
	"reports":     "/reports?newest=true",
	"map":         "/map",
	"network":     "/network",
	"sources":     "/sources",
	"try":         "/try",
}

func TestEveryPageIsMade(t *testing.T) {
	s, _ := site(t)
	for name, address := range addresses {
		status, body := get(t, s.URL+address)
		if status != http.StatusOK {
			t.Errorf("%s: %s gives %d", name, address, status)
		}
		if strings.Count(body, "<h1") != 1 || !strings.Contains(body, "view-"+name) {
			t.Errorf("%s: %d first headings", name, strings.Count(body, "<h1"))
		}
		if strings.Contains(body, " style=") || strings.Contains(body, "<style") || strings.Contains(body, " onclick=") {
			t.Errorf("%s: a style or script within the page", name)
		}
		if strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "&lt;no value") {
			t.Errorf("%s: a value that a template refused", name)
		}
	}
}

func TestFaultsAreTold(t *testing.T) {
	s, _ := site(t)
	for address, want := range map[string]int{
		"/nothing": 404, "/report/nothing": 404, "/report/hotline-restored.txt/why/e99": 404, "/report/hotline-restored.txt/pledge/c99": 404,
		"/rule/none": 404, "/story/none": 404, "/static/none.css": 404, "/events?since=yesterday": 400, "/events?actor=P": 400, "/relation/P/Q": 400,
		"/relation/PRK/USA?by=hour": 400, "/events?since=2020&until=2019": 400, "/commitments?part=x": 400, "/search?q=%22": 400, "/events?state=open": 400, "/events?colour=red": 400, "/network?since=x": 400, "/network?state=P": 400, "/events?after=x": 400,
	} {
		if status, _ := get(t, s.URL+address); status != want {
			t.Errorf("%s gives %d, want %d", address, status, want)
		}
	}
}

// TestRelationOfGroups: sides of several are named, charted and refused as one is.
func TestRelationOfGroups(t *testing.T) {
	s, _ := site(t)
	for address, want := range map[string][]string{
		"/relation/@aukus,KOR/PRK":           {`<span class="actor">AUKUS</span>, <a`, `href="/actor/KOR"`, `class="chart"`, "/relation/@AUKUS%2CKOR/PRK/chart.svg", `class="from"`},
		"/relation/@aukus,KOR/PRK/chart.svg": {"<svg", "AUKUS, South Korea and North Korea"},
		"/relation":                          {`value="@NATO"`},
		"/relation?a=@AUKUS,KOR&b=prk":       {`href="/actor/KOR"`},
	} {
		status, body := get(t, s.URL+address)
		for _, text := range want {
			if status != http.StatusOK || !strings.Contains(body, text) {
				t.Errorf("%s gives %d without %s", address, status, text)
			}
		}
	}
	for address, want := range map[string]string{
		"/relation/PRK/@NOSUCH": "other side: there is no group @NOSUCH: the groups are @",
		"/relation/P/PRK":       "one side: actor code",
	} {
		if status, body := get(t, s.URL+address); status != http.StatusBadRequest || !strings.Contains(body, want) {
			t.Errorf("%s gives %d without %s", address, status, want)
		}
	}
}

func TestHostileContentIsOnlyText(t *testing.T) {
	s, _ := site(t)
	id := url.PathEscape(hostile + "/../x")
	for _, address := range []string{"/", "/report/" + id, "/report/aid", "/events?actor=BLR", "/search?q=spying", "/search?q=" + url.QueryEscape(hostile[:20]+"*"),
		"/report/" + id + "/why/e1", "/commitments?actor=JPN", "/report/aid/pledge/c1", "/story/" + id, "/actor/" + url.PathEscape("<b>X"), "/events?actor=" + url.QueryEscape(`"><script>`)} {
		_, body := get(t, s.URL+address)
		for _, bad := range []string{"<script>alert", "<img src=x", "javascript:alert", "\u202e", `"><script>`} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", address, bad)
			}
		}
	}
	if status, body := get(t, s.URL+"/report/"+id); status != 200 || !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("the hostile report gives %d", status)
	}
}

func TestReportMarksWhatWasRead(t *testing.T) {
	s, _ := site(t)
	_, body := get(t, s.URL+"/report/hotline-restored.txt")
	for _, want := range []string{`id="e1"`, `href="/report/hotline-restored.txt/why/e1"`, `data-said="s2"`, `<time class="at"`, `href="/actor/PRKGOV"`, `id="row-s3"`, `/pledge/c1`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if _, body := get(t, s.URL+"/report/hotline-restored.txt/record.json"); !json.Valid([]byte(body)) {
		t.Error("the record is no JSON")
	}
}

// TestEveryEventHasItsWords: what lists lead to is there, once.
func TestEveryEventHasItsWords(t *testing.T) {
	s, db := site(t)
	for d, err := range db.Documents(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		rec, err := db.Get(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, body := get(t, s.URL+at(nil, "report", d.ID))
		for _, e := range rec.Events {
			if n := strings.Count(body, ` id="`+e.ID+`"`); n != 1 {
				t.Errorf("%s: event %s stands %d times in the text", d.ID, e.ID, n)
			}
		}
		for _, s := range rec.Statements {
			if n := strings.Count(body, ` id="`+s.ID+`"`); n != 1 {
				t.Errorf("%s: statement %s stands %d times in the text", d.ID, s.ID, n)
			}
		}
	}
}

func TestTextOfReportIsWhole(t *testing.T) {
	db := demo(t)
	r, _ := theReader()
	p := &pages{names: newNames(r.Actors())}
	var err error
	if p.codes, err = ontology.New(data.Embedded()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"hotline-restored.txt", "shoal-patrol.txt", "captured-pilot.txt", hostile + "/../x"} {
		rec, err := db.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		m := p.mark(&rec)
		var shown, want strings.Builder
		for _, para := range m.Paragraphs {
			for _, piece := range para.Pieces {
				shown.WriteString(piece.Text)
			}
		}
		for _, b := range rec.Document.Blocks {
			want.WriteString(clean(b.Span.In(rec.Document.Text)))
		}
		if got, want := strings.Join(strings.Fields(shown.String()), ""), strings.Join(strings.Fields(want.String()), ""); got != want {
			t.Errorf("%s: the page shows\n%s\nwant\n%s", id, got, want)
		}
	}
}

func TestTryKeepsNothing(t *testing.T) {
	s, db := site(t)
	before, err := db.ListRuns(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.PostForm(s.URL+"/try", url.Values{"text": {"PARIS - France accused Iran of sending drones to Russia on Monday. " + hostile}, "date": {"2026-11-24"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if !strings.Contains(string(body), "ACCUSE") || !strings.Contains(string(body), "/rule/") || strings.Contains(string(body), "<img src=x") {
		t.Errorf("the page does not show the event:\n%s", body)
	}
	after, _ := db.ListRuns(t.Context())
	if after[0] != before[0] {
		t.Errorf("the database changed from %+v to %+v", before, after)
	}
	for _, bad := range []url.Values{{"text": {strings.Repeat("a ", most)}}, {"text": {"x"}, "date": {"now"}}} {
		resp, err := http.PostForm(s.URL+"/try", bad)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("a bad form gives %d", resp.StatusCode)
		}
	}
}

func TestCorrection(t *testing.T) {
	s, _ := site(t)
	address := s.URL + "/report/hotline-restored.txt/pledge/c1"
	post := func(v url.Values) (int, string) {
		resp, err := http.PostForm(address, v)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body)
	}
	for _, bad := range []url.Values{{"as": {"kept"}}, {"as": {"nonsense"}, "author": {"me"}}, {"as": {"kept"}, "author": {"me"}, "on": {"soon"}}, {"as": {"kept"}, "author": {strings.Repeat("x", 200)}}} {
		if status, body := post(bad); status != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%v gives %d", bad, status)
		}
	}
	if status, body := post(url.Values{"as": {"kept"}, "author": {hostile}, "on": {"2021-10-04"}, "note": {"the hotlines work"}}); status != 200 || !strings.Contains(body, "says &lt;script&gt;") || !strings.Contains(body, "the hotlines work") || !strings.Contains(body, "2026-11-25 12:00 UTC") {
		t.Errorf("a correction gives %d:\n%s", status, body)
	}
	if _, body := get(t, s.URL+"/commitments?part=kept"); !strings.Contains(body, "/report/hotline-restored.txt/pledge/c1") {
		t.Error("the corrected commitment is not in the part for kept ones")
	}
}

func TestLedgerParts(t *testing.T) {
	s, _ := site(t)
	_, soon := get(t, s.URL+"/commitments?part=due+soon")
	if !strings.Contains(soon, "/report/aid/pledge/") {
		t.Error("the aid that is due at the end of the year is not due soon")
	}
	_, over := get(t, s.URL+"/commitments?part=overdue")
	if strings.Contains(over, "/report/aid/") || !strings.Contains(over, "/pledge/") {
		t.Error("overdue holds what is not, or nothing")
	}
	if _, home := get(t, s.URL+"/"); !strings.Contains(home, "/report/aid/pledge/") {
		t.Error("the first page does not show what is due soon")
	}
}

// What is due on no last day takes no place from what is due soon.
func TestLedgerPartsAreFull(t *testing.T) {
	s, db := site(t)
	text := "Norway promised Sweden to mend the bridge."
	rec := record.Record{Schema: record.Schema, Document: record.Document{ID: "many", Text: text, Published: record.Published{Interval: record.Day(2026, 1, 1)}}}
	for i := range 180 {
		due := record.Interval{Start: record.Date(2026, 1, 1)} // from now on, for ever
		if i%3 == 0 {
			due.End = record.Date(2026, 12, 1)
		}
		rec.Commitments = append(rec.Commitments, record.Commitment{ID: fmt.Sprint("c", i+1), Kind: record.Promise, By: record.ActorRef{Code: "NOR"}, To: record.ActorRef{Code: "SWE"},
			Content: record.Clause{Text: "mend the bridge", Span: record.Span{Start: 26, End: 41}}, Made: record.Day(2026, 1, 1), Due: &record.Due{Interval: due},
			State: []record.Step{{As: record.Open, On: record.Day(2026, 1, 1), Evidence: []record.Span{}}}})
	}
	if _, err := db.Put(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	address, total := "/commitments?part=due+soon&actor=NOR", 0
	for page := 1; address != ""; page++ {
		_, body := get(t, s.URL+address)
		rows := strings.Count(body, `<li class="pledge`)
		total += rows
		next := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(body)
		address = ""
		if next != nil {
			address = html.UnescapeString(next[1])
			if rows != perPage {
				t.Errorf("page %d has %d rows, and there are more", page, rows)
			}
		}
	}
	if total != 60 {
		t.Errorf("%d commitments are due soon, want 60", total)
	}
}

func TestOnlyWritersCorrect(t *testing.T) {
	db := demo(t)
	r, _ := theReader()
	h, err := New(Options{Store: db, Reader: r, Data: data.Embedded(), MayWrite: func(context.Context) bool { return false }})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	defer s.Close()
	address := s.URL + "/report/hotline-restored.txt/pledge/c1"
	if _, body := get(t, address); strings.Contains(body, `method="post"`) {
		t.Error("a reader is shown the form")
	}
	resp, err := http.PostForm(address, url.Values{"as": {"kept"}, "author": {"me"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode == 200 {
		t.Error("a reader has corrected")
	}
}

// TestDownloads: every button of every page is answered by the API.
func TestDownloads(t *testing.T) {
	s, db := site(t)
	r := mustRead(t)
	groups, err := query.LoadGroups(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	h := api.New(api.Options{Store: db, Reader: r, Groups: groups})
	link := regexp.MustCompile(`class="button" href="([^"]+)" download`)
	for name, address := range addresses {
		_, body := get(t, s.URL+address)
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			href := html.UnescapeString(m[1])
			if !strings.HasPrefix(href, "/api/") {
				if status, _ := get(t, s.URL+href); status != http.StatusOK {
					t.Errorf("%s: %s gives %d", name, href, status)
				}
				continue
			}
			req := httptest.NewRequest("GET", href, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, req.WithContext(access.With(req.Context(), access.Visitor{Role: access.Writer})))
			if w.Code != http.StatusOK || w.Body.Len() == 0 {
				t.Errorf("%s: %s gives %d: %s", name, href, w.Code, w.Body)
			}
		}
	}
}

func TestStaticFilesAreKept(t *testing.T) {
	s, _ := site(t)
	_, body := get(t, s.URL+"/")
	i := strings.Index(body, "/static/page.")
	resp, err := http.Get(s.URL + body[i:i+strings.IndexByte(body[i:], '"')])
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || !strings.Contains(resp.Header.Get("Cache-Control"), "immutable") || resp.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("%d %v", resp.StatusCode, resp.Header)
	}
}

// The map of a period leads to the events of that period.
func TestMapOfPeriod(t *testing.T) {
	s, _ := site(t)
	counted := regexp.MustCompile(`name the place: ([\d,]+) event`)
	_, whole := get(t, s.URL+"/map")
	status, part := get(t, s.URL+"/map?since=2018&until=2019")
	all, some := counted.FindStringSubmatch(whole), counted.FindStringSubmatch(part)
	if status != 200 || all == nil || some == nil || all[1] == some[1] || some[1] == "0" || !strings.Contains(part, "since=2018&amp;until=2019") {
		t.Errorf("%d: %v events with a place, %v in the period", status, all, some)
	}
	if status, _ := get(t, s.URL+"/map?since=soon"); status != 400 {
		t.Errorf("a period that is none gives %d", status)
	}
}

// A list tells each event in the words of its report, shortened about them.
func TestToldIn(t *testing.T) {
	span := func(text, words string) record.Span {
		i := strings.Index(text, words)
		return record.Span{Start: i, End: i + len(words)}
	}
	long := strings.Repeat("so it was said, ", 20) + "and Arnor attacked Bree, " + strings.Repeat("and so on, ", 30) + "at last."
	text := "First.\nArnor\n attacked\tBree.\n" + long
	sentence := span(text, "Arnor\n attacked\tBree.")
	if got := toldIn(text, sentence, span(text, "attacked")); got != (told{"Arnor ", "attacked", " Bree."}) {
		t.Errorf("told as %q", got)
	}
	if got := toldIn(text, sentence, span(text, "Arnor")); got != (told{"", "Arnor", " attacked Bree."}) {
		t.Errorf("told as %q", got)
	}
	got := toldIn(text, span(text, long), record.Span{Start: strings.LastIndex(text, "attacked"), End: strings.LastIndex(text, "attacked") + 8})
	if all := got.Before + got.Words + got.After; !strings.HasPrefix(got.Before, "…") || !strings.HasSuffix(got.Before, "and Arnor ") || got.Words != "attacked" || !strings.HasSuffix(all, "…") || len([]rune(all)) > toldShown+2 {
		t.Errorf("%d letters: %q", len([]rune(got.Before+got.Words+got.After)), got)
	}
	if got := toldIn("short", record.Span{Start: 2, End: 40}, record.Span{Start: 3, End: 4}); got != (told{}) {
		t.Errorf("words out of another text: %q", got)
	}
	s, _ := site(t)
	for _, address := range []string{"/", "/events?actor=PRK", "/actor/PRK", "/relation/PRK/USA"} {
		if _, body := get(t, s.URL+address); !regexp.MustCompile(`<tr class="told"><td></td><td colspan="6"><a href="/report/[^"]+#e\d+">[^<]*<b>[^<]+</b>`).MatchString(body) {
			t.Errorf("%s does not tell its events", address)
		}
	}
}

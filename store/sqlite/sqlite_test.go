package sqlite

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"detente/record"
	"detente/store"
)

func open(t testing.TB) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// report makes a record of invented states: Arnor (ARN), Gondor (GON).
func report(id, text string, day int, events ...record.Event) record.Record {
	for i := range events {
		events[i].ID = fmt.Sprintf("e%d", i+1)
	}
	if events == nil {
		events = []record.Event{}
	}
	return record.Record{
		Schema: record.Schema, Version: "1", DataVersion: "d",
		Document: record.Document{
			ID: id, Text: text, Title: "About " + id, Source: "The Fornost Herald", Language: "en",
			Published: record.Published{Interval: record.Day(2021, 3, day), KnownBy: record.Given},
			Blocks:    []record.Block{{Role: record.Paragraph, Span: record.Span{Start: 0, End: len(text)}}},
		},
		Mentions: []record.Mention{}, Actors: []record.Actor{}, Times: []record.Time{},
		Statements: []record.Statement{}, Events: events, Commitments: []record.Commitment{}, Assessments: []record.Assessment{},
	}
}

func event(kind, source, target string, on record.Interval) record.Event {
	return record.Event{
		Date: on, Source: record.ActorRef{Code: source}, Target: record.ActorRef{Code: target},
		Plover: record.Plover{Type: kind, Contexts: []string{}}, Status: record.Happened, Quad: 1, Goldstein: 2, Count: []record.Count{},
	}
}

func put(t testing.TB, db *DB, rs ...record.Record) store.Added {
	t.Helper()
	added, err := db.Put(t.Context(), rs...)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func all[T any](t testing.TB, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func TestPutIsIdempotentAndReplaces(t *testing.T) {
	db := open(t)
	r := report("a", "Arnor and Gondor met on Thursday.", 4, event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4)))
	if got := put(t, db, r, r); got != (store.Added{New: 1, Same: 1}) {
		t.Errorf("added %+v", got)
	}
	back, err := db.Get(t.Context(), "a")
	if err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("came back as\n%+v, %v, want\n%+v", back, err, r)
	}
	if same, err := db.Same(t.Context(), r.Document); !same || err != nil {
		t.Errorf("a document that is there is not the same: %v", err)
	}
	dated := r.Document
	dated.Published.Interval = record.Day(2021, 3, 5)
	if same, err := db.Same(t.Context(), dated); same || err != nil {
		t.Errorf("a document with another given date is the same: %v", err)
	}
	changed := report("a", "Arnor and Gondor did not meet on Thursday after all.", 4)
	if got := put(t, db, changed); got != (store.Added{Replaced: 1}) {
		t.Errorf("added %+v", got)
	}
	if es := all(t, db.Events(t.Context(), store.Filter{})); len(es) != 0 {
		t.Errorf("events of the old text are left: %v", es)
	}
	if marks, err := db.Marks(t.Context(), "ARN", "GON"); len(marks) != 0 || err != nil {
		t.Errorf("facts of the old text are left: %v, %v", marks, err)
	}
	if _, err := db.Get(t.Context(), "b"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown document gives %v", err)
	}
	if has, err := db.Has(t.Context(), "a", "b"); err != nil || !has[0] || has[1] {
		t.Errorf("has %v, %v", has, err)
	}
}

// One meeting in three reports is one fact; the next meeting is another.
func TestFacts(t *testing.T) {
	db := open(t)
	told := event("CONSULT", "ARN", "GON", record.Interval{Start: record.Date(2021, 3, 3), End: record.Date(2021, 3, 5)})
	told.Background = true
	exact := event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4))
	claimed := exact
	claimed.Status = record.ClaimedEvent
	threat := event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4))
	threat.Status = record.Promised
	later := event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 9))
	since := event("CONSULT", "ARNGOV", "GONGOV", record.Interval{End: record.Date(2021, 3, 9)})
	put(t, db, report("a", "First the ministers met by the river.", 4, told), report("b", "A second paper tells of it in other words.", 4, exact, exact))
	put(t, db, report("c", "What a third one claims is not much.", 5, claimed, threat), report("d", "Then there was another meeting of theirs.", 9, later, since))
	marks, err := db.Marks(t.Context(), "ARN", "GON")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range marks {
		got = append(got, fmt.Sprintf("%s %s>%s %s %v %d %s", m.Date, m.Source, m.Target, m.Status, m.Background, m.Reports, m.Event))
	}
	want := []string{
		"before 2021-03-09 ARNGOV>GONGOV happened false 1 d#e2",
		"2021-03-04 ARNGOV>GONGOV happened false 3 b#e1",
		"2021-03-04 ARNGOV>GONGOV promised false 1 c#e2",
		"2021-03-09 ARNGOV>GONGOV happened false 1 d#e1",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("facts are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if once := all(t, db.Events(t.Context(), store.Filter{Once: true})); len(once) != len(want) {
		t.Errorf("%d events told once, want %d", len(once), len(want))
	}
	// When the report that tells a fact best goes, the others tell it.
	put(t, db, report("b", "The second paper withdrew its report and is sorry.", 4))
	marks, _ = db.Marks(t.Context(), "GON", "ARN")
	if len(marks) != 4 || marks[1].Event == "b#e1" || marks[1].Reports != 2 {
		t.Errorf("after a withdrawal: %+v", marks)
	}
}

const wire = "The foreign ministers of Arnor and Gondor met in the border town of Bree on Thursday for the first time in ten years and agreed to open the old road between their countries before the end of the summer. " +
	"Both sides spoke of a good beginning, and a second meeting was planned for May, this time in the capital of Gondor. Traders on both sides of the river have waited for the road for a long time, since the bridge at Tharbad fell."

func TestStories(t *testing.T) {
	db := open(t)
	other := "The harvest in the Shire was the best in living memory, farmers said, with barley and pipe-weed in such plenty that barns were full by September and prices fell in every market from Michel Delving to Bree."
	put(t, db,
		report("wire", wire, 4),
		report("copy", strings.Replace(wire, "Bree on Thursday", "Bree", 1), 4),
		report("update", wire+" On Friday the king of Arnor welcomed the accord, and his chancellor said that masons would be sent to the bridge within the month, together with guards for the first caravans.", 5),
		report("other", other, 4),
		report("next year", wire, 31))
	var stories []string
	for _, d := range all(t, db.Documents(t.Context(), store.Filter{})) {
		stories = append(stories, d.ID+"="+d.Story)
	}
	if got, want := strings.Join(stories, " "), "wire=wire copy=wire other=other update=wire next year=next year"; got != want {
		t.Errorf("stories are %s, want %s", got, want)
	}
	if got := all(t, db.Documents(t.Context(), store.Filter{Story: "copy"})); len(got) != 3 {
		t.Errorf("the story of a copy has %d documents", len(got))
	}
}

func TestFiltersAndPages(t *testing.T) {
	db := open(t)
	for i := range 30 {
		e := event("ACCUSE", "ARNGOV", "GON", record.Day(2021, 3, 1+i))
		if i%3 == 0 {
			e = event("AID", "GONMIL", "ARN", record.Day(2021, 3, 1+i))
			e.Background = true
		}
		put(t, db, report(fmt.Sprint("doc", i), fmt.Sprintf("Report number %d tells of day %d.", i, i), 1+i, e))
	}
	for name, c := range map[string]struct {
		f    store.Filter
		want int
	}{
		"all":       {store.Filter{}, 30},
		"source":    {store.Filter{Source: "GON"}, 10},
		"organ":     {store.Filter{Source: "GONGOV"}, 0},
		"target":    {store.Filter{Target: "GON"}, 20},
		"actor":     {store.Filter{Actor: "GONMIL"}, 10},
		"two":       {store.Filter{Actor: "GON", With: "ARNGOV"}, 20},
		"type":      {store.Filter{Types: []string{"aid", "YIELD"}}, 10},
		"status":    {store.Filter{Statuses: []record.Status{record.Promised}}, 0},
		"period":    {store.Filter{Period: record.Interval{Start: record.Date(2021, 3, 10), End: record.Date(2021, 3, 12)}}, 2},
		"news":      {store.Filter{NewsOnly: true}, 20},
		"document":  {store.Filter{Document: "doc3"}, 1},
		"limit":     {store.Filter{Limit: 7}, 7},
		"everybody": {store.Filter{Actor: "XYZ"}, 0},
	} {
		if got := len(all(t, db.Events(t.Context(), c.f))); got != c.want {
			t.Errorf("%s: %d events, want %d", name, got, c.want)
		}
	}
	var paged []string
	f := store.Filter{Limit: 7}
	for {
		page := all(t, db.Events(t.Context(), f))
		for _, e := range page {
			paged = append(paged, e.Document)
			f.After = e.Cursor
		}
		if len(page) < f.Limit {
			break
		}
	}
	if len(paged) != 30 || paged[29] != "doc29" {
		t.Errorf("pages give %v", paged)
	}
	for _, bad := range []store.Filter{{Source: "P"}, {With: "PRK"}, {After: "x"}, {Limit: -1}} {
		failed := false
		for _, err := range db.Events(t.Context(), bad) {
			failed = err != nil
		}
		if !failed {
			t.Errorf("the filter %+v was taken", bad)
		}
	}
}

func TestSearch(t *testing.T) {
	db := open(t)
	put(t, db, report("a", "Envoys of Gondor spoke of missiles and bridges in the long hall.", 4), report("b", "The Shire is quiet, and nobody launched anything.", 5))
	hits := all(t, db.Search(t.Context(), "missile AND bridge", store.Filter{}))
	if len(hits) != 1 || hits[0].ID != "a" || !strings.Contains(hits[0].Snippet, "[missiles]") || hits[0].Score <= 0 {
		t.Errorf("hits %+v", hits)
	}
	for _, bad := range []string{"", `"open`, "a AND"} {
		failed := false
		for _, err := range db.Search(t.Context(), bad, store.Filter{}) {
			failed = err != nil
		}
		if !failed {
			t.Errorf("the search %q was taken", bad)
		}
	}
}

func TestStatementsAndJudgements(t *testing.T) {
	db := open(t)
	r := report("a", "“We want peace,” the minister said.", 4)
	r.Statements = []record.Statement{{ID: "s1", Speaker: record.ActorRef{Code: "ARNGOV"}, Kind: record.Direct, Content: []record.Span{{Start: 3, End: 16}}, Said: record.Day(2021, 3, 3), Chain: []record.Link{}}}
	r.Assessments = []record.Assessment{{Dyad: [2]string{"GON", "ARN"}, Direction: record.Better, Statement: "s1"}, {Dyad: [2]string{"GON", "SHI"}, Direction: record.Worse}}
	put(t, db, r)
	ss := all(t, db.Statements(t.Context(), store.Filter{Source: "ARN"}))
	if len(ss) != 1 || ss[0].Text[0] != "We want peace" || ss[0].Outlet != "The Fornost Herald" {
		t.Errorf("statements %+v", ss)
	}
	js, err := db.Judgements(t.Context(), "ARN", "GON")
	if err != nil || len(js) != 1 || js[0].Date.String() != "2021-03-03" || js[0].Direction != record.Better {
		t.Errorf("judgements %+v, %v", js, err)
	}
}

func TestCommitmentsLiveOn(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	r := report("a", "Arnor promised to mend the bridge by May.", 4)
	r.Commitments = []record.Commitment{{
		ID: "c1", Kind: record.Promise, By: record.ActorRef{Code: "ARNGOV"}, To: record.ActorRef{Code: "GON"}, Content: record.Clause{Span: record.Span{Start: 15, End: 34}},
		Made: record.Day(2021, 3, 4), Due: &record.Due{Interval: record.Interval{End: record.Date(2021, 5, 1)}}, State: []record.Step{{As: record.Open, On: record.Day(2021, 3, 4)}},
	}}
	put(t, db, r)
	if err := db.SetLife(ctx, "a", "c1", []record.Step{{As: record.Lapsed, On: record.Day(2021, 5, 2), Inferred: true, Document: "b"}}); err != nil {
		t.Fatal(err)
	}
	correction := store.Correction{Document: "a", Commitment: "c1", As: record.Kept, On: record.Day(2021, 5, 3), Author: "Jane Roe", At: "2021-06-01T10:00:00Z"}
	if err := db.Correct(ctx, correction); err != nil {
		t.Fatal(err)
	}
	states := func(f store.Filter) (s []string) {
		for _, c := range all(t, db.Commitments(ctx, f)) {
			for _, step := range c.State {
				s = append(s, string(step.As)+step.Author)
			}
		}
		return s
	}
	if got := strings.Join(states(store.Filter{States: []record.State{record.Kept}, Actor: "GON", Due: record.Interval{End: record.Date(2021, 6, 1)}}), " "); got != "open lapsed keptJane Roe" {
		t.Errorf("the life is %s", got)
	}

	// A new run finds the words again, a little differently: what a person said stays.
	run, err := db.BeginRun(ctx, "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	r.Commitments[0].ID, r.Commitments[0].Content.Span.End = "c7", 40
	if err := db.PutIn(ctx, run, r); err != nil {
		t.Fatal(err)
	}
	if got := len(states(store.Filter{})); got != 3 {
		t.Errorf("a candidate is seen before it is accepted: %d steps", got)
	}
	if err := db.AcceptRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(states(store.Filter{States: []record.State{record.Kept}}), " "); got != "open keptJane Roe" {
		t.Errorf("after re-coding the life is %s", got)
	}
	correction.Author = ""
	if db.Correct(ctx, correction) == nil || db.SetLife(ctx, "a", "c99", nil) == nil || db.SetLife(ctx, "zz", "c1", nil) == nil || db.AcceptRun(ctx, run) == nil {
		t.Error("a correction by nobody, of nothing, or an accepted run was taken")
	}
}

func TestRunsDiffer(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	a := event("ACCUSE", "ARN", "GON", record.Day(2021, 3, 4))
	b := event("AID", "ARN", "GON", record.Day(2021, 3, 4))
	b.Spans.Trigger = record.Span{Start: 5, End: 9}
	put(t, db, report("x", "One text or other.", 4, a, b))
	run, err := db.BeginRun(ctx, "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	b2, c := b, b
	b2.Plover.Type, c.Spans.Trigger = "SUPPORT", record.Span{Start: 10, End: 12}
	if err := db.PutIn(ctx, run, report("x", "One text or other.", 4, a, b2, c)); err != nil {
		t.Fatal(err)
	}
	changes := all(t, db.Diff(ctx, 1, run))
	if len(changes) != 2 || changes[0].New == nil || changes[0].New.Plover.Type != "SUPPORT" || changes[1].Old != nil {
		t.Errorf("changes %+v", changes)
	}
	if err := db.DropRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if runs, err := db.ListRuns(ctx); err != nil || len(runs) != 1 || runs[0].Events != 2 || runs[0].Version != "1" {
		t.Errorf("runs %+v, %v", runs, err)
	}
}

func TestWatching(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	want := store.Feed{URL: "https://x.example/feed", ETag: "e", Next: "2021-03-04T00:00:00Z", Failures: 2}
	if err := errors.Join(db.SetFeed(ctx, want), db.SetSeen(ctx, "https://x.example/1", "d")); err != nil {
		t.Fatal(err)
	}
	got, err := db.Feed(ctx, want.URL)
	if got != want || err != nil {
		t.Errorf("feed %+v, %v", got, err)
	}
	if seen, err := db.Seen(ctx, "https://x.example/1"); !seen || err != nil {
		t.Errorf("an address is forgotten: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no database. ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{text: "no database", dir: "folder", filepath.Join(dir, "none.db"): "no such database"} {
		db, err := Open(t.Context(), file, Options{MustExist: true})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", file, err, want)
		}
		if db != nil {
			db.Close()
		}
	}
}

// A text about the time that one more document takes.
func BenchmarkPutOne(b *testing.B) {
	db := open(b)
	for i := 0; b.Loop(); i++ {
		e := event("ACCUSE", "ARNGOV", "GON", record.Day(2021, time.Month(i%12+1), 1+i%28))
		put(b, db, report(fmt.Sprint("doc", i), fmt.Sprint(i, wire), 4, e, e, e))
	}
}

package postgres

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
	"detente/store/sqlite"
	"detente/store/storetest"
)

// TestAgrees does the same to a database of either kind, one by one and in batches,
// and compares all that they answer, to the byte: order, cursors, numbers of
// facts, stories, lives.
func TestAgrees(t *testing.T) {
	ours := open(t)
	theirs, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "same.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	fill(t, ours, 40)
	fill(t, theirs, 1)
	got, want := answers(t, ours), answers(t, theirs)
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("answer %d of %d and %d differs:\n%s\n%s", i, len(got), len(want), strings.Join(got[i:min(i+1, len(got))], ""), strings.Join(want[i:min(i+1, len(want))], ""))
		}
	}
	if len(got) < 300 {
		t.Errorf("only %d answers were compared", len(got))
	}
}

// TestColumns holds the tables of both to one another: the same names, the same
// columns. change counts writes, which SQLite does by itself; words is an index.
func TestColumns(t *testing.T) {
	ours := open(t).(*DB)
	file := filepath.Join(t.TempDir(), "columns.db")
	theirs, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	plain, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	var want string
	if err := plain.QueryRow(`SELECT group_concat(name, char(10)) FROM (SELECT m.name || '.' || c.name AS name FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE '%words%' AND m.name NOT LIKE 'sqlite%' ORDER BY 1)`).Scan(&want); err != nil {
		t.Fatal(err)
	}
	var got string
	if err := ours.pool.QueryRow(t.Context(), `SELECT string_agg(name, chr(10) ORDER BY name COLLATE "C") FROM (SELECT table_name || '.' || column_name AS name FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name NOT LIKE '%words' AND table_name <> 'change') AS names`).Scan(&got); err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("the columns are\n%s\nthose of SQLite\n%s", got, want)
	}
}

// fill adds reports of every kind, replaces some, corrects a commitment, and reads
// some again in another run.
func fill(t *testing.T, db store.Store, batch int) {
	t.Helper()
	put := func(rs []record.Record) {
		t.Helper()
		for some := range slices.Chunk(rs, batch) {
			if _, err := db.Put(t.Context(), some...); err != nil {
				t.Fatal(err)
			}
		}
	}
	codes := []string{"ARN", "ARNGOV", "GONMIL", "GON", "SHI", "ROHGOV"}
	report := func(i, text int) record.Record {
		on := record.Day(2021, 3, 1+i%28)
		switch i % 7 {
		case 3:
			on.End = record.Date(2021, 4, 1+i%28)
		case 5:
			on = record.Interval{End: record.Date(2021, 3, 20)}
		}
		e := storetest.Event([]string{"CONSULT", "AID", "ACCUSE"}[i%3], codes[i%6], codes[i*5%6], on)
		e.Background, e.Quad, e.Goldstein = i%4 == 1, 1+i%4, float64(i)/8-3
		if i%5 == 2 {
			e.Status, e.Place = record.ClaimedEvent, &record.Place{Name: "Minas “Tirith”", Country: "GON"}
		}
		words := make([]string, 60)
		for w := range words {
			words[w] = fmt.Sprintf("word%d", text/3*1000+w*w%97)
		}
		r := storetest.Report(fmt.Sprintf("https://x.example/ä/%d", i), "“"+strings.Join(words, " ")+"”", 1+i%28, e, e)
		r.Document.Title = fmt.Sprintf("Zwölf Boxkämpfer \x00 & \xff <%d>", i)
		said := record.Statement{ID: "s1", Speaker: record.ActorRef{Code: codes[i%6]}, Kind: record.Direct, Content: []record.Span{{Start: 3, End: 9}}, Said: on, Chain: []record.Link{}}
		r.Statements = append(r.Statements, said)
		r.Assessments = append(r.Assessments, record.Assessment{Dyad: [2]string{"GON", "ARN"}, Direction: record.Better, Statement: "s1"})
		r.Commitments = append(r.Commitments, record.Commitment{
			ID: "c1", Kind: record.Promise, By: record.ActorRef{Code: codes[i%6]}, To: record.ActorRef{Code: "GON"}, Content: record.Clause{Span: record.Span{Start: 3, End: 12}},
			Made: on, Due: &record.Due{Interval: record.Interval{End: record.Date(2021, 5, 1+i%28)}}, State: []record.Step{{As: record.Open, On: on}},
		})
		return r
	}
	var first, changed []record.Record
	for i := range 60 {
		first = append(first, report(i, i), report((i*17)%60, (i*17)%60))
	}
	put(first)
	for i := 0; i < 60; i += 11 { // another text, before and after others
		changed = append(changed, report(60+i, 60+i), report(i, i+1), report(61+i, 61+i))
	}
	put(changed)
	for i := range 9 {
		key := fmt.Sprintf("https://x.example/ä/%d", i)
		if err := db.SetLife(t.Context(), key, "c1", []record.Step{{As: record.Lapsed, On: record.Day(2021, 5, 2), Inferred: true, Document: "b"}}); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			if err := db.Correct(t.Context(), store.Correction{Document: key, Commitment: "c1", As: record.Kept, On: record.Day(2021, 5, 3), Author: "Jane \"Roe\"", At: "2021-06-01T10:00:00Z"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	run, err := db.BeginRun(t.Context(), "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		r := report(i, i+i%11/10)
		r.Events[0].Plover.Type = "YIELD"
		if err := db.PutIn(t.Context(), run, r); err != nil {
			t.Fatal(err)
		}
	}
}

func answers(t *testing.T, db store.Store) []string {
	t.Helper()
	var out []string
	add := func(vs ...any) {
		b, err := json.Marshal(vs)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	documents := rows(t, db.Documents(t.Context(), store.Filter{}))
	for _, d := range documents {
		r, err := db.Get(t.Context(), d.ID)
		add("document", d, d.Cursor, r, err)
	}
	for _, f := range []store.Filter{
		{}, {Newest: true}, {Limit: 5}, {Once: true}, {Actor: store.Codes("ARN"), With: store.Codes("GON")}, {Source: store.Codes("*GOV")}, {Places: []string{"minas*"}},
		{Text: "word100* -word2000"}, {Period: record.Interval{Start: record.Date(2021, 3, 10), End: record.Date(2021, 3, 12)}}, {Story: documents[3].ID}, {States: []record.State{record.Kept}},
	} {
		for _, e := range rows(t, db.Events(t.Context(), f)) {
			add("event", e, e.Cursor)
		}
		for _, s := range rows(t, db.Statements(t.Context(), f)) {
			add("statement", s, s.Cursor)
		}
		for _, c := range rows(t, db.Commitments(t.Context(), f)) {
			add("commitment", c, c.Cursor)
		}
	}
	marks, err := db.Marks(t.Context(), store.Between("ARN", "GON"), record.Interval{})
	add("marks", marks, err)
	days, err := db.Days(t.Context(), store.Between("ARN", "GON"))
	add("days", days, err)
	runs, err := db.ListRuns(t.Context())
	add("runs", runs, err)
	for c, err := range db.Diff(t.Context(), 1, 2) {
		add("diff", c, err)
	}
	arrived, err := db.Arrived(t.Context(), 10, 1000)
	add("arrived", arrived, err)
	for _, search := range []string{"word0", "word0 OR word1001", `"word0 word1"`, "boxkampfer", "wor* -word0", "zwölf"} {
		var found []string // the order of a search is its own
		for _, h := range rows(t, db.Search(t.Context(), search, store.Filter{})) {
			found = append(found, h.ID+" "+h.Snippet)
		}
		slices.Sort(found)
		add(search, found)
	}
	return out
}

func rows[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
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

package stored_test

import (
	"path/filepath"
	"slices"
	"testing"

	"detente/data"
	"detente/eval"
	"detente/ledger/stored"
	"detente/reader"
	"detente/record"
	"detente/store"
	"detente/store/sqlite"
)

// The corpus of the two states at the lake, put into a database: after Settle,
// the database says of every commitment what the book says of it.
func TestSettle(t *testing.T) {
	db := lake(t)
	n, err := stored.Settle(t.Context(), db)
	if err != nil || n == 0 {
		t.Fatalf("settled %d commitments: %v", n, err)
	}
	agree(t, db)
	if n, err := stored.Settle(t.Context(), db); err != nil || n != 0 {
		t.Errorf("settled again: %d commitments changed, want none: %v", n, err)
	}
}

// What a person said stands over what was inferred, before and after.
func TestSettleKeepsCorrections(t *testing.T) {
	db := lake(t)
	if _, err := stored.Settle(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	var key telling
	for c, err := range db.Commitments(t.Context(), store.Filter{States: []record.State{record.Kept}}) {
		if err != nil {
			t.Fatal(err)
		}
		key = telling{c.Document, c.ID}
		break
	}
	if err := db.Correct(t.Context(), store.Correction{Document: key.document, Commitment: key.commitment, As: record.Broken, Author: "Ana", At: "2031-12-01T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if n, err := stored.Settle(t.Context(), db); err != nil || n != 0 {
		t.Errorf("settled %d commitments after a correction, want none: %v", n, err)
	}
	if got := states(t, db)[key]; got != record.Broken {
		t.Errorf("%v stands as %s, want what the correction says", key, got)
	}
	agree(t, db)
}

// Until the day before an outcome was told, it is not in the book.
func TestBookAsOf(t *testing.T) {
	db := lake(t)
	whole, err := stored.Book(t.Context(), db, record.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	early, err := stored.Book(t.Context(), db, record.Day(2031, 1, 31).Start)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := len(early.Entries()), len(whole.Entries()); a == 0 || a >= b {
		t.Errorf("%d commitments in January, %d in the end", a, b)
	}
	for _, e := range early.Entries() {
		if slices.Contains([]record.State{record.Kept, record.Broken}, e.Now()) && e.State[len(e.State)-1].On.Start.After(record.Day(2031, 1, 31).Start.Time) {
			t.Errorf("%s is %s before it was", e.Key, e.Now())
		}
	}
}

type telling struct{ document, commitment string }

// agree holds the database against the book, at the report that told each
// commitment first.
func agree(t *testing.T, db store.Store) {
	t.Helper()
	book, err := stored.Book(t.Context(), db, record.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	now := states(t, db)
	ended := 0
	for _, e := range book.Entries() {
		first := telling{e.ToldBy[0].Document, e.ToldBy[0].Commitment}
		if now[first] != e.Now() {
			t.Errorf("%v %q is %s in the database and %s in the book: %v", first, e.Content.Text, now[first], e.Now(), e.State)
		}
		if e.Now() != record.Open {
			ended++
		}
	}
	if ended < 5 {
		t.Errorf("only %d commitments are other than open: the corpus tells of more", ended)
	}
}

func states(t *testing.T, db store.Store) map[telling]record.State {
	t.Helper()
	now := map[telling]record.State{}
	for c, err := range db.Commitments(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		now[telling{c.Document, c.ID}] = c.State[len(c.State)-1].As
	}
	return now
}

// lake is a database of the corpus.
func lake(t *testing.T) store.Store {
	t.Helper()
	const dir = "../../testdata/ledger/lake"
	fsys, err := data.Overlay(filepath.Join(dir, "rules"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader.New(fsys, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "lake.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	records, err := eval.Reports(t.Context(), filepath.Join(dir, "reports.jsonl"), r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Put(t.Context(), records...); err != nil {
		t.Fatal(err)
	}
	return db
}

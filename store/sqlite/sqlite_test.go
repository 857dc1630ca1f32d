package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"detente/record"
	"detente/store"
	"detente/store/storetest"
)

func open(t testing.TB) store.Store {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// files are databases of which each is a file.
var files = storetest.Place{
	Fresh: func(t testing.TB) string { return filepath.Join(t.TempDir(), "several.db") },
	Open:  func(ctx context.Context, file string) (store.Store, error) { return Open(ctx, file, Options{}) },
	Sound: func(t testing.TB, file string) {
		db, err := Open(t.Context(), file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var ok string
		if err := db.read.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
			t.Fatalf("the file is broken: %s, %v", ok, err)
		}
	},
}

func TestKill(t *testing.T) { storetest.Kill(t, files) }

func TestWriters(t *testing.T) { storetest.Writers(t, files) }

func TestMillion(t *testing.T) {
	file := filepath.Join(t.TempDir(), "million.db")
	storetest.Million(t, func(t testing.TB) store.Store {
		db, err := Open(t.Context(), file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}, func(store.Store) int64 {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	})
}

func BenchmarkPutOne(b *testing.B) { storetest.PutOne(b, open(b)) }

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

// A database of before the words of events were indexed, and events and days
// counted, gets all of it when it is opened.
func TestUpgrade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "old.db")
	old, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"001", "002", "003", "004"} {
		text, err := migrations.ReadFile("migrations/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := old.Exec(string(text)); err != nil {
			t.Fatal(err)
		}
	}
	text := "Arnor accused Gondor of a raid."
	enc, _ := zstd.NewWriter(nil)
	_, err = old.Exec(`PRAGMA user_version = 4;
		INSERT INTO document (id, key, url, title, source, language, start, until, story, hash, meta, text, outlet)
			VALUES (1, 'a', '', 'A raid', 'The Herald', 'en', '2021-03-04', '2021-03-05', 1, 'x', '{"id":"a"}', ?, 'the herald');
		INSERT INTO fact VALUES (1, 1, 'ARN', 'GON', '2021-03-03', '2021-03-04', 'ACCUSE', 'happened', '', '', 'ARN', 'GON', 'happened', 0, 3, -2, 1, 1, 1, 'a#e1');
		INSERT INTO dyad VALUES (1, 'ARN', 'GON', '2021', 1, 0, 0, 1, 0);
		INSERT INTO event (run, doc, n, id, fact, src, tgt, source, target, type, start, until, wide, status, background, rule, json, mode, contexts, cameo, quad, place, country)
			VALUES (1, 1, 0, 'e1', 1, 'ARN', 'GON', 'ARN', 'GON', 'ACCUSE', '2021-03-03', '2021-03-04', 0, 'happened', 0, 'r',
			'{"id":"e1","date":{"start":"2021-03-03","end":"2021-03-04"},"source":{"code":"ARN"},"target":{"code":"GON"},"plover":{"type":"ACCUSE"},"quad":3,"status":"happened","spans":{"sentence":[0,31]}}',
			'', '', '112', 3, '', '')`, enc.EncodeAll([]byte(text), nil))
	if err != nil {
		t.Fatal(err)
	}
	old.Close()
	db, err := Open(t.Context(), file, Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	n := 0
	for e, err := range db.Events(t.Context(), store.Filter{Text: "raids", Source: store.Codes("ARN"), Period: record.Interval{Start: record.Date(2021, 3, 1)}}) {
		if n++; err != nil || e.Document != "a" || e.ID != "e1" {
			t.Errorf("got %+v, %v", e, err)
		}
	}
	counts, err := db.Count(t.Context(), store.ByDyad, store.Filter{})
	if n != 1 || err != nil || len(counts) != 1 || counts[0].Quads[2] != 1 {
		t.Errorf("%d events; counts %v, %v", n, counts, err)
	}
	days, err := db.Days(t.Context(), store.Between("ARN", "GON"))
	if err != nil || len(days) != 1 || days[0].Quads[3] != 1 || days[0].Score != -2000 {
		t.Errorf("days %+v, %v", days, err)
	}
}

// TestTrouble has the file, the disk and others stand in the way: each time the
// error says what to do, nothing is half-written, and afterwards all is well.
func TestTrouble(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trouble.db")
	db, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	set := func(pragma string) {
		t.Helper()
		if _, err := db.write.Exec("PRAGMA " + pragma); err != nil {
			t.Fatal(err)
		}
	}
	add := func(from, to int) error {
		var rs []record.Record
		for i := from; i < to; i++ {
			rs = append(rs, storetest.Report(fmt.Sprint("doc", i), strings.Repeat(fmt.Sprint("word", i*i, " "), 100), 4, storetest.Event("AID", "ARN", "GON", record.Day(2021, 3, 4))))
		}
		_, err := db.Put(t.Context(), rs...)
		return err
	}
	documents := func() (n int) {
		t.Helper()
		for _, err := range db.Documents(t.Context(), store.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if err := add(0, 5); err != nil {
		t.Fatal(err)
	}

	set("max_page_count = 1") // as many as there are
	if err := add(5, 500); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("on a full disk: %v", err)
	}
	if n := documents(); n != 5 {
		t.Errorf("after a full disk there are %d documents", n)
	}
	set("max_page_count = 1000000")

	other, err := sql.Open("sqlite", dsn(file, "immediate"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	writing, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	set("busy_timeout = 50")
	if err := add(5, 6); err == nil || !strings.Contains(err.Error(), "another process has been writing") {
		t.Errorf("while another writes: %v", err)
	}
	if n := documents(); n != 5 {
		t.Errorf("while another writes, %d documents are read", n)
	}
	writing.Rollback()
	other.Close()

	if err := add(5, 10); err != nil {
		t.Fatal(err)
	}
	if n := documents(); n != 10 {
		t.Errorf("in the end there are %d documents", n)
	}

	// What is damaged says so.
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	db.Close()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(text); i++ {
		text[i] = 0xa5
	}
	if err := os.WriteFile(damaged, text, 0o600); err != nil {
		t.Fatal(err)
	}
	broken, err := Open(t.Context(), damaged, Options{MustExist: true})
	if err == nil {
		defer broken.Close()
		_, err = broken.Get(t.Context(), "doc1")
	}
	if err == nil || !strings.Contains(err.Error(), "the file is damaged") {
		t.Errorf("a damaged file: %v", err)
	}
}

package sqlite

import (
	"context"
	"database/sql"
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

// A database of before the words of events were indexed and counted gets both
// when it is opened.
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
}

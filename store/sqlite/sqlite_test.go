package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

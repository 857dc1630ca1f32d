package reader_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"detente/data"
	"detente/page"
	"detente/reader"
)

// shared is a path in the folder of gold data beside the repository, which is
// no part of it. The test is skipped where the folder is absent.
func shared(t *testing.T, path ...string) string {
	t.Helper()
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	full := filepath.Join(append([]string{dir}, path...)...)
	if _, err := os.Stat(full); err != nil {
		t.Skipf("no gold data: %v", err)
	}
	return full
}

// loaded is the reader of all tests: it changes nothing after New.
var loaded = sync.OnceValues(func() (*reader.Reader, error) {
	return reader.New(data.Embedded(), reader.Options{Version: "test"})
})

func newReader(t testing.TB) *reader.Reader {
	t.Helper()
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// reports are our own, written for the tests.
const reports = "../testdata/reports"

// readReport reads one of our reports, as the command line would.
func readReport(t testing.TB, r *reader.Reader, name string, meta page.Meta) *reader.Analysis {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(reports, name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := r.Page().FromText(b, meta)
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.Read(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

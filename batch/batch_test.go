package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/parquet-go/parquet-go"

	"detente/export/rows"
	"detente/internal/corpus"
	"detente/reader"
	"detente/record"
	"detente/source"
	"detente/store/sqlite"
)

func TestMain(m *testing.M) {
	filesystem.Register("failing", func(context.Context) filesystem.Interface { return failingStore{} })
	log.LogLevel, log.LogKind = "warn", "text"
	beam.Init()
	os.Exit(m.Run())
}

// pages is how many pages the tests of volume read: 10,000 with DETENTE_LONG=1.
func pages() int {
	if os.Getenv("DETENTE_LONG") != "" {
		return 10_000
	}
	return 300
}

// run runs a job on Prism and gives its files and what came of them.
func run(t *testing.T, o Options) ([]string, Tally) {
	t.Helper()
	files, err := Files(t.Context(), o.Inputs)
	if err == nil {
		err = Begin(t.Context(), o, files)
	}
	if err == nil {
		err = beamx.Run(t.Context(), Build(o, files))
	}
	var tally Tally
	if err == nil {
		tally, err = End(t.Context(), o, files)
	}
	if err != nil {
		t.Fatal(err)
	}
	return files, tally
}

func options(out string, inputs ...string) Options {
	return Options{Inputs: inputs, Output: out, Partition: "day", Shards: 2, Workers: 2, Segment: 64}
}

// TestSameAsAdd: over an archive of pages, and lines among which are bad ones and
// several versions of one report, the pipeline gives what a database holds after
// "detente add", record for record and byte for byte, and the tables hold those
// documents and no others.
func TestSameAsAdd(t *testing.T) {
	dir, n := t.TempDir(), pages()
	archive, lines := filepath.Join(dir, "news.warc.gz"), filepath.Join(dir, "reports.jsonl")
	var b bytes.Buffer
	m := corpus.New()
	if err := m.WARC(&b, 0, n, 150); err != nil {
		t.Fatal(err)
	}
	write(t, archive, b.Bytes())
	report := func(id string, number uint64, date string) string {
		l, _ := json.Marshal(map[string]string{"id": id, "text": m.Report(number, 60).Text, "date": date})
		return string(l)
	}
	write(t, lines, []byte(strings.Join([]string{
		report("a", 1_000_001, "2020-06-16"), "not json", report("b", 1_000_002, "2020-06-17"),
		report("a", 1_000_003, "2020-06-18"), // replaces the first
		report("b", 1_000_002, "2020-06-17"), // changes nothing
		report("c", 1_000_004, "2020-06-17"), `{"id": "d"}`,
	}, "\n")))

	o := options(filepath.Join(dir, "out"), archive, lines)
	files, tally := run(t, o)
	want, db := added(t, files, filepath.Join(dir, "add.db"))
	for i, f := range files {
		got, err := Records(t.Context(), o.Output, f)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want[i]) {
			t.Errorf("%s: the records are not those of detente read --jsonl: %s", filepath.Base(f), differ(got, want[i]))
		}
	}
	if want := (Tally{Reports: n + 7, Records: n + 5, Dead: 2}); tally.Reports != want.Reports || tally.Records != want.Records || tally.Dead != want.Dead {
		t.Errorf("tally %+v, want %+v", tally, want)
	}
	if s, m := n/50, n/70; tally.Skipped[source.SkipStatus] != s || tally.Skipped[source.SkipMedia] < m-m/5-1 {
		t.Errorf("skipped %v, want %d for their status and about %d for their media type", tally.Skipped, s, m)
	}
	checkDatabase(t, o.Output, files, db)
	checkDead(t, o.Output)
}

// added reads the files as "detente add" and "detente read --jsonl" do: the lines
// of each file, and the database.
func added(t *testing.T, files []string, name string) ([][]byte, *sqlite.DB) {
	t.Helper()
	r, err := Reader("")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), name, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	var all [][]byte
	var batch []record.Record
	put := func() {
		if _, err := db.Put(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		batch = batch[:0]
	}
	for _, f := range files {
		var out bytes.Buffer
		inputs := func(yield func(report) bool) {
			for in, err := range source.Open(t.Context(), f, source.Options{}) {
				if !yield(report{in: in, err: err}) {
					return
				}
			}
		}
		read := func(ctx context.Context, in report) *reader.Analysis {
			if in.err != nil {
				return nil
			}
			doc, err := in.in.Document(r.Page())
			if err != nil {
				return nil
			}
			a, err := r.Read(ctx, doc)
			if err != nil {
				return nil
			}
			a.ID = in.in.Key
			return a
		}
		for a := range reader.Ordered(t.Context(), 2, inputs, read) {
			if a == nil {
				continue
			}
			rec := a.Record()
			if err := line(&out, rec); err != nil {
				t.Fatal(err)
			}
			if batch = append(batch, rec); len(batch) == 100 {
				put()
			}
		}
		all = append(all, out.Bytes())
	}
	put()
	return all, db
}

// checkDatabase: the tables hold the documents of the database, and the records
// of those in the segments are those that the database gives.
func checkDatabase(t *testing.T, out string, files []string, db *sqlite.DB) {
	t.Helper()
	documents, events := tableOf[rows.Document](t, out, "documents"), tableOf[rows.Event](t, out, "events")
	inTables := map[string]rows.Document{}
	for _, d := range documents {
		if _, twice := inTables[d.Document]; twice {
			t.Errorf("document %s stands in the tables twice", d.Document)
		}
		inTables[d.Document] = d
	}
	eventsOf := map[string]int{}
	for _, e := range events {
		eventsOf[e.Document]++
	}
	segments := map[string][][]byte{}
	for _, f := range files {
		lines, err := Records(t.Context(), out, f)
		if err != nil {
			t.Fatal(err)
		}
		for l := range bytes.Lines(lines) {
			var r record.Record
			if err := json.Unmarshal(l, &r); err != nil {
				t.Fatal(err)
			}
			segments[r.Document.ID] = append(segments[r.Document.ID], l)
		}
	}
	if len(segments) != len(inTables) {
		t.Errorf("%d documents in the tables, %d in the segments", len(inTables), len(segments))
	}
	for id, versions := range segments {
		rec, err := db.Get(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		rec.ID = "" // the database keeps the identifier of the document alone
		whole(&rec)
		found := false
		for _, l := range versions {
			var r record.Record
			json.Unmarshal(l, &r)
			r.ID = ""
			whole(&r)
			found = found || bytes.Equal(encoded(t, rec), encoded(t, r))
		}
		if !found {
			t.Errorf("%s: the database has another record: %s", id, differ(bytes.ReplaceAll(encoded(t, rec), []byte(","), []byte("\n")), bytes.ReplaceAll(versions[0], []byte(","), []byte("\n"))))
		}
		if d := inTables[id]; int(d.Events) != len(rec.Events) || eventsOf[id] != len(rec.Events) || int(d.Bytes) != len(rec.Document.Text) {
			t.Errorf("%s: %d events and %d bytes in the tables (%d rows), %d and %d in the database", id, d.Events, d.Bytes, eventsOf[id], len(rec.Events), len(rec.Document.Text))
		}
	}
}

// whole leaves away what a database keeps for its own work: the outcomes and deeds
// that the ledger reads.
func whole(r *record.Record) { r.Outcomes, r.Deeds = nil, nil }

func encoded(t *testing.T, r record.Record) []byte {
	var b bytes.Buffer
	if err := line(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// checkDead: each bad report is told with its place and its cause.
func checkDead(t *testing.T, out string) {
	t.Helper()
	var letters []string
	found, _ := filepath.Glob(filepath.Join(out, deadFolder, "*", "*.jsonl"))
	for _, f := range found {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for l := range bytes.Lines(b) {
			var d DeadLetter
			if err := json.Unmarshal(l, &d); err != nil {
				t.Fatal(err)
			}
			letters = append(letters, filepath.Base(d.Place)+": "+d.Cause)
		}
	}
	if len(letters) != 2 || !strings.HasPrefix(letters[0], "reports.jsonl:2: not a JSON object") || !strings.HasPrefix(letters[1], `reports.jsonl:7: neither "text"`) {
		t.Errorf("dead letters %q", letters)
	}
}

// tableOf is every row of a table, over all its partitions.
func tableOf[Row any](t *testing.T, out, name string) []Row {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(out, name, "published=*", "part-*.parquet"))
	if len(files) == 0 {
		t.Fatalf("%s: no files", name)
	}
	var all []Row
	for _, f := range files {
		list, err := parquet.ReadFile[Row](f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	return all
}

// TestPartitions: a row stands in the partition of its report's day.
func TestPartitions(t *testing.T) {
	dir := t.TempDir()
	lines := filepath.Join(dir, "r.jsonl")
	write(t, lines, []byte(`{"text":"PARIS - France expelled two Russian diplomats.","date":"2021-03-04"}`+"\n"+`{"text":"France expelled two Russian diplomats."}`))
	o := options(filepath.Join(dir, "out"), lines)
	o.Partition, o.Shards = "month", 1
	run(t, o)
	for part, from := range map[string]string{"published=2021-03": "2021-03-04", "published=" + noDate: ""} {
		list, err := parquet.ReadFile[rows.Document](filepath.Join(o.Output, "documents", part, "part-00000.parquet"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(list) == 1 && list[0].PublishedFrom != nil {
			got = time.Unix(int64(*list[0].PublishedFrom)*24*60*60, 0).UTC().Format("2006-01-02")
		}
		if len(list) != 1 || got != from {
			t.Errorf("%s: %d rows, published %q, want one of %q", part, len(list), got, from)
		}
	}
}

// TestAnotherJob: a folder with the output of another job is left alone.
func TestAnotherJob(t *testing.T) {
	dir := t.TempDir()
	lines := filepath.Join(dir, "r.jsonl")
	write(t, lines, []byte(`{"text":"France expelled two Russian diplomats."}`))
	o := options(filepath.Join(dir, "out"), lines)
	run(t, o)
	o.Segment = 3
	if err := Begin(t.Context(), o, []string{lines}); err == nil || !strings.Contains(err.Error(), "--segment 64") {
		t.Errorf("another segment size: %v", err)
	}
	write(t, lines, []byte(`{"text":"Another report."}`))
	o.Segment = 64
	if err := Begin(t.Context(), o, []string{lines}); err == nil || !strings.Contains(err.Error(), "other inputs") {
		t.Errorf("another file: %v", err)
	}
}

// TestStoreFails: where the store fails in the middle of a file, the segments
// before are kept, and the file is not taken for one that ends there.
func TestStoreFails(t *testing.T) {
	fn := &readFile{Output: t.TempDir(), Partition: "day", Shards: 1, Workers: 1, Segment: 4}
	name := Name("failing://a.jsonl")
	if _, err := fn.read(t.Context(), file{Path: "failing://a.jsonl"}, name, nil); err == nil || !strings.Contains(err.Error(), "connection reset") {
		t.Errorf("error %v, want that of the store", err)
	}
	if _, whole := finished(t.Context(), fn.Output, name); whole {
		t.Error("the file is marked as read to its end")
	}
	there, err := committed(t.Context(), fn.Output, name)
	if err != nil {
		t.Fatal(err)
	}
	for n := range there {
		if lines, err := readSegment(t.Context(), fn.Output, name, n); err != nil || bytes.Count(lines, []byte("\n")) != fn.Segment {
			t.Errorf("segment %d was committed with %d records, %v", n, bytes.Count(lines, []byte("\n")), err)
		}
	}
}

// failingStore is a file system whose files end in an error.
type failingStore struct{ filesystem.Interface }

func (failingStore) Close() error { return nil }
func (failingStore) OpenRead(context.Context, string) (io.ReadCloser, error) {
	// More than the readers above take in one go, so that some of it gets through.
	report := fmt.Sprintf(`{"text":"France expelled two Russian diplomats.","note":"%s"}`, strings.Repeat("x", 20_000))
	return io.NopCloser(&failing{data: []byte(strings.Repeat(report+"\n", 10))}), nil
}

type failing struct{ data []byte }

func (f *failing) Read(p []byte) (int, error) {
	if len(f.data) == 0 {
		return 0, errors.New("connection reset")
	}
	n := copy(p, f.data)
	f.data = f.data[n:]
	return n, nil
}

// TestStanding: the version that stands is the one that a database keeps.
func TestStanding(t *testing.T) {
	at := func(n int, hash string) version { return version{Place: place{0, 0, n}, Hash: hash} }
	for _, c := range []struct {
		versions []version
		want     int
	}{
		{[]version{at(0, "x")}, 0},
		{[]version{at(1, "x"), at(0, "x")}, 1},             // the same again changes nothing
		{[]version{at(0, "x"), at(1, "y")}, 1},             // another text replaces
		{[]version{at(2, "x"), at(0, "x"), at(1, "y")}, 0}, // and is replaced
	} {
		if got := standing(c.versions); got != c.want {
			t.Errorf("standing(%v) = %d, want %d", c.versions, got, c.want)
		}
	}
}

// TestFiles: folders, patterns, each file once, and what is not there.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.jsonl", "a.jsonl", ".hidden.jsonl", "notes.doc", "sub/c.warc.gz"} {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755)
		write(t, filepath.Join(dir, name), nil)
	}
	got, err := Files(t.Context(), []string{filepath.Join(dir, "*.jsonl"), dir})
	var names []string
	for _, f := range got {
		rel, _ := filepath.Rel(dir, f)
		names = append(names, rel)
	}
	if want := []string{".hidden.jsonl", "a.jsonl", "b.jsonl", "sub/c.warc.gz"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%v, %v, want %v", names, err, want)
	}
	if _, err := Files(t.Context(), []string{filepath.Join(dir, "none*")}); err == nil {
		t.Error("a pattern that fits nothing is no error")
	}
	if _, err := Files(t.Context(), []string{"ftp://host/file"}); err == nil || !strings.Contains(err.Error(), "ftp") {
		t.Errorf("a scheme that nobody knows: %v", err)
	}
}

func write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// differ shows the first line in which two outputs differ.
func differ(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			return fmt.Sprintf("line %d:\n%s\n%s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines against %d", len(x), len(y))
}

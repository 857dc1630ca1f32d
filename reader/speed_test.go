//go:build linux

package reader

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"detente/data"
	"detente/page"
	"detente/record"
)

// Speed is told in processor time, which other work on the machine disturbs
// less than the clock on the wall, and for reports of 400 words.

const wordsOfReport = 400

// load is a Reader for benchmarks.
func load(tb testing.TB) *Reader {
	tb.Helper()
	r, err := New(data.Embedded(), Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// ownReports are the texts of the reports written for this repository: those of
// testdata/reports and of the ledgers.
func ownReports(tb testing.TB) []string {
	tb.Helper()
	files, _ := filepath.Glob("../testdata/reports/*.txt")
	var texts []string
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	files, _ = filepath.Glob("../testdata/ledger/*/reports.jsonl")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			var report struct{ Text string }
			if err := json.Unmarshal([]byte(line), &report); err != nil {
				tb.Fatal(err)
			}
			texts = append(texts, report.Text)
		}
	}
	if len(texts) < 50 {
		tb.Fatalf("only %d reports found", len(texts))
	}
	return texts
}

// corpus are documents of about 400 words, made of whole reports.
func corpus(tb testing.TB, r *Reader) (docs []record.Document, words int) {
	tb.Helper()
	var text strings.Builder
	for _, t := range ownReports(tb) {
		text.WriteString(t + "\n\n")
		if len(strings.Fields(text.String())) < wordsOfReport*3/4 {
			continue
		}
		doc := document(tb, r, text.String())
		docs, words = append(docs, doc), words+len(strings.Fields(doc.Text))
		text.Reset()
	}
	return docs, words
}

func document(tb testing.TB, r *Reader, text string) record.Document {
	tb.Helper()
	doc, err := r.Page().FromText([]byte(text), page.Meta{Date: record.Day(2031, 5, 20)})
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

// cpuTime is the processor time of the process or of the thread.
func cpuTime(clock int32) time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(clock, &ts); err != nil {
		panic(err)
	}
	return time.Duration(ts.Nano())
}

// BenchmarkPipeline is the whole pipeline on one core. cpu-reports/s counts the
// processor time of all threads, so the garbage collector's too.
func BenchmarkPipeline(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r := load(b)
	docs, words := corpus(b, r)
	b.ReportAllocs()
	runtime.GC()
	before := cpuTime(unix.CLOCK_PROCESS_CPUTIME_ID)
	for b.Loop() {
		for _, d := range docs {
			if _, err := r.Read(context.Background(), d); err != nil {
				b.Fatal(err)
			}
		}
	}
	spent := cpuTime(unix.CLOCK_PROCESS_CPUTIME_ID) - before
	reports := float64(words*b.N) / wordsOfReport
	b.ReportMetric(reports/b.Elapsed().Seconds(), "reports/s")
	b.ReportMetric(reports/spent.Seconds(), "cpu-reports/s")
}

// cost is what a stage took.
type cost struct {
	stage          string
	time           time.Duration
	bytes, objects uint64
}

// meter reads documents and adds up the cost of each stage, in the order of the
// flow. Allocations are counted only where asked, since counting takes time.
type meter struct {
	r       *Reader
	memory  bool
	costs   []cost
	tokens  int
	running int // index in costs, -1 between documents
	since   time.Duration
	was     runtime.MemStats
}

func (m *meter) read(tb testing.TB, doc record.Document) {
	m.running = -1
	a, err := m.r.read(context.Background(), doc, m.enter)
	m.leave()
	if err != nil {
		tb.Fatal(err)
	}
	for _, s := range a.Text.Sentences {
		m.tokens += len(s.Tokens)
	}
}

func (m *meter) enter(stage string) {
	m.leave()
	m.running = slices.IndexFunc(m.costs, func(c cost) bool { return c.stage == stage })
	if m.running < 0 {
		m.running = len(m.costs)
		m.costs = append(m.costs, cost{stage: stage})
	}
	if m.memory {
		runtime.ReadMemStats(&m.was)
	}
	m.since = cpuTime(unix.CLOCK_THREAD_CPUTIME_ID)
}

func (m *meter) leave() {
	if m.running < 0 {
		return
	}
	c := &m.costs[m.running]
	c.time += cpuTime(unix.CLOCK_THREAD_CPUTIME_ID) - m.since
	if m.memory {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		c.bytes += now.TotalAlloc - m.was.TotalAlloc
		c.objects += now.Mallocs - m.was.Mallocs
	}
}

// BenchmarkStages tells the microseconds of each stage for a report of 400
// words, on one thread and without the garbage collector's own.
func BenchmarkStages(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	m := meter{r: load(b)}
	docs, words := corpus(b, m.r)
	for b.Loop() {
		for _, d := range docs {
			m.read(b, d)
		}
	}
	reports := float64(words*b.N) / wordsOfReport
	for _, c := range m.costs {
		b.ReportMetric(float64(c.time.Microseconds())/reports, strings.ReplaceAll(c.stage, " ", "-")+"-µs")
	}
	b.ReportMetric(float64(m.tokens)/m.costs[0].time.Seconds(), "lang-tokens/s")
}

package reader_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"detente/data"
	"detente/page"
	"detente/reader"
	"detente/record"
)

// faults lists what no record may have, whatever the report: spans outside the
// text or inside a character, references to nothing, ids given twice.
func faults(r record.Record) (list []string) {
	fault := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	text := r.Document.Text
	span := func(what string, s record.Span) {
		switch {
		case s.Start < 0 || s.End > len(text) || s.Start > s.End:
			fault("%s: span %v is outside the text of %d bytes", what, s, len(text))
		case utf8.ValidString(text) && (!onRune(text, s.Start) || !onRune(text, s.End)):
			fault("%s: span %v cuts a character", what, s)
		}
	}
	interval := func(what string, i record.Interval) {
		if i.Closed() && !i.Start.Before(i.End.Time) {
			fault("%s: the interval %v is empty", what, i)
		}
	}
	seen := map[string]bool{}
	id := func(id string) {
		if id == "" || seen[id] {
			fault("id %q is empty or given twice", id)
		}
		seen[id] = true
	}
	actors := map[string]bool{"": true}
	for _, a := range r.Actors {
		id("actor " + a.ID)
		actors[a.ID] = true
	}
	ref := func(what string, a record.ActorRef) {
		if !actors[a.Actor] {
			fault("%s: no actor %q", what, a.Actor)
		}
	}
	statements := map[string]bool{"": true}
	for _, s := range r.Statements {
		statements[s.ID] = true
	}
	events := map[string]bool{"": true}
	for _, e := range r.Events {
		events[e.ID] = true
	}

	interval("published", r.Document.Published.Interval)
	for i, b := range r.Document.Blocks {
		span("block", b.Span)
		if i > 0 && b.Span.Start < r.Document.Blocks[i-1].Span.End {
			fault("block %d begins before the end of the one before it", i)
		}
	}
	for i, m := range r.Mentions {
		id(m.ID)
		span(m.ID, m.Span)
		if m.Span.Empty() {
			fault("%s is empty", m.ID)
		}
		if !actors[m.Actor] || m.Actor == "" {
			fault("%s: no actor %q", m.ID, m.Actor)
		}
		if i > 0 && m.Span.Start < r.Mentions[i-1].Span.Start {
			fault("%s stands before the mention listed before it", m.ID)
		}
	}
	for _, t := range r.Times {
		what := "time " + t.Span.In(text)
		span(what, t.Span)
		interval(what, t.Interval)
	}
	for _, s := range r.Statements {
		id(s.ID)
		ref(s.ID, s.Speaker)
		interval(s.ID, s.Said)
		for _, x := range append(slices.Clone(s.Content), s.Spans.Speaker, s.Spans.Cue, s.Spans.Sentence) {
			span(s.ID, x)
		}
		for _, l := range s.Chain {
			span(s.ID, l.Span)
			ref(s.ID, record.ActorRef{Actor: l.Actor})
		}
		if !statements[s.Within] || s.Within == s.ID {
			fault("%s: it stands within %q", s.ID, s.Within)
		}
	}
	for _, e := range r.Events {
		id(e.ID)
		ref(e.ID, e.Source)
		ref(e.ID, e.Target)
		interval(e.ID, e.Date)
		span(e.ID, e.Spans.Trigger)
		span(e.ID, e.Spans.Clause)
		span(e.ID, e.Spans.Sentence)
		for _, s := range []*record.Span{e.Spans.Source, e.Spans.Target, e.Spans.Date, e.Spans.Place} {
			if s != nil {
				span(e.ID, *s)
			}
		}
		for _, c := range e.Count {
			span(e.ID, c.Span)
		}
		if e.SaidBy != nil && (*e.SaidBy == "" || !statements[*e.SaidBy]) {
			fault("%s: said by %q", e.ID, *e.SaidBy)
		}
		if e.Source.None() {
			fault("%s: nobody does it", e.ID)
		}
	}
	for _, c := range r.Commitments {
		id(c.ID)
		ref(c.ID, c.By)
		ref(c.ID, c.To)
		span(c.ID, c.Content.Span)
		interval(c.ID, c.Made)
		if c.Condition != nil {
			span(c.ID, c.Condition.Span)
		}
		if c.Due != nil {
			span(c.ID, c.Due.Span)
			interval(c.ID, c.Due.Interval)
		}
		if !statements[c.Statement] || !events[c.Event] {
			fault("%s: statement %q, event %q", c.ID, c.Statement, c.Event)
		}
		if len(c.State) == 0 {
			fault("%s has no state", c.ID)
		}
	}
	for _, a := range r.Assessments {
		span("assessment", a.Span)
		ref("assessment", a.By)
		if !statements[a.Statement] {
			fault("assessment: statement %q", a.Statement)
		}
	}
	return list
}

func onRune(text string, at int) bool {
	return at >= len(text) || utf8.RuneStart(text[at])
}

func TestRecordsAreSound(t *testing.T) {
	r := newReader(t)
	files, err := filepath.Glob(filepath.Join(reports, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, f := range faults(readReport(t, r, name, page.Meta{}).Record()) {
			t.Errorf("%s: %s", name, f)
		}
	}
}

// hostile are texts that no report should be, and that must not harm.
var hostile = []string{
	"a", ".", "…", "\u202eIran\u202c warned Israel", "“““““ he said",
	strings.Repeat("Iran ", 3000), strings.Repeat("\"", 2000), strings.Repeat("said ", 2000) + ".",
	strings.Repeat("Iran said that ", 500) + "it will attack.",
	strings.Repeat("(", 1000) + "Iran" + strings.Repeat(")", 1000),
	strings.Repeat("Iran and ", 300) + "Iraq met.",
	"Iran\x00warned\x01Israel on 2024-13-45.", "on 99999999999999999999 June 0000 Iran warned Israel",
	"\xff\xfeIran", "伊朗 предупредил Israel 🇮🇷 on Monday.", "Iran\u0301 wa\u200brned Israel.",
}

func TestHostileTexts(t *testing.T) {
	r := newReader(t)
	for _, text := range hostile {
		for _, f := range readText(t, r, text) {
			t.Errorf("%.40q: %s", text, f)
		}
	}
}

// readText reads a text, if it can be read, and lists the faults of its record.
func readText(t *testing.T, r *reader.Reader, text string) []string {
	doc, err := r.Page().FromString(text, page.Meta{})
	if err != nil {
		return nil // page refuses it, with a reason
	}
	a, err := r.Read(t.Context(), doc)
	if err != nil {
		return []string{err.Error()}
	}
	return faults(a.Record())
}

func FuzzRead(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	files, _ := filepath.Glob(filepath.Join(reports, "*.txt"))
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	r := newReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, fault := range readText(t, r, text) {
			t.Error(fault)
		}
	})
}

// TestWorkers reads all reports with one worker and with eight: the same bytes.
func TestWorkers(t *testing.T) {
	r := newReader(t)
	files, err := filepath.Glob(filepath.Join(reports, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for range 5 {
		names = append(names, files...)
	}
	run := func(workers int) []byte {
		work := func(ctx context.Context, file string) record.Record {
			return readReport(t, r, strings.TrimSuffix(filepath.Base(file), ".txt"), page.Meta{}).Record()
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		for rec := range reader.Ordered(t.Context(), workers, slices.Values(names), work) {
			if err := enc.Encode(rec); err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
	if one, eight := run(1), run(8); !bytes.Equal(one, eight) {
		t.Errorf("1 worker writes %d bytes and 8 workers other %d", len(one), len(eight))
	}
}

// TestFaultOfAStage: a panic becomes an error that names document and stage.
func TestFaultOfAStage(t *testing.T) {
	_, err := new(reader.Reader).Read(t.Context(), record.Document{ID: "broken", Text: "x"})
	var fault *reader.StageError
	if !errors.As(err, &fault) || fault.Document != "broken" || fault.Stage == "" {
		t.Errorf("a reader without stages gives %v", err)
	}
}

func TestReadHeedsItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newReader(t).Read(ctx, record.Document{ID: "late"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled read gives %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	text, err := os.ReadFile(filepath.Join(reports, "niamey-ultimatum.txt"))
	if err != nil {
		b.Fatal(err)
	}
	doc, err := r.Page().FromText(text, page.Meta{})
	if err != nil {
		b.Fatal(err)
	}
	words := len(strings.Fields(doc.Text))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read(b.Context(), doc); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := reader.New(data.Embedded(), reader.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

package event_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/data"
	"detente/reader"
	"detente/record"
)

// No trap makes the whole pipeline tell of a conflict that happened.
func TestTraps(t *testing.T) {
	r, err := reader.New(data.Embedded(), reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("testdata/traps/*.txt")
	traps, caught := 0, 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			traps++
			doc := record.Document{ID: "trap", Text: line, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(line)}}}}
			doc.Published = record.Published{Interval: record.Day(2024, 5, 6), KnownBy: record.Given}
			a, err := r.Read(t.Context(), doc)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range a.Events {
				if e.Status == record.Happened && !e.Background && e.Quad >= 3 {
					caught++
					t.Errorf("%s: %q: %s %s %s by rule %s", filepath.Base(file), line, e.Source.Code, e.Plover.Type, e.Target.Code, e.Rule)
				}
			}
		}
	}
	t.Logf("%d traps, %d false conflicts", traps, caught)
	if traps < 120 {
		t.Errorf("%d traps, want at least 120", traps)
	}
}

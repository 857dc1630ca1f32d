package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/data"
	"detente/page"
	"detente/reader"
)

// TestViewFits renders all our reports on screens of several widths: no line is
// longer than its screen, none ends in a space, and colour is only where it is
// asked for and adds nothing but colour.
func TestViewFits(t *testing.T) {
	r, err := reader.New(data.Embedded(), reader.Options{Version: version})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../testdata/reports/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := r.Page().FromText(text, page.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.Read(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{40, 60, 80, 100, 120} {
			bare := string(view{screen{width: width}}.render("report.txt", a))
			for i, line := range strings.Split(bare, "\n") {
				if columns(line) > width {
					t.Errorf("%s at width %d: line %d has %d columns: %s", file, width, i+1, columns(line), line)
				}
				if strings.TrimRight(line, " ") != line {
					t.Errorf("%s at width %d: line %d ends in a space: %q", file, width, i+1, line)
				}
			}
			if strings.Contains(bare, "\x1b") {
				t.Errorf("%s: there is colour where none was asked for", file)
			}
			coloured := string(view{screen{width: width, colour: true}}.render("report.txt", a))
			if uncolour(coloured) != bare {
				t.Errorf("%s at width %d: colour changes more than colour", file, width)
			}
		}
	}
}

// uncolour takes the colours out, and the spaces that stood before one.
func uncolour(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		_, s, _ = strings.Cut(s[i:], "m")
	}
	return b.String()
}

// TestCleanOutput: what a report holds cannot drive the terminal.
func TestCleanOutput(t *testing.T) {
	for in, want := range map[string]string{
		"Iran\x1b[2J warned": "Iran[2J warned",
		"Iran\u202ewarned":   "Iranwarned",
		"Iran\nwarned\tall":  "Iran warned all",
		"Iran warned":        "Iran warned",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) is %q", in, got)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"one two three", 7, "one two|three"},
		{"incomprehensibilities of it", 10, "incomprehe|nsibilitie|s of it"},
		{"伊朗警告以色列", 6, "伊朗警|告以色|列"},
		{"", 10, ""},
	} {
		if got := strings.Join(wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("wrap(%q, %d) is %q", c.text, c.width, got)
		}
	}
}

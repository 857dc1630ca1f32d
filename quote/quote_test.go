package quote_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"detente/quote"
	"detente/record"
)

var update = flag.Bool("update", false, "rewrite the expected statements in testdata")

// Every case is a text and the statements read out of it. Actors are not looked
// up here: speakers are shown by their words.
func TestCases(t *testing.T) {
	model, r := tools(t)
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text, want := part(archive, "report.txt"), part(archive, "statements.txt")
			doc := paragraphs(text)
			got := show(text, r.Read(quote.Input{Doc: &doc, Text: model.Analyze(&doc), Published: record.Day(2021, 3, 10)}))
			if got == want {
				return
			}
			if !*update {
				t.Fatalf("got\n%s\nwant\n%s", got, want)
			}
			archive.Files = []txtar.File{{Name: "report.txt", Data: []byte(text)}, {Name: "statements.txt", Data: []byte(got)}}
			if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func part(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// paragraphs is a document with a paragraph for every line.
func paragraphs(text string) record.Document {
	doc := record.Document{Text: text}
	at := 0
	for line := range strings.Lines(text) {
		if trimmed := strings.TrimRight(line, "\n"); trimmed != "" {
			doc.Blocks = append(doc.Blocks, record.Block{Role: record.Paragraph, Span: record.Span{Start: at, End: at + len(trimmed)}})
		}
		at += len(line)
	}
	return doc
}

// show prints statements for people, one a paragraph.
func show(text string, list []record.Statement) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%s %s, %s (%s)", s.ID, s.Kind, s.Cue, s.Factuality)
		if s.Within != "" {
			fmt.Fprintf(&b, ", within %s", s.Within)
		}
		if !s.Spans.Speaker.Empty() {
			fmt.Fprintf(&b, "\n  by: %s", s.Spans.Speaker.In(text))
			if s.Speaker.Name != "" && s.Speaker.Name != s.Spans.Speaker.In(text) {
				fmt.Fprintf(&b, " (%s)", s.Speaker.Name)
			}
		}
		fmt.Fprintf(&b, "\n  cue: %s\n", s.Spans.Cue.In(text))
		if s.Addressee != nil {
			fmt.Fprintf(&b, "  to: %s\n", s.Addressee.Name)
		}
		for _, l := range s.Chain {
			fmt.Fprintf(&b, "  via: %s\n", l.Name)
		}
		if s.Said.Known() && s.Said != record.Day(2021, 3, 10) {
			fmt.Fprintf(&b, "  said: %s\n", s.Said)
		}
		for _, c := range s.Content {
			fmt.Fprintf(&b, "  > %s\n", c.In(text))
		}
	}
	return b.String()
}

// sound reports what is wrong with the spans of statements.
func sound(text string, list []record.Statement) error {
	fits := func(s record.Span) bool {
		return 0 <= s.Start && s.Start <= s.End && s.End <= len(text) &&
			utf8.ValidString(s.In(text)) == utf8.ValidString(text[s.Start:s.End])
	}
	for i, s := range list {
		if len(s.Content) == 0 {
			return fmt.Errorf("%s says nothing", s.ID)
		}
		if i > 0 && s.Content[0].Start < list[i-1].Content[0].Start {
			return fmt.Errorf("%s comes after a later statement", s.ID)
		}
		for k, c := range s.Content {
			if !fits(c) || c.Empty() {
				return fmt.Errorf("%s: content %v in %d bytes", s.ID, c, len(text))
			}
			if k > 0 && c.Start < s.Content[k-1].End {
				return fmt.Errorf("%s: pieces of content overlap: %v", s.ID, s.Content)
			}
		}
		if !fits(s.Spans.Cue) || !fits(s.Spans.Speaker) {
			return fmt.Errorf("%s: cue %v or speaker %v outside the text", s.ID, s.Spans.Cue, s.Spans.Speaker)
		}
	}
	return nil
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"“We will go,” he said. “Now.”", "\"a \"b\" c", "‘’’'' ``x'' he said", "\"\"\"\"", "said said said, said",
		"He said \"it", "»«„“”", "'''x'''", "x,\"", "\xff\"\xfe said", "\n\"\n\"\n\"he said\n",
	} {
		f.Add(seed)
	}
	model, r := tools(f)
	f.Fuzz(func(t *testing.T, text string) {
		doc := paragraphs(text)
		if err := sound(text, r.Read(quote.Input{Doc: &doc, Text: model.Analyze(&doc)})); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

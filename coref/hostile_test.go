package coref_test

import (
	"os"
	"strings"
	"testing"

	"detente/coref"
	"detente/lang"
	"detente/record"
)

// TestHostileTexts reads texts that nobody wrote for people: nothing may panic,
// and what comes back is in text order and inside the text.
func TestHostileTexts(t *testing.T) {
	fsys := os.DirFS("../data")
	m, err := lang.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	r, err := coref.New(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"", "He.", "It it it it.", strings.Repeat("he said she said ", 100), strings.Repeat("“He said “she said ", 50),
		strings.Repeat("Iran and Iraq and ", 80) + "they met.", "Both countries. The two sides. The three leaders of them.",
		strings.Repeat("his ", 200), "The state, the state, the state and its state of state.", "“I” we ‘our’ \"us\" country",
		strings.Repeat("Mr. Smith, the president, who met Mrs. Smith, the minister, said he told her. ", 30), "\x00\xff he \u202e she",
	} {
		doc := &record.Document{Text: text, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(text)}}}}
		in := coref.Input{Doc: doc, Text: m.Analyze(doc)}
		out := r.Read(in)
		in.Mentions, in.Actors = out.Mentions, out.Actors
		said := []record.Statement{{Kind: record.Direct, Content: []record.Span{{End: len(text)}}}}
		if len(in.Actors) > 0 {
			said[0].Speaker.Actor = in.Actors[0].ID
		}
		at := 0
		for _, x := range r.Speakers(in, said) {
			if x.Span.Start < at || x.Span.End > len(text) || x.Span.Empty() || x.Actor == "" {
				t.Errorf("%.30q: mention %+v after %d", text, x, at)
			}
			at = x.Span.Start
		}
	}
}

// BenchmarkRead measures coreference of a report whose names are all unknown.
func BenchmarkRead(b *testing.B) {
	fsys := os.DirFS("../data")
	m, err := lang.Load(fsys)
	if err != nil {
		b.Fatal(err)
	}
	r, err := coref.New(fsys)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Foreign Minister Elena Brandt said on Monday that her country would not give up its border posts. She told reporters that the two sides had met in Geneva, where they agreed to go on, but that he who led the other delegation left early. ", 10)
	doc := &record.Document{Text: text, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(text)}}}}
	in := coref.Input{Doc: doc, Text: m.Analyze(doc)}
	b.ReportAllocs()
	for b.Loop() {
		r.Read(in)
	}
}

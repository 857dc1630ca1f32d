package actor_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"detente/data"
	"detente/lang"
	"detente/lang/conllu"
	"detente/record"
	"detente/tree"
)

var (
	update = flag.Bool("update", false, "write what was found into the cases")
	parse  = flag.Bool("parse", false, "with -update: parse the texts of the cases anew")
)

// TestFind runs the cases of testdata/find: a day, sentences, their trees as the
// language model gave them when the case was written, and the mentions.
func TestFind(t *testing.T) {
	d := load(t)
	files, err := filepath.Glob("testdata/find/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c := caseOf(a)
			if *update && *parse {
				c["trees"] = parsed(t, c["text"])
			}
			doc, text := document(t, c["trees"])
			day, err := record.ParseMoment(strings.TrimSpace(c["on"]))
			if err != nil {
				t.Fatal(err)
			}
			found := d.Find(doc, text, record.Interval{Start: day, End: day.Add(0, 0, 1)})
			checkFound(t, doc, text, found.Mentions, found.Actors)
			got := show(doc, found.Mentions, found.Actors)
			if *update {
				a.Files = nil
				c["want"] = got
				for _, name := range []string{"on", "text", "want", "trees"} {
					a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(c[name])})
				}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != c["want"] {
				t.Errorf("%s: found\n%swant\n%s", path, got, c["want"])
			}
		})
	}
}

func caseOf(a *txtar.Archive) map[string]string {
	c := map[string]string{}
	for _, f := range a.Files {
		c[f.Name] = string(f.Data)
	}
	return c
}

// show is one line a mention: words, code, kind, actor; a question mark where
// the dictionary does not know the actor.
func show(doc *record.Document, mentions []record.Mention, actors []record.Actor) string {
	var b strings.Builder
	for _, m := range mentions {
		for _, a := range actors {
			if a.ID != m.Actor {
				continue
			}
			unknown := ""
			if !a.Known {
				unknown = " ?"
			}
			fmt.Fprintf(&b, "%s | %s | %s | %s%s\n", m.Span.In(doc.Text), m.Code, m.Kind, a.Name, unknown)
		}
	}
	return b.String()
}

// checkFound fails for mentions out of order, outside the text, or of nobody.
func checkFound(t *testing.T, doc *record.Document, text *tree.Text, mentions []record.Mention, actors []record.Actor) {
	t.Helper()
	ids := map[string]bool{}
	for _, a := range actors {
		if ids[a.ID] {
			t.Errorf("actor %s is there twice", a.ID)
		}
		ids[a.ID] = true
	}
	last := -1
	for _, m := range mentions {
		s := &text.Sentences[m.Sent]
		switch {
		case !ids[m.Actor]:
			t.Errorf("mention %s is of actor %q, who is not there", m.ID, m.Actor)
		case m.Span.Start < last || m.Span.Empty() || m.Span.End > len(doc.Text):
			t.Errorf("mention %s at %v after %d in %d bytes", m.ID, m.Span, last, len(doc.Text))
		case s.Cover(m.First, m.Last) != m.Span || m.Head < m.First || m.Head > m.Last:
			t.Errorf("mention %s: tokens %d..%d with head %d are not at %v", m.ID, m.First, m.Last, m.Head, m.Span)
		}
		last = m.Span.Start
	}
}

// parsed is the sentences of a text, one a line, as the model reads them, in
// CoNLL-U with the names in a comment.
func parsed(t *testing.T, text string) string {
	model, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		doc := record.Document{Text: line, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(line)}}}}
		read := model.Analyze(&doc)
		for i := range read.Sentences {
			s := conllu.FromTree(&read.Sentences[i], line)
			for _, n := range read.Names {
				if n.Sent == i {
					s.Comments = append(s.Comments, fmt.Sprintf("# name = %s %d %d", n.Kind, n.First, n.Last))
				}
			}
			if err := conllu.Write(&out, s); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out.String()
}

// document makes a document of trees in CoNLL-U.
func document(t *testing.T, trees string) (*record.Document, *tree.Text) {
	t.Helper()
	sentences, err := conllu.Read(strings.NewReader(trees))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	out := &tree.Text{}
	for i := range sentences {
		s := sentences[i].Tree()
		start := text.Len()
		s.Span = record.Span{Start: start, End: start + len(sentences[i].Text)}
		for k := range s.Tokens {
			s.Tokens[k].Span.Start += start
			s.Tokens[k].Span.End += start
		}
		text.WriteString(sentences[i].Text + "\n")
		for _, c := range sentences[i].Comments {
			var kind string
			var n tree.Name
			if k, err := fmt.Sscanf(c, "# name = %s %d %d", &kind, &n.First, &n.Last); err != nil || k != 3 {
				continue
			}
			for n.Kind = tree.MiscName; n.Kind > 0 && n.Kind.String() != kind; {
				n.Kind--
			}
			n.Sent, n.Span = i, s.Cover(n.First, n.Last)
			out.Names = append(out.Names, n)
		}
		out.Sentences = append(out.Sentences, s)
	}
	doc := &record.Document{Text: text.String()}
	doc.Blocks = []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(doc.Text)}}}
	return doc, out
}

// TestAnyText holds Find to its promises on texts that no model would read so:
// words in any order, hung on each other in any way.
func TestAnyText(t *testing.T) {
	d := load(t)
	words := strings.Fields("the a former then - elect US Iran's Iran Iranian Kim Jong Un president leader of in , minister Trump administration army Washington state media KCNA and North South Korea Congo police rebels 's \" ( said IS")
	seed := uint32(1)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for range 3000 {
		var b strings.Builder
		s := tree.Sentence{}
		for range 1 + next(12) {
			w := words[next(len(words))]
			s.Tokens = append(s.Tokens, tree.Token{
				Form: w, Lemma: w, Tag: tree.UPOS(next(tree.UPOSCount)), Rel: tree.Rel(next(tree.RelCount)),
				Span: record.Span{Start: b.Len(), End: b.Len() + len(w)},
			})
			b.WriteString(w + " ")
		}
		for i := range s.Tokens { // any head before it, so that it is a tree
			s.Tokens[i].Head = next(i+1) - 1
			if i > 0 && s.Tokens[i].Head < 0 {
				s.Tokens[i].Head = 0
			}
		}
		s.Span.End = b.Len()
		s.Index()
		text := &tree.Text{Sentences: []tree.Sentence{s}}
		if n := len(s.Tokens); next(2) == 0 {
			first := next(n)
			text.Names = []tree.Name{{Kind: tree.NameKind(1 + next(9)), First: first, Last: first + next(n-first), Span: s.Span}}
		}
		doc := &record.Document{Text: b.String(), Blocks: []record.Block{{Role: record.Paragraph, Span: s.Span}}}
		found := d.Find(doc, text, record.Day(2020, 6, 12))
		checkFound(t, doc, text, found.Mentions, found.Actors)
		if t.Failed() {
			t.Fatalf("in %q", doc.Text)
		}
	}
}

// BenchmarkFind reads the sentences of all cases; the time is a word's.
func BenchmarkFind(b *testing.B) {
	d, err := dictionary()
	if err != nil {
		b.Fatal(err)
	}
	files, _ := filepath.Glob("testdata/find/*.txtar")
	var docs []*record.Document
	var texts []*tree.Text
	words := 0
	for _, path := range files {
		a, err := txtar.ParseFile(path)
		if err != nil {
			b.Fatal(err)
		}
		doc, text := document(&testing.T{}, caseOf(a)["trees"])
		for i := range text.Sentences {
			words += len(text.Sentences[i].Tokens)
		}
		docs, texts = append(docs, doc), append(texts, text)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range docs {
			d.Find(docs[i], texts[i], record.Day(2020, 6, 12))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(words), "ns/word")
}

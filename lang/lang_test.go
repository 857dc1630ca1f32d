package lang

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"detente/record"
	"detente/tree"
)

var update = flag.Bool("update", false, "rewrite what the cases want")

func load(t testing.TB) *Model {
	t.Helper()
	m, err := Load(os.DirFS("../data"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// paragraphs makes a document of the paragraphs of text.
func paragraphs(text string) *record.Document {
	doc := &record.Document{Text: text}
	at := 0
	for p := range strings.SplitSeq(text, "\n\n") {
		doc.Blocks = append(doc.Blocks, record.Block{Role: record.Paragraph, Span: record.Span{Start: at, End: at + len(p)}})
		at += len(p) + 2
	}
	return doc
}

// TestCut runs the cases of testdata/cut: a text, and its sentences one a line
// with its words apart.
func TestCut(t *testing.T) {
	m := load(t)
	files, _ := filepath.Glob("testdata/cut/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, path := range files {
		a, err := txtar.ParseFile(path)
		if err != nil || len(a.Files) != 2 {
			t.Fatalf("%s: %v, %d files", path, err, len(a.Files))
		}
		text := strings.TrimSuffix(string(a.Files[0].Data), "\n")
		var b strings.Builder
		for _, s := range m.Analyze(paragraphs(text)).Sentences {
			for i, tok := range s.Tokens {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(tok.Form)
			}
			b.WriteByte('\n')
		}
		if *update {
			a.Files[1].Data = []byte(b.String())
			if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if b.String() != string(a.Files[1].Data) {
			t.Errorf("%s: got\n%swant\n%s", path, b.String(), a.Files[1].Data)
		}
	}
}

// whole asserts what must hold of any analysis: spans ordered and inside their
// block, forms that are the text, no letter lost between tokens, heads that make
// one tree.
func whole(t *testing.T, doc *record.Document, text *tree.Text) {
	t.Helper()
	at := 0
	for si := range text.Sentences {
		s := &text.Sentences[si]
		if len(s.Tokens) == 0 || s.Root < 0 {
			t.Fatalf("sentence %d has %d tokens, root %d", si, len(s.Tokens), s.Root)
		}
		for i, tok := range s.Tokens {
			if tok.Span.Start < at || tok.Span.Empty() || tok.Span.In(doc.Text) != tok.Form || !doc.Blocks[s.Block].Span.Contains(tok.Span) {
				t.Fatalf("token %d %q at %v after %d", i, tok.Form, tok.Span, at)
			}
			if gap := doc.Text[at:tok.Span.Start]; strings.IndexFunc(gap, func(r rune) bool { return !isGap(r) }) >= 0 {
				t.Fatalf("%q was lost before %q", gap, tok.Form)
			}
			if !s.Above(s.Root, i) {
				t.Fatalf("token %d is not under the root", i)
			}
			at = tok.Span.End
		}
	}
	if gap := doc.Text[at:]; strings.IndexFunc(gap, func(r rune) bool { return !isGap(r) }) >= 0 {
		t.Fatalf("%q was lost at the end", gap)
	}
	for _, n := range text.Names {
		if n.First > n.Last || n.Last >= len(text.Sentences[n.Sent].Tokens) {
			t.Fatalf("name %+v", n)
		}
	}
}

var hostile = []string{
	"", " ", "\n\n", "\x00\xff\xfe", "...", "''''", "a\u200bb \u202eabc", "(((((", "U.S.A.", "$", "1,000.50%", "http://",
	"@", "#", "-", "--", "n't", "'s", "’", "\u00a0", "e.g.", "a'b'c'd", strings.Repeat("a", 5000), strings.Repeat("a-", 500),
	strings.Repeat("(", 900), strings.Repeat("word ", 900), strings.Repeat("'", 500), strings.Repeat("A.", 500), "\xe2\x80", "don\u2019t", "İstanbul’s",
}

func TestHostileTexts(t *testing.T) {
	m := load(t)
	for _, in := range hostile {
		doc := paragraphs(in)
		whole(t, doc, m.Analyze(doc))
	}
}

func FuzzAnalyze(f *testing.F) {
	m := load(f)
	for _, in := range hostile {
		f.Add(in)
	}
	f.Add("WASHINGTON (AP) — “We won't,” Gen. A.B. Smith said on Jan. 3. ‘No’ to the U.S.-led force…")
	f.Fuzz(func(t *testing.T, in string) {
		doc := &record.Document{Text: in, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(in)}}}}
		whole(t, doc, m.Analyze(doc))
	})
}

func TestOnlyReadableBlocksAreRead(t *testing.T) {
	text := "A title\n\nPhoto: somebody\n\nThe text goes on"
	doc := paragraphs(text)
	doc.Blocks[0].Role, doc.Blocks[1].Role = record.Title, record.Caption
	got := load(t).Analyze(doc)
	if len(got.Sentences) != 2 || got.Sentences[0].Block != 0 || got.Sentences[1].Block != 2 {
		t.Errorf("%d sentences", len(got.Sentences))
	}
}

func TestLemmas(t *testing.T) {
	m := load(t)
	var low letters
	for _, c := range []struct {
		form string
		tag  tree.UPOS
		m    tree.Morph
		want string
	}{
		{"Fired", tree.VERB, tree.TensePast, "fire"},
		{"threatening", tree.VERB, tree.VerbFormGer, "threaten"},
		{"countries", tree.NOUN, tree.NumberPlur, "country"},
		{"Talks", tree.NOUN, tree.NumberPlur, "talk"},
		{"Koreas", tree.PROPN, tree.NumberPlur, "Korea"},
		{"Iran", tree.PROPN, tree.NumberSing, "Iran"},
		{"was", tree.AUX, tree.TensePast, "be"},
		{"n't", tree.PART, tree.PolarityNeg, "not"},
		{"n’t", tree.PART, tree.PolarityNeg, "not"},
		{"men", tree.NOUN, tree.NumberPlur, "man"},
		{"strikes", tree.VERB, tree.Person3 | tree.NumberSing, "strike"},
		{"vowed", tree.VERB, tree.TensePast, "vow"},
		{"denied", tree.VERB, tree.TensePast, "deny"},
		{"stopped", tree.VERB, tree.TensePast, "stop"},
		{"seized", tree.VERB, tree.TensePast, "seize"},
		{"withdrew", tree.VERB, tree.TensePast, "withdraw"},
		{"better", tree.ADJ, tree.DegreeCmp, "good"},
		{"biggest", tree.ADJ, tree.DegreeSup, "big"},
		{"warned", tree.VERB, tree.TensePast, "warn"},
		{"pledged", tree.VERB, tree.TensePast, "pledge"},
		{"accused", tree.VERB, tree.TensePast, "accuse"},
		{"agreed", tree.VERB, tree.TensePast, "agree"},
		{"imposed", tree.VERB, tree.TensePast, "impose"},
		{"urged", tree.VERB, tree.TensePast, "urge"},
		{"shelled", tree.VERB, tree.TensePast, "shell"},
		{"ratified", tree.VERB, tree.TensePast, "ratify"},
		{"expelled", tree.VERB, tree.TensePast, "expel"},
		{"condemned", tree.VERB, tree.TensePast, "condemn"},
		{"recognised", tree.VERB, tree.TensePast, "recognise"},
		{"released", tree.VERB, tree.TensePast, "release"},
		{"bombed", tree.VERB, tree.TensePast, "bomb"},
		{"invaded", tree.VERB, tree.TensePast, "invade"},
		{"escalated", tree.VERB, tree.TensePast, "escalate"},
	} {
		if got := m.lem.lemma(c.form, c.tag, c.m, &low); got != c.want {
			t.Errorf("%s: %q, want %q", c.form, got, c.want)
		}
	}
}

// report is a text of our own, for measuring speed.
const report = `ANNUMINAS (AP) — Arnor said on Tuesday it would close its border with Gondor unless the southern kingdom withdraws the 3,000 troops that it has massed near the ford since January, officials said.

“We will not be threatened,” King Eldacar told reporters after meeting Foreign Minister Valandil in the capital. “If they cross the river, they will be met with force.”

Gondor's government, which has denied planning an attack, accused its neighbour of shelling two villages last week and urged the council of the Free Peoples to impose sanctions. A spokesman for the steward said the claims were baseless and that both countries remained committed to the truce signed in 2018.

Talks between the two sides broke down in March after negotiators failed to agree on the release of prisoners, but diplomats from Rohan, who have mediated for years, said they hoped to bring the leaders back to the table before the end of the month.
`

// BenchmarkAnalyze reads a report on one core; tokens/s is the bar of the whole
// language stage.
func BenchmarkAnalyze(b *testing.B) {
	m := load(b)
	doc := paragraphs(strings.TrimSuffix(report, "\n"))
	tokens := 0
	for _, s := range m.Analyze(doc).Sentences {
		tokens += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Analyze(doc)
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// TestAllocations holds the floor of allocations a token.
func TestAllocations(t *testing.T) {
	m := load(t)
	doc := paragraphs(strings.TrimSuffix(report, "\n"))
	tokens := 0
	for _, s := range m.Analyze(doc).Sentences {
		tokens += len(s.Tokens)
	}
	n := testing.AllocsPerRun(20, func() { m.Analyze(doc) })
	if per := n / float64(tokens); per > 0.2 {
		t.Errorf("%.2f allocations a token (%v for %d)", per, n, tokens)
	}
}

func TestListedNames(t *testing.T) {
	m := load(t)
	text := "Arab diplomats met Iranians in Tehran after the Nuclear Non-Proliferation Treaty and the Cold War; North Korea showed the Hwasong-15 in Pyongyang."
	doc := paragraphs(text)
	got := m.Analyze(doc)
	var b strings.Builder
	for _, n := range got.Names {
		b.WriteString(n.Span.In(text) + "/" + n.Kind.String() + "\n")
	}
	for _, want := range []string{"Arab/NORP", "Iranians/NORP", "Tehran/GPE", "Nuclear Non-Proliferation Treaty/TREATY", "Cold War/EVENT", "North Korea/GPE", "Hwasong-15/WEAPON", "Pyongyang/GPE"} {
		if !strings.Contains(b.String(), want+"\n") {
			t.Errorf("%s is not among\n%s", want, b.String())
		}
	}
	whole(t, doc, got)
}

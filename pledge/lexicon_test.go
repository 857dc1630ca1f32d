package pledge

import (
	"strings"
	"testing"
	"testing/fstest"

	"detente/data"
	"detente/lang"
	"detente/record"
	"detente/tree"
	"detente/when"
)

// Invented actors, so that these tests hang on no dictionary.
var invented = map[string]string{"Arvenia": "ARN", "Gorland": "GND", "Morvia": "MRD", "Rohania": "RHN", "Ostania": "UMB"}

// world gives the actors of a sentence: invented states by name, their
// presidents by title, and pronouns as whoever was named last.
func world(text *tree.Text) (mentions []record.Mention, actors []record.Actor) {
	for name, code := range invented {
		actors = append(actors, record.Actor{ID: code, Name: name, Code: code, Kind: record.IsState})
	}
	last := ""
	for si := range text.Sentences {
		s := &text.Sentences[si]
		for i := range s.Tokens {
			t := &s.Tokens[i]
			code := invented[t.Form]
			switch {
			case code != "":
				last = code
			case t.Lemma == "president":
				for j := i + 1; j < len(s.Tokens) && j <= i+2; j++ {
					if c := invented[s.Tokens[j].Form]; c != "" {
						code = c + "GOV"
						last = code
					}
				}
			case t.Tag == tree.PRON && t.Morph.Any(tree.Person3|tree.Person1) && (t.Lemma == "its" || t.Lemma == "it" || t.Lemma == "they" || t.Lemma == "we"):
				code = last
			}
			if code != "" {
				mentions = append(mentions, record.Mention{Span: t.Span, Actor: code, Code: code, Sent: si, First: i, Last: i, Head: i})
			}
		}
	}
	return mentions, actors
}

type bench struct {
	t     *testing.T
	model *lang.Model
	when  *when.Reader
	r     *Reader
}

func newBench(t *testing.T) *bench {
	model, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	times, err := when.New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t, model, times, r}
}

// read gives what the reader finds in a paragraph. A quoted part is a direct
// statement by the last actor named outside it.
func (b *bench) read(text string) Result {
	doc := &record.Document{Text: text, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(text)}}}}
	doc.Published.Interval = record.Day(2031, 3, 14)
	in := Input{Doc: doc, Text: b.model.Analyze(doc)}
	in.Mentions, in.Actors = world(in.Text)
	in.Times = b.when.Read(doc, in.Text).Times
	if open := strings.IndexByte(text, '"'); open >= 0 {
		if length := strings.IndexByte(text[open+1:], '"'); length >= 0 {
			content := record.Span{Start: open + 1, End: open + 1 + length}
			st := record.Statement{ID: "s1", Kind: record.Direct, Content: []record.Span{content}, Said: record.Day(2031, 3, 14)}
			for _, m := range in.Mentions {
				if !content.Contains(m.Span) {
					st.Speaker = record.ActorRef{Actor: m.Actor, Code: m.Code}
				}
			}
			for si := range in.Text.Sentences {
				for _, t := range in.Text.Sentences[si].Tokens {
					if t.Tag == tree.VERB && t.Span.Start > content.End {
						st.Cue = t.Lemma
					}
				}
			}
			in.Statements = append(in.Statements, st)
		}
	}
	return b.r.Read(in)
}

func TestCommitmentExamples(t *testing.T) {
	b := newBench(t)
	f := &b.r.lex.file
	check := func(kind record.CommitmentKind, yes, no []string) {
		t.Helper()
		if len(yes) == 0 {
			t.Errorf("%s: a class without an example", kind)
		}
		for _, text := range yes {
			if got := b.read(text).Commitments; len(got) != 1 || got[0].Kind != kind || got[0].By.None() {
				t.Errorf("%q: want one %s, got %v", text, kind, show(got))
			}
		}
		for _, text := range no {
			if got := b.read(text).Commitments; len(got) != 0 {
				t.Errorf("%q: want none, got %v", text, show(got))
			}
		}
	}
	for _, c := range f.Commissive {
		check(c.Kind, c.Yes, c.No)
	}
	for _, c := range f.Directive {
		check(c.Kind, c.Yes, c.No)
	}
	for _, c := range f.Noun {
		check(c.Kind, c.Yes, c.No)
	}
	check(record.Ultimatum, f.Ultimatum.Yes, f.Ultimatum.No)
	check(record.Promise, f.Future.Yes, f.Future.No)
	check(record.Threat, f.Warning.Yes, f.Warning.No)
	check(record.Demand, f.Obligation.Yes, f.Obligation.No)
	for _, text := range f.Condition.Yes {
		if got := b.read(text).Commitments; len(got) != 1 || got[0].Condition == nil {
			t.Errorf("%q: want a commitment with a condition, got %v", text, show(got))
		}
	}
	for _, c := range f.Outcome {
		for _, text := range c.Yes {
			got := b.read(text).Commitments
			if len(got) == 0 || got[0].State[len(got[0].State)-1].As != c.State {
				t.Errorf("%q: want it %s, got %v", text, c.State, show(got))
			}
		}
	}
}

func TestAssessmentExamples(t *testing.T) {
	b := newBench(t)
	for _, j := range b.r.lex.judges.Judgement {
		for _, text := range j.Yes {
			if got := b.read(text).Assessments; len(got) != 1 || got[0].Direction != j.Direction {
				t.Errorf("%q: want %s, got %+v", text, j.Direction, got)
			}
		}
		for _, text := range j.No {
			if got := b.read(text).Assessments; len(got) != 0 {
				t.Errorf("%q: want none, got %+v", text, got)
			}
		}
	}
}

func show(cs []record.Commitment) (out []string) {
	for _, c := range cs {
		line := string(c.Kind) + " by " + c.By.Code + " to " + c.To.Code + ": " + c.Content.Text
		if c.Condition != nil {
			line += " [" + c.Condition.Kind + " " + c.Condition.Text + "]"
		}
		for _, s := range c.State {
			line += " " + string(s.As)
		}
		out = append(out, line)
	}
	return out
}

func TestBadLexiconIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key":  "[[commissive]]\nkind = \"promise\"\nverb = [\"vow\"]\n",
		"unknown kind": "[[commissive]]\nkind = \"wish\"\nverbs = [\"wish\"]\n",
		"broken":       "[[commissive\n",
		"twice":        "[[noun]]\nkind = \"promise\"\nnouns = [\"vow\"]\n[[noun]]\nkind = \"threat\"\nnouns = [\"vow\"]\n",
	} {
		fsys := fstest.MapFS{"pledge/lexicon.toml": {Data: []byte(text)}, "pledge/assessments.toml": {Data: nil}}
		if _, err := New(fsys); err == nil || !strings.Contains(err.Error(), "pledge/lexicon.toml") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestDeeds(t *testing.T) {
	b := newBench(t)
	for text, want := range map[string]int{
		"Gorland reopened the railway to Morvia.":         1,
		"Gorland did not reopen the railway.":             1,
		"Gorland will reopen the railway.":                0,
		"Gorland would have reopened the railway.":        0,
		"Gorland promised to reopen the railway.":         0,
		"If Gorland reopened the railway, it would rust.": 0,
		"The railway rusted in the rain.":                 0,
	} {
		got := b.read(text).Deeds
		if len(got) != want {
			t.Errorf("%q: %d deeds, want %d: %+v", text, len(got), want, got)
		}
		if want == 1 && len(got) == 1 && (got[0].Lemmas[0] != "reopen" || got[0].Undone != strings.Contains(text, "not")) {
			t.Errorf("%q: %+v", text, got[0])
		}
	}
}

func TestWishedForIsNotJudged(t *testing.T) {
	if got := newBench(t).read("The president of Gorland is an advocate for improved relations with Morvia.").Assessments; len(got) != 0 {
		t.Errorf("want none, got %+v", got)
	}
}

func TestLittleBetterIsNoBetter(t *testing.T) {
	got := newBench(t).read("Relations between Gorland and Morvia have improved little.").Assessments
	if len(got) != 1 || got[0].Direction != record.Unchanging {
		t.Errorf("want no change, got %+v", got)
	}
}

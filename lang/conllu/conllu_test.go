package conllu

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sample = `# sent_id = 1
# newpar
# text = They can't  agree—"never".
1	They	they	PRON	PRP	Case=Nom|Number=Plur|Person=3|PronType=Prs	4	nsubj	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	MD	VerbForm=Fin	4	aux	_	_
3	n't	not	PART	RB	Polarity=Neg	4	advmod	_	_
4	agree	agree	VERB	VB	VerbForm=Inf	0	root	_	SpaceAfter=No
5	—	—	PUNCT	,	_	7	punct	_	SpaceAfter=No
6	"	"	PUNCT	` + "``" + `	_	7	punct	_	SpaceAfter=No
7	never	never	ADV	RB	_	4	parataxis	_	SpaceAfter=No
8	"	"	PUNCT	''	_	7	punct	_	SpaceAfter=No
9	.	.	PUNCT	.	_	4	punct	_	_

`

func TestReadWrite(t *testing.T) {
	s, err := Read(strings.NewReader(sample))
	if err != nil || len(s) != 1 {
		t.Fatalf("%d sentences, %v", len(s), err)
	}
	var b bytes.Buffer
	if err := Write(&b, s...); err != nil || b.String() != sample {
		t.Errorf("came back as\n%s%v", b.String(), err)
	}
	for _, w := range s[0].Words {
		if got := w.Span.In(s[0].Text); got != w.Form {
			t.Errorf("word %q has the span of %q", w.Form, got)
		}
	}
	if !s[0].NewParagraph() || s[0].Ranges[0].Span.In(s[0].Text) != "can't" {
		t.Error("paragraph or multiword token lost")
	}
	tr := s[0].Tree()
	if tr.Root != 3 || tr.Tokens[2].Head != 3 {
		t.Errorf("tree has root %d", tr.Root)
	}
	again := FromTree(&tr, s[0].Text)
	if again.Words[3].Misc != "SpaceAfter=No" || again.Words[1].Span.In(again.Text) != "ca" {
		t.Errorf("from the tree: %+v", again)
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	for _, bad := range []string{"1\tone", strings.Replace(sample, "\n4\t", "\n5\t", 1), strings.Replace(sample, "\t7\tpunct", "\tx\tpunct", 1)} {
		if _, err := Read(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%.30q gave %v", bad, err)
		}
	}
}

func TestTreebankRoundTrip(t *testing.T) {
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	b, err := os.ReadFile(filepath.Join(dir, "train/ud/en_ewt-dev.conllu"))
	if err != nil {
		t.Skip(err)
	}
	all, err := Read(bytes.NewReader(b))
	if err != nil || len(all) != 2001 {
		t.Fatalf("%d sentences, %v", len(all), err)
	}
	for _, s := range all {
		if text, _ := s.Comment("text"); s.Text != text {
			t.Errorf("tokens do not fit %q", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("1\t\t\t\t\t\t0\t\t\t\n2\t \t\t\t\t\t0\t\t\t\n")
	f.Fuzz(func(t *testing.T, in string) {
		all, err := Read(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, s := range all {
			last := 0
			for _, w := range s.Words {
				if w.Span.Start < last || w.Span.End < w.Span.Start || w.Span.End > len(s.Text) {
					t.Fatalf("span %v in %q", w.Span, s.Text)
				}
				last = w.Span.End
			}
			s.Tree()
		}
	})
}

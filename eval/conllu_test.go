package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/data"
	"detente/lang"
	"detente/lang/conllu"
)

func sharedFile(t *testing.T, name string) string {
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	path := filepath.Join(dir, "train", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip(err)
	}
	return path
}

// TestCoNLLMeasures pins the alignment on a case small enough to count by hand.
func TestCoNLLMeasures(t *testing.T) {
	const gold = "1\tWe\twe\tPRON\t_\t_\t3\tnsubj\t_\t_\n2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\tcan\tAUX\t_\t_\t0\troot\t_\t_\n3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
	const sys = "1\tWe\twe\tPRON\t_\t_\t3\tnsubj\t_\t_\n2\tcan\tcan\tAUX\t_\t_\t0\troot\t_\t_\n3\t't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
	read := func(s string) []conllu.Sentence {
		all, err := conllu.Read(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	m, err := ScoreCoNLL(read(gold), read(gold))
	if err != nil || m.LAS != 1 || m.Tokens != 1 || m.Words != 1 {
		t.Errorf("gold against itself: %+v, %v", m, err)
	}
	m, err = ScoreCoNLL(read(gold), read(sys))
	if err != nil || m.Tokens != 2*2.0/7 || m.Words != 0.5 || m.UAS != 0 {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestLanguageModel holds what was reached on dev, less half a point.
func TestLanguageModel(t *testing.T) {
	m, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name                              string
		las, tokens, sentences, upos, raw float64
	}{
		{"en_ewt-dev", 0.855, 0.990, 0.880, 0.945, 0.835},
		{"en_gum-permissive-dev", 0.867, 0.992, 0.960, 0.961, 0.861},
	} {
		gold, err := Treebank(sharedFile(t, "ud/"+c.name+".conllu"))
		if err != nil {
			t.Fatal(err)
		}
		g, err := GoldTokens(m, gold)
		if err != nil {
			t.Fatal(err)
		}
		r, _, err := RawText(m, gold)
		if err != nil {
			t.Fatal(err)
		}
		if g.LAS < c.las || r.Tokens < c.tokens || r.Sentences < c.sentences || r.UPOS < c.upos || r.LAS < c.raw {
			t.Errorf("%s: gold words %+v, raw text %+v", c.name, g, r)
		}
	}
}

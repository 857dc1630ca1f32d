package eval

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"detente/record"
)

// The gold of a small article of our own, in brat standoff; offsets count
// characters, so the curly marks and the accent count one each.
const (
	quoteText = "“The café stays shut,” said the mayor. “It is over.”\nVoters fear delays.\n"
	quoteAnn  = "T1\tContent 0 22;39 52\tx\nT2\tCue 23 27\tsaid\nT3\tSource 28 37\tthe mayor\n" +
		"T4\tAttribution 23 27\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n" +
		"T5\tSource 53 59\tVoters\nT6\tCue 60 64\tfear\nT7\tContent 65 71\tdelays\nE2\tAttribution:T6 Content:T7 Cue:T6 Source:T5\n"
)

func quoteGold(t *testing.T) (dir string, gold []Attribution) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{"a.txt": quoteText, "a.ann": quoteAnn} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gold, err := parseBrat(quoteText, quoteAnn)
	if err != nil {
		t.Fatal(err)
	}
	return dir, gold
}

func TestBratOffsetsAreCharacters(t *testing.T) {
	_, gold := quoteGold(t)
	if len(gold) != 2 {
		t.Fatalf("got %d attributions, want 2", len(gold))
	}
	for _, c := range []struct{ got, want string }{
		{gold[0].Content[0].In(quoteText), "“The café stays shut,”"},
		{gold[0].Content[1].In(quoteText), "“It is over.”"},
		{gold[0].Source[0].In(quoteText), "the mayor"},
		{gold[1].Content[0].In(quoteText), "delays"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if _, err := parseBrat("short", "T1\tCue 3 99\tx\n"); err == nil {
		t.Error("offsets past the end of the text pass")
	}
}

func TestQuoteScores(t *testing.T) {
	dir, gold := quoteGold(t)
	only := func(list []Attribution) func(string) ([]Attribution, error) {
		return func(string) ([]Attribution, error) { return list, nil }
	}
	wrong := Attribution{Source: gold[1].Source, Cue: gold[0].Cue, Content: []record.Span{{Start: 3, End: 24}}}
	for name, c := range map[string]struct {
		got  []Attribution
		want []float64 // direct, speaker, content, source, cue
	}{
		"the gold itself":            {gold, []float64{1, 1, 1, 1, 1}},
		"nothing":                    {nil, []float64{0, 0, 0, 0, 0}},
		"the quotation, marks off":   {[]Attribution{wrong}, []float64{2.0 / 3, 0, 2.0 / 3, 0.5, 2.0 / 3}},
		"the first attribution only": {gold[:1], []float64{1, 1, 14.0 / 15, 4.0 / 5, 2.0 / 3}},
	} {
		scores, answers, err := Quotes(context.Background(), dir, only(c.got))
		if err != nil {
			t.Fatal(err)
		}
		var values []float64
		for _, s := range scores {
			values = append(values, s.Value)
		}
		if !slices.Equal(values, c.want) {
			t.Errorf("%s: got %v, want %v", name, values, c.want)
		}
		if len(answers) != 1 || answers[0].ID != "a" {
			t.Errorf("%s: answers %v", name, answers)
		}
	}
}

func TestHeadWord(t *testing.T) {
	for phrase, want := range map[string]string{
		"Foreign Minister Ann Lee, who took office in May": "Lee",
		"the head of the agency":                           "head",
		"two officials familiar with the talks":            "officials",
		"she":                                              "she",
	} {
		if got := headWord(phrase, record.Span{End: len(phrase)}).In(phrase); got != want {
			t.Errorf("%s: got %s, want %s", phrase, got, want)
		}
	}
}

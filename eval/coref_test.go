package eval

import (
	"os"
	"strings"
	"testing"

	"detente/coref"
	"detente/data"
	"detente/lang"
)

// TestCorefOfNews holds the floor of coreference on the model's own trees over
// gold tokens. With SHOW=1 and -v it lists what went wrong.
func TestCorefOfNews(t *testing.T) {
	path := sharedFile(t, "ud/en_gum-permissive-dev.conllu")
	if p := os.Getenv("SHOW_FILE"); p != "" {
		path = p
	}
	m, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	r, err := coref.New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	bank, err := Treebank(path)
	if err != nil {
		t.Fatal(err)
	}
	docs := GUM(bank)
	var news, all CorefScore
	for i := range docs {
		in, err := docs[i].Input(m)
		if err != nil {
			t.Fatal(err)
		}
		isNews := strings.Contains(docs[i].Name, "_news_")
		show := os.Getenv("SHOW") != "" && isNews
		s := docs[i].Score(Linked(r.Links(in)), func(m CorefMention, s, h int) {
			if !show {
				return
			}
			sent := &in.Text.Sentences[m.Sent]
			antecedent := "nothing"
			if s >= 0 {
				a := &in.Text.Sentences[s]
				antecedent = a.Cover(a.NounPhrase(h)).In(in.Doc.Text)
			}
			t.Logf("%d: %q -> %q\n\t%s", m.Sent, sent.Cover(m.First, m.Last).In(in.Doc.Text), antecedent, sent.Span.In(in.Doc.Text))
		})
		all.Add(s)
		if isNews {
			news.Add(s)
		}
	}
	t.Logf("news %+v %.3f", news, news.Share())
	t.Logf("all  %+v %.3f", all, all.Share())
	if news.Share() < 0.65 {
		t.Errorf("news: %.3f is below 0.65", news.Share())
	}
}

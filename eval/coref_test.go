package eval

import (
	"strings"
	"testing"

	"detente/coref"
	"detente/data"
	"detente/lang"
)

func TestCoreference(t *testing.T) {
	path := sharedFile(t, "ud/en_gum-permissive-dev.conllu")
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
		links := r.Links(in)
		isNews := strings.Contains(docs[i].Name, "_news_")
		s := ScoreCoref(&docs[i], links, func(m CorefMention, got int) {
			if !testing.Verbose() || !isNews {
				return
			}
			sent := &in.Text.Sentences[m.Sent]
			antecedent := "nothing"
			if got >= 0 {
				l := links[got]
				antecedent = in.Text.Sentences[l.Sent].Cover(l.First, l.Last).In(in.Doc.Text)
			}
			t.Logf("%d: %q -> %q\n\t%s", m.Sent, sent.Cover(m.First, m.Last).In(in.Doc.Text), antecedent, sent.Span.In(in.Doc.Text))
		})
		add := func(to *CorefScore) {
			to.Pronouns += s.Pronouns
			to.Nominals += s.Nominals
			to.PronounsRight += s.PronounsRight
			to.NominalsRight += s.NominalsRight
		}
		add(&all)
		if isNews {
			add(&news)
		}
	}
	t.Logf("news %+v %.3f", news, news.Share())
	t.Logf("all  %+v %.3f", all, all.Share())
}

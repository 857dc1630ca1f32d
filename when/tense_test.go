package when

import (
	"strings"
	"testing"

	"detente/record"
	"detente/tree"
)

// parsed builds a sentence from tokens written form/TAG/head/relation/features,
// with heads counted from 1 as in CoNLL-U.
func parsed(t *testing.T, line string) (*record.Document, *tree.Text) {
	t.Helper()
	var s tree.Sentence
	text := ""
	for f := range strings.FieldsSeq(line) {
		p := strings.Split(f, "/")
		tag, ok := tree.ParseUPOS(p[1])
		rel, ok2 := tree.ParseRel(p[3])
		if !ok || !ok2 {
			t.Fatalf("token %q", f)
		}
		tok := tree.Token{Form: p[0], Lemma: p[5], Tag: tag, Rel: rel, Head: -1, Morph: tree.ParseMorph(p[4])}
		for _, c := range p[2] {
			tok.Head = max(tok.Head, 0)*10 + int(c-'0')
		}
		tok.Head--
		tok.Span = record.Span{Start: len(text), End: len(text) + len(p[0])}
		text += p[0] + " "
		s.Tokens = append(s.Tokens, tok)
	}
	s.Span = record.Span{End: len(text)}
	s.Index()
	doc := &record.Document{Text: text, Blocks: []record.Block{{Role: record.Paragraph, Span: s.Span}}}
	return doc, &tree.Text{Sentences: []tree.Sentence{s}}
}

func TestTenseChoosesTheDay(t *testing.T) {
	r := load(t)
	for want, line := range map[string]string{
		"2020-06-08": "They/PRON/2/nsubj/_/they met/VERB/0/root/Mood=Ind|Tense=Past|VerbForm=Fin/meet Monday/PROPN/2/obl:unmarked/_/Monday",
		"2020-06-15": "They/PRON/3/nsubj/_/they will/AUX/3/aux/VerbForm=Fin/will meet/VERB/0/root/VerbForm=Inf/meet Monday/PROPN/3/obl:unmarked/_/Monday",
		"2020-06-16": "They/PRON/2/nsubj/_/they plan/VERB/0/root/Mood=Ind|Tense=Pres|VerbForm=Fin/plan to/PART/4/mark/_/to meet/VERB/2/xcomp/VerbForm=Inf/meet Tuesday/PROPN/4/obl:unmarked/_/Tuesday",
		"2020-06-17": "It/PRON/2/nsubj/_/it extended/VERB/0/root/Mood=Ind|Tense=Past|VerbForm=Fin/extend the/DET/4/det/_/the truce/NOUN/2/obj/_/truce until/ADP/6/case/_/until Wednesday/PROPN/2/obl/_/Wednesday",
		"2020-06-10": "By/ADP/2/case/_/by Wednesday/PROPN/5/obl/_/Wednesday all/PRON/5/nsubj/_/all had/AUX/5/aux/Mood=Ind|Tense=Past|VerbForm=Fin/have signed/VERB/0/root/Tense=Past|VerbForm=Part/sign",
		"2020-06-11": "They/PRON/3/nsubj/_/they will/AUX/3/aux/VerbForm=Fin/will ignore/VERB/0/root/VerbForm=Inf/ignore Thursday/PROPN/6/nmod:poss/_/Thursday 's/PART/4/case/_/'s ruling/NOUN/3/obj/_/ruling",
		"2020-06-19": "Arnor/PROPN/2/nsubj/_/Arnor meets/VERB/0/root/Mood=Ind|Tense=Pres|VerbForm=Fin/meet Rohan/PROPN/2/obj/_/Rohan Friday/PROPN/2/obl:unmarked/_/Friday",
	} {
		doc, text := parsed(t, line)
		day := 12
		if strings.Contains(line, "Friday") {
			day = 13
		}
		times := r.Read(on(doc, 2020, 6, day), text).Times
		if len(times) != 1 || times[0].Timex.Value != want {
			t.Errorf("%s is %+v, want %s", doc.Text, times, want)
		}
	}
}

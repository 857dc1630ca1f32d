package eval

import (
	"fmt"
	"os"
	"strings"

	"detente/lang"
	"detente/lang/conllu"
	"detente/record"
)

// Treebank reads a CoNLL-U file.
func Treebank(path string) ([]conllu.Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := conllu.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// GoldTokens parses the treebank with its own words and sentences.
func GoldTokens(m *lang.Model, gold []conllu.Sentence) (CoNLL18, error) {
	system := make([]conllu.Sentence, len(gold))
	for i := range gold {
		t := gold[i].Tree()
		for k := range t.Tokens {
			t.Tokens[k].Form = gold[i].Words[k].Form
		}
		if _, err := m.ParseTokens(&t); err != nil {
			return CoNLL18{}, err
		}
		system[i] = gold[i]
		system[i].Words = append([]conllu.Word(nil), gold[i].Words...)
		system[i].Fill(&t)
	}
	return ScoreCoNLL(gold, system)
}

// RawText parses the text of the treebank: its paragraphs, each with its
// sentences joined by spaces.
func RawText(m *lang.Model, gold []conllu.Sentence) (CoNLL18, []conllu.Sentence, error) {
	var doc record.Document
	var text strings.Builder
	from := 0
	flush := func() {
		if text.Len() > from {
			doc.Blocks = append(doc.Blocks, record.Block{Role: record.Paragraph, Span: record.Span{Start: from, End: text.Len()}})
			text.WriteString("\n\n")
		}
		from = text.Len()
	}
	for i := range gold {
		if gold[i].NewParagraph() {
			flush()
		}
		if text.Len() > from {
			text.WriteByte(' ')
		}
		text.WriteString(gold[i].Text)
	}
	flush()
	doc.Text = text.String()
	read := m.Analyze(&doc)
	system := make([]conllu.Sentence, len(read.Sentences))
	for i := range read.Sentences {
		system[i] = conllu.FromTree(&read.Sentences[i], doc.Text)
	}
	score, err := ScoreCoNLL(gold, system)
	return score, system, err
}

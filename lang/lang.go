// Package lang reads how a text is written: sentences, words, tags, lemmas,
// dependency trees and names.
//
// Load takes the model from the data; Analyze turns the readable blocks of a
// document into a tree.Text whose spans are byte offsets into the document.
// Nothing here does I/O after Load, and a Model is safe for concurrent use.
package lang

import (
	"fmt"
	"io/fs"
	"runtime"

	"detente/lang/net"
	"detente/record"
	"detente/tree"
)

// Model is the language model.
type Model struct {
	tok  *tokenizer
	end  *ender
	lem  *lemmatizer
	gaz  *gazetteer
	net  *net.Model
	free chan *workspace // those that nobody works in
}

// workspace is the scratch memory of one document.
type workspace struct {
	spans    []record.Span
	ends     []int // index after the last token of each sentence
	block    []int
	cut      cutter
	features []uint32
	net      net.Workspace
}

// Load reads the language model from the folder lang of the data. The error
// names the file that is wrong.
func Load(fsys fs.FS) (*Model, error) {
	m := &Model{}
	var err error
	if m.tok, err = newTokenizer(fsys); err != nil {
		return nil, fmt.Errorf("language model: %w", err)
	}
	if m.end, err = newEnder(fsys); err != nil {
		return nil, fmt.Errorf("language model: %w", err)
	}
	if m.lem, err = newLemmatizer(fsys); err != nil {
		return nil, fmt.Errorf("language model: %w", err)
	}
	if m.gaz, err = newGazetteer(fsys, m.tok); err != nil {
		return nil, fmt.Errorf("language model: %w", err)
	}
	b, err := fs.ReadFile(fsys, "lang/model.bin")
	if err == nil {
		m.net, err = net.Open(b)
	}
	if err != nil {
		return nil, fmt.Errorf("language model: lang/model.bin: %w", err)
	}
	m.free = make(chan *workspace, runtime.GOMAXPROCS(0))
	return m, nil
}

// take gives a workspace, and give takes it back. A sync.Pool would lose what it
// knows of word forms with every collection of garbage.
func (m *Model) take() *workspace {
	select {
	case w := <-m.free:
		return w
	default:
		return new(workspace)
	}
}

func (m *Model) give(w *workspace) {
	select {
	case m.free <- w:
	default: // more work at a time than processors: the rest is dropped
	}
}

// Analyze reads the blocks of doc that are read for content; each block begins
// and ends its own sentences. The document may be empty or hold any bytes.
func (m *Model) Analyze(doc *record.Document) *tree.Text {
	w := m.take()
	defer m.give(w)
	w.spans, w.ends, w.block = w.spans[:0], w.ends[:0], w.block[:0]
	for i, b := range doc.Blocks {
		if !b.Role.Reads() || b.Span.Start < 0 || b.Span.End > len(doc.Text) || b.Span.Empty() {
			continue
		}
		m.cut(doc.Text, b.Span, i, w)
	}

	text := &tree.Text{Sentences: make([]tree.Sentence, len(w.ends))}
	tokens := make([]tree.Token, len(w.spans))
	from := 0
	for i, end := range w.ends {
		s := &text.Sentences[i]
		s.Tokens, s.Block = tokens[from:end:end], w.block[i]
		for k := range s.Tokens {
			span := w.spans[from+k]
			s.Tokens[k] = tree.Token{Span: span, Form: span.In(doc.Text), Head: -1}
		}
		s.Span = s.Cover(0, len(s.Tokens)-1)
		from = end
	}
	text.Names = m.annotate(text.Sentences, &w.net)
	return text
}

// cut appends the tokens and sentence ends of one block.
func (m *Model) cut(text string, block record.Span, index int, w *workspace) {
	from := len(w.spans)
	w.spans = m.tok.tokens(text, block.Start, block.End, w.spans)
	toks := w.spans[from:]
	c := &w.cut
	c.signs = m.tok.signs(text, toks, c.signs[:0])
	c.begin()
	for i := range toks {
		w.features = c.step(i, w.features[:0])
		last := i+1 == len(toks) || c.signs[i].line || c.since >= maxSentence
		if last || m.tok.mayEnd(text, toks, i) && m.end.ends(w.features) {
			w.ends, w.block = append(w.ends, from+i+1), append(w.block, index)
			c.restart()
		}
	}
}

// maxSentence bounds the words of a sentence, so that no text takes more than
// linear time.
const maxSentence = 400

// annotate fills the sentences and returns their names.
func (m *Model) annotate(sentences []tree.Sentence, w *net.Workspace) []tree.Name {
	names := m.net.AnnotateAll(sentences, w, nil)
	names = m.gaz.find(sentences, names)
	for i := range names {
		n := &names[i]
		n.Span = sentences[n.Sent].Cover(n.First, n.Last)
	}
	var low letters
	for i := range sentences {
		for k := range sentences[i].Tokens {
			t := &sentences[i].Tokens[k]
			t.Lemma = m.lem.lemma(t.Form, t.Tag, t.Morph, &low)
		}
	}
	return names
}

// ParseTokens analyses one sentence whose words are given; spans are left as
// they are. It returns the names in it.
func (m *Model) ParseTokens(s *tree.Sentence) ([]tree.Name, error) {
	if len(s.Tokens) > maxTokens {
		return nil, fmt.Errorf("a sentence of %d words is not parsed: %d are the most", len(s.Tokens), maxTokens)
	}
	w := m.take()
	defer m.give(w)
	one := []tree.Sentence{*s}
	names := m.annotate(one, &w.net)
	*s = one[0]
	return names, nil
}

const maxTokens = 10000

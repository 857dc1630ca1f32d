// Package conllu reads and writes CoNLL-U, the ten-column format of Universal
// Dependencies (https://universaldependencies.org/format.html).
//
// A sentence keeps its comments, its multiword tokens and all columns, so that
// what is read can be written back; empty nodes (8.1), which belong to the
// enhanced graphs, are passed over. Every word gets its span of bytes in the
// sentence's text, rebuilt from the "# text" comment or from SpaceAfter=No.
package conllu

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
	"detente/tree"
)

// Sentence is one sentence of a treebank.
type Sentence struct {
	Comments []string // the lines that start with #, whole
	Text     string   // of "# text = ", else joined from the forms
	Words    []Word
	Ranges   []Range // multiword tokens in order
}

// Word is one syntactic word with its columns as written; "_" stands for none.
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // 1-based as in the file, 0 for the root, -1 for none
	Deprel, Deps, Misc             string
	Span                           record.Span // bytes of Sentence.Text
}

// Range is a multiword token: "don't" over the words do and n't.
type Range struct {
	First, Last int // word indexes, 0-based, inclusive
	Form, Misc  string
	Span        record.Span
}

// SpaceAfter reports whether a MISC column lets a space follow its token.
func SpaceAfter(misc string) bool {
	for one := range strings.SplitSeq(misc, "|") {
		if one == "SpaceAfter=No" {
			return false
		}
	}
	return true
}

// Comment is the value of the comment "# key = value", and whether there is one.
// A comment without a value ("# newpar") gives the empty string and true.
func (s *Sentence) Comment(key string) (string, bool) {
	for _, c := range s.Comments {
		name, value, _ := strings.Cut(strings.TrimLeft(c, "# "), "=")
		if strings.TrimSpace(name) == key {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// NewParagraph reports whether a paragraph or document begins here.
func (s *Sentence) NewParagraph() bool {
	for _, c := range s.Comments {
		c = strings.TrimLeft(c, "# ")
		if strings.HasPrefix(c, "newpar") || strings.HasPrefix(c, "newdoc") {
			return true
		}
	}
	return false
}

// Tree is the sentence as the analysis holds it, spans into Sentence.Text.
// Unknown tags and relations become none.
func (s *Sentence) Tree() tree.Sentence {
	out := tree.Sentence{
		Span:   record.Span{End: len(s.Text)},
		Tokens: make([]tree.Token, len(s.Words)),
	}
	for i := range s.Words {
		w, t := &s.Words[i], &out.Tokens[i]
		t.Span, t.Form, t.Lemma = w.Span, w.Form, w.Lemma
		t.Tag, _ = tree.ParseUPOS(w.UPOS)
		t.Rel, _ = tree.ParseRel(w.Deprel)
		if w.Feats != "_" {
			t.Morph = tree.ParseMorph(w.Feats)
		}
		t.Head = w.Head - 1
		if w.Head < 0 || w.Head > len(s.Words) {
			t.Head = -1
		}
	}
	out.Index()
	return out
}

// Fill takes tags, features, lemmas and tree from t, whose tokens are the words
// of s, and leaves tokens, comments and MISC as they are.
func (s *Sentence) Fill(t *tree.Sentence) {
	for i := range s.Words {
		w, tok := &s.Words[i], &t.Tokens[i]
		w.Lemma, w.UPOS, w.XPOS, w.Deps = tok.Lemma, tok.Tag.String(), "_", "_"
		w.Feats, w.Head, w.Deprel = tok.Morph.String(), tok.Head+1, tok.Rel.String()
		if w.Lemma == "" {
			w.Lemma = "_"
		}
	}
}

// FromTree makes a sentence to be written from an analysed one. text is the
// document that the spans point into. Words that were cut from one written word
// (do + n't, can + not) are put under a multiword token, as the treebanks have
// it.
func FromTree(t *tree.Sentence, text string) Sentence {
	out := Sentence{Words: make([]Word, len(t.Tokens))}
	span := t.Span
	if n := len(t.Tokens); n > 0 {
		span = t.Cover(0, n-1)
	}
	out.Text = strings.Join(strings.Fields(span.In(text)), " ")
	out.Comments = []string{"# text = " + out.Text}
	for i := range t.Tokens {
		out.Words[i] = Word{Form: t.Tokens[i].Form, Misc: "_"}
		if i+1 < len(t.Tokens) && t.Tokens[i].Span.End == t.Tokens[i+1].Span.Start {
			out.Words[i].Misc = "SpaceAfter=No"
		}
	}
	for i := 1; i < len(t.Tokens); i++ {
		if !clitic(&t.Tokens[i-1], &t.Tokens[i]) {
			continue
		}
		if n := len(out.Ranges); n > 0 && out.Ranges[n-1].Last == i-1 {
			out.Ranges[n-1].Last = i
		} else {
			out.Ranges = append(out.Ranges, Range{First: i - 1, Last: i})
		}
	}
	for k := range out.Ranges {
		r := &out.Ranges[k]
		r.Form = t.Cover(r.First, r.Last).In(text)
		r.Misc = out.Words[r.Last].Misc
		for i := r.First; i <= r.Last; i++ {
			out.Words[i].Misc = "_"
		}
	}
	out.Fill(t)
	out.place()
	return out
}

// clitic reports whether b was cut from the end of the written word that ends
// with a: n't, 's, not (in cannot), the apostrophe of a plural's genitive.
func clitic(a, b *tree.Token) bool {
	if a.Span.End != b.Span.Start || a.Span.Empty() || b.Span.Empty() {
		return false
	}
	x, _ := utf8.DecodeLastRuneInString(a.Form)
	y, n := utf8.DecodeRuneInString(b.Form)
	if y == '\'' || y == '’' {
		if len(b.Form) == n {
			return b.Tag == tree.PART
		}
		z, _ := utf8.DecodeRuneInString(b.Form[n:])
		return unicode.IsLetter(z) && (unicode.IsLetter(x) || unicode.IsDigit(x) || x == '.')
	}
	return unicode.IsLetter(x) && unicode.IsLetter(y)
}

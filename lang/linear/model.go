// Package linear is the baseline model of the language stage: averaged
// perceptrons over hashed features for tags, trees and names (Collins 2002;
// Goldberg and Nivre, "Training deterministic parsers with non-deterministic
// oracles", TACL 2013).
package linear

import (
	"bytes"
	"encoding/gob"
	"errors"

	"detente/tree"
)

// Model holds the weights; it is read-only after Open.
type Model struct {
	classes []class // of the tagger
	tag     table
	parse   table
	name    table
}

// class is what the tagger chooses between: a tag with its features.
type class struct {
	Tag   tree.UPOS
	Morph tree.Morph
}

// table is one row of weights per hashed feature; rows overlap.
type table struct {
	w    []int8
	mask uint32
	n    int // classes
}

// hash mixes a template's number with its values.
func hash(template uint32, values ...uint32) uint32 {
	h := template*0x9E3779B1 + 0x85EBCA6B
	for _, v := range values {
		h = (h ^ v) * 0xC2B2AE35
		h ^= h >> 15
	}
	return h ^ h>>13
}

func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// score adds up the rows of the features.
func (t *table) score(features []uint32, out []int32) {
	out = out[:t.n]
	clear(out)
	for _, f := range features {
		row := t.w[f&t.mask:][:len(out)]
		for i, w := range row {
			out[i] += int32(w)
		}
	}
}

type stored struct {
	Classes          []class
	Tag, Parse, Name []byte
	N                [3]int
}

// Bytes is the model as Open reads it.
func (m *Model) Bytes() ([]byte, error) {
	raw := func(t table) []byte {
		b := make([]byte, len(t.w))
		for i, w := range t.w {
			b[i] = byte(w)
		}
		return b
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(stored{m.classes, raw(m.tag), raw(m.parse), raw(m.name), [3]int{m.tag.n, m.parse.n, m.name.n}})
	return b.Bytes(), err
}

// Open reads the weights that Bytes wrote.
func Open(b []byte) (*Model, error) {
	var s stored
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&s); err != nil {
		return nil, err
	}
	cooked := func(b []byte, n int) table {
		w := make([]int8, len(b))
		for i, c := range b {
			w[i] = int8(c)
		}
		return table{w: w, mask: uint32(len(b)-pad) - 1, n: n}
	}
	if len(s.Tag) <= pad || len(s.Parse) <= pad || len(s.Name) <= pad || s.N[0] != len(s.Classes) {
		return nil, errors.New("linear weights are cut short")
	}
	return &Model{s.Classes, cooked(s.Tag, s.N[0]), cooked(s.Parse, s.N[1]), cooked(s.Name, s.N[2])}, nil
}

// pad is the room after the last row.
const pad = 512

// Workspace is the memory of one running analysis.
type Workspace struct {
	f      []uint32
	scores []int32
	words  []word
	st     state
	bio    []uint8
}

// word is what the features see of a token.
type word struct {
	form, low, shape   uint32
	suf1, suf2, suf3   uint32
	pre1, pre2, pre3   uint32
	tag, class         uint32
	upper, digit, dash bool
}

// Annotate fills tags, features, heads and relations of the sentence, and
// appends its names with token indexes.
func (m *Model) Annotate(s *tree.Sentence, w *Workspace, names []tree.Name) []tree.Name {
	if len(s.Tokens) == 0 {
		s.Index()
		return names
	}
	w.read(s)
	if w.scores == nil {
		w.scores = make([]int32, pad)
	}
	for i := range s.Tokens {
		w.f = w.tagFeatures(i, w.f[:0])
		m.tag.score(w.f, w.scores)
		best := argmax(w.scores[:m.tag.n])
		c := m.classes[best]
		w.words[i].tag, w.words[i].class = uint32(c.Tag), uint32(best)
		s.Tokens[i].Tag, s.Tokens[i].Morph = c.Tag, c.Morph
	}
	m.parseTree(s, w)
	s.Index()
	return m.names(s, w, names)
}

func argmax(scores []int32) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

func (w *Workspace) read(s *tree.Sentence) {
	w.words = w.words[:0]
	for i := range s.Tokens {
		w.words = append(w.words, look(s.Tokens[i].Form))
	}
}

// look computes the parts of a form that features are made of.
func look(form string) word {
	var buf, shp [48]byte
	low, shape := buf[:0], shp[:0]
	var w word
	for i := 0; i < len(form) && i < len(buf); i++ {
		c := form[i]
		kind := byte('o')
		switch {
		case c >= 'A' && c <= 'Z':
			kind, c = 'A', c|0x20
			w.upper = w.upper || i == 0
		case c >= 'a' && c <= 'z', c >= 0x80:
			kind = 'a'
		case c >= '0' && c <= '9':
			kind, c = '0', '0'
			w.digit = true
		case c == '-':
			kind, w.dash = '-', true
		}
		low = append(low, c)
		if n := len(shape); n < 2 || shape[n-1] != kind || shape[n-2] != kind {
			shape = append(shape, kind)
		}
	}
	of := func(b []byte) uint32 { return hashString(string(b)) }
	tail := func(n int) []byte { return low[max(0, len(low)-n):] }
	head := func(n int) []byte { return low[:min(n, len(low))] }
	w.form, w.low, w.shape = hashString(form), of(low), of(shape)
	w.suf1, w.suf2, w.suf3 = of(tail(1)), of(tail(2)), of(tail(3))
	w.pre1, w.pre2, w.pre3 = of(head(1)), of(tail(4)), of(head(3))
	return w
}

// at is the word at i, or an outside word.
func (w *Workspace) at(i int) *word {
	if i < 0 || i >= len(w.words) {
		return &outside
	}
	return &w.words[i]
}

var outside = word{form: 1, low: 1, shape: 1, tag: 100, class: 1000}

func (w *Workspace) tagFeatures(i int, f []uint32) []uint32 {
	c, p, pp, n, nn := w.at(i), w.at(i-1), w.at(i-2), w.at(i+1), w.at(i+2)
	return append(f,
		hash(1, c.form), hash(2, c.low), hash(3, c.shape), hash(4, c.suf1), hash(5, c.suf2), hash(6, c.suf3),
		hash(7, c.pre1), hash(8, c.pre2), hash(9, c.pre3),
		hash(10, p.class), hash(11, p.class, pp.tag), hash(12, p.class, c.low), hash(13, p.low), hash(14, pp.low),
		hash(15, n.low), hash(16, nn.low), hash(17, n.suf3), hash(18, p.class, n.low), hash(19, p.suf3),
		hash(20, c.low, n.low), hash(21, c.low, p.low), hash(22, c.suf3, n.suf2), hash(23, n.shape, c.shape), hash(24, p.tag, c.suf2),
	)
}

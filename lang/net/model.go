// Package net is the neural part of the language model: it gives the tokens of
// a sentence their tags, features, heads and relations, and finds the names.
//
// A word is the sum of rows looked up for it and for its pieces. Two layers of
// bidirectional LSTM read the sentence; tags come from the first layer, names
// and trees from the last one. Each word scores every other word as its head
// (Dozat & Manning 2017, "Deep Biaffine Attention for Neural Dependency
// Parsing"; Kiperwasser & Goldberg 2016), the best tree is taken, and a small
// network names each arc. Everything is trained together by internal/train.
package net

import (
	"encoding/binary"
	"math"

	"detente/lang/net/mat"
	"detente/tree"
)

// Model is a trained network. It does not change and may be used by many
// goroutines at once, each with its own Workspace.
type Model struct {
	w     *Weights
	about string

	layers          []layer
	low, high, says linear

	morphs  []tree.Morph
	tagsOf  []uint32   // per set of features, the parts of speech seen with it, a bit each
	choices [][]uint16 // per part of speech, the sets of features seen with it

	slots  []byte // hash table of known words: 4 bytes of fingerprint, 4 of row
	lists  []byte // the same of words in lists, 4 bytes of List
	words  []byte // rows of 4 bytes of scale and Vector signed bytes
	pieces []byte
}

// About says what the model was trained on and how, for people.
func (m *Model) About() string { return m.about }

// vector sets x to what stands for the form.
func (m *Model) vector(x []float32, f *Form) {
	clear(x)
	addRow(x, m.words, min(int(lookUp(m.slots, f.Word)), m.w.Words-1), 1)
	f.Affix = List(lookUp(m.lists, f.Word)).Rows(f.Affix)
	mask := uint32(m.w.Buckets - 1)
	for _, h := range f.Affix {
		addRow(x, m.pieces, int(h&mask), 1)
	}
	share := Share(f)
	for _, h := range f.Pieces {
		addRow(x, m.pieces, int(h&mask), share)
	}
}

// Share is the weight of each n-gram of a form.
func Share(f *Form) float32 {
	return float32(1 / math.Sqrt(float64(max(1, len(f.Pieces)))))
}

// addRow adds row i of a table of bytes to x, times weight.
func addRow(x []float32, table []byte, i int, weight float32) {
	row := table[i*(4+len(x)) : (i+1)*(4+len(x))]
	mat.AddBytes(x, row[4:], float32(weight*math.Float32frombits(binary.LittleEndian.Uint32(row))))
}

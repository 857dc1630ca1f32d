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
	"errors"
	"fmt"
	"math"

	"detente/lang/net/mat"
	"detente/tree"
)

// Model is a trained network. It does not change and may be used by many
// goroutines at once, each with its own Workspace.
type Model struct {
	w     *Weights
	about string

	morphs  []tree.Morph
	tagsOf  []uint32   // per set of features, the parts of speech seen with it, a bit each
	choices [][]uint16 // per part of speech, the sets of features seen with it

	slots  []byte // hash table of known words: 4 bytes of fingerprint, 4 of row
	words  []byte // rows of 4 bytes of scale and Vector signed bytes
	pieces []byte
}

// Parts is what a model file is made of, for training to write one.
type Parts struct {
	About   string // sources, licences, how it was trained
	Weights *Weights
	Morphs  []tree.Morph
	TagsOf  []uint32
	Known   map[uint64]uint32   // hash of a known word -> its row
	Words   func(int) []float32 // row of the table of words
	Pieces  func(int) []float32
}

const magic = "detente/net 1\n\x00\x00"

// Encode is the model file of p:
//
//	magic, ten numbers: eight Dims, slots of the word table, length of About
//	About, padded to 8 bytes
//	per set of features: 8 bytes of tree.Morph; then 4 bytes of parts of speech each
//	slots of 8 bytes; dense weights of 4 bytes; rows of both tables
//
// all little-endian. Rows are kept as signed bytes with one scale each.
func Encode(p Parts) []byte {
	d := p.Weights.Dims
	slots := 1
	for slots < 2*len(p.Known) {
		slots *= 2
	}
	about := []byte(p.About)
	for len(about)%8 != 0 {
		about = append(about, '\n')
	}
	out := []byte(magic)
	le := binary.LittleEndian
	for _, n := range []int{d.Words, d.Buckets, d.Vector, d.Hidden, d.Layers, d.Arc, d.Label, d.Morphs, slots, len(about)} {
		out = le.AppendUint32(out, uint32(n))
	}
	out = append(out, about...)
	for _, m := range p.Morphs {
		out = le.AppendUint64(out, uint64(m))
	}
	for _, t := range p.TagsOf {
		out = le.AppendUint32(out, t)
	}
	table := make([]byte, 8*slots)
	byRow := make([]uint64, d.Words) // in the order of rows, not of the map
	for h, row := range p.Known {
		byRow[row] = h
	}
	for row, h := range byRow {
		if row == 0 {
			continue
		}
		i := uint32(h) & uint32(slots-1)
		for le.Uint32(table[8*i+4:]) != 0 {
			i = (i + 1) & uint32(slots-1)
		}
		le.PutUint32(table[8*i:], uint32(h>>32))
		le.PutUint32(table[8*i+4:], uint32(row))
	}
	out = append(out, table...)
	for _, x := range p.Weights.Flat {
		out = le.AppendUint32(out, math.Float32bits(x))
	}
	for i := range d.Words {
		out = appendRow(out, p.Words(i))
	}
	for i := range d.Buckets {
		out = appendRow(out, p.Pieces(i))
	}
	return out
}

// appendRow writes a row as signed bytes with a scale before them.
func appendRow(out []byte, row []float32) []byte {
	var top float32
	for _, x := range row {
		top = max(top, x, -x)
	}
	scale := top / 127
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
	for _, x := range row {
		if scale == 0 {
			out = append(out, 0)
			continue
		}
		out = append(out, byte(int8(math.RoundToEven(float64(x/scale)))))
	}
	return out
}

// Open reads a model file. The model keeps b, which must not change.
func Open(b []byte) (*Model, error) {
	const numbers = 10
	if len(b) < len(magic)+4*numbers || string(b[:len(magic)]) != magic {
		return nil, errors.New("net: this is no model file of this version; train one with go run ./internal/train lang")
	}
	le := binary.LittleEndian
	var n [numbers]int
	for i := range n {
		n[i] = int(le.Uint32(b[len(magic)+4*i:]))
		if n[i] < 0 || n[i] > 1<<24 {
			return nil, fmt.Errorf("net: the model file gives %d as its number %d", n[i], i)
		}
	}
	d := Dims{n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]}
	slots, about := n[8], n[9]
	for _, size := range []int{d.Vector, d.Hidden, d.Arc, d.Label} {
		if size == 0 || size%mat.Width != 0 || size > 1<<12 {
			return nil, fmt.Errorf("net: a width of %d in the model file is not a multiple of %d", size, mat.Width)
		}
	}
	if d.Words < 1 || d.Layers < 1 || d.Layers > 16 || d.Morphs < 1 || d.Morphs > 1<<12 || slots < 1 || slots&(slots-1) != 0 || d.Buckets < 1 || d.Buckets&(d.Buckets-1) != 0 {
		return nil, fmt.Errorf("net: the sizes %+v of the model file cannot be", d)
	}
	rest := b[len(magic)+4*numbers:]
	if want := about + 12*d.Morphs + 8*slots + 4*d.size() + (d.Words+d.Buckets)*(4+d.Vector); len(rest) != want {
		return nil, fmt.Errorf("net: the model file has %d bytes after its head where %d belong", len(rest), want)
	}
	take := func(n int) []byte {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	m := &Model{about: string(take(about)), choices: make([][]uint16, tree.UPOSCount)}
	for morphs := take(8 * d.Morphs); len(morphs) > 0; morphs = morphs[8:] {
		m.morphs = append(m.morphs, tree.Morph(le.Uint64(morphs)))
	}
	for tags := take(4 * d.Morphs); len(tags) > 0; tags = tags[4:] {
		m.tagsOf = append(m.tagsOf, le.Uint32(tags))
	}
	for i, tags := range m.tagsOf {
		for u := range m.choices {
			if tags>>u&1 != 0 {
				m.choices[u] = append(m.choices[u], uint16(i))
			}
		}
	}
	m.slots = take(8 * slots)
	flat := make([]float32, d.size())
	for i, dense := 0, take(4*len(flat)); i < len(flat); i++ {
		flat[i] = math.Float32frombits(le.Uint32(dense[4*i:]))
	}
	m.w = View(d, flat)
	m.words, m.pieces = take(d.Words*(4+d.Vector)), take(d.Buckets*(4+d.Vector))
	return m, nil
}

// About says what the model was trained on and how, for people.
func (m *Model) About() string { return m.about }

// known is the row of a known word, or 0.
func (m *Model) known(h uint64) int {
	mask := uint32(len(m.slots)/8 - 1)
	for i := uint32(h) & mask; ; i = (i + 1) & mask {
		slot := m.slots[8*i : 8*i+8]
		row := binary.LittleEndian.Uint32(slot[4:])
		if row == 0 || binary.LittleEndian.Uint32(slot) == uint32(h>>32) {
			return min(int(row), m.w.Words-1)
		}
	}
}

// vector sets x to what stands for the form.
func (m *Model) vector(x []float32, f *Form) {
	clear(x)
	addRow(x, m.words, m.known(f.Word), 1)
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
	scale := weight * math.Float32frombits(binary.LittleEndian.Uint32(row))
	for j, q := range row[4:] {
		x[j] += float32(scale * float32(int8(q)))
	}
}

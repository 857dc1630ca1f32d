package net

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"detente/lang/net/mat"
	"detente/tree"
)

// Parts is what a model file is made of, for training to write one.
type Parts struct {
	About   string // sources, licences, how it was trained
	Weights *Weights
	Morphs  []tree.Morph
	TagsOf  []uint32
	Known   map[uint64]uint32 // hash of a known word -> its row
	Lists   map[uint64]List
	Words   func(int) []float32 // row of the table of words
	Pieces  func(int) []float32
}

const magic = "detente/net 4\n\x00\x00"

// Encode is the model file of p:
//
//	magic, eleven numbers: eight Dims, slots of the word table, slots of the lists, length of About
//	About, padded to 8 bytes
//	per set of features: 8 bytes of tree.Morph; then 4 bytes of parts of speech each
//	slots of 8 bytes; dense weights of 4 bytes; rows of both tables
//
// all little-endian. Rows are kept as signed bytes with one scale each.
func Encode(p Parts) []byte {
	d := p.Weights.Dims
	known := hashTable(p.Known)
	lists := hashTable(p.Lists)
	about := []byte(p.About)
	for len(about)%8 != 0 {
		about = append(about, '\n')
	}
	out := []byte(magic)
	le := binary.LittleEndian
	for _, n := range []int{d.Words, d.Buckets, d.Vector, d.Hidden, d.Layers, d.Arc, d.Label, d.Morphs, len(known) / 8, len(lists) / 8, len(about)} {
		out = le.AppendUint32(out, uint32(n))
	}
	out = append(out, about...)
	for _, m := range p.Morphs {
		out = le.AppendUint64(out, uint64(m))
	}
	for _, t := range p.TagsOf {
		out = le.AppendUint32(out, t)
	}
	out = append(append(out, known...), lists...)
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

// hashTable is a table of slots with open addressing, at most half full: four
// bytes of the hash, four of the value, which is never 0. It is filled in the
// order of the hashes, not of the map.
func hashTable[T ~uint32](of map[uint64]T) []byte {
	slots := uint32(1)
	for int(slots) < 2*len(of)+1 {
		slots *= 2
	}
	table := make([]byte, 8*slots)
	le := binary.LittleEndian
	for _, h := range slices.Sorted(maps.Keys(of)) {
		i := uint32(h) & (slots - 1)
		for le.Uint32(table[8*i+4:]) != 0 {
			i = (i + 1) & (slots - 1)
		}
		le.PutUint32(table[8*i:], uint32(h>>32))
		le.PutUint32(table[8*i+4:], uint32(of[h]))
	}
	return table
}

// lookUp is the value of h in a table made by hashTable, or 0.
func lookUp(table []byte, h uint64) uint32 {
	slots := uint32(len(table) / 8)
	for tries, i := uint32(0), uint32(h)&(slots-1); tries < slots; tries, i = tries+1, (i+1)&(slots-1) {
		slot := table[8*i : 8*i+8]
		value := binary.LittleEndian.Uint32(slot[4:])
		if value == 0 || binary.LittleEndian.Uint32(slot) == uint32(h>>32) {
			return value
		}
	}
	return 0
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
	const numbers = 11
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
	slots, lists, about := n[8], n[9], n[10]
	for _, size := range []int{d.Vector, d.Hidden, d.Arc, d.Label} {
		if size == 0 || size%mat.Width != 0 || size > 1<<12 {
			return nil, fmt.Errorf("net: a width of %d in the model file is not a multiple of %d", size, mat.Width)
		}
	}
	if d.Words < 1 || d.Layers < 1 || d.Layers > 16 || d.Morphs < 1 || d.Morphs > 1<<12 || slots < 1 || slots&(slots-1) != 0 || lists < 1 || lists&(lists-1) != 0 || d.Buckets < 1 || d.Buckets&(d.Buckets-1) != 0 {
		return nil, fmt.Errorf("net: the sizes %+v of the model file cannot be", d)
	}
	rest := b[len(magic)+4*numbers:]
	if want := about + 12*d.Morphs + 8*slots + 8*lists + 4*d.size() + (d.Words+d.Buckets)*(4+d.Vector); len(rest) != want {
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
	m.slots, m.lists = take(8*slots), take(8*lists)
	flat := make([]float32, d.size())
	for i, dense := 0, take(4*len(flat)); i < len(flat); i++ {
		flat[i] = math.Float32frombits(le.Uint32(dense[4*i:]))
	}
	m.w = View(d, flat)
	for i := range m.w.Layers {
		m.layers = append(m.layers, m.w.Layers[i].quantise())
	}
	m.low, m.high, m.says = m.w.Low.quantise(), m.w.High.quantise(), m.w.Says.quantise()
	m.words, m.pieces = take(d.Words*(4+d.Vector)), take(d.Buckets*(4+d.Vector))
	return m, nil
}

package net

import (
	"slices"

	"detente/lang/net/mat"
)

// forms gives what the first layer makes of word forms before any state, which
// depends on the form alone. Most words of a report were met lately: the vectors
// of the last forms are kept, and what the layer makes of the commonest of them.
type forms struct {
	of    *Model
	split Splitter
	real  []float32 // a vector before it is rounded

	vectors, gates kept
	vector         []int16   // rows of Vector numbers, one a place of vectors
	gate           []float32 // rows of the first layer's gates, one a place of gates

	// Forms whose gates are not kept are computed together, at the end.
	missing []missing
	input   []int16
	fresh   []float32
}

// missing is a row of gates still to be set.
type missing struct {
	key  formKey
	at   uint32 // hash of the key
	into []float32
}

// How many forms are kept. Of the words of news some 83% are found among 8192, 70%
// among 1024; a vector takes 256 bytes, gates take 4 KB.
const (
	vectorsKept = 1 << 13
	gatesKept   = 1 << 10
)

// kept says which form stands at each place; a form has one place, by its hash.
type kept []formKey

type formKey struct {
	n    uint8
	form [23]byte
}

// keyOf is the key of a form and its hash; forms of other lengths are not kept.
func keyOf(form string) (key formKey, hash uint32, ok bool) {
	if form == "" || len(form) > len(key.form) {
		return key, 0, false
	}
	key.n = uint8(len(form))
	copy(key.form[:], form)
	h := uint32(2166136261) // FNV-1a
	for i := range len(form) {
		h = (h ^ uint32(form[i])) * 16777619
	}
	return key, h ^ h>>15, true
}

// begin makes ready for the forms of a batch.
func (f *forms) begin(m *Model) {
	f.missing = f.missing[:0]
	f.input = f.input[:0]
	if f.of == m {
		return
	}
	f.of = m
	f.vectors, f.gates = make(kept, vectorsKept), make(kept, gatesKept)
	f.vector, f.gate = make([]int16, vectorsKept*m.w.Vector), make([]float32, gatesKept*m.layers[0].in.N)
	f.real = make([]float32, m.w.Vector)
}

// put sets gates to what the first layer makes of form, now or at end.
func (f *forms) put(form string, gates []float32) {
	key, hash, ok := keyOf(form)
	if ok && f.gates[hash%gatesKept] == key {
		at := int(hash%gatesKept) * len(gates)
		copy(gates, f.gate[at:at+len(gates)])
		return
	}
	f.missing = append(f.missing, missing{key, hash, gates})
	d, n := f.of.w.Vector, len(f.input)
	f.input = slices.Grow(f.input, d)[:n+d]
	x := f.input[n:]
	if !ok {
		f.make(form, x)
		return
	}
	at := hash % vectorsKept
	was := f.vector[int(at)*d : (int(at)+1)*d]
	if f.vectors[at] != key {
		f.make(form, was)
		f.vectors[at] = key
	}
	copy(x, was)
}

// end sets the gates that put left.
func (f *forms) end() {
	l := &f.of.layers[0]
	n := l.in.N
	f.fresh = l.enter(f.fresh, f.input, len(f.missing), mat.StateScale(inputTop))
	for i, m := range f.missing {
		row := f.fresh[i*n : (i+1)*n]
		copy(m.into, row)
		if m.key.n > 0 {
			at := int(m.at % gatesKept)
			copy(f.gate[at*n:(at+1)*n], row)
			f.gates[at] = m.key
		}
	}
	clear(f.missing)
}

// make sets x to the vector of form.
func (f *forms) make(form string, x []int16) {
	f.of.vector(f.real, f.split.Split(form))
	mat.Round(x, f.real, inputTop)
}

package net

import "detente/lang/net/mat"

// Batch is the order in which a layer reads sentences of different lengths
// together: first the first words of all, then their second words, and so on.
// The sentences come longest first, so those that still run are always the
// leading ones.
type Batch struct {
	Lens []int // falling
	Off  []int // row of the first sentence's word at each time; one more than the longest length
}

// Set lays out sentences of the given falling lengths, none of them empty.
func (b *Batch) Set(lens []int) {
	b.Lens, b.Off = append(b.Lens[:0], lens...), append(b.Off[:0], 0)
	running := len(lens)
	for t := 0; running > 0 && t < lens[0]; t++ {
		for lens[running-1] <= t {
			running--
		}
		b.Off = append(b.Off, b.Off[t]+running)
	}
}

// Rows is the number of words of all sentences.
func (b *Batch) Rows() int { return b.Off[len(b.Off)-1] }

// Row is where word t of sentence i lies.
func (b *Batch) Row(i, t int) int { return b.Off[t] + i }

// Running is how many sentences have a word t.
func (b *Batch) Running(t int) int {
	if t < 0 || t+1 >= len(b.Off) {
		return 0
	}
	return b.Off[t+1] - b.Off[t]
}

// States is what a layer computes for a batch, row by row. Training reads all
// of it, Annotate only Out.
type States struct {
	Gates    []float32 // 8 Hidden a row: i, f, o, g forward, then backward
	Cell     []float32 // 2 Hidden a row
	TanhCell []float32 // 2 Hidden a row
	Before   []float32 // 2 Hidden a row: the former output that the gates saw
	Out      []float32 // 2 Hidden a row: forward, then backward
}

// Run computes the layer over in (rows of width l.In.W.K). keep, if not nil, is
// a mask of 2 Hidden a sentence that the former output is multiplied with.
func (l *Layer) Run(b *Batch, in []float32, s *States, keep []float32) {
	n, h := b.Rows(), l.Forward.K
	s.Gates = mat.Grow(s.Gates, n*8*h)
	for _, part := range []*[]float32{&s.Cell, &s.TanhCell, &s.Before, &s.Out} {
		*part = mat.Grow(*part, n*2*h)
	}
	l.In.Apply(s.Gates, mat.Rows{Data: in, Row: l.In.W.K, Col: 1}, n)
	last := len(b.Off) - 2
	for t := 0; t <= last; t++ {
		l.step(b, s, t, t-1, 0, l.Forward, keep)
	}
	for t := last; t >= 0; t-- {
		l.step(b, s, t, t+1, 1, l.Backward, keep)
	}
}

// step computes one direction at time t from the outputs at time before.
func (l *Layer) step(b *Batch, s *States, t, before, dir int, u mat.Packed, keep []float32) {
	h := u.K
	rows, from := b.Running(t), min(b.Running(before), b.Running(t))
	at := b.Off[t]
	for i := range rows {
		r := at + i
		mine := s.Before[r*2*h+dir*h : r*2*h+dir*h+h]
		if i >= from {
			clear(mine)
			continue
		}
		p := b.Off[before] + i
		copy(mine, s.Out[p*2*h+dir*h:p*2*h+dir*h+h])
		if keep != nil {
			for j, k := range keep[i*2*h+dir*h : i*2*h+dir*h+h] {
				mine[j] *= k
			}
		}
	}
	if from > 0 {
		mat.MulAdd(mat.Out{Data: s.Gates[at*8*h+dir*4*h:], Row: 8 * h, Panel: mat.Width},
			mat.Rows{Data: s.Before[at*2*h+dir*h:], Row: 2 * h, Col: 1}, from, u)
	}
	for i := range rows {
		r := at + i
		var old []float32
		if i < from {
			p := b.Off[before] + i
			old = s.Cell[p*2*h+dir*h : p*2*h+dir*h+h]
		}
		at := r*2*h + dir*h
		cell(s.Gates[r*8*h+dir*4*h:r*8*h+dir*4*h+4*h], old, s.Cell[at:at+h], s.TanhCell[at:at+h], s.Out[at:at+h])
	}
}

// cell is one LSTM cell: gates hold the sums on the way in and their values
// (sigmoid of i, f, o, taken as (1+tanh)/2 of the sum; tanh of g) on the way out.
func cell(gates, old, now, tanh, out []float32) {
	h := len(now)
	mat.Tanh(gates)
	i, f, o, g := gates[:h], gates[h:2*h], gates[2*h:3*h], gates[3*h:4*h]
	for j := range i {
		i[j] = float32(0.5*i[j]) + 0.5
		f[j] = float32(0.5*f[j]) + 0.5
		o[j] = float32(0.5*o[j]) + 0.5
	}
	tanh = tanh[:h]
	for j := range now {
		now[j] = float32(i[j] * g[j])
	}
	for j, c := range old {
		now[j] += float32(f[j] * c)
	}
	copy(tanh, now)
	mat.Tanh(tanh)
	for j, x := range tanh {
		out[j] = float32(o[j] * x)
	}
}

package net

import "detente/lang/net/mat"

// The trained network works with whole numbers where most of the time goes: the
// layers and what is computed from their outputs. Training works with float32;
// the rounding costs nothing that can be measured.

// inputTop is the greatest number in a word's vector that is told apart.
const inputTop = 8

// layer is a Layer in whole numbers.
type layer struct {
	in        mat.Quant
	bias      []float32
	recurrent [2]mat.Quant // forward, backward
}

func (l *Layer) quantise() layer {
	return layer{mat.Quantise(l.In.W), l.In.Bias, [2]mat.Quant{mat.Quantise(l.Forward), mat.Quantise(l.Backward)}}
}

// linear is a Linear in whole numbers.
type linear struct {
	w    mat.Quant
	bias []float32
}

func (l *Linear) quantise() linear { return linear{mat.Quantise(l.W), l.Bias} }

// apply is out, row-major with l.w.N columns, set to m rows of in times l.
func (l *linear) apply(out []float32, in []int16, m int, scale float32) []float32 {
	n := l.w.N
	out = mat.Grow(out, m*n)
	mat.MulQuant(out, n, l.bias, 0, in, l.w.K, m, l.w, scale)
	return out
}

// add adds m rows of in times l, without the bias, to out.
func (l *linear) add(out []float32, in []int16, m int, scale float32) {
	mat.MulQuant(out, l.w.N, out, l.w.N, in, l.w.K, m, l.w, scale)
}

// states are the buffers of the layer at work; all layers share them, so that
// they stay in the processor's cache.
type states struct {
	gates []float32 // 8 h a row: i, f, o, g forward, then backward
	cell  []float32 // 2 h a row
	out   []int16   // 2 h a row: forward, then backward
	zero  []float32 // the state before the first word
}

// enter is gates set to what the layer makes of m rows of in, before any state.
func (l *layer) enter(gates []float32, in []int16, m int, scale float32) []float32 {
	whole := linear{l.in, l.bias}
	return whole.apply(gates, in, m, scale)
}

// run computes the layer from s.gates, as enter gave them. It returns its output,
// 2 h a row, in out, grown if need be.
func (l *layer) run(b *Batch, out []int16, s *states) []int16 {
	n, h := b.Rows(), l.recurrent[0].K
	s.cell, s.out, s.zero = mat.Grow(s.cell, n*2*h), mat.Grow(out, n*2*h), mat.Grow(s.zero, h)
	last := len(b.Off) - 2
	for t := 0; t <= last; t++ {
		l.step(b, s, t, t-1, 0)
	}
	for t := last; t >= 0; t-- {
		l.step(b, s, t, t+1, 1)
	}
	return s.out
}

// step computes one direction at time t from the state at time before.
func (l *layer) step(b *Batch, s *states, t, before, dir int) {
	u := l.recurrent[dir]
	h := u.K
	rows, from, at := b.Running(t), min(b.Running(before), b.Running(t)), b.Off[t]
	if from > 0 {
		gates := s.gates[at*8*h+dir*4*h:]
		mat.MulQuant(gates, 8*h, gates, 8*h, s.out[b.Off[before]*2*h+dir*h:], 2*h, from, u, mat.StateScale(1))
	}
	for i := range rows {
		r := (at+i)*2*h + dir*h
		old := s.zero
		if i < from {
			p := (b.Off[before]+i)*2*h + dir*h
			old = s.cell[p : p+h]
		}
		mat.Cell(s.gates[(at+i)*8*h+dir*4*h:][:4*h], old, s.cell[r:r+h], s.out[r:r+h])
	}
}

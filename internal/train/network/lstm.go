package network

import (
	"detente/lang/net"
	"detente/lang/net/mat"
)

// states is what a layer computes for a batch, row by row.
type states struct {
	gates    []float32 // 8 Hidden a row: i, f, o, g forward, then backward
	cell     []float32 // 2 Hidden a row
	tanhCell []float32 // 2 Hidden a row
	before   []float32 // 2 Hidden a row: the former output that the gates saw
	out      []float32 // 2 Hidden a row: forward, then backward
}

// run computes a layer over in (rows of width l.In.W.K). keep is a mask of 2
// Hidden a sentence that the former output is multiplied with.
func (s *states) run(l *net.Layer, b *net.Batch, in, keep []float32) {
	n, h := b.Rows(), l.Forward.K
	s.gates = mat.Grow(s.gates, n*8*h)
	for _, part := range []*[]float32{&s.cell, &s.tanhCell, &s.before, &s.out} {
		*part = mat.Grow(*part, n*2*h)
	}
	l.In.Apply(s.gates, mat.Rows{Data: in, Row: l.In.W.K, Col: 1}, n)
	last := len(b.Off) - 2
	for t := 0; t <= last; t++ {
		s.step(b, t, t-1, 0, l.Forward, keep)
	}
	for t := last; t >= 0; t-- {
		s.step(b, t, t+1, 1, l.Backward, keep)
	}
}

// step computes one direction at time t from the outputs at time before.
func (s *states) step(b *net.Batch, t, before, dir int, u mat.Packed, keep []float32) {
	h := u.K
	rows, from := b.Running(t), min(b.Running(before), b.Running(t))
	at := b.Off[t]
	for i := range rows {
		r := at + i
		mine := s.before[r*2*h+dir*h : r*2*h+dir*h+h]
		if i >= from {
			clear(mine)
			continue
		}
		p := b.Off[before] + i
		copy(mine, s.out[p*2*h+dir*h:p*2*h+dir*h+h])
		for j, k := range keep[i*2*h+dir*h : i*2*h+dir*h+h] {
			mine[j] *= k
		}
	}
	if from > 0 {
		mat.MulAdd(mat.Out{Data: s.gates[at*8*h+dir*4*h:], Row: 8 * h, Panel: mat.Width},
			mat.Rows{Data: s.before[at*2*h+dir*h:], Row: 2 * h, Col: 1}, from, u)
	}
	for i := range rows {
		r := at + i
		var old []float32
		if i < from {
			p := b.Off[before] + i
			old = s.cell[p*2*h+dir*h : p*2*h+dir*h+h]
		}
		at := r*2*h + dir*h
		cell(s.gates[r*8*h+dir*4*h:r*8*h+dir*4*h+4*h], old, s.cell[at:at+h], s.tanhCell[at:at+h], s.out[at:at+h])
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

package network

import (
	"detente/lang/net/mat"
)

// backward takes the gradients of the layers' outputs down to the tables.
func (l *learner) backward() {
	p, rows, d := l.p, l.batch.Rows(), l.p.Vector
	for k := len(p.Layers) - 1; k >= 0; k-- {
		in := l.input
		if k > 0 {
			in = l.dropped[k-1]
		}
		l.backLayer(k)
		var dIn []float32
		if k > 0 {
			dIn = l.masked()
		} else {
			l.dInput = mat.Grow(l.dInput, rows*d)
			clear(l.dInput)
			dIn = l.dInput
		}
		l.backLinear(&p.Layers[k].In, &l.grad.Layers[k].In, p.turned.in[k], in, l.gates, rows, dIn)
		if k > 0 {
			l.unmask(k - 1)
		}
	}
	for r := range rows {
		dx := l.dInput[r*d : (r+1)*d]
		for j, m := range l.inMask[r*d : (r+1)*d] {
			dx[j] *= m
		}
		w := l.word[r]
		row := int(w.word)
		if l.hideWord[r] {
			row = 0
		}
		l.words.add(row, dx, 1)
		for _, i := range w.affix {
			l.pieces.add(int(i), dx, 1)
		}
		for _, i := range w.grams {
			l.pieces.add(int(i), dx, w.share)
		}
	}
}

// backLayer sets l.gates to the gradient of the gates' sums of layer k, and adds
// that of its recurrent weights. It changes l.dOut[k].
func (l *learner) backLayer(k int) {
	b, h := &l.batch, l.p.Hidden
	rows := b.Rows()
	l.gates, l.dCell = mat.Grow(l.gates, rows*8*h), mat.Grow(l.dCell, rows*2*h)
	clear(l.dCell)
	last := len(b.Off) - 2
	for t := last; t >= 0; t-- {
		l.backStep(k, t, t-1, 0, l.p.turned.forward[k])
	}
	for t := 0; t <= last; t++ {
		l.backStep(k, t, t+1, 1, l.p.turned.backward[k])
	}
	for dir, grad := range []mat.Packed{l.grad.Layers[k].Forward, l.grad.Layers[k].Backward} {
		packed := mat.Pack(l.pack, l.gates[dir*4*h:], rows, 4*h, 8*h)
		l.pack = packed.Data
		mat.MulAdd(mat.Out{Data: grad.Data, Row: mat.Width, Panel: h * mat.Width},
			mat.Rows{Data: l.states[k].before[dir*h:], Row: 1, Col: 2 * h}, h, packed)
	}
}

// backStep is the gradient of one direction at time t, whose state came from
// time before. A gate is (1+tanh x)/2, so its slope is twice gate*(1-gate).
func (l *learner) backStep(k, t, before, dir int, turned mat.Packed) {
	b, s, h := &l.batch, &l.states[k], l.p.Hidden
	from := min(b.Running(before), b.Running(t))
	for i := range b.Running(t) {
		r := b.Off[t] + i
		at := r*2*h + dir*h
		gates, d := s.gates[r*8*h+dir*4*h:][:4*h], l.gates[r*8*h+dir*4*h:][:4*h]
		dOut, dCell, tanh := l.dOut[k][at:][:h], l.dCell[at:][:h], s.tanhCell[at:][:h]
		var old, dOld []float32
		if i < from {
			p := (b.Off[before]+i)*2*h + dir*h
			old, dOld = s.cell[p:][:h], l.dCell[p:][:h]
		}
		for j, out := range dOut {
			in, forget, o, g := gates[j], gates[h+j], gates[2*h+j], gates[3*h+j]
			c := dCell[j] + out*o*(1-tanh[j]*tanh[j])
			d[j] = c * g * 2 * in * (1 - in)
			d[2*h+j] = out * tanh[j] * 2 * o * (1 - o)
			d[3*h+j] = c * in * (1 - g*g)
			d[h+j] = 0
			if old != nil {
				d[h+j] = c * old[j] * 2 * forget * (1 - forget)
				dOld[j] = c * forget
			}
		}
	}
	if from == 0 {
		return
	}
	// The gradient of the former output goes through its mask.
	l.dDropped = mat.Grow(l.dDropped, b.Rows()*2*h)
	dBefore := l.dDropped[:from*h]
	clear(dBefore)
	mat.MulAdd(mat.Out{Data: dBefore, Row: h, Panel: mat.Width},
		mat.Rows{Data: l.gates[b.Off[t]*8*h+dir*4*h:], Row: 8 * h, Col: 1}, from, turned)
	for i := range from {
		p := (b.Off[before]+i)*2*h + dir*h
		to, keep := l.dOut[k][p:][:h], l.keep[k][i*2*h+dir*h:][:h]
		for j, x := range dBefore[i*h : (i+1)*h] {
			to[j] += x * keep[j]
		}
	}
}

// sparse is the gradient of a table, only of the rows that were met.
type sparse struct {
	width int
	place []int32 // per row, one more than its place in rows, or 0
	rows  []int32
	data  []float32
}

func newSparse(rows, width int) sparse {
	return sparse{width: width, place: make([]int32, rows)}
}

// row is the gradient of row i, zero at first.
func (s *sparse) row(i int) []float32 {
	if s.place[i] == 0 {
		s.rows = append(s.rows, int32(i))
		s.place[i] = int32(len(s.rows))
		for range s.width {
			s.data = append(s.data, 0)
		}
	}
	at := (int(s.place[i]) - 1) * s.width
	return s.data[at : at+s.width]
}

func (s *sparse) add(i int, x []float32, weight float32) {
	row := s.row(i)
	for j, y := range x {
		row[j] += weight * y
	}
}

// reset forgets all rows.
func (s *sparse) reset() {
	for _, i := range s.rows {
		s.place[i] = 0
	}
	s.rows, s.data = s.rows[:0], s.data[:0]
}

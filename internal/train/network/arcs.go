package network

import (
	"math"

	"detente/lang/net"
	"detente/lang/net/mat"
)

// arcBuffers hold the scores of trees. Tokens lie sentence by sentence here,
// heads with the root before each sentence.
type arcBuffers struct {
	dep, head, wants, scores     []float32
	dDep, dHead, dWants          []float32
	label, rels, dLabel          []float32
	depMask, headMask, labelMask []float32
	turned, pack                 []float32
}

// treeLoss computes the scores of all heads of all tokens and of the relations
// of the right arcs, their losses and gradients down to the last layer.
func (l *learner) treeLoss(scale float32) {
	p, b, f := l.p, &l.batch, &l.arcs
	rows, last := b.Rows(), len(p.Layers)-1
	h, a, lab, wide := 2*p.Hidden, p.Dims.Arc, p.Dims.Label, p.Says.W.N
	l.says, l.dSays = mat.Grow(l.says, rows*wide), mat.Grow(l.dSays, rows*wide)
	p.Says.Apply(l.says, mat.Rows{Data: l.dropped[last], Row: h, Col: 1}, rows)
	clear(l.dSays)

	f.depMask = l.mask(f.depMask, rows*a, l.drop.hidden)
	f.headMask = l.mask(f.headMask, rows*a, l.drop.hidden)
	f.labelMask = l.mask(f.labelMask, rows*lab, l.drop.hidden)
	f.dep, f.dDep = mat.Grow(f.dep, rows*a), mat.Grow(f.dDep, rows*a)
	f.head, f.dHead = mat.Grow(f.head, (rows+len(l.order))*a), mat.Grow(f.dHead, (rows+len(l.order))*a)
	clear(f.dDep)
	clear(f.dHead)
	at := 0
	for i, s := range l.order {
		copy(f.head[(at+i)*a:], p.RootArc)
		for t := range s.forms {
			says := l.says[b.Row(i, t)*wide:]
			for j := range a {
				f.dep[at*a+j] = net.Leaky(says[j]) * f.depMask[at*a+j]
				f.head[(at+i+1)*a+j] = net.Leaky(says[a+j]) * f.headMask[at*a+j]
			}
			at++
		}
	}
	wants := p.Weights.Arc.W.N
	f.wants, f.dWants = mat.Grow(f.wants, rows*wants), mat.Grow(f.dWants, rows*wants)
	p.Weights.Arc.Apply(f.wants, mat.Rows{Data: f.dep, Row: a, Col: 1}, rows)
	clear(f.dWants)
	at = 0
	for i, s := range l.order {
		if s.heads != nil {
			l.headLoss(s, at, i, scale)
		}
		at += len(s.forms)
	}
	l.backLinear(&p.Weights.Arc, &l.grad.Arc, p.turned.arc, f.dep, f.dWants, rows, f.dDep)

	l.labelLoss(scale)
	at = 0
	for i, s := range l.order {
		for j, x := range f.dHead[(at+i)*a : (at+i+1)*a] {
			l.grad.RootArc[j] += x
		}
		for t := range s.forms {
			r := b.Row(i, t) * wide
			for j := range a {
				l.dSays[r+j] += f.dDep[at*a+j] * f.depMask[at*a+j] * slope(l.says[r+j])
				l.dSays[r+a+j] += f.dHead[(at+i+1)*a+j] * f.headMask[at*a+j] * slope(l.says[r+a+j])
			}
			at++
		}
	}
	l.backLinear(&p.Says, &l.grad.Says, p.turned.says, l.dropped[last], l.dSays, rows, l.masked())
	l.unmask(last)
}

// slope is the derivative of net.Leaky.
func slope(x float32) float32 {
	if x < 0 {
		return net.Leaky(-1) * -1
	}
	return 1
}

// headLoss scores the heads of sentence i, whose first token is token at.
func (l *learner) headLoss(s *sample, at, i int, scale float32) {
	p, f := l.p, &l.arcs
	n, a, wide := len(s.forms), p.Dims.Arc, p.Weights.Arc.W.N
	head, wants, dWants := f.head[(at+i)*a:(at+i+n+1)*a], f.wants[at*wide:(at+n)*wide], f.dWants[at*wide:(at+n)*wide]
	turned := mat.PackTurned(f.turned, head, a, n+1, a)
	f.turned = turned.Data
	f.scores = mat.Grow(f.scores, n*turned.N)
	clear(f.scores)
	mat.MulAdd(mat.Out{Data: f.scores, Row: turned.N, Panel: mat.Width}, mat.Rows{Data: wants, Row: wide, Col: 1}, n, turned)
	for t := range n {
		row := f.scores[t*turned.N : (t+1)*turned.N]
		for j := range n + 1 {
			row[j] += wants[t*wide+a+net.Distance(t, j-1)]
		}
		row[t+1] = float32(math.Inf(-1)) // no word heads itself
		l.loss.arc += l.entropy(row[:n+1], s.heads[t]+1, arcWeight*scale)
		clear(row[n+1:])
		for j := range n + 1 {
			dWants[t*wide+a+net.Distance(t, j-1)] += row[j]
		}
	}
	packed := mat.Pack(f.pack, head, n+1, a, a)
	f.pack = packed.Data
	mat.MulAdd(mat.Out{Data: dWants, Row: wide, Panel: mat.Width}, mat.Rows{Data: f.scores, Row: turned.N, Col: 1}, n, packed)
	packed = mat.Pack(f.pack, wants, n, a, wide)
	f.pack = packed.Data
	mat.MulAdd(mat.Out{Data: f.dHead[(at+i)*a:], Row: a, Panel: mat.Width}, mat.Rows{Data: f.scores, Row: 1, Col: turned.N}, n+1, packed)
}

// labelLoss scores the relations of the right arcs.
func (l *learner) labelLoss(scale float32) {
	p, b, f := l.p, &l.batch, &l.arcs
	rows, a, lab, wide, rel := b.Rows(), p.Dims.Arc, p.Dims.Label, p.Says.W.N, p.Rel.W.N
	f.label, f.dLabel = mat.Grow(f.label, rows*lab), mat.Grow(f.dLabel, rows*lab)
	clear(f.dLabel)
	eachArc := func(do func(at, dep int, head []float32, far []float32, s *sample, t int, dHead, dFar []float32)) {
		at := 0
		for i, s := range l.order {
			for t := range s.forms {
				if s.heads == nil {
					do(at, 0, nil, nil, s, t, nil, nil)
					at++
					continue
				}
				head, dHead := p.RootLabel, l.grad.RootLabel
				if s.heads[t] >= 0 {
					r := b.Row(i, s.heads[t])*wide + 2*a + lab
					head, dHead = l.says[r:r+lab], l.dSays[r:r+lab]
				}
				d := net.Distance(t, s.heads[t]) * lab
				do(at, b.Row(i, t)*wide+2*a, head, p.Distance[d:d+lab], s, t, dHead, l.grad.Distance[d:d+lab])
				at++
			}
		}
	}
	eachArc(func(at, dep int, head, far []float32, s *sample, _ int, _, _ []float32) {
		out := f.label[at*lab : (at+1)*lab]
		if head == nil {
			clear(out)
			return
		}
		for j := range out {
			out[j] = net.Leaky(l.says[dep+j]+head[j]+far[j]) * f.labelMask[at*lab+j]
		}
	})
	f.rels = mat.Grow(f.rels, rows*rel)
	p.Rel.Apply(f.rels, mat.Rows{Data: f.label, Row: lab, Col: 1}, rows)
	eachArc(func(at, _ int, head, _ []float32, s *sample, t int, _, _ []float32) {
		row := f.rels[at*rel : (at+1)*rel]
		if head == nil {
			clear(row)
			return
		}
		l.loss.rel += l.entropy(row, int(s.rels[t]), relWeight*scale)
	})
	l.backLinear(&p.Rel, &l.grad.Rel, p.turned.rel, f.label, f.rels, rows, f.dLabel)
	eachArc(func(at, dep int, head, far []float32, _ *sample, _ int, dHead, dFar []float32) {
		if head == nil {
			return
		}
		for j := range lab {
			d := f.dLabel[at*lab+j] * f.labelMask[at*lab+j] * slope(l.says[dep+j]+head[j]+far[j])
			l.dSays[dep+j] += d
			dHead[j] += d
			dFar[j] += d
		}
	})
}

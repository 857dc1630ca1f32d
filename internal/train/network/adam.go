package network

import (
	"math"
	"sync"

	"detente/lang/net/mat"
)

// adam is the optimiser of Kingma & Ba (2015). Rows of tables change only in
// steps that met them.
type adam struct {
	step                 int
	dense, words, pieces moments
	denseGrad            []float32
}

type moments struct{ mean, square []float32 }

const (
	beta1, beta2, epsilon = 0.9, 0.97, 1e-8
	longest               = 2.0 // the gradient's length is cut down to this
)

func newAdam(p *params) *adam {
	pair := func(n int) moments { return moments{make([]float32, n), make([]float32, n)} }
	return &adam{
		dense: pair(len(p.Flat)), words: pair(len(p.words.data)), pieces: pair(len(p.pieces.data)),
		denseGrad: make([]float32, len(p.Flat)),
	}
}

// update moves the parameters against the learners' gradients, added in their
// order, and clears these.
func (a *adam) update(p *params, learners []*learner, rate float64) {
	a.step++
	first := learners[0]
	norm := 0.0
	for i := range first.grad.Flat {
		g := first.grad.Flat[i]
		first.grad.Flat[i] = 0
		for _, l := range learners[1:] {
			g += l.grad.Flat[i]
			l.grad.Flat[i] = 0
		}
		a.denseGrad[i] = g
		norm += float64(g) * float64(g)
	}
	for _, l := range learners[1:] {
		merge(&first.words, &l.words)
		merge(&first.pieces, &l.pieces)
	}
	for _, s := range []*sparse{&first.words, &first.pieces} {
		for _, g := range s.data {
			norm += float64(g) * float64(g)
		}
	}
	cut := float32(1)
	if norm = math.Sqrt(norm); norm > longest {
		cut = float32(longest / norm)
	}
	rate *= math.Sqrt(1-math.Pow(beta2, float64(a.step))) / (1 - math.Pow(beta1, float64(a.step)))

	move := mat.Adam{Cut: cut, Mean: 1 - beta1, Square: 1 - beta2, Rate: float32(rate), Epsilon: epsilon}
	var wait sync.WaitGroup
	wait.Go(func() {
		move.Step(p.Flat, a.dense.mean, a.dense.square, a.denseGrad)
		p.turn()
	})
	wait.Go(func() {
		for _, t := range []struct {
			to *table
			by *sparse
			m  *moments
		}{{&p.words, &first.words, &a.words}, {&p.pieces, &first.pieces, &a.pieces}} {
			for n, row := range t.by.rows {
				from, to := int(row)*t.to.width, (int(row)+1)*t.to.width
				move.Step(t.to.data[from:to], t.m.mean[from:to], t.m.square[from:to], t.by.data[n*t.to.width:(n+1)*t.to.width])
			}
			t.by.reset()
		}
	})
	wait.Wait()
}

// merge adds the rows of one gradient to another and forgets them.
func merge(to, from *sparse) {
	for n, row := range from.rows {
		to.add(int(row), from.data[n*from.width:(n+1)*from.width], 1)
	}
	from.reset()
}

package network

import (
	"math"

	"detente/lang/net"
	"detente/lang/net/mat"
)

const nameTags = 2*len(net.NameKinds) + 1

// chain computes the loss of name tags as of a linear-chain conditional random
// field (Lafferty et al. 2001), by the forward-backward algorithm. Where the tag
// of a token is unknown, all its tags count (Tsuboi et al. 2008).
type chain struct {
	free, held sums
	moves      [nameTags][nameTags]float64 // exp of the scores of going from one tag to the next
}

// sums are the forward and backward sums over a sentence.
type sums struct {
	emit, alpha, beta []float64 // nameTags a token
	norm              []float64
}

// loss turns scores, one row of nameTags a token, into the gradient of the loss
// times weight, adds that of moves to dMoves and returns the loss. Sentences
// whose marks cannot be (a name that goes on without a beginning) are passed over.
func (c *chain) loss(scores func(t int) []float32, marks []int8, moves, dMoves []float32, weight float32) float64 {
	for from := range c.moves {
		for to := range c.moves {
			c.moves[from][to] = 0
			if net.NameMove(from, to) {
				c.moves[from][to] = math.Exp(float64(moves[from*nameTags+to]))
			}
		}
	}
	all, _ := c.free.run(&c.moves, scores, nil, len(marks))
	held, ok := c.held.run(&c.moves, scores, marks, len(marks))
	for t := range marks {
		row := scores(t)
		for k := range nameTags {
			i := t*nameTags + k
			row[k] = 0
			if ok {
				row[k] = weight * float32(c.free.alpha[i]*c.free.beta[i]-c.held.alpha[i]*c.held.beta[i])
			}
		}
	}
	if !ok {
		return 0
	}
	for t := 1; t < len(marks); t++ {
		for from := range c.moves {
			for to, move := range c.moves[from] {
				if move > 0 {
					dMoves[from*nameTags+to] += weight * float32(c.free.pair(t, from, to, move)-c.held.pair(t, from, to, move))
				}
			}
		}
	}
	return all - held
}

// run computes the sums over the sequences of tags that agree with marks, or all
// where marks is nil, and the logarithm of their total; ok is false where there
// is none.
func (s *sums) run(moves *[nameTags][nameTags]float64, scores func(t int) []float32, marks []int8, n int) (total float64, ok bool) {
	s.emit, s.alpha, s.beta = mat.Grow(s.emit, n*nameTags), mat.Grow(s.alpha, n*nameTags), mat.Grow(s.beta, n*nameTags)
	s.norm = mat.Grow(s.norm, n)
	for t := range n {
		row, emit, alpha := scores(t)[:nameTags], s.emit[t*nameTags:(t+1)*nameTags], s.alpha[t*nameTags:(t+1)*nameTags]
		top := row[0]
		for _, x := range row {
			top = max(top, x)
		}
		s.norm[t] = 0
		for k := range emit {
			emit[k] = math.Exp(float64(row[k] - top))
			if marks != nil && marks[t] >= 0 && int(marks[t]) != k {
				emit[k] = 0
			}
			sum := 0.0
			if t == 0 {
				if net.NameMove(0, k) {
					sum = 1
				}
			} else {
				for from, a := range s.alpha[(t-1)*nameTags : t*nameTags] {
					sum += a * moves[from][k]
				}
			}
			alpha[k] = sum * emit[k]
			s.norm[t] += alpha[k]
		}
		if s.norm[t] == 0 {
			return 0, false
		}
		for k := range alpha {
			alpha[k] /= s.norm[t]
		}
		total += math.Log(s.norm[t]) + float64(top)
	}
	for t := n - 1; t >= 0; t-- {
		for from := range nameTags {
			sum := 1.0
			if t+1 < n {
				sum = 0
				for to, move := range moves[from] {
					next := (t+1)*nameTags + to
					sum += move * s.emit[next] * s.beta[next]
				}
				sum /= s.norm[t+1]
			}
			s.beta[t*nameTags+from] = sum
		}
	}
	return total, true
}

// pair is how likely the tags from and to are at t-1 and t.
func (s *sums) pair(t, from, to int, move float64) float64 {
	return s.alpha[(t-1)*nameTags+from] * move * s.emit[t*nameTags+to] * s.beta[t*nameTags+to] / s.norm[t]
}

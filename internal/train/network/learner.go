package network

import (
	"math"
	"math/rand/v2"
	"slices"

	"detente/lang/net"
	"detente/lang/net/mat"
	"detente/tree"
)

// rates say how much of what is hidden while learning (Srivastava et al. 2014;
// the same mask at all times of a sentence between and within layers, Gal &
// Ghahramani 2016).
type rates struct {
	input, layer, state, hidden float64
}

// learner computes the loss of some sentences and adds its gradient.
type learner struct {
	p    *params
	drop rates
	rand *rand.PCG

	grad          *net.Weights
	words, pieces sparse
	loss          losses
	batch         net.Batch
	states        []states
	input, inMask []float32
	keep          [][]float32 // per layer, the mask of the former output
	outMask       [][]float32 // per layer, the mask of its output, per sentence
	dropped       [][]float32 // per layer, its output masked
	dOut          [][]float32 // per layer, gradient of its output before the mask
	dDropped      []float32
	tags          []float32
	says, dSays   []float32
	gates, dCell  []float32
	pack          []float32
	dInput        []float32
	arcs          arcBuffers
	chain         chain
	word          []*pieces // per row of the batch
	hideWord      []bool
	order         []*sample
	scratch       []float64
}

// losses are sums over the tokens of a batch.
type losses struct {
	tag, morph, name, arc, rel float64
	tokens                     int
}

func (l *losses) add(m losses) {
	l.tag += m.tag
	l.morph += m.morph
	l.name += m.name
	l.arc += m.arc
	l.rel += m.rel
	l.tokens += m.tokens
}

// The weights of the losses against each other.
const (
	tagWeight, morphWeight, nameWeight, arcWeight, relWeight = 1, 0.5, 1, 1, 1
)

// sum is the loss that is minimised.
func (l *losses) sum() float64 {
	return tagWeight*l.tag + morphWeight*l.morph + nameWeight*l.name + arcWeight*l.arc + relWeight*l.rel
}

func newLearner(p *params, drop rates) *learner {
	n := len(p.Layers)
	return &learner{
		p: p, drop: drop, grad: net.View(p.Dims, nil), states: make([]states, n),
		keep: make([][]float32, n), outMask: make([][]float32, n), dropped: make([][]float32, n), dOut: make([][]float32, n),
		words: newSparse(p.Dims.Words, p.Vector), pieces: newSparse(p.Buckets, p.Vector),
	}
}

// learn adds the gradient of scale times the loss of the samples.
func (l *learner) learn(samples []*sample, scale float32, seed1, seed2 uint64) {
	l.rand = rand.NewPCG(seed1, seed2)
	l.loss = losses{}
	if len(samples) == 0 {
		return
	}
	l.order = append(l.order[:0], samples...)
	slices.SortStableFunc(l.order, func(a, b *sample) int { return len(b.forms) - len(a.forms) })
	lens := make([]int, len(l.order))
	for i, s := range l.order {
		lens[i] = len(s.forms)
		l.loss.tokens += lens[i]
	}
	l.batch.Set(lens)
	l.forward()
	l.tagLoss(scale)
	l.treeLoss(scale)
	l.backward()
}

// mask fills m with 0 or 1/(1-p) at random.
func (l *learner) mask(m []float32, n int, p float64) []float32 {
	m = mat.Grow(m, n)
	if p == 0 {
		for i := range m {
			m[i] = 1
		}
		return m
	}
	keep, limit := float32(1/(1-p)), uint16(p*65536)
	var bits uint64
	for i := range m {
		if i%4 == 0 {
			bits = l.rand.Uint64()
		}
		m[i] = 0
		if uint16(bits) >= limit {
			m[i] = keep
		}
		bits >>= 16
	}
	return m
}

// forward computes the layers.
func (l *learner) forward() {
	p, b := l.p, &l.batch
	rows, d, h := b.Rows(), p.Vector, 2*p.Hidden
	l.input = mat.Grow(l.input, rows*d)
	l.inMask = l.mask(l.inMask, rows*d, l.drop.input)
	l.word, l.hideWord = mat.Grow(l.word, rows), mat.Grow(l.hideWord, rows)
	for i, s := range l.order {
		for t, form := range s.forms {
			r := b.Row(i, t)
			l.word[r] = p.lexicon.forms[form]
			l.hideWord[r] = l.drop.input > 0 && float32(l.rand.Uint64()>>40)/(1<<24) < l.word[r].dropAt
			l.embed(l.input[r*d:(r+1)*d], l.word[r], l.hideWord[r])
		}
	}
	for i, m := range l.inMask {
		l.input[i] *= m
	}
	in := l.input
	for k := range p.Layers {
		l.keep[k] = l.mask(l.keep[k], len(l.order)*h, l.drop.state)
		l.outMask[k] = l.mask(l.outMask[k], len(l.order)*h, l.drop.layer)
		l.states[k].run(&p.Layers[k], b, in, l.keep[k])
		l.dropped[k] = mat.Grow(l.dropped[k], rows*h)
		l.eachRow(func(i, r int) {
			out, to, m := l.states[k].out[r*h:(r+1)*h], l.dropped[k][r*h:(r+1)*h], l.outMask[k][i*h:(i+1)*h]
			for j, x := range out {
				to[j] = x * m[j]
			}
		})
		l.dOut[k] = mat.Grow(l.dOut[k], rows*h)
		clear(l.dOut[k])
		in = l.dropped[k]
	}
}

// eachRow calls f for every sentence i and row r of the batch.
func (l *learner) eachRow(f func(i, r int)) {
	for t := range len(l.batch.Off) - 1 {
		for i := range l.batch.Running(t) {
			f(i, l.batch.Off[t]+i)
		}
	}
}

// embed sets x to the sum of a form's rows.
func (l *learner) embed(x []float32, w *pieces, hide bool) {
	row := int(w.word)
	if hide {
		row = 0
	}
	copy(x, l.p.words.row(row))
	for _, i := range w.affix {
		for j, y := range l.p.pieces.row(int(i)) {
			x[j] += y
		}
	}
	for _, i := range w.grams {
		for j, y := range l.p.pieces.row(int(i)) {
			x[j] += w.share * y
		}
	}
}

// tagLoss computes tags, features and names, their losses and gradients.
func (l *learner) tagLoss(scale float32) {
	p, rows := l.p, l.batch.Rows()
	h, last, wide := 2*p.Hidden, len(p.Layers)-1, p.Tags()
	l.tags = mat.Grow(l.tags, rows*wide)
	p.Low.Apply(l.tags, mat.Rows{Data: l.dropped[0], Row: h, Col: 1}, rows)
	mat.MulAdd(mat.Out{Data: l.tags, Row: wide, Panel: mat.Width}, mat.Rows{Data: l.dropped[last], Row: h, Col: 1}, rows, p.High.W)
	for i, s := range l.order {
		for t := range s.forms {
			r := l.batch.Row(i, t)
			scores := l.tags[r*wide : (r+1)*wide]
			tag, morph := -1, -1
			if s.tags != nil && s.tags[t] != tree.NoTag {
				tag = int(s.tags[t])
				if id, ok := p.morphOf[s.morph[t]]; ok {
					morph = id
				}
			}
			l.loss.tag += l.part(scores[:net.NamesAt], tree.UPOSCount, tag, tagWeight*scale)
			l.loss.morph += l.part(scores[net.MorphsAt:], p.Morphs, morph, morphWeight*scale)
			clear(scores[net.NamesAt+nameTags : net.MorphsAt])
			if s.names == nil {
				clear(scores[net.NamesAt:net.MorphsAt])
			}
		}
		if s.names != nil {
			names := func(t int) []float32 { return l.tags[l.batch.Row(i, t)*wide+net.NamesAt:] }
			l.loss.name += l.chain.loss(names, s.names, p.Moves, l.grad.Moves, nameWeight*scale)
		}
	}
	l.backLinear(&p.Low, &l.grad.Low, p.turned.low, l.dropped[0], l.tags, rows, l.masked())
	l.unmask(0)
	l.backLinear(&p.High, &l.grad.High, p.turned.high, l.dropped[last], l.tags, rows, l.masked())
	l.unmask(last)
}

// part is entropy over the first n of the scores; a right class below 0 is
// unknown, and teaches nothing.
func (l *learner) part(scores []float32, n, right int, weight float32) float64 {
	if right < 0 {
		clear(scores)
		return 0
	}
	clear(scores[n:])
	return l.entropy(scores[:n], right, weight)
}

// masked is l.dDropped, emptied to take the gradient of a layer's masked output;
// unmask brings it to the output itself.
func (l *learner) masked() []float32 {
	l.dDropped = mat.Grow(l.dDropped, l.batch.Rows()*2*l.p.Hidden)
	clear(l.dDropped)
	return l.dDropped
}

// unmask adds l.dDropped to the gradient of a layer's output.
func (l *learner) unmask(layer int) {
	h := 2 * l.p.Hidden
	l.eachRow(func(i, r int) {
		to, m := l.dOut[layer][r*h:(r+1)*h], l.outMask[layer][i*h:(i+1)*h]
		for j, x := range l.dDropped[r*h : (r+1)*h] {
			to[j] += x * m[j]
		}
	})
}

// entropy turns scores into the gradient of their cross-entropy with the right
// class, times weight, and returns the loss.
func (l *learner) entropy(scores []float32, right int, weight float32) float64 {
	top := slices.Max(scores)
	l.scratch = mat.Grow(l.scratch, len(scores))
	sum := 0.0
	for i, s := range scores {
		l.scratch[i] = math.Exp(float64(s - top))
		sum += l.scratch[i]
	}
	loss := math.Log(sum) - float64(scores[right]-top)
	for i, e := range l.scratch {
		scores[i] = weight * float32(e/sum)
	}
	scores[right] -= weight
	return loss
}

// backLinear adds the gradients of a linear map's weights, and of its input to
// dIn where that is not nil.
func (l *learner) backLinear(f, grad *net.Linear, turned mat.Packed, in, dOut []float32, rows int, dIn []float32) {
	k, n := f.W.K, f.W.N
	for r := range rows {
		for j, x := range dOut[r*n : (r+1)*n] {
			grad.Bias[j] += x
		}
	}
	packed := mat.Pack(l.pack, dOut, rows, n, n)
	l.pack = packed.Data
	mat.MulAdd(mat.Out{Data: grad.W.Data, Row: mat.Width, Panel: k * mat.Width}, mat.Rows{Data: in, Row: 1, Col: k}, k, packed)
	if dIn != nil {
		mat.MulAdd(mat.Out{Data: dIn, Row: k, Panel: mat.Width}, mat.Rows{Data: dOut, Row: n, Col: 1}, rows, turned)
	}
}

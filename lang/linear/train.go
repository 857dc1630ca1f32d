package linear

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"sort"

	"detente/tree"
)

// Tagged is a sentence with its labels of names, as begin and inside number them.
type Tagged struct {
	Tokens []string
	Labels []uint8
}

// Train learns the model from trees and names; progress goes to log.
func Train(trees []tree.Sentence, named []Tagged, epochs int, log io.Writer) *Model {
	var w Workspace
	rnd := rand.New(rand.NewPCG(1, 2))
	order := make([]int, len(trees))
	for i := range order {
		order[i] = i
	}

	index := map[class]int{}
	var classes []class
	for _, s := range trees {
		for _, t := range s.Tokens {
			index[class{t.Tag, t.Morph}]++
		}
	}
	for c := range index {
		classes = append(classes, c)
	}
	sort.Slice(classes, func(i, j int) bool {
		a, b := classes[i], classes[j]
		return index[a] > index[b] || index[a] == index[b] && (a.Tag < b.Tag || a.Tag == b.Tag && a.Morph < b.Morph)
	})
	classes = classes[:min(len(classes), 250)]
	clear(index)
	for i, c := range classes {
		index[c] = i
	}

	tag := newLearner(22, len(classes))
	parse := newLearner(22, actions)
	tagger := func(s *tree.Sentence, i int) int {
		w.f = w.tagFeatures(i, w.f[:0])
		y := tag.best(w.f)
		w.words[i].class, w.words[i].tag = uint32(y), uint32(classes[y].Tag)
		return y
	}
	for e := range epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		wrong, all := 0, 0
		for _, o := range order {
			s := &trees[o]
			w.read(s)
			for i, t := range s.Tokens {
				y := tagger(s, i)
				gold, ok := index[class{t.Tag, t.Morph}]
				if ok {
					tag.update(w.f, gold, y)
				}
				if gold != y {
					wrong++
				}
				all++
			}
		}
		fmt.Fprintf(log, "tags   epoch %d: %d of %d wrong\n", e+1, wrong, all)
	}
	m := &Model{classes: classes, tag: tag.table()}
	w.scores = make([]int32, pad)
	for e := range epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		wrong, all := 0, 0
		for _, o := range order {
			s := &trees[o]
			if len(s.Tokens) == 0 {
				continue
			}
			w.read(s)
			for i := range s.Tokens {
				w.f = w.tagFeatures(i, w.f[:0])
				m.tag.score(w.f, w.scores)
				y := argmax(w.scores[:m.tag.n])
				if rnd.IntN(20) > 0 { // as at the analysis, where tags are sometimes wrong
					if g, ok := index[class{s.Tokens[i].Tag, s.Tokens[i].Morph}]; ok {
						y = g
					}
				}
				w.words[i].class, w.words[i].tag = uint32(y), uint32(classes[y].Tag)
			}
			p := &w.st
			p.reset(len(s.Tokens))
			for !p.done() {
				w.f = w.parseFeatures(w.f[:0])
				scores := parse.score(w.f)
				o := newOracle(p, s)
				y := choose(p, scores, nil)
				gold := choose(p, scores, o.admits)
				all++
				if gold != y && !o.admits(y) {
					wrong++
					parse.update(w.f, gold, y)
					if e == 0 || rnd.IntN(10) == 0 {
						y = gold
					}
				} else {
					parse.step++
				}
				p.do(y)
			}
		}
		fmt.Fprintf(log, "parser epoch %d: %d of %d wrong\n", e+1, wrong, all)
	}
	m.parse = parse.table()

	name := newLearner(19, labels)
	order = order[:0]
	for i := range named {
		order = append(order, i)
	}
	for e := range epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		wrong := 0
		for _, o := range order {
			s := named[o]
			w.words, w.bio = w.words[:0], w.bio[:0]
			for _, form := range s.Tokens {
				w.words = append(w.words, look(form))
			}
			for i := range s.Tokens {
				w.f = w.tagFeatures(i, w.f[:0])
				m.tag.score(w.f, w.scores)
				y := argmax(w.scores[:m.tag.n])
				w.words[i].class, w.words[i].tag = uint32(y), uint32(classes[y].Tag)
			}
			for i, gold := range s.Labels {
				w.f = w.nameFeatures(i, w.f[:0])
				y := name.best(w.f)
				name.update(w.f, int(gold), y)
				if y != int(gold) {
					wrong++
				}
				w.bio = append(w.bio, uint8(y))
			}
		}
		fmt.Fprintf(log, "names  epoch %d: %d wrong\n", e+1, wrong)
	}
	m.name = name.table()
	return m
}

// oracle knows which kinds of action lose no arc that is still to be had.
type oracle struct {
	p                  *state
	s                  *tree.Sentence
	shift, left, right bool
	leftRel, rightRel  tree.Rel // NoRel: any
}

func newOracle(p *state, s *tree.Sentence) *oracle {
	o := &oracle{p: p, s: s}
	gold := func(i int) int {
		if i == p.n {
			return -2
		}
		if h := s.Tokens[i].Head; h >= 0 {
			return h
		}
		return p.n
	}
	canShift, canLeft, canRight := p.may()
	const never = 1 << 20
	cost := [3]int{never, never, never}
	if canShift {
		c := 0
		for k, x := range p.stack {
			if gold(x) == p.next {
				c++
			}
			if k < len(p.stack)-1 && gold(p.next) == x {
				c++
			}
		}
		cost[0] = c
	}
	if len(p.stack) > 0 {
		top := p.stack[len(p.stack)-1]
		below := -1
		if len(p.stack) > 1 {
			below = p.stack[len(p.stack)-2]
		}
		kids := 0
		for d := p.next; d < p.n; d++ {
			if gold(d) == top {
				kids++
			}
		}
		h := gold(top)
		if canLeft {
			cost[1] = kids
			if h == below && below >= 0 || h > p.next {
				cost[1]++
			}
			o.leftRel = s.Tokens[top].Rel
			if h != p.next {
				o.leftRel = tree.NoRel
			}
		}
		if canRight {
			cost[2] = kids
			if h >= p.next {
				cost[2]++
			}
			o.rightRel = s.Tokens[top].Rel
			if h != below {
				o.rightRel = tree.NoRel
			}
		}
	}
	least := min(cost[0], cost[1], cost[2])
	o.shift, o.left, o.right = cost[0] == least, cost[1] == least, cost[2] == least
	return o
}

func (o *oracle) admits(a int) bool {
	switch {
	case a == shift:
		return o.shift
	case a < leftBase+tree.RelCount:
		return o.left && (o.leftRel == tree.NoRel || a == left(o.leftRel))
	}
	return o.right && (o.rightRel == tree.NoRel || a == right(o.rightRel))
}

// learner is an averaged perceptron.
type learner struct {
	w, sum []float32
	mask   uint32
	n      int
	step   float32
	out    []float32
}

func newLearner(bits, n int) *learner {
	size := 1<<bits + pad
	return &learner{w: make([]float32, size), sum: make([]float32, size), mask: 1<<bits - 1, n: n, step: 1, out: make([]float32, n)}
}

func (l *learner) score(f []uint32) []float32 {
	clear(l.out)
	for _, h := range f {
		row := l.w[h&l.mask:][:len(l.out)]
		for i, w := range row {
			l.out[i] += w
		}
	}
	return l.out
}

func (l *learner) best(f []uint32) int {
	best := 0
	for i, s := range l.score(f) {
		if s > l.out[best] {
			best = i
		}
	}
	return best
}

func (l *learner) update(f []uint32, gold, y int) {
	l.step++
	if gold == y {
		return
	}
	for _, h := range f {
		at := int(h & l.mask)
		l.w[at+gold]++
		l.sum[at+gold] += l.step
		l.w[at+y]--
		l.sum[at+y] -= l.step
	}
}

// table is the average, as bytes: the largest weights are clipped.
func (l *learner) table() table {
	t := table{w: make([]int8, len(l.w)), mask: l.mask, n: l.n}
	var abs []float64
	for i := range l.w {
		l.sum[i] = l.w[i] - l.sum[i]/l.step
		if a := math.Abs(float64(l.sum[i])); a > 0 {
			abs = append(abs, a)
		}
	}
	sort.Float64s(abs)
	scale := 127 / abs[len(abs)*999/1000]
	for i, v := range l.sum {
		t.w[i] = int8(max(-127, min(127, math.Round(float64(v)*scale))))
	}
	return t
}

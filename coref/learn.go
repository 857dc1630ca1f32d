package coref

import (
	"fmt"
	"io"
	"io/fs"
	"math"
)

// Gold says which chain of the gold standard a phrase belongs to, by its
// sentence and head token; -1 for none. list asks for the list that the token
// heads.
type Gold func(sent, head int, list bool) int

// learner corrects the weights while documents are read.
type learner struct {
	gold         Gold
	now, squares weights
	right, total int
	good         []bool
	p            []float64
}

// rate is the step of learning, decay what pulls weights to zero.
const (
	rate  = 0.1
	decay = 1e-5
)

// Train learns the weights from documents with gold chains and writes them to w
// in the form of weights.tsv. The model is a softmax over the candidates and
// the choice of none; its likelihood is raised by AdaGrad (Duchi, Hazan and
// Singer, JMLR 2011). Progress goes to log.
func Train(fsys fs.FS, docs []Input, gold []Gold, epochs int, w, log io.Writer) error {
	words, err := readWords(fsys)
	if err != nil {
		return err
	}
	l := &learner{}
	for e := range epochs {
		l.right, l.total = 0, 0
		for i := range docs {
			l.gold = gold[i]
			d := &discourse{in: &docs[i], words: words, weights: &l.now, byActor: map[string]int{}, byName: map[string]int{}, learn: l}
			d.collect(&docs[i])
			d.names()
			for k := range d.marks {
				d.decide(k)
			}
		}
		fmt.Fprintf(log, "epoch %d: %d of %d right\n", e+1, l.right, l.total)
	}
	_, err = io.WriteString(w, l.now.rows())
	return err
}

// correct compares the choice with the gold chains, changes the weights, and
// gives back the choice that should have been made.
func (l *learner) correct(d *discourse, i int, best, none candidate) candidate {
	m := &d.marks[i]
	chain := l.gold(m.sent, m.head, false)
	all := append(d.cands, none)
	l.good, l.p = l.good[:0], l.p[:0]
	found := false
	for _, x := range d.cands {
		o := &d.marks[x.mark]
		ok := chain >= 0 && l.gold(o.sent, o.head, o.form == listed) == chain
		l.good = append(l.good, ok)
		found = found || ok
	}
	l.good = append(l.good, !found)
	top := float64(best.score)
	sum, right := 0.0, 0.0
	for k, x := range all {
		l.p = append(l.p, math.Exp(float64(x.score)-top))
		sum += l.p[k]
		if l.good[k] {
			right += l.p[k]
		}
	}
	target, first := none, true
	for k, x := range all {
		g := -l.p[k] / sum
		if l.good[k] {
			g += l.p[k] / right
			if first || x.score > target.score {
				target, first = x, false
			}
			if x.mark == best.mark {
				l.right++
			}
		}
		if g > -1e-4 && g < 1e-4 {
			continue
		}
		for _, f := range d.feats[x.from:x.to] {
			step := float32(g) - decay*l.now[f]
			l.squares[f] += step * step
			l.now[f] += rate * step / float32(math.Sqrt(float64(l.squares[f])+1e-6))
		}
	}
	l.total++
	return target
}

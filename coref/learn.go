package coref

import (
	"fmt"
	"io"
	"io/fs"
)

// Gold says which chain of the gold standard a phrase belongs to, by its
// sentence and head token; -1 for none. list asks for the list that the token
// heads.
type Gold func(sent, head int, list bool) int

// learner corrects the weights while documents are read.
type learner struct {
	gold         Gold
	now, sum     weights
	step         float32
	right, total int
}

// Train learns the weights from documents with gold chains, as an averaged
// perceptron over the rankings, and writes them to w in the form of
// weights.tsv. Progress goes to log.
func Train(fsys fs.FS, docs []Input, gold []Gold, epochs int, w, log io.Writer) error {
	words, err := readWords(fsys)
	if err != nil {
		return err
	}
	l := &learner{step: 1}
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
	var mean weights
	for i := range mean {
		mean[i] = l.now[i] - l.sum[i]/l.step
	}
	_, err = io.WriteString(w, mean.rows())
	return err
}

// correct compares the choice with the gold chains, changes the weights, and
// gives back the choice that should have been made.
func (l *learner) correct(d *discourse, i int, best, none candidate) candidate {
	m := &d.marks[i]
	chain := l.gold(m.sent, m.head, false)
	target := none
	found := false
	for _, x := range d.cands {
		o := &d.marks[x.mark]
		if chain >= 0 && l.gold(o.sent, o.head, o.form == listed) == chain && (!found || x.score > target.score) {
			target, found = x, true
		}
	}
	l.step++
	l.total++
	if best.mark == target.mark || found && best.mark >= 0 && l.gold(d.marks[best.mark].sent, d.marks[best.mark].head, d.marks[best.mark].form == listed) == chain {
		l.right++
		return target
	}
	for _, f := range d.feats[target.from:target.to] {
		l.now[f]++
		l.sum[f] += l.step
	}
	for _, f := range d.feats[best.from:best.to] {
		l.now[f]--
		l.sum[f] -= l.step
	}
	return target
}

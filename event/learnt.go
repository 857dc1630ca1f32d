package event

import (
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"detente/record"
	"detente/tree"
)

// Learnt is the second reader of relations between two actors: a linear
// classifier over the words on the path between them, what the rules answer, and
// what classes and rules know about the words. Its answers are marked "learnt".
type Learnt struct {
	weights map[string][]labelled
}

type labelled struct {
	label  uint8 // index into Roots
	weight float32
}

const learntFile = "rules/learnt.tsv"

// readLearnt reads the weights: a feature and its weights by root, a line each.
func readLearnt(fsys fs.FS) (*Learnt, error) {
	text, err := fs.ReadFile(fsys, learntFile)
	if err != nil {
		return nil, err
	}
	m := &Learnt{weights: map[string][]labelled{}}
	n := 0
	for line := range strings.Lines(string(text)) {
		if n++; n == 1 || strings.HasPrefix(line, "#") {
			continue
		}
		feature, rest, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		for one := range strings.FieldsSeq(rest) {
			root, value, _ := strings.Cut(one, ":")
			label := slices.Index(Roots, root)
			w, err := strconv.ParseFloat(value, 32)
			if err != nil || label < 0 {
				return nil, fmt.Errorf("%s:%d: %q is not ROOT:weight", learntFile, n, one)
			}
			m.weights[feature] = append(m.weights[feature], labelled{uint8(label), float32(w)})
		}
	}
	return m, nil
}

// scores sums the weights of the features for each root.
func (m *Learnt) scores(features []string) (sum [15]float64) {
	for _, f := range features {
		for _, w := range m.weights[f] {
			sum[w.label] += float64(w.weight)
		}
	}
	return sum
}

// best is the root with the highest score and its probability.
func best(scores [15]float64) (root int, p float64) {
	total := 0.0
	for i, s := range scores {
		if s > scores[root] {
			root = i
		}
	}
	for _, s := range scores {
		total += math.Exp(s - scores[root])
	}
	return root, 1 / total
}

// LearntPair answers as Pair does, by the second reader: what the rules say is
// only one of its reasons. Without weights it answers what the rules say.
func (c *Coder) LearntPair(in Input, from, to string) Pair {
	m, err := c.learnt()
	if err != nil {
		return c.Pair(in, from, to)
	}
	features, byRule := c.Features(in, from, to)
	label, _ := best(m.scores(features))
	root := Roots[label]
	if root == byRule.Root {
		return byRule
	}
	return Pair{Root: root, Quad: c.RootQuad(root), By: "learnt"}
}

// RootQuad is the quad class of a root.
func (c *Coder) RootQuad(root string) int {
	if root == "YIELD" {
		return 2
	}
	p, _ := c.ont.Plover(root, "")
	return int(p.Quad)
}

// Features are what the second reader sees of the relation from one actor to
// another, and the answer of the rules. Their names are those of the weights.
func (c *Coder) Features(in Input, from, to string) ([]string, Pair) {
	f := features{s: &search{greedy: true}, seen: map[string]bool{}}
	type answer struct {
		Pair
		n int
	}
	var answers []answer
	f.s.pair(c, &in, from, to, func(p Pair, n int) { answers = append(answers, answer{p, n}) })
	sort.SliceStable(answers, func(i, j int) bool { return answers[i].n > answers[j].n })
	var first Pair
	for i, a := range answers {
		if i > 2 {
			break
		}
		if i == 0 {
			first = a.Pair
			f.add("sure=" + a.Root + strconv.Itoa(a.n/50))
			f.add("rule=" + a.Rule)
			f.add("rule=" + a.Rule + "/" + a.Root)
		}
		f.add(fmt.Sprintf("answer%d=%s", i+1, a.Root))
	}
	if len(answers) == 0 {
		f.add("answer1=none")
	}
	f.words(c, &in, from, to)
	return f.list, first
}

// features collects names, each once.
type features struct {
	s    *search
	list []string
	seen map[string]bool
}

func (f *features) add(name string) {
	if !f.seen[name] {
		f.seen[name] = true
		f.list = append(f.list, name)
	}
}

// words adds what stands in the sentence of both actors.
func (f *features) words(c *Coder, in *Input, from, to string) {
	s := f.s
	for i := range in.Text.Sentences {
		src, dst := -1, -1
		inside := map[int]bool{}
		for _, m := range s.ground.mentions[i] {
			men := &s.in.Mentions[m]
			for t := men.First; t >= 0 && t <= men.Last; t++ {
				inside[t] = true
			}
			switch {
			case men.Actor == from && src < 0:
				src = men.Head
			case men.Actor == to && dst < 0:
				dst = men.Head
			}
		}
		if src < 0 && dst < 0 && len(in.Text.Sentences) > 1 {
			continue
		}
		s.open(i)
		on := f.path(src, dst)
		for t := range s.s.Tokens {
			tok := s.tok(t)
			lemma := strings.ToLower(tok.Lemma)
			if inside[t] {
				if (t == src || t == dst) && tok.Tag == tree.NOUN {
					f.add(map[bool]string{true: "source=", false: "target="}[t == src] + lemma)
				}
				if !on[t] {
					continue
				}
			}
			switch tok.Tag {
			case tree.NOUN, tree.VERB, tree.ADJ, tree.ADV, tree.PROPN:
				if tok.Tag != tree.PROPN {
					f.add("word=" + lemma)
				}
				f.known(c, t, on[t])
			case tree.AUX, tree.PART:
				if s.tok(t).Head >= 0 && on[s.tok(t).Head] {
					f.add("aux=" + lemma)
				}
			}
			if on[t] && t != src && t != dst {
				f.add("path=" + lemma)
			}
		}
	}
}

// known adds what classes and rules know of the word.
func (f *features) known(c *Coder, t int, on bool) {
	s := f.s
	for _, p := range c.index[s.ids[t]] {
		if p.code == "" {
			f.add("shift=" + p.shift.Name)
			continue
		}
		if m, ok := c.ont.ToPlover(p.code); ok && s.stands(p.kind, t) {
			f.add("knows=" + m.Type)
			if on {
				f.add("path-knows=" + m.Type)
			}
		}
	}
	for _, name := range c.classOf[s.ids[t]] {
		f.add("class=" + name)
	}
}

// path marks the tokens from source to target through the tree, and adds what
// the ends hang on.
func (f *features) path(src, dst int) map[int]bool {
	s := f.s
	on := map[int]bool{}
	up := func(t int) (list []int) {
		for steps := 0; t >= 0 && steps < 40; t, steps = s.tok(t).Head, steps+1 {
			list = append(list, t)
		}
		return list
	}
	a, b := up(src), up(dst)
	top := -1
	for _, t := range a {
		if slices.Contains(b, t) {
			top = t
			break
		}
	}
	if top < 0 && len(a) > 0 {
		top = a[len(a)-1]
	}
	for _, list := range [...][]int{a, b} {
		for _, t := range list {
			on[t] = true
			if t == top {
				break
			}
		}
	}
	if top >= 0 {
		lemma := strings.ToLower(s.tok(top).Lemma)
		f.add("top=" + lemma)
		for k := range s.s.Kids(top) {
			r := s.tok(k).Rel
			switch r {
			case tree.Obj, tree.Xcomp, tree.Ccomp, tree.CompoundPrt, tree.Obl, tree.Advcl, tree.NsubjPass:
				f.add("top+" + r.String() + "=" + lemma + "+" + strings.ToLower(s.tok(k).Lemma))
				f.add("under=" + strings.ToLower(s.tok(k).Lemma))
			case tree.Aux, tree.AuxPass:
				f.add("top+aux=" + strings.ToLower(s.tok(k).Lemma))
			case tree.Advmod:
				f.add("top+adv=" + strings.ToLower(s.tok(k).Lemma))
			}
		}
	}
	for _, end := range []struct {
		name string
		at   int
	}{{"from", src}, {"to", dst}} {
		if end.at < 0 || s.tok(end.at).Head < 0 {
			continue
		}
		t := s.tok(end.at)
		head := strings.ToLower(s.tok(t.Head).Lemma)
		f.add(end.name + "-as=" + t.Rel.String())
		f.add(end.name + "-of=" + head)
		for k := range s.s.Kids(end.at) {
			if s.tok(k).Rel == tree.Case {
				f.add(end.name + "-by=" + strings.ToLower(s.tok(k).Form))
				f.add(end.name + "-by=" + strings.ToLower(s.tok(k).Form) + "+" + head)
			}
		}
	}
	return on
}

// Example is one relation to learn from.
type Example struct {
	Features []string
	Root     int // index into Roots
}

// Learn trains the second reader: softmax regression with L2 by full gradient
// steps of AdaGrad, which needs no random numbers.
func Learn(examples []Example, rounds int, l2, rate float64) *Learnt {
	ids := map[string]int{}
	count := map[string]int{}
	for _, e := range examples {
		for _, f := range e.Features {
			count[f]++
		}
	}
	var names []string
	rows := make([][]int, len(examples))
	for i, e := range examples {
		for _, f := range e.Features {
			if count[f] < 2 {
				continue
			}
			id, ok := ids[f]
			if !ok {
				id = len(names)
				ids[f] = id
				names = append(names, f)
			}
			rows[i] = append(rows[i], id)
		}
	}
	w := make([][15]float64, len(names))
	sq := make([][15]float64, len(names))
	grad := make([][15]float64, len(names))
	for range rounds {
		for i := range grad {
			for k := range grad[i] {
				grad[i][k] = l2 * w[i][k]
			}
		}
		for i, e := range examples {
			var sum [15]float64
			for _, f := range rows[i] {
				for k := range sum {
					sum[k] += w[f][k]
				}
			}
			top := slices.Max(sum[:])
			total := 0.0
			for k := range sum {
				sum[k] = math.Exp(sum[k] - top)
				total += sum[k]
			}
			for k := range sum {
				sum[k] /= total
			}
			sum[e.Root]--
			for _, f := range rows[i] {
				for k := range sum {
					grad[f][k] += sum[k]
				}
			}
		}
		for i := range w {
			for k := range w[i] {
				g := grad[i][k]
				sq[i][k] += g * g
				w[i][k] -= rate * g / (math.Sqrt(sq[i][k]) + 1e-8)
			}
		}
	}
	m := &Learnt{weights: map[string][]labelled{}}
	for i, name := range names {
		for k, x := range w[i] {
			if math.Abs(x) >= 0.02 {
				m.weights[name] = append(m.weights[name], labelled{uint8(k), float32(math.Round(x*100) / 100)})
			}
		}
	}
	return m
}

// Answer is the root that the weights give the features.
func (m *Learnt) Answer(features []string) string {
	label, _ := best(m.scores(features))
	return Roots[label]
}

// Write writes the weights as readLearnt reads them, in the order of features.
func (m *Learnt) Write(w io.Writer) error {
	if _, err := fmt.Fprintln(w, "feature\tweights"); err != nil {
		return err
	}
	for _, f := range sortedKeys(m.weights) {
		var b strings.Builder
		for i, l := range m.weights[f] {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%s:%s", Roots[l.label], strconv.FormatFloat(float64(l.weight), 'f', -1, 32))
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\n", f, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// RuleExamples are the sentences of the rules as relations to learn from: what
// the rules know of words that no other sentence has.
func (c *Coder) RuleExamples(parse Parser) []Example {
	var out []Example
	for _, r := range c.rules {
		for _, line := range r.Match {
			e, err := readExample(line)
			if err != nil || len(e.marks('S')) == 0 || len(e.marks('T')) == 0 {
				continue
			}
			in := e.input(parse)
			from, to := "invented:"+e.marks('S')[0].span.In(e.text), "invented:"+e.marks('T')[0].span.In(e.text)
			result := c.Code(in)
			for i := range result.Events {
				ev := &result.Events[i]
				if ev.Rule != r.ID || ev.Source.Actor != from || ev.Target.Actor != to || ev.Status != record.Happened {
					continue
				}
				root := ev.Plover.Type
				if root == "CONCEDE" || root == "RETREAT" {
					root = "YIELD"
				}
				if label := slices.Index(Roots, root); label >= 0 {
					features, _ := c.Features(in, from, to)
					out = append(out, Example{Features: features, Root: label})
				}
				break
			}
		}
	}
	return out
}

package network

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"detente/lang/net"
	"detente/tree"
)

// toy is a handful of invented sentences with all kinds of annotation.
func toy() []sample {
	r := rand.New(rand.NewPCG(7, 7))
	words := []string{"Arnor", "warned", "the", "envoys", "of", "Gondor", "on", "Monday", ",", "again", "."}
	var out []sample
	for _, n := range []int{1, 5, 9, 5, 3} {
		var s sample
		root := r.IntN(n)
		for i := range n {
			s.forms = append(s.forms, words[r.IntN(len(words))])
			s.tags = append(s.tags, tree.UPOS(1+r.IntN(tree.UPOSCount-1)))
			s.morph = append(s.morph, tree.Morph(r.IntN(3)))
			s.rels = append(s.rels, tree.Rel(1+r.IntN(tree.RelCount-1)))
			name := int8(r.IntN(8) - 1)
			if name > 0 && name%2 == 0 && (i == 0 || s.names[i-1] != name && s.names[i-1] != name-1) {
				name--
			}
			s.names = append(s.names, name)
			s.heads = append(s.heads, root)
			if i == root {
				s.heads[i] = -1
			} else if r.IntN(2) == 0 && i > root {
				s.heads[i] = i - 1
			}
		}
		out = append(out, s)
	}
	out[3].names = nil
	out[4].heads, out[4].tags, out[4].morph, out[4].rels = nil, nil, nil, nil
	return out
}

var small = net.Dims{Buckets: 64, Vector: 16, Hidden: 16, Layers: 2, Arc: 16, Label: 16}

// TestGradients compares the gradient along random directions, one part of the
// parameters at a time, with differences of the loss.
func TestGradients(t *testing.T) {
	samples := toy()
	p := newParams(small, samples, nil, 3)
	r := rand.New(rand.NewPCG(5, 5))
	for i := range p.Flat {
		p.Flat[i] += float32(r.NormFloat64() * 0.2)
	}
	p.turn()
	var batch []*sample
	for i := range samples {
		batch = append(batch, &samples[i])
		for _, f := range samples[i].forms {
			p.lexicon.of(f)
		}
	}
	l := newLearner(p, rates{0.2, 0.3, 0.2, 0.3})
	l.learn(batch, 1, 1, 2)
	g := l.grad
	check := func(name string, x, grad []float32) {
		t.Helper()
		dir := make([]float32, len(x))
		want := 0.0
		for i := range dir {
			dir[i] = float32(r.NormFloat64())
			want += float64(dir[i]) * float64(grad[i])
		}
		step := float32(1e-3)
		if name == "pieces" { // many words share the few rows: small steps change much
			step = 2e-4
		}
		at := func(by float32) float64 {
			old := append([]float32(nil), x...)
			for i := range x {
				x[i] += by * dir[i]
			}
			p.turn()
			l := newLearner(p, l.drop)
			l.learn(batch, 1, 1, 2)
			copy(x, old)
			return l.loss.sum()
		}
		got := (at(step) - at(-step)) / float64(2*step)
		if math.Abs(got-want) > 0.03*math.Abs(want)+0.05 {
			t.Errorf("%s: gradient along a direction is %.4f, differences give %.4f", name, want, got)
		}
	}
	for k := range p.Layers {
		check("input", p.Layers[k].In.W.Data, g.Layers[k].In.W.Data)
		check("input bias", p.Layers[k].In.Bias, g.Layers[k].In.Bias)
		check("forward", p.Layers[k].Forward.Data, g.Layers[k].Forward.Data)
		check("backward", p.Layers[k].Backward.Data, g.Layers[k].Backward.Data)
	}
	check("low", p.Low.W.Data, g.Low.W.Data)
	check("high", p.High.W.Data, g.High.W.Data)
	check("says", p.Says.W.Data, g.Says.W.Data)
	check("says bias", p.Says.Bias, g.Says.Bias)
	check("arc", p.Weights.Arc.W.Data, g.Arc.W.Data)
	check("arc bias", p.Weights.Arc.Bias, g.Arc.Bias)
	check("root arc", p.RootArc, g.RootArc)
	check("root label", p.RootLabel, g.RootLabel)
	check("distance", p.Distance, g.Distance)
	check("moves", p.Moves, g.Moves)
	check("rel", p.Rel.W.Data, g.Rel.W.Data)
	whole := func(s *sparse, n int) []float32 {
		out := make([]float32, n)
		for i, row := range s.rows {
			copy(out[int(row)*s.width:], s.data[i*s.width:(i+1)*s.width])
		}
		return out
	}
	check("words", p.words.data, whole(&l.words, len(p.words.data)))
	check("pieces", p.pieces.data, whole(&l.pieces, len(p.pieces.data)))
}

func BenchmarkLearn(b *testing.B) {
	c, err := readCorpora(filepath.Join(shared(), "train"))
	if err != nil {
		b.Skip(err)
	}
	samples := c.train[:600]
	p := newParams(net.Dims{Buckets: 1 << 16, Vector: 128, Hidden: 128, Layers: 2, Arc: 96, Label: 128}, samples, nil, 1)
	o := options{batch: 320}
	batches := o.batches(rand.New(rand.NewPCG(1, 1)), samples, nil, p.lexicon)
	l, a := newLearner(p, rates{0.2, 0.3, 0.2, 0.3}), newAdam(p)
	tokens := 0
	for i := 0; b.Loop(); i++ {
		l.learn(batches[i%len(batches)], 1.0/320, 1, uint64(i))
		tokens += l.loss.tokens
		a.update(p, []*learner{l}, 1e-3)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

func shared() string {
	if dir := os.Getenv("DETENTE_SHARED"); dir != "" {
		return dir
	}
	return "../../../../shared"
}

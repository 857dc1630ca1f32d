package network

import (
	"math"
	"math/rand/v2"
	"slices"

	"detente/lang/net"
	"detente/lang/net/mat"
	"detente/tree"
)

// params are everything that is learnt, and the lexicon it stands on.
type params struct {
	*net.Weights
	turned turned
	words  table
	pieces table

	lexicon *lexicon
	morphs  []tree.Morph
	morphOf map[tree.Morph]int
	tagsOf  []uint32
}

// table is an embedding table of rows.
type table struct {
	data  []float32
	width int
}

func (t *table) row(i int) []float32 { return t.data[i*t.width : (i+1)*t.width : (i+1)*t.width] }

// turned are the transposes that gradients flow back through.
type turned struct {
	in, forward, backward     []mat.Packed
	low, high, says, arc, rel mat.Packed
}

// lexicon knows the words of the training sentences and keeps forms taken apart.
type lexicon struct {
	rows    map[uint64]uint32
	lists   map[uint64]net.List
	count   []int // per row, how often the word was met
	buckets int
	split   net.Splitter
	forms   map[string]*pieces
}

// pieces are the rows that stand for a form.
type pieces struct {
	word   uint32
	affix  []uint32
	grams  []uint32
	share  float32
	dropAt float32 // how likely training hides the word's own row
}

// newLexicon makes rows for words that come at least twice, most frequent first.
func newLexicon(samples []sample, pool *namePool, buckets int) *lexicon {
	x := &lexicon{rows: map[uint64]uint32{}, lists: map[uint64]net.List{}, buckets: buckets, forms: map[string]*pieces{}}
	count := map[uint64]int{}
	var order []uint64
	for i := range samples {
		for _, f := range samples[i].forms {
			h := x.split.Split(f).Word
			if count[h]++; count[h] == 2 {
				order = append(order, h)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b uint64) int { return count[b] - count[a] })
	for word, list := range pool.lists() {
		x.lists[x.split.Split(word).Word] |= list
	}
	x.count = []int{0}
	for _, h := range order {
		x.rows[h] = uint32(len(x.count))
		x.count = append(x.count, count[h])
	}
	return x
}

// of takes a form apart, once.
func (x *lexicon) of(form string) *pieces {
	if p := x.forms[form]; p != nil {
		return p
	}
	f := x.split.Split(form)
	p := &pieces{word: x.rows[f.Word], share: net.Share(f)}
	mask := uint32(x.buckets - 1)
	for _, h := range x.lists[f.Word].Rows(f.Affix) {
		p.affix = append(p.affix, h&mask)
	}
	for _, h := range f.Pieces {
		p.grams = append(p.grams, h&mask)
	}
	// Word dropout as in Kiperwasser & Goldberg (2016): rare words more often.
	p.dropAt = float32(0.25 / (0.25 + float64(x.count[p.word])))
	x.forms[form] = p
	return p
}

// newParams starts a network for the samples.
func newParams(d net.Dims, samples []sample, pool *namePool, seed uint64) *params {
	p := &params{morphOf: map[tree.Morph]int{}}
	for i := range samples {
		s := &samples[i]
		for t, m := range s.morph {
			id, ok := p.morphOf[m]
			if !ok {
				id = len(p.morphs)
				p.morphOf[m] = id
				p.morphs, p.tagsOf = append(p.morphs, m), append(p.tagsOf, 0)
			}
			if s.tags[t] != tree.NoTag {
				p.tagsOf[id] |= 1 << s.tags[t]
			}
		}
	}
	p.lexicon = newLexicon(samples, pool, d.Buckets)
	d.Words, d.Morphs = len(p.lexicon.count), len(p.morphs)
	p.Weights = net.View(d, nil)
	r := rand.New(rand.NewPCG(seed, 1))
	p.words = table{make([]float32, d.Words*d.Vector), d.Vector}
	p.pieces = table{make([]float32, d.Buckets*d.Vector), d.Vector}
	fill(r, p.words.data, 0.1)
	fill(r, p.pieces.data, 0.1)
	for i := range p.Layers {
		l := &p.Layers[i]
		glorot(r, l.In.W, l.In.W.K, l.In.W.N/8)
		glorot(r, l.Forward, d.Hidden, d.Hidden)
		glorot(r, l.Backward, d.Hidden, d.Hidden)
		for dir := range 2 { // start by remembering: the forget gate's bias
			f := l.In.Bias[(dir*4+1)*d.Hidden:][:d.Hidden]
			for j := range f {
				f[j] = 0.5
			}
		}
	}
	for _, l := range []*net.Linear{&p.Low, &p.High, &p.Says, &p.Arc, &p.Rel} {
		glorot(r, l.W, l.W.K, l.W.N)
	}
	fill(r, p.RootArc, 0.1)
	fill(r, p.RootLabel, 0.1)
	fill(r, p.Distance, 0.1)
	p.turn()
	return p
}

func fill(r *rand.Rand, x []float32, spread float64) {
	for i := range x {
		x[i] = float32((2*r.Float64() - 1) * spread)
	}
}

// glorot fills a matrix by the rule of Glorot & Bengio (2010).
func glorot(r *rand.Rand, m mat.Packed, in, out int) {
	fill(r, m.Data, math.Sqrt(6/float64(in+out)))
}

// turn renews the transposes after the weights have changed.
func (p *params) turn() {
	t := &p.turned
	if t.in == nil {
		n := len(p.Layers)
		t.in, t.forward, t.backward = make([]mat.Packed, n), make([]mat.Packed, n), make([]mat.Packed, n)
	}
	again := func(to *mat.Packed, from mat.Packed) { *to = mat.Turn(to.Data, from) }
	for i := range p.Layers {
		again(&t.in[i], p.Layers[i].In.W)
		again(&t.forward[i], p.Layers[i].Forward)
		again(&t.backward[i], p.Layers[i].Backward)
	}
	again(&t.low, p.Low.W)
	again(&t.high, p.High.W)
	again(&t.says, p.Says.W)
	again(&t.arc, p.Arc.W)
	again(&t.rel, p.Rel.W)
}

// encode is the model file of the network as it stands.
func (p *params) encode(about string) []byte {
	return net.Encode(net.Parts{
		About: about, Weights: p.Weights, Morphs: p.morphs, TagsOf: p.tagsOf,
		Known: p.lexicon.rows, Lists: p.lexicon.lists, Words: p.words.row, Pieces: p.pieces.row,
	})
}

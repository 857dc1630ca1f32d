package net

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"detente/tree"
)

// random is a small network with random weights.
func random(t testing.TB, d Dims) *Model {
	r := rand.New(rand.NewPCG(1, 1))
	numbers := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(r.NormFloat64() * 0.3)
		}
		return x
	}
	var s Splitter
	known := map[uint64]uint32{s.Split("the").Word: 1, s.Split("Council").Word: 2}
	d.Words, d.Morphs = 3, 2
	w := View(d, nil)
	copy(w.Flat, numbers(len(w.Flat)))
	b := Encode(Parts{
		About: "random", Weights: w, Known: known, Lists: map[uint64]List{s.Split("Arnor").Word: PlaceWhole | OrgPart},
		Morphs: []tree.Morph{0, tree.NumberSing}, TagsOf: []uint32{1<<tree.X | 1<<tree.VERB, 1 << tree.NOUN},
		Words: func(int) []float32 { return numbers(d.Vector) }, Pieces: func(int) []float32 { return numbers(d.Vector) },
	})
	m, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var small = Dims{Buckets: 256, Vector: 16, Hidden: 16, Layers: 2, Arc: 16, Label: 16}

// words are sentences of many lengths, empty, overlong and strange ones too.
func words() []tree.Sentence {
	var out []tree.Sentence
	for i, text := range []string{
		"", "Stop", "The Council met .", strings.Repeat("no ", 650), "“ U.N. ” — talks , 2031",
		strings.Repeat("=", 5000) + " \u202e\xff\xfe é", strings.Repeat("the Council met ; ", 20),
	} {
		var s tree.Sentence
		for _, form := range strings.Fields(text) {
			s.Tokens = append(s.Tokens, tree.Token{Form: form})
		}
		out = append(out, s)
		_ = i
	}
	return out
}

func TestAnnotateGivesTreesAndNamesInside(t *testing.T) {
	m := random(t, small)
	var w Workspace
	for _, s := range words() {
		names := m.Annotate(&s, &w, nil)
		roots := 0
		for i, tok := range s.Tokens {
			if tok.Tag == tree.NoTag || tok.Rel == tree.NoRel || (tok.Head < 0) != (tok.Rel == tree.Root) {
				t.Fatalf("token %d of %d: %+v", i, len(s.Tokens), tok)
			}
			if tok.Head < 0 {
				roots++
			} else if !s.Above(s.Root, i) {
				t.Fatalf("token %d of %d hangs in a circle", i, len(s.Tokens))
			}
		}
		if len(s.Tokens) > 0 && roots != 1 {
			t.Errorf("%d roots", roots)
		}
		for _, n := range names {
			if n.First < 0 || n.Last < n.First || n.Last >= len(s.Tokens) || n.Kind == 0 {
				t.Errorf("name %+v of %d tokens", n, len(s.Tokens))
			}
		}
	}
}

func TestTogetherIsAsOneByOne(t *testing.T) {
	m := random(t, small)
	one, all := words(), words()
	var w, fresh Workspace
	var want []tree.Name
	for i := range one {
		at := len(want)
		want = m.Annotate(&one[i], &w, want)
		for j := range want[at:] {
			want[at+j].Sent = i
		}
	}
	got := m.AnnotateAll(all, &fresh, nil)
	if !reflect.DeepEqual(one, all) || !slices.Equal(got, want) {
		t.Error("sentences read together get other trees or names than one by one")
	}
}

func TestOpenRefusesBrokenFiles(t *testing.T) {
	m := random(t, small)
	d := m.w.Dims
	b := Encode(Parts{Weights: m.w, Morphs: m.morphs, TagsOf: m.tagsOf, Known: map[uint64]uint32{5: 1},
		Words: func(int) []float32 { return make([]float32, d.Vector) }, Pieces: func(int) []float32 { return make([]float32, d.Vector) }})
	if _, err := Open(b); err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, b[:10], b[:len(b)-1], append(slices.Clone(b), 0), append([]byte("x"), b[1:]...)} {
		if _, err := Open(bad); err == nil {
			t.Errorf("a broken file of %d bytes opens", len(bad))
		}
	}
	r := rand.New(rand.NewPCG(2, 2))
	for range 300 { // a wrong size must be an error, never a panic
		bad := slices.Clone(b)
		bad[len(magic)+r.IntN(40)] ^= byte(1 + r.IntN(255))
		_, _ = Open(bad)
	}
}

func TestBestTreeAgainstAllTrees(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	var m mst
	for range 300 {
		n := 1 + r.IntN(5)
		const row = 16
		scores := make([]float32, n*row)
		for i := range scores {
			scores[i] = float32(r.NormFloat64())
		}
		got := make([]int, n)
		m.heads(got, scores, row)
		sum := func(heads []int) (s float64) {
			for t, h := range heads {
				s += float64(scores[t*row+h+1])
			}
			return s
		}
		best, heads := -1e9, make([]int, n)
		var try func(t int)
		try = func(at int) {
			if at == n {
				roots := 0
				for t, h := range heads {
					if h == t {
						return
					}
					if h < 0 {
						roots++
					}
				}
				if roots == 1 && !m.cyclic(heads) {
					best = max(best, sum(heads))
				}
				return
			}
			for h := -1; h < n; h++ {
				heads[at] = h
				try(at + 1)
			}
		}
		try(0)
		if d := best - sum(got); d > 1e-4 {
			t.Fatalf("tree of %d tokens scores %.4f below the best one", n, d)
		}
	}
}

func TestSplit(t *testing.T) {
	var s Splitter
	word := s.Split("Pyongyang’s").Word
	if s.Split("PYONGYANG's").Word != word {
		t.Error("case and quotes should fold")
	}
	a := slices.Clone(s.Split("1994").Affix)
	if !slices.Equal(a, s.Split("2017").Affix) {
		t.Error("digits should fold")
	}
	long := s.Split(strings.Repeat("—", 1<<20))
	if len(long.Pieces) > 4*formRunes*3 {
		t.Errorf("an overlong form has %d pieces", len(long.Pieces))
	}
	s.Split("")
}

func FuzzAnnotate(f *testing.F) {
	m := random(f, small)
	f.Add("The Council met .")
	f.Fuzz(func(t *testing.T, text string) {
		var w Workspace
		var s tree.Sentence
		for _, form := range strings.Split(text, " ") {
			s.Tokens = append(s.Tokens, tree.Token{Form: form})
		}
		m.Annotate(&s, &w, nil)
		for i := range s.Tokens {
			if !s.Above(s.Root, i) {
				t.Fatal("no tree")
			}
		}
	})
}

// BenchmarkAnnotateAll reads a text of 20 sentences with a network of the size
// that is shipped, random weights: the cost does not depend on them.
func BenchmarkAnnotateAll(b *testing.B) {
	m := random(b, Dims{Buckets: 1 << 16, Vector: 128, Hidden: 128, Layers: 2, Arc: 96, Label: 128})
	text := strings.Fields("The foreign minister of Arnor said on Monday that his country would answer any attack on its ships , and called on Gondor to return to the talks .")
	var all []tree.Sentence
	tokens := 0
	for i := range 20 {
		var s tree.Sentence
		for j := range len(text) - i {
			s.Tokens = append(s.Tokens, tree.Token{Form: text[j]})
		}
		tokens += len(s.Tokens)
		all = append(all, s)
	}
	var w Workspace
	var names []tree.Name
	b.Run("together", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			names = m.AnnotateAll(all, &w, names[:0])
		}
		b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
	})
	b.Run("one by one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i := range all {
				names = m.Annotate(&all[i], &w, names[:0])
			}
		}
		b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
	})
}

package eval

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"detente/lang/conllu"
	"detente/tree"
)

// CoNLL18 holds F1 measures as conll18_ud_eval.py of the CoNLL 2018 shared
// task computes them (Zeman et al. 2018): what the system says of words that
// align with gold words by their characters. Relations are compared without
// their subtypes.
type CoNLL18 struct {
	Tokens, Sentences, Words, UPOS, Feats, Lemmas, UAS, LAS float64
	N                                                       int // gold words
}

// ScoreCoNLL compares a system's analysis with the gold one of the same text.
// They must agree in all characters but white space.
func ScoreCoNLL(gold, system []conllu.Sentence) (CoNLL18, error) {
	g, s := flatten(gold), flatten(system)
	if g.chars != s.chars {
		n := 0
		for n < len(g.chars) && n < len(s.chars) && g.chars[n] == s.chars[n] {
			n++
		}
		return CoNLL18{}, fmt.Errorf("texts part after %q: gold goes on %q, system %q", g.chars[max(0, n-30):n], some(g.chars[n:]), some(s.chars[n:]))
	}
	var m CoNLL18
	m.N = len(g.words)
	m.Tokens = f1(common(g.tokens, s.tokens), len(g.tokens), len(s.tokens))
	m.Sentences = f1(common(g.sentences, s.sentences), len(g.sentences), len(s.sentences))
	pairs := g.align(s)
	toSystem := make(map[int]int, len(pairs))
	for _, p := range pairs {
		toSystem[p[0]] = p[1]
	}
	var upos, feats, lemmas, uas, las int
	for _, p := range pairs {
		a, b := g.words[p[0]], s.words[p[1]]
		if a.UPOS == b.UPOS {
			upos++
		}
		if tree.ParseMorph(a.Feats) == tree.ParseMorph(b.Feats) {
			feats++
		}
		if a.Lemma == b.Lemma || a.Lemma == "_" {
			lemmas++
		}
		same := a.head < 0 && b.head < 0
		if a.head >= 0 && b.head >= 0 {
			h, ok := toSystem[a.head]
			same = ok && h == b.head
		}
		if same {
			uas++
			if base(a.Deprel) == base(b.Deprel) {
				las++
			}
		}
	}
	ng, ns := len(g.words), len(s.words)
	m.Words, m.UPOS, m.Feats = f1(len(pairs), ng, ns), f1(upos, ng, ns), f1(feats, ng, ns)
	m.Lemmas, m.UAS, m.LAS = f1(lemmas, ng, ns), f1(uas, ng, ns), f1(las, ng, ns)
	return m, nil
}

// ErrNoGold says that the gold set is not in the folder given.
var ErrNoGold = errors.New("gold set is not there")

func f1(right, gold, system int) float64 {
	if gold+system == 0 {
		return 0
	}
	return 2 * float64(right) / float64(gold+system)
}

func base(rel string) string { b, _, _ := strings.Cut(rel, ":"); return b }
func some(s string) string   { return s[:min(30, len(s))] }

// flat is a corpus as one string of characters without white space.
type flat struct {
	chars             string
	tokens, sentences [][2]int
	words             []flatWord
}

type flatWord struct {
	conllu.Word
	span  [2]int // of the multiword token, if it is in one
	multi bool
	head  int // index into words, -1 for the root
}

func flatten(all []conllu.Sentence) *flat {
	f := &flat{}
	var chars strings.Builder
	put := func(form string) [2]int {
		from := chars.Len()
		for _, r := range form {
			if !unicode.IsSpace(r) {
				chars.WriteRune(r)
			}
		}
		return [2]int{from, chars.Len()}
	}
	for _, s := range all {
		begin, first := chars.Len(), len(f.words)
		r := 0
		for i := 0; i < len(s.Words); i++ {
			if r < len(s.Ranges) && s.Ranges[r].First == i {
				span := put(s.Ranges[r].Form)
				f.tokens = append(f.tokens, span)
				for k := i; k <= s.Ranges[r].Last; k++ {
					f.words = append(f.words, flatWord{Word: s.Words[k], span: span, multi: true, head: first + s.Words[k].Head - 1})
				}
				i, r = s.Ranges[r].Last, r+1
				continue
			}
			span := put(s.Words[i].Form)
			f.tokens = append(f.tokens, span)
			f.words = append(f.words, flatWord{Word: s.Words[i], span: span, head: first + s.Words[i].Head - 1})
		}
		for k := first; k < len(f.words); k++ {
			if f.words[k].Head <= 0 {
				f.words[k].head = -1
			}
		}
		f.sentences = append(f.sentences, [2]int{begin, chars.Len()})
	}
	f.chars = chars.String()
	return f
}

// common counts the spans that two ordered lists share.
func common(a, b [][2]int) int {
	n, i, k := 0, 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i] == b[k]:
			n, i, k = n+1, i+1, k+1
		case a[i][0] < b[k][0] || a[i][0] == b[k][0] && a[i][1] < b[k][1]:
			i++
		default:
			k++
		}
	}
	return n
}

// align pairs the words of both sides: by equal spans, and within multiword
// tokens by the longest common subsequence of the forms.
func (g *flat) align(s *flat) (pairs [][2]int) {
	i, k := 0, 0
	for i < len(g.words) && k < len(s.words) {
		a, b := g.words[i], s.words[k]
		if !a.multi && !b.multi {
			switch {
			case a.span == b.span:
				pairs = append(pairs, [2]int{i, k})
				i, k = i+1, k+1
			case a.span[0] <= b.span[0]:
				i++
			default:
				k++
			}
			continue
		}
		// A region that multiword tokens cover on either side.
		from := a.span[0]
		if b.span[0] < from && b.multi || !a.multi {
			from = b.span[0]
		}
		if !a.multi && a.span[0] < from {
			i++
			continue
		}
		if !b.multi && b.span[0] < from {
			k++
			continue
		}
		to := from
		if a.multi && a.span[0] == from {
			to = a.span[1]
		}
		if b.multi && b.span[0] == from {
			to = max(to, b.span[1])
		}
		gi, sk := i, k
		for {
			before := to
			for gi < len(g.words) && (g.words[gi].multi && g.words[gi].span[0] < to || g.words[gi].span[1] <= to) {
				to, gi = max(to, g.words[gi].span[1]), gi+1
			}
			for sk < len(s.words) && (s.words[sk].multi && s.words[sk].span[0] < to || s.words[sk].span[1] <= to) {
				to, sk = max(to, s.words[sk].span[1]), sk+1
			}
			if to == before {
				break
			}
		}
		pairs = append(pairs, lcs(g.words[i:gi], s.words[k:sk], i, k)...)
		if gi == i && sk == k {
			gi, sk = i+1, k+1
		}
		i, k = gi, sk
	}
	return pairs
}

func lcs(a, b []flatWord, i0, k0 int) (pairs [][2]int) {
	n := make([][]int, len(a)+1)
	for i := range n {
		n[i] = make([]int, len(b)+1)
	}
	same := func(i, k int) bool { return strings.EqualFold(a[i].Form, b[k].Form) }
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			n[i][k] = max(n[i+1][k], n[i][k+1])
			if same(i, k) {
				n[i][k] = max(n[i][k], n[i+1][k+1]+1)
			}
		}
	}
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case same(i, k) && n[i][k] == n[i+1][k+1]+1:
			pairs = append(pairs, [2]int{i0 + i, k0 + k})
			i, k = i+1, k+1
		case n[i+1][k] >= n[i][k+1]:
			i++
		default:
			k++
		}
	}
	return pairs
}

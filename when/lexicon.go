package when

import (
	"cmp"
	"slices"

	"detente/tree"
)

// symbol names what an edge of the lattice is: a word, a class of words
// (MONTH), or what a rule makes (DAY).
type symbol int32

// An edge says that the atoms [start, end) may be read as sym, and what they
// then say.
type edge struct {
	sym        symbol
	start, end int32
	next       int32 // next edge with the same start, +1; 0 for none
	expr       int32 // index into lattice.exprs; 0 for a bare word
	rule       int32 // index of the rule that made it, +1
}

// A lattice holds all readings of one sentence.
type lattice struct {
	atoms []atom
	own   int32 // how many atoms are the sentence's own; the rest follow it
	edges []edge
	first []int32 // per atom: index of its first edge, +1
	exprs []expr
	s     *tree.Sentence
	tense []int8 // per token: the tense of the clause it governs, moved above 0; 0 where not asked yet
}

func (l *lattice) reset(s *tree.Sentence) {
	l.s = s
	l.atoms, l.edges = l.atoms[:0], l.edges[:0]
	l.exprs = append(l.exprs[:0], expr{})
}

// open makes room for the edges of the atoms scanned.
func (l *lattice) open() {
	l.first = slices.Grow(l.first[:0], len(l.atoms))[:len(l.atoms)]
	clear(l.first)
	l.tense = slices.Grow(l.tense[:0], len(l.s.Tokens))[:len(l.s.Tokens)]
	clear(l.tense)
}

// put adds an edge. Where the same symbol already covers the same atoms, the rule
// that stands first in the grammar keeps it.
func (l *lattice) put(e edge) bool {
	last := int32(0)
	for i := l.first[e.start]; i != 0; i = l.edges[i-1].next {
		if old := &l.edges[i-1]; old.sym == e.sym && old.end == e.end {
			if e.rule >= old.rule {
				return false
			}
			old.expr, old.rule = e.expr, e.rule
			return true
		}
		last = i
	}
	e.next = 0
	l.edges = append(l.edges, e)
	if last == 0 {
		l.first[e.start] = int32(len(l.edges))
	} else {
		l.edges[last-1].next = int32(len(l.edges))
	}
	return true
}

func (l *lattice) expr(e expr) int32 {
	l.exprs = append(l.exprs, e)
	return int32(len(l.exprs)) - 1
}

// tag is the part of speech of the token that atom i belongs to.
func (l *lattice) tag(i int32) tree.UPOS {
	if t := l.atoms[i].tok; int(t) < len(l.s.Tokens) {
		return l.s.Tokens[t].Tag
	}
	return tree.NoTag
}

// A lexicon is a trie of phrases over word numbers.
type lexicon struct {
	nodes []lexNode
}

type lexNode struct {
	kids    []lexKid // sorted by word
	entries []entry
}

type lexKid struct {
	word int32
	node int32
}

// An entry is one reading of a phrase.
type entry struct {
	sym  symbol
	says expr
	caps bool        // only where written with a capital
	not  []tree.UPOS // not where the tagger says one of these
}

func newLexicon() *lexicon { return &lexicon{nodes: make([]lexNode, 1)} }

func (x *lexicon) add(phrase []int32, e entry) {
	at := int32(0)
	for _, w := range phrase {
		i, found := slices.BinarySearchFunc(x.nodes[at].kids, w, func(k lexKid, w int32) int { return cmp.Compare(k.word, w) })
		if !found {
			x.nodes = append(x.nodes, lexNode{})
			x.nodes[at].kids = slices.Insert(x.nodes[at].kids, i, lexKid{w, int32(len(x.nodes)) - 1})
		}
		at = x.nodes[at].kids[i].node
	}
	x.nodes[at].entries = append(x.nodes[at].entries, e)
}

func (x *lexicon) kid(at, word int32) int32 {
	kids := x.nodes[at].kids
	lo, hi := 0, len(kids)
	for lo < hi {
		m := (lo + hi) / 2
		if kids[m].word < word {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(kids) && kids[lo].word == word {
		return kids[lo].node
	}
	return 0
}

// look puts an edge for every phrase of the lexicon that begins at atom i.
func (x *lexicon) look(l *lattice, i int32, starts []int32) {
	w := l.atoms[i].word
	if w == 0 || int(w) >= len(starts) {
		return
	}
	for at, j := starts[w], i; at != 0; {
		for k := range x.nodes[at].entries {
			e := &x.nodes[at].entries[k]
			if e.caps && !l.atoms[i].upper || len(e.not) > 0 && slices.Contains(e.not, l.tag(i)) {
				continue
			}
			n := int32(0)
			if e.says != (expr{}) {
				n = l.expr(e.says)
			}
			l.put(edge{sym: e.sym, start: i, end: j + 1, expr: n})
		}
		if j++; int(j) >= len(l.atoms) || l.atoms[j].word == 0 {
			return
		}
		at = x.kid(at, l.atoms[j].word)
	}
}

// starts lays the first step of the trie out flat, since most words fail there.
func (x *lexicon) starts(words int) []int32 {
	out := make([]int32, words+1)
	for _, k := range x.nodes[0].kids {
		out[k.word] = k.node
	}
	return out
}

package quote

import (
	"slices"
	"sort"

	"detente/record"
	"detente/tree"
)

// reading is one document while it is read.
type reading struct {
	*Reader
	Input
	quotes []quotation // those that stand in no other
	sents  []sentence
	found  []attribution
}

// sentence is a sentence with what this stage looks up about its tokens.
type sentence struct {
	*tree.Sentence
	index  int
	quoted []int32  // for every token the quotation that it stands in, outermost of the block, or -1
	lemmas []uint32 // hashes of the lemmas, for features
	names  []tree.NameKind
}

// place is a token: sentence and index in it.
type place struct{ sent, token int }

// attribution is a statement before it is written down.
type attribution struct {
	cue     place // head of the cue
	cueSpan record.Span
	lex     *Cue

	source     record.Span // empty: understood only
	sourceHead place       // token -1: none
	unsure     bool        // the source is only the likeliest of several

	content []record.Span
	head    place // the head of the content, token -1 where it is a bare quotation
	direct  bool  // the content is wholly quotation
}

// open prepares a document for reading.
func (r *Reader) open(in Input) *reading {
	p := &reading{Reader: r, Input: in, quotes: outer(pair(in.Doc))}
	if in.Text == nil {
		return p
	}
	total := 0
	for i := range in.Text.Sentences {
		total += len(in.Text.Sentences[i].Tokens)
	}
	quoted, lemmas, names := make([]int32, total), make([]uint32, total), make([]tree.NameKind, total)
	p.sents = make([]sentence, len(in.Text.Sentences))
	next := 0 // the next outer quotation that may hold a token
	for i := range p.sents {
		s := &in.Text.Sentences[i]
		n := len(s.Tokens)
		p.sents[i] = sentence{s, i, quoted[:n:n], lemmas[:n:n], names[:n:n]}
		quoted, lemmas, names = quoted[n:], lemmas[n:], names[n:]
		for j := range s.Tokens {
			t := &s.Tokens[j]
			for next < len(p.quotes) && p.quotes[next].outer.End <= t.Span.Start {
				next++
			}
			p.sents[i].quoted[j] = -1
			if next < len(p.quotes) && p.quotes[next].outer.Start <= t.Span.Start && t.Span.End <= p.quotes[next].outer.End {
				p.sents[i].quoted[j] = int32(next)
			}
			p.sents[i].lemmas[j] = hash(t.Lemma)
		}
	}
	for _, n := range in.Text.Names {
		if n.Sent < len(p.sents) {
			s := &p.sents[n.Sent]
			for j := max(n.First, 0); j <= n.Last && j < len(s.names); j++ {
				s.names[j] = n.Kind
			}
		}
	}
	return p
}

// outer are the quotations that stand in no other; what is quoted within a
// quotation is the speaker's.
func outer(all []quotation) []quotation {
	return slices.DeleteFunc(all, func(q quotation) bool { return q.within >= 0 })
}

// at is the sentence and the first token that ends after byte b; sent is
// len(p.sents) where there is none.
func (p *reading) at(b int) place {
	i := sort.Search(len(p.sents), func(i int) bool { return p.sents[i].Span.End > b })
	if i == len(p.sents) {
		return place{i, 0}
	}
	t := p.sents[i].Tokens
	return place{i, sort.Search(len(t), func(j int) bool { return t[j].Span.End > b })}
}

func hash(s string) uint32 { // FNV-1a
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

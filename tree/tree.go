// Package tree holds how a text is written: sentences of tokens with tags,
// lemmas and dependency trees in Universal Dependencies v2, and the names found
// in them. The lang stage makes these values; every later stage reads them.
//
// Nothing is normalised over the text: a token is a span of it, and the tokens
// with the gaps between them give the text back.
package tree

import "detente/record"

// Text is a document as the language model reads it.
type Text struct {
	Sentences []Sentence
	Names     []Name // in text order
}

// Sentence is a run of tokens with one tree.
type Sentence struct {
	Span   record.Span
	Block  int // index into Document.Blocks
	Tokens []Token
	Root   int // index of the root token, -1 in an empty sentence
}

// Token is a syntactic word. Clitics are tokens of their own ("do" + "n't") and
// share no bytes with their neighbours.
type Token struct {
	Span  record.Span
	Form  string // the words as written, a substring of the document
	Lemma string
	Tag   UPOS
	Morph Morph
	Rel   Rel
	Head  int // index of the head in the sentence, -1 for the root

	firstKid, nextKid int32 // children in order, set by Index; 0 means none, else index+1
}

// Name is a run of tokens that names something.
type Name struct {
	Kind        NameKind
	Span        record.Span
	Sent        int
	First, Last int // token indexes, Last inclusive
}

// NameKind is what a name names.
type NameKind uint8

// The kinds of name.
const (
	PersonName NameKind = iota + 1
	OrgName
	GPE     // states, cities: places that act
	LocName // other places
	NORP    // nationalities, religious or political groups
	EventName
	WeaponName
	TreatyName
	MiscName
)

var nameKinds = [...]string{"", "PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "WEAPON", "TREATY", "MISC"}

// String is the kind as it is printed: PERSON, ORG, ...
func (k NameKind) String() string { return nameKinds[k] }

// Index prepares the sentence for walks down the tree; whoever sets or changes
// heads calls it afterwards. It also finds the root.
func (s *Sentence) Index() {
	s.Root = -1
	for i := range s.Tokens {
		s.Tokens[i].firstKid, s.Tokens[i].nextKid = 0, 0
	}
	for i := len(s.Tokens) - 1; i >= 0; i-- {
		t := &s.Tokens[i]
		if t.Head < 0 {
			s.Root = i
			continue
		}
		head := &s.Tokens[t.Head]
		t.nextKid, head.firstKid = head.firstKid, int32(i)+1
	}
}

// Kids yields the children of token i from left to right.
func (s *Sentence) Kids(i int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for k := s.Tokens[i].firstKid; k != 0; k = s.Tokens[k-1].nextKid {
			if !yield(int(k - 1)) {
				return
			}
		}
	}
}

// Kid is the first child of i with one of the relations, or -1.
func (s *Sentence) Kid(i int, rels ...Rel) int {
	for k := range s.Kids(i) {
		for _, r := range rels {
			if s.Tokens[k].Rel == r {
				return k
			}
		}
	}
	return -1
}

// Above reports whether token a dominates token i, or is it.
func (s *Sentence) Above(a, i int) bool {
	for steps := 0; i >= 0 && steps <= len(s.Tokens); steps++ {
		if i == a {
			return true
		}
		i = s.Tokens[i].Head
	}
	return false
}

// Reach is the range of tokens [first, last] that the subtree of i spans.
func (s *Sentence) Reach(i int) (first, last int) {
	first, last = i, i
	for k := range s.Kids(i) {
		f, l := s.Reach(k)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// Cover is the span from token first to token last, inclusive.
func (s *Sentence) Cover(first, last int) record.Span {
	return record.Span{Start: s.Tokens[first].Span.Start, End: s.Tokens[last].Span.End}
}

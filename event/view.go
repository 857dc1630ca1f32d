package event

import (
	"detente/record"
	"detente/tree"
)

// view is one sentence as the rules see it: its tree with the numbers of its
// words and the mentions at its tokens.
type view struct {
	c    *Coder
	s    *tree.Sentence
	text string // of the document
	ids  []wordID
	at   []int32 // mention at the token, as index+1; 0 for none
	in   *Input
	sent int // index of the sentence
}

// open sets the view on a sentence. mentions are those of the sentence.
func (v *view) open(s *tree.Sentence, mentions []int) {
	v.s = s
	v.ids = v.c.lex.number(s, v.ids)
	if cap(v.at) < len(s.Tokens) {
		v.at = make([]int32, 2*len(s.Tokens))
	}
	v.at = v.at[:len(s.Tokens)]
	clear(v.at)
	// Short mentions are laid over long ones, names over pronouns never: each
	// token shows the smallest mention whose head it is.
	for _, m := range mentions {
		men := &v.in.Mentions[m]
		if men.Head < 0 || men.Head >= len(v.at) || v.dated(men.Head) {
			continue
		}
		if old := v.at[men.Head]; old == 0 || men.Span.Len() > v.in.Mentions[old-1].Span.Len() {
			v.at[men.Head] = int32(m) + 1
		}
	}
}

func (v *view) tok(i int) *tree.Token { return &v.s.Tokens[i] }

// is reports whether token i is a word of the set.
func (v *view) is(i int, set *wordSet) bool { return set.match(v, i) }

// mention is the mention whose head is token i, or nil.
func (v *view) mention(i int) *record.Mention {
	if n := v.at[i]; n != 0 {
		return &v.in.Mentions[n-1]
	}
	return nil
}

// preposition is the word that joins token i to what it hangs on: "on" in "on
// Gondor", "in_response_to" joined by _; 0 where there is none that a rule
// knows, and none is false.
func (v *view) preposition(i int) (id wordID, some bool) {
	for k := range v.s.Kids(i) {
		if v.s.Tokens[k].Rel != tree.Case || k > i {
			continue
		}
		if v.s.Tokens[k].Form == "'s" || v.s.Tokens[k].Form == "’s" {
			continue
		}
		some = true
		fixed := -1
		for kk := range v.s.Kids(k) {
			if v.s.Tokens[kk].Rel == tree.Fixed {
				fixed = kk
			}
		}
		if fixed >= 0 {
			// "because of", "in response to": by the whole, else by the last word
			if joined := v.c.lex.ids[v.joined(k, fixed)]; joined != 0 {
				return joined, true
			}
			return v.ids[fixed], true
		}
		id = v.ids[k] // the last one wins: "out of", "up to"
	}
	return id, some
}

func (v *view) joined(first, last int) string {
	b := make([]byte, 0, 24)
	for i := first; i <= last; i++ {
		if i > first {
			b = append(b, '_')
		}
		for _, ch := range []byte(v.s.Tokens[i].Form) {
			if 'A' <= ch && ch <= 'Z' {
				ch += 'a' - 'A'
			}
			b = append(b, ch)
		}
	}
	return string(b)
}

// modifier reports whether the relation is that of a noun's modifier before it.
func modifier(r tree.Rel) bool {
	return r == tree.Compound || r == tree.Amod || r == tree.NmodPoss || r == tree.NmodDesc || r == tree.Det
}

// has reports whether a word of the set stands in the sentence.
func (v *view) has(set *wordSet) bool {
	for i := range v.ids {
		if v.ids[i] != 0 && v.is(i, set) {
			return true
		}
	}
	return false
}

package event

import (
	"strings"

	"detente/tree"
)

// A wordID stands for a lemma that some rule speaks of; 0 is any other word.
type wordID int32

// lexicon numbers the lemmas of the rules, so that a sentence is looked up once
// and everything after it compares numbers.
type lexicon struct {
	ids   map[string]wordID
	words []string
	forms map[string]string // verb forms that taggers and lemmatisers trip over: struck, lifts
}

func newLexicon() *lexicon { return &lexicon{ids: map[string]wordID{}, words: []string{""}} }

// id is the number of a lemma, given out on first sight.
func (l *lexicon) id(lemma string) wordID {
	if n, ok := l.ids[lemma]; ok {
		return n
	}
	n := wordID(len(l.words))
	l.ids[lemma] = n
	l.words = append(l.words, lemma)
	return n
}

// number fills ids with the numbers of the sentence's lemmas.
func (l *lexicon) number(s *tree.Sentence, ids []wordID) []wordID {
	ids = ids[:0]
	for i := range s.Tokens {
		t := &s.Tokens[i]
		lemma := t.Lemma
		if lemma == "" || lemma == "_" {
			lemma = t.Form
		}
		n, ok := l.ids[lemma]
		if !ok && t.Tag != tree.PUNCT {
			n = l.ids[strings.ToLower(lemma)]
			switch {
			case n != 0:
			case t.Tag == tree.VERB:
				if n = l.ids[l.forms[strings.ToLower(t.Form)]]; n == 0 {
					n = l.verbForm(strings.ToLower(t.Form))
				}
			case t.Tag == tree.NOUN: // "troops", of which treebanks know no singular
				n = l.ids[strings.TrimSuffix(strings.ToLower(lemma), "s")]
			}
		}
		ids = append(ids, n)
	}
	return ids
}

// verbForm is the number of a regular verb whose lemma was cut wrong: "bombed"
// as "bom", "lifted" as "lifte".
func (l *lexicon) verbForm(form string) wordID {
	for _, suffix := range [...]string{"ing", "ed", "d", "es", "s", ""} {
		stem, ok := strings.CutSuffix(form, suffix)
		if !ok || len(stem) < 3 {
			continue
		}
		if n := l.ids[stem]; n != 0 {
			return n
		}
		if n := l.ids[stem+"e"]; n != 0 && suffix == "ing" {
			return n
		}
		if k := len(stem) - 1; k > 2 && stem[k] == stem[k-1] && suffix != "" { // "rammed"
			if n := l.ids[stem[:k]]; n != 0 {
				return n
			}
		}
	}
	return 0
}

// wordSet is a set of lemmas and of compounds such as "air strike", whose last
// word is the head.
type wordSet struct {
	bits      []uint64
	compounds []compound
	anyNoun   bool // "*": any noun at all
}

type compound struct {
	head wordID
	rest []wordID // the words before the head
}

func (w *wordSet) add(n wordID) {
	for int(n)/64 >= len(w.bits) {
		w.bits = append(w.bits, 0)
	}
	w.bits[n/64] |= 1 << (n % 64)
}

func (w *wordSet) has(n wordID) bool {
	return n != 0 && int(n)/64 < len(w.bits) && w.bits[n/64]&(1<<(n%64)) != 0
}

func (w *wordSet) empty() bool { return w == nil || len(w.bits) == 0 && len(w.compounds) == 0 }

// addWord adds "strike", or "air_strike" as a compound.
func (w *wordSet) addWord(l *lexicon, word string) {
	if head, rest, ok := strings.Cut(word, "_of_"); ok { // state_of_emergency
		w.compounds = append(w.compounds, compound{head: l.id(head), rest: []wordID{l.id(rest)}})
		return
	}
	parts := strings.Split(word, "_")
	if len(parts) == 1 {
		w.add(l.id(word))
		return
	}
	c := compound{head: l.id(parts[len(parts)-1])}
	for _, p := range parts[:len(parts)-1] {
		c.rest = append(c.rest, l.id(p))
	}
	w.compounds = append(w.compounds, c)
}

// all yields the heads of the set, those of compounds included.
func (w *wordSet) all(yield func(wordID)) {
	for i, word := range w.bits {
		for b := 0; b < 64; b++ {
			if word&(1<<b) != 0 {
				yield(wordID(i*64 + b))
			}
		}
	}
	for _, c := range w.compounds {
		yield(c.head)
	}
}

// within reports whether a set of one word lies within another set.
func (w *wordSet) within(other *wordSet) bool {
	found := false
	w.all(func(n wordID) { found = other.has(n) })
	return found
}

// match reports whether token i of the sentence is a word of the set.
func (w *wordSet) match(v *view, i int) bool {
	if w.has(v.ids[i]) || w.anyNoun && (v.s.Tokens[i].Tag == tree.NOUN || v.s.Tokens[i].Tag == tree.PROPN && !v.dated(i) && (v.at[i] == 0 || v.in.Mentions[v.at[i]-1].Code == "")) {
		return true
	}
	for _, c := range w.compounds {
		if c.head == v.ids[i] && v.hasWordsBelow(i, c.rest) {
			return true
		}
	}
	return false
}

// hasWordsBelow reports whether each of the words is a modifier of token i:
// "air" and "strike", "no-fly" and "zone".
func (v *view) hasWordsBelow(i int, words []wordID) bool {
	for _, w := range words {
		found := false
		for k := range v.s.Kids(i) {
			if v.ids[k] == w {
				found = true
				break
			}
			switch v.s.Tokens[k].Rel {
			case tree.Compound, tree.Amod, tree.Nmod, tree.Obl, tree.Obj: // "weapons of mass destruction"
				for kk := range v.s.Kids(k) {
					found = found || v.ids[kk] == w
				}
			}
		}
		if !found {
			return false
		}
	}
	return true
}

package tree

// NounPhrase is the range of tokens of the noun phrase that i heads: with its
// determiners, adjectives, compounds, names and "of" phrases; without the
// preposition before it, relative clauses, appositions and joined nouns.
func (s *Sentence) NounPhrase(i int) (first, last int) { return s.phrase(i, true) }

// Core is as NounPhrase but without the phrases that follow the noun: "the
// president" in "the president of Iran".
func (s *Sentence) Core(i int) (first, last int) { return s.phrase(i, false) }

func (s *Sentence) phrase(i int, long bool) (first, last int) {
	first, last = i, i
	for k := range s.Kids(i) {
		switch t := &s.Tokens[k]; t.Rel {
		case Det, DetPredet, Amod, Compound, Nummod, Flat, NmodPoss, NmodDesc, Fixed, Goeswith, CompoundPrt:
			f, l := s.Reach(k)
			first, last = min(first, f), max(last, l)
		case NmodUnmarked, Advmod:
			if k < i && s.predicatesNot(i) {
				f, _ := s.Reach(k)
				first = min(first, f)
			}
		case Nmod:
			if !long {
				continue
			}
			f, l := s.NounPhrase(k)
			for c := range s.Kids(k) {
				switch s.Tokens[c].Rel {
				case Case:
					f = min(f, c)
				case Conj:
					_, end := s.NounPhrase(c)
					l = max(l, end)
				}
			}
			first, last = min(first, f), max(last, l)
		}
	}
	return first, last
}

// predicatesNot reports whether the noun i is no predicate: adverbs before a
// predicate noun are its clause's.
func (s *Sentence) predicatesNot(i int) bool { return s.Kid(i, Cop, Nsubj) < 0 }

// Appositions appends what is said beside noun i in other words: "Javad Zarif,
// the foreign minister": from either noun the other. Only direct links are
// followed.
func (s *Sentence) Appositions(i int, out []int) []int {
	if t := &s.Tokens[i]; t.Rel == Appos && t.Head >= 0 {
		out = append(out, t.Head)
	}
	for k := range s.Kids(i) {
		if s.Tokens[k].Rel == Appos {
			out = append(out, k)
		}
	}
	return out
}

// Titles appends the nouns before a name that say what its bearer is: "Foreign
// Minister" in "Foreign Minister Javad Zarif", where head is Javad.
func (s *Sentence) Titles(head int, out []int) []int {
	for k := range s.Kids(head) {
		if t := &s.Tokens[k]; k < head && (t.Rel == NmodDesc || t.Rel == Compound && t.Tag != NUM) {
			out = append(out, k)
		}
	}
	return out
}

// HeadOf is the token of first..last whose head lies outside: the syntactic
// head of a run of tokens. The highest one wins where there are several.
func (s *Sentence) HeadOf(first, last int) int {
	best, depth := last, len(s.Tokens)+1
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; h >= first && h <= last {
			continue
		}
		d := 0
		for h := s.Tokens[i].Head; h >= 0 && d <= len(s.Tokens); h = s.Tokens[h].Head {
			d++
		}
		if d < depth && s.Tokens[i].Tag != PUNCT {
			best, depth = i, d
		}
	}
	return best
}

// Preposition is the word that marks noun i: "on" in "on Iran"; or -1.
func (s *Sentence) Preposition(i int) int { return s.Kid(i, Case) }

package tree

// Auxiliaries appends the auxiliaries of predicate v, copula included, in text
// order; those of a joined verb that it shares ("will meet and discuss") come
// with it.
func (s *Sentence) Auxiliaries(v int, out []int) []int {
	if t := &s.Tokens[v]; s.sharesAux(v) {
		out = s.Auxiliaries(t.Head, out)
	}
	for k := range s.Kids(v) {
		switch s.Tokens[k].Rel {
		case Aux, AuxPass, Cop:
			out = append(out, k)
		}
	}
	return out
}

// Modal is the modal auxiliary of predicate v (will, may, must, ...), own or
// shared with the verb that it is joined to; or -1. UD tells modals from other
// finite auxiliaries by their having no mood.
func (s *Sentence) Modal(v int) int {
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; t.Rel == Aux && t.Morph.Has(VerbFormFin) && !t.Morph.Any(MoodInd|MoodImp|MoodSub) {
			return k
		}
	}
	if s.sharesAux(v) {
		return s.Modal(s.Tokens[v].Head)
	}
	return -1
}

// sharesAux reports whether v is joined to a verb whose auxiliaries govern it
// too: it has no subject, auxiliary or finite form of its own.
func (s *Sentence) sharesAux(v int) bool {
	t := &s.Tokens[v]
	return t.Rel == Conj && t.Head >= 0 && (t.Tag == VERB || t.Tag == AUX) && t.Head < v &&
		!t.Morph.Any(MoodInd|TensePres) &&
		!(t.Morph.Has(TensePast) && !t.Morph.Has(VerbFormPart)) &&
		s.Kid(v, Aux, AuxPass, Cop, Nsubj, NsubjPass, Mark) < 0
}

// Negated reports whether the predicate or noun i is denied: by "not" or
// "never", by "no" before it or before its subject or object, by "no longer",
// by "without" before a verb, or by the negation of the verb that it is joined to
// ("did not attack or threaten").
func (s *Sentence) Negated(i int) bool {
	for k := range s.Kids(i) {
		t := &s.Tokens[k]
		switch t.Rel {
		case Advmod, Cc, CcPreconj, Det, Aux:
			if t.negates() {
				return true
			}
			if t.Rel == Advmod && k < i { // "no longer"
				for n := range s.Kids(k) {
					if s.Tokens[n].Rel == Advmod && s.Tokens[n].Lemma == "no" {
						return true
					}
				}
			}
		case Nsubj, NsubjPass, Obj:
			if t.negates() {
				return true // "nobody", "none"
			}
			if d := s.Kid(k, Det); d >= 0 && s.Tokens[d].negates() {
				return true // "no country"
			}
		case Mark, Case:
			if t.Lemma == "without" {
				return true
			}
		}
	}
	return s.sharesAux(i) && s.Kid(s.Tokens[i].Head, Aux) >= 0 && s.Negated(s.Tokens[i].Head)
}

func (t *Token) negates() bool {
	return t.Morph.Any(PolarityNeg|PronTypeNeg) || t.Tag == DET && t.Lemma == "no"
}

// Predicate is the nearest token at or above i that heads a clause, or -1.
func (s *Sentence) Predicate(i int) int {
	for steps := 0; i >= 0 && steps <= len(s.Tokens); steps++ {
		t := &s.Tokens[i]
		switch t.Rel {
		case Root, Ccomp, Xcomp, Advcl, AdvclRelcl, Acl, AclRelcl, Csubj, CsubjPass, CsubjOuter, Parataxis:
			return i
		case Conj:
			if s.predicates(i) {
				return i
			}
		}
		i = t.Head
	}
	return -1
}

// Conjuncts appends i and everything joined to it with "and", "or" or commas,
// in text order. Called on the first of a list it gives the whole list.
func (s *Sentence) Conjuncts(i int, out []int) []int {
	out = append(out, i)
	for k := range s.Kids(i) {
		if s.Tokens[k].Rel == Conj {
			out = s.Conjuncts(k, out)
		}
	}
	return out
}

// FirstConjunct is the head of the list that i is in, or i itself.
func (s *Sentence) FirstConjunct(i int) int {
	for steps := 0; s.Tokens[i].Rel == Conj && s.Tokens[i].Head >= 0 && steps < len(s.Tokens); steps++ {
		i = s.Tokens[i].Head
	}
	return i
}

// Without is the range of tokens that the subtree of i spans when children by
// the given relations are left out, at every depth.
func (s *Sentence) Without(i int, rels ...Rel) (first, last int) {
	first, last = i, i
next:
	for k := range s.Kids(i) {
		for _, r := range rels {
			if s.Tokens[k].Rel == r {
				continue next
			}
		}
		f, l := s.Without(k, rels...)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// Clause is the range of tokens of the clause of predicate v, without the
// clauses joined to it or set beside it.
func (s *Sentence) Clause(v int) (first, last int) {
	first, last = v, v
	for k := range s.Kids(v) {
		switch s.Tokens[k].Rel {
		case Parataxis, Discourse, Punct:
			continue
		case Conj:
			if s.predicates(k) {
				continue
			}
		case Cc:
			if k > v {
				continue
			}
		}
		f, l := s.Reach(k)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

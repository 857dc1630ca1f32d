package event

import (
	"detente/record"
	"detente/tree"
)

// modifiers reads what stands with a noun: "no attack", "alleged attack".
func (s *search) modifiers(st *standing, t int) {
	for k := range s.s.Kids(t) {
		switch s.tok(k).Rel {
		case tree.Det, tree.Amod, tree.Compound, tree.Advmod:
			if m, ok := s.c.status.modifier[s.ids[k]]; ok {
				if m == record.DidNotHappen {
					st.negated = true
				}
				st.and(m, k)
			}
			if s.is(k, s.c.status.past) {
				st.background = true
			}
		}
	}
}

// climbNoun climbs from a nominal act to the clause that tells it. It returns
// the verb whose grammar decides, or -1 where the walk is over.
func (s *search) climbNoun(st *standing, a *act, t int) int {
	if a.light >= 0 && a.light != t {
		if s.s.Above(a.light, t) {
			return a.light
		}
		s.local(st, a.light, -1) // "the attack launched by Arnor"
	}
	for steps := 0; steps < 12; steps++ {
		h := s.tok(t).Head
		if h < 0 {
			return -1
		}
		if s.is(h, s.c.status.past) {
			st.background = true
		}
		switch rel := s.tok(t).Rel; rel {
		case tree.Xcomp, tree.Ccomp, tree.Advcl, tree.Acl, tree.AclRelcl, tree.Root, tree.Parataxis:
			return t
		case tree.Obj, tree.Obl, tree.Nmod, tree.NmodPoss, tree.Compound, tree.Iobj, tree.Conj, tree.Nsubj, tree.NsubjPass, tree.Appos, tree.OblAgent, tree.Amod:
			if a := &s.acts[h]; rel != tree.Conj {
				if a.state == found && a.content >= 0 && s.s.Above(a.content, t) || s.c.status.clause[s.ids[h]] != "" {
					s.governed(st, h, t, "")
				}
			}
			if s.tok(h).Tag == tree.NOUN || s.tok(h).Tag == tree.PROPN {
				s.modifiers(st, h)
				t = h
				continue
			}
			// A free noun is taken for granted by its clause ("the attack shocked
			// many"), unless it is neither definite nor anybody's.
			if rel == tree.Obj || rel == tree.NsubjPass || !s.definite(a, t) {
				return h
			}
			return -1
		}
		return -1
	}
	return -1
}

// definite reports whether the noun is presented as known: "the attack",
// "Arnor's attack".
func (s *search) definite(a *act, t int) bool {
	for k := range s.s.Kids(t) {
		switch tok := s.tok(k); {
		case tok.Rel == tree.NmodPoss, tok.Morph.Has(tree.DefiniteDef), tok.Morph.Has(tree.PronTypeDem):
			return true
		}
	}
	return false
}

package event

import "detente/tree"

// subject is the surface subject of a verb or predicate, found through joined
// verbs, control, participles and relative pronouns; -1 for none. Depth bounds
// the walk.
func (v *view) subject(t, depth int) int {
	if depth > 12 {
		return -1
	}
	tok := v.tok(t)
	for k := range v.s.Kids(t) {
		switch v.tok(k).Rel {
		case tree.Nsubj, tree.NsubjPass, tree.NsubjOuter:
			if v.relative(k) {
				return v.antecedent(t, k)
			}
			return k
		}
	}
	if x := v.forSubject(t); x >= 0 {
		return x
	}
	for k := range v.s.Kids(t) { // "Arnor cut aid", read as one noun
		if _, last := v.s.Reach(k); v.tok(k).Rel == tree.Compound && v.at[k] != 0 && last == t-1 && tok.Tag == tree.VERB {
			return k
		}
	}
	h := tok.Head
	if h < 0 {
		return -1
	}
	switch tok.Rel {
	case tree.Conj:
		if k := v.fronted(t); k >= 0 {
			return k
		}
		if v.tok(h).Tag == tree.NOUN && tok.Tag == tree.VERB && v.s.Kid(h, tree.Cop) < 0 {
			return -1
		}
		return v.subject(h, depth+1)
	case tree.Xcomp:
		if o := v.s.Kid(h, tree.Obj, tree.Iobj); o >= 0 && o < t && !v.c.known.subjectControl.has(v.ids[h]) && v.tok(h).Tag == tree.VERB {
			return o
		}
		return v.subject(h, depth+1)
	case tree.Advcl, tree.Ccomp, tree.Parataxis, tree.Dep:
		if s := v.interrupted(t); s >= 0 {
			return s
		}
		if v.tok(t).Morph.Any(tree.VerbFormFin) && tok.Rel != tree.Dep {
			return -1
		}
		if tok.Rel == tree.Advcl { // "criticized Arnor for attacking": the object's doing
			if o := v.s.Kid(h, tree.Obj); o >= 0 && o < t && (v.marked(t, "for") || v.marked(t, "of") || v.marked(t, "from")) {
				return o
			}
		}
		if v.tok(h).Tag == tree.NOUN && v.s.Kid(h, tree.Cop) < 0 {
			return v.owner(h, depth+1)
		}
		return v.subject(h, depth+1)
	case tree.AclRelcl:
		if v.s.Kid(t, tree.Obj) >= 0 || v.passive(t) {
			return h
		}
	case tree.Acl, tree.Amod:
		if s := v.gardenPath(t); s >= 0 {
			return s
		}
		if v.headlined(t) { // "Arnor to host the summit"
			return h
		}
		if tok.Morph.Any(tree.VerbFormInf) || v.s.Kid(t, tree.Mark) >= 0 {
			return v.owner(h, depth+1) // "Arnor's plan to attack", "Arnor announced plans to attack"
		}
		return h // "troops attacking the city", "the city attacked by troops"
	}
	return -1
}

// fronted is the subject of a clause that the parser read as a phrase and a joined
// verb, "protested after [Arnor and Gondor] held exercises": a phrase right before
// the verb with a word that may open a clause; or -1.
func (v *view) fronted(t int) int {
	tok := v.tok(t)
	if tok.Rel != tree.Conj || tok.Head < 0 || v.s.Kid(t, tree.Cc) >= 0 {
		return -1
	}
	for k := range v.s.Kids(tok.Head) {
		if v.tok(k).Rel == tree.Obl && k < t && v.at[k] != 0 && v.c.known.clausal.has(v.caseOf(k)) {
			if _, last := v.s.Reach(k); last == t-1 {
				return k
			}
		}
	}
	return -1
}

// headlined reports whether the verb at t is the future of a headline, "Arnor to
// host the summit": an infinitive on an actor who heads the sentence.
func (v *view) headlined(t int) bool {
	tok := v.tok(t)
	return tok.Rel == tree.Acl && tok.Head >= 0 && v.tok(tok.Head).Rel == tree.Root && v.at[tok.Head] != 0 && v.marked(t, "to") && v.s.Kid(tok.Head, tree.Cop, tree.Nsubj) < 0
}

// interrupted is the subject of a clause that a report of who says so parts from
// its verb, "Arnor, the ministry said, left the talks": the first of two subjects
// before the verb of saying; or -1.
func (v *view) interrupted(t int) int {
	h := v.tok(t).Head
	if v.tok(t).Rel != tree.Ccomp || h > t || !v.is(h, v.c.known.say) || v.s.Kid(t, tree.Mark) >= 0 {
		return -1
	}
	first, n := -1, 0
	for k := range v.s.Kids(h) {
		if r := v.tok(k).Rel; k < h && (r == tree.Nsubj || r == tree.Dislocated || r == tree.Vocative) {
			if n++; first < 0 {
				first = k
			}
		}
	}
	if n < 2 || v.tok(h+1).Form != "," {
		return -1
	}
	return first
}

// forSubject is the subject of an infinitive that "for" introduces, "a deadline
// for Arnor to leave", or -1.
func (v *view) forSubject(t int) int {
	mark := v.s.Kid(t, tree.Mark)
	if mark < 1 || v.tok(mark).Form != "to" {
		return -1
	}
	for k, steps := mark-1, 0; k >= 0 && steps < 4; k, steps = v.tok(k).Head, steps+1 {
		if c := v.s.Kid(k, tree.Case); c >= 0 && v.tok(c).Form == "for" {
			if _, last := v.s.Reach(k); last == mark-1 {
				return k
			}
		}
	}
	return -1
}

// marked reports whether the word introduces the clause at t.
func (v *view) marked(t int, word string) bool {
	for k := range v.s.Kids(t) {
		if r := v.tok(k).Rel; (r == tree.Mark || r == tree.Case) && v.tok(k).Lemma == word {
			return true
		}
	}
	return false
}

// antecedent is the noun that the relative pronoun k of clause t stands for.
func (v *view) antecedent(t, k int) int {
	for i, steps := t, 0; i >= 0 && steps < 6; i, steps = v.tok(i).Head, steps+1 {
		if v.tok(i).Rel == tree.AclRelcl {
			h := v.tok(i).Head
			for c := range v.s.Kids(h) { // "Arnor and Gondor, who has left": one of them, the last
				if v.tok(c).Rel == tree.Conj && c < k && v.singular(t) {
					return c
				}
			}
			return h
		}
	}
	return k
}

// singular reports whether an auxiliary of the verb at t says that one acts.
func (v *view) singular(t int) bool {
	for k := range v.s.Kids(t) {
		if r := v.tok(k).Rel; r == tree.Aux || r == tree.AuxPass {
			switch v.tok(k).Form {
			case "has", "is", "was", "does":
				return true
			}
		}
	}
	return false
}

// owner is who has or does the noun at t: "Arnor's plan", "the plan of Arnor",
// "Arnor announced a plan".
func (v *view) owner(t, depth int) int {
	for k := range v.s.Kids(t) {
		if r := v.tok(k).Rel; (modifier(r) || r == tree.Nmod) && v.actorBelow(k) {
			if p, some := v.preposition(k); r != tree.Nmod || some && (v.c.known.of.has(p) || v.c.known.by.has(p) || v.c.known.from.has(p)) {
				return k
			}
		}
	}
	if h := v.tok(t).Head; h >= 0 {
		switch v.tok(t).Rel {
		case tree.Obj, tree.Obl, tree.Xcomp:
			return v.subject(h, depth+1)
		case tree.NsubjPass:
			for k := range v.s.Kids(h) {
				if v.tok(k).Rel == tree.OblAgent {
					return k
				}
			}
		}
	}
	return -1
}

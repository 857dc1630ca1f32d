package event

import (
	"slices"

	"detente/tree"
)

// act is a pattern matched on a trigger: something done, by whom, to whom.
type act struct {
	pattern  *pattern
	code     string
	trigger  int
	source   []party
	target   []party
	noTarget bool  // the pattern has no T, or an optional one that is empty
	content  int   // token of DO, -1 for none
	noun     int   // token of the first word element, for counts; -1 for none
	light    int   // the light verb above a nominal act, or -1
	inner    *act  // the act at content
	state    state // of acts in search: see actAt
	partial  bool  // within DO: nobody is named where the pattern asks for S or T
	group    bool  // source and target are the same joined actors
}

type state uint8

const (
	unseen state = iota
	busy
	none
	found
)

// miss tells why a pattern did not match where its trigger stood: for explain.
type miss struct {
	pattern *pattern
	trigger int
	element element
	why     string
}

// tryMatch matches one pattern at trigger t, whose args are given.
func (s *search) tryMatch(p *pattern, t int, args []arg) (a act, ok bool) {
	v := &s.view
	a = act{pattern: p, code: p.code, trigger: t, content: -1, noun: -1, light: -1, source: s.sources[:0], target: s.targets[:0]}
	defer func() { // most patterns fail: only what a match names gets memory of its own
		if ok {
			s.sources, s.targets = a.source, a.target
			a.source, a.target = slices.Clone(a.source), slices.Clone(a.target)
		}
	}()
	fail := func(e element, why string) (act, bool) {
		if s.misses != nil {
			*s.misses = append(*s.misses, miss{p, t, e, why})
		}
		s.sources, s.targets = a.source, a.target
		return act{}, false
	}
	if p.kind == nominal && !p.trigger.match(v, t) || p.kind != nominal && !p.spelled(v, t) {
		return fail(element{}, "the words that belong to the verb are not there")
	}
	r := p.rule
	if p.speaker {
		if v.tok(t).Rel == tree.Acl {
			return fail(element{what: source}, "it is no clause of its own")
		}
		st := v.statementAt(v.tok(t).Span)
		if st == nil || st.Speaker.None() {
			return fail(element{what: source}, "it stands in nobody's statement")
		}
		a.source = v.speakerParty(a.source, st)
	}
	used := s.used[:0]
	var sourceSeen, targetSeen bool
	targetAt := asSubject
	for _, e := range p.elems {
		hit := false
		var anchor int
		a.noTarget = a.noTarget || e.what == target && e.optional
		for i := 0; i < len(args) && !hit; i++ {
			g := args[i]
			if !fits(e, g, p.kind, v) || contains(used, g.tok) && e.what != deed {
				continue
			}
			if e.what == target && g.prep != 0 && v.c.known.beside.has(g.prep) {
				continue // "along with Gondor": it does the same
			}
			switch e.what {
			case word:
				hit = v.is(g.tok, e.words) || v.is(v.measured(g.tok), e.words) || g.at == asClause && e.at == asOblique
				if hit && a.noun < 0 && g.at != asClause {
					a.noun = g.tok
				}
				anchor = g.tok
			case deed:
				hit = true
				a.content = g.tok
			case source:
				n := len(a.source)
				a.source = v.parties(a.source, g.tok, source)
				hit = len(a.source) > n
				sourceSeen = true
			case target:
				at := g.tok
				if e.at == asPurpose {
					if at = s.purposeTarget(g.tok, e.words); at < 0 {
						continue
					}
				}
				n, slot := len(a.target), target
				if r.Both || e.strict {
					slot = both
				} else if !s.greedy && !r.Places && s.verbalCode(p) {
					slot = spoken
				}
				a.target = v.abroad(v.parties(a.target, at, slot), n, a.source)
				if s.sameParties(a.target[n:], a.source) && (g.at == asGenitive && g.bare || a.target[n].tok != g.tok && s.pronoun(a.target[n])) { // "lifted [its] blockade of Gondor", "a strike over [their] pay"
					a.target = a.target[:n]
				}
				hit = len(a.target) > n
				targetSeen, targetAt = true, g.at
				if !hit && e.at == asObject && slot == target && !v.is(at, v.c.known.suffered) {
					if a.target = s.behind(a.target, args, at); len(a.target) > n {
						hit = true
					}
				}
				if !hit && len(a.source) >= 2 && v.mutual(at) { // "accused each other"
					a.group, hit = true, true
				}
				if !hit && (v.is(at, v.c.known.people) || r.Alone && e.at != asOblique && v.personal(at)) {
					a.target, hit = append(a.target, v.words(at)), true
				}
			case both:
				n := len(a.source)
				a.source = v.parties(a.source, g.tok, both)
				if e.at == asGenitive && len(a.source) < n+2 {
					a.source = s.allOwners(a.source[:n], args, e)
				}
				if hit = len(a.source) >= n+2; hit {
					a.group = true
				}
				if !hit {
					a.source = a.source[:n]
				}
			}
			if hit {
				used = append(used, g.tok)
			}
		}
		if !hit && e.what == target && e.at == asIndirect { // "found [Arnor guilty]", read as one noun
			for _, g := range args {
				if g.at != asObject {
					continue
				}
				for k := range v.s.Kids(g.tok) {
					if k < g.tok && v.at[k] != 0 && (v.tok(k).Rel == tree.Compound || v.tok(k).Rel == tree.NmodDesc) {
						a.target, hit = append(a.target, party{int(v.at[k]) - 1, k}), true
						break
					}
				}
			}
		}
		if hit && e.what == word { // phrases may hang on the word: "launch an attack on T"
			args = v.oblique(args, anchor)
			if m := v.measured(anchor); m != anchor { // "dozens of rockets into Gondor"
				args = v.oblique(args, m)
			}
		}
		if !hit && !e.optional {
			if s.inner && (e.what == source || e.what != word && e.what != deed && p.kind == nominal) {
				a.partial = true // within DO nobody need be named
				continue
			}
			why := "nothing stands there"
			switch {
			case e.what == source && sourceSeen, e.what == target && targetSeen:
				why = "no actor is known there"
			case e.what == word:
				why = "none of its words stands there"
			}
			s.used = used
			return fail(e, why)
		}
	}
	if p.closed {
		if t+1 < len(v.s.Tokens) && v.tok(t+1).Tag == tree.ADP { // "called for the minister to leave"
			return fail(element{}, "more goes with the verb than the pattern allows")
		}
		_, last := v.s.Reach(t)
		for i := t + 1; i <= last; i++ { // called him “a liar”
			if f := v.tok(i).Form; f == "“" || f == "\"" || f == "``" || f == "''" || f == "‘" || f == "'" {
				return fail(element{}, "more goes with the verb than the pattern allows")
			}
		}
		for _, g := range args {
			if (g.at == asObject || g.at == asIndirect || g.at == asClause && (g.bare || v.tok(g.tok).Rel == tree.Xcomp)) && !contains(used, g.tok) {
				return fail(element{}, "more goes with the verb than the pattern allows")
			}
		}
	}
	s.used = used
	if p.kind == nominal {
		a.light = v.lightVerb(t)
		if a.light >= 0 && targetAt == asGenitive && !r.Both && v.is(a.light, v.c.known.having) {
			return fail(element{what: source}, "who only has it does not do it: \"has the support of\"")
		}
	}
	if why := s.barred(&a); why != "" {
		return fail(element{}, why)
	}
	return a, true
}

// mutual reports whether the words at t are "each other" or "one another".
func (v *view) mutual(t int) bool {
	f := v.s.Kid(t, tree.Fixed, tree.Det)
	if f < 0 {
		return false
	}
	a, b := v.tok(min(t, f)).Lemma, v.tok(max(t, f)).Lemma
	return a == "each" && b == "other" || a == "one" && b == "another"
}

// measured is what a noun of measure is so much of: grain in "50,000 tons of
// grain"; the token itself where it measures nothing.
func (v *view) measured(t int) int {
	if v.is(t, v.c.known.partOf) {
		for k := range v.s.Kids(t) {
			if prep, _ := v.preposition(k); v.tok(k).Rel == tree.Nmod && v.c.known.of.has(prep) {
				return k
			}
		}
	}
	return t
}

// behind resolves an object through a phrase that the parser hung on the verb:
// "boycotted the election [in Gondor]".
func (s *search) behind(out []party, args []arg, object int) []party {
	for _, g := range args {
		if g.tok > object && !g.bare && (g.at == asOblique || g.at == asGenitive) && (s.c.known.of.has(g.prep) || s.c.known.in.has(g.prep)) {
			n := len(out)
			if out = s.parties(out, g.tok, target); len(out) > n {
				return out
			}
		}
	}
	return out
}

// fits reports whether an argument stands where the element asks for it.
func fits(e element, g arg, k kind, v *view) bool {
	switch e.at {
	case asObject:
		if e.what == deed {
			return g.at == asObject || g.at == asClause && (g.bare && !v.tok(g.tok).Morph.Has(tree.VerbFormInf) || g.prep != 0 && v.c.lex.words[g.prep] == "that")
		}
		if e.what == word && g.at == asClause && g.bare { // "found [guilty]", "called him [a liar]"
			return v.tok(g.tok).Rel == tree.Xcomp && v.tok(g.tok).Tag != tree.VERB
		}
		return g.at == asObject || g.at == asIndirect && e.what == target
	case asIndirect:
		return g.at == asIndirect || g.at == asOblique && v.c.known.to.has(g.prep)
	case asOblique:
		if e.what == deed && g.at == asClause || e.what == deed && g.at == asGenitive && !g.bare {
			return e.preps.has(g.prep)
		}
		if e.what == word && g.at == asClause { // "called to discuss", "charged with stealing"
			return !g.bare && e.preps.has(g.prep) && (e.words.anyNoun && !v.c.known.to.has(g.prep) || v.is(g.tok, e.words))
		}
		if g.at == asGenitive && g.bare && e.what == target { // "the independence of T" and "T's independence"
			return k == verbal && v.c.known.of.within(e.preps)
		}
		return (g.at == asOblique || g.at == asGenitive && !g.bare) && e.preps.has(g.prep)
	case asGenitive:
		if g.at == asGenitive {
			return g.bare || !e.notOf
		}
		if k == nominal && e.what != target && g.at == asSubject {
			return true
		}
		return g.at == asOblique && e.what != target && v.c.known.by.has(g.prep)
	case asClause:
		if g.at != asClause {
			return false
		}
		return e.preps == nil && (g.bare || v.c.lex.words[g.prep] == "that" || v.tok(g.tok).Rel == tree.Ccomp) || e.preps != nil && (e.preps.has(g.prep) || v.tok(g.tok).Rel == tree.Xcomp)
	case asPurpose:
		return g.at == asClause
	case asPredicate:
		return g.at == asOblique || g.at == asGenitive
	}
	return g.at == e.at
}

// spelled reports whether the verb at t stands alone in the pattern, or with the
// further words that the pattern asks for.
func (p *pattern) spelled(v *view, t int) bool {
	if p.plain.has(v.ids[t]) && !v.bound(t) {
		return true
	}
	for _, ph := range p.phrases {
		if ph.verb == v.ids[t] && v.hasParts(t, ph.parts) {
			return true
		}
	}
	return false
}

// bound reports whether a particle gives the verb at t another meaning: "fight
// off", "seize on".
func (v *view) bound(t int) bool {
	for k := range v.s.Kids(t) {
		if v.tok(k).Rel == tree.CompoundPrt && !v.is(k, v.c.known.loose) {
			return true
		}
	}
	return false
}

// verbalCode reports whether the pattern is for words rather than deeds.
func (s *search) verbalCode(p *pattern) bool {
	c, ok := s.c.ont.Cameo(p.code)
	return !ok || !c.Quad.Material()
}

// hasParts reports whether the particles and further words of the trigger hang
// on it: "carry out", "take part".
func (v *view) hasParts(t int, parts []wordID) bool {
	for _, p := range parts {
		ok := false
		for k := range v.s.Kids(t) {
			if v.ids[k] == p {
				ok = true
				break
			}
			for kk := range v.s.Kids(k) { // a particle read as a preposition: "called [off talks]"
				if v.ids[kk] == p && (v.tok(kk).Rel == tree.Case || v.tok(k).Rel == tree.Obj && v.tok(kk).Rel == tree.Amod && kk == t+1) { // "let [free prisoners]"
					ok = true
				}
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

// purposeTarget is the actor whom a purpose clause is about, where its verb is
// one of the words: "to deter Gondor", "to cope with the threats from Gondor".
func (s *search) purposeTarget(clause int, words *wordSet) int {
	v := &s.view
	if !v.is(clause, words) {
		return -1
	}
	for k := range v.s.Kids(clause) {
		switch v.tok(k).Rel {
		case tree.Obj, tree.Obl:
			if len(v.parties(s.scratch[:0], k, target)) > 0 {
				return k
			}
		}
	}
	return -1
}

// allOwners gathers several modifiers: "US-China talks", "the Arnor and Gondor
// talks".
func (s *search) allOwners(out []party, args []arg, e element) []party {
	v := &s.view
	for _, g := range args {
		if g.at == asGenitive || g.at == asOblique && v.c.known.of.has(g.prep) {
			out = v.parties(out, g.tok, both)
		}
	}
	return distinct(out)
}

func distinct(ps []party) []party {
	out := ps[:0]
	for i, p := range ps {
		if !containsParty(ps[:i], p) {
			out = append(out, p)
		}
	}
	return out
}

func containsParty(ps []party, p party) bool {
	for _, q := range ps {
		if q == p {
			return true
		}
	}
	return false
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

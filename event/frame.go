package event

import (
	"strings"

	"detente/tree"
)

// arg is a word or clause that stands in some relation to a trigger, after
// passives, control, relative clauses and joined verbs are undone: in "the city
// that was attacked by Arnor" the object of "attacked" is "city".
type arg struct {
	tok  int
	at   place
	prep wordID // for asOblique, asGenitive and asClause
	bare bool   // no preposition or mark
}

// frame gathers the args of the trigger at token t.
func (v *view) frame(args []arg, t int, k kind) []arg {
	switch k {
	case nominal:
		return v.nounFrame(args, t)
	case copular:
		args = v.oblique(args, t)
		if s := v.subject(t, 0); s >= 0 {
			args = append(args, arg{tok: s, at: asSubject})
		}
		return args
	}
	return v.verbFrame(args, t)
}

// passive reports whether the verb is passive: "was attacked", "the city
// attacked by Arnor".
func (v *view) passive(t int) bool {
	tok := v.tok(t)
	active := false
	for k := range v.s.Kids(t) {
		switch v.tok(k).Rel {
		case tree.AuxPass:
			return true
		case tree.NsubjPass, tree.CsubjPass: // without "was" only in headlines: "ten held by police"
			if v.s.Kid(t, tree.OblAgent) >= 0 || v.s.Kid(t, tree.Aux) >= 0 || !tok.Morph.Has(tree.VerbFormFin) && v.s.Kid(t, tree.Obj, tree.Obl) < 0 {
				return true
			}
			active = true
		case tree.Aux, tree.Nsubj:
			active = true
		}
	}
	if tok.Rel == tree.Conj && !active && tok.Head >= 0 && tok.Morph.Has(tree.VerbFormPart) && v.tok(tok.Head).Tag == tree.VERB {
		return v.passive(tok.Head)
	}
	if active || v.s.Kid(t, tree.Obj) >= 0 || strings.HasSuffix(tok.Form, "ing") {
		return false
	}
	return tok.Rel == tree.Acl && v.s.Kid(t, tree.Mark) < 0 || (tok.Rel == tree.Advcl || tok.Rel == tree.Amod) && tok.Morph.Has(tree.VerbFormPart|tree.TensePast)
}

func (v *view) verbFrame(args []arg, t int) []arg {
	if t == v.mend.verb {
		args = append(args, arg{tok: v.mend.subject, at: asSubject}, arg{tok: v.mend.object, at: asObject})
		args = v.oblique(v.oblique(args, t), v.mend.object)
		if r := v.s.Root; r != t && r != v.mend.object {
			args = v.oblique(args, r)
		}
		return args
	}
	if s := v.gardenPath(t); s >= 0 {
		noun := v.tok(t).Head
		args = append(args, arg{tok: s, at: asSubject}, arg{tok: noun, at: asObject})
		return v.oblique(v.oblique(args, t), noun)
	}
	passive := v.passive(t)
	object := -1
	for k := range v.s.Kids(t) {
		switch v.tok(k).Rel {
		case tree.Obj:
			if object >= 0 { // "granted [Gondor] [a loan]"
				args = append(args, arg{tok: object, at: asIndirect})
			} else if x := v.s.Kid(t, tree.Xcomp); x > k && v.tok(x).Tag != tree.VERB { // "called [him] [a liar]"
				args = append(args, arg{tok: k, at: asIndirect})
			}
			args = append(args, arg{tok: k, at: asObject})
			object = k
		case tree.Obl: // "handed [over the suspect]": a particle, read as a preposition
			if v.particled(t, k) {
				args = append(args, arg{tok: k, at: asObject})
				if object < 0 {
					object = k
				}
			}
		case tree.OblUnmarked: // "gave Gondor [a week] to leave"
			if v.s.Kid(t, tree.Iobj) >= 0 && k > t {
				args = append(args, arg{tok: k, at: asObject})
			}
		case tree.Iobj:
			args = append(args, arg{tok: k, at: asIndirect})
		}
	}
	if object < 0 && !passive {
		object = v.bareObject(t)
		if object >= 0 {
			args = append(args, arg{tok: object, at: asObject})
		}
	}
	s := v.subject(t, 0)
	switch {
	case s < 0:
	case passive && object >= 0: // "Gondor was given aid", but also "was elected president"
		args = append(args, arg{tok: s, at: asIndirect})
	case passive:
		if x := v.s.Kid(t, tree.Xcomp); x > t && v.tok(x).Tag != tree.VERB { // "was called a liar"
			args = append(args, arg{tok: s, at: asIndirect})
		}
		args = append(args, arg{tok: s, at: asObject})
		object = s
	default:
		args = append(args, arg{tok: s, at: asSubject})
	}
	if object < 0 {
		if o := v.sharedObject(t); o >= 0 {
			args = append(args, arg{tok: o, at: asObject})
			object = o
		}
	}
	before, agent := len(args), -1
	args = v.oblique(args, t)
	if passive {
		for i := range args[before:] {
			a := &args[before+i]
			if a.at == asOblique && v.c.known.by.has(a.prep) {
				a.at = asSubject
			}
			if a.at == asSubject { // "accused by Arnor [of theft]"
				agent = a.tok
			}
		}
		if agent >= 0 {
			args = v.oblique(args, agent)
		}
	}
	if object >= 0 { // "imposed sanctions on T": the phrase may hang on the noun
		before := len(args)
		args = v.oblique(args, object)
		for k := range v.s.Kids(object) { // "handed over the bodies of six men [to Gondor]"
			if p, _ := v.preposition(k); v.tok(k).Rel == tree.Nmod && v.c.known.of.has(p) {
				args = v.phrases(args, k)
			}
		}
		if passive && agent < 0 && object != s {
			for i := range args[before:] { // "Gondor was given [a loan by Arnor]"
				if a := &args[before+i]; a.at == asOblique && v.c.known.by.has(a.prep) {
					a.at = asSubject
				}
			}
		}
	}
	return args
}

// particled reports whether the phrase at k starts with a particle of the verb
// at t, "handed over the suspect", which is then its object.
func (v *view) particled(t, k int) bool {
	c := v.s.Kid(k, tree.Case)
	parts, ok := v.c.known.phrasal[v.ids[t]]
	return c == t+1 && ok && parts.has(v.ids[c])
}

// gardenPath undoes a reading that parsers fall for in short clauses, "Arnor
// imposed sanctions" as a noun with a participle: it is the subject, an actor
// right before the verb that hangs on the same noun, or -1.
func (v *view) gardenPath(t int) int {
	tok := v.tok(t)
	if tok.Rel != tree.Amod || tok.Head < t || tok.Morph.Has(tree.VerbFormGer) || v.s.Kid(t, tree.Obl, tree.OblAgent) >= 0 {
		return -1
	}
	if k := v.s.Kid(t, tree.Nsubj); k >= 0 {
		return k
	}
	before := t - 1
	for before >= 0 && v.tok(before).Tag == tree.ADV {
		before--
	}
	for k := range v.s.Kids(tok.Head) {
		if _, last := v.s.Reach(k); k < t && last == before && v.at[k] != 0 && v.tok(last).Tag != tree.PART && v.tok(last).Form != "'s" && v.tok(last).Form != "’s" {
			return k
		}
	}
	return -1
}

// bareObject is an object that the parser took for a phrase, though it has no
// preposition: "released [at least 19 men]".
func (v *view) bareObject(t int) int {
	for k := range v.s.Kids(t) {
		if r := v.tok(k).Rel; k > t && (r == tree.Obl || r == tree.OblUnmarked || r == tree.Xcomp) && !v.dated(k) && (v.tok(k).Tag == tree.NOUN || v.tok(k).Tag == tree.PROPN) {
			if _, some := v.preposition(k); !some && (v.at[k] != 0 || v.is(k, v.c.known.people)) {
				return k
			}
		}
	}
	return -1
}

// sharedObject is the object that joined verbs share, "seized and burned the
// ship", or the noun that a relative clause without object describes, "the city
// Arnor attacked".
func (v *view) sharedObject(t int) int {
	tok := v.tok(t)
	switch tok.Rel {
	case tree.Conj:
		if tok.Head >= 0 && v.tok(tok.Head).Tag == tree.VERB {
			if o := v.s.Kid(tok.Head, tree.Obj); o > t {
				return o
			}
		}
	case tree.AclRelcl:
		if v.tok(tok.Head).Tag == tree.VERB || v.placedClause(t) {
			break
		}
		if s := v.s.Kid(t, tree.Nsubj); s >= 0 && !v.relative(s) && v.s.Kid(t, tree.Ccomp, tree.Xcomp) < 0 {
			return tok.Head
		}
	}
	for k := range v.s.Kids(t) { // "seized, and burned, the ship": the first verb lacks it
		if v.tok(k).Rel == tree.Conj && v.tok(k).Tag == tree.VERB && v.s.Kid(k, tree.Nsubj, tree.NsubjPass) < 0 && v.s.Kid(t, tree.Obl, tree.Ccomp, tree.Xcomp) < 0 {
			return v.s.Kid(k, tree.Obj)
		}
	}
	return -1
}

// placedClause reports whether "where" or "when" opens the relative clause at t, so that
// its noun is no object of it: "Gondor, where Arnor met Rohan".
func (v *view) placedClause(t int) bool {
	for k := range v.s.Kids(t) {
		if l := v.tok(k).Lemma; k < t && (l == "where" || l == "when" || l == "why") {
			return true
		}
	}
	return false
}

// relative reports whether the token is a relative pronoun.
func (v *view) relative(i int) bool {
	t := v.tok(i)
	return t.Morph.Has(tree.PronTypeRel) || t.Tag == tree.PRON && (t.Lemma == "who" || t.Lemma == "which" || t.Lemma == "that" || t.Lemma == "whom")
}

// actorBelow reports whether the token is the head of a mention.
func (v *view) actorBelow(k int) bool { return v.at[k] != 0 }

// oblique adds the phrases with prepositions, the possessors and modifiers, and
// the clauses that hang on token t.
func (v *view) oblique(args []arg, t int) []arg {
	for k := range v.s.Kids(t) {
		tok := v.tok(k)
		switch tok.Rel {
		case tree.OblAgent:
			args = append(args, arg{tok: k, at: asSubject})
		case tree.Obl, tree.Nmod:
			p, some := v.preposition(k)
			if tok.Rel == tree.Obl && v.circumstance(k) {
				continue
			}
			a := arg{tok: v.headOf(t, k), at: asOblique, prep: p, bare: !some}
			if some && v.c.known.of.has(p) {
				a.at = asGenitive
			}
			if !some && tok.Rel == tree.Nmod { // "the Arnor talks", misread
				a.at = asGenitive
			}
			args = append(args, a)
		case tree.NmodPoss, tree.Compound, tree.Amod, tree.NmodDesc, tree.Det:
			if tok.Rel != tree.Det || v.at[k] != 0 {
				args = append(args, arg{tok: k, at: asGenitive, bare: true})
			}
		case tree.Xcomp, tree.Ccomp, tree.Advcl, tree.Acl:
			a := arg{tok: k, at: asClause, bare: true}
			for kk := range v.s.Kids(k) {
				if r := v.tok(kk).Rel; (r == tree.Mark || r == tree.Case) && kk < k {
					a.prep, a.bare = v.ids[kk], false
					break
				}
			}
			args = append(args, a)
		}
	}
	return args
}

// headOf is the word that the phrase at k on t is about: the noun that a relative
// pronoun stands for, "Gondor, from which Arnor withdrew", and the head of a name
// that the parser split, "with [Gondorian] [troops]".
func (v *view) headOf(t, k int) int {
	if v.relative(k) {
		return v.antecedent(t, k)
	}
	if k+1 < len(v.at) && v.at[k] == 0 && v.at[k+1] != 0 && v.tok(k+1).Head == t && v.in.Mentions[v.at[k+1]-1].First == k {
		if _, some := v.preposition(k + 1); !some {
			return k + 1
		}
	}
	return k
}

// phrases adds the phrases that hang on the noun at t, those of whom it belongs
// to aside.
func (v *view) phrases(args []arg, t int) []arg {
	for k := range v.s.Kids(t) {
		if p, some := v.preposition(k); some && p != 0 && v.tok(k).Rel == tree.Nmod && !v.c.known.of.has(p) {
			args = append(args, arg{tok: k, at: asOblique, prep: p})
		}
	}
	return args
}

// circumstance reports whether the phrase at k is a clause of its own that only
// goes with what is told: "..., with the candidate seeking advice".
func (v *view) circumstance(k int) bool {
	first, last := v.s.Reach(k)
	for first < k && v.tok(first).Tag == tree.PUNCT {
		first++
	}
	if first == 0 || v.tok(first).Lemma != "with" {
		return false
	}
	for c := range v.s.Kids(k) { // "with the candidate seeking advice", "with his wife being ill"
		if tok := v.tok(c); c > k && (tok.Rel == tree.Acl || tok.Rel == tree.Advcl) && strings.HasSuffix(tok.Form, "ing") && v.tok(first-1).Form == "," {
			return true
		}
	}
	// "with our newspaper, his wife being ill, ..."
	return last+1 < len(v.s.Tokens) && v.tok(first-1).Tag == tree.SCONJ
}

// nounFrame gathers the args of a noun that is an act: those that hang on it,
// and those of a light verb that carries it ("launched an attack").
func (v *view) nounFrame(args []arg, t int) []arg {
	args = v.oblique(args, t)
	for k := range v.s.Kids(t) { // "the visit of Arnor's king [to Gondor]", misread as his
		if p, _ := v.preposition(k); v.tok(k).Rel == tree.Nmod && v.at[k] != 0 && (v.c.known.of.has(p) || v.c.known.by.has(p)) {
			args = v.phrases(args, k)
		}
	}
	if s := v.s.Kid(t, tree.Nsubj); s >= 0 && v.s.Kid(t, tree.Cop) >= 0 && v.marked(t, "behind") { // "Arnor was behind the attack"
		args = append(args, arg{tok: s, at: asSubject})
	}
	top := t
	// "a series of attacks", "a round of talks" stand for the attacks and talks.
	for h := v.tok(top).Head; h >= 0 && v.tok(top).Rel == tree.Nmod && v.is(h, v.c.known.partOf); h = v.tok(top).Head {
		args = v.oblique(args, h)
		top = h
	}
	for v.tok(top).Rel == tree.Conj && v.tok(top).Head >= 0 && v.tok(v.tok(top).Head).Tag == tree.NOUN {
		top = v.tok(top).Head
		args = v.oblique(args, top) // "attacks and raids on Gondor": phrases of the first are shared
	}
	if verb := v.lightVerb(top); verb >= 0 {
		args = v.verbFrame(args, verb)
	}
	return args
}

// lightVerb is the light verb that carries the noun at t, or -1: as its object,
// passive subject, or after its preposition ("engaged in talks").
func (v *view) lightVerb(t int) int {
	tok := v.tok(t)
	h := tok.Head
	if tok.Rel == tree.Nsubj || h < 0 {
		for k := range v.s.Kids(t) { // "the attack launched by Arnor", "talks held in Gondor"
			if r := v.tok(k).Rel; (r == tree.Acl || r == tree.AclRelcl) && v.passive(k) && v.isLight(k) {
				return k
			}
		}
	}
	if h < 0 {
		return -1
	}
	switch tok.Rel {
	case tree.Obj, tree.NsubjPass:
		if v.isLight(h) {
			return h
		}
	case tree.Obl, tree.Nmod:
		p, _ := v.preposition(t)
		for _, l := range v.c.known.lightPart {
			if l.verb == v.ids[h] && l.parts[len(l.parts)-1] == p && p != 0 && (len(l.parts) == 1 || v.hasWordsBelow(h, l.parts[:len(l.parts)-1])) {
				return h
			}
		}
	}
	for k := range v.s.Kids(t) {
		if r := v.tok(k).Rel; (r == tree.Acl || r == tree.AclRelcl) && v.isLight(k) && (v.passive(k) || r == tree.AclRelcl) {
			return k
		}
	}
	return -1
}

func (v *view) isLight(h int) bool {
	if v.c.known.light.has(v.ids[h]) {
		return true
	}
	for _, l := range v.c.known.lightPart {
		if l.verb == v.ids[h] && v.hasWordsBelow(h, l.parts) {
			return true
		}
	}
	return false
}

package pledge

import (
	"detente/record"
	"detente/tree"
)

// subject is the token that heads the (logical) subject of verb v: its own, or
// the one it shares as a conjunct or an open complement; -1 where there is none.
func (p *page) subject(s *tree.Sentence, v int) int {
	for steps := 0; v >= 0 && steps < 8; steps++ {
		if agent := s.Kid(v, tree.OblAgent); agent >= 0 {
			return agent
		}
		if k := ownSubject(s, v); k >= 0 {
			if s.Tokens[k].Morph.Has(tree.PronTypeRel) && s.Tokens[v].Rel == tree.AclRelcl {
				return s.Tokens[v].Head // "the state, which vowed to ..."
			}
			return k
		}
		switch s.Tokens[v].Rel {
		case tree.Conj, tree.Advcl, tree.Parataxis:
			v = s.Tokens[v].Head
		case tree.Xcomp:
			if obj := s.Kid(s.Tokens[v].Head, tree.Obj, tree.Iobj); obj >= 0 {
				return obj // "urged Rohania to lift ..."
			}
			v = s.Tokens[v].Head
		case tree.Acl, tree.AclRelcl:
			return s.Tokens[v].Head
		default:
			return -1
		}
	}
	return -1
}

// ownSubject is the subject that hangs on v itself, or -1. Where the parser gave
// it two, as it may where a dateline stands before the sentence, the nearer one.
func ownSubject(s *tree.Sentence, v int) int {
	best := -1
	for k := range s.Kids(v) {
		switch s.Tokens[k].Rel {
		case tree.Nsubj, tree.NsubjPass, tree.NsubjOuter:
			if best < 0 || k < v {
				best = k
			}
		}
	}
	return best
}

// clauseOf is the head of the clause that completes v: "vowed to [rebuild]",
// "demanded that Morvia [release]", "will [rebuild], he vowed"; -1 if none.
func (p *page) clauseOf(s *tree.Sentence, v int) int {
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; (t.Rel == tree.Xcomp || t.Rel == tree.Ccomp) && p.isClause(s, k) {
			return k
		}
	}
	if k := p.infinitive(s, v); k >= 0 {
		return k
	}
	for k := range s.Kids(v) {
		t := &s.Tokens[k]
		if k < v {
			continue
		}
		if t.Rel.Base() == tree.Obl {
			if p.hiddenInfinitive(s, k) {
				return k
			}
			if to := p.infinitive(s, k); to >= 0 && p.hasCase(s, k, "on") { // "agreed on Sunday to resume talks"
				return to
			}
		}
		if t.Rel == tree.Advcl && k == v+2 && s.Tokens[v+1].Rel == tree.CompoundPrt && t.Tag == tree.VERB { // "ruled out withdrawing"
			return k
		}
	}
	if t := &s.Tokens[v]; t.Rel == tree.Parataxis && s.Tokens[t.Head].Tag == tree.VERB {
		return t.Head
	}
	return -1
}

// isClause reports whether k heads a clause: it is a verb, has a copula, or
// begins with a subordinator, so that only the tagger missed its verb.
func (p *page) isClause(s *tree.Sentence, k int) bool {
	first, _ := s.Reach(k)
	return s.Tokens[k].Tag == tree.VERB || s.Kid(k, tree.Cop) >= 0 || s.Tokens[first].Rel == tree.Mark
}

// infinitive is a to-infinitive that hangs on token i in whatever relation the
// parser gave it, or -1.
func (p *page) infinitive(s *tree.Sentence, i int) int {
	if i < 0 {
		return -1
	}
	for k := range s.Kids(i) {
		t := &s.Tokens[k]
		if k < i || t.Tag != tree.VERB || (t.Rel != tree.Acl && t.Rel != tree.Advcl && t.Rel != tree.Xcomp && t.Rel != tree.Ccomp) {
			continue
		}
		for m := range s.Kids(k) {
			if s.Tokens[m].Rel == tree.Mark && s.Tokens[m].Lemma == "to" {
				return k
			}
		}
	}
	return -1
}

// hiddenInfinitive reports whether the noun phrase headed by i is the object of
// an infinitive that was read as part of it: "to host talks", where "to" is no
// preposition; "to free 30 prisoners", since no adjective stands before a number,
// an article or a possessive.
func (p *page) hiddenInfinitive(s *tree.Sentence, i int) bool {
	first, _ := s.Reach(i)
	if first+1 >= i || s.Tokens[first].Lemma != "to" {
		return false
	}
	switch verb, next := &s.Tokens[first+1], &s.Tokens[first+2]; {
	case verb.Tag == tree.VERB || verb.Tag == tree.NOUN && s.Tokens[first].Tag == tree.PART:
		return verb.Morph.Any(tree.VerbFormInf) || s.Tokens[first].Tag == tree.PART
	case verb.Tag == tree.ADJ:
		return next.Tag == tree.NUM || next.Tag == tree.DET || next.Rel == tree.NmodPoss
	}
	return false
}

// oblique is the head of the prepositional phrase "prep ..." of verb v, or -1.
func (p *page) oblique(s *tree.Sentence, v int, prep string) int {
	return p.phraseWith(s, v, prep, tree.Obl)
}

// modifier is the head of the prepositional phrase "prep ..." of noun n, or -1.
func (p *page) modifier(s *tree.Sentence, n int, prep string) int {
	return p.phraseWith(s, n, prep, tree.Nmod)
}

// modifierOf is modifier, and -1 for no noun.
func (p *page) modifierOf(s *tree.Sentence, n int, prep string) int {
	if n < 0 {
		return -1
	}
	return p.modifier(s, n, prep)
}

func (p *page) phraseWith(s *tree.Sentence, i int, prep string, base tree.Rel) int {
	if i < 0 {
		return -1
	}
	for k := range s.Kids(i) {
		if s.Tokens[k].Rel.Base() == base && p.hasCase(s, k, prep) {
			return k
		}
	}
	return -1
}

func (p *page) hasCase(s *tree.Sentence, i int, prep string) bool {
	for k := range s.Kids(i) {
		if t := &s.Tokens[k]; t.Rel == tree.Case && t.Lemma == prep {
			return true
		}
	}
	return false
}

// hasParticle reports whether one of the words hangs on v as its particle or as
// the preposition of its complement: "called on Morvia", "called for calm".
func (p *page) hasParticle(s *tree.Sentence, v int, words map[string]bool) bool {
	for k := range s.Kids(v) {
		t := &s.Tokens[k]
		if k > v && words[t.Lemma] {
			return true
		}
		if t.Rel.Base() == tree.Obl {
			for m := range s.Kids(k) {
				if s.Tokens[m].Rel == tree.Case && words[s.Tokens[m].Lemma] {
					return true
				}
			}
		}
	}
	return false
}

// asserted reports whether verb v is told as a fact: not negated, not under
// "may" or "if", not an infinitive of purpose.
func (p *page) asserted(s *tree.Sentence, v int) bool {
	if p.negated(s, v) || p.inCondition(s, v) {
		return false
	}
	t := &s.Tokens[v]
	if t.Morph.Has(tree.VerbFormInf) {
		for k := range s.Kids(v) {
			if s.Tokens[k].Rel == tree.Aux && s.Tokens[k].Lemma == "do" {
				return true
			}
		}
		return false
	}
	return true
}

// negated reports whether "not", "never" or the like hangs on i, or on the
// verbs that i shares its auxiliaries with.
func (p *page) negated(s *tree.Sentence, i int) bool {
	for k := range s.Kids(i) {
		t := &s.Tokens[k]
		if (t.Rel == tree.Advmod || t.Rel == tree.Det || t.Rel == tree.CcPreconj) && p.lex.never[t.Lemma] {
			return true
		}
		if r := t.Rel.Base(); r == tree.Advmod || r == tree.Nsubj { // "never again", "neither country will"
			for m := range s.Kids(k) {
				if p.lex.never[s.Tokens[m].Lemma] {
					return true
				}
			}
		}
	}
	return false
}

// inCondition reports whether i heads, or lies in, a conditional clause.
func (p *page) inCondition(s *tree.Sentence, i int) bool {
	for steps := 0; i >= 0 && steps < 16; steps++ {
		if s.Tokens[i].Rel.Base() == tree.Advcl {
			for k := range s.Kids(i) {
				if t := &s.Tokens[k]; t.Rel == tree.Mark && p.lex.condition[t.Lemma] != "" {
					return true
				}
			}
		}
		i = s.Tokens[i].Head
	}
	return false
}

// ownWords reports whether the act of binding at token i may be told as a fact:
// the report tells it, or a statement of the same side or of the media. A
// threat that one side ascribes to another is not a threat that was made.
func (p *page) ownWords(s *tree.Sentence, i int, by record.ActorRef) bool {
	for st := range p.said.Holding(s.Tokens[i].Span) {
		if st.Speaker.Country() != "" && !st.Speaker.SameSide(by) && !record.HasRole(st.Speaker.Code, "MED") {
			return false
		}
	}
	return true
}

// addressee is whom the act at verb v is told to: "promised Rohania to ...",
// "threatened it", "pledged to Rohania that ...".
func (p *page) addressee(si, v int, by record.ActorRef) (record.ActorRef, bool) {
	s := &p.Text.Sentences[si]
	for _, k := range []int{s.Kid(v, tree.Iobj), s.Kid(v, tree.Obj), p.oblique(s, v, "to"), p.oblique(s, v, "with"), p.oblique(s, v, "against")} {
		if ref, ok := p.who(si, k); ok && ref.Code != "" && !ref.SameSide(by) {
			return ref, true
		}
	}
	if st := p.statementOver(s.Tokens[v].Span); st != nil && st.Addressee != nil && !(*st.Addressee).SameSide(by) {
		return *st.Addressee, true
	}
	return record.ActorRef{}, false
}

// counterpart is the other side that the content or the condition names: in the
// clause first, then in the condition, then elsewhere in the sentence, and last
// the one other state that the report speaks of, if it is one.
func (p *page) counterpart(si, head int, condition *record.Condition, by record.ActorRef) record.ActorRef {
	s := &p.Text.Sentences[si]
	first, last := s.Reach(head)
	within := s.Cover(first, last)
	var inSentence record.ActorRef
	for _, m := range p.mentions[si] {
		mention := &p.Mentions[m]
		ref := p.ref(mention)
		if ref.SameSide(by) || ref.Country() == "" {
			continue
		}
		if within.Contains(mention.Span) || condition != nil && condition.Span.Contains(mention.Span) {
			return ref
		}
		if inSentence.None() {
			inSentence = ref
		}
	}
	if inSentence.None() {
		return p.onlyOther(by)
	}
	return inSentence
}

// onlyOther is the one state besides that of an actor which the report speaks
// of, or nobody where there are several.
func (p *page) onlyOther(by record.ActorRef) record.ActorRef {
	own := by.Country()
	if own == "" {
		return record.ActorRef{}
	}
	other := ""
	for _, c := range p.main {
		switch {
		case c == own:
		case other != "":
			return record.ActorRef{}
		default:
			other = c
		}
	}
	if a := p.states[other]; a != nil {
		return record.ActorRef{Actor: a.ID, Code: a.Code, Name: a.Name}
	}
	return record.ActorRef{Code: other}
}

func firstPerson(t *tree.Token) bool { return t.Tag == tree.PRON && t.Morph.Has(tree.Person1) }

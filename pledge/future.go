package pledge

import (
	"detente/record"
	"detente/tree"
)

// futureAct reads "we will ...", "his country would ..." inside the words of
// the one who is to act: he binds himself, and the future of another is only a
// forecast. "would" counts in indirect speech alone, where it is "will" moved
// into the past.
func (p *page) futureAct(si, v int) {
	s := &p.Text.Sentences[si]
	st := p.statementOver(s.Tokens[v].Span)
	if st == nil || p.lex.forecast[s.Tokens[v].Lemma] && s.Kid(v, tree.Xcomp) < 0 && !p.againstActor(si, v) {
		return
	}
	aux := -1
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; t.Rel == tree.Aux && (p.lex.future[t.Lemma] || st.Kind != record.Direct && p.lex.futurePast[t.Lemma] && !t.Morph.Any(tree.VerbFormInf)) {
			aux = k
		}
	}
	if aux < 0 || p.inCondition(s, v) || s.Tokens[v].Rel == tree.AclRelcl {
		return
	}
	subject := p.subject(s, v)
	by, ok := p.who(si, subject)
	switch {
	case subject < 0:
		return
	case s.Tokens[subject].Rel == tree.NsubjPass: // what undergoes the act
		if by, ok = p.undergoer(si, subject, st.Speaker); !ok || s.Kid(v, tree.OblAgent) >= 0 {
			return
		}
	case !ok && firstPerson(&s.Tokens[subject]):
		by = st.Speaker
	case !ok || !by.SameSide(st.Speaker):
		return
	}
	if by.Code == "" {
		return // nobody that the record knows
	}
	to, _ := p.addressee(si, v, by)
	c := p.add(si, v, v, record.Promise, by, to)
	c.Kind = p.kindOfFuture(s, v, c)
	if p.lex.warning[st.Cue] && c.Kind != record.Refusal {
		c.Kind = record.Threat
	}
}

// againstActor reports whether the object of v is an actor: "will take Morvia to
// court" is an act, "will take time" a forecast.
func (p *page) againstActor(si, v int) bool {
	_, ok := p.who(si, p.Text.Sentences[si].Kid(v, tree.Obj))
	return ok
}

// undergoer is the side whose own thing the passive subject of v is: "[Morvian]
// ports would be closed", "[our] ports will be closed". What is done to it, its
// owner does, unless another is named.
func (p *page) undergoer(si, subject int, speaker record.ActorRef) (record.ActorRef, bool) {
	s := &p.Text.Sentences[si]
	for k := range s.Kids(subject) {
		t := &s.Tokens[k]
		switch t.Rel {
		case tree.NmodPoss, tree.Amod, tree.Compound:
			if firstPerson(t) {
				return speaker, true
			}
			if ref, ok := p.at(si, k); ok && ref.SameSide(speaker) {
				return p.sideOf(ref), true
			}
		}
	}
	return record.ActorRef{}, false
}

// kindOfFuture tells promise, threat, offer and refusal apart: what will not be
// done is refused; what will be done unless the other yields, or to his harm,
// is threatened; what will be done if he yields is offered.
func (p *page) kindOfFuture(s *tree.Sentence, v int, c *candidate) record.CommitmentKind {
	switch {
	case p.negated(s, v):
		return record.Refusal
	case c.Condition != nil && c.Condition.Kind == "unless":
		return record.Threat
	case c.harms:
		return record.Threat
	case c.Condition != nil && (c.Condition.Kind == "if" || c.Condition.Kind == "in-return"):
		return record.Offer
	}
	return record.Promise
}

// obligation reads "Morvia must withdraw" in the words of somebody else.
func (p *page) obligation(si, v int) {
	s := &p.Text.Sentences[si]
	st := p.statementOver(s.Tokens[v].Span)
	if st == nil || st.Speaker.None() || p.inCondition(s, v) {
		return
	}
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; t.Rel == tree.Aux && p.lex.obligation[t.Lemma] {
			if to, ok := p.who(si, p.subject(s, v)); ok && !to.SameSide(st.Speaker) {
				p.add(si, v, v, record.Demand, st.Speaker, to)
			}
			return
		}
	}
}

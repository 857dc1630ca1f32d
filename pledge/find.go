package pledge

import (
	"detente/record"
	"detente/tree"
)

// findIn adds the commitments that sentence si makes: first the words that bind
// by themselves ("vowed to ...", "demanded that ...", "set a deadline for ..."),
// then futures and obligations inside somebody's own words ("we will ...",
// "Morvia must ...").
func (p *page) findIn(si int) {
	s := &p.Text.Sentences[si]
	from := len(p.found)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		switch t.Tag {
		case tree.VERB:
			p.bindingVerb(si, i)
		case tree.NOUN:
			p.bindingNoun(si, i)
		}
	}
	for i := range s.Tokens {
		if t := &s.Tokens[i]; t.Tag == tree.VERB && !p.takenSince(from, i) {
			p.futureAct(si, i)
			p.obligation(si, i)
		}
	}
}

// takenSince reports whether token i already stands in a commitment found since.
func (p *page) takenSince(from, i int) bool {
	for _, c := range p.found[from:] {
		s := &p.Text.Sentences[c.sent]
		if c.head == i || c.Content.Span.Contains(s.Tokens[i].Span) ||
			c.Condition != nil && c.Condition.Span.Contains(s.Tokens[i].Span) {
			return true
		}
	}
	return false
}

// bindingVerb reads a verb of the lexicon with its clause.
func (p *page) bindingVerb(si, v int) {
	s := &p.Text.Sentences[si]
	lemma := s.Tokens[v].Lemma
	if p.lex.setting[lemma] && p.ultimatum(si, v) {
		return
	}
	commits, commissive := p.lex.commissive[lemma]
	phrasal, isPhrasal := p.lex.phrasal[lemma]
	if isPhrasal = isPhrasal && p.hasParticle(s, v, phrasal.particle); isPhrasal {
		commits, commissive = phrasal, true
	}
	kind := commits.kind
	dir, isDirective := p.lex.directive[lemma]
	if !commissive && !isDirective {
		return
	}
	if !p.asserted(s, v) {
		return
	}
	by, ok := p.who(si, p.subject(s, v))
	if !ok || !p.ownWords(s, v, by) {
		return
	}
	if isDirective {
		if dir.particle == nil || p.hasParticle(s, v, dir.particle) {
			p.demand(si, v, by, dir.kind)
		}
		return
	}
	if head := p.clauseOf(s, v); head >= 0 {
		to, _ := p.addressee(si, v, by)
		if kind == record.Promise && p.negated(s, head) {
			kind = record.Refusal
		}
		p.add(si, v, head, kind, by, to)
		return
	}
	// "rejected Gorland's demand", "offered talks", "threatened it with strikes"
	switch obj, to := s.Kid(v, tree.Obj), p.oblique(s, v, "to"); {
	case (kind == record.Promise || kind == record.Agreement) && to > v && p.isAct(si, to): // "agreed to a truce"
		whom, _ := p.addressee(si, v, by)
		p.add(si, v, to, kind, by, whom)
	case kind == record.Refusal && obj >= 0 && (p.lex.noun[s.Tokens[obj].Lemma] != "" || p.lex.deadline[s.Tokens[obj].Lemma]):
		to, _ := p.who(si, s.Kid(obj, tree.NmodPoss, tree.Nmod))
		p.add(si, v, obj, kind, by, to)
	case isPhrasal && kind == record.Refusal && obj >= 0 && s.Tokens[obj].Tag == tree.NOUN: // "ruled out talks with Morvia"
		to, _ := p.addressee(si, v, by)
		p.add(si, v, obj, kind, by, to)
	case kind == record.Offer && obj >= 0 && s.Tokens[obj].Tag == tree.NOUN:
		to, _ := p.addressee(si, v, by)
		p.add(si, v, obj, kind, by, to)
	case kind == record.Threat:
		if with := p.oblique(s, v, "with"); with >= 0 {
			to, _ := p.who(si, obj)
			p.add(si, v, with, kind, by, to)
		}
	}
}

// demand reads what a directive verb asks and of whom.
func (p *page) demand(si, v int, by record.ActorRef, kind record.CommitmentKind) {
	s := &p.Text.Sentences[si]
	head := p.clauseOf(s, v)
	var to record.ActorRef
	for _, who := range []int{s.Kid(v, tree.Obj, tree.Iobj), p.oblique(s, v, "on"), p.oblique(s, v, "upon"), p.oblique(s, v, "from"), p.oblique(s, v, "of")} {
		if ref, ok := p.who(si, who); ok && !ref.SameSide(by) {
			to = ref
			break
		}
	}
	if head < 0 {
		if head = s.Kid(v, tree.Obj); head < 0 || s.Tokens[head].Tag != tree.NOUN {
			if head = p.oblique(s, v, "for"); head < 0 { // "called for the release of ..."
				return
			}
		}
		if _, actor := p.at(si, head); actor || to.None() {
			return // "called for calm" binds nobody
		}
	}
	if to.None() {
		to, _ = p.who(si, p.subject(s, head))
	}
	if to.SameSide(by) {
		return // "ordered his troops to withdraw" binds nobody abroad
	}
	p.add(si, v, head, kind, by, to)
}

// ultimatum reads "set a deadline for X to ...", "gave X until Friday to ...".
func (p *page) ultimatum(si, v int) bool {
	s := &p.Text.Sentences[si]
	if !p.asserted(s, v) {
		return false
	}
	noun := p.deadlineOf(s, v)
	isDeadline := noun >= 0
	if noun < 0 {
		noun = s.Kid(v, tree.Obj, tree.NsubjPass)
	}
	until := -1
	if term := p.termOf(si, v); term >= 0 {
		until = term
	} else if !isDeadline {
		if until = p.oblique(s, v, "until"); until < 0 || s.Tokens[v].Lemma != "give" {
			return false
		}
	}
	by, ok := p.who(si, p.subject(s, v))
	if !ok || !p.ownWords(s, v, by) {
		return false
	}
	head := p.infinitive(s, v)
	if head < 0 && isDeadline {
		head = p.infinitive(s, noun)
	}
	if head < 0 && isDeadline { // "a deadline for the withdrawal of ..."
		if head = p.modifier(s, noun, "for"); head < 0 {
			head = p.oblique(s, v, "for")
		}
	}
	if head < 0 {
		return false
	}
	var to record.ActorRef
	for _, who := range []int{s.Kid(head, tree.Nsubj), s.Kid(v, tree.Iobj), s.Kid(v, tree.Obj), p.modifierOf(s, noun, "for"), p.oblique(s, v, "for"), p.oblique(s, v, "to"), p.modifierOf(s, noun, "to")} {
		if ref, ok := p.who(si, who); ok && !ref.SameSide(by) {
			to = ref
			break
		}
	}
	c := p.add(si, v, head, record.Ultimatum, by, to)
	first, last := s.Reach(v)
	p.setDeadline(c, si, first, last)
	return true
}

// deadlineOf is the deadline that verb v sets: "set Morvia a [deadline]"; -1 if
// it sets none.
func (p *page) deadlineOf(s *tree.Sentence, v int) int {
	for k := range s.Kids(v) {
		switch t := &s.Tokens[k]; t.Rel {
		case tree.Obj, tree.Iobj, tree.NsubjPass:
			if p.lex.deadline[t.Lemma] {
				return k
			}
		}
	}
	return -1
}

// termOf is the span of time that verb v gives somebody to act: "gave Morvia ten
// [days] to withdraw"; -1 if it gives none.
func (p *page) termOf(si, v int) int {
	s := &p.Text.Sentences[si]
	if !p.lex.spanning[s.Tokens[v].Lemma] || p.infinitive(s, v) < 0 {
		return -1
	}
	for k := range s.Kids(v) {
		t := &s.Tokens[k]
		if k < v || t.Rel != tree.Obj && t.Rel.Base() != tree.Obl {
			continue
		}
		if time := p.timeIn(si, k, k); time == nil {
			f, l := s.Reach(k)
			if time = p.timeIn(si, f, l); time == nil || time.Timex.Type != "DURATION" {
				continue
			}
		} else if time.Timex.Type != "DURATION" {
			continue
		}
		return k
	}
	return -1
}

// isAct reports whether the noun phrase of "to ..." headed by i tells what is to
// be done: it names neither an actor nor a time.
func (p *page) isAct(si, i int) bool {
	s := &p.Text.Sentences[si]
	_, actor := p.at(si, i)
	return !actor && s.Tokens[i].Tag == tree.NOUN && p.timeIn(si, i, i) == nil
}

// bindingNoun reads "its threat to leave the treaty", "a demand by Gorland to ...".
func (p *page) bindingNoun(si, n int) {
	s := &p.Text.Sentences[si]
	kind, ok := p.lex.noun[s.Tokens[n].Lemma]
	if !ok {
		return
	}
	head := p.infinitive(s, n)
	if governor := s.Tokens[n].Head; head < 0 && governor >= 0 && (s.Tokens[n].Rel == tree.Obj || s.Tokens[n].Rel == tree.NsubjPass) {
		head = p.infinitive(s, governor) // "renewed its threat to leave", read as "renewed ... to leave"
	}
	if head < n {
		return
	}
	holder := s.Kid(n, tree.NmodPoss)
	if holder < 0 {
		if holder = p.modifier(s, n, "by"); holder < 0 {
			holder = p.modifier(s, n, "from")
		}
	}
	by, ok := p.who(si, holder)
	if !ok || !p.ownWords(s, n, by) {
		return
	}
	var to record.ActorRef
	for _, who := range []int{p.modifier(s, n, "to"), s.Kid(head, tree.Nsubj), s.Kid(head, tree.Obj)} {
		if ref, ok := p.who(si, who); ok && !ref.SameSide(by) {
			to = ref
			break
		}
	}
	p.add(si, n, head, kind, by, to)
}

// add records a commitment made by token w whose content is headed by
// head, with its condition, its time and its first state.
func (p *page) add(si, w, head int, kind record.CommitmentKind, by, to record.ActorRef) *candidate {
	s := &p.Text.Sentences[si]
	c := candidate{sent: si, head: head}
	c.Kind, c.By = kind, by
	c.Condition = p.condition(si, head, w)
	if to.None() {
		to = p.counterpart(si, head, c.Condition, by)
	}
	c.To = to
	c.Content = p.content(si, head, c.Condition, kind == record.Demand || kind == record.Ultimatum, by, to)
	if e := p.eventAt(si, s.Tokens[head].Span); e != nil && e.Quad >= 3 && !e.Target.None() && !e.Target.SameSide(by) {
		c.harms = true
	}
	if st := p.statementOver(s.Tokens[w].Span); st != nil {
		c.Statement, c.Made = st.ID, st.Said
	} else if st := p.statementOver(s.Tokens[head].Span); st != nil {
		c.Statement, c.Made = st.ID, st.Said
	}
	if e := p.eventAt(si, s.Tokens[w].Span); e != nil {
		c.Event = e.ID
		if !c.Made.Known() {
			c.Made = e.Date
		}
	}
	if !c.Made.Known() {
		c.Made = p.Doc.Published.Interval
	}
	c.Due = p.due(si, head, w, c.Content.Span, c.Made)
	if kind == record.Refusal && c.Due != nil && !c.Due.End.IsZero() {
		c.Due = nil // "refused this week": what is refused has no day
	}
	c.State = []record.Step{{As: record.Open, On: c.Made, Evidence: []record.Span{c.Content.Span}}}
	p.found = append(p.found, c)
	return &p.found[len(p.found)-1]
}

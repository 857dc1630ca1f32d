package pledge

import (
	"detente/record"
	"detente/tree"
)

// deeds are the acts of actors that are told as done, or as not done.
func (p *page) deeds() []record.Deed {
	found := []record.Deed{}
	for si := range p.Text.Sentences {
		s := &p.Text.Sentences[si]
		for i := range s.Tokens {
			if d, ok := p.deed(si, i); ok {
				found = append(found, d)
			}
		}
	}
	return found
}

// deed reads the act of verb v: in the past or the perfect, under no modal and
// no condition, with an actor for its subject and something it is done to. "Did
// not continue testing" and "stopped testing" tell that there were no tests.
func (p *page) deed(si, v int) (d record.Deed, ok bool) {
	s := &p.Text.Sentences[si]
	t := &s.Tokens[v]
	if t.Tag != tree.VERB || p.binds(t.Lemma) || p.inCondition(s, v) || !told(s, v) {
		return d, false
	}
	if e := p.eventAt(si, t.Span); e != nil && e.Status != record.Happened && e.Status != record.ClaimedEvent && e.Status != record.DidNotHappen {
		return d, false
	}
	act, ends := p.actOf(s, v)
	if s.Kid(v, tree.Ccomp) >= 0 && act == v || s.Kid(act, tree.Obj, tree.Obl, tree.NsubjPass) < 0 {
		return d, false
	}
	if d.Source, ok = p.who(si, p.subject(s, v)); !ok {
		return d, false
	}
	d.Lemmas = append(d.Lemmas, s.Tokens[act].Lemma)
	first, last := min(v, act), max(v, act)
	for k := range s.Kids(act) {
		if r := s.Tokens[k].Rel; r != tree.Obj && r != tree.NsubjPass && r.Base() != tree.Obl && r != tree.CompoundPrt {
			continue
		}
		f, l := s.Reach(k)
		first, last = min(first, f), max(last, l)
		for i := f; i <= l; i++ {
			switch w := &s.Tokens[i]; w.Tag {
			case tree.NOUN, tree.PROPN, tree.ADJ, tree.NUM:
				d.Lemmas = append(d.Lemmas, w.Lemma)
			}
		}
	}
	d.Undone = p.negated(s, v) != ends
	d.Span = s.Cover(first, last)
	d.Date = p.Doc.Published.Interval
	if day, ok := p.dayIn(si, first, last); ok {
		d.Date = day
	}
	if st := p.statementOver(t.Span); st != nil {
		d.Statement = st.ID
	}
	return d, len(d.Lemmas) > 1
}

// told reports whether a verb is in the past or the perfect, under no modal.
func told(s *tree.Sentence, v int) bool {
	past := s.Tokens[v].Morph.Has(tree.TensePast | tree.VerbFormFin)
	for k := range s.Kids(v) {
		switch t := &s.Tokens[k]; t.Rel {
		case tree.Aux, tree.AuxPass:
			switch {
			case t.Lemma == "have" || t.Lemma == "do" || t.Rel == tree.AuxPass && t.Morph.Has(tree.TensePast):
				past = true
			case t.Rel == tree.Aux && t.Lemma != "be":
				return false
			}
		}
	}
	return past
}

// binds reports whether a verb is one that makes commitments or speaks of them.
func (p *page) binds(lemma string) bool {
	_, directs := p.lex.directive[lemma]
	_, commits := p.lex.commissive[lemma]
	return directs || commits || p.lex.judgeVerb[lemma] != ""
}

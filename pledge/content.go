package pledge

import (
	"detente/record"
	"detente/tree"
)

// reachBeside is the range of tokens that the subtree of i spans, less the
// condition that may hang in it.
func reachBeside(s *tree.Sentence, i int, condition *record.Condition) (first, last int) {
	first, last = i, i
	for k := range s.Kids(i) {
		if condition != nil && condition.Span.Contains(s.Tokens[k].Span) {
			continue
		}
		f, l := reachBeside(s, k, condition)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// content is the clause headed by head without auxiliaries and condition, with
// the event that would fulfil it. The subject stays where another is to act.
func (p *page) content(si, head int, condition *record.Condition, ofAnother bool, sides ...record.ActorRef) record.Clause {
	s := &p.Text.Sentences[si]
	first, last := head, head
	for k := range s.Kids(head) {
		if condition != nil && condition.Span.Contains(s.Tokens[k].Span) {
			continue
		}
		f, l := reachBeside(s, k, condition)
		switch t := &s.Tokens[k]; {
		case t.Tag == tree.PUNCT || t.Rel == tree.Parataxis || t.Rel == tree.Mark:
		case k < head && s.Tokens[head].Tag == tree.VERB:
			if t.Rel.Base() == tree.Nsubj && ofAnother {
				first = min(first, f)
			}
		default:
			first, last = min(first, f), max(last, l)
		}
	}
	for first < head && (s.Tokens[first].Rel == tree.Mark || s.Tokens[head].Tag != tree.VERB && s.Tokens[first].Tag == tree.ADP) {
		first++
	}
	// "agreed on Sunday to resume talks": what completes the act may hang on the
	// verb above, where the day took the act.
	if day := s.Tokens[head].Head; day >= 0 && s.Tokens[day].Rel.Base() == tree.Obl && day < head && p.hasCase(s, day, "on") {
		for k := range s.Kids(s.Tokens[day].Head) {
			if r := s.Tokens[k].Rel; k > last && (r == tree.Obj || r.Base() == tree.Obl) {
				_, l := s.Reach(k)
				last = max(last, l)
			}
		}
	}
	last = p.essential(si, head, first, last)
	span := s.Cover(first, last)
	return record.Clause{Span: span, Text: span.In(p.Doc.Text), Pattern: p.pattern(si, head, first, last, sides...)}
}

// essential is where a clause ends that goes on, after a comma, with what is no
// part of the act: ", a step that many had asked for", ", ending months of
// talks", ", whom it accuses of murder".
func (p *page) essential(si, head, first, last int) int {
	s := &p.Text.Sentences[si]
	for i := head + 1; i <= last; i++ {
		switch t := &s.Tokens[i]; t.Rel {
		case tree.Appos, tree.AclRelcl, tree.Advcl, tree.Acl, tree.Parataxis:
			f, l := s.Reach(i)
			if s.Tokens[f].Tag == tree.PUNCT { // the comma hangs on what it begins
				f++
			}
			if f > head+1 && f-1 > first && l >= last && s.Tokens[f-1].Lemma == "," && !t.Morph.Has(tree.VerbFormInf) && s.Kid(i, tree.Mark) < 0 {
				return f - 2
			}
		}
	}
	return last
}

// eventAt is the event whose trigger is, or begins with, the given token of
// sentence si.
func (p *page) eventAt(si int, token record.Span) *record.Event {
	for _, i := range p.events[si] {
		if p.Events[i].Spans.Trigger.Overlaps(token) {
			return &p.Events[i]
		}
	}
	return nil
}

// pattern is the event that would fulfil a clause: the codes of the event that
// the event stage read there, and the clause's content words. What is done to
// carry on ("continue developing"), to what end ("to cope with threats"), and the
// names of the sides are no part of the act.
func (p *page) pattern(si, head, first, last int, sides ...record.ActorRef) *record.Pattern {
	s := &p.Text.Sentences[si]
	act, ends := p.actOf(s, head)
	pat := &record.Pattern{Negated: p.negated(s, head) != ends}
	for i := first; i <= last; i++ {
		if i == head && act != head || p.isSide(si, i, sides) || p.inPurpose(s, i, act) {
			continue
		}
		switch t := &s.Tokens[i]; t.Tag {
		case tree.VERB, tree.NOUN, tree.PROPN, tree.ADJ, tree.NUM:
			pat.Lemmas = append(pat.Lemmas, t.Lemma)
		}
	}
	if subject := p.subject(s, head); subject >= 0 {
		pat.Source, _ = p.who(si, subject)
	}
	span := s.Cover(first, last)
	for _, i := range p.events[si] {
		if e := &p.Events[i]; span.Contains(e.Spans.Trigger) {
			pat.Source, pat.Target, pat.Plover, pat.Cameo = e.Source, e.Target, e.Plover, e.Cameo
			break
		}
	}
	return pat
}

// actOf is the act that verb v is about where v only tells how it goes on:
// "continue [developing]", "stop [testing]"; else v itself. ends says that the act
// comes to an end.
func (p *page) actOf(s *tree.Sentence, v int) (act int, ends bool) {
	ends, aspect := p.lex.aspect[s.Tokens[v].Lemma]
	if !aspect {
		return v, false
	}
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; k > v && t.Tag == tree.VERB && (t.Rel == tree.Xcomp || t.Rel == tree.Ccomp || t.Rel == tree.Advcl) {
			return k, ends
		}
	}
	return v, false
}

// isSide reports whether token i belongs to the name of one of the sides, which
// is a state or a person: "the US president", not "12 Morvian fishermen".
func (p *page) isSide(si, i int, sides []record.ActorRef) bool {
	if len(sides) == 0 {
		return false
	}
	for _, m := range p.mentions[si] {
		mention := &p.Mentions[m]
		if i < mention.First || i > mention.Last {
			continue
		}
		if a := p.actors[mention.Actor]; a == nil || a.Kind != record.IsState && a.Kind != record.IsPerson {
			continue
		}
		for _, side := range sides {
			if !side.None() && p.ref(mention).SameSide(side) {
				return true
			}
		}
	}
	return false
}

// inPurpose reports whether token i stands in a clause that tells to what end the
// act is done.
func (p *page) inPurpose(s *tree.Sentence, i, act int) bool {
	for steps := 0; i >= 0 && i != act && steps < 16; steps++ {
		if t := &s.Tokens[i]; t.Rel.Base() == tree.Advcl && t.Head >= act && t.Morph.Any(tree.VerbFormInf) && i > act {
			return true
		}
		i = s.Tokens[i].Head
	}
	return false
}

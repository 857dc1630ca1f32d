package pledge

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// assess finds judgements of relations: a judging word with a thing judged.
func (p *page) assess() []record.Assessment {
	found := []record.Assessment{}
	for si := range p.Text.Sentences {
		s := &p.Text.Sentences[si]
		for i := range s.Tokens {
			direction, first, last, ok := p.judgement(si, i)
			if !ok {
				continue
			}
			span := s.Cover(first, last)
			if n := len(found); n > 0 && found[n-1].Span.Overlaps(span) {
				continue
			}
			dyad, ok := p.dyad(si)
			if !ok {
				continue
			}
			a := record.Assessment{Span: span, Dyad: dyad, Direction: direction}
			if st := p.statementOver(s.Tokens[i].Span); st != nil {
				a.By, a.Statement = st.Speaker, st.ID
			} else if by, ok := p.who(si, p.seer(s, i)); ok {
				a.By = by
			}
			found = append(found, a)
		}
	}
	return found
}

// judgement reads the judging word at token i with what it judges.
func (p *page) judgement(si, i int) (d record.Direction, first, last int, ok bool) {
	s := &p.Text.Sentences[si]
	t := &s.Tokens[i]
	for _, ph := range p.lex.phrases {
		if end := t.Span.Start + len(ph.text); end <= s.Span.End && strings.EqualFold(p.Doc.Text[t.Span.Start:end], ph.text) {
			last = i
			for last+1 < len(s.Tokens) && s.Tokens[last+1].Span.End <= end {
				last++
			}
			return ph.direction, i, last, true
		}
	}
	switch t.Tag {
	case tree.NOUN:
		d = p.lex.judgeNoun[t.Lemma]
	case tree.VERB:
		if t.Rel != tree.Amod { // "an advocate of improved relations" does not say that they improve
			d = p.lex.judgeVerb[t.Lemma]
		}
	case tree.ADJ:
		d = p.lex.judgeAdj[t.Lemma]
	}
	if d == "" {
		return "", 0, 0, false
	}
	first, last = i, i
	judged := false
	near := func(k int) {
		if k >= 0 && p.lex.about[s.Tokens[k].Lemma] {
			judged = true
			first, last = min(first, k), max(last, k)
		}
	}
	for k := range s.Kids(i) {
		kid := &s.Tokens[k]
		near(k)
		if p.lex.null[kid.Lemma] && (t.Tag != tree.VERB || kid.Rel == tree.Advmod || kid.Rel == tree.Obj || kid.Rel == tree.Xcomp) { // "improved little"
			d, first = record.Unchanging, min(first, k)
		}
		for m := range s.Kids(k) {
			if kid.Rel == tree.Nmod || kid.Rel == tree.Obl {
				near(m)
			}
		}
	}
	if t.Head >= 0 {
		near(t.Head)
		if governor := &s.Tokens[t.Head]; governor.Tag == tree.VERB {
			if subject := s.Kid(t.Head, tree.Nsubj, tree.NsubjPass); subject >= 0 && subject != i {
				near(subject) // "talks made little progress"
			}
			if p.lex.null[governor.Lemma] || t.Tag == tree.NOUN && p.negated(s, t.Head) {
				d = record.Unchanging
			}
		}
	}
	return d, first, last, judged
}

// seer is the subject of the verb that token i depends on: who "sees no
// improvement".
func (p *page) seer(s *tree.Sentence, i int) int {
	if head := s.Tokens[i].Head; head >= 0 && s.Tokens[i].Rel == tree.Obj {
		return s.Kid(head, tree.Nsubj)
	}
	return -1
}

// dyad is the pair of states that sentence si speaks of: the first two it
// names, and where it names one or none, the two that the report names most.
func (p *page) dyad(si int) ([2]string, bool) {
	var pair []string
	add := func(code string) {
		c := record.Country(code)
		if c == "" || len(pair) == 2 || len(pair) == 1 && pair[0] == c || !p.isState(c) {
			return
		}
		pair = append(pair, c)
	}
	for _, m := range p.mentions[si] {
		add(p.Mentions[m].Code)
	}
	if len(pair) < 2 {
		for _, c := range p.main {
			add(c)
		}
	}
	if len(pair) < 2 {
		return [2]string{}, false
	}
	return [2]string{pair[0], pair[1]}, true
}

// mainStates are the country codes of the report, most named first.
func (p *page) mainStates() []string {
	count := map[string]int{}
	var order []string
	for i := range p.Mentions {
		if c := record.Country(p.Mentions[i].Code); c != "" && p.isState(c) {
			if count[c] == 0 {
				order = append(order, c)
			}
			count[c]++
		}
	}
	for i := 1; i < len(order); i++ { // stable by count; a report names few states
		for j := i; j > 0 && count[order[j]] > count[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	return order
}

// isState reports whether a code is a state's, also where not the state itself
// but only an actor of its government or forces is among the report's actors.
func (p *page) isState(c string) bool { return p.states[c] != nil || p.known[c] }

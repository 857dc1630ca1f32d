package pledge

import (
	"sort"
	"strings"

	"detente/record"
	"detente/tree"
)

// follow reads what the report says of the commitments it tells of: "the
// deadline expired", "withdrew its demand"; and marks those whose day has
// passed without a word as due.
func (p *page) follow() {
	for si := range p.Text.Sentences {
		s := &p.Text.Sentences[si]
		for i := range s.Tokens {
			if out, ok := p.lex.outcome[verbOf(&s.Tokens[i])]; ok {
				p.outcome(si, i, out)
			}
		}
	}
	published := p.Doc.Published.Interval
	for i := range p.found {
		c := &p.found[i]
		if len(c.State) == 1 && c.Due != nil && !c.Due.End.IsZero() && !published.Start.IsZero() && !c.Due.End.After(published.Start.Time) {
			c.State = append(c.State, record.Step{
				As: record.FallenDue, On: c.Due.Interval, Evidence: []record.Span{c.Due.Span}, Inferred: true, Confidence: 0.9,
			})
		}
	}
}

// verbOf is the lemma of a verb, also of a participle that was read as an
// adjective: "the deadline expired". It is empty for other words.
func verbOf(t *tree.Token) string {
	switch {
	case t.Tag == tree.VERB:
		return t.Lemma
	case t.Tag == tree.ADJ && strings.HasSuffix(t.Lemma, "ed"):
		return t.Lemma[:len(t.Lemma)-1]
	}
	return ""
}

// outcome adds a step to the commitment that the subject or object of verb v
// names.
func (p *page) outcome(si, v int, out outcome) {
	s := &p.Text.Sentences[si]
	if p.negated(s, v) || p.inCondition(s, v) {
		return
	}
	noun := s.Kid(v, tree.Obj, tree.NsubjPass)
	if out.ofSubject {
		if noun = s.Kid(v, tree.Nsubj); noun < 0 {
			noun = p.deadlineBefore(s, v)
		}
	} else if s.Tokens[v].Lemma == "renege" {
		noun = p.oblique(s, v, "on")
	}
	if noun < 0 || s.Tokens[noun].Tag != tree.NOUN {
		return
	}
	c := p.named(si, noun)
	first, last := s.Reach(v)
	if c == nil {
		p.tell(si, noun, v, out.state)
		return
	}
	on := p.Doc.Published.Interval
	if day, ok := p.dayIn(si, first, last); ok {
		on = day
	} else if out.state == record.Lapsed && c.Due != nil {
		on = record.Interval{Start: c.Due.End, End: c.Due.End.Add(0, 0, 1)}
	} else if !on.End.IsZero() {
		on = record.Interval{Start: c.Made.Start, End: on.End} // some day since it was made
	}
	c.State = append(c.State, record.Step{As: out.state, On: on, Evidence: []record.Span{s.Cover(min(noun, v), max(noun, v))}})
}

// deadlineBefore is the deadline just before verb v, with at most its own
// modifiers between, where the parser gave the verb no subject: "after his
// ultimatum to the US expired".
func (p *page) deadlineBefore(s *tree.Sentence, v int) int {
	for i := v - 1; i >= 0 && i >= v-maxModifiers; i-- {
		switch t := &s.Tokens[i]; {
		case t.Tag == tree.NOUN && p.lex.deadline[t.Lemma]:
			return i
		case t.Tag == tree.VERB || t.Tag == tree.PUNCT:
			return -1
		}
	}
	return -1
}

// maxModifiers is how many words may stand between a deadline and its verb.
const maxModifiers = 6

// tell keeps words on a commitment that this report does not itself tell.
func (p *page) tell(si, noun, v int, state record.State) {
	s := &p.Text.Sentences[si]
	first, last := s.Reach(v)
	o := record.Outcome{Of: p.kindNamed(s.Tokens[noun].Lemma), State: state, On: p.Doc.Published.Interval, Span: s.Cover(first, last)}
	if o.Of == "" {
		return
	}
	holder, ok := p.who(si, s.Kid(noun, tree.NmodPoss))
	if !ok {
		holder, _ = p.who(si, p.subject(s, v))
	}
	o.Holder = holder
	if day, ok := p.dayIn(si, first, last); ok {
		o.On = day
	}
	for i := first; i <= last; i++ {
		if t := &s.Tokens[i]; i != v && i != noun && (t.Tag == tree.VERB || t.Tag == tree.NOUN || t.Tag == tree.ADJ) {
			o.Lemmas = append(o.Lemmas, t.Lemma)
		}
	}
	if st := p.statementOver(s.Tokens[v].Span); st != nil {
		if state == record.Broken && !st.Speaker.SameSide(holder) && st.Speaker.Country() != "" {
			return // one side's charge against another decides nothing
		}
		o.Statement = st.ID
	}
	p.outcomes = append(p.outcomes, o)
}

// kindNamed is the kind of commitment that a noun names, or empty.
func (p *page) kindNamed(lemma string) record.CommitmentKind {
	if p.lex.deadline[lemma] {
		return record.Ultimatum
	}
	return p.lex.noun[lemma]
}

// named is the commitment that noun n of sentence si speaks of: the latest one
// told before whose kind the noun names and whose maker the possessive, if any,
// belongs to.
func (p *page) named(si, n int) *candidate {
	s := &p.Text.Sentences[si]
	kind := p.kindNamed(s.Tokens[n].Lemma)
	if kind == "" {
		return nil
	}
	holder, held := p.who(si, s.Kid(n, tree.NmodPoss))
	told := sort.Search(len(p.found), func(i int) bool { return p.found[i].sent > si }) // those after it do not count
	for i := told - 1; i >= 0; i-- {
		c := &p.found[i]
		if c.sent == si && c.Content.Span.Start > s.Tokens[n].Span.End && !s.Above(n, c.head) {
			continue
		}
		if c.Kind != kind && !(kind == record.Demand && c.Kind == record.Ultimatum) {
			continue
		}
		if held && !holder.SameSide(c.By) && !holder.SameSide(c.To) {
			continue
		}
		return c
	}
	return nil
}

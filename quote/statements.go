package quote

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
	"detente/tree"
)

// told is what an attribution says beyond its spans, kept for the attributions
// after it: later words of the same speaker are carried as his earlier ones.
type told struct {
	speaker record.ActorRef
	chain   []record.Link
	said    record.Interval
}

// statements writes the attributions down in the order of their content.
func (p *reading) statements() []record.Statement {
	slices.SortStableFunc(p.found, func(a, b attribution) int {
		return cmp.Or(a.cueSpan.Start-b.cueSpan.Start, a.cueSpan.End-b.cueSpan.End)
	})
	var out []record.Statement
	before := map[string]told{} // by actor, or by the name where there is none
	var latest told             // the latest statement, for "the statement said"
	for i := range p.found {
		a := &p.found[i]
		a.content = slices.DeleteFunc(a.content, func(c record.Span) bool { return !p.wordsBetween(c.Start, c.End) })
		if len(a.content) == 0 {
			continue
		}
		st := p.statement(a, before, latest)
		t := told{st.Speaker, st.Chain, st.Said}
		if key := speakerKey(st.Speaker); key != "" {
			before[key] = t
		}
		latest = t
		for _, pieces := range p.sentencesOf(a.content) {
			one := st
			one.Content = pieces
			one.Kind = p.kindOf(pieces)
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b record.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, b.Content[0].End-a.Content[0].End, a.Spans.Cue.Start-b.Spans.Cue.Start)
	})
	name(out)
	nest(out)
	if kept := slices.DeleteFunc(out, testimony); len(kept) < len(out) {
		out = kept
		name(out)
		nest(out)
	}
	return out
}

// testimony reports whether a statement only tells, inside what somebody says,
// what things show: "the policies prove that ..." is his word, not theirs.
func testimony(s record.Statement) bool {
	return s.Within != "" && s.Factuality == record.Confirmed && s.Speaker.Actor == "" && s.Kind == record.Indirect
}

// name numbers the statements.
func name(list []record.Statement) {
	for i := range list {
		list[i].ID, list[i].Within = fmt.Sprintf("s%d", i+1), ""
	}
}

// statement is the record of one attribution, but for its content and kind.
func (p *reading) statement(a *attribution, before map[string]told, latest told) record.Statement {
	s := &p.sents[a.cue.sent]
	st := record.Statement{
		Cue: p.cueName(a), Factuality: record.Said, Certainty: 0.5,
		Spans: record.StatementSpans{Speaker: a.source, Cue: a.cueSpan, Sentence: s.Span},
	}
	if a.lex != nil {
		st.Factuality, st.Certainty = a.lex.Factuality, a.lex.Certainty
	}
	if p.negated(s, a.cue.token) {
		st.Certainty = min(st.Certainty, 1-st.Certainty) / 2
	}
	var channel int
	st.Chain, channel = p.chain(a)
	st.Speaker, st.Chain = p.speaker(a, st.Chain, latest)
	st.Addressee = p.addressee(a)
	said, dated := p.said(a, channel)
	old, known := before[speakerKey(st.Speaker)]
	if known && len(st.Chain) == 0 && !dated {
		st.Chain = old.chain
	}
	st.Said = said
	st.Background = p.old(said)
	if outlet := p.Doc.Source; outlet != "" && len(st.Chain) > 0 && st.Chain[len(st.Chain)-1].Name != outlet {
		st.Chain = append(slices.Clip(st.Chain), record.Link{Name: outlet})
	}
	return st
}

func speakerKey(r record.ActorRef) string {
	if r.Actor != "" {
		return r.Actor
	}
	return r.Name
}

// cueName is the lemma of the cue: that of the lexicon, else its head's.
func (p *reading) cueName(a *attribution) string {
	if a.lex != nil {
		return a.lex.Lemma
	}
	if a.cue.token >= 0 {
		return p.sents[a.cue.sent].Tokens[a.cue.token].Lemma
	}
	return ""
}

func (p *reading) negated(s *sentence, v int) bool {
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; t.Rel == tree.Advmod && (t.Morph.Has(tree.PolarityNeg) || t.Lemma == "not" || t.Lemma == "never") {
			return true
		}
	}
	return false
}

// speaker resolves the source of an attribution. A letter or statement speaks
// for whoever issued it, and state media for their state: both go into the
// chain then.
func (p *reading) speaker(a *attribution, chain []record.Link, latest told) (record.ActorRef, []record.Link) {
	head := p.antecedent(a.sourceHead)
	m := p.mentionAt(head)
	if a.source.Empty() { // only understood
		if m == nil {
			return record.ActorRef{}, chain
		}
		return p.ref(m), chain
	}
	s := &p.sents[head.sent]
	if p.isChannel(s, head.token) {
		if by := p.issuer(s, head.token); by != nil {
			return p.ref(by), chain
		}
		if latest.speaker.Actor != "" && s.hasDefinite(head.token) {
			return latest.speaker, append(chain, carriersOnly(latest.chain)...)
		}
	}
	if m == nil {
		return record.ActorRef{Name: clean(a.source.In(p.Doc.Text))}, chain
	}
	if ref, ok := p.throughItsMedia(m, head); ok {
		return ref, append([]record.Link{p.link(s, head.token)}, chain...)
	}
	return p.ref(m), chain
}

func (p *reading) ref(m *record.Mention) record.ActorRef {
	ref := record.ActorRef{Actor: m.Actor, Code: m.Code, Name: p.actorName(m.Actor)}
	if ref.Name == "" {
		ref.Name = clean(m.Span.In(p.Doc.Text))
	}
	return ref
}

func clean(words string) string { return strings.Join(strings.Fields(words), " ") }

// carriersOnly are the links of a chain that are actors.
func carriersOnly(chain []record.Link) []record.Link {
	var out []record.Link
	for _, l := range chain {
		if l.Actor != "" {
			out = append(out, l)
		}
	}
	return out
}

// antecedent is the noun that a relative pronoun stands for, else the token.
func (p *reading) antecedent(at place) place {
	s := &p.sents[at.sent]
	if at.token < 0 || !s.Tokens[at.token].Morph.Has(tree.PronTypeRel) && s.Tokens[at.token].Lemma != "who" {
		return at
	}
	for v, steps := s.Tokens[at.token].Head, 0; v >= 0 && steps < maxUp+1; v, steps = s.Tokens[v].Head, steps+1 {
		if s.Tokens[v].Rel == tree.AclRelcl {
			return place{at.sent, s.Tokens[v].Head}
		}
	}
	return at
}

// issuer is the mention of whoever a letter, statement or report comes from:
// "his letter", "the ministry's statement", "a statement by the king", "the
// White House statement".
func (p *reading) issuer(s *sentence, i int) *record.Mention {
	for k := range s.Kids(i) {
		t := &s.Tokens[k]
		c := ""
		if t.Rel == tree.Nmod {
			c = s.caseOf(k)
		}
		if t.Rel == tree.NmodPoss || t.Rel == tree.Compound || c == "by" || c == "from" || c == "of" {
			if m := p.mentionAt(place{s.index, k}); m != nil {
				return m
			}
		}
	}
	return nil
}

func (s *sentence) hasDefinite(i int) bool {
	for k := range s.Kids(i) {
		if t := &s.Tokens[k]; t.Rel == tree.Det && (t.Morph.Has(tree.DefiniteDef) || t.Lemma == "the" || t.Lemma == "this") {
			return true
		}
	}
	return s.Tokens[i].Tag == tree.PRON
}

// throughItsMedia is the state that speaks through the medium m: state media
// have no voice of their own. The actor must be known as a medium, or be called
// one, with a word that makes it the state's.
func (p *reading) throughItsMedia(m *record.Mention, head place) (record.ActorRef, bool) {
	s := &p.sents[head.sent]
	voice := false
	for i := max(m.First, 0); m.Sent == head.sent && i <= m.Last && i < len(s.Tokens); i++ {
		voice = voice || p.sources.stateVoice[strings.ToLower(s.Tokens[i].Form)]
	}
	for k := range s.Kids(head.token) {
		voice = voice || p.sources.stateVoice[strings.ToLower(s.Tokens[k].Form)]
	}
	code := m.Code
	if a := p.actor(m.Actor); a != nil && code == "" {
		code = a.Code
	}
	if !voice || len(code) < 6 || code[3:6] != "MED" {
		return record.ActorRef{}, false
	}
	for i := range p.Actors {
		if a := &p.Actors[i]; a.Kind == record.IsState && a.Code == code[:3] {
			return record.ActorRef{Actor: a.ID, Code: a.Code + "GOV", Name: a.Name}, true
		}
	}
	return record.ActorRef{}, false
}

// addressee is whom the words were said to: the object of tell and the like,
// or a phrase with to; in a letter, its addressee.
func (p *reading) addressee(a *attribution) *record.ActorRef {
	s := &p.sents[a.cue.sent]
	for k := range s.Kids(a.cue.token) {
		if k == a.sourceHead.token || s.contains(a.content, k) {
			continue
		}
		t := &s.Tokens[k]
		nominal := t.Tag == tree.NOUN || t.Tag == tree.PROPN || t.Tag == tree.PRON
		to := (t.Rel == tree.Obj || t.Rel == tree.Iobj) && !p.isChannel(s, k) ||
			t.Rel.Base() == tree.Obl && s.caseOf(k) == "to"
		if nominal && to && p.timeAt(t.Span) == nil {
			ref := record.ActorRef{Name: clean(s.phrase(k).In(p.Doc.Text))}
			if m := p.mentionAt(place{s.index, k}); m != nil {
				ref = p.ref(m)
			}
			return &ref
		}
		if p.isChannel(s, k) {
			for g := range s.Kids(k) {
				if s.Tokens[g].Rel == tree.Nmod && s.caseOf(g) == "to" {
					ref := record.ActorRef{Name: clean(s.phrase(g).In(p.Doc.Text))}
					if m := p.mentionAt(place{s.index, g}); m != nil {
						ref = p.ref(m)
					}
					return &ref
				}
			}
		}
	}
	return nil
}

// sentencesOf groups pieces of content that are one saying: pieces of one
// sentence that the cue splits, and paragraphs of one quotation. A piece that
// begins a sentence of its own after the cue is a saying of its own.
func (p *reading) sentencesOf(content []record.Span) [][]record.Span {
	content = slices.Clone(content)
	slices.SortFunc(content, func(a, b record.Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	var groups [][]record.Span
	for i, c := range content {
		if i > 0 && c.Start >= content[i-1].End && p.sameSaying(content[i-1], c) {
			groups[len(groups)-1] = append(groups[len(groups)-1], c)
			continue
		}
		groups = append(groups, []record.Span{c})
	}
	return groups
}

func (p *reading) sameSaying(a, b record.Span) bool {
	if !p.wordsBetween(a.End, b.Start) {
		return true
	}
	if p.at(a.End-1).sent == p.at(b.Start).sent {
		return true
	}
	r, _ := utf8.DecodeRuneInString(b.In(p.Doc.Text))
	return unicode.IsLower(r)
}

// kindOf tells whether content is quoted wholly, in part or not at all.
func (p *reading) kindOf(pieces []record.Span) record.StatementKind {
	whole, some := true, false
	for _, c := range pieces {
		q := p.quotationIn(c)
		some = some || q != nil
		if q == nil || c.Start < q.inner.Start && p.wordsBetween(c.Start, q.inner.Start) ||
			q.inner.End < c.End && p.wordsBetween(q.inner.End, c.End) {
			whole = false
		}
	}
	switch {
	case whole:
		return record.Direct
	case some:
		return record.Mixed
	}
	return record.Indirect
}

// quotationIn is the first outer quotation that shares text with c, or nil.
func (p *reading) quotationIn(c record.Span) *quotation {
	i, _ := slices.BinarySearchFunc(p.quotes, c.Start, func(q quotation, at int) int { return q.outer.Start - at })
	for i = max(i-1, 0); i < len(p.quotes) && p.quotes[i].outer.Start < c.End; i++ {
		if p.quotes[i].inner.Overlaps(c) {
			return &p.quotes[i]
		}
	}
	return nil
}

// nest tells each statement whose content it stands in: the shortest content of
// another cue that holds its cue.
func nest(list []record.Statement) {
	for i := range list {
		best := 0
		// Content that holds it begins before it; statements are in that order.
		for j, looked := i-1, 0; j >= 0 && looked < 64; j, looked = j-1, looked+1 {
			if list[j].Spans.Cue == list[i].Spans.Cue {
				continue
			}
			for _, c := range list[j].Content {
				if c.Contains(list[i].Spans.Cue) && !list[i].Spans.Cue.Empty() && (best == 0 || c.Len() < best) {
					best, list[i].Within = c.Len(), list[j].ID
				}
			}
		}
	}
}

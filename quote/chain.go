package quote

import (
	"sort"
	"strings"

	"detente/record"
	"detente/tree"
)

// chain lists who carried the words of an attribution, nearest to the speaker
// first: the statement, letter or interview that they stood in, the agency that
// carried it, the paper that was told. The links are read from the phrases that
// hang on the cue and on the source; photo credits are no part of any sentence
// that is read.
func (p *reading) chain(a *attribution) (links []record.Link, channel int) {
	s := &p.sents[a.cue.sent]
	channel = -1
	if p.isChannel(s, a.sourceHead.token) { // "the letter says"
		channel = a.sourceHead.token
		links = append(links, p.link(s, channel))
		links = p.carriersOf(s, channel, links)
	}
	for k := range s.Kids(a.cue.token) {
		if s.contains(a.content, k) || k == a.sourceHead.token {
			continue
		}
		t := &s.Tokens[k]
		switch t.Rel.Base() {
		case tree.Obl, tree.Nmod, tree.Advmod:
			if p.isChannel(s, k) { // "said in a statement carried by the agency"
				if channel < 0 {
					channel = k
				}
				links = append(links, p.link(s, k))
				links = p.carriersOf(s, k, links)
			}
		case tree.Obj, tree.Iobj:
			switch {
			case p.isMedium(s, k): // "told Reuters"
				links = append(links, p.link(s, k))
			case p.isChannel(s, k) && a.lex != nil && a.lex.Lemma != "read": // "issued a statement saying"
				channel = k
				links = append(links, p.link(s, k))
				links = p.carriersOf(s, k, links)
			}
		case tree.Advcl: // "..., the agency said, citing the minister" is the minister's word
			if p.sources.carriers[t.Lemma] {
				if by := s.Kid(k, tree.Nsubj); by >= 0 { // "as the agency reported"
					links = append(links, p.link(s, by))
				}
			}
		}
	}
	// "the agency quoted the minister as saying": the cue hangs on the carrier's verb.
	if h := s.Tokens[a.cue.token].Head; h >= 0 && s.as(a.cue.token) && (p.sources.carriers[s.Tokens[h].Lemma]) {
		if by := s.Kid(h, tree.Nsubj); by >= 0 && by != a.sourceHead.token && !s.contains([]record.Span{a.source}, by) {
			links = append(links, p.link(s, by))
		} else if by := s.Kid(h, tree.OblAgent); by >= 0 && by != a.sourceHead.token { // "was quoted by the agency as saying"
			links = append(links, p.link(s, by))
		}
	}
	return links, channel
}

// carriersOf adds those who carried the channel at token i: "a statement
// carried by the agency", "a letter to the council seen by the paper",
// "comments to the agency".
func (p *reading) carriersOf(s *sentence, i int, links []record.Link) []record.Link {
	for k := range s.Kids(i) {
		t := &s.Tokens[k]
		switch t.Rel.Base() {
		case tree.Acl:
			if !p.sources.carriers[t.Lemma] {
				continue
			}
			for by := range s.Kids(k) {
				switch bt := &s.Tokens[by]; {
				case bt.Rel == tree.OblAgent, bt.Rel == tree.Obl && s.caseOf(by) == "by":
					links = append(links, p.link(s, by))
				case bt.Rel == tree.Nsubj && t.Rel == tree.AclRelcl: // "which the agency carried"
					links = append(links, p.link(s, by))
				}
			}
		case tree.Nmod:
			if c := s.caseOf(k); (c == "to" || c == "with") && p.isMedium(s, k) { // "an interview with the paper"
				links = append(links, p.link(s, k))
			}
		}
	}
	return links
}

// link is the noun phrase of token i as a carrier.
func (p *reading) link(s *sentence, i int) record.Link {
	l := record.Link{Span: s.phrase(i)}
	if m := p.mentionAt(place{s.index, i}); m != nil {
		l.Actor, l.Span = m.Actor, m.Span
		l.Name = p.actorName(m.Actor)
	}
	if l.Name == "" {
		l.Name = strings.Join(strings.Fields(strip(l.Span.In(p.Doc.Text))), " ")
	}
	return l
}

// strip takes articles and possessives off the front of a noun phrase.
func strip(words string) string {
	for _, a := range []string{"a ", "an ", "the ", "his ", "her ", "its ", "their ", "A ", "An ", "The ", "His ", "Her ", "Its ", "Their "} {
		if rest, ok := strings.CutPrefix(words, a); ok {
			return rest
		}
	}
	return words
}

// isChannel reports whether token i is a noun that words are given in.
func (p *reading) isChannel(s *sentence, i int) bool {
	if i < 0 {
		return false
	}
	t := &s.Tokens[i]
	return (t.Tag == tree.NOUN || t.Tag == tree.PROPN) && p.sources.channels[strings.ToLower(t.Lemma)] && s.names[i] == 0
}

// isMedium reports whether token i names one who passes on words: an actor with
// the media's code, or a noun for a paper or a station.
func (p *reading) isMedium(s *sentence, i int) bool {
	if m := p.mentionAt(place{s.index, i}); m != nil && strings.Contains(m.Code, "MED") {
		return true
	}
	t := &s.Tokens[i]
	return (t.Tag == tree.NOUN || t.Tag == tree.PROPN) && p.sources.media[strings.ToLower(t.Lemma)] && !p.isReporter(t)
}

// isReporter: people of the press are told things, they do not carry them as a body.
func (p *reading) isReporter(t *tree.Token) bool {
	return t.Lemma == "reporter"
}

// phrase is the noun phrase of token i without the clauses that hang on it.
func (s *sentence) phrase(i int) record.Span {
	first, last := i, i
	for k := range s.Kids(i) {
		switch s.Tokens[k].Rel.Base() {
		case tree.Det, tree.Amod, tree.Compound, tree.Nummod, tree.Flat:
		case tree.Nmod:
			if s.Tokens[k].Rel != tree.NmodPoss {
				continue
			}
		default:
			continue
		}
		f, l := s.Reach(k)
		first, last = min(first, f), max(last, l)
	}
	for first < i && s.Tokens[first].Tag == tree.ADP {
		first++
	}
	return s.Cover(first, last)
}

// as reports whether the word as leads the clause of token i: "as saying".
func (s *sentence) as(i int) bool {
	for k := range s.Kids(i) {
		if s.Tokens[k].Lemma == "as" && k < i {
			return true
		}
	}
	return false
}

// caseOf is the lemma of the first preposition of token i.
func (s *sentence) caseOf(i int) string {
	if k := s.Kid(i, tree.Case); k >= 0 {
		return s.Tokens[k].Lemma
	}
	return ""
}

// contains reports whether token i lies in one of the spans.
func (s *sentence) contains(spans []record.Span, i int) bool {
	return i >= 0 && inSpans(s.Tokens[i].Span, spans)
}

// mentionAt is the mention that token at stands in: one that it heads before
// one that holds it, the shorter before the longer; nil for none.
func (p *reading) mentionAt(at place) *record.Mention {
	if at.token < 0 || at.sent < 0 || at.sent >= len(p.sents) || at.token >= len(p.sents[at.sent].Tokens) {
		return nil
	}
	t := p.sents[at.sent].Tokens[at.token].Span
	start := p.sents[at.sent].Span.Start
	i := sort.Search(len(p.Mentions), func(i int) bool { return p.Mentions[i].Span.Start >= start })
	var best *record.Mention
	for ; i < len(p.Mentions) && p.Mentions[i].Span.Start < t.End; i++ {
		m := &p.Mentions[i]
		if !m.Span.Contains(t) {
			continue
		}
		heads := m.Sent == at.sent && m.Head == at.token
		if heads {
			return m
		}
		if best == nil || m.Span.Len() < best.Span.Len() {
			best = m
		}
	}
	return best
}

func (p *reading) actorName(id string) string {
	if a := p.actor(id); a != nil {
		return a.Name
	}
	return ""
}

func (p *reading) actor(id string) *record.Actor {
	if id == "" {
		return nil
	}
	for i := range p.Actors {
		if p.Actors[i].ID == id {
			return &p.Actors[i]
		}
	}
	return nil
}

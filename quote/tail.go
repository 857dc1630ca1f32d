package quote

import (
	"detente/record"
	"detente/tree"
)

// aside is a clause of speaking set beside what is said, with a comma and no
// that: "Talks failed, the envoy said on Friday." "Talks, said the envoy, had
// failed." Its words are first to last; what is said is the rest of the
// sentence. Asides are read from the order of words, since a parser may hang
// such a clause anywhere.
type aside struct {
	cue         int
	first, last int // without the commas
	from, to    int // tokens of the sentence that it is an aside to
}

// asides finds the asides of a sentence.
func (p *reading) asides(s *sentence, list []aside) []aside {
	list = list[:0]
	start := 0 // where what is said begins
	for v := 1; v < len(s.Tokens); v++ {
		if !p.tells(s, v) {
			continue
		}
		first := p.asideStart(s, v, start)
		if first < 0 || !hasVerb(s, start, first-2) {
			continue
		}
		last, ok := p.asideEnd(s, v, first == v)
		if !ok {
			continue
		}
		list = append(list, aside{v, first, last, start, len(s.Tokens) - 1})
		v = last
	}
	return list
}

// tells reports whether token v is a finite verb that takes speech.
func (p *reading) tells(s *sentence, v int) bool {
	t := &s.Tokens[v]
	if t.Tag != tree.VERB || t.Morph.Any(tree.VerbFormInf|tree.VerbFormGer) {
		return false
	}
	lex := p.cues.at(s.Sentence, v)
	return lex != nil && lex.frames&(quoteFrame|thatFrame) == quoteFrame|thatFrame
}

// asideStart is the token after the comma before the aside with the verb v: the
// words between are its subject, or none, and auxiliaries; -1 if that is not so.
func (p *reading) asideStart(s *sentence, v, start int) int {
	if k := s.Kid(v, tree.Nsubj); k >= 0 && k < v && s.quoted[k] == s.quoted[v] {
		if first, _ := s.Reach(k); first > start && isComma(&s.Tokens[first-1]) {
			return first
		}
		if s.Tokens[v-1].Tag == tree.PUNCT {
			return -1
		}
	}
	noun := false
	for i := v - 1; i > start; i-- {
		t := &s.Tokens[i]
		if s.quoted[i] != s.quoted[v] && t.Tag != tree.PUNCT {
			return -1
		}
		switch t.Tag {
		case tree.PUNCT:
			if !isComma(t) {
				if noun && (t.Form == "(" || t.Form == ")" || t.Form == "-" || t.Form == "'" || t.Form == ".") {
					continue
				}
				return -1
			}
			if i == v-1 || noun {
				return i + 1
			}
			return -1
		case tree.NOUN, tree.PROPN, tree.PRON:
			if t.Morph.Has(tree.PronTypeRel) || t.Lemma == "who" || t.Lemma == "which" {
				return -1
			}
			noun = true
		case tree.VERB, tree.SCONJ, tree.INTJ, tree.CCONJ:
			if t.Tag == tree.CCONJ && noun {
				continue
			}
			if t.Tag == tree.VERB && (t.Rel == tree.Amod || t.Rel == tree.Acl) {
				continue
			}
			return -1
		case tree.PART:
			if t.Lemma == "to" {
				return -1
			}
		}
	}
	return -1
}

// asideEnd is the last token of the aside: the end of the sentence or the token
// before a comma; ok is false where what follows the verb is what is said.
func (p *reading) asideEnd(s *sentence, v int, inverted bool) (last int, ok bool) {
	n := len(s.Tokens)
	next := v + 1
	if next >= n || s.Tokens[next].Tag == tree.PUNCT && next == n-1 {
		return v, true
	}
	if s.quoted[next] != s.quoted[v] {
		return v, s.Tokens[next].Tag == tree.PUNCT
	}
	switch t := &s.Tokens[next]; {
	case isComma(t):
		return v, true
	case inverted || t.Tag == tree.ADP || t.Tag == tree.ADV || s.takesPerson(v) || p.isDay(s, next):
	case t.Tag == tree.SCONJ && t.Lemma != "that" && t.Lemma != "whether" && t.Lemma != "if":
	default:
		return 0, false
	}
	// The rest of the sentence must not be a clause that the verb could hold.
	last = v
	for i := next; i < n; i++ {
		t := &s.Tokens[i]
		if t.Tag == tree.PUNCT && (i == n-1 || s.quoted[i] != s.quoted[v]) {
			return i - 1, true
		}
		if t.Rel == tree.Mark && t.Lemma == "that" && t.Head >= 0 && s.Tokens[t.Head].Rel == tree.Ccomp && s.Tokens[t.Head].Head == v {
			return 0, false
		}
		if t.Rel == tree.Ccomp && t.Head == v && i > v {
			return 0, false
		}
		last = i
	}
	return last, true
}

// isComma reports whether a token sets an aside off.
func isComma(t *tree.Token) bool {
	return t.Form == "," || t.Form == "—" || t.Form == "--" || t.Form == "–"
}

// takesPerson reports whether the verb is one like tell, with a person as its
// object.
func (s *sentence) takesPerson(v int) bool {
	k := s.Kid(v, tree.Iobj, tree.Obj)
	return k > v && s.Tokens[v].Lemma != "say"
}

// isDay reports whether a time expression stands at token i.
func (p *reading) isDay(s *sentence, i int) bool {
	t := &s.Tokens[i]
	return t.Rel == tree.OblUnmarked || p.timeAt(t.Span) != nil
}

// hasVerb reports whether a finite clause lies in the tokens.
func hasVerb(s *sentence, first, last int) bool {
	for i := first; i <= last; i++ {
		if t := &s.Tokens[i]; t.Tag == tree.VERB || t.Tag == tree.AUX {
			return true
		}
	}
	return false
}

// setAside gives the attributions of a sentence what its asides tell: those of
// the asides' cues get the rest of the sentence as content, and no other
// content reaches into an aside.
func (p *reading) setAside(s *sentence, asides []aside, from int) {
	for _, a := range asides {
		clause := s.Cover(a.first, a.last)
		n := -1
		for i := from; i < len(p.found); i++ {
			if p.found[i].cue == (place{s.index, a.cue}) {
				n = i
			}
		}
		if n < 0 {
			n = len(p.found)
			p.found = append(p.found, p.speech(place{s.index, a.cue}))
		}
		at := &p.found[n]
		at.content = at.content[:0]
		for _, r := range [][2]int{{a.from, a.first - 1}, {a.last + 1, a.to}} {
			if span, ok := s.trim(r[0], r[1]); ok {
				at.content = append(at.content, span)
			}
		}
		if at.source.Empty() || at.unsure || !clause.Contains(at.source) {
			p.beside(at, zone{s, a.first, a.last}, zone{}, afterSide)
		}
		for i := from; i < len(p.found); i++ {
			if i != n && !clause.Overlaps(p.found[i].cueSpan) {
				p.found[i].content = without(p.found[i].content, clause, s)
			}
		}
	}
}

// trim is the span from token first to last without loose punctuation and
// conjunctions at its ends.
func (s *sentence) trim(first, last int) (record.Span, bool) {
	for first <= last && s.Tokens[first].Tag == tree.PUNCT && s.quoted[first] < 0 {
		first++
	}
	for last >= first && s.Tokens[last].Tag == tree.PUNCT && s.quoted[last] < 0 {
		last--
	}
	if first > last {
		return record.Span{}, false
	}
	return s.Cover(first, last), true
}

// without is content minus the words of an aside.
func without(content []record.Span, clause record.Span, s *sentence) []record.Span {
	var out []record.Span
	for _, c := range content {
		if !c.Overlaps(clause) {
			out = append(out, c)
			continue
		}
		for _, part := range []record.Span{{Start: c.Start, End: clause.Start}, {Start: clause.End, End: c.End}} {
			if first, last, ok := s.within(part); ok {
				if span, ok := s.trim(first, last); ok {
					out = append(out, span)
				}
			}
		}
	}
	return out
}

// within are the first and last token of a sentence that lie in a span.
func (s *sentence) within(span record.Span) (first, last int, ok bool) {
	first, last = -1, -1
	for i := range s.Tokens {
		if span.Contains(s.Tokens[i].Span) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last, first >= 0
}

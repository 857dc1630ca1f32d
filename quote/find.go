package quote

import (
	"detente/record"
	"detente/tree"
)

// find lists the attributions of the document in the order of their cues.
func (p *reading) find() {
	var f featureList
	var list []candidate
	var asides []aside
	for i := range p.sents {
		s := &p.sents[i]
		if !p.reads(s) {
			continue
		}
		from := len(p.found)
		for v := range s.Tokens {
			if !s.mayBeCue(v) {
				continue
			}
			lex := p.cues.at(s.Sentence, v)
			p.cueFeatures(s, v, lex, &f)
			score := p.weights.scoreCue(f.list)
			if lex != nil && s.holdsClause(v, lex) {
				score += clauseBonus
			}
			if score < cueBar {
				continue
			}
			list = s.candidates(v, list)
			a, ok := p.assemble(s, v, lex, list, &f)
			if !ok && lex != nil && lex.frames&thatFrame != 0 {
				ok = s.farClause(&a)
			}
			if ok && !p.hides(s, &a) {
				p.relay(s, &a, from)
				p.found = append(p.found, a)
			}
		}
		p.labelled(s)
		asides = p.asides(s, asides)
		p.setAside(s, asides, from)
	}
}

// farClause gives a cue without content the clause with that which follows it
// at a distance, wherever the tree hangs it: "said in a statement carried by the
// agency that the treaty was void".
func (s *sentence) farClause(a *attribution) bool {
	v := a.cue.token
	for i := v + 1; i < len(s.Tokens); i++ {
		t := &s.Tokens[i]
		if t.Lemma != "that" || t.Rel != tree.Mark || t.Head <= i || s.quoted[i] != s.quoted[v] {
			continue
		}
		_, last := s.Reach(t.Head)
		if span, ok := s.trim(i, last); ok {
			a.content, a.head = []record.Span{span}, place{s.index, t.Head}
			a.cueSpan = s.Tokens[v].Span
			if a.source.Empty() {
				if k := s.Kid(v, tree.Nsubj); k >= 0 {
					f, l := s.Reach(k)
					a.source, a.sourceHead = s.Cover(f, l), place{s.index, k}
				}
			}
			return true
		}
	}
	return false
}

// hides reports whether an attribution only tells that a source stays unnamed:
// "officials who asked not to be named".
func (p *reading) hides(s *sentence, a *attribution) bool {
	if a.head.token < 0 || !p.sources.anonymity[s.Tokens[a.head.token].Lemma] {
		return false
	}
	switch s.Tokens[a.cue.token].Rel {
	case tree.AclRelcl, tree.Acl, tree.Advcl:
		return true
	}
	return false
}

// relay gives words that are handed on to whom they belong to: in "the daily
// quoted the minister as saying", the minister says and the daily carries.
func (p *reading) relay(s *sentence, a *attribution, from int) {
	v := a.cue.token
	h := s.Tokens[v].Head
	if h < 0 || !s.as(v) || !p.sources.carriers[s.Tokens[h].Lemma] {
		return
	}
	who := s.Kid(h, tree.Obj, tree.NsubjPass)
	if who < 0 {
		return
	}
	first, last := s.Reach(who)
	if last >= v && who < v {
		last = who
	}
	a.source, a.sourceHead, a.unsure = s.Cover(first, last), place{s.index, who}, false
	for i := from; i < len(p.found); i++ {
		if p.found[i].cue == (place{s.index, h}) {
			p.found = append(p.found[:i], p.found[i+1:]...)
			break
		}
	}
}

// reads reports whether a sentence stands in a block that is read.
func (p *reading) reads(s *sentence) bool {
	return s.Block >= 0 && s.Block < len(p.Doc.Blocks) && p.Doc.Blocks[s.Block].Role.Reads()
}

// The bars that the scores of the models must clear, in log odds. Cues are let
// in below even odds, since what they bring in tokens outweighs the false ones;
// a cue without a clear source or content gets the likeliest one.
const (
	cueBar     = -0.5
	sourceBar  = -1.5
	contentBar = -3
	// clauseBonus is for a cue of the lexicon that stands with a clause which it
	// can hold, as the lexicon says.
	clauseBonus = 1
)

// assemble gives the cue at token v its source and content from the
// constituents around it; ok is false where there is no content.
func (p *reading) assemble(s *sentence, v int, lex *Cue, list []candidate, f *featureList) (attribution, bool) {
	a := attribution{cue: place{s.index, v}, lex: lex, sourceHead: place{s.index, -1}, head: place{s.index, -1}}
	mask := make([]role, len(s.Tokens))
	var roles [maxCandidates]role
	source, sourceScore := -1, float32(sourceBar)
	content, contentScore := -1, float32(contentBar)
	for n, c := range list {
		p.roleFeatures(s, v, lex, c, f)
		scores := p.weights.scoreRoles(f.list)
		scores[cueRole] += 0.3
		best := noRole
		for r := sourceRole; r < roleCount; r++ {
			if scores[r] > scores[best] {
				best = r
			}
		}
		if m := scores[sourceRole] - max(scores[noRole], scores[contentRole], scores[cueRole]); m > sourceScore && (m > 0 || s.stands(c.root)) {
			source, sourceScore = n, m
		}
		if m := scores[contentRole] - max(scores[noRole], scores[sourceRole], scores[cueRole]); m > contentScore {
			content, contentScore = n, m
		}
		switch best {
		case contentRole:
			if mask[c.root] == noRole {
				mask[c.root] = contentHead
			}
			if a.head.token < 0 || s.Tokens[c.root].Tag == tree.VERB {
				a.head.token = c.root
			}
		}
		roles[n] = best
	}
	for _, r := range []role{cueRole, contentRole} {
		for n, c := range list {
			if roles[n] == r && n != source {
				s.paint(mask, c, r)
			}
		}
	}
	if a.head.token < 0 && content >= 0 && content != source {
		s.paint(mask, list[content], contentRole)
		a.head.token = list[content].root
	}
	if a.head.token < 0 {
		return a, false
	}
	if source >= 0 {
		s.paint(mask, list[source], sourceRole)
		a.sourceHead.token = list[source].root
		a.unsure = sourceScore < 0
	}
	mask[v] = cueRole
	first, last := s.cueReach(mask, v)
	for i := first; i <= last; i++ {
		mask[i] = cueRole
	}
	a.cueSpan = s.Cover(first, last)
	if source >= 0 {
		a.source = s.one(mask, sourceRole, list[source].root)
	}
	a.content = s.spans(mask, contentRole)
	return a, len(a.content) > 0
}

// paint gives the tokens of a constituent a role. Cues and sources win over
// content.
func (s *sentence) paint(mask []role, c candidate, r role) {
	var walk func(i, depth int)
	walk = func(i, depth int) {
		if i == c.minus || depth > maxDeep || r == cueRole && i != c.root && mask[i] == contentHead {
			return
		}
		if r != contentRole || mask[i] == noRole || mask[i] == contentHead {
			mask[i] = r
		}
		for k := range s.Kids(i) {
			walk(k, depth+1)
		}
	}
	walk(c.root, 0)
}

// maxDeep bounds walks down a tree.
const maxDeep = 400

// cueReach is the run of cue tokens around v; a preposition or infinitive
// particle between the cue and its content belongs to the cue.
func (s *sentence) cueReach(mask []role, v int) (first, last int) {
	first, last = v, v
	for first > 0 && mask[first-1] == cueRole {
		first--
	}
	for last+1 < len(mask) {
		next := last + 1
		t := &s.Tokens[next]
		if mask[next] == cueRole || mask[next] == contentRole && t.Rel == tree.Case && t.Head >= 0 && s.Tokens[t.Head].Head == v {
			last = next
			continue
		}
		break
	}
	return first, last
}

// one is the stretch of tokens of a role around token i.
func (s *sentence) one(mask []role, r role, i int) record.Span {
	first, last := i, i
	for first > 0 && mask[first-1] == r {
		first--
	}
	for last+1 < len(mask) && mask[last+1] == r {
		last++
	}
	for last > i && s.Tokens[last].Tag == tree.PUNCT {
		last--
	}
	for first < i && (s.Tokens[first].Tag == tree.PUNCT || s.Tokens[first].Rel == tree.Cc) {
		first++
	}
	return s.Cover(first, last)
}

// spans are the stretches of tokens of a role, without loose punctuation at
// their ends.
func (s *sentence) spans(mask []role, r role) []record.Span {
	var out []record.Span
	for i := 0; i < len(mask); i++ {
		if mask[i] != r {
			continue
		}
		first := i
		for {
			next := i + 1 // the next token of the role, past punctuation
			for next < len(mask) && mask[next] != r && s.Tokens[next].Tag == tree.PUNCT {
				next++
			}
			if next == len(mask) || mask[next] != r {
				break
			}
			i = next
		}
		last := i
		for first <= last && s.loose(first, true) {
			first++
		}
		for last >= first && s.loose(last, false) {
			last--
		}
		if first <= last {
			out = append(out, s.Cover(first, last))
		}
	}
	return out
}

// loose reports whether a token at the edge of content is punctuation that
// does not belong to it.
func (s *sentence) loose(i int, atStart bool) bool {
	t := &s.Tokens[i]
	if t.Tag != tree.PUNCT {
		return false
	}
	if s.quoted[i] >= 0 {
		return false
	}
	return true
}

// holdsClause reports whether a clause hangs on token v that the cue can hold,
// and for a verb, a subject.
func (s *sentence) holdsClause(v int, lex *Cue) bool {
	clause, subject := false, s.Tokens[v].Tag != tree.VERB || s.Tokens[v].Rel != tree.Root
	for k := range s.Kids(v) {
		switch t := &s.Tokens[k]; t.Rel {
		case tree.Ccomp, tree.Xcomp, tree.Acl:
			clause = clause || s.takes(lex, candidate{root: k, minus: -1}, t) == 2 && (t.Rel == tree.Ccomp || s.marked(k))
		case tree.Nsubj, tree.NsubjPass:
			subject = true
		}
	}
	return clause && subject
}

// marked reports whether a clause begins with that or to.
func (s *sentence) marked(i int) bool {
	for k := range s.Kids(i) {
		if t := &s.Tokens[k]; t.Rel == tree.Mark && (t.Lemma == "to" || t.Lemma == "that") {
			return true
		}
	}
	return false
}

// stands reports whether a constituent can be a source that no score supports:
// a noun phrase without a preposition.
func (s *sentence) stands(i int) bool {
	switch s.Tokens[i].Tag {
	case tree.NOUN, tree.PROPN, tree.PRON, tree.NUM, tree.DET:
		return s.Kid(i, tree.Case) < 0
	}
	return false
}

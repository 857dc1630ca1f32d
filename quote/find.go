package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
			if lex != nil {
				if lex.frames&hearsayFrame != 0 {
					p.hearsay(s, v, lex)
					continue
				}
				score += s.bonus(v, lex)
			}
			if score < cueBar-contentWeight*3 {
				continue
			}
			list = s.candidates(v, list)
			a, fit, ok := p.assemble(s, v, lex, list, &f)
			if !ok && lex != nil && lex.frames&thatFrame != 0 {
				if ok = s.farClause(&a); ok {
					fit = 0
				}
			}
			if ok && score+contentWeight*max(-3, min(3, fit)) > cueBar && !p.hides(s, &a) && !p.title(&a) && !p.twice(&a, from) {
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

// title reports whether the content of a cue that takes no speech is a title
// between quote marks: “The Third Man”.
func (p *reading) title(a *attribution) bool {
	if a.lex != nil && a.lex.frames&quoteFrame != 0 {
		return false
	}
	q := p.quotationIn(a.content[0])
	if q == nil || a.content[0].Start < q.outer.Start {
		return false
	}
	words := 0
	for w := range strings.FieldsSeq(q.inner.In(p.Doc.Text)) {
		r, _ := utf8.DecodeRuneInString(w)
		if len(w) > 3 && !unicode.IsUpper(r) {
			return false
		}
		words++
	}
	return words > 1 && words < 12
}

// twice reports whether the cue is a noun whose content a verb beside it has
// already: "said in a statement that ...".
func (p *reading) twice(a *attribution, from int) bool {
	if a.lex == nil || a.lex.tag != tree.NOUN {
		return false
	}
	for i := max(from, len(p.found)-8); i < len(p.found); i++ {
		if c := p.found[i].content; len(c) > 0 && c[0] == a.content[0] {
			return true
		}
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

// The bars that the scores of the models must clear, in log odds. A cue without
// a clear source or content gets the likeliest one.
const (
	cueBar     = 0.05
	sourceBar  = -1.5
	contentBar = -3
	// What the lexicon adds for a clause that its cue can hold.
	clauseBonus = 1
	thatBonus   = 1
	// contentWeight is how much the fit of its content counts for a cue.
	contentWeight = 0.4
	// cueBias leans the roles towards more of the cue.
	cueBias = 0.4
)

// assemble gives the cue at token v its source and content from the
// constituents around it; fit is how well the best content suits, in log odds,
// and ok is false where there is none.
func (p *reading) assemble(s *sentence, v int, lex *Cue, list []candidate, f *featureList) (a attribution, fit float32, ok bool) {
	fit = contentBar
	a = attribution{cue: place{s.index, v}, lex: lex, sourceHead: place{s.index, -1}, head: place{s.index, -1}}
	mask := make([]role, len(s.Tokens))
	var roles [maxCandidates]role
	source, sourceScore := -1, float32(sourceBar)
	content, contentScore := -1, float32(contentBar)
	for n, c := range list {
		p.roleFeatures(s, v, lex, c, f)
		scores := p.weights.scoreRoles(f.list)
		scores[cueRole] += cueBias
		best := noRole
		for r := sourceRole; r < roleCount; r++ {
			if scores[r] > scores[best] {
				best = r
			}
		}
		if m := scores[sourceRole] - max(scores[noRole], scores[contentRole], scores[cueRole]); m > sourceScore && s.Tokens[c.root].Rel != tree.Det && (m > 0 || s.stands(c.root)) {
			source, sourceScore = n, m
		}
		m := scores[contentRole] - max(scores[noRole], scores[sourceRole], scores[cueRole])
		if fit = max(fit, m); m > contentScore {
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
		return a, fit, false
	}
	if source >= 0 {
		s.paint(mask, list[source], sourceRole)
		a.sourceHead.token = list[source].root
		a.unsure = sourceScore < 0
	}
	if source < 0 {
		a.sourceHead.token = s.understood(v)
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
	return a, fit, len(a.content) > 0
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
		if mask[next] == cueRole || mask[next] != noRole && s.joins(t, v) {
			last = next
			continue
		}
		break
	}
	return first, last
}

// joins reports whether a word ties source or content to the cue at token v, as
// the gold has it a part of the cue: called for calm, called for lowering taxes,
// was backed by the allies.
func (s *sentence) joins(t *tree.Token, v int) bool {
	if t.Head < 0 || s.Tokens[t.Head].Head != v {
		return false
	}
	switch t.Rel {
	case tree.Case:
		return true
	case tree.Mark:
		return s.Tokens[t.Head].Morph.Has(tree.VerbFormGer)
	}
	return false
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

// bonus is what the lexicon adds to the score of a cue: much where a clause with
// that or whether hangs on it, as the lexicon says it can, less where another
// clause does; nothing for a verb without a subject.
func (s *sentence) bonus(v int, lex *Cue) float32 {
	best := float32(0)
	subject := s.Tokens[v].Tag != tree.VERB || s.Tokens[v].Rel != tree.Root
	for k := range s.Kids(v) {
		switch t := &s.Tokens[k]; t.Rel.Base() {
		case tree.Ccomp, tree.Xcomp, tree.Acl:
			if s.takes(lex, candidate{root: k, minus: -1}, t) != 2 {
				continue
			}
			switch mark := s.markOf(k); {
			case mark == "that" || mark == "whether":
				best = max(best, thatBonus)
			case mark == "to" || t.Rel == tree.Ccomp:
				best = max(best, clauseBonus)
			}
		case tree.Nsubj:
			subject = true
		}
	}
	if !subject {
		return 0
	}
	return best
}

// markOf is the lemma of the word that leads clause i: that, to; empty for none.
func (s *sentence) markOf(i int) string {
	if k := s.Kid(i, tree.Mark); k >= 0 {
		return s.Tokens[k].Lemma
	}
	return ""
}

// hearsay takes the clause of an adverb such as reportedly as content that
// nobody stands for.
func (p *reading) hearsay(s *sentence, v int, lex *Cue) {
	h := s.Tokens[v].Head
	if h < 0 {
		return
	}
	mask := make([]role, len(s.Tokens))
	s.paint(mask, candidate{root: h, minus: v}, contentRole)
	a := attribution{
		cue: place{s.index, v}, cueSpan: s.Tokens[v].Span, lex: lex,
		sourceHead: place{s.index, -1}, head: place{s.index, h}, content: s.spans(mask, contentRole),
	}
	if len(a.content) > 0 {
		p.found = append(p.found, a)
	}
}

// understood is the subject that a verb without one shares with the clause that
// it hangs on: "the union rejected the offer, saying ..."; -1 for none.
func (s *sentence) understood(v int) int {
	if s.Tokens[v].Tag != tree.VERB {
		return -1
	}
	for up := 0; up <= maxUp; up++ {
		if k := s.Kid(v, tree.Nsubj, tree.NsubjPass); k >= 0 {
			return k
		}
		switch s.Tokens[v].Rel {
		case tree.Advcl, tree.Xcomp, tree.Conj:
			v = s.Tokens[v].Head
		default:
			return -1
		}
	}
	return -1
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

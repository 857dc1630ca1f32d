package quote

import (
	"detente/record"
	"detente/tree"
)

// signed takes a quotation that a name signs after a dash, as in a collection
// of voices: "We are tired of it." — Ann Lee. The dash is its cue.
func (p *reading) signed(q *quotation, after zone) bool {
	if after.empty() {
		at := p.at(q.outer.End)
		if at.sent == len(p.sents) || p.sents[at.sent].Block != q.block || at.token != 0 {
			return false
		}
		s := &p.sents[at.sent]
		after = zone{s, 0, len(s.Tokens) - 1}
	}
	dash := after.first
	for dash <= after.last && after.s.Tokens[dash].Form == "." {
		dash++
	}
	if dash > after.last || !isDash(after.s.Tokens[dash].Form) {
		return false
	}
	cue := place{after.s.index, dash}
	cueSpan := after.s.Tokens[dash].Span
	if next := after.s.index + 1; dash == len(after.s.Tokens)-1 && next < len(p.sents) && p.sents[next].Block == q.block {
		after, dash = zone{&p.sents[next], 0, len(p.sents[next].Tokens) - 1}, -1
	}
	name := false
	last := dash
	for i := dash + 1; i <= after.last && last-dash < 16 && after.s.quoted[i] < 0; i++ {
		t := &after.s.Tokens[i]
		if t.Tag == tree.VERB || t.Tag == tree.AUX {
			return false
		}
		name = name || t.Tag == tree.PROPN
		if t.Tag != tree.PUNCT {
			last = i
		}
	}
	if !name {
		return false
	}
	p.found = append(p.found, attribution{
		cue: cue, cueSpan: cueSpan,
		source: after.s.Cover(dash+1, last), sourceHead: place{after.s.index, after.s.headOf(dash+1, last)},
		content: []record.Span{q.inner}, head: place{after.s.index, -1}, direct: true,
	})
	return true
}

func isDash(form string) bool {
	return form == "—" || form == "–" || form == "―" || form == "--" || form == "-"
}

// headOf is the token between first and last whose head lies outside, nouns
// before others.
func (s *sentence) headOf(first, last int) int {
	best := first
	for i := last; i >= first; i-- {
		t := &s.Tokens[i]
		if t.Tag != tree.PUNCT && (t.Head < first || t.Head > last) {
			best = i
			if t.Tag == tree.NOUN || t.Tag == tree.PROPN || t.Tag == tree.PRON {
				break
			}
		}
	}
	return best
}

// titled takes a quotation that a headline gives after a colon: Envoy on the
// truce: "It holds". The colon is its cue and whom the headline names its
// source.
func (p *reading) titled(q *quotation, before zone) bool {
	if before.empty() || before.s.Tokens[before.last].Form != ":" {
		return false
	}
	first, last := p.namedBefore(before)
	if first < 0 {
		return false
	}
	s := before.s
	p.found = append(p.found, attribution{
		cue: place{s.index, before.last}, cueSpan: s.Tokens[before.last].Span,
		source: s.Cover(first, last), sourceHead: place{s.index, s.headOf(first, last)},
		content: []record.Span{q.inner}, head: place{s.index, -1}, direct: true,
	})
	return true
}

// namedBefore is whom the words before a colon name: their subject if they are
// a clause, else the last name in them, or all of them where they are few.
func (p *reading) namedBefore(z zone) (first, last int) {
	end := z.last - 1
	for i := z.first; i <= end; i++ {
		if t := &z.s.Tokens[i]; t.Rel == tree.Nsubj && (t.Tag == tree.NOUN || t.Tag == tree.PROPN) {
			f, l := z.s.Reach(i)
			if f >= z.first && l <= end {
				return f, l
			}
		}
	}
	for i := end; i >= z.first; i-- {
		if k := z.s.names[i]; k == tree.PersonName || k == tree.OrgName || k == tree.GPE {
			last = i
			for i > z.first && z.s.names[i-1] == k {
				i--
			}
			return i, last
		}
	}
	return -1, -1
}

// labelled takes a line that begins with a speaker's name and a colon, as
// headlines and transcripts do: Premier: We will keep the border open. The
// words before the colon must name somebody; the rest of the line is his.
func (p *reading) labelled(s *sentence) {
	block := p.Doc.Blocks[s.Block].Span
	if len(s.Tokens) < 2 || s.Tokens[0].Span.Start-block.Start > 2 || s.quoted[0] >= 0 {
		return
	}
	colon := -1
	for i := 1; i < len(s.Tokens) && i <= 6; i++ {
		switch t := &s.Tokens[i]; {
		case t.Form == ":":
			colon = i
		case t.Tag == tree.VERB || t.Tag == tree.AUX || t.Tag == tree.SCONJ:
			return
		}
		if colon > 0 {
			break
		}
	}
	if colon < 0 || s.Tokens[colon].Span.Start != s.Tokens[colon-1].Span.End {
		return
	}
	said, first := s, colon+1 // where what is said begins
	if first == len(s.Tokens) {
		if s.index+1 >= len(p.sents) || p.sents[s.index+1].Block != s.Block {
			return
		}
		said, first = &p.sents[s.index+1], 0
	}
	head := s.headOf(0, colon-1)
	named := s.names[head] == tree.PersonName || s.names[head] == tree.OrgName || s.names[head] == tree.GPE ||
		p.mentionAt(place{s.index, head}) != nil || said.speaksForItself(first)
	if !named || said.quoted[first] >= 0 || !hasVerb(said, first, len(said.Tokens)-1) {
		return // with marks it is direct speech, found by them
	}
	content := record.Span{Start: said.Tokens[first].Span.Start, End: block.End}
	p.found = append(p.found, attribution{
		cue: place{s.index, colon}, cueSpan: s.Tokens[colon].Span,
		source: s.Cover(0, colon-1), sourceHead: place{s.index, head},
		content: []record.Span{content}, head: place{s.index, -1},
	})
}

// speaksForItself reports whether a clause is in the first person.
func (s *sentence) speaksForItself(first int) bool {
	for i := first; i < len(s.Tokens); i++ {
		if t := &s.Tokens[i]; t.Tag == tree.PRON && t.Morph.Has(tree.Person1) {
			return true
		}
	}
	return false
}

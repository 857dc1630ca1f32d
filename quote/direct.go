package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
	"detente/tree"
)

// zone is the run of tokens of one sentence beside a quotation and outside any.
type zone struct {
	s           *sentence
	first, last int // empty: last < first
}

func (z zone) empty() bool { return z.s == nil || z.last < z.first }

// attach gives every quotation its cue: in the words after it ("...," he said),
// in those before it (he said: "..."), else that of the quotation before it,
// which it goes on with. A quotation with neither is no speech: a title, a
// nickname, words held at a distance.
func (p *reading) attach() {
	byCue := map[place]int{}
	for i := range p.found {
		byCue[p.found[i].cue] = i
	}
	last := -1      // the attribution of the latest quotation
	lastBlock := -2 // and the block where it stood
	for n := range p.quotes {
		q := &p.quotes[n]
		if strings.TrimSpace(q.inner.In(p.Doc.Text)) == "" {
			continue
		}
		if a := p.holder(q); a >= 0 {
			last, lastBlock = a, q.block
			continue
		}
		before, after := p.before(q), p.after(q)
		cue, side := place{-1, -1}, noSide
		if !before.binds() {
			cue, side = p.cueOf(q, before, after)
		}
		switch {
		case cue.sent >= 0:
			a, ok := byCue[cue]
			if !ok {
				a = len(p.found)
				byCue[cue] = a
				p.found = append(p.found, p.speech(cue))
			}
			p.join(a, q, side, before, after)
			last, lastBlock = a, q.block
		case p.signed(q, after), p.titled(q, before):
			last, lastBlock = len(p.found)-1, q.block
		case last >= 0 && p.goesOn(q, before, after, q.block == lastBlock, q.block == lastBlock+1):
			p.found[last].content = append(p.found[last].content, q.inner)
			lastBlock = q.block
		default:
			if q.block != lastBlock {
				last = -1
			}
		}
	}
}

// holder is the indirect attribution, with its cue outside the quotation, whose
// content holds words before the quotation and its beginning: a mixed
// statement. Its content is stretched to the end of the quotation.
func (p *reading) holder(q *quotation) int {
	for i := len(p.found) - 1; i >= 0; i-- {
		a := &p.found[i]
		if a.cueSpan.Overlaps(q.outer) {
			continue
		}
		for k := max(0, len(a.content)-8); k < len(a.content); k++ {
			c := &a.content[k]
			if c.Start < q.outer.Start && c.End > q.inner.Start && p.wordsBetween(c.Start, q.outer.Start) {
				if c.End < q.outer.End {
					c.End = q.outer.End
				}
				return i
			}
		}
		if p.sents[a.cue.sent].Span.End < q.outer.Start-4000 {
			break
		}
	}
	return -1
}

// wordsBetween reports whether a letter or digit stands between two bytes.
func (p *reading) wordsBetween(from, to int) bool {
	return strings.IndexFunc(p.Doc.Text[from:to], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// before is the zone from the start of the sentence, or from the quotation
// before, to q.
func (p *reading) before(q *quotation) zone {
	at := p.at(q.outer.Start)
	if at.sent == len(p.sents) {
		return zone{}
	}
	s := &p.sents[at.sent]
	last := at.token - 1
	first := last + 1
	for first > 0 && s.quoted[first-1] < 0 {
		first--
	}
	if last < first && at.token == 0 && at.sent > 0 {
		// A sentence that ends with a colon leads to the quotation.
		prev := &p.sents[at.sent-1]
		if n := len(prev.Tokens) - 1; n >= 0 && prev.Tokens[n].Form == ":" && prev.Block >= s.Block-1 {
			first = n + 1
			for first > 0 && prev.quoted[first-1] < 0 {
				first--
			}
			return zone{prev, first, n}
		}
	}
	return zone{s, first, last}
}

// after is the zone from q to the end of the sentence or the next quotation.
func (p *reading) after(q *quotation) zone {
	at := p.at(q.outer.End)
	if at.sent == len(p.sents) || at.sent < 0 {
		return zone{}
	}
	s := &p.sents[at.sent]
	if s.Block != q.block {
		return zone{}
	}
	if at.token == 0 && s.Tokens[0].Span.Start >= q.outer.End {
		// The sentence was cut after the quotation, rightly or not. After a comma
		// its tail must follow; after a full mark, as in "Out!" the crowd yelled,
		// what follows must look like one.
		words := strings.TrimRight(q.inner.In(p.Doc.Text), " \t’'”\"")
		if !strings.HasSuffix(words, ",") && !(endsLoud(words) && p.tail(s)) {
			return zone{}
		}
	}
	last := at.token
	for last < len(s.Tokens) && s.quoted[last] < 0 {
		last++
	}
	return zone{s, at.token, last - 1}
}

// endsLoud reports whether a quotation ends with a mark that ends a sentence
// and a quotation alike.
func endsLoud(words string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(words, unicode.IsSpace))
	return r == '?' || r == '!' || r == '…' || r == '.' || r == '—'
}

// tail reports whether a sentence reads as the tail of a quotation that ended
// with a full mark: short, and with a verb of speaking among its first words.
func (p *reading) tail(s *sentence) bool {
	if len(s.Tokens) > 12 {
		r, _ := utf8.DecodeRuneInString(s.Tokens[0].Form)
		if !unicode.IsLower(r) {
			return false
		}
	}
	for i := 0; i < len(s.Tokens) && i < 8; i++ {
		if lex := p.cues.at(s.Sentence, i); lex != nil && lex.frames&quoteFrame != 0 {
			return i+1 >= len(s.Tokens)-1 || s.Tokens[i+1].Tag != tree.SCONJ
		}
	}
	return false
}

// sides of a quotation.
const (
	noSide = iota
	beforeSide
	afterSide
)

// cueOf picks the cue of a quotation from the zones beside it; its sent is -1
// where there is none.
func (p *reading) cueOf(q *quotation, before, after zone) (place, int) {
	none := place{-1, -1}
	text := p.Doc.Text
	led := strings.TrimRightFunc(text[:q.outer.Start], unicode.IsSpace)
	ledBy, _ := utf8.DecodeLastRuneInString(led)
	if ledBy == ':' || ledBy == ',' {
		if v := p.lastCue(before, ledBy == ':'); v >= 0 {
			return place{before.s.index, v}, beforeSide
		}
	}
	if p.closesClause(q) {
		if v := p.firstCue(after); v >= 0 {
			return place{after.s.index, v}, afterSide
		}
	}
	if v := p.lastCue(before, false); v >= 0 && p.leadsInto(before, v) && (p.closesClause(q) || p.ends(after)) {
		return place{before.s.index, v}, beforeSide
	}
	return none, noSide
}

// closesClause reports whether a quotation ends as one does before its cue:
// with a comma or a full mark, inside the marks or right after them.
func (p *reading) closesClause(q *quotation) bool {
	in := strings.TrimRightFunc(q.inner.In(p.Doc.Text), unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(in)
	switch r {
	case ',', '.', '?', '!', '…', '—', '-', '\'', '’', '”', '"', ']', ')':
		return true
	}
	rest := strings.TrimLeft(p.Doc.Text[min(q.outer.End, len(p.Doc.Text)):], " ")
	return strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "-")
}

// ends reports whether nothing but punctuation follows a quotation in its
// sentence.
func (p *reading) ends(after zone) bool {
	for i := after.first; !after.empty() && i <= after.last; i++ {
		if after.s.Tokens[i].Tag != tree.PUNCT {
			return false
		}
	}
	return true
}

// binds reports whether the last word of a zone binds the quotation after it
// into a phrase: on “Morning Hour”, the “heroes”, because “they came”.
func (z zone) binds() bool {
	if z.empty() {
		return false
	}
	t := &z.s.Tokens[z.last]
	switch t.Tag {
	case tree.ADP, tree.DET, tree.ADJ, tree.NUM, tree.AUX, tree.PART:
		return t.Lemma != "like" && t.Lemma != "as" && t.Rel != tree.CompoundPrt
	case tree.SCONJ:
		return t.Lemma != "that" && t.Lemma != "as"
	}
	return false
}

// firstCue is the first token of a zone that can head the cue of speech, not
// inside a relative clause if there is another; -1 for none.
func (p *reading) firstCue(z zone) int {
	if z.empty() {
		return -1
	}
	relative := -1
	for i := z.first; i <= z.last; i++ {
		t := &z.s.Tokens[i]
		if !p.speaks(z.s, i) {
			continue
		}
		switch t.Rel {
		case tree.AclRelcl, tree.AdvclRelcl:
			if relative < 0 {
				relative = i
			}
			continue
		}
		return i
	}
	if relative >= 0 {
		return relative
	}
	// Any verb may speak that follows the comma with its subject: "...," he deadpanned.
	for i := z.first; i <= z.last && i < z.first+8; i++ {
		if t := &z.s.Tokens[i]; t.Tag == tree.VERB && t.Rel != tree.AclRelcl && t.Morph.Any(tree.VerbFormFin|tree.TensePast) && z.s.Kid(i, tree.Nsubj) >= z.first {
			return i
		}
	}
	return -1
}

// lastCue is the last token of a zone that can head the cue of speech.
func (p *reading) lastCue(z zone, colon bool) int {
	if z.empty() {
		return -1
	}
	for i := z.last; i >= z.first; i-- {
		if p.speaks(z.s, i) {
			return i
		}
	}
	if colon {
		for i := z.last; i >= z.first; i-- {
			t := &z.s.Tokens[i]
			if t.Tag == tree.VERB && t.Morph.Any(tree.VerbFormFin|tree.TensePast|tree.TensePres) && (t.Rel == tree.Root || t.Rel == tree.Conj || t.Rel == tree.Ccomp || t.Rel == tree.Parataxis) {
				return i
			}
		}
	}
	return -1
}

// speaks reports whether a token can be the cue of direct speech.
func (p *reading) speaks(s *sentence, i int) bool {
	switch s.Tokens[i].Tag {
	case tree.VERB, tree.ADP, tree.SCONJ:
		lex := p.cues.at(s.Sentence, i)
		return lex != nil && lex.frames&quoteFrame != 0
	}
	return false
}

// leadsInto reports whether the words from cue v to the end of the zone before
// a quotation are few and hold no clause of their own, so that the quotation
// is what the cue says.
func (p *reading) leadsInto(z zone, v int) bool {
	if z.last-v > 12 {
		return false
	}
	if t := &z.s.Tokens[z.last]; z.last > v && t.Tag == tree.CCONJ {
		return false
	}
	for i := v + 1; i <= z.last; i++ {
		switch t := &z.s.Tokens[i]; {
		case t.Rel == tree.Mark || t.Tag == tree.SCONJ || t.Tag == tree.VERB:
			return false
		case t.Rel.Base() == tree.Nsubj && t.Head != v:
			return false
		}
	}
	return true
}

// speech is a new attribution for the cue of a quotation.
func (p *reading) speech(cue place) attribution {
	s := &p.sents[cue.sent]
	lex := p.cues.at(s.Sentence, cue.token)
	var f featureList
	list := s.candidates(cue.token, nil)
	a, _, _ := p.assemble(s, cue.token, lex, list, &f)
	if a.cueSpan.Empty() {
		a.cueSpan = s.Tokens[cue.token].Span
	}
	a.content = nil
	return a
}

// join makes a quotation the content of attribution a.
func (p *reading) join(a int, q *quotation, side int, before, after zone) {
	at := &p.found[a]
	piece := q.inner
	if side == afterSide && !before.empty() && before.s == after.s {
		// An economy like that "could not last," he said: the words before the
		// marks are his too, back to the last thing said.
		first := before.first
		for first <= before.last && (before.s.Tokens[first].Tag == tree.PUNCT || before.s.Tokens[first].Tag == tree.CCONJ) {
			first++
		}
		if first <= before.last && p.lastCue(before, false) < 0 {
			piece = record.Span{Start: before.s.Tokens[first].Span.Start, End: q.outer.End}
		}
	}
	if side == beforeSide && !before.empty() && before.s.index == at.cue.sent {
		for i := at.cue.token + 1; i <= before.last; i++ {
			if t := &before.s.Tokens[i]; t.Lemma == "that" && (t.Rel == tree.Mark || t.Tag == tree.SCONJ) {
				piece = record.Span{Start: t.Span.Start, End: q.outer.End}
				break
			}
		}
	}
	if !at.direct {
		at.direct = true
		at.content = at.content[:0]
	}
	for _, c := range at.content {
		if c.Overlaps(piece) {
			return
		}
	}
	at.content = append(at.content, piece)
	if at.source.Empty() || at.unsure {
		p.beside(at, after, before, side)
	}
}

// beside looks for the source of a quotation among the words next to its cue,
// where the tree shows none: those between the quotation and the cue, else
// those after the cue.
func (p *reading) beside(a *attribution, after, before zone, side int) {
	z := after
	if side == beforeSide {
		z = before
	}
	if z.empty() || z.s.index != a.cue.sent {
		return
	}
	take := func(first, last int) bool {
		for first <= last && (z.s.Tokens[first].Tag == tree.PUNCT || z.s.Tokens[first].Tag == tree.CCONJ || z.s.Tokens[first].Tag == tree.ADV) {
			first++
		}
		for last >= first && (z.s.Tokens[last].Tag == tree.PUNCT || z.s.Tokens[last].Tag == tree.AUX || z.s.Tokens[last].Tag == tree.ADV) {
			last--
		}
		for i := first; i <= last; i++ {
			switch z.s.Tokens[i].Tag {
			case tree.NOUN, tree.PROPN, tree.PRON:
				a.source, a.sourceHead = z.s.Cover(first, last), place{z.s.index, i}
				return true
			}
		}
		return false
	}
	if take(z.first, a.cue.token-1) {
		return
	}
	last := a.cue.token
	for last < z.last && z.s.Tokens[last+1].Tag != tree.PUNCT && z.s.Tokens[last+1].Tag != tree.ADP {
		last++
	}
	take(a.cue.token+1, last)
}

// goesOn reports whether a quotation without a cue of its own continues the
// speech before it: it opens its paragraph again where the one before was left
// open, or it begins a sentence or its whole paragraph.
func (p *reading) goesOn(q *quotation, before, after zone, sameBlock, nextBlock bool) bool {
	if q.goesOn {
		return true
	}
	starts := before.empty() || before.s.Span.End <= q.outer.Start
	long := strings.Count(q.inner.In(p.Doc.Text), " ") >= 2
	switch {
	case sameBlock:
		return starts && (long || endsLoud(q.inner.In(p.Doc.Text)))
	case nextBlock:
		if m := p.Doc.Text[q.outer.Start]; m == '\'' && q.outer.Start+1 == q.inner.Start || strings.HasPrefix(p.Doc.Text[q.outer.Start:], "‘") {
			return false // a heading between quote marks
		}
		block := p.Doc.Blocks[q.block].Span.In(p.Doc.Text)
		return starts && long && q.outer.Len() >= len(strings.TrimSpace(block))-1
	}
	return false
}

// openMark takes an opening mark off content whose quotation was never closed
// or closes elsewhere.
func (p *reading) openMark(c record.Span) record.Span {
	if q := p.quotationIn(c); q != nil && q.open && q.outer.Start == c.Start && c.End <= q.inner.End {
		c.Start = q.inner.Start
	}
	return c
}

// snap stretches content that the tree cut off inside a quotation to the marks.
func (p *reading) snap() {
	for i := range p.found {
		a := &p.found[i]
		for k := range a.content {
			c := &a.content[k]
			*c = p.openMark(*c)
			if q := p.quotationAt(c.Start); q != nil && !q.outer.Overlaps(a.cueSpan) && q.inner.Start < c.Start && c.End > q.inner.End-2 {
				c.Start = q.outer.Start
			}
			if q := p.quotationAt(c.End - 1); q != nil && !q.outer.Overlaps(a.cueSpan) && c.Start <= q.inner.Start && c.End < q.inner.End-1 {
				c.End = q.outer.End
			}
		}
	}
}

// quotationAt is the outer quotation at a byte, or nil.
func (p *reading) quotationAt(b int) *quotation {
	at := p.at(b)
	if at.sent == len(p.sents) {
		return nil
	}
	s := &p.sents[at.sent]
	if at.token >= len(s.quoted) || s.quoted[at.token] < 0 || s.Tokens[at.token].Span.Start > b {
		return nil
	}
	return &p.quotes[s.quoted[at.token]]
}

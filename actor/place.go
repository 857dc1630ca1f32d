package actor

import (
	"slices"

	"detente/record"
	"detente/tree"
)

// partOfName reports whether the words are part of a longer name that the text
// gives to a person: "Jordan" in "Jordan Baker".
func (f *finder) partOfName(first, last int) bool {
	toks := f.s.Tokens
	next := last+1 < len(toks) && f.at[last+1] == 0 && toks[last+1].Tag == tree.PROPN && toks[last+1].Rel == tree.Flat && toks[last+1].Head == first
	prev := first > 0 && toks[first].Rel == tree.Flat && f.at[first-1] == 0 && toks[first-1].Tag == tree.PROPN &&
		f.classes[hashOf(toks[first-1].Form)]&(misterWord|madamWord) == 0
	return next || prev
}

// acts reports whether a capital stands for its government: not where it is a
// place ("in Kabul", "flew to Kabul", "Kabul airport").
func (f *finder) acts(first, last int) bool {
	toks := f.s.Tokens
	head := f.headOf(first, last)
	if last+1 < len(toks) && isGenitive(toks[last+1].Form) {
		return true
	}
	if last+2 < len(toks) && toks[last+1].Form == "," {
		if k := f.itemAt(last + 2); k != nil && (k.kind == stateName || k.kind == city) {
			return false // Damascus, Syria
		}
	}
	if toks[head].Rel == tree.Compound || toks[head].Rel == tree.Amod || toks[head].Rel == tree.Flat {
		return false // the Hanoi summit
	}
	prep := first - 1
	for prep >= 0 && (toks[prep].Tag == tree.DET || toks[prep].Tag == tree.ADJ || toks[prep].Tag == tree.ADV) {
		prep--
	}
	up := toks[head].Head
	if kid := f.s.Kid(head, tree.Case); kid >= 0 && kid < first {
		prep = kid
	} else if toks[head].Rel == tree.Conj && up >= 0 { // in Kabul and Herat
		if kid := f.s.Kid(up, tree.Case); kid >= 0 && up < head {
			prep, up = kid, toks[up].Head
		}
	}
	if prep >= 0 {
		switch c := f.classes[hashOf(toks[prep].Form)]; {
		case c&placeWord != 0:
			return false
		case c&pathWord != 0:
			return up < 0 || !f.moves(up)
		}
	}
	if toks[head].Rel == tree.Obj && up >= 0 {
		return !f.moves(up) // visit Kabul
	}
	return true
}

// located adds the name of a place in the state.
func (f *finder) located(first, last int, state int32) {
	code := f.states[state].code
	if !slices.ContainsFunc(f.found.Lands, func(a record.Actor) bool { return a.Code == code }) {
		f.found.Lands = append(f.found.Lands, f.stateRecord(state))
	}
	f.found.Places = append(f.found.Places, record.Mention{
		Span: f.s.Cover(first, last), Actor: code, Code: code, Sent: f.sent, First: first, Last: last, Head: f.headOf(first, last),
	})
}

// moves reports whether a token is a word of motion.
func (f *finder) moves(t int) bool {
	tok := &f.s.Tokens[t]
	return f.classes[hashOf(tok.Lemma)]&motionWord != 0 || f.classes[hashOf(tok.Form)]&motionWord != 0
}

// whichState settles names that several states share by what else the document
// speaks of: Congo, Korea, the North. It is -1 for a short name of a state of
// which the document does not speak otherwise.
func (f *finder) whichState(it *item) int32 {
	best, most := int32(-1), int32(-1)
	n := 0
	for k := it.head; k > 0; k = f.index.senses[k-1].next {
		sn := &f.index.senses[k-1]
		if sn.kind != it.kind {
			continue
		}
		c := f.countOf(sn)
		if sn.short && c == 0 {
			continue
		}
		n++
		if c > most || c == most && sn.id < best {
			best, most = sn.id, c
		}
	}
	if n == 0 {
		return -1
	}
	return best
}

// doubted reports whether the name of a state more likely means a part of
// another one: Georgia in a report on the United States.
func (f *finder) doubted(id int32) bool {
	other, ok := f.against[id]
	if !ok || f.spoken[other].names+f.spoken[other].others == 0 || f.spoken[id].others > 0 {
		return false
	}
	b := f.beside[id]
	return b < 0 || f.spoken[b].names+f.spoken[b].others == 0
}

// countOf is how much the document speaks of the state that a name may mean, by
// other words than this one. A short name counts with the state beside it, and
// most what its own sentence says: "North Korea said the South had fired".
func (f *finder) countOf(sn *sense) int32 {
	if !sn.short {
		if sn.kind == stateName {
			return f.spoken[sn.id].others
		}
		return f.spoken[sn.id].names
	}
	n := int32(0)
	for _, id := range [2]int32{sn.id, f.beside[sn.id]} {
		if id < 0 {
			continue
		}
		n += f.spoken[id].names + f.spoken[id].others
		for k := range f.its {
			if in := &f.its[k]; in.kind <= people && in.id == id && !in.short {
				n += 1000
			}
		}
	}
	return n
}

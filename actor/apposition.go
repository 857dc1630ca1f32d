package actor

import (
	"detente/record"
	"detente/tree"
)

// appositive joins a phrase to the name beside it: "the trade minister, Jane
// Roe," and "Jane Roe, Kenya's trade minister,".
func (f *finder) appositive(p *phrase) bool {
	it := &f.its[p.it]
	if it.plural || it.kind == role && f.roles[it.id].kind != onePerson {
		return false
	}
	toks := f.s.Tokens
	if p.last+2 < len(toks) && (toks[p.last+1].Form == "," || toks[p.last+1].Form == "—" || toks[p.last+1].Form == "–") {
		if first, last, who, ok := f.nameAtToken(p.last + 2); ok && f.closes(last+1) && f.apposed(p, first, last) {
			return f.join(p, first, last, who)
		}
	}
	if p.first >= 2 && toks[p.first-1].Form == "," {
		if first, last, who, ok := f.nameBefore(p.first - 2); ok && (f.closes(p.last+1) || toks[p.head].Rel == tree.Appos) && f.apposed(p, first, last) {
			return f.join(p, first, last, who)
		}
	}
	return false
}

// apposed reports whether the trees do not speak against an apposition.
func (f *finder) apposed(p *phrase, first, last int) bool {
	toks := f.s.Tokens
	name := f.headOf(first, last)
	if toks[p.head].Tag == tree.NoTag {
		return true
	}
	// A list: "the president, Jane Roe and others".
	return toks[name].Rel != tree.Conj && toks[p.head].Rel != tree.Conj
}

// closes reports whether an apposition may end before token t.
func (f *finder) closes(t int) bool {
	if t >= len(f.s.Tokens) {
		return true
	}
	switch f.s.Tokens[t].Form {
	case ",", ".", ";", ":", "—", "–", ")", "”", "\"", "who":
		return true
	}
	return f.s.Tokens[t].Tag == tree.VERB || f.s.Tokens[t].Tag == tree.AUX
}

// nameAtToken is the person's name that starts at token t; who is -1 for one
// whom the dictionary does not know.
func (f *finder) nameAtToken(t int) (first, last int, who int32, ok bool) {
	if k := f.itemAt(t); k != nil {
		switch k.kind {
		case fullName:
			return t, int(k.last), k.id, true
		case unknownPerson:
			return t, int(k.last), -1, true
		case surname:
			if who, ok := f.surname(k, nil); ok {
				return t, int(k.last), who, true
			}
		default:
			return
		}
	}
	if !f.capitalRun(t) || !f.capitalRun(t+1) {
		return
	}
	last = t + 1
	for last-t < 4 && f.capitalRun(last+1) && (f.at[last+1] == 0 || f.its[f.at[last+1]-1].kind == surname) {
		last++
	}
	return t, last, -1, true
}

// nameBefore is the person's name that ends at token t.
func (f *finder) nameBefore(t int) (first, last int, who int32, ok bool) {
	if t < 0 {
		return
	}
	if n := f.at[t]; n > 0 {
		k := &f.its[n-1]
		switch k.kind {
		case fullName:
			return int(k.first), t, k.id, true
		case unknownPerson:
			return int(k.first), t, -1, true
		case surname:
			if who, ok := f.surname(k, nil); ok {
				return int(k.first), t, who, true
			}
		default:
			return
		}
	}
	first = t
	for first > 0 && t-first < 4 && f.capitalRun(first) && f.capitalRun(first-1) && (f.at[first-1] == 0 || f.its[f.at[first-1]-1].kind == surname) {
		first--
	}
	if first == t {
		return
	}
	return first, t, -1, true
}

// join makes a phrase a mention of the person beside it.
func (f *finder) join(p *phrase, first, last int, who int32) bool {
	at := f.place(p)
	if who >= 0 {
		if at != "" && !f.belongs(who, at) {
			return false
		}
		if at == "" && f.its[p.it].kind == office && !f.holds(who, p) {
			return false
		}
		f.person(p, who, false)
		return true
	}
	if at == "" && p.body < 0 && f.public(p) {
		p.state = f.contextState(p.first)
	}
	actor := f.namedActor(first, last, f.told(p), f.titleOf(p), p)
	f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, actor, f.found.Actors[actor].Code, record.ByTitle))
	return true
}

// belongs reports whether a person ever held a post of the state or body.
func (f *finder) belongs(who int32, code string) bool {
	for _, t := range f.people[who].tenures {
		if f.tenures[t].code == code {
			return true
		}
	}
	return false
}

package event

import (
	"slices"

	"detente/record"
	"detente/tree"
)

// party is who fills a slot: a mention, or only words ("ten journalists").
type party struct {
	mention int // index into Input.Mentions, -1 for words only
	tok     int // the head of the words
}

// parties resolves the phrase at token t into the actors that it names, one for
// each joined part ("Arnor and Gondor"). The phrase of a source stands for an
// actor only where its head acts for him: "Russian warplanes", not "the Iran
// deal". That of a target may belong to him: "a base in Syria".
func (v *view) parties(out []party, t int, slot what) []party {
	out = v.party(out, t, slot)
	for k := range v.s.Kids(t) {
		switch v.tok(k).Rel {
		case tree.Conj:
			out = v.party(out, k, slot)
		case tree.Nmod, tree.Obl: // "Arnor together with Gondor"
			if p, _ := v.preposition(k); v.at[k] != 0 && v.c.known.beside.has(p) {
				out = v.party(out, k, slot)
			}
		}
	}
	if v.at[t] != 0 && v.tok(t).Tag == tree.NOUN { // "Arnorian, Gondorian leaders", "Arnor and Gondor's ministers"
		m := &v.in.Mentions[v.at[t]-1]
		for k := range v.s.Kids(t) {
			if v.at[k] != 0 && k < m.First && (v.tok(k).Rel == tree.Amod || v.tok(k).Rel == tree.Compound) && v.in.Mentions[v.at[k]-1].Kind == record.ByDemonym && m.First-k == 2 && (v.tok(k+1).Form == "," || v.tok(k+1).Tag == tree.CCONJ) {
				out = v.party(out, k, slot)
			}
		}
	}
	if t == v.mend.subject && v.mend.verb > 0 { // "Arnor, Gondor sign deal"
		if first, _ := v.s.Reach(t); first > 1 && v.tok(first-1).Form == "," {
			for i := range v.at {
				if v.at[i] != 0 && v.in.Mentions[v.at[i]-1].Last == first-2 {
					out = v.party(out, i, slot)
				}
			}
		}
	}
	if slot != target && slot != spoken && v.tok(t).Rel == tree.Nsubj { // "after Arnor and Gondor held drills", read as "after Arnor" and a clause
		if first, _ := v.s.Reach(t); first > 1 && v.tok(first-1).Tag == tree.CCONJ {
			for i := range v.at[:first] {
				if v.at[i] != 0 && v.in.Mentions[v.at[i]-1].Last == first-2 && v.tok(i).Rel == tree.Obl && v.c.known.clausal.has(v.caseOf(i)) {
					out = v.party(out, i, slot)
				}
			}
		}
	}
	if h := v.tok(t).Head; h >= 0 && slot != target && slot != spoken && v.tok(t).Rel == tree.Nsubj { // "Arnor as well as Gondor", "Arnor, together with Gondor,"
		for k := range v.s.Kids(h) {
			if v.tok(k).Rel == tree.Vocative && k < t && v.at[k] != 0 && v.tok(k+1).Form == "," { // "Arnor, Gondor agree"
				out = v.party(out, k, slot)
			}
			if k <= t || k > h || v.at[k] == 0 {
				continue
			}
			p, _ := v.preposition(k)
			if cc := v.s.Kid(h, tree.Cc); v.tok(k).Rel == tree.Nsubj && cc > t && cc < k || v.tok(k).Rel == tree.Obl && v.c.known.beside.has(p) {
				out = v.party(out, k, slot)
			}
		}
	}
	return out
}

func (v *view) party(out []party, t int, slot what) []party {
	if v.at[t] != 0 {
		if n := len(out); v.tok(t).Tag == tree.NOUN {
			if out = v.sentBy(out, t); len(out) > n {
				return out
			}
		}
		if h := v.tok(t).Head; h >= 0 && v.tok(t).Rel == tree.Appos && v.at[h] != 0 && slices.Contains(v.roles(party{int(v.at[t]) - 1, t}), "PTY") {
			t = h // "Bob Smith, a Republican who has met": he, not his party
		}
		out = append(out, party{int(v.at[t]) - 1, t})
		for _, x := range v.more {
			if x.tok == t && v.in.Mentions[x.mention-1].Span == v.in.Mentions[v.at[t]-1].Span {
				out = append(out, party{int(x.mention) - 1, t})
			}
		}
		return out
	}
	if v.dated(t) {
		return out
	}
	for k := range v.s.Kids(t) {
		if v.tok(k).Rel == tree.NmodPoss && v.at[k] != 0 {
			break // "Arnor's words on trade, and Gondor", misread
		}
		if v.tok(k).Rel == tree.Appos && v.at[k] != 0 && !slices.Contains(v.roles(party{int(v.at[k]) - 1, k}), "PTY") { // "Paul Smith, Republican of Maine"
			return append(out, party{int(v.at[k]) - 1, k})
		}
	}
	if v.tok(t).Rel == tree.Appos && v.tok(t).Head >= 0 && v.at[v.tok(t).Head] != 0 {
		h := v.tok(t).Head
		return append(out, party{int(v.at[h]) - 1, h})
	}
	if slot != target && slot != spoken && !v.is(t, v.c.known.agents) && !v.is(t, v.c.known.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
		return out
	}
	n := len(out)
	if out = v.belongsTo(out, t, slot, 0); len(out) == n && slot == target {
		out = v.placed(out, t, 0)
	}
	return out
}

// placed finds the state of the place that the words at t name, or that the thing
// there lies in: "shelled Osgiliath", "a bridge in Osgiliath".
func (v *view) placed(out []party, t, depth int) []party {
	if v.places[t] != 0 {
		return append(out, party{int(v.places[t]) - 1, t})
	}
	for k := range v.s.Kids(t) {
		switch v.tok(k).Rel {
		case tree.Compound, tree.NmodPoss:
		case tree.Nmod, tree.Obl:
			if p, some := v.preposition(k); !some || !v.c.known.of.has(p) && !v.c.known.place.has(p) {
				continue
			}
		default:
			continue
		}
		if n := len(out); depth < 2 {
			if out = v.placed(out, k, depth+1); len(out) > n {
				return out
			}
		}
	}
	return out
}

// abroad drops the places from the nth party on that lie in a source's own
// country: nobody acts on himself by acting at home.
func (v *view) abroad(ps []party, n int, sources []party) []party {
	return append(ps[:n], slices.DeleteFunc(ps[n:], func(p party) bool {
		return v.isPlace(p) && slices.ContainsFunc(sources, func(s party) bool { return v.country(s) == v.country(p) })
	})...)
}

// pronoun reports whether a pronoun names the party.
func (v *view) pronoun(p party) bool {
	return p.mention >= 0 && v.in.Mentions[p.mention].Kind == record.ByPronoun
}

// isPlace reports whether the party is a state that only a place in it names.
func (v *view) isPlace(p party) bool { return p.mention >= v.named }

// caseOf is the preposition of token i, or 0.
func (v *view) caseOf(i int) wordID {
	id, _ := v.preposition(i)
	return id
}

// sentBy finds the actors that a phrase for people is of or from, where it is not
// of one: "the top officials from Arnor and Gondor", "the leaders of both".
func (v *view) sentBy(out []party, t int) []party {
	nominal := v.in.Mentions[v.at[t]-1].Kind == record.ByNominal
	for k := range v.s.Kids(t) {
		if p, some := v.preposition(k); some && v.tok(k).Rel == tree.Nmod && v.at[k] != 0 {
			n := len(out)
			if v.c.known.from.has(p) && nominal || v.c.known.of.has(p) && v.s.Kid(k, tree.Conj) >= 0 {
				if out = v.parties(out, k, both); v.c.known.of.has(p) && len(out) == n+1 {
					out = out[:n]
				}
			}
		}
	}
	return out
}

// belongsTo finds the actor whom the noun at t belongs to.
func (v *view) belongsTo(out []party, t int, slot what, depth int) []party {
	if depth > 3 {
		return out
	}
	opposed, others := v.is(t, v.c.known.opposed), v.is(t, v.c.known.others)
	suffered := (slot == target || slot == spoken) && v.is(t, v.c.known.suffered)
	for _, pass := range [...][]tree.Rel{{tree.NmodPoss}, {tree.Amod, tree.Compound, tree.Det}, {tree.Nmod, tree.Obl}} {
		for k := range v.s.Kids(t) {
			if !slices.Contains(pass, v.tok(k).Rel) {
				continue
			}
			if r := v.tok(k).Rel; r == tree.Nmod || r == tree.Obl {
				p, some := v.preposition(k)
				if slot != source && some && v.is(t, v.c.known.shared) && v.c.known.with.has(p) && v.at[k] != 0 {
					return v.parties(out, k, both) // "the border with Gondor"
				}
				if !some || !v.belonging(p, slot) || opposed || others || suffered && !v.c.known.by.has(p) {
					continue
				}
			}
			if others && v.tok(k).Rel != tree.Amod { // "Arnor's critics" are not Arnor
				continue
			}
			if m := v.mention(k); m != nil && m.Kind == record.ByNominal && v.tok(k).Rel == tree.Compound && !v.is(t, v.c.known.people) && !v.is(t, v.c.known.agents) {
				continue // "a refugee camp" is no refugee
			}
			if v.at[k] != 0 {
				return append(out, party{int(v.at[k]) - 1, k})
			}
			if v.tok(k).Form == "whose" { // "Arnor and Gondor, whose leaders met"
				if h := v.antecedent(t, k); h != k {
					return v.parties(out, h, slot)
				}
			}
			// "the decision of the parliament of Gondor", "Gondor's army's base"
			if n := len(out); v.tok(k).Tag == tree.NOUN || v.tok(k).Tag == tree.PROPN {
				if out = v.belongsTo(out, k, slot, depth+1); len(out) > n {
					return out
				}
			}
		}
	}
	return out
}

// belonging reports whether a phrase with the preposition tells whose a thing
// is.
func (v *view) belonging(p wordID, slot what) bool {
	k := &v.c.known
	return k.of.has(p) || k.from.has(p) || k.in.has(p) && slot != spoken || (slot == target || slot == spoken) && (k.by.has(p) || k.to.has(p))
}

// words is the party of a phrase that names people but no actor: "ten
// journalists".
func (v *view) words(t int) party { return party{-1, t} }

// political reports whether the mention may be the source of an event: a state,
// an organ, an organisation or a person with a political code, but no company
// and no news outlet where deeds are concerned.
func (v *view) political(p party) bool {
	if p.mention < 0 {
		return false
	}
	return !slices.Contains(v.roles(p), "BUS") && !slices.Contains(v.roles(p), "MNC") && v.in.Mentions[p.mention].Code != ""
}

// roles are the parts of three letters of the party's code: USAGOV is USA, GOV.
func (v *view) roles(p party) []string {
	if p.mention < 0 {
		return nil
	}
	code := v.in.Mentions[p.mention].Code
	roles := make([]string, 0, 4)
	for len(code) >= 3 {
		roles = append(roles, code[:3])
		code = code[3:]
	}
	return roles
}

// suits reports whether the party meets a rule's conditions.
func (v *view) suits(p party, is, not []string) bool {
	if len(is) == 0 && len(not) == 0 {
		return true
	}
	names := v.roles(p)
	if p.mention < 0 && p.tok >= 0 && v.tok(p.tok).Tag == tree.PROPN {
		names = append(names, string(record.IsPerson)) // a name that is nobody's in the dictionary
	}
	if p.mention >= 0 {
		if a := v.actor(v.in.Mentions[p.mention].Actor); a != nil {
			names = append(names, string(a.Kind))
		}
	}
	held := func(list []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(names, s) })
	}
	return (len(is) == 0 || held(is)) && !held(not)
}

// country is the first part of the party's code, its country or the like; empty
// for words.
func (v *view) country(p party) string {
	if p.mention < 0 {
		return ""
	}
	code := v.in.Mentions[p.mention].Code
	code = code[:min(3, len(code))]
	if slices.Contains(v.c.classes["roles"], code) {
		return ""
	}
	return code
}

// personal reports whether the words at t name or mean a person: a name, "them".
func (v *view) personal(t int) bool {
	tok := v.tok(t)
	return tok.Tag == tree.PROPN && !v.dated(t) || tok.Tag == tree.PRON && tok.Morph.Has(tree.PronTypePrs) && tok.Lemma != "it"
}

// ref is how the record points at the party.
func (v *view) ref(p party) record.ActorRef {
	if p.mention < 0 {
		f, l := v.s.Reach(p.tok)
		return record.ActorRef{Name: v.s.Cover(f, min(l, p.tok+6)).In(v.text)}
	}
	m := &v.in.Mentions[p.mention]
	ref := record.ActorRef{Actor: m.Actor, Code: m.Code}
	if a := v.actor(m.Actor); a != nil {
		ref.Name = a.Name
	}
	return ref
}

// spanOf is the words of the party.
func (v *view) spanOf(p party) record.Span {
	if p.mention >= 0 {
		return v.in.Mentions[p.mention].Span
	}
	return v.tok(p.tok).Span
}

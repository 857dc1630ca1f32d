package coref

import (
	"slices"
	"strings"

	"detente/record"
)

// Speakers adds what the first person inside quotations refers to: "I" to the
// speaker, "we" and "our country" to the state or organisation that the speaker
// speaks for, as far as it is among the actors, else to the speaker. It gives
// all mentions in text order, numbered anew.
func (r *Resolver) Speakers(in Input, statements []record.Statement) []record.Mention {
	out := slices.Clone(in.Mentions)
	code := make(map[string]int, len(in.Actors))
	for i, a := range in.Actors {
		code[a.ID] = i
	}
	said := record.NewContents(statements, nil)
	d := &discourse{in: &in, words: r.words, weights: r.weights}
	d.collect(&in)
	for _, m := range d.marks {
		country := m.form == definite && m.mention < 0 && m.noun.sort&(state|group) != 0 && m.noun.sort&person == 0 && d.ours(&m)
		if !country && (m.form != pronominal || m.pro.person != 1) {
			continue
		}
		span := d.sentence(m.sent).Tokens[m.head].Span
		st := said.Over(span)
		if st < 0 || statements[st].Speaker.Actor == "" || statements[st].Kind != record.Direct && m.quote == 0 {
			continue
		}
		at, ok := code[statements[st].Speaker.Actor]
		if !ok {
			continue
		}
		if m.pro.plural || country {
			at = side(in.Actors, at)
		}
		if country && in.Actors[at].Kind != record.IsState {
			continue
		}
		a := &in.Actors[at]
		out = append(out, d.mention(&m, a.ID, a.Code))
	}
	number(out)
	return out
}

// ours reports whether "our" or "my" stands before the noun.
func (d *discourse) ours(m *markable) bool {
	s := d.sentence(m.sent)
	for k := range s.Kids(m.head) {
		if p, ok := d.words.pronouns[strings.ToLower(s.Tokens[k].Form)]; ok && p.person == 1 && p.form == possessive {
			return true
		}
	}
	return false
}

// side is the actor that one speaks for when saying "we": the state that a
// person's code begins with, where it is among the actors.
func side(actors []record.Actor, at int) int {
	a := &actors[at]
	if a.Kind != record.IsPerson && a.Kind != record.IsOrgan || len(a.Code) < 3 {
		return at
	}
	for i := range actors {
		if actors[i].Kind == record.IsState && len(actors[i].Code) >= 3 && actors[i].Code[:3] == a.Code[:3] {
			return i
		}
	}
	return at
}

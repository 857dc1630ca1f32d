package event

import (
	"slices"

	"detente/record"
	"detente/tree"
)

// placeOf is where an act took place: a phrase with in, at or near that hangs
// on the trigger or its light verb and names a place, or a place that modifies
// the noun ("the Singapore summit").
func (s *search) placeOf(a *act) *record.Place {
	if pl := s.placeOn(s.told(a)); pl != nil {
		return pl
	}
	if a.pattern.kind == nominal && !a.group {
		for k := range s.s.Kids(a.trigger) {
			if s.tok(k).Rel == tree.Compound && !slices.ContainsFunc(a.source, func(p party) bool { return p.tok == k }) {
				if pl := s.placeAt(k); pl != nil {
					return pl
				}
			}
		}
	}
	return nil
}

// placeOn is the place that a phrase on one of the heads names, or nil.
func (s *search) placeOn(heads []int) *record.Place {
	for _, h := range heads {
		for k := range s.s.Kids(h) {
			if r := s.tok(k).Rel; r != tree.Obl && r != tree.Nmod {
				continue
			}
			if p, _ := s.preposition(k); s.c.known.place.has(p) {
				if pl := s.placeAt(k); pl != nil {
					return pl
				}
			}
		}
	}
	return nil
}

// placeAt is the place that the phrase at token k names.
func (s *search) placeAt(k int) *record.Place {
	at := s.tok(k).Span
	names := s.in.Text.Names
	i, _ := slices.BinarySearchFunc(names, at.Start, func(n tree.Name, start int) int { return n.Span.End - 1 - start })
	if i < len(names) && names[i].Span.Contains(at) && (names[i].Kind == tree.GPE || names[i].Kind == tree.LocName) {
		pl := &record.Place{Name: names[i].Span.In(s.text), Span: names[i].Span}
		if m := s.mention(k); m != nil && len(m.Code) >= 3 {
			pl.Country = m.Code[:3]
		} else if n := s.places[k]; n != 0 {
			pl.Country = s.in.Mentions[n-1].Code
		}
		return pl
	}
	if m := s.mention(k); m != nil && m.Kind != record.ByPronoun {
		if a := s.actor(m.Actor); a != nil && a.Kind == record.IsState {
			return &record.Place{Name: m.Span.In(s.text), Country: a.Code[:min(3, len(a.Code))], Span: m.Span}
		}
	}
	return nil
}

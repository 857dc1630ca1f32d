package event

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// What an act shares with another: a verb left out the second time, with a day of
// its own, and victims who are of whom another act struck.

// gapped is the object of a verb that is left out where it stands a second time:
// Rohan in "met Gondor on Monday and Rohan on Friday", which the parser joins to
// the day before it; or -1.
func (s *search) gapped(a *act) int {
	if a.pattern.kind != verbal || len(a.target) == 0 || a.content >= 0 {
		return -1
	}
	for k := range s.s.Kids(a.trigger) {
		if k < a.trigger || !s.dated(k) {
			continue
		}
		for kk := range s.s.Kids(k) {
			if s.tok(kk).Rel == tree.Conj && s.at[kk] != 0 && s.timeAfter(kk) != nil {
				return kk
			}
		}
	}
	return -1
}

// dayOf is the day of one of several targets that have a day each, "met Gondor on
// Monday and Rohan on Friday", or nil.
func (s *search) dayOf(a *act, from, to party) *record.Time {
	if a.pattern.kind != verbal || len(a.target) < 2 || s.timeAfter(a.target[0].tok) == nil {
		return nil
	}
	for _, p := range a.target[1:] {
		if p == from || p == to {
			return s.timeAfter(p.tok)
		}
	}
	return nil
}

// timeAfter is the time expression right after token k, its preposition aside, or nil.
func (s *search) timeAfter(k int) *record.Time {
	for _, t := range s.times() {
		if _, last := s.s.Reach(k); t.First > k && t.First <= last+2 && t.Interval.Known() {
			return t
		}
	}
	return nil
}

// victims are the targets of what comes of another act, where they are people of
// whom no country is told: three soldiers in "bombed Gondor, killing three
// soldiers" are of Gondor, and never of the source. It is nil where the act's own
// targets stand, and known is false where nobody can say, as after "the two
// exchanged fire".
func (s *search) victims(a *act) (of []party, known bool) {
	tok := s.tok(a.trigger)
	if tok.Rel != tree.Advcl || !strings.HasSuffix(tok.Form, "ing") || tok.Head < 0 || len(a.target) == 0 || s.s.Kid(a.trigger, tree.Nsubj) >= 0 {
		return nil, true
	}
	for _, p := range a.target {
		if c := s.country(p); c != "" && (s.in.Mentions[p.mention].Kind != record.ByNominal || s.ofCountry(p) || len(a.source) > 0 && c != s.country(a.source[0])) {
			return nil, true
		}
	}
	b := &s.acts[tok.Head]
	switch {
	case b.state != found || !s.sameParties(a.source, b.source):
		return nil, true
	case b.group || b.pattern.rule.Both:
		return nil, false
	}
	return b.target, true
}

// ofCountry reports whether the words of the party tell its country.
func (s *search) ofCountry(p party) bool {
	for k := range s.s.Kids(p.tok) {
		if s.at[k] != 0 && s.tok(k).Rel != tree.Conj {
			return true
		}
	}
	return false
}

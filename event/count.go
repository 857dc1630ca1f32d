package event

import (
	"strconv"
	"strings"

	"detente/record"
	"detente/tree"
)

// counts is the magnitude of an act where its rule says what to count: the
// number at the target ("killed 12 soldiers"), at the noun of the pattern
// ("conducted several missile tests") or at a nominal trigger ("two attacks").
func (s *search) counts(a *act) []record.Count {
	of := a.pattern.rule.Counts
	if of == "" {
		return nil
	}
	at := make([]int, 0, 4)
	if a.noun >= 0 {
		at = append(at, a.noun)
	}
	if a.pattern.kind == nominal {
		at = append(at, a.trigger)
	} else {
		for _, g := range s.verbFrame(nil, a.trigger) {
			if g.at == asObject {
				at = append(at, g.tok)
			}
		}
	}
	for _, t := range at {
		for k := range s.s.Kids(t) {
			if s.tok(k).Rel != tree.Nummod && !s.is(k, s.c.known.several) {
				continue
			}
			c := record.Count{Of: of, Text: s.tok(k).Form, Span: s.tok(k).Span}
			if n, ok := s.c.number(c.Text); ok {
				c.Value = &n
			}
			for kk := range s.s.Kids(k) {
				if m := s.c.known.mods[s.ids[kk]]; m != "" {
					c.Mod = m
				}
				for kkk := range s.s.Kids(kk) { // "at least", "more than"
					if m := s.c.known.mods[s.ids[kkk]]; m != "" {
						c.Mod = m
					}
				}
			}
			return []record.Count{c}
		}
	}
	return nil
}

// number reads "12", "1,500" or a number word.
func (c *Coder) number(text string) (int, bool) {
	text = strings.ToLower(text)
	if n, err := strconv.Atoi(strings.ReplaceAll(text, ",", "")); err == nil {
		return n, true
	}
	n, ok := c.known.numbers[text]
	return n, ok
}

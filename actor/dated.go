package actor

import (
	"slices"

	"detente/record"
	"detente/tree"
)

// longestEvent is how many days a known event may take to say who held an
// office at it.
const longestEvent = 7

// Dated resolves titles that name nobody by themselves, but do on the day that
// their clause tells of: "the Singapore summit, the first time a sitting
// American president met ..." speaks of whoever was president that day. Times
// anchored by a known event count, where the event's words govern the title or
// hang on the same verb. It changes the mentions and adds the actors.
func (d *Dictionary) Dated(text *tree.Text, found *Found, times []record.Time) {
	for i := range found.Mentions {
		m := &found.Mentions[i]
		if m.Kind != record.ByTitle || !d.isState(m.Actor) {
			continue
		}
		s := &text.Sentences[m.Sent]
		for t := range times {
			when := &times[t]
			if when.Sent != m.Sent || when.Event == "" || !when.Closed() || when.End.After(when.Start.Add(0, 0, longestEvent).Time) || !governs(s, when, m.Head) {
				continue
			}
			first := m.First
			for first < m.Head && (s.Tokens[first].Tag == tree.DET || s.Tokens[first].Tag == tree.VERB) {
				first++ // "a sitting"
			}
			who, ok := d.Who(phraseOf(s, first, m.Last), when.Start)
			if !ok || who.Actor.Kind != record.IsPerson {
				continue
			}
			m.Actor, m.Code = who.Actor.ID, who.Code
			if !slices.ContainsFunc(found.Actors, func(a record.Actor) bool { return a.ID == who.Actor.ID }) {
				found.Actors = append(found.Actors, who.Actor)
			}
			break
		}
	}
}

func (d *Dictionary) isState(id string) bool {
	_, ok := d.byCode[id]
	return ok
}

// governs reports whether the words of a time stand above token i, or hang on
// the verb that i hangs on.
func governs(s *tree.Sentence, t *record.Time, i int) bool {
	for k := t.First; k <= t.Last; k++ {
		if s.Above(k, i) || s.Tokens[k].Head >= 0 && s.Tokens[k].Head == s.Tokens[i].Head {
			return true
		}
	}
	return false
}

// phraseOf is tokens first to last with single spaces, as Who takes it.
func phraseOf(s *tree.Sentence, first, last int) string {
	var b []byte
	for i := first; i <= last; i++ {
		if i > first {
			b = append(b, ' ')
		}
		b = append(b, s.Tokens[i].Form...)
	}
	return string(b)
}

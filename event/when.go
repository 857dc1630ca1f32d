package event

import (
	"detente/record"
	"detente/tree"
)

// date is when an act took place: the time expression of its clause, the known
// event that its words name, the time of the statement that is the act, else by
// tense the day of the report, before it or after it. The span is that of the
// expression.
func (s *search) date(a *act, e *record.Event, said *record.Statement) (record.Interval, *record.Span) {
	best, since := -1, false
	for i := range s.in.Times {
		t := &s.in.Times[i]
		if t.Sent != s.sent || !t.Interval.Known() || t.Timex.Type == "SET" {
			continue
		}
		if t.Event != "" && t.Span.Contains(e.Spans.Trigger) { // "the Singapore summit"
			best, since = i, false
			break
		}
		if t.Timex.Type == "DURATION" || !s.dates(a, t) {
			continue
		}
		if best < 0 || length(t.Interval) < length(s.in.Times[best].Interval) {
			best, since = i, s.sinceTime(t)
		}
	}
	pub := s.in.Published.Interval
	if !pub.Known() {
		pub = s.in.Doc.Published.Interval
	}
	if best >= 0 {
		t := &s.in.Times[best]
		span := t.Span
		when := t.Interval
		if since {
			when = record.Interval{Start: when.Start, End: pub.End}
		}
		if old(when, pub) {
			e.Background = true
		}
		return when, &span
	}
	switch {
	case said != nil && e.SaidBy == nil && said.Said.Known():
		return said.Said, nil
	case e.Status == record.Announced || e.Status == record.Promised || e.Status == record.Threatened || e.Status == record.DemandedDo:
		return record.Interval{Start: pub.Start}, nil
	case e.Background:
		return record.Interval{End: pub.Start}, nil
	}
	return pub, nil
}

// oldDays is the age from which a dated act is background to a report.
const oldDays = 30

func old(when, pub record.Interval) bool {
	return !when.End.IsZero() && !pub.Start.IsZero() && when.End.Add(0, 0, oldDays).Before(pub.Start.Time)
}

// length orders intervals by how much they leave open.
func length(i record.Interval) float64 {
	if !i.Closed() {
		return 1e12
	}
	return i.End.Sub(i.Start.Time).Hours()
}

// dates reports whether the time expression belongs to the act: it hangs on the
// trigger, on the light verb, or on nouns between.
func (s *search) dates(a *act, t *record.Time) bool {
	head := t.First
	if head < 0 || t.Last >= len(s.s.Tokens) {
		return false
	}
	for steps := 0; steps < 12; steps++ { // the head of the expression
		h := s.tok(head).Head
		if h < t.First || h > t.Last {
			break
		}
		head = h
	}
	verb := a.trigger
	if a.pattern.kind == nominal {
		verb = s.carrier(a)
	}
	for steps := 0; head >= 0 && steps < 6; steps++ {
		if head == a.trigger || head == verb || head == a.noun {
			return true
		}
		// Another verb, or another act's noun, owns the expression.
		if steps > 0 && (s.tok(head).Tag == tree.VERB || s.acts[head].state == found) {
			break
		}
		head = s.tok(head).Head
	}
	// "On Monday Arnor bombed and shelled Gondor": joined verbs share it.
	for h := verb; h >= 0 && s.tok(h).Rel == tree.Conj; {
		h = s.tok(h).Head
		if h == head && s.s.Kid(verb, tree.Nsubj) < 0 {
			return true
		}
	}
	return false
}

// carrier is the verb that a nominal act is told by: its light verb, or the verb
// that it is the subject of ("the talks took place on Monday").
func (s *search) carrier(a *act) int {
	if a.light >= 0 {
		return a.light
	}
	if t := s.tok(a.trigger); t.Head >= 0 && (t.Rel == tree.Nsubj || t.Rel == tree.NsubjPass) {
		return t.Head
	}
	return a.trigger
}

// sinceTime reports whether "since" stands before the expression.
func (s *search) sinceTime(t *record.Time) bool {
	for i := max(0, t.First-1); i <= t.First && i < len(s.s.Tokens); i++ {
		if s.tok(i).Lemma == "since" {
			return true
		}
	}
	return false
}

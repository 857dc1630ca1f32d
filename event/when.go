package event

import (
	"slices"
	"strconv"

	"detente/record"
	"detente/tree"
)

// date is when an act took place: the known event that its words name or that
// its clause describes, the time expression of its clause, the time of the
// statement that is the act, else by tense the day of the report, before it or
// after it. The span is that of the expression.
func (s *search) date(a *act, e *record.Event, said *record.Statement) (record.Interval, *record.Span) {
	pub := s.in.Published.Interval
	if !pub.Known() {
		pub = s.in.Doc.Published.Interval
	}
	if since := s.sinceThen(a); since != nil {
		span := since.Span
		return record.Interval{Start: since.Interval.Start, End: pub.End}, &span
	}
	t := s.anchor(a)
	if t == nil {
		t = s.timeOf(s.told(a))
	}
	if t != nil {
		span := t.Span
		when := t.Interval
		switch {
		case s.c.known.due.has(s.ids[a.trigger]) || a.noun >= 0 && s.c.known.due.has(s.ids[a.noun]):
			// "an end-2019 deadline": the expression says when it falls due. One
			// that has passed was set before, and seldom more than a year before;
			// one to come is set by the news itself.
			if pub.Start.IsZero() || when.End.IsZero() || when.End.Before(pub.Start.Time) {
				if when.Start = (record.Moment{}); !when.End.IsZero() {
					when.Start = when.End.Add(-1, 0, 0)
				}
				e.Background = true
			} else {
				when = pub
			}
		case t.Event != "" && t.Timex.Mod == "AFTER": // "since those talks broke down"
			e.Background = true
		case s.sinceTime(t):
			when = record.Interval{Start: when.Start, End: pub.End}
		case old(when, pub):
			e.Background = true
		}
		return when, &span
	}
	if year := s.bareYear(a, pub); year.Known() {
		e.Background = e.Background || old(year, pub)
		return year, nil
	}
	if since, ok := s.sinceClause(a); ok {
		e.Background = true
		return record.Interval{Start: since.End, End: pub.End}, nil
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

// sinceThen is the last date told before, where "since" or "since then" stands
// with the act: "Arnor cut the lines in August. It has tested missiles since."
func (s *search) sinceThen(a *act) *record.Time {
	leans := false
	for k := range s.s.Kids(a.trigger) {
		tok := s.tok(k)
		leans = leans || tok.Lemma == "since" && tok.Rel == tree.Advmod || tok.Lemma == "then" && s.marked(k, "since") ||
			tok.Lemma == "then" && k > 0 && s.tok(k-1).Lemma == "since"
	}
	if !leans {
		return nil
	}
	var last *record.Time
	for i := range s.in.Times {
		t := &s.in.Times[i]
		if (t.Sent < s.sent && t.Sent >= s.sent-2 || t.Sent == s.sent && t.Last < a.trigger) && t.Timex.Type == "DATE" && t.Interval.Closed() && !t.Interval.Start.IsZero() {
			last = t
		}
	}
	return last
}

// bareYear is a past year that hangs on the act as a mere number, where no time
// expression was found.
func (s *search) bareYear(a *act, pub record.Interval) record.Interval {
	for _, h := range s.told(a) {
		for k := range s.s.Kids(h) {
			if tok := s.tok(k); tok.Tag == tree.NUM && len(tok.Form) == 4 {
				if y, err := strconv.Atoi(tok.Form); err == nil && y >= 1000 && y < pub.Start.Year() {
					return record.Interval{Start: record.Date(y, 1, 1), End: record.Date(y+1, 1, 1)}
				}
			}
		}
	}
	return record.Interval{}
}

// timeOf is the time expression that hangs on one of the heads, the most exact
// where there are several, or nil.
func (s *search) timeOf(heads []int) *record.Time {
	var best *record.Time
	for _, t := range s.times() {
		if !t.Interval.Known() || t.Timex.Type == "SET" || t.Timex.Type == "DURATION" || !s.dates(heads, t) {
			continue
		}
		if best != nil && s.thisDay(best) { // "on this day in 1982" is a day of 1982
			best = nil
		} else if best != nil && s.thisDay(t) {
			continue
		}
		if best == nil || length(t.Interval) < length(best.Interval) {
			best = t
		}
	}
	return best
}

// thisDay reports whether the expression is "this day", which a year beside it
// moves.
func (s *search) thisDay(t *record.Time) bool {
	return t.First < t.Last && s.tok(t.Last).Lemma == "day" && s.tok(t.Last-1).Lemma == "this"
}

// anchor is the known event that dates the act: named by the trigger's own words
// ("the Singapore summit"), described by the clause that the act stands in ("the
// Singapore summit, which was the first time that Arnor met Gondor"), or equated
// with it ("the summit was the first of several meetings").
func (s *search) anchor(a *act) *record.Time {
	for _, t := range s.times() {
		if t.Event == "" {
			continue
		}
		in := func(tok int) bool { return tok >= t.First && tok <= t.Last }
		if in(a.trigger) {
			return t
		}
		for cur, steps := a.trigger, 0; cur >= 0 && steps < 8; steps++ {
			tok := s.tok(cur)
			if subject := s.s.Kid(cur, tree.Nsubj); subject >= 0 && subject != cur && in(subject) && s.s.Kid(cur, tree.Cop) >= 0 && a.pattern.kind == nominal {
				return t
			}
			if in(cur) {
				return t
			}
			switch tok.Rel {
			case tree.AclRelcl, tree.Acl, tree.Nmod, tree.Conj:
			case tree.Obj:
				if tok.Head < 0 || s.tok(tok.Head).Rel != tree.AclRelcl {
					cur = -1
					continue
				}
			default:
				cur = -1
				continue
			}
			cur = tok.Head
		}
	}
	return nil
}

// sinceClause is the time of what a clause with "since" tells, "since those
// talks broke down": that of the latest event of this document of the same type.
func (s *search) sinceClause(a *act) (record.Interval, bool) {
	for k := range s.s.Kids(a.trigger) {
		if s.tok(k).Rel != tree.Advcl || !s.marked(k, "since") {
			continue
		}
		for i := len(s.events) - 1; i >= 0; i-- {
			for kk := range s.s.Kids(k) {
				if s.codes(kk, s.events[i].Plover.Type) {
					return s.events[i].Date, s.events[i].Date.Known()
				}
			}
		}
		return record.Interval{}, true
	}
	return record.Interval{}, false
}

// codes reports whether the noun at t is the trigger of some pattern for the
// PLOVER type: "talks" of CONSULT.
func (s *search) codes(t int, plover string) bool {
	for _, p := range s.c.index[s.ids[t]] {
		if p.kind == nominal && p.code != "" {
			if m, ok := s.c.ont.ToPlover(p.code); ok && m.Type == plover {
				return true
			}
		}
	}
	return false
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

// told are the tokens that time and place of an act may hang on: its trigger,
// the verb that carries it, the noun of its pattern.
func (s *search) told(a *act) []int {
	s.heads = append(s.heads[:0], a.trigger)
	if a.pattern.kind == nominal {
		if c := s.carrier(a); c != a.trigger {
			s.heads = append(s.heads, c)
		}
	}
	if a.noun >= 0 {
		s.heads = append(s.heads, a.noun)
	}
	return s.heads
}

// dates reports whether the time expression belongs to one of the heads: it
// hangs on it, or on nouns between.
func (s *search) dates(heads []int, t *record.Time) bool {
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
	for steps := 0; head >= 0 && steps < 6; steps++ {
		if slices.Contains(heads, head) {
			return true
		}
		// Another verb, or another act's noun, owns the expression.
		if steps > 0 && (s.tok(head).Tag == tree.VERB || s.acts[head].state == found) {
			break
		}
		head = s.tok(head).Head
	}
	// "On Monday Arnor bombed and shelled Gondor": joined verbs share it.
	verb := heads[len(heads)-1]
	if len(heads) > 1 {
		verb = heads[0]
	}
	for h := verb; h >= 0 && (s.tok(h).Rel == tree.Conj || s.tok(h).Rel == tree.Advcl && !s.finite(h)); {
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

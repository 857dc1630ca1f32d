package pledge

import (
	"detente/record"
	"detente/tree"
)

// due is when the act headed by head falls due: a date among the words of its
// content ("by the end of the year", "within 60 days", "on Friday"), a term that
// hangs on the word w that binds ("agreed to a truce by Friday"), or never.
func (p *page) due(si, head, w int, content record.Span, made record.Interval) *record.Due {
	s := &p.Text.Sentences[si]
	for _, i := range p.times[si] {
		t := &p.Times[i]
		if !t.Known() && t.Timex.Type != "DURATION" {
			continue
		}
		prep := ""
		if t.First > 0 {
			prep = s.Tokens[t.First-1].Lemma
		}
		if !content.Contains(t.Span) && !(t.First > head && isTerm(prep) && p.hangsOn(s, w, t)) {
			continue
		}
		if d := dueBy(prep, t, made); d != nil {
			d.Text, d.Span = t.Span.In(p.Doc.Text), t.Span
			return d
		}
	}
	for k := range s.Kids(head) {
		t := &s.Tokens[k]
		if t.Rel != tree.Advmod {
			continue
		}
		f, l := s.Reach(k)
		for i := f; i <= l; i++ {
			if s.Tokens[i].Lemma == "never" {
				span := s.Cover(f, l)
				return &record.Due{Interval: record.Interval{Start: made.Start}, Text: span.In(p.Doc.Text), Span: span}
			}
		}
	}
	return nil
}

// isTerm reports whether a preposition makes a date a term.
func isTerm(prep string) bool {
	return prep == "by" || prep == "before" || prep == "within" || prep == "until" || prep == "till"
}

// hangsOn reports whether a time expression modifies token w itself.
func (p *page) hangsOn(s *tree.Sentence, w int, t *record.Time) bool {
	for i := t.First; i <= t.Last; i++ {
		if s.Tokens[i].Head == w && s.Tokens[i].Rel.Base() == tree.Obl {
			return true
		}
	}
	return false
}

// dueBy turns a time expression with its preposition into the days on which the
// act is due. A deadline ("by", "until", an end) is the last day of the time;
// "before" is the day before it; "within" counts from when it was made.
func dueBy(prep string, t *record.Time, made record.Interval) *record.Due {
	switch prep {
	case "by", "until", "till":
		return lastDay(t.Interval)
	case "before":
		if !t.Start.IsZero() {
			return &record.Due{Interval: record.Interval{Start: t.Start.Add(0, 0, -1), End: t.Start}}
		}
		return nil
	case "since", "after", "for", "from":
		return nil
	}
	if !t.Known() { // "within 60 days"
		days := durationDays(t.Timex.Value)
		if prep != "within" && prep != "in" || days == 0 || made.Start.IsZero() {
			return nil
		}
		end := made.Start.Add(0, 0, days)
		return &record.Due{Interval: record.Interval{Start: end, End: end.Add(0, 0, 1)}}
	}
	if !made.Start.IsZero() && !t.End.IsZero() && t.End.Before(made.Start.Time) {
		return nil // a date of the past is no due date
	}
	return &record.Due{Interval: t.Interval}
}

func lastDay(i record.Interval) *record.Due {
	if i.End.IsZero() {
		return nil
	}
	return &record.Due{Interval: record.Interval{Start: i.End.Add(0, 0, -1), End: i.End}}
}

// durationDays reads the TIMEX3 durations PTnH, PnD, PnW, PnM and PnY as days; 0
// for anything else.
func durationDays(value string) int {
	if len(value) > 3 && value[:2] == "PT" && value[len(value)-1] == 'H' {
		value = "P" + value[2:]
	}
	if len(value) < 3 || value[0] != 'P' {
		return 0
	}
	n := 0
	for _, c := range value[1 : len(value)-1] {
		if c < '0' || c > '9' || n > 10000 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	switch value[len(value)-1] {
	case 'D':
		return n
	case 'H':
		return (n + 23) / 24
	case 'W':
		return 7 * n
	case 'M':
		return 30 * n
	case 'Y':
		return 365 * n
	}
	return 0
}

// deadlineIn is the day of a deadline among tokens [first, last], with its words:
// a date ("of November 20", "until Friday"), or else so long after it was set
// ("ten days"). When it was set ("on Wednesday") is no deadline.
func (p *page) deadlineIn(si, first, last int, made record.Interval) (*record.Time, *record.Due) {
	var term *record.Time
	for _, i := range p.times[si] {
		t := &p.Times[i]
		if t.First < first || t.Last > last {
			continue
		}
		if t.Timex.Type == "DURATION" {
			if term == nil && durationDays(t.Timex.Value) > 0 {
				term = t
			}
			continue
		}
		if !t.Known() || t.Interval == made {
			continue
		}
		if term != nil {
			break
		}
		return t, lastDay(t.Interval)
	}
	if term == nil || made.Start.IsZero() {
		return nil, nil
	}
	end := made.Start.Add(0, 0, durationDays(term.Timex.Value))
	return term, &record.Due{Interval: record.Interval{Start: end, End: end.Add(0, 0, 1)}}
}

// setDeadline gives an ultimatum its due day from a time that modifies the
// deadline ("an end-2019 deadline", "until Friday"), and its making: before the
// deadline, and, where that is told by its year alone, within that year.
func (p *page) setDeadline(c *candidate, si, first, last int) {
	t, d := p.deadlineIn(si, first, last, c.Made)
	if d == nil {
		return
	}
	d.Text, d.Span = t.Span.In(p.Doc.Text), t.Span
	c.Due = d
	published := p.Doc.Published.Interval
	if published.Start.IsZero() || d.Start.Before(published.Start.Time) {
		c.Made = record.Interval{Start: record.Date(d.Start.Year(), 1, 1), End: d.Start}
		c.State[0].On = c.Made
	}
}

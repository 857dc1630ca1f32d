package quote

import (
	"sort"
	"strings"

	"detente/record"
)

// said is when the words were said: the time expression that hangs on the cue
// or stands in its channel ("in his New Year's message"), else the day of the
// report. The second result tells that the words themselves give the time.
func (p *reading) said(a *attribution, channel int) (record.Interval, bool) {
	s := &p.sents[a.cue.sent]
	if channel >= 0 {
		span := s.phrase(channel)
		if t := p.timeIn(span); t != nil && t.Known() {
			return t.Interval, true
		}
		words := span.In(p.Doc.Text)
		for _, o := range p.sources.occasions {
			if strings.Contains(words, o.Words) {
				if day, ok := p.latest(o); ok {
					return day, true
				}
			}
		}
	}
	for k := range s.Kids(a.cue.token) {
		if s.contains(a.content, k) || k == a.sourceHead.token {
			continue
		}
		if t := p.timeAt(s.Tokens[k].Span); t != nil && t.Known() && t.Timex.Type != "DURATION" && t.Timex.Type != "SET" {
			return t.Interval, true
		}
	}
	return p.Published, false
}

// latest is the last day of the occasion up to the report's date.
func (p *reading) latest(o occasion) (record.Interval, bool) {
	day := p.Published.Start
	if day.IsZero() {
		return record.Interval{}, false
	}
	found := record.Day(day.Year(), o.Month, o.Day)
	if found.Start.After(day.Time) {
		found = record.Day(day.Year()-1, o.Month, o.Day)
	}
	return found, true
}

// old reports whether words were said well before the report: they are its
// background, not its news.
func (p *reading) old(said record.Interval) bool {
	return !said.End.IsZero() && !p.Published.Start.IsZero() && said.End.Before(p.Published.Start.Add(0, 0, -newsDays).Time)
}

// newsDays is how long what was said stays news.
const newsDays = 7

// timeAt is the time expression that holds the span, or nil; timeIn one that
// lies in it.
func (p *reading) timeAt(s record.Span) *record.Time {
	i := sort.Search(len(p.Times), func(i int) bool { return p.Times[i].Span.End >= s.End })
	if i < len(p.Times) && p.Times[i].Span.Contains(s) {
		return &p.Times[i]
	}
	return nil
}

func (p *reading) timeIn(s record.Span) *record.Time {
	i := sort.Search(len(p.Times), func(i int) bool { return p.Times[i].Span.End > s.Start })
	if i < len(p.Times) && p.Times[i].Span.Overlaps(s) {
		return &p.Times[i]
	}
	return nil
}

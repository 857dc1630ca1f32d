package when

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/record"
	"detente/tree"
)

// A constraint is one clue to the day of a report: the days that it leaves.
type constraint struct {
	clue    record.Clue
	weekday int8 // 1 Monday to 7 Sunday
	month   int8 // with day: the report appeared on or within days after this day of a year
	day     int8
	within  int
	span    record.Interval // the report appeared within this
	weak    bool            // a bound that many texts have; no reason on its own
}

func (c *constraint) allows(t time.Time) bool {
	if c.weekday != 0 && int(t.Weekday()) != int(c.weekday)%7 {
		return false
	}
	if c.month != 0 {
		ok := false
		for y := t.Year() - 1; y <= t.Year(); y++ {
			d := date(y, int(c.month), int(c.day))
			if n := int(t.Sub(d).Hours() / 24); n >= 0 && n < c.within {
				ok = true
			}
		}
		if !ok {
			return false
		}
	}
	return c.span.Has(record.Moment{Time: t})
}

// newsWeek is how many days a report may lie behind the day that it tells of
// by a name that names it alone: "on the anniversary of the summit".
const newsWeek = 7

// published is the day of the report: the one known already, or else what the
// clues in the text leave. Only clues that agree on a single day give a day;
// what leaves more gives an interval. A date that is known but that the text
// cannot bear out is kept, and the notes say so.
func (r *Reader) published(doc *record.Document, text *tree.Text, f *findings) (record.Published, []string) {
	p := doc.Published
	if p.Zone == "" {
		p.Zone = r.zone(doc)
	}
	clues := r.clues(doc, text, f)
	if p.Known() {
		return p, contradictions(p, clues)
	}
	strong := slices.DeleteFunc(slices.Clone(clues), func(c constraint) bool { return c.weak })
	days, ok := intersect(clues)
	if !ok { // the bounds do not agree: the strong clues alone
		if days, ok = intersect(strong); !ok {
			return p, []string{"the text does not say consistently when it was written: " + list(clues)}
		}
	}
	if !days.Known() {
		return p, nil
	}
	p.Interval, p.KnownBy = days, record.Text
	for _, c := range strong {
		p.Reasons = append(p.Reasons, c.clue)
	}
	if len(strong) == 0 {
		for _, c := range clues {
			p.Reasons = append(p.Reasons, c.clue)
		}
	}
	return p, nil
}

// intersect is the hull of the days that all constraints leave. Its end is open
// where nothing bounds it; ok is false where no day is left.
func intersect(all []constraint) (record.Interval, bool) {
	var hull record.Interval
	recurs := false
	for i := range all {
		var ok bool
		if hull, ok = hull.Meet(all[i].span); !ok {
			return hull, false
		}
		recurs = recurs || all[i].weekday != 0 || all[i].month != 0
	}
	if !recurs || hull.Start.IsZero() {
		return hull, true
	}
	const years = 30
	open := hull.End.IsZero()
	last := hull.Start.Add(years, 0, 0)
	if !open && hull.End.Before(last.Time) {
		last = hull.End
	}
	var first, end record.Moment
	for t := floor(hull.Start.Time, day); t.Before(last.Time); t = t.AddDate(0, 0, 1) {
		if slices.ContainsFunc(all, func(c constraint) bool { return !c.allows(t) }) {
			continue
		}
		if first.IsZero() {
			first = record.Moment{Time: t}
		}
		end = record.Moment{Time: t.AddDate(0, 0, 1)}
	}
	if first.IsZero() {
		return hull, false
	}
	if open {
		end = record.Moment{}
	}
	return record.Interval{Start: first, End: end}, true
}

// contradictions says which clues a known date does not bear out.
func contradictions(p record.Published, clues []constraint) []string {
	const slack = 3 // days; a report is often printed later, seldom much
	var notes []string
	at := p.Start
	if at.IsZero() {
		at = p.End
	}
	for _, c := range clues {
		slack := slack
		if c.weak {
			slack = ahead // what is to come is named as well
		}
		bad := c.span.Known() && !c.span.Overlaps(record.Interval{Start: at.Add(0, 0, -slack), End: at.Add(0, 0, slack)})
		if c.month != 0 {
			bad = true
			for k := -slack; k <= slack; k++ {
				if c.allows(at.AddDate(0, 0, k)) {
					bad = false
				}
			}
		}
		if bad {
			notes = append(notes, fmt.Sprintf("%s says %s; the text says otherwise: %s", knownBy(p.KnownBy), p.Interval, c.clue.Says))
		}
	}
	return notes
}

func knownBy(k record.KnownBy) string {
	switch k {
	case record.Given:
		return "the given date"
	case record.URL:
		return "the address"
	case record.Text:
		return "the text"
	}
	return "the metadata"
}

func list(clues []constraint) string {
	var says []string
	for _, c := range clues {
		says = append(says, c.clue.Says)
	}
	return strings.Join(says, "; ")
}

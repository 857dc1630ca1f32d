package when

import (
	"slices"
	"strings"

	"detente/record"
	"detente/tree"
)

// A known is an event that news dates other things by: a summit, a treaty, a
// test, a coup, the start of a war.
type known struct {
	name    string
	kind    string
	when    record.Interval
	place   string
	people  []string // surnames
	parties []string
}

// A calendar is the list of known events.
type calendar struct {
	events []known
	groups [][]int16           // the events of one name, from 1
	places map[string][]int16  // by the last word of the place, in lower case
	kinds  map[string][]string // by noun, the kinds of event that it may speak of: meeting -> summit, talks
}

// loadEvents reads the calendar and makes every name of an event a phrase.
func (d *loader) loadEvents() error {
	t, err := readTable(d.fsys, eventsFile, "names", "kind", "first", "last", "place", "country", "people", "parties", "source")
	if err != nil {
		return err
	}
	c := &d.calendar
	c.events = append(c.events, known{})
	c.groups = append(c.groups, nil)
	c.places = map[string][]int16{}
	sym := d.grammar.symbol("EVENT")
	group := map[string]int16{}
	for _, r := range t.rows {
		names := strings.Split(r.cells[0], "|")
		first, err := record.ParseMoment(r.cells[2])
		if err != nil {
			return t.errorf(r, "%w", err)
		}
		last := first
		if r.cells[3] != "" {
			if last, err = record.ParseMoment(r.cells[3]); err != nil {
				return t.errorf(r, "%w", err)
			}
		}
		if last.Before(first.Time) {
			return t.errorf(r, "the last day %s is before the first, %s", last, first)
		}
		if r.cells[8] == "" {
			return t.errorf(r, "no source")
		}
		k := known{name: names[0], kind: r.cells[1], place: r.cells[4], when: record.Interval{Start: first, End: last.Add(0, 0, 1)}}
		for p := range strings.SplitSeq(r.cells[6], ",") {
			if f := strings.Fields(p); len(f) > 0 {
				k.people = append(k.people, surname(f))
			}
		}
		k.parties = strings.FieldsFunc(r.cells[7], func(r rune) bool { return r == ',' })
		n := int16(len(c.events))
		c.events = append(c.events, k)
		if f := strings.Fields(k.place); len(f) > 0 {
			key := strings.ToLower(f[len(f)-1])
			c.places[key] = append(c.places[key], n)
		}
		for _, name := range names {
			g, again := group[name]
			if name == "" || again && slices.Contains(c.groups[g], n) {
				return t.errorf(r, "the name %q is empty or stands twice", name)
			}
			if again {
				c.groups[g] = append(c.groups[g], n)
				continue
			}
			g = int16(len(c.groups))
			c.groups = append(c.groups, []int16{n})
			group[name] = g
			e := entry{sym: sym, says: expr{event: g}, caps: name[0] < 'a' || name[0] > 'z'}
			if name[0] >= '0' && name[0] <= '9' {
				e.caps = false
			}
			d.lexicon.add(d.words.atomsOf(name), e)
		}
	}
	return nil
}

// surname is the name that news repeats: the last, but the first of a Korean or
// Chinese name, which stands before.
func surname(names []string) string {
	if len(names) == 3 && len(names[0]) <= 4 {
		return names[0]
	}
	if len(names) == 2 && strings.Contains(names[1], "-") && names[1][0] < 'a' || names[0] == "Xi" || names[0] == "Mao" {
		return names[0]
	}
	return names[len(names)-1]
}

// meetings finds known events that a text tells of without their names.
type meetings struct {
	r     *Reader
	text  *tree.Text
	has   func(name string) bool // whether the text has a name
	sent  int                    // the sentence that kinds is of
	kinds []string               // of event that its nouns speak of
}

// at finds the known event that a place stands for: in "meetings between Kim
// and Trump, the most recent one in Hanoi last year" the place at token tok,
// the noun and the people leave one event alone, and the time where it is known.
func (m *meetings) at(sent, tok int, within record.Interval) (int16, bool) {
	s := &m.text.Sentences[sent]
	if tok >= len(s.Tokens) {
		return 0, false
	}
	ids := m.r.calendar.places[strings.ToLower(s.Tokens[tok].Form)]
	if len(ids) == 0 {
		return 0, false
	}
	if m.sent != sent {
		m.sent, m.kinds = sent, m.kinds[:0]
		for i := range s.Tokens {
			for _, kind := range m.r.calendar.kinds[strings.ToLower(s.Tokens[i].Form)] {
				if !slices.Contains(m.kinds, kind) {
					m.kinds = append(m.kinds, kind)
				}
			}
		}
	}
	match := int16(0)
	for _, id := range ids {
		k := &m.r.calendar.events[id]
		if within.Known() && !within.Overlaps(k.when) {
			continue
		}
		f := strings.Fields(k.place)
		if !slices.Contains(m.kinds, k.kind) || len(k.people) < 2 || tok < len(f)-1 || s.Tokens[tok-len(f)+1].Form != f[0] {
			continue
		}
		if slices.ContainsFunc(k.people, func(p string) bool { return !m.has(p) }) {
			continue
		}
		if match != 0 && m.r.calendar.events[match].when != k.when {
			return 0, false
		}
		match = id
	}
	return match, match != 0
}

// beside finds the event that a place before or after a time stands for, and
// where in the text the place is: "in Hanoi last year", "in 2019 in Hanoi".
func (m *meetings) beside(t *found, within record.Interval) (int16, found, bool) {
	if !within.Closed() {
		return 0, found{}, false
	}
	for _, tok := range [3]int{t.first - 1, t.first - 2, t.last + 2} {
		if tok < 0 {
			continue
		}
		if id, ok := m.at(t.sent, tok, within); ok {
			return id, found{sent: t.sent, first: tok, last: tok, span: m.text.Sentences[t.sent].Tokens[tok].Span}, true
		}
	}
	return 0, found{}, false
}

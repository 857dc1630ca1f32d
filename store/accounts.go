package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"detente/record"
)

// Accounts are what the reports tell of one happening, side by side. Nothing is
// decided between them: who counted right is for the reader to say. The Count of
// an event holds too what other events of its sentence, of the same type and by
// the same actor, count: "bombed the depot, killing three soldiers".
type Accounts struct {
	Told   []Event      `json:"told"`   // the events of the fact, by the day of their reports: the first to report first
	Others []Event      `json:"others"` // events of other facts that seem to be of the same happening, likewise
	Differ []Difference `json:"differ"` // in what they contradict one another
}

// Difference is one thing in which accounts contradict one another.
type Difference struct {
	In       string    `json:"in"` // date, place, status, or what is counted: killed, missiles, ...
	Readings []Reading `json:"readings"`
}

// Reading is one value, and the reports that give it in the order of Accounts.
type Reading struct {
	Value     string   `json:"value"`
	Documents []string `json:"documents"`
}

// apart is how far dates in reports of one story may lie from one another and
// still be of the same happening.
const apart = 3

// AccountsOf gathers the accounts of a fact, or gives ErrNotFound.
//
// Reports that contradict each other in the day, the place, or in whether it
// happened at all, make different facts (see SameFact), since often two things
// did happen. They are accounts of one happening, Others, if they are of the same
// type between the same actors and
//   - one tells what the other denies, on overlapping dates; or
//   - they name different places or modes, on overlapping dates; or
//   - they are of one story and a few days apart,
//
// and no report tells both: one that does keeps the two apart.
func AccountsOf(ctx context.Context, s Store, fact int64) (Accounts, error) {
	all, err := AccountsOfAll(ctx, s, fact)
	if err != nil {
		return Accounts{}, err
	}
	a, there := all[fact]
	if !there {
		return a, ErrNotFound
	}
	return a, nil
}

// AccountsOfAll is AccountsOf for several facts, read together; those that are not
// there are left out.
func AccountsOfAll(ctx context.Context, s Store, facts ...int64) (map[int64]Accounts, error) {
	told, err := collect(s.EventsOf(ctx, facts))
	if err != nil {
		return nil, err
	}
	all := map[int64]Accounts{}
	for _, e := range told {
		a := all[e.Fact]
		a.Told = append(a.Told, e)
		all[e.Fact] = a
	}
	// What is not dated to within days has no neighbourhood to look in.
	var best []Event
	for _, fact := range facts {
		a, there := all[fact]
		if !there {
			continue
		}
		e := a.Told[0]
		for _, other := range a.Told[1:] {
			if Better(other.Event, e.Event) {
				e = other
			}
		}
		if Exact(e.Date) && e.Source.Code != "" {
			best = append(best, e)
		}
	}
	around, err := s.Around(ctx, best, apart)
	if err != nil {
		return nil, err
	}
	rivals := map[int64]map[eventKey]bool{} // by fact
	var more []int64                        // the facts that the rivals tell
	for i, e := range best {
		for _, o := range others(all[e.Fact].Told, e, around[i]) {
			if rivals[e.Fact] == nil {
				rivals[e.Fact] = map[eventKey]bool{}
			}
			rivals[e.Fact][keyOf(o)] = true
			more = append(more, o.Fact)
		}
	}
	slices.Sort(more)
	more = slices.Compact(more)
	other, err := collect(s.EventsOf(ctx, more))
	if err != nil {
		return nil, err
	}
	beside, err := collect(s.Beside(ctx, slices.Concat(facts, more)))
	if err != nil {
		return nil, err
	}
	byDocument := map[string][]Event{}
	for _, e := range beside {
		byDocument[e.Document] = append(byDocument[e.Document], e)
	}
	for fact, a := range all {
		a.Others = []Event{}
		for _, e := range other {
			if rivals[fact][keyOf(e)] {
				a.Others = append(a.Others, e)
			}
		}
		countBeside(byDocument, a.Told, a.Others)
		a.Differ = differences(slices.Concat(a.Told, a.Others))
		all[fact] = a
	}
	return all, nil
}

// eventKey names an event.
type eventKey struct{ document, id string }

func keyOf(e Event) eventKey { return eventKey{e.Document, e.ID} }

// collect collects events by the day of their reports.
func collect(events iter.Seq2[Event, error]) ([]Event, error) {
	var list []Event
	for e, err := range events {
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b Event) int {
		return cmp.Or(a.Published.Start.Compare(b.Published.Start.Time), cmp.Compare(a.Document, b.Document))
	})
	return list, nil
}

// countBeside adds to the events what the events beside them in their reports
// count.
func countBeside(byDocument map[string][]Event, lists ...[]Event) {
	for _, list := range lists {
		for i := range list {
			e := &list[i]
			own := e.Count
			for _, other := range byDocument[e.Document] {
				if other.ID == e.ID || other.Spans.Sentence != e.Spans.Sentence || Class(other.Status) != Class(e.Status) ||
					other.Plover.Type != e.Plover.Type || !strings.HasPrefix(other.Source.Code, e.Source.Code) {
					continue
				}
				for _, c := range other.Count {
					known := func(o record.Count) bool { return o.Of == c.Of && o.Span == c.Span }
					counts := func(o record.Count) bool { return o.Of == c.Of }
					if !slices.ContainsFunc(own, counts) && !slices.ContainsFunc(e.Count, known) {
						e.Count = append(slices.Clip(e.Count), c)
					}
				}
			}
		}
	}
}

// others are the events around that seem to be of the same happening as those of
// the fact, which best tells best.
func others(told []Event, best Event, around []Event) []Event {
	out := []Event{}
	ours, stories := map[string]bool{}, map[string]bool{}
	for _, e := range told {
		ours[e.Document], stories[e.Story] = true, true
	}
	both := map[int64]bool{} // facts that a report tells beside this one
	for _, e := range around {
		if ours[e.Document] {
			both[e.Fact] = true
		}
	}
	for _, e := range around {
		if e.Fact != best.Fact && !both[e.Fact] && rival(best, e, stories[e.Story]) {
			out = append(out, e)
		}
	}
	return out
}

// rival reports whether events of two facts between the same states and of the
// same type can be of one happening.
func rival(a, b Event, sameStory bool) bool {
	if !agree(a.Source.Code, b.Source.Code) || !agree(a.Target.Code, b.Target.Code) || !Exact(b.Date) {
		return false
	}
	classes := []string{Class(a.Status), Class(b.Status)}
	slices.Sort(classes)
	switch denied := classes[0] == "denied" && classes[1] == "happened"; {
	case classes[0] != classes[1] && !denied:
		return false // a plan and the deed are two things
	case a.Date.Overlaps(b.Date):
		return true // else they would be one fact
	}
	return sameStory
}

// differences are the things in which at least two accounts exclude one another.
func differences(events []Event) []Difference {
	out := []Difference{}
	add := func(in string, value func(Event) (text string, ok bool), exclude func(a, b Event) bool) {
		var with []Event
		for _, e := range events {
			if _, ok := value(e); ok {
				with = append(with, e)
			}
		}
		for i, a := range with {
			if slices.ContainsFunc(with[i+1:], func(b Event) bool { return exclude(a, b) }) {
				out = append(out, Difference{in, readings(with, value)})
				return
			}
		}
	}
	add("date", func(e Event) (string, bool) { return e.Date.String(), e.Date.Known() },
		func(a, b Event) bool { return !a.Date.Overlaps(b.Date) })
	add("place", func(e Event) (string, bool) { return placeOf(e), placeOf(e) != "" },
		func(a, b Event) bool { return placeOf(a) != placeOf(b) })
	add("mode", func(e Event) (string, bool) { return e.Plover.Mode, e.Plover.Mode != "" },
		func(a, b Event) bool { return a.Plover.Mode != b.Plover.Mode })
	add("status", func(e Event) (string, bool) { return string(e.Status), true },
		func(a, b Event) bool { return a.Status != b.Status })
	for _, of := range counted(events) {
		add(of, func(e Event) (string, bool) {
			c, ok := countOf(e, of)
			return countText(c), ok
		}, func(a, b Event) bool {
			x, _ := countOf(a, of)
			y, _ := countOf(b, of)
			return countsExclude(x, y)
		})
	}
	return out
}

// readings groups events by a value, in the order of the events.
func readings(events []Event, value func(Event) (string, bool)) []Reading {
	var out []Reading
	for _, e := range events {
		text, _ := value(e)
		i := slices.IndexFunc(out, func(r Reading) bool { return r.Value == text })
		if i < 0 {
			i, out = len(out), append(out, Reading{Value: text})
		}
		if !slices.Contains(out[i].Documents, e.Document) {
			out[i].Documents = append(out[i].Documents, e.Document)
		}
	}
	return out
}

func placeOf(e Event) string {
	if e.Place == nil {
		return ""
	}
	return e.Place.Name
}

// counted are the things that the events count, in the order of the alphabet.
func counted(events []Event) []string {
	var of []string
	for _, e := range events {
		for _, c := range e.Count {
			if !slices.Contains(of, c.Of) {
				of = append(of, c.Of)
			}
		}
	}
	slices.Sort(of)
	return of
}

// countOf is the first count of a thing that has a number.
func countOf(e Event, of string) (record.Count, bool) {
	i := slices.IndexFunc(e.Count, func(c record.Count) bool { return c.Of == of && c.Value != nil })
	if i < 0 {
		return record.Count{}, false
	}
	return e.Count[i], true
}

func countText(c record.Count) string {
	if c.Value == nil {
		return ""
	}
	n := strconv.Itoa(*c.Value)
	if c.Mod == "" {
		return n
	}
	return strings.ReplaceAll(c.Mod, "-", " ") + " " + n
}

// countsExclude reports whether two counts cannot both be right: three and five,
// at least ten and seven. What is counted about is taken as a tenth more or less.
func countsExclude(a, b record.Count) bool {
	al, ah := span(a)
	bl, bh := span(b)
	return al > bh || bl > ah
}

// span is the least and the greatest number that a count admits.
func span(c record.Count) (low, high int) {
	n := *c.Value
	switch c.Mod {
	case "at-least":
		return n, int(^uint(0) >> 1)
	case "at-most":
		return 0, n
	case "about":
		return n - n/10, n + n/10
	}
	return n, n
}

// First are the reports that told it first, all those of the earliest day: an
// earlier one cannot be told from dates without hours.
func (a Accounts) First() []Event {
	var first []Event
	for _, e := range a.Told {
		if len(first) > 0 && e.Published.Start.After(first[0].Published.Start.Time) {
			break
		}
		if !slices.ContainsFunc(first, func(f Event) bool { return f.Document == e.Document }) {
			first = append(first, e)
		}
	}
	return first
}

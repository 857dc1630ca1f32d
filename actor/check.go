package actor

import (
	"cmp"
	"fmt"
	"slices"

	"detente/record"
)

// Finding is something that a person who keeps the dictionary should look at.
type Finding struct {
	Kind  string // overlap, gap, namesakes, code, editor
	Place string // file:line
	Text  string
}

// String is the finding as one line: file:line: kind: text.
func (f Finding) String() string { return f.Place + ": " + f.Kind + ": " + f.Text }

// The kinds of finding.
const (
	Overlap   = "overlap"   // two people in a post for one at a time, for over a month
	Gap       = "gap"       // nobody known in one of the highest posts, for over a month
	Namesakes = "namesakes" // two people of one name
	Code      = "code"      // a code that is neither a state's nor a body's
	Editor    = "editor"    // rests on what an editor wrote, not on a source
)

// Check looks through the tenures. A file with faults does not load at all (see
// New); the findings are of data that may be right and deserve a second look.
func (d *Dictionary) Check() []Finding {
	var out []Finding
	add := func(t *tenure, kind, format string, args ...any) {
		out = append(out, Finding{kind, d.placeOf(t), fmt.Sprintf(format, args...)})
	}
	bodies := map[string]bool{}
	for i := range d.bodies {
		bodies[d.bodies[i].code] = true
	}
	for i := range d.tenures {
		t := &d.tenures[i]
		if _, ok := d.byCode[t.code]; !ok && !bodies[t.code] {
			add(t, Code, "%s is no state of states.tsv and no body of bodies.tsv", t.code)
		}
		if len(t.source) >= len(Editor) && t.source[:len(Editor)] == Editor {
			add(t, Editor, "%s, %s of %s since %s: %s", d.people[t.person].name, d.posts[t.post].title(), d.stateName(t.code), t.since, t.source)
		}
	}
	keys := make([]postKey, 0, len(d.byPost))
	for k := range d.byPost {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b postKey) int { return cmp.Or(cmp.Compare(a.code, b.code), int(a.post-b.post)) })
	for _, k := range keys {
		if !d.posts[k.post].single {
			continue
		}
		all := d.byPost[k]
		for i := 1; i < len(all); i++ {
			s, t := &d.tenures[all[i-1]], &d.tenures[all[i]]
			switch {
			case s.person != t.person && apart(t.from, s.until) > 31:
				add(t, Overlap, "%s and %s are both %s of %s from %s on", d.people[s.person].name, d.people[t.person].name, d.posts[k.post].title(), d.stateName(k.code), t.since)
			case d.posts[k.post].rank == 1 && s.until != endless && apart(s.until, t.from) > 31:
				add(t, Gap, "nobody is %s of %s from %s to %s", d.posts[k.post].title(), d.stateName(k.code), s.to, t.since)
			}
		}
	}
	first := map[uint64]int32{}
	for i := range d.people {
		h := d.nameHash(d.people[i].name)
		if j, ok := first[h]; ok && len(d.people[i].tenures) > 0 {
			add(&d.tenures[d.people[i].tenures[0]], Namesakes, "%s (%s) and %s (%s) have one name; if they are one person, give both rows the same identifier",
				d.people[j].name, orNone(d.people[j].wikidata), d.people[i].name, orNone(d.people[i].wikidata))
			continue
		}
		first[h] = int32(i)
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(a.Kind, b.Kind) })
	return out
}

func orNone(id string) string { return cmp.Or(id, "no identifier") }

// nameHash is the hash of a whole name.
func (d *Dictionary) nameHash(name string) uint64 {
	h := uint64(hashSeed)
	for _, w := range phraseWords(nil, name) {
		h = chain(h, w.hash)
	}
	return h
}

// apart is about how many days lie between two dates; an unknown month or day
// counts as the middle, so that dates of a year alone raise no finding.
func apart(from, to day) int {
	if from%100 == 0 || to%100 == 0 && to != 0 {
		return 0
	}
	days := func(d day) int { return int(d/10000)*365 + int(d/100%100)*30 + int(d%100) }
	return days(to) - days(from)
}

func (d *Dictionary) placeOf(t *tenure) string {
	return fmt.Sprintf("%s:%d", d.holderFiles[t.file], t.line)
}

// Entry is what the dictionary has about one actor.
type Entry struct {
	Actor   record.Actor
	Code    string   // on the day asked for
	Also    []string // other spellings in the data
	Tenures []Tenure // of a person, by start
}

// Tenure is one time in office with where the dictionary has it from.
type Tenure struct {
	Office record.Office
	Of     string // the state or body
	Source string
	Place  string // file:line
	Now    bool   // on the day asked for
}

// Show is everything that the dictionary has under a name: people of that name
// or surname, states, bodies, and who a title means on the day.
func (d *Dictionary) Show(name string, on record.Moment) []Entry {
	var out []Entry
	seen := map[string]bool{}
	add := func(e Entry) {
		if !seen[e.Actor.ID] {
			seen[e.Actor.ID] = true
			out = append(out, e)
		}
	}
	var people []int32
	words := phraseWords(nil, name)
	d.index.canonical(words)
	if n, head := d.index.find(words, 0, false); n == len(words) && n > 0 {
		for k := head; k > 0; k = d.index.senses[k-1].next {
			switch sn := &d.index.senses[k-1]; sn.kind {
			case fullName, surname:
				if !slices.Contains(people, sn.id) {
					people = append(people, sn.id)
				}
			case stateName, adjective, capital:
				add(Entry{Actor: d.stateRecord(sn.id), Code: d.states[sn.id].code})
			case bodyName:
				add(Entry{Actor: d.bodyRecord(sn.id), Code: d.bodies[sn.id].code})
			}
		}
	}
	slices.SortStableFunc(people, func(a, b int32) int {
		return cmp.Or(int(d.people[a].rank)-int(d.people[b].rank), cmp.Compare(d.people[a].name, d.people[b].name))
	})
	for _, p := range people {
		add(d.entry(p, dayOfMoment(on)))
	}
	if answer, ok := d.Who(name, on); ok && len(out) == 0 {
		for i := range d.people {
			if p := &d.people[i]; p.name == answer.Actor.Name && p.wikidata == answer.Actor.Wikidata {
				add(d.entry(int32(i), dayOfMoment(on)))
			}
		}
		if len(out) == 0 {
			add(Entry{Actor: answer.Actor, Code: answer.Code})
		}
	}
	return out
}

func (d *Dictionary) entry(p int32, on day) Entry {
	e := Entry{Actor: d.personRecord(p, on), Code: d.codeOn(p, on), Also: d.people[p].also}
	for i, j := range d.people[p].tenures {
		t := &d.tenures[j]
		e.Tenures = append(e.Tenures, Tenure{
			Office: e.Actor.Offices[i], Of: d.stateName(t.code), Source: t.source, Place: d.placeOf(t), Now: t.during(on),
		})
	}
	return e
}

// Size is how many states, bodies, people and times in office it holds.
func (d *Dictionary) Size() (states, bodies, people, tenures int) {
	return len(d.states), len(d.bodies), len(d.people), len(d.tenures)
}

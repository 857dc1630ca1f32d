// Package actor finds who is spoken of in a text: states, their organs,
// organisations, armed groups and people, by name, nationality, office and date,
// metonym, or by what grammar says of those whom no dictionary knows.
//
// The dictionary is a folder of TSV files, data/actors, described in
// docs/actors.md. Codes are in the style of CAMEO (Conflict and Mediation Event
// Observations codebook 1.1b3, chapter 3): a state, then the role of the actor
// in it, as in PRKGOV.
package actor

import (
	"slices"
	"strings"
	"sync"

	"detente/record"
)

// Dictionary is what is known of actors. It is safe for concurrent use.
type Dictionary struct {
	states   []state
	bodies   []body
	people   []person
	tenures  []tenure // sorted by post of body or state, then by start
	posts    []post
	titles   []titleName
	roles    []roleNoun
	mods     []mod
	classes  map[uint64]wordClass // by the hash of the word
	byCode   map[string]int32     // states by code
	byPost   map[postKey][]int32  // tenures of a post, by start
	postByID map[string]int32     // posts by name
	given    map[uint64]string    // gender by given name
	index    *index
	agencies map[int32]int32 // the news agency of a state
	pairs    [][]int32       // the states of names that stand for several
	against  map[int32]int32 // the state that has a part of the same name
	beside   map[int32]int32 // the state that is the other half: South Korea beside North Korea

	holderFiles []string
	scratch     sync.Pool
}

// state is a state or de facto state, as data/actors/states.tsv has it.
type state struct {
	code, wikidata, name, adjective string
	leads                           string // posts of the leader, the first that is held
}

// body is an organisation, a named organ of a state, an armed group or a
// metonym of a government.
type body struct {
	code, wikidata, name string
	kind                 record.ActorKind
	metonym              bool
	state                int32 // its state, or -1
}

// person is somebody known by name.
type person struct {
	name, wikidata, gender string
	also                   []string // other spellings in the data
	familyFirst            bool     // Kim Jong Un
	crowned                bool     // King Abdullah
	rank                   uint8    // of the highest post ever held: 1 is a head of state or government
	tenures                []int32  // by start
}

// tenure is one person's time in one post.
type tenure struct {
	person, post int32
	code         string // state or body: PRK, IGOUNO
	from, until  day
	since, to    string // as the data has them
	source       string
	file         int8
	line         int32
}

// post is an office as data/actors/posts.tsv has it.
type post struct {
	name, role string
	rank       uint8
	single     bool // one person at a time holds it
}

// titleName is one way to call the holder of a post: "foreign secretary" in the
// United Kingdom.
type titleName struct {
	phrase  string
	post    int32
	only    string // codes, |-separated; empty: everywhere
	without string
}

// fits reports whether the title is used in the state or body.
func (t *titleName) fits(code string) bool {
	return (t.only == "" || has(t.only, code)) && !has(t.without, code)
}

// has reports whether one of the cell's values is v.
func has(cell, v string) bool {
	for one := range each(cell) {
		if one == v {
			return true
		}
	}
	return false
}

// roleNoun is a noun that means somebody in a role or an organ of any state.
type roleNoun struct {
	noun, code string
	kind       roleKind
	weak       bool // "leader", "official": means nothing without its modifiers
	local      bool // "in Tbilisi" after it tells its state: protesters, not troops
	titled     bool // may stand before a name: Gen., Senator
	agency     bool // may mean the state's own news agency
	state      bool // stands for the state as it acts: government, regime
	serves     bool // one of a state serves its government: Iran's spokesman
	ranked     bool // a rank only with a capital: Captain Cook, not the team's captain
}

type roleKind uint8

const (
	onePerson roleKind = iota + 1
	manyPeople
	organ
)

// mod is a word that changes how an office is held: former, acting, -elect.
type mod struct {
	word string
	does modEffect
}

type modEffect uint8

const (
	modFormer   modEffect = 1 << iota // no longer: former, ex-, late
	modThen                           // at the time told of: then-
	modComing                         // not yet: -elect, incoming
	modDeputy                         // not the holder: deputy, vice
	modHolding                        // the holder all the same: acting, outgoing, sitting
	modOpponent                       // against the holder: would-be, self-declared
)

type postKey struct {
	code string
	post int32
}

// day is a date as the number yyyymmdd; an unknown month or day is 00.
type day int32

const endless day = 99999999

// dayOf reads 2020, 2020-01 or 2020-01-24; ok is false for anything else.
func dayOf(s string) (d day, ok bool) {
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return 0, false
	}
	digits := 0
	for i := range len(s) {
		if i == 4 || i == 7 {
			if s[i] != '-' {
				return 0, false
			}
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		d = d*10 + day(s[i]-'0')
		digits++
	}
	for ; digits < 8; digits++ {
		d *= 10
	}
	return d, true
}

// dayOfMoment is the civil day of a moment, or 0 for an unknown one.
func dayOfMoment(m record.Moment) day {
	if m.IsZero() {
		return 0
	}
	return day(m.Year()*10000 + int(m.Month())*100 + m.Day())
}

// during reports whether d falls into the tenure.
func (t *tenure) during(d day) bool { return t.from <= d && d < t.until }

// holder is the tenure of the post on the day: of several in a post for one, the
// one that began last. It is -1 where nobody is known to have held it, or where
// several hold a post for many.
func (d *Dictionary) holder(code string, p int32, on day) int32 {
	all := d.byPost[postKey{code, p}]
	i, _ := slices.BinarySearchFunc(all, on, func(t int32, on day) int {
		if d.tenures[t].from <= on {
			return -1
		}
		return 1
	})
	found := int32(-1)
	for i--; i >= 0; i-- {
		if !d.tenures[all[i]].during(on) {
			continue
		}
		if d.posts[p].single {
			return all[i]
		}
		if found >= 0 {
			return -1
		}
		found = all[i]
	}
	return found
}

// leader is the tenure of whoever leads the state on the day.
func (d *Dictionary) leader(code string, on day) int32 {
	s, ok := d.byCode[code]
	if !ok {
		return d.head(code, on)
	}
	for name := range each(d.states[s].leads) {
		if t := d.holder(code, d.postByID[name], on); t >= 0 {
			return t
		}
	}
	return -1
}

// head is the tenure of the holder of a body's highest post.
func (d *Dictionary) head(code string, on day) int32 {
	best := int32(-1)
	for i := range d.posts {
		t := d.holder(code, int32(i), on)
		if t >= 0 && (best < 0 || d.posts[i].rank < d.posts[d.tenures[best].post].rank) {
			best = t
		}
	}
	return best
}

// inOffice is the highest tenure of a person on the day, or -1.
func (d *Dictionary) inOffice(p int32, on day) int32 {
	best := int32(-1)
	for _, t := range d.people[p].tenures {
		if d.tenures[t].during(on) && (best < 0 || d.posts[d.tenures[t].post].rank < d.posts[d.tenures[best].post].rank) {
			best = t
		}
	}
	return best
}

// lends is the code that a tenure lends to who holds it: PRK and GOV give
// PRKGOV; a body's head has the body's code.
func (d *Dictionary) lends(t *tenure) string {
	if _, ok := d.byCode[t.code]; ok {
		return t.code + d.posts[t.post].role
	}
	return t.code
}

// codeOn is a person's code on a day: of the post held, else of one who held it
// before (ELI, the elite of CAMEO), else the state alone.
func (d *Dictionary) codeOn(p int32, on day) string {
	if on == 0 { // the day is unknown: the highest post ever held
		best := int32(-1)
		for _, t := range d.people[p].tenures {
			if best < 0 || d.posts[d.tenures[t].post].rank < d.posts[d.tenures[best].post].rank {
				best = t
			}
		}
		if best < 0 {
			return ""
		}
		return d.lends(&d.tenures[best])
	}
	if t := d.inOffice(p, on); t >= 0 {
		return d.lends(&d.tenures[t])
	}
	var before, after *tenure
	for _, i := range d.people[p].tenures {
		t := &d.tenures[i]
		switch {
		case t.until <= on && (before == nil || d.posts[t.post].rank <= d.posts[before.post].rank):
			before = t
		case t.from > on && after == nil:
			after = t
		}
	}
	if before != nil {
		return d.elite(before)
	}
	if after != nil {
		return d.stateOf(after.code)
	}
	return ""
}

// elite is the code of one who once held the post.
func (d *Dictionary) elite(t *tenure) string {
	if _, ok := d.byCode[t.code]; ok {
		if p := &d.posts[t.post]; p.rank <= 3 && (p.role == "OPP" || p.role == "REB") {
			return t.code + p.role
		}
		return t.code + "ELI"
	}
	return t.code
}

// stateOf is the state at the start of a code, or the whole code.
func (d *Dictionary) stateOf(code string) string {
	if len(code) >= 3 {
		if _, ok := d.byCode[code[:3]]; ok {
			return code[:3]
		}
	}
	return code
}

// stateName is the name of a state by its code, for people.
func (d *Dictionary) stateName(code string) string {
	if i, ok := d.byCode[code]; ok {
		return d.states[i].name
	}
	return code
}

// adjectiveOf is what belongs to the state is called: Iranian.
func (d *Dictionary) adjectiveOf(code string) string {
	if i, ok := d.byCode[code]; ok && d.states[i].adjective != "" {
		return d.states[i].adjective
	}
	return d.stateName(code)
}

// title is the plain title of a post: its name without hyphens.
func (p *post) title() string { return strings.ReplaceAll(p.name, "-", " ") }

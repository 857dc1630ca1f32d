package actor

import (
	"cmp"
	"slices"
	"strings"

	"detente/record"
)

// NameOf is what a code stands for, for people: "North Korea" for PRK, "North
// Korea, government" for PRKGOV, "United Nations" for IGOUNO. It is empty where
// the dictionary knows nothing of the code.
func (d *Dictionary) NameOf(code string) string {
	named, bodies := "", 0
	for i := range d.bodies {
		if b := &d.bodies[i]; b.code == code && !b.metonym && (b.state < 0 || len(code) > 6) {
			named = cmp.Or(named, b.name)
			bodies++
		}
	}
	if named != "" && (bodies == 1 || len(code) > 3) { // IGO alone stands for many
		return named
	}
	if len(code) < 3 {
		return ""
	}
	i, ok := d.byCode[code[:3]]
	if !ok {
		return d.part(code)
	}
	words := []string{d.states[i].name}
	for at := 3; at+3 <= len(code); at += 3 {
		if p := d.part(code[at : at+3]); p != "" {
			words = append(words, p)
		}
	}
	return strings.Join(words, ", ")
}

// part is a role of a code in words, after the first organ of data/actors/roles.tsv
// that has it: "government" for GOV.
func (d *Dictionary) part(role string) string {
	i := slices.IndexFunc(d.roles, func(r roleNoun) bool { return r.code == role && r.kind == organ })
	if i < 0 {
		return ""
	}
	return d.roles[i].noun
}

// Holding is somebody's time in an office.
type Holding struct {
	Person record.Actor
	Office record.Office
	Source string // where the dictionary has it from
}

// Holders are the people whose offices lend the code or one that begins with
// it, the latest first.
func (d *Dictionary) Holders(code string) []Holding {
	var out []Holding
	for i := range d.tenures {
		if t := &d.tenures[i]; code != "" && strings.HasPrefix(d.lends(t), code) {
			p := &d.people[t.person]
			who := record.Actor{ID: p.wikidata, Name: p.name, Code: d.lends(t), Kind: record.IsPerson, Wikidata: p.wikidata, Gender: p.gender, Known: true}
			out = append(out, Holding{Person: who, Source: t.source,
				Office: record.Office{Code: d.lends(t), Title: d.posts[t.post].title(), From: t.since, Until: t.to}})
		}
	}
	slices.SortStableFunc(out, func(a, b Holding) int {
		return cmp.Or(cmp.Compare(b.Office.From, a.Office.From), cmp.Compare(a.Person.Name, b.Person.Name))
	})
	return out
}

// Named is a code with its name.
type Named struct{ Code, Name string }

// States are the states and de facto states, by name.
func (d *Dictionary) States() []Named {
	out := make([]Named, len(d.states))
	for i, s := range d.states {
		out[i] = Named{s.code, s.name}
	}
	slices.SortFunc(out, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

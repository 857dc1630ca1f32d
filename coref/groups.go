package coref

import (
	"slices"
	"strings"

	"detente/tree"
)

// parties is the entity of a phrase for so many of those in play: "the two
// sides", "both countries", "the three leaders". It looks for a list of that
// many first, then for the ones that were told of last. -1 where m is no such
// phrase or not enough are found.
func (d *discourse) parties(m *markable) int {
	if !m.noun.side || !m.plural {
		return -1
	}
	s := d.sentence(m.sent)
	want := 0
	for k := range s.Kids(m.head) {
		t := &s.Tokens[k]
		switch t.Rel {
		case tree.Nummod, tree.Det, tree.DetPredet, tree.Amod:
			if n := d.words.numbers[strings.ToLower(t.Form)]; n > want {
				want = n
			}
		case tree.AclRelcl, tree.Acl, tree.NmodPoss:
			return -1 // "the two countries that signed" says itself which
		}
	}
	if want == 0 && m.noun.sort&(state|person) == 0 {
		want = 2 // "the sides"
	}
	if want < 2 {
		return -1
	}
	fits := func(e *entity) bool {
		if e.actor == "" && e.name == "" || e.sort == 0 {
			return false
		}
		if m.noun.sort&person != 0 {
			return e.sort == person
		}
		return e.sort&m.noun.sort != 0 && e.sort != place
	}
	var members []int
	add := func(x int) {
		for _, y := range members {
			if x == y || d.entities[x].actor != "" && d.entities[x].actor == d.entities[y].actor {
				return
			}
		}
		members = append(members, x)
	}
	for b := d.starts[m.sent+1] - 1; b >= 0 && m.sent-d.marks[b].sent <= 4; b-- {
		o := &d.marks[b]
		if o.sent == m.sent && o.head >= m.head || o.entity < 0 {
			continue
		}
		if e := &d.entities[o.entity]; len(e.members) == want && len(members) < 2 {
			all := true
			for _, x := range e.members {
				all = all && fits(&d.entities[x])
			}
			if all {
				return d.groupOf(m, e.members)
			}
		}
		if len(members) < want && o.form != listed && fits(&d.entities[o.entity]) {
			add(o.entity)
		}
	}
	if len(members) < want {
		return -1
	}
	slices.Reverse(members) // found backwards
	return d.groupOf(m, members)
}

func (d *discourse) groupOf(m *markable, members []int) int {
	k := d.newEntity(m)
	e := &d.entities[k]
	e.plural, e.members = true, append([]int(nil), members...)
	return k
}

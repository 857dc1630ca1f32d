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
	// Neighbours, rivals and sides are states where states are spoken of.
	for _, sorts := range [...]sort{m.noun.sort & (state | organisation), m.noun.sort &^ (state | organisation)} {
		if members, listed := d.latest(m, sorts, want); members != nil {
			m.doubt = !listed && sorts&person != 0 // "both candidates" may be any two
			return d.groupOf(m, members)
		}
	}
	return -1
}

// latest are the entities of the sorts that were told of last before m, as many
// as wanted: those of a list if there is one; nil if there are fewer.
func (d *discourse) latest(m *markable, sorts sort, want int) (members []int, inList bool) {
	if sorts &^= place; sorts == 0 {
		return nil, false
	}
	subject := d.subjectOver(m)
	fits := func(x int) bool {
		e := &d.entities[x]
		return x != subject && e.sort&sorts != 0 && (e.actor != "" || e.name != "" && len(d.in.Actors) == 0)
	}
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
				all = all && fits(x)
			}
			if all {
				return e.members, true
			}
		}
		if len(members) < want && o.form != listed && fits(o.entity) {
			add(o.entity)
		}
	}
	if len(members) < want {
		return nil, false
	}
	slices.Reverse(members) // found backwards
	return members, false
}

// subjectOver is the entity that does to m what its clause tells, or -1: who
// "warned both sides" is neither of them.
func (d *discourse) subjectOver(m *markable) int {
	s := d.sentence(m.sent)
	h := s.FirstConjunct(m.head)
	if m.role == subjectRole || !argument(s, h) {
		return -1
	}
	if up := s.Tokens[h].Head; up >= 0 {
		who := s.Subject(up)
		for b := d.starts[m.sent]; b < d.starts[m.sent+1]; b++ {
			if d.marks[b].head == who && d.marks[b].form != listed {
				return d.marks[b].entity
			}
		}
	}
	return -1
}

func (d *discourse) groupOf(m *markable, members []int) int {
	k := d.newEntity(m)
	e := &d.entities[k]
	e.plural, e.members = true, append([]int(nil), members...)
	return k
}

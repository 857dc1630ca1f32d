package net

import (
	"detente/lang/net/mat"
	"detente/tree"
)

// NameKinds are the kinds of name that the network tells apart. The name tag of
// a token is 0 outside names, 2k+1 on the first and 2k+2 on every further token
// of a name of kind NameKinds[k].
var NameKinds = [...]tree.NameKind{tree.PersonName, tree.OrgName, tree.LocName}

const nameTags = 2*len(NameKinds) + 1

// path finds the best sequence of name tags (Viterbi).
type path struct {
	from []uint8 // per token and tag, the best tag before it
}

// best sets marks to the sequence of tags with the greatest sum of scores in
// which a name goes on only after its beginning or going on.
func (p *path) best(marks []uint8, scores func(t int) []float32) {
	p.from = mat.Grow(p.from, len(marks)*nameTags)
	const never = -1e30
	var now [nameTags]float32
	for tag := 2; tag < nameTags; tag += 2 {
		now[tag] = never
	}
	for t := range marks {
		s, before := scores(t), now
		top := 0
		for tag, x := range before {
			if x > before[top] {
				top = tag
			}
		}
		for tag := range now {
			from := top
			if t == 0 {
				from = 0
			} else if tag > 0 && tag%2 == 0 { // goes on
				from = tag
				if before[tag-1] > before[tag] {
					from = tag - 1
				}
			}
			now[tag] = before[from] + s[tag]
			if t == 0 && tag > 0 && tag%2 == 0 {
				now[tag] = never
			}
			p.from[t*nameTags+tag] = uint8(from)
		}
	}
	at := 0
	for tag, x := range now {
		if x > now[at] {
			at = tag
		}
	}
	for t := len(marks) - 1; t >= 0; t-- {
		marks[t] = uint8(at)
		at = int(p.from[t*nameTags+at])
	}
}

// appendNames appends the names that the tags mark.
func appendNames(names []tree.Name, marks []uint8, sent int) []tree.Name {
	for i := 0; i < len(marks); i++ {
		if marks[i]%2 == 0 {
			continue // outside; pieces begin anew, so a name never goes on from nothing
		}
		n := tree.Name{Kind: NameKinds[marks[i]/2], Sent: sent, First: i, Last: i}
		for n.Last+1 < len(marks) && marks[n.Last+1] == marks[i]+1 {
			n.Last++
		}
		names = append(names, n)
		i = n.Last
	}
	return names
}

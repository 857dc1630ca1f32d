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

// NameMove reports whether one name tag may follow another: a name goes on only
// after its beginning or going on. What stands before the first token is 0.
func NameMove(from, to int) bool {
	return to%2 == 1 || to == 0 || from == to || from == to-1
}

// best sets marks to the best sequence of tags by the scores of tags and moves.
func (p *path) best(marks []uint8, moves []float32, scores func(t int) []float32) {
	p.from = mat.Grow(p.from, len(marks)*nameTags)
	const never = -1e30
	var now [nameTags]float32
	for t := range marks {
		s, before := scores(t), now
		for tag := range now {
			best, from := float32(never), 0
			for f, x := range before {
				if t == 0 && f > 0 {
					break
				}
				if t > 0 {
					x += moves[f*nameTags+tag]
				}
				if x > best && NameMove(f, tag) {
					best, from = x, f
				}
			}
			now[tag] = best + s[tag]
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

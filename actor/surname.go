package actor

import (
	"strings"

	"detente/tree"
)

// surname is whom a surname alone means. With a title it is who holds the post;
// else the person of that surname spoken of last, or named anywhere in the
// document; else somebody in high office whom nobody shares the name with.
func (f *finder) surname(it *item, p *phrase) (who int32, ok bool) {
	best, order := int32(-1), int32(-1)
	if p != nil && p.state < 0 && p.body < 0 && f.named[f.hashAt(int(it.last))] {
		p = nil // "President Kim", where a Jim Kim is introduced who presides over something else
	}
	if p != nil {
		for k := it.head; k > 0; k = f.index.senses[k-1].next {
			sn := &f.index.senses[k-1]
			if sn.kind != surname || !f.holds(sn.id, p) {
				continue
			}
			n, named := f.seen[sn.id]
			if !named {
				n = -1
			}
			if best < 0 || n > order || n == order && f.distance(sn.id) < f.distance(best) {
				best, order = sn.id, n
			}
		}
		if best >= 0 {
			return best, true
		}
		if p.mods == 0 { // "President Obama" told of another time
			p.mods = modThen
			defer func() { p.mods = 0 }()
			for k := it.head; k > 0; k = f.index.senses[k-1].next {
				if sn := &f.index.senses[k-1]; sn.kind == surname && f.holds(sn.id, p) && (best < 0 || f.distance(sn.id) < f.distance(best)) {
					best = sn.id
				}
			}
			if best >= 0 {
				return best, true
			}
		}
	}
	for k := it.head; k > 0; k = f.index.senses[k-1].next {
		sn := &f.index.senses[k-1]
		if sn.kind != surname {
			continue
		}
		n, named := f.seen[sn.id]
		if g := f.people[sn.id].gender; g != "" && f.addressed(it, g) {
			continue // "Mrs. Clinton" is not Bill
		}
		if t := f.holding(sn.id); t >= 0 && n > 0 { // "Kim" is the leader rather than his sister
			n += 2
			if f.posts[f.tenures[t].post].rank == 1 {
				n += 2
			}
		}
		if named && (n > order || n == order && f.distance(sn.id) < f.distance(best)) {
			best, order = sn.id, n
		}
	}
	if best >= 0 {
		return best, true
	}
	return f.prominent(it)
}

// addressed reports whether a word of the other gender stands before a surname.
func (f *finder) addressed(it *item, gender string) bool {
	t := int(it.first) - 1
	if t > 0 && f.s.Tokens[t].Form == "." {
		t--
	}
	if t < 0 {
		return false
	}
	c := f.classes[hashOf(f.s.Tokens[t].Form)]
	return gender == "m" && c&madamWord != 0 || gender == "f" && c&misterWord != 0
}

// prominent is the one person of a surname who was in one of the highest
// offices on the day, and whose state the document speaks of.
func (f *finder) prominent(it *item) (who int32, ok bool) {
	if f.classes[f.hashAt(int(it.last))]&commonWord != 0 || f.s.Tokens[it.last].Tag != tree.PROPN && f.s.Tokens[it.last].Tag != tree.NoTag {
		return 0, false
	}
	if t := int(it.first) - 1; t >= 0 && f.at[t] == 0 && f.s.Tokens[t].Tag == tree.PROPN && f.s.Tokens[it.first].Rel == tree.Flat && f.classes[hashOf(f.s.Tokens[t].Form)]&(misterWord|madamWord) == 0 {
		return 0, false // an unknown given name before it
	}
	if f.named[f.hashAt(int(it.last))] {
		return 0, false // somebody else of that name is introduced in this document
	}
	best, score, even := int32(-1), int32(1<<30), false
	for k := it.head; k > 0; k = f.index.senses[k-1].next {
		sn := &f.index.senses[k-1]
		if sn.kind != surname || f.people[sn.id].rank > 2 {
			continue
		}
		near := f.distance(sn.id)
		if near > 2 && f.people[sn.id].rank > 1 || near > 180 {
			continue
		}
		s, ok := f.byCode[f.personState(sn.id)]
		if !ok {
			continue
		}
		told := f.spoken[s].names + f.spoken[s].others
		if told == 0 && (f.people[sn.id].rank > 1 || near > 160) {
			continue
		}
		if near > 2 {
			near += 100
		}
		if told == 0 {
			near += 50
		}
		near = near*1000 - min(told, 999)
		switch {
		case near < score:
			best, score, even = sn.id, near, false
		case near == score:
			even = true
		}
	}
	return best, best >= 0 && !even
}

// hashAt is the hash of the last word of a token.
func (f *finder) hashAt(t int) uint64 { return f.hashOfForm(f.s.Tokens[t].Form) }

func (f *finder) hashOfForm(form string) uint64 {
	var buf [8]word
	if words, _ := appendWords(buf[:0], form, 0, false); len(words) > 0 {
		return words[len(words)-1].hash
	}
	return 0
}

// lastWord is the last word of a name.
func lastWord(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

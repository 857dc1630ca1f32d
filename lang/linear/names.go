package linear

import (
	"detente/record"
	"detente/tree"
)

// Labels of the name tagger: 0 outside, then begin and inside of each kind.
var nameKinds = [...]tree.NameKind{tree.PersonName, tree.OrgName, tree.LocName}

const labels = 1 + 2*len(nameKinds)

func begin(kind int) int  { return 1 + 2*kind }
func inside(kind int) int { return 2 + 2*kind }

func (w *Workspace) nameFeatures(i int, f []uint32) []uint32 {
	c, p, n := w.at(i), w.at(i-1), w.at(i+1)
	pp, nn := w.at(i-2), w.at(i+2)
	var b1, b2 uint32
	if i > 0 {
		b1 = uint32(w.bio[i-1])
	}
	if i > 1 {
		b2 = uint32(w.bio[i-2])
	}
	return append(f,
		hash(120, c.form), hash(121, c.low), hash(122, c.shape, c.tag), hash(123, c.suf3), hash(124, c.pre3), hash(125, b1), hash(126, b1, b2),
		hash(127, b1, c.low), hash(128, b1, c.shape, c.tag), hash(129, p.low), hash(130, n.low), hash(131, p.low, c.shape), hash(132, n.low, c.shape),
		hash(133, p.tag, c.tag, n.tag), hash(134, p.shape, c.shape, n.shape), hash(135, pp.low), hash(136, nn.low), hash(137, b1, n.low), hash(138, b1, p.low),
		hash(139, c.low, n.low), hash(140, c.low, p.low), hash(141, b1, c.suf2), hash(142, n.suf3), hash(143, c.pre2),
	)
}

func (m *Model) names(s *tree.Sentence, w *Workspace, out []tree.Name) []tree.Name {
	w.bio = w.bio[:0]
	open := -1
	for i := range s.Tokens {
		w.f = w.nameFeatures(i, w.f[:0])
		m.name.score(w.f, w.scores)
		y := argmax(w.scores[:labels])
		if y > 0 && y%2 == 0 && (i == 0 || int(w.bio[i-1]) != y && int(w.bio[i-1]) != y-1) {
			y-- // inside without a begin
		}
		w.bio = append(w.bio, uint8(y))
		switch {
		case y == 0:
			open = -1
		case y%2 == 1:
			out = append(out, tree.Name{Kind: nameKinds[(y-1)/2], First: i, Last: i, Span: s.Tokens[i].Span})
			open = len(out) - 1
		case open >= 0:
			out[open].Last = i
			out[open].Span = record.Span{Start: out[open].Span.Start, End: s.Tokens[i].Span.End}
		}
	}
	return out
}

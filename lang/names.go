package lang

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"detente/record"
	"detente/tree"
)

// gazetteer knows names by heart, of kinds that the network was not taught:
// states and cities among the places, peoples, events, treaties, weapons.
type gazetteer struct {
	names map[string][]listed      // by first word, longest first
	heads map[string]tree.NameKind // last words: Treaty, War
	begin [256]bool                // first bytes of the words in both
}

// listed is a name after its first word.
type listed struct {
	rest []string
	kind tree.NameKind
}

var listedKinds = map[string]tree.NameKind{
	"GPE": tree.GPE, "NORP": tree.NORP, "EVENT": tree.EventName, "TREATY": tree.TreatyName, "WEAPON": tree.WeaponName,
}

func newGazetteer(fsys fs.FS, tok *tokenizer) (*gazetteer, error) {
	g := &gazetteer{names: map[string][]listed{}, heads: map[string]tree.NameKind{}}
	var spans []record.Span
	err := table(fsys, "lang/names.tsv", []string{"name", "kind"}, func(row []string) error {
		kind, ok := listedKinds[row[1]]
		if !ok {
			return fmt.Errorf("name %q: no kind is called %q", row[0], row[1])
		}
		if len(row[0]) > 2 && row[0][:2] == "* " {
			g.heads[row[0][2:]] = kind
			g.begin[row[0][2]] = true
			return nil
		}
		spans = tok.tokens(row[0], 0, len(row[0]), spans[:0])
		l := listed{kind: kind}
		for _, s := range spans[1:] {
			l.rest = append(l.rest, s.In(row[0]))
		}
		first := spans[0].In(row[0])
		g.names[first] = append(g.names[first], l)
		g.begin[first[0]] = true
		return nil
	})
	for _, l := range g.names {
		slices.SortStableFunc(l, func(a, b listed) int { return cmp.Compare(len(b.rest), len(a.rest)) })
	}
	return g, err
}

// find adds the names that are known by heart to those of the network, and
// tells states and cities from other places. Names stay in text order and do
// not overlap: a name of the network that is longer than a listed one wins.
func (g *gazetteer) find(sentences []tree.Sentence, names []tree.Name) []tree.Name {
	given, at := len(names), 0
	for si := range sentences {
		s := &sentences[si]
		from := at
		for at < given && names[at].Sent == si {
			at++
		}
		for i := 0; i < len(s.Tokens); i++ {
			first, last, kind := g.match(s, i)
			if kind == 0 || !settle(s, names[from:at], first, last, kind) {
				continue
			}
			names = append(names, tree.Name{Kind: kind, Sent: si, First: first, Last: last, Span: s.Cover(first, last)})
			i = last
		}
	}
	if len(names) > given {
		names = slices.DeleteFunc(names, func(n tree.Name) bool { return n.Kind == 0 })
		slices.SortStableFunc(names, func(a, b tree.Name) int { return cmp.Or(cmp.Compare(a.Sent, b.Sent), cmp.Compare(a.First, b.First)) })
	}
	return names
}

// settle reports whether the listed name first..last is to be added to the
// sentence's names. It sets the kind of a place that is the same words, parts a
// place from the state that follows it, and strikes out (kind 0) names that a
// longer treaty, event or weapon swallows.
func settle(s *tree.Sentence, names []tree.Name, first, last int, kind tree.NameKind) bool {
	for k := range names {
		n := &names[k]
		if n.Kind == 0 || n.Last < first || n.First > last {
			continue
		}
		same := n.First == first && n.Last == last
		switch {
		case same && kind == tree.GPE && (n.Kind == tree.LocName || n.Kind == tree.OrgName):
			n.Kind = tree.GPE
			return false
		case kind == tree.GPE && n.Kind == tree.LocName && n.Last == last && n.First < first && s.Tokens[first-1].Tag == tree.PROPN && n.First+3 > first:
			n.Last = first - 1 // "San Rafael California" is two places
		case (kind == tree.TreatyName || kind == tree.EventName || kind == tree.WeaponName) && n.First >= first && n.Last <= last && n.Kind != tree.PersonName:
			n.Kind = 0
		default:
			return false
		}
	}
	return true
}

// match is the listed name at token i, or that whose last word it is; kind 0
// where there is none.
func (g *gazetteer) match(s *tree.Sentence, i int) (first, last int, kind tree.NameKind) {
	form := s.Tokens[i].Form
	t := &s.Tokens[i]
	small := t.Tag == tree.PROPN && form != "" && form[0] >= 'a' && form[0] <= 'z'
	if form == "" || !g.begin[form[0]] && !small {
		return 0, 0, 0
	}
	known := g.names[form]
	var buf [24]byte
	if known == nil && small && len(form) < len(buf) {
		low := append(buf[:0], form...) // "france", of those who write so
		low[0] -= 'a' - 'A'
		known = g.names[string(low)]
	}
next:
	for _, l := range known {
		if i+len(l.rest) >= len(s.Tokens) {
			continue
		}
		for k, w := range l.rest {
			if s.Tokens[i+1+k].Form != w {
				continue next
			}
		}
		return i, i + len(l.rest), l.kind
	}
	kind = g.heads[form]
	if kind == 0 {
		return 0, 0, 0
	}
	first, last = i, i
	for first > 0 && i-first < 6 && partOfName(&s.Tokens[first-1]) {
		first--
	}
	for first < i && (s.Tokens[first].Tag == tree.PUNCT || s.Tokens[first].Tag == tree.DET) {
		first++
	}
	if first == i {
		return 0, 0, 0
	}
	return first, last, kind
}

// partOfName reports whether a token may stand before the last word of a name:
// Non - Proliferation Treaty, 2018 Singapore Summit.
func partOfName(t *tree.Token) bool {
	return isUpper(first(t.Form)) && t.Tag != tree.DET && t.Tag != tree.PRON || isHyphen(first(t.Form)) || t.Tag == tree.NUM && isDigit(first(t.Form))
}

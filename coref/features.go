package coref

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"detente/tree"
)

// class is the kind of anaphor that has weights of its own.
type class uint8

const (
	heClass class = iota // he, she: persons
	itClass
	theyClass
	nounClass // definite nominals
	classes
)

var classNames = [classes]string{"he", "it", "they", "noun"}

var pronounClasses = map[string]class{"he": heClass, "it": itClass, "they": theyClass, "speaker": classes, "hearer": classes}

// The templates of features. Each has at most room values.
type template uint8

const (
	fSentences template = iota // sentences between anaphor and last mention
	fRank                      // candidates between them
	fRole                      // of the last mention
	fRolePair                  // of both
	fForm                      // of the last mention
	fSort                      // of the entity
	fGender                    // agree, unknown
	fNumber
	fCount   // mentions so far
	fGoverns // the candidate is the subject of the clause above
	fClause  // they are in the same clause
	fQuote   // inside or outside quotations
	fTitle   // the entity is in the title or the first sentence
	fHead    // nouns: the same head noun, or a noun told of the entity
	fMods    // nouns: modifiers agree
	fAny     // nouns: stands for any of its sort
	fCataphora
	fSame // last mention is the same word
	fNone // no antecedent: bias and signs of it
	fNoneRole
	fNoneForm
	fMember // the candidate is one of a list
	fKind   // sort of the entity by use of the pronoun
	fMain   // the last mention is the subject of a main clause, or the first of its sentence
	fVerb   // both are subjects of the same verb: said ... said
	fNear   // distance in tokens within a sentence
	fForms  // form of the last mention by role of the anaphor
	templates
)

const room = 64

var templateNames = [templates]string{"sentences", "rank", "role", "roles", "form", "sort", "gender", "number", "count", "governs", "clause", "quote", "title", "head", "modifiers", "any", "cataphora", "same", "none", "none-role", "none-form", "member", "kind", "main", "verb", "near", "forms"}

// feature is an index into the weights.
type feature uint16

func of(c class, t template, value int) feature {
	return feature((int(c)*int(templates)+int(t))*room + min(max(value, 0), room-1))
}

// weights rank the candidates; they are learnt by "internal/train coref".
type weights [int(classes) * int(templates) * room]float32

func readWeights(fsys fs.FS) (*weights, error) {
	w := new(weights)
	index := map[string]feature{}
	for c := range classes {
		for t := range templates {
			index[classNames[c]+"."+templateNames[t]] = of(c, t, 0)
		}
	}
	return w, table(fsys, "coref/weights.tsv", []string{"feature", "value", "weight"}, func(row []string) error {
		base, ok := index[row[0]]
		value, err1 := strconv.Atoi(row[1])
		weight, err2 := strconv.ParseFloat(row[2], 32)
		if !ok || err1 != nil || err2 != nil || value < 0 || value >= room {
			return fmt.Errorf("weight %q: want a known feature, a value below %d and a number", row, room)
		}
		w[int(base)+value] = float32(weight)
		return nil
	})
}

// Rows are the weights as weights.tsv has them.
func (w *weights) rows() string {
	var b strings.Builder
	for i, v := range w {
		if v != 0 {
			f := i / room
			fmt.Fprintf(&b, "%s.%s\t%d\t%.3f\n", classNames[f/int(templates)], templateNames[f%int(templates)], i%room, v)
		}
	}
	return b.String()
}

func (w *weights) score(f []feature) (sum float32) {
	for _, x := range f {
		sum += w[x]
	}
	return sum
}

func bucket(n int, bounds ...int) int {
	for i, b := range bounds {
		if n <= b {
			return i
		}
	}
	return len(bounds)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pair appends the features of anaphor p and the entity whose last mention is m.
func (d *discourse) pair(c class, p, m *markable, rank int, f []feature) []feature {
	e := &d.entities[m.entity]
	distance := p.sent - m.sent
	sortValue := int(e.sort)
	numbers := flag(p.plural)*3 + 1
	if m.plural {
		numbers++
	} else if e.sort&(organisation|state|group) != 0 {
		numbers--
	}
	genders := 0
	if p.gender != 0 || c == heClass {
		genders = 1 + flag(e.gender != 0)
	}
	f = append(f,
		of(c, fSentences, bucket(distance, 0, 1, 2, 3, 5, 8)+8*int(min(m.form, pronominal))),
		of(c, fRank, bucket(rank, 0, 1, 2, 3, 5, 8, 12)+8*flag(distance > 0)),
		of(c, fRole, int(m.role)+8*flag(distance > 0)),
		of(c, fRolePair, int(p.role)*int(roles)+int(m.role)),
		of(c, fForm, int(m.form)),
		of(c, fSort, sortValue),
		of(c, fGender, genders),
		of(c, fNumber, numbers),
		of(c, fCount, bucket(e.count, 1, 2, 3, 5, 8)+8*flag(distance > 1)),
		of(c, fQuote, flag(p.quote != 0)*2+flag(m.quote != 0)+4*flag(p.quote != 0 && p.quote == m.quote)),
		of(c, fTitle, flag(e.lead)),
		of(c, fMember, flag(m.form == listed)+2*flag(len(e.members) > 0)),
		of(c, fKind, sortKind(e.sort)*6+int(p.pro.form)*2+flag(m.plural)),
		of(c, fForms, int(m.form)*int(roles)+int(p.role)),
	)
	ms := d.sentence(m.sent)
	main := 0
	if m.role == subjectRole {
		main = 1
		if h := ms.Tokens[m.head].Head; h >= 0 && ms.Tokens[h].Rel == tree.Root {
			main = 2
		}
		ps := d.sentence(p.sent)
		if p.role == subjectRole {
			a, b := ms.Tokens[m.head].Head, ps.Tokens[p.head].Head
			if a >= 0 && b >= 0 {
				f = append(f, of(c, fVerb, 1+flag(ms.Tokens[a].Lemma == ps.Tokens[b].Lemma)+2*flag(distance > 0)+4*flag(says(ms, a) && says(ps, b))))
			}
		}
	}
	f = append(f, of(c, fMain, main+4*flag(p.role == subjectRole)+8*bucket(distance, 0, 1, 2)))
	if m.form == pronominal && p.form == pronominal && m.pro.class == p.pro.class {
		f = append(f, of(c, fSame, 1+flag(m.pro.form == p.pro.form)+2*flag(distance > 0)))
	}
	if distance == 0 {
		s := d.sentence(p.sent)
		f = append(f, of(c, fNear, bucket(p.head-m.head, 0, 2, 4, 7, 12, 20, 30)))
		if m.head > p.head {
			f = append(f, of(c, fCataphora, 1+int(p.role)))
		}
		if own := s.Tokens[p.head].Head; p.role == ownerRole && own >= 0 && s.Tokens[own].Rel == tree.Conj && s.FirstConjunct(own) == m.head {
			f = append(f, of(heClass, fClause, 20+flag(m.form == proper)+2*flag(m.owned))) // "Iran and its people": the same for all
		}
		up := s.Predicate(p.head)
		if up >= 0 {
			if s.Tokens[m.head].Head == up {
				f = append(f, of(c, fClause, 1+int(m.role)))
			}
			if p.role != subjectRole && s.Subject(up) == m.head {
				f = append(f, of(c, fGoverns, 10+int(p.pro.form))) // "told the army to return to its barracks"
			}
			if h := s.Tokens[up].Head; h >= 0 {
				if top := s.Predicate(h); top >= 0 && s.Subject(top) == m.head {
					f = append(f, of(c, fGoverns, 1+min(relGroup(s.Tokens[up].Rel), 7)))
				}
			}
		}
	}
	if c == nounClass {
		f = d.nounFeatures(p, m, e, f)
	}
	return f
}

// says reports whether verb v has what is said with it.
func says(s *tree.Sentence, v int) bool {
	return s.Tokens[v].Rel == tree.Parataxis || s.Kid(v, tree.Ccomp, tree.Parataxis) >= 0
}

// sortKind brings the set of sorts to few values.
func sortKind(s sort) int {
	switch {
	case s == 0:
		return 0
	case s == person:
		return 1
	case s == thing:
		return 2
	case s == place:
		return 3
	case s == state|place || s == state:
		return 4
	case s == organisation:
		return 5
	case s == group:
		return 6
	case s&person != 0:
		return 7
	case s&organisation != 0:
		return 8
	}
	return 9
}

func relGroup(r tree.Rel) int {
	switch r {
	case tree.Ccomp:
		return 1
	case tree.Xcomp:
		return 2
	case tree.Advcl:
		return 3
	case tree.Conj:
		return 4
	case tree.AclRelcl, tree.Acl:
		return 5
	case tree.Parataxis:
		return 6
	}
	return 0
}

// nounFeatures compare a definite nominal with what was told of the entity.
func (d *discourse) nounFeatures(p, m *markable, e *entity, f []feature) []feature {
	match := 0
	switch {
	case e.heads(p.lemma):
		match = 3
	case e.told(p.lemma):
		match = 2
	case p.noun.any && p.sort&e.sort != 0:
		match = 1
	}
	ps := bucket(int(p.sort), 0, 1, 2, 4, 8, 16, 32)
	es := bucket(int(e.sort), 0, 1, 2, 4, 8, 16, 32)
	f = append(f,
		of(nounClass, fHead, match+4*flag(m.form == pronominal)+8*flag(p.sent-m.sent > 2)),
		of(nounClass, fAny, ps*8+es),
	)
	if match == 3 {
		f = append(f, of(nounClass, fMods, 1+d.modifiers(p, e)))
	}
	return f
}

// none appends the features of p having no antecedent.
func (d *discourse) none(c class, p *markable, f []feature) []feature {
	s := d.sentence(p.sent)
	f = append(f,
		of(c, fNone, 0),
		of(c, fNoneRole, int(p.role)),
		of(c, fNoneForm, int(p.pro.form)+4*flag(p.quote != 0)),
	)
	t := &s.Tokens[p.head]
	if c == nounClass {
		post, det := 0, 0
		if s.Kid(p.head, tree.AclRelcl, tree.Acl) >= 0 {
			post = 1
		} else if s.Kid(p.head, tree.Nmod) >= 0 {
			post = 2
		}
		if k := s.Kid(p.head, tree.Det); k >= 0 {
			det = 1 + flag(s.Tokens[k].Morph.Has(tree.PronTypeDem))
		} else if s.Kid(p.head, tree.NmodPoss) >= 0 {
			det = 3
		}
		pre := flag(s.Kid(p.head, tree.Amod, tree.Compound) >= 0)
		return append(f, of(c, fNone, 1+post), of(c, fNone, 5+det), of(c, fNone, 10+pre), of(c, fNone, 12+flag(p.noun.any)),
			of(c, fNone, 16+bucket(int(p.sort), 0, 1, 2, 4, 8, 16, 32)), of(c, fNone, 14+flag(p.plural)), of(c, fNone, 30+bucket(p.sent, 0, 1, 3)))
	}
	if c == itClass && p.role == subjectRole && t.Head >= 0 { // "it is clear that", "it rained"
		h := &s.Tokens[t.Head]
		f = append(f, of(c, fNone, 1+flag(h.Tag == tree.ADJ)+2*flag(s.Kid(t.Head, tree.Ccomp, tree.Csubj, tree.Advcl, tree.Xcomp) >= 0)))
		f = append(f, of(c, fNone, 6+flag(h.Morph.Has(tree.VoicePass))+2*flag(h.Tag == tree.VERB)+4*flag(s.Kid(t.Head, tree.Cop) >= 0)))
	}
	return f
}

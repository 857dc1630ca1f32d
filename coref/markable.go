package coref

import (
	"slices"
	"strings"

	"detente/record"
	"detente/tree"
)

// markable is a phrase that may refer: a name, a noun phrase, a pronoun.
type markable struct {
	sent, head  int
	first, last int
	form        form
	pro         pronoun
	sort        sort
	gender      gender
	plural      bool
	owned       bool // its envoy, the head of the junta: of somebody
	role        role
	mention     int  // index into Input.Mentions, -1
	name        int  // index into Text.Names, -1
	entity      int  // index into discourse.entities, -1 before it is decided
	doubt       bool // another may be meant as well, or the antecedent is in doubt
	antecedent  int  // markable, -1
	members     []int
	quote       int // number of the quotation that it stands in, 0 for none
	lemma       string
	noun        noun
}

// form is how a phrase is worded.
type form uint8

const (
	proper form = iota
	definite
	indefinite
	pronominal
	listed // Iran and Iraq
)

// role is what a phrase does in its clause.
type role uint8

const (
	otherRole role = iota
	subjectRole
	objectRole
	obliqueRole
	ownerRole
	ofRole
	modifierRole
	roles
)

func roleOf(s *tree.Sentence, i int) role {
	i = s.FirstConjunct(i)
	switch s.Tokens[i].Rel {
	case tree.Nsubj, tree.NsubjPass, tree.NsubjOuter, tree.Csubj:
		return subjectRole
	case tree.Obj, tree.Iobj:
		return objectRole
	case tree.Obl, tree.OblAgent, tree.OblUnmarked:
		return obliqueRole
	case tree.NmodPoss:
		return ownerRole
	case tree.Nmod, tree.NmodUnmarked:
		return ofRole
	case tree.Compound, tree.Amod, tree.NmodDesc, tree.Flat:
		return modifierRole
	}
	return otherRole
}

// collect finds the markables of the document in the order of their heads.
func (d *discourse) collect(in *Input) {
	text := in.Text
	mention, name := 0, 0
	quote, open := 0, false
	block := -1
	tokens := 0
	for si := range text.Sentences {
		tokens += len(text.Sentences[si].Tokens)
	}
	d.marks = slices.Grow(d.marks, tokens*2/5)
	for si := range text.Sentences {
		s := &text.Sentences[si]
		if s.Block != block {
			block, open = s.Block, false
		}
		d.starts = append(d.starts, len(d.marks))
		d.taken = append(d.taken[:0], make([]int, len(s.Tokens))...)
		// Whose words are spoken for: -(i+1) a mention, i+1 a name.
		for ; mention < len(in.Mentions) && in.Mentions[mention].Sent <= si; mention++ {
			m := &in.Mentions[mention]
			if m.Sent < si || m.First < 0 || m.Last >= len(s.Tokens) || m.First > m.Last {
				continue
			}
			for i := m.First; i <= m.Last; i++ {
				if d.taken[i] == 0 {
					d.taken[i] = -(mention + 1)
				}
			}
		}
		for ; name < len(text.Names) && text.Names[name].Sent <= si; name++ {
			n := &text.Names[name]
			if n.Sent < si || n.First < 0 || n.Last >= len(s.Tokens) || n.First > n.Last {
				continue
			}
			free := true
			for i := n.First; i <= n.Last; i++ {
				free = free && d.taken[i] == 0
			}
			for i := n.First; free && i <= n.Last; i++ {
				d.taken[i] = name + 1
			}
		}
		for i := range s.Tokens {
			t := &s.Tokens[i]
			switch t.Form {
			case "“", "”", "\"", "``", "''":
				opens := t.Form == "“" || t.Form == "``" || t.Form == "\"" && !open
				if opens && !open {
					quote++
				}
				open = opens
			}
			m := markable{sent: si, head: i, first: i, last: i, mention: -1, name: -1, entity: -1, role: roleOf(s, i), lemma: t.Lemma}
			if open {
				m.quote = quote
			}
			if d.mark(in, s, &m) {
				d.marks = append(d.marks, m)
			}
		}
		d.lists(s, si)
	}
	d.starts = append(d.starts, len(d.marks))
}

// mark fills in what the token at m.head refers with; false where it does not.
func (d *discourse) mark(in *Input, s *tree.Sentence, m *markable) bool {
	t := &s.Tokens[m.head]
	_, pro := d.words.pronouns[strings.ToLower(t.Form)]
	pro = pro && (t.Tag == tree.PRON || t.Tag == tree.DET)
	if x := d.taken[m.head]; x < 0 && !(pro && in.Mentions[-x-1].First < in.Mentions[-x-1].Last) {
		given := &in.Mentions[-x-1]
		if given.Head != m.head && (given.Head >= given.First && given.Head <= given.Last || given.Last != m.head) {
			return false
		}
		m.mention, m.first, m.last, m.form = -x-1, given.First, given.Last, proper
		if given.Kind == record.ByTitle || given.Kind == record.ByNominal {
			m.form = definite
		}
		if given.Kind == record.ByDemonym && m.role == modifierRole {
			m.form = proper
		}
		m.plural = t.Morph.Has(tree.NumberPlur)
		m.noun = d.words.nouns[t.Lemma]
		return true
	} else if x > 0 {
		n := &in.Text.Names[x-1]
		if s.HeadOf(n.First, n.Last) != m.head {
			return false
		}
		m.name, m.first, m.last, m.form = x-1, n.First, n.Last, proper
		switch n.Kind {
		case tree.PersonName:
			m.sort = person
		case tree.OrgName:
			m.sort = organisation
		case tree.GPE:
			m.sort = state | place
		case tree.LocName:
			m.sort = place | state
		case tree.NORP:
			m.sort = group
		default:
			m.sort = thing
		}
		m.gender = d.genderOfName(s, m)
		return true
	}
	if t.Tag == tree.PRON || t.Tag == tree.DET {
		low := strings.ToLower(t.Form)
		p := d.words.pronouns[low]
		if !pro || t.Rel == tree.Expl {
			return false
		}
		m.form, m.pro, m.gender, m.plural = pronominal, p, p.gender, p.plural
		m.lemma = low
		return true
	}
	if t.Tag != tree.NOUN && (t.Tag != tree.PROPN || m.role == modifierRole) || m.role == modifierRole || t.Rel == tree.Fixed || t.Rel == tree.Goeswith {
		return false
	}
	m.first, m.last = s.Core(m.head)
	m.plural = t.Morph.Has(tree.NumberPlur)
	m.noun = d.words.nouns[t.Lemma]
	m.sort, m.gender = m.noun.sort, m.noun.gender
	m.form = indefinite
	if t.Tag == tree.PROPN {
		m.form = proper
	}
	if k := s.Kid(m.head, tree.Det, tree.DetPredet); k >= 0 && s.Tokens[k].Morph.Any(tree.DefiniteDef|tree.PronTypeDem|tree.PronTypeTot) {
		m.form = definite
	} else if m.form == indefinite && s.Kid(m.head, tree.NmodPoss) >= 0 {
		m.form, m.owned = definite, true
	}
	m.owned = m.owned || s.Kid(m.head, tree.Nmod) >= 0
	return true
}

// genderOfName is told by the titles before a name and by its first word.
func (d *discourse) genderOfName(s *tree.Sentence, m *markable) gender {
	for i := max(0, m.first-1); i <= m.last; i++ {
		low := strings.ToLower(strings.TrimSuffix(s.Tokens[i].Form, "."))
		if g := d.words.nouns[low].gender; g != 0 {
			return g
		}
	}
	if m.sort != person {
		return 0
	}
	var buf [32]byte
	for i := m.first; i <= m.last; i++ {
		if g := d.words.given[string(lower(buf[:], s.Tokens[i].Form))]; g != 0 {
			return g
		}
		if i < m.last && strings.HasSuffix(s.Tokens[i].Form, ".") {
			continue
		}
		if d.words.nouns[string(lower(buf[:], s.Tokens[i].Form))].sort == 0 {
			break
		}
	}
	return 0
}

// lower writes s in lower case (ASCII) into buf, cut to its length.
func lower(buf []byte, s string) []byte {
	out := buf[:0]
	for i := 0; i < len(s) && len(out) < cap(out); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		out = append(out, c)
	}
	return out
}

// lists adds a markable for every list of phrases: "Iran and Iraq".
func (d *discourse) lists(s *tree.Sentence, si int) {
	from, to := d.starts[si], len(d.marks)
	for a := from; a < to; a++ {
		m := &d.marks[a]
		if m.form == pronominal || s.Tokens[m.head].Rel == tree.Conj || s.Kid(m.head, tree.Conj) < 0 {
			continue
		}
		d.conjuncts = s.Conjuncts(m.head, d.conjuncts[:0])
		group := markable{sent: si, head: m.head, first: m.first, last: m.last, form: listed, plural: true, role: m.role, mention: -1, name: -1, entity: -1, quote: m.quote}
		for b := from; b < to; b++ {
			for _, c := range d.conjuncts {
				if d.marks[b].head == c && d.marks[b].form != pronominal {
					group.members = append(group.members, b)
					group.last = max(group.last, d.marks[b].last)
				}
			}
		}
		if len(group.members) > 1 {
			d.marks = append(d.marks, group)
		}
	}
}

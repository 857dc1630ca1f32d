package coref

import (
	"detente/tree"
)

// candidate is an entity that an anaphor may refer to, by its last mention.
type candidate struct {
	mark  int
	score float32
	from  int // its features are feats[from:to]
	to    int
}

// How far back antecedents are looked for.
const (
	pronounSentences = 6
	nounSentences    = 40
	maxCandidates    = 40
	maxSteps         = 600 // markables looked at
)

// eager is what the choice of no antecedent loses when a text is read: in news
// a pronoun nearly always has one, and a missed link costs more than a far one.
var eager = [classes]float32{heClass: 3, itClass: 0.7, theyClass: 1.5, nounClass: 1.6}

// sure is how far the choice must be before the next one to stand without doubt. In
// GUM a pronoun that leads by 1.5 is right 15 times of 16, one that leads by less
// 2 times of 3; of nouns those that lead by less than 1 are right half the time.
var sure = [classes]float32{heClass: 1.5, itClass: 1.5, theyClass: 1.5, nounClass: 1}

// decide puts markable i to its entity.
func (d *discourse) decide(i int) {
	m := &d.marks[i]
	m.antecedent = -1
	switch {
	case m.form == proper || m.entity >= 0:
		if m.entity >= 0 {
			d.meet(i, m.entity)
		}
	case m.form == pronominal:
		if m.pro.class < classes {
			d.resolve(i, m.pro.class)
		}
	case m.form == listed:
		k := d.newEntity(m)
		for _, b := range m.members {
			if x := d.marks[b].entity; x >= 0 {
				d.entities[k].members = append(d.entities[k].members, x)
				d.entities[k].sort |= d.entities[x].sort
			}
		}
		d.entities[k].plural = true
		d.meet(i, k)
	default:
		if k := d.beside(m); k >= 0 {
			d.meet(i, k)
			return
		}
		if m.form == definite {
			if k := d.parties(m); k >= 0 {
				d.meet(i, k)
				return
			}
			// "the North Korean state": who modifies it is it.
			if k := d.nation(m); k >= 0 && m.noun.any && m.noun.sort&state != 0 && d.entities[k].sort&state != 0 {
				d.meet(i, k)
				return
			}
			d.resolve(i, nounClass)
			if m.entity >= 0 {
				return
			}
		}
		d.meet(i, d.newEntity(m))
	}
}

// nation is the entity of a state that m is said to be of: "the Iranian
// minister", "Iran's minister"; or -1.
func (d *discourse) nation(m *markable) int {
	for b := d.starts[m.sent]; b < len(d.marks) && d.marks[b].sent == m.sent && d.marks[b].head < m.head; b++ {
		o := &d.marks[b]
		if o.head >= m.first && o.form == proper && o.entity >= 0 && d.entities[o.entity].sort&state != 0 {
			return o.entity
		}
	}
	return -1
}

// alien reports whether m is said to be of another state than the entity is of.
func (d *discourse) alien(nation int, e *entity) bool {
	if nation < 0 || e.actor == "" {
		return false
	}
	a, b := d.code[d.entities[nation].actor], d.code[e.actor]
	return len(a) >= 3 && len(b) >= 3 && a[:3] != b[:3]
}

// beside is the entity of the noun that m is an apposition to, or of the
// subject that m is said to be; or -1.
func (d *discourse) beside(m *markable) int {
	s := d.sentence(m.sent)
	t := &s.Tokens[m.head]
	at := -1
	switch {
	case t.Rel == tree.Appos:
		at = t.Head
	case s.Kid(m.head, tree.Appos) >= 0:
		if k := s.Kid(m.head, tree.Appos); s.Tokens[k].Tag == tree.PROPN {
			at = k
		}
	}
	if at < 0 {
		return -1
	}
	for b := d.starts[m.sent]; b < len(d.marks) && d.marks[b].sent == m.sent; b++ {
		o := &d.marks[b]
		if o.head == at && o.form != listed && o.entity >= 0 {
			if e := &d.entities[o.entity]; e.sort&m.sort != 0 || m.sort == 0 || e.sort == 0 {
				return o.entity
			}
		}
	}
	return -1
}

// resolve ranks the candidates of anaphor i and puts it to the best; where the
// best choice is none, the entity stays open.
func (d *discourse) resolve(i int, c class) {
	m := &d.marks[i]
	d.candidates(i, c)
	at := len(d.feats)
	d.feats = d.none(c, m, d.feats)
	none := candidate{mark: -1, from: at, to: len(d.feats)}
	none.score = d.weights.score(d.feats[at:])
	best := none
	if d.learn == nil {
		best.score -= eager[c]
	}
	for _, x := range d.cands {
		if x.score > best.score {
			best = x
		}
	}
	lead := d.lead(best, none)
	if p := d.partner(m); d.learn == nil && p >= 0 {
		for _, x := range d.cands {
			if o := &d.marks[x.mark]; o.sent == m.sent && o.head == p && o.form != listed && !o.owned && d.entities[o.entity].sort&(person|state|organisation) != 0 {
				best, lead = x, sure[c]
			}
		}
	}
	if d.learn != nil {
		best = d.learn.correct(d, i, best, none)
	}
	if best.mark >= 0 {
		m.antecedent = best.mark
		m.doubt = lead < sure[c] || d.marks[best.mark].doubt
		d.meet(i, d.marks[best.mark].entity)
	}
}

// lead is how far the best choice is before the best of another entity, and before
// that of none.
func (d *discourse) lead(best, none candidate) float32 {
	second := none.score - 100
	for _, x := range d.cands {
		if best.mark < 0 || d.marks[x.mark].entity != d.marks[best.mark].entity {
			second = max(second, x.score)
		}
	}
	return best.score - second
}

// partner is the noun that the thing owned by m is joined to: "Iran" in "Iran and
// its people", or -1. Where that may be the owner it is, in GUM 16 times of 17.
func (d *discourse) partner(m *markable) int {
	s := d.sentence(m.sent)
	own := s.Tokens[m.head].Head
	if m.role != ownerRole || m.form != pronominal || own < 0 || s.Tokens[own].Rel != tree.Conj {
		return -1
	}
	return s.FirstConjunct(own)
}

// candidates collects the entities that i may refer to, nearest first.
func (d *discourse) candidates(i int, c class) {
	m := &d.marks[i]
	d.cands, d.feats = d.cands[:0], d.feats[:0]
	reach := pronounSentences
	if c == nounClass {
		reach = nounSentences
	}
	speaker := -1
	if m.quote != 0 {
		speaker = d.speaker(m)
	}
	s := d.sentence(m.sent)
	nation := -1
	if c == nounClass {
		nation = d.nation(m)
	}
	try := func(b, rank int) bool {
		o := &d.marks[b]
		if o.entity < 0 || o.entity == speaker && c == heClass {
			return false
		}
		e := &d.entities[o.entity]
		if d.alien(nation, e) {
			return false
		}
		// Who speaks says "I": in “...”, he said, he is nobody of the quotation.
		if c == heClass && m.role == subjectRole && m.quote == 0 && o.quote != 0 && o.sent == m.sent && o.head < m.head && o.form != pronominal {
			return false
		}
		if o.form != listed && e.last >= 0 && e.last != b && b < i { // not its last mention
			if l := &d.marks[e.last]; l.entity == o.entity {
				return false
			}
		}
		if !agree(c, m, e, o) || o.sent == m.sent && !free(s, m, o) {
			return false
		}
		at := len(d.feats)
		d.feats = d.pair(c, m, o, rank, d.feats)
		d.cands = append(d.cands, candidate{mark: b, score: d.weights.score(d.feats[at:]), from: at, to: len(d.feats)})
		return true
	}
	rank, steps := 0, 0
	for b := i - 1; b >= 0 && steps < maxSteps && rank < maxCandidates; b, steps = b-1, steps+1 {
		if m.sent-d.marks[b].sent > reach {
			break
		}
		if d.marks[b].head == m.head && d.marks[b].sent == m.sent {
			continue
		}
		if try(b, rank) {
			rank++
		}
	}
	if c == heClass || c == itClass || c == theyClass {
		d.cataphora(i, func(b int) { try(b, rank) })
	}
}

// cataphora offers the subject that follows a pronoun in a fronted phrase: "In
// his message, the leader said".
func (d *discourse) cataphora(i int, try func(b int)) {
	m := &d.marks[i]
	s := d.sentence(m.sent)
	up := s.Predicate(m.head)
	for steps := 0; up >= 0 && steps < 3; steps++ {
		subject := s.OwnSubject(up)
		if subject > m.head && up > m.head && !s.Above(subject, m.head) {
			for b := i + 1; b < len(d.marks) && d.marks[b].sent == m.sent; b++ {
				o := &d.marks[b]
				if o.head == subject && (o.form == proper || o.mention >= 0) && o.entity >= 0 {
					try(b)
				}
			}
			return
		}
		if s.Tokens[up].Head < 0 {
			return
		}
		up = s.Predicate(s.Tokens[up].Head)
	}
}

// agree reports whether an anaphor may refer to the entity with mention o.
func agree(c class, m *markable, e *entity, o *markable) bool {
	if m.gender != 0 && e.gender != 0 && m.gender != e.gender {
		return false
	}
	switch c {
	case heClass:
		return (e.sort == 0 || e.sort&person != 0) && !e.plural && len(e.members) == 0 && o.role != modifierRole
	case itClass:
		return e.sort != person && !e.plural && len(e.members) == 0 && (o.form != pronominal || o.pro.class != theyClass)
	case theyClass:
		return e.plural || len(e.members) > 0 || e.sort&(organisation|state|group) != 0 || e.sort == person && e.gender == 0 && e.name == "" || o.form == pronominal && o.pro.class == theyClass
	}
	if o.form == pronominal && e.first >= 0 && e.count < 2 || len(e.members) > 0 {
		return false
	}
	if m.plural != e.plural && e.sort&(group|organisation) == 0 {
		return false
	}
	if e.heads(m.lemma) || e.told(m.lemma) {
		return true
	}
	if m.sort == place && e.actor != "" {
		return false // "the region" is no state that acts
	}
	return !m.owned && m.sort != 0 && m.sort != thing && (m.sort != place || m.first+1 >= m.head) && e.sort&m.sort != 0 && (e.name != "" || m.noun.any)
}

// free reports whether binding lets m refer to o of the same sentence: a
// pronoun and its antecedent are not arguments of the same verb unless it is
// reflexive, and no phrase refers to itself from within.
func free(s *tree.Sentence, m, o *markable) bool {
	if s.Above(o.head, m.head) { // "his wife" is not him; "the man who lost his job" may be
		through := false
		for i := m.head; i != o.head && i >= 0; i = s.Tokens[i].Head {
			switch s.Tokens[i].Rel {
			case tree.AclRelcl, tree.Acl, tree.Conj:
				through = true // so does "the state and its people"
			case tree.Appos:
				return false
			}
		}
		// Predicate nouns head their clause; their subject's pronoun is outside.
		return through
	}
	if m.form == pronominal && m.pro.form == reflexive {
		return true
	}
	if s.Above(m.head, o.head) && m.form != pronominal {
		return false
	}
	if m.form == pronominal && m.pro.form == possessive {
		return true
	}
	mh, oh := s.FirstConjunct(m.head), s.FirstConjunct(o.head)
	if argument(s, mh) && argument(s, oh) && s.Tokens[mh].Head == s.Tokens[oh].Head && (m.role == subjectRole || m.role == objectRole || o.role == subjectRole || o.role == objectRole) {
		return false
	}
	if mh == oh {
		return false // joined with it
	}
	// "Iran hopes to join it": the understood subject binds too.
	if m.form == pronominal && m.role != subjectRole && argument(s, mh) {
		if up := s.Tokens[mh].Head; up >= 0 && s.Tokens[up].Rel != tree.Root && s.Subject(up) == o.head && s.OwnSubject(up) < 0 {
			return false
		}
	}
	return true
}

func argument(s *tree.Sentence, i int) bool {
	switch s.Tokens[i].Rel.Base() {
	case tree.Nsubj, tree.Obj, tree.Iobj, tree.Obl:
		return true
	}
	return false
}

// speaker is the entity that says the quotation that m stands in, as far as the
// sentence shows it; or -1.
func (d *discourse) speaker(m *markable) int {
	s := d.sentence(m.sent)
	from, to := d.starts[m.sent], d.starts[m.sent+1]
	for b := from; b < to; b++ {
		o := &d.marks[b]
		if o.quote != 0 || o.role != subjectRole || o.entity < 0 || o.form == listed {
			continue
		}
		v := s.Tokens[o.head].Head
		if v >= 0 && s.Tokens[v].Tag == tree.VERB && (s.Above(v, m.head) || s.Tokens[v].Rel == tree.Parataxis) {
			return o.entity
		}
	}
	return -1
}

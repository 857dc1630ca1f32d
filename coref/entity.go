package coref

import (
	"slices"
	"strings"

	"detente/record"
	"detente/tree"
)

// discourse is a document under way.
type discourse struct {
	in       *Input
	words    *words
	weights  *weights
	marks    []markable
	starts   []int // first markable of each sentence
	entities []entity
	byActor  map[string]int
	byName   map[string]int
	code     map[string]string // of actors

	taken, conjuncts []int
	feats            []feature
	cands            []candidate
	learn            *learner // nil but in training
}

// entity is somebody or something told of.
type entity struct {
	actor    string
	name     string // the longest name
	sort     sort
	gender   gender
	plural   bool
	count    int // mentions so far
	first    int // markable
	last     int // markable
	lead     bool
	referred bool     // by a pronoun or nominal
	nouns    []string // heads of its phrases
	tells    []string // nouns told of it: titles, appositions, predicates
	mods     []string // modifiers in its phrases
	members  []int    // entities of a list
}

func (e *entity) heads(lemma string) bool { return slices.Contains(e.nouns, lemma) }
func (e *entity) told(lemma string) bool  { return slices.Contains(e.tells, lemma) }

// maxTold bounds what is kept of one entity.
const maxTold = 40

func (e *entity) tell(list *[]string, word string) {
	if word != "" && len(*list) < maxTold && !slices.Contains(*list, word) {
		*list = append(*list, word)
	}
}

func (d *discourse) sentence(i int) *tree.Sentence { return &d.in.Text.Sentences[i] }

func (d *discourse) newEntity(m *markable) int {
	d.entities = append(d.entities, entity{sort: m.sort, gender: m.gender, plural: m.plural, first: -1, last: -1})
	return len(d.entities) - 1
}

// names gives every name its entity before anything else is decided.
func (d *discourse) names() {
	actor := make(map[string]int, len(d.in.Actors))
	d.code = make(map[string]string, len(d.in.Actors))
	for i, a := range d.in.Actors {
		actor[a.ID], d.code[a.ID] = i, a.Code
	}
	for i := range d.marks {
		m := &d.marks[i]
		if m.mention < 0 {
			continue
		}
		id := d.in.Mentions[m.mention].Actor
		if id == "" {
			continue
		}
		k, ok := d.byActor[id]
		if !ok {
			k = d.newEntity(m)
			d.byActor[id] = k
			e := &d.entities[k]
			e.actor = id
			if x, ok := actor[id]; ok {
				d.know(e, &d.in.Actors[x])
			}
			if e.name != "" {
				d.byName[e.name] = k
				if s := surname(e.name); e.sort == person && s != "" {
					d.byName[s] = k
				}
			}
		}
		m.entity = k
		e := &d.entities[k]
		m.sort, m.gender = e.sort, e.gender
		if e.sort == person && e.gender == 0 {
			e.gender = d.genderOfName(d.sentence(m.sent), m)
		}
	}
	for i := range d.marks {
		m := &d.marks[i]
		if m.entity < 0 && m.form == proper {
			m.entity = d.named(m)
		}
	}
}

// know takes over what the dictionary says of an actor.
func (d *discourse) know(e *entity, a *record.Actor) {
	e.name = a.Name
	switch a.Kind {
	case record.IsPerson:
		e.sort = person
	case record.IsState:
		e.sort = state | place
	case record.IsGroup:
		e.sort = group
	default:
		e.sort = organisation
		for w := range strings.FieldsSeq(strings.ToLower(a.Name)) {
			if d.words.nouns[w].sort&organisation != 0 {
				e.tell(&e.tells, w)
			}
		}
	}
	e.gender = genderOf(a.Gender)
	if e.sort == person && e.gender == 0 {
		first, _, _ := strings.Cut(a.Name, " ")
		e.gender = d.words.given[strings.ToLower(first)]
	}
	for _, o := range a.Offices {
		w := o.Title
		if i := strings.Index(w, " of "); i > 0 {
			w = w[:i]
		}
		w = w[strings.LastIndexByte(w, ' ')+1:]
		e.tell(&e.tells, strings.ToLower(w))
	}
}

func surname(name string) string {
	i := strings.LastIndexByte(name, ' ')
	if i < 0 {
		return ""
	}
	return name[i+1:]
}

// named is the entity of a name that no actor was given for: one with the same
// words, surname or initials, else a new one.
func (d *discourse) named(m *markable) int {
	s := d.sentence(m.sent)
	first, last := m.first, m.last
	for first < last && (s.Tokens[first].Tag == tree.DET || m.sort == person && d.words.nouns[s.Tokens[first].Lemma].sort == person) {
		first++
	}
	name := s.Cover(first, last).In(d.in.Doc.Text)
	if k, ok := d.byName[name]; ok {
		// "Warhol" alone may be taken for a museum; who has that surname is meant.
		if e := &d.entities[k]; m.sort == 0 || e.sort == 0 || e.sort&m.sort != 0 || first == last && e.sort == person {
			return k
		}
	}
	if sur := surname(name); sur != "" && m.sort == person {
		if k, ok := d.byName[sur]; ok && d.entities[k].sort == person && d.entities[k].name == sur {
			d.entities[k].name, d.byName[name] = name, k // "Zarif" came before "Javad Zarif"
			return k
		}
	}
	k := d.newEntity(m)
	e := &d.entities[k]
	e.name = name
	d.byName[name] = k
	if sur := surname(name); sur != "" {
		if m.sort == person {
			d.byName[sur] = k
		} else if short := initials(name); len(short) > 1 {
			if _, have := d.byName[short]; !have {
				d.byName[short] = k
			}
		}
	}
	for i := first; i <= last; i++ {
		var buf [32]byte
		if w := lower(buf[:], s.Tokens[i].Form); m.sort != person && d.words.nouns[string(w)].sort&(organisation|state|place) != 0 {
			e.tell(&e.tells, string(w))
		}
	}
	return k
}

// initials are the capitals that a name's words begin with: IAEA.
func initials(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(name) {
		if c := w[0]; c >= 'A' && c <= 'Z' {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// meet joins markable i to entity k.
func (d *discourse) meet(i, k int) {
	m := &d.marks[i]
	e := &d.entities[k]
	m.entity = k
	if e.first < 0 {
		e.first, e.lead = i, m.sent <= 1
	}
	e.last = i
	e.count++
	if e.gender == 0 {
		e.gender = m.gender
	}
	switch {
	case m.form == pronominal:
		e.referred = true
		if m.pro.class == heClass {
			e.sort = person
		}
		return
	case m.form == definite && e.count > 1:
		e.referred = true
	}
	if e.sort == 0 {
		e.sort = m.sort
	}
	s := d.sentence(m.sent)
	if m.form != proper && m.form != listed {
		e.tell(&e.nouns, m.lemma)
		if e.gender == 0 {
			e.gender = m.noun.gender
		}
	}
	for k := range s.Kids(m.head) {
		t := &s.Tokens[k]
		switch t.Rel {
		case tree.NmodDesc:
			e.tell(&e.tells, t.Lemma)
		case tree.Compound:
			if n := d.words.nouns[t.Lemma]; n.sort == person && m.form == proper {
				e.tell(&e.tells, t.Lemma)
			}
			fallthrough
		case tree.Amod, tree.Nmod, tree.NmodPoss:
			e.tell(&e.mods, t.Lemma)
		case tree.Appos:
			if t.Tag == tree.NOUN {
				e.tell(&e.tells, t.Lemma)
			}
		}
	}
	if s.Tokens[m.head].Rel == tree.Appos && s.Tokens[m.head].Head >= 0 {
		if h := &s.Tokens[s.Tokens[m.head].Head]; h.Tag == tree.NOUN {
			e.tell(&e.tells, h.Lemma)
		}
	}
	if own := s.Tokens[m.head].Head; own >= 0 && m.role == subjectRole && s.Kid(own, tree.Cop) >= 0 && s.Tokens[own].Tag == tree.NOUN && d.words.nouns[s.Tokens[own].Lemma].sort&person != 0 {
		e.tell(&e.tells, s.Tokens[own].Lemma)
	}
}

// modifiers says how the modifiers of p stand to those known of the entity: 0
// none, 1 all known, 2 some are new.
func (d *discourse) modifiers(p *markable, e *entity) int {
	s := d.sentence(p.sent)
	v := 0
	for k := range s.Kids(p.head) {
		switch s.Tokens[k].Rel {
		case tree.Amod, tree.Compound, tree.Nmod, tree.NmodPoss:
			if !slices.Contains(e.mods, s.Tokens[k].Lemma) {
				return 2
			}
			v = 1
		}
	}
	return v
}

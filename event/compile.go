package event

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"detente/ontology"
)

// Coder codes events by the rules. It changes nothing after New and is safe for
// concurrent use.
type Coder struct {
	ont     *ontology.Ontology
	lex     *lexicon
	classes map[string][]string
	shifts  map[string]*Shift
	rules   []*Rule
	byID    map[string]*Rule
	index   [][]*pattern // by wordID of the trigger
	known   knownWords
	status  *statusData
	classOf [][]string              // by wordID: the classes of things that hold it
	learnt  func() (*Learnt, error) // the second reader, read when first asked
}

// knownWords are the classes and words that the grammar itself asks for. They
// are data like all others: see classes.toml.
type knownWords struct {
	light                      *wordSet // verbs that only carry a noun: launch (an attack)
	lightPart                  []verbPhrase
	agents                     *wordSet // nouns whose doings are those of whom they belong to: forces, warplanes, officials
	opposed                    *wordSet // nouns whose "of" is no belonging: critics, opponents, allies
	suffered                   *wordSet // acts whose "of" tells who suffers: the bombing of an embassy
	people                     *wordSet // nouns that name people: civilians, protesters
	subjectControl             *wordSet // promise, threaten: "promised Gondor to leave" is the promiser's leaving
	transparent                *wordSet // begin, continue: the act is that of the clause below
	partOf                     *wordSet // nouns that stand for what follows them: round (of talks), series (of strikes), number
	several                    *wordSet // several, dozens
	say                        *wordSet
	place                      *wordSet            // prepositions of place: in, at, near
	occur                      *wordSet            // verbs whose subject takes place: begin, resume, erupt
	fiction                    *wordSet            // films, novels, games
	sport                      *wordSet            // words that only sport uses
	due                        *wordSet            // nouns whose time is when they fall due: deadline
	standsFor                  *wordSet            // words that repeat a noun: "the latest one"
	others                     *wordSet            // people who stand against or beside somebody and are not he: critics, rivals
	beside                     *wordSet            // prepositions that join: together with
	clausal                    *wordSet            // prepositions that may open a clause: after
	shared                     *wordSet            // what one has with another: a border with Gondor
	phrasal                    map[wordID]*wordSet // verbs and the particles that patterns name with them
	having                     *wordSet            // verbs whose subject only has the noun: have (somebody's support)
	loose                      *wordSet            // particles that leave a verb its meaning: "beaten up"
	asking                     *wordSet            // auxiliaries of what is asked for: should, must
	numbers                    map[string]int      // number words, in the order of their class: one, two, three
	mods                       map[wordID]string   // least -> at-least
	by, of, to, from, in, with *wordSet
}

// New reads ontology and rules from fsys and compiles them. It refuses a rule
// that lacks its id, its reason or its examples, and every unknown key, code,
// class or rule name; the error lists all faults, each with file, line and rule.
func New(fsys fs.FS) (*Coder, error) {
	ont, err := ontology.New(fsys)
	if err != nil {
		return nil, err
	}
	c := &Coder{ont: ont, lex: newLexicon(), byID: map[string]*Rule{}}
	if c.classes, err = readClasses(fsys); err != nil {
		return nil, err
	}
	if c.lex.forms, err = readForms(fsys); err != nil {
		return nil, err
	}
	if err := c.readShifts(fsys); err != nil {
		return nil, err
	}
	if c.rules, err = readRules(fsys); err != nil {
		return nil, err
	}
	var faults []error
	r := &patternReader{lex: c.lex, classes: c.classes, shifts: c.shifts, preps: map[string]bool{}}
	for _, p := range c.classes["prepositions"] {
		r.preps[p] = true
	}
	r.codes = func(code string) bool { _, ok := ont.Cameo(code); return ok }
	if err := c.findKnownWords(r); err != nil {
		return nil, err
	}
	if c.status, err = readStatus(fsys, r); err != nil {
		return nil, err
	}
	for _, rule := range c.rules {
		faults = append(faults, c.compile(rule, r)...)
	}
	for _, rule := range c.rules {
		faults = append(faults, c.link(rule)...)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	c.buildIndex()
	c.findPhrasal()
	c.learnt = sync.OnceValues(func() (*Learnt, error) { return readLearnt(fsys) })
	return c, nil
}

// Rules lists the rules in the order of files and lines.
func (c *Coder) Rules() []*Rule { return slices.Clone(c.rules) }

// Codes are the CAMEO codes that a rule can give, those of its shifts included.
func (c *Coder) Codes(r *Rule) []string {
	var out []string
	add := func(code string) {
		if code != "" && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	for _, p := range r.compiled {
		add(p.code)
		if p.shift != nil {
			for _, from := range sortedKeys(p.shift.Codes) {
				add(p.shift.Codes[from])
			}
			add(p.shift.Otherwise)
		}
	}
	return out
}

// Size counts rules, patterns, and lexical entries: the ways to say something
// that the rules know, where a class counts for each of its members.
func (c *Coder) Size() (rules, patterns, entries int) {
	for _, r := range c.rules {
		patterns += len(r.compiled)
		for _, p := range r.compiled {
			p.trigger.all(func(wordID) { entries++ })
		}
	}
	return len(c.rules), patterns, entries
}

func (c *Coder) readShifts(fsys fs.FS) error {
	if _, err := readTOML(fsys, shiftsFile, &c.shifts); err != nil {
		return err
	}
	for _, name := range sortedKeys(c.shifts) {
		s := c.shifts[name]
		s.Name = name
		bad := func(what, value string) error {
			return fmt.Errorf("%s: shift %s: %s %q is unknown", shiftsFile, name, what, value)
		}
		if s.Status != "" && !isStatus(s.Status) {
			return bad("status", s.Status)
		}
		for _, from := range sortedKeys(s.Codes) {
			if _, ok := c.ont.Cameo(from); !ok {
				return bad("code", from)
			}
			if _, ok := c.ont.Cameo(s.Codes[from]); !ok && s.Codes[from] != "" {
				return bad("code", s.Codes[from])
			}
		}
		if _, ok := c.ont.Cameo(s.Otherwise); !ok && s.Otherwise != "" {
			return bad("code", s.Otherwise)
		}
	}
	return nil
}

func (c *Coder) findKnownWords(r *patternReader) error {
	k := &c.known
	for _, need := range []struct {
		class string
		set   **wordSet
	}{
		{"agents", &k.agents}, {"opposed", &k.opposed}, {"suffered", &k.suffered}, {"people", &k.people},
		{"subject-control", &k.subjectControl}, {"transparent", &k.transparent},
		{"part-of", &k.partOf}, {"several", &k.several}, {"say", &k.say},
		{"place-prepositions", &k.place}, {"due", &k.due}, {"occur", &k.occur}, {"fiction", &k.fiction}, {"sport-sure", &k.sport}, {"stands-for", &k.standsFor}, {"others", &k.others}, {"beside", &k.beside}, {"clausal", &k.clausal}, {"shared", &k.shared}, {"having", &k.having}, {"loose", &k.loose}, {"asking", &k.asking},
	} {
		set, err := r.set("@" + need.class)
		if err != nil {
			return err
		}
		*need.set = set
	}
	k.light = &wordSet{}
	members, ok := c.classes["light"]
	if !ok {
		return fmt.Errorf("%s has no class %q", classesFile, "light")
	}
	for _, m := range members {
		verb, rest, more := strings.Cut(m, "_")
		if !more {
			k.light.add(c.lex.id(verb))
			continue
		}
		v := verbPhrase{verb: c.lex.id(verb)}
		for p := range strings.SplitSeq(rest, "_") {
			v.parts = append(v.parts, c.lex.id(p))
		}
		k.lightPart = append(k.lightPart, v)
	}
	k.numbers = map[string]int{}
	for i, w := range c.classes["numbers"] {
		k.numbers[w] = i + 1
	}
	k.mods = map[wordID]string{}
	for _, m := range [...]string{"at-least", "at-most", "about"} {
		for _, w := range c.classes["count-"+m] {
			k.mods[c.lex.id(w)] = m
		}
	}
	for _, w := range []struct {
		text string
		set  **wordSet
	}{{"by", &k.by}, {"of", &k.of}, {"to", &k.to}, {"from", &k.from}, {"in", &k.in}, {"with", &k.with}} {
		*w.set, _ = r.set(w.text)
	}
	return nil
}

// compile checks a rule by itself and compiles its patterns.
func (c *Coder) compile(r *Rule, reader *patternReader) (faults []error) {
	fault := func(format string, a ...any) {
		faults = append(faults, fmt.Errorf("%s:%d: rule %s: %w", r.File, r.Line, r.ID, fmt.Errorf(format, a...)))
	}
	if r.ID == "" || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
		fault("id %q: write lower-case letters, digits, - and .", r.ID)
	}
	if other := c.byID[r.ID]; other != nil {
		fault("the id stands already at %s:%d", other.File, other.Line)
	}
	c.byID[r.ID] = r
	if r.Why == "" {
		fault("no why: name the section of the codebook and what the rule catches")
	}
	if len(r.Patterns) == 0 {
		fault("no patterns")
	}
	if len(r.Match) == 0 || len(r.NoMatch) == 0 {
		fault("a rule needs at least one sentence under match and one under no-match")
	}
	for _, s := range slices.Concat(r.Match, r.NoMatch) {
		if _, err := readExample(s); err != nil {
			faults = append(faults, r.errorAt(s, err))
		}
	}
	if r.Plover != "" {
		typ, mode, _ := strings.Cut(r.Plover, "/")
		if _, ok := c.ont.Plover(typ, mode); !ok {
			fault("plover %q is no type or TYPE/mode of plover.tsv", r.Plover)
		}
		r.plover = &ontology.Mapping{Type: typ, Mode: mode}
	}
	for _, x := range r.Contexts {
		if !c.ont.IsContext(x) {
			fault("context %q is not in contexts.tsv", x)
		}
	}
	var err error
	if len(r.With) > 0 {
		if r.with, err = reader.set(strings.Join(r.With, "|")); err != nil {
			fault("with: %w", err)
		}
	}
	if len(r.Without) > 0 {
		if r.without, err = reader.set(strings.Join(r.Without, "|")); err != nil {
			fault("without: %w", err)
		}
	}
	for _, text := range r.Patterns {
		p, err := reader.read(text, r.Code)
		if err != nil {
			faults = append(faults, r.errorAt(text, err))
			continue
		}
		p.rule = r
		r.compiled = append(r.compiled, p)
	}
	return faults
}

// link finds the rules that a rule names.
func (c *Coder) link(r *Rule) (faults []error) {
	find := func(ids []string) (found []*Rule) {
		for _, id := range ids {
			if other := c.byID[id]; other != nil {
				found = append(found, other)
			} else {
				faults = append(faults, r.errorAt(id, errors.New("there is no rule of this name")))
			}
		}
		return found
	}
	r.unless, r.after_ = find(r.Unless), find(r.After)
	return faults
}

// verbTrigger reports whether the word triggers a pattern as a verb.
func (c *Coder) verbTrigger(w wordID) bool {
	return slices.ContainsFunc(c.index[w], func(p *pattern) bool { return p.kind == verbal })
}

// buildIndex lists for each word the patterns that it may trigger, those that
// ask for most first.
func (c *Coder) buildIndex() {
	c.index = make([][]*pattern, len(c.lex.words))
	c.classOf = make([][]string, len(c.lex.words))
	for _, name := range sortedKeys(c.classes) {
		for _, m := range c.classes[name] {
			if id, ok := c.lex.ids[m]; ok {
				c.classOf[id] = append(c.classOf[id], name)
			}
		}
	}
	n := 0
	for _, r := range c.rules {
		for _, p := range r.compiled {
			p.order, n = n, n+1
			p.trigger.all(func(w wordID) { c.index[w] = append(c.index[w], p) })
		}
	}
	for w, list := range c.index {
		// A compound says more than its head: "air strike" before "strike".
		weight := func(p *pattern) int {
			if p.trigger.has(wordID(w)) {
				return p.weight
			}
			return p.weight + 1
		}
		slices.SortStableFunc(list, func(a, b *pattern) int {
			if weight(a) != weight(b) {
				return weight(b) - weight(a)
			}
			return a.order - b.order
		})
		giveWay(list)
	}
}

// findPhrasal notes which particles stand with which verbs in some pattern.
func (c *Coder) findPhrasal() {
	c.known.phrasal = map[wordID]*wordSet{}
	for _, r := range c.rules {
		for _, p := range r.compiled {
			for _, ph := range p.phrases {
				set := c.known.phrasal[ph.verb]
				if set == nil {
					set = &wordSet{}
					c.known.phrasal[ph.verb] = set
				}
				set.add(ph.parts[0])
			}
		}
	}
}

// giveWay puts each pattern behind those of the rules that come before its own,
// and leaves the order else as it is.
func giveWay(list []*pattern) {
	rest := slices.Clone(list)
	for at := range list {
		next := slices.IndexFunc(rest, func(p *pattern) bool {
			return len(p.rule.after_) == 0 || !slices.ContainsFunc(rest, func(q *pattern) bool { return slices.Contains(p.rule.after_, q.rule) })
		})
		next = max(next, 0) // rules that wait for each other
		list[at] = rest[next]
		rest = slices.Delete(rest, next, next+1)
	}
}

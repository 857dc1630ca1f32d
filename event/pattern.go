package event

import (
	"fmt"
	"strings"
)

// A pattern is one line of a rule: "S impose @sanctions on T". See docs/rules.md
// for its language.
type pattern struct {
	text    string
	rule    *Rule
	order   int  // among all patterns, in the order of files and lines
	kind    kind // how the trigger stands in the sentence
	trigger wordSet
	plain   wordSet      // of a verb: the triggers that stand alone
	phrases []verbPhrase // and those that need more words: carry_out, take_part
	elems   []element
	closed  bool // "... .": nothing else without a preposition goes with the verb
	speaker bool // "S: ...": S is whose statement this stands in
	code    string
	shift   *Shift // or: the code comes from the act in DO
	weight  int    // the more a pattern asks for, the sooner it is taken
}

// verbPhrase is a verb with the particles or further words that hang on it.
type verbPhrase struct {
	verb  wordID
	parts []wordID
}

// kind is how the trigger of a pattern stands in the sentence.
type kind uint8

const (
	verbal  kind = iota // S attack T
	nominal             // S's attack on T, the talks between S&T
	copular             // S be critical of T
)

// element is one thing that a pattern asks for beside its trigger.
type element struct {
	what     what
	at       place
	preps    *wordSet // for oblique: the prepositions
	words    *wordSet // for word and purpose
	optional bool
	strict   bool // T!: an actor himself, not a thing of his
	notOf    bool // a possessor, but not by "of": that is the target's
}

// what fills an element.
type what uint8

const (
	source what = iota // S
	target             // T
	both               // S&T: two or more joined actors
	word               // a noun of the text
	deed               // DO: an act that some other rule codes
	spoken             // T of words rather than deeds: "in Gondor" is no belonging there
)

// place is where an element stands, seen from the trigger.
type place uint8

const (
	asSubject place = iota
	asObject
	asIndirect // "give T aid"
	asOblique  // with a preposition
	asGenitive // 's, of, by, or a modifier: "Russian attack", "attack by Russia"
	asClause   // "to DO", "that DO"
	asPurpose  // "to deter T"
	asPredicate
)

var placeNames = [...]string{"subject", "object", "recipient", "phrase", "possessor", "clause", "purpose clause", "predicate"}

// patternReader reads patterns; it knows the classes and numbers the lemmas.
type patternReader struct {
	lex     *lexicon
	classes map[string][]string
	preps   map[string]bool // the class "prepositions"
	shifts  map[string]*Shift
	codes   func(string) bool
}

// read parses one pattern; code is what it gives where it has no => of its own.
func (r *patternReader) read(text, code string) (*pattern, error) {
	p := &pattern{text: text}
	body, own, hasOwn := strings.Cut(text, "=>")
	if hasOwn {
		code = strings.TrimSpace(own)
	}
	switch {
	case r.shifts[code] != nil:
		p.shift = r.shifts[code]
	case r.codes(code):
		p.code = code
	case code == "":
		return nil, fmt.Errorf("no code: write => CODE after the pattern, or code = \"CODE\" in the rule")
	default:
		return nil, fmt.Errorf("%q is neither a CAMEO code nor a shift of shifts.toml", code)
	}
	words := strings.Fields(body)
	if len(words) > 0 && words[0] == "S:" {
		p.speaker, words = true, words[1:]
	}
	if len(words) < 2 && !(p.speaker && len(words) == 1) {
		return nil, fmt.Errorf("a pattern needs a trigger and an actor")
	}
	rest, err := r.head(p, words)
	if err != nil {
		return nil, err
	}
	if err := r.tail(p, rest); err != nil {
		return nil, err
	}
	if p.trigger.empty() {
		return nil, fmt.Errorf("no trigger word")
	}
	return p, r.check(p)
}

// head reads what stands up to and including the trigger.
func (r *patternReader) head(p *pattern, words []string) (rest []string, err error) {
	first := words[0]
	switch {
	case first == "the":
		p.kind = nominal
		return words[2:], r.triggerWords(p, words[1])
	case strings.HasSuffix(first, "'s"):
		p.kind = nominal
		e, ok := slot(strings.TrimSuffix(first, "'s"))
		if !ok {
			return nil, fmt.Errorf("%q: only S's, T's and S&T's may stand before the noun", first)
		}
		e.at = asGenitive
		p.add(e)
		return words[2:], r.triggerWords(p, words[1])
	case first == "-": // nobody, as in "- kill T in @attack by S"
	default:
		e, ok := slot(first)
		if !ok {
			e = element{what: word}
			if e.words, err = r.set(first); err != nil {
				return nil, err
			}
		}
		e.at = asSubject
		p.add(e)
	}
	if words[1] == "be" && len(words) > 2 {
		p.kind = copular
		return words[3:], r.triggerWords(p, words[2])
	}
	return words[2:], r.triggerWords(p, words[1])
}

// triggerWords reads the trigger: "attack|bomb|carry_out|@condemn-verbs". What
// follows a _ in a verb is a particle or a further word that hangs on it; in a
// noun "air_strike" is a compound.
func (r *patternReader) triggerWords(p *pattern, text string) error {
	if p.kind == nominal {
		set, err := r.set(text)
		if err == nil {
			p.trigger = *set
		}
		return err
	}
	for one := range strings.SplitSeq(text, "|") {
		members := []string{one}
		if name, isClass := strings.CutPrefix(one, "@"); isClass {
			if members = r.classes[name]; members == nil {
				return fmt.Errorf("classes.toml has no class %q", name)
			}
		}
		for _, m := range members {
			if strings.Trim(m, lemmaLetters) != "" {
				return fmt.Errorf("%q is not a lemma in lower case", m)
			}
			verb, rest, more := strings.Cut(m, "_")
			id := r.lex.id(verb)
			p.trigger.add(id)
			if more {
				phrase := verbPhrase{verb: id}
				for part := range strings.SplitSeq(rest, "_") {
					phrase.parts = append(phrase.parts, r.lex.id(part))
				}
				p.phrases = append(p.phrases, phrase)
			} else {
				p.plain.add(id)
			}
		}
	}
	return nil
}

// lemmaLetters may stand in the lemmas of a pattern.
const lemmaLetters = "abcdefghijklmnopqrstuvwxyz-_'0123456789"

// tail reads what stands after the trigger.
func (r *patternReader) tail(p *pattern, words []string) error {
	for i := 0; i < len(words); i++ {
		w := words[i]
		var e element
		switch {
		case w == "." && i == len(words)-1:
			p.closed = true
			continue
		case w == "to" && i+1 < len(words) && words[i+1] == "DO":
			e = element{what: deed, at: asClause}
			set, _ := r.set("to")
			e.preps = set
			i++
		case w == "to" && i+2 < len(words) && strings.TrimSuffix(words[i+2], "!") == "T" && !r.isPreps(words[i+1]):
			set, err := r.set(words[i+1])
			if err != nil {
				return err
			}
			e = element{what: target, at: asPurpose, words: set}
			i += 2
		case w == "that" && i+1 < len(words) && words[i+1] == "DO":
			e = element{what: deed, at: asClause}
			i++
		case w == "DO":
			e = element{what: deed, at: asObject}
		case r.isPreps(w):
			if i++; i == len(words) {
				return fmt.Errorf("nothing follows the preposition %q", w)
			}
			set, err := r.set(w)
			if err != nil {
				return err
			}
			if e, err = r.filler(words[i]); err != nil {
				return err
			}
			e.at, e.preps = asOblique, set
			if w == "of" && e.what != deed {
				e.at = asGenitive
			}
		default:
			var err error
			if e, err = r.filler(w); err != nil {
				return err
			}
			e.at = asObject
			if p.kind == nominal {
				return fmt.Errorf("%q: after a noun write a preposition first", w)
			}
			if p.kind == copular {
				e.at = asPredicate
			}
		}
		p.add(e)
	}
	// "give T aid": of two bare things after the verb an actor is the recipient.
	bare, of := 0, false
	for _, e := range p.elems {
		if e.at == asObject {
			bare++
		}
		of = of || e.at == asGenitive && e.what == target
	}
	for i := range p.elems {
		p.elems[i].notOf = of && p.elems[i].what == source
		if e := &p.elems[i]; bare > 1 && e.at == asObject && e.what == target {
			e.at = asIndirect
		}
	}
	return nil
}

// filler reads S, T, S&T, DO, or words, with ? for optional.
func (r *patternReader) filler(w string) (element, error) {
	name, optional := strings.CutSuffix(w, "?")
	e, ok := slot(name)
	switch {
	case ok:
	case name == "DO":
		e = element{what: deed}
	default:
		set, err := r.set(name)
		if err != nil {
			return e, err
		}
		e = element{what: word, words: set}
	}
	e.optional = optional
	return e, nil
}

func slot(w string) (element, bool) {
	name, optional := strings.CutSuffix(w, "?")
	switch name {
	case "S":
		return element{what: source, optional: optional}, true
	case "T", "T!":
		return element{what: target, optional: optional, strict: name == "T!"}, true
	case "S&T":
		return element{what: both, optional: optional}, true
	}
	return element{}, false
}

func (p *pattern) add(e element) {
	p.elems = append(p.elems, e)
	switch {
	case e.optional:
	case e.what == word || e.at == asPurpose:
		p.weight += 6
	case e.what == deed:
		p.weight += 5
	default:
		p.weight += 4
	}
}

// isPreps reports whether w is one preposition or several joined by |.
func (r *patternReader) isPreps(w string) bool {
	for one := range strings.SplitSeq(w, "|") {
		if !r.preps[one] {
			return false
		}
	}
	return true
}

// set reads "a|b|@class" into the words that it stands for.
func (r *patternReader) set(text string) (*wordSet, error) {
	set := &wordSet{}
	for one := range strings.SplitSeq(text, "|") {
		switch {
		case one == "*":
			set.anyNoun = true
		case strings.HasPrefix(one, "@"):
			members, ok := r.classes[one[1:]]
			if !ok {
				return nil, fmt.Errorf("classes.toml has no class %q", one[1:])
			}
			for _, m := range members {
				set.addWord(r.lex, m)
			}
		case one == "" || strings.Trim(one, lemmaLetters) != "":
			return nil, fmt.Errorf("%q is not a lemma in lower case, a @class or one of S T S&T DO", one)
		default:
			if r.preps[one] { // "in_response_to" is one preposition, not a compound
				set.add(r.lex.id(one))
			} else {
				set.addWord(r.lex, one)
			}
		}
	}
	return set, nil
}

// check refuses patterns that cannot give an event.
func (r *patternReader) check(p *pattern) error {
	n := [6]int{}
	for _, e := range p.elems {
		n[e.what]++
	}
	switch {
	case n[source]+n[both] == 0 && !p.speaker:
		return fmt.Errorf("nobody acts: the pattern has no S")
	case n[source]+n[both] > 1 || n[target]+n[both] > 1 || n[source] == 1 && p.speaker:
		return fmt.Errorf("the pattern has more than one S or T")
	case p.shift != nil && n[deed] == 0:
		return fmt.Errorf("=> %s needs a DO whose code it changes", p.shift.Name)
	}
	return nil
}

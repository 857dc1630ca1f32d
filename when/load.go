package when

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"detente/tree"
)

// The files of data/when.
const (
	wordsFile    = "when/words.tsv"
	numbersFile  = "when/numbers.tsv"
	grammarFile  = "when/grammar.toml"
	holidaysFile = "when/holidays.tsv"
	eventsFile   = "when/events.tsv"
	cuesFile     = "when/cues.toml"
	zonesFile    = "when/zones.tsv"
)

// loader gathers what the files say into a Reader.
type loader struct {
	*Reader
	fsys fs.FS
}

func (d *loader) load() error {
	for _, step := range []func() error{d.loadNumbers, d.loadWords, d.loadHolidays, d.loadEvents, d.loadGrammar, d.loadCues, d.loadZones} {
		if err := step(); err != nil {
			return err
		}
	}
	d.grammar.close()
	d.starts = d.lexicon.starts(len(d.words.ids))
	return nil
}

func (d *loader) loadNumbers() error {
	t, err := readTable(d.fsys, numbersFile, "word", "kind", "value")
	if err != nil {
		return err
	}
	for _, r := range t.rows {
		kind, ok := numberKinds[r.cells[1]]
		var value int32
		if _, err := fmt.Sscanf(r.cells[2], "%d", &value); err != nil || !ok || value < 0 {
			return t.errorf(r, "want cardinal, multiplier or ordinal and a number, not %q, %q", r.cells[1], r.cells[2])
		}
		id := int(d.words.id(r.cells[0]))
		for len(d.numbers) <= id {
			d.numbers = append(d.numbers, numberWord{})
		}
		d.numbers[id] = numberWord{kind, value}
	}
	return nil
}

// loadWords reads the lexicon. A phrase may hold alternatives in its spelling,
// one row each; a phrase that ends in ".?" is known with and without the dot.
func (d *loader) loadWords() error {
	t, err := readTable(d.fsys, wordsFile, "words", "class", "slot", "value", "when")
	if err != nil {
		return err
	}
	for _, r := range t.rows {
		phrase, class, slot, value, cond := r.cells[0], r.cells[1], r.cells[2], r.cells[3], r.cells[4]
		if class != strings.ToUpper(class) {
			return t.errorf(r, "a class is written in capitals, not %q", class)
		}
		e := entry{sym: d.grammar.symbol(class)}
		if slot == "zone" {
			d.zones = append(d.zones, value)
			e.says.zone = int16(len(d.zones)) - 1
		} else if err := e.says.set(slot, value); err != nil {
			return t.errorf(r, "%w", err)
		}
		for c := range strings.FieldsSeq(cond) {
			if c == "capital" {
				e.caps = true
				continue
			}
			tag, ok := tree.ParseUPOS(strings.TrimPrefix(c, "!"))
			if !ok || c[0] != '!' {
				return t.errorf(r, "a condition is \"capital\" or \"!TAG\", not %q", c)
			}
			e.not = append(e.not, tag)
		}
		if short, dotted := strings.CutSuffix(phrase, ".?"); dotted {
			d.lexicon.add(d.words.atomsOf(short), e)
			phrase = short + "."
		}
		atoms := d.words.atomsOf(phrase)
		if len(atoms) == 0 {
			return t.errorf(r, "no words")
		}
		if n := len(atoms); n >= 2 && atoms[n-1] == d.builtin.point {
			d.abbreviated[atoms[n-2]] = true
		}
		d.lexicon.add(atoms, e)
	}
	return nil
}

// grammarTOML is the layout of grammar.toml.
type grammarTOML struct {
	Stratum []struct {
		Name string
		Why  string
		Rule []struct {
			ID       string
			Makes    string
			As       string
			Patterns []string
			Says     map[string]string
			NotPrev  string `toml:"not_prev"`
			NotNext  string `toml:"not_next"`
			NotTag   string `toml:"not_next_tag"`
			OnlyTag  string `toml:"only_next_tag"`
			Match    []string
			Not      []string
		}
	}
}

func (d *loader) loadGrammar() error {
	b, err := fs.ReadFile(d.fsys, grammarFile)
	if err != nil {
		return err
	}
	var file grammarTOML
	dec := toml.NewDecoder(strings.NewReader(string(b))).DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return fmt.Errorf("%s: %s", grammarFile, strict.String())
		}
		return fmt.Errorf("%s: %w", grammarFile, err)
	}
	seen := map[string]bool{}
	for i, s := range file.Stratum {
		for _, r := range s.Rule {
			fail := func(err error) error { return fmt.Errorf("%s: rule %q: %w", grammarFile, r.ID, err) }
			if r.ID == "" || seen[r.ID] {
				return fail(errors.New("an id is missing or stands twice"))
			}
			seen[r.ID] = true
			if r.As == "time" && len(r.Match) == 0 {
				return fail(errors.New("a rule that finds times wants an example it must match"))
			}
			as, ok := uses[r.As]
			if !ok {
				return fail(fmt.Errorf("as cannot be %q", r.As))
			}
			made := rule{id: r.ID, use: as, makes: d.grammar.symbol(r.Makes), stratum: i,
				notPrev: d.wordSet(r.NotPrev), notNext: d.wordSet(r.NotNext)}
			for slot, value := range r.Says {
				if err := made.says.set(slot, value); err != nil {
					return fail(err)
				}
			}
			if made.notTag, err = parseTags(r.NotTag); err != nil {
				return fail(err)
			}
			if made.onlyTag, err = parseTags(r.OnlyTag); err != nil {
				return fail(err)
			}
			d.grammar.rules = append(d.grammar.rules, made)
			for _, p := range r.Patterns {
				parts, err := parsePattern(p)
				if err == nil {
					err = d.classesKnown(parts)
				}
				if err == nil {
					d.literals(parts)
					err = d.grammar.add(i, int32(len(d.grammar.rules))-1, parts)
				}
				if err != nil {
					return fail(fmt.Errorf("pattern %q: %w", p, err))
				}
			}
			d.examples = append(d.examples, example{r.ID, r.Match, r.Not})
		}
	}
	return nil
}

func parseTags(list string) (tagSet, error) {
	var set tagSet
	for tag := range strings.FieldsSeq(list) {
		u, ok := tree.ParseUPOS(tag)
		if !ok {
			return 0, fmt.Errorf("no tag %q", tag)
		}
		set |= 1 << u
	}
	return set, nil
}

// classesKnown reports the first class of a pattern that nothing makes: no row
// of words, no code, no rule of a stratum before.
func (d *loader) classesKnown(parts []part) error {
	for _, p := range parts {
		for _, n := range p.names {
			if isClass(n) && d.grammar.symbols[n] == 0 {
				return fmt.Errorf("nothing makes the class %s", n)
			}
		}
	}
	return nil
}

// isClass reports whether a symbol of a pattern is a class, which is written in
// capitals; else it is a word.
func isClass(name string) bool {
	return name == strings.ToUpper(name) && name != strings.ToLower(name)
}

// literals lets the lexicon know the words that patterns spell out: those that
// are not in capitals.
func (d *loader) literals(parts []part) {
	for _, p := range parts {
		for _, n := range p.names {
			if isClass(n) {
				continue
			}
			if !d.literal[n] {
				d.literal[n] = true
				d.lexicon.add(d.words.atomsOf(n), entry{sym: d.grammar.symbol(n)})
			}
		}
	}
}

func (d *loader) wordSet(list string) map[int32]bool {
	if list == "" {
		return nil
	}
	set := map[int32]bool{}
	for w := range strings.FieldsSeq(list) {
		set[d.words.id(w)] = true
	}
	return set
}

// An example of the grammar: sentences with the extents in brackets and what
// they mean, and sentences in which the rule must find nothing.
type example struct {
	rule       string
	match, not []string
}

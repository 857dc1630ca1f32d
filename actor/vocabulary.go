package actor

import (
	"io/fs"
	"strings"
)

// loadStates reads every file actors/states*.tsv.
func (d *Dictionary) loadSpellings(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"spellings.tsv", "spellings")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		first := uint64(0)
		for w := range strings.FieldsSeq(t.row[0]) {
			h := hashOf(w)
			if first == 0 {
				if first = h; d.index.same[h] != 0 {
					first = d.index.same[h]
				}
				continue
			}
			d.index.same[h] = first
		}
	}
	return nil
}

func (d *Dictionary) loadMods(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"modifiers.tsv", "word", "effect")
	if err != nil {
		return err
	}
	effects := map[string]modEffect{
		"former": modFormer, "then": modThen, "coming": modComing,
		"deputy": modDeputy, "holding": modHolding, "opponent": modOpponent,
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		does, ok := effects[t.row[1]]
		if !ok {
			return t.errorf("effect %q: want former, then, coming, deputy, holding or opponent", t.row[1])
		}
		d.index.add(t.row[0], sense{kind: modifier, id: int32(len(d.mods))})
		d.mods = append(d.mods, mod{t.row[0], does})
	}
	return nil
}

func (d *Dictionary) loadCities(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"cities.tsv", "state", "cities")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		s, ok := d.byCode[t.row[0]]
		if !ok {
			return t.errorf("no state has the code %q", t.row[0])
		}
		for c := range each(t.row[1]) {
			d.index.add(c, sense{kind: city, id: s})
		}
	}
	return nil
}

// loadShort reads names that hold only where the state is spoken of otherwise.
func (d *Dictionary) loadShort(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"short.tsv", "name", "state", "beside", "against")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		s, ok := d.byCode[t.row[1]]
		if !ok {
			return t.errorf("no state has the code %q", t.row[1])
		}
		other := int32(-1)
		if t.row[2] != "" {
			if other, ok = d.byCode[t.row[2]]; !ok {
				return t.errorf("no state has the code %q", t.row[2])
			}
		}
		d.beside[s] = other
		if t.row[3] != "" {
			a, ok := d.byCode[t.row[3]]
			if !ok {
				return t.errorf("no state has the code %q", t.row[3])
			}
			d.against[s] = a
			continue
		}
		d.index.add(t.row[0], sense{kind: stateName, id: s, short: true})
	}
	return nil
}

// loadPairs reads names that stand for several states at once.
func (d *Dictionary) loadPairs(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"pairs.tsv", "name", "states")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		var of []int32
		for code := range each(t.row[1]) {
			s, ok := d.byCode[code]
			if !ok {
				return t.errorf("no state has the code %q", code)
			}
			of = append(of, s)
		}
		d.index.add(t.row[0], sense{kind: pair, id: int32(len(d.pairs))})
		d.pairs = append(d.pairs, of)
	}
	return nil
}

// wordClass is what a plain word does to the names beside it.
type wordClass uint16

const (
	placeWord   wordClass = 1 << iota // in, at, near: a capital after it is a place
	pathWord                          // to, from: so it is after a verb of motion
	motionWord                        // fly, visit, trip
	affixWord                         // -backed, -led, anti-, pro-: who is in it does not act
	particle                          // van, de, bin: leads a surname
	article                           // al, el: may be left away
	familyFirst                       // KOR: people of this state have the family name first
	calendar                          // Monday, June
	suffixWord                        // Jr, III: no part of a surname
	misterWord                        // Mr
	madamWord                         // Mrs
	commonWord                        // May, Brown: a surname that is often no name
	indefinite                        // a, some, every: nobody in particular
)

var wordClasses = map[string]wordClass{
	"place": placeWord, "path": pathWord, "motion": motionWord, "affix": affixWord,
	"particle": particle, "article": article | particle, "family-first": familyFirst, "indefinite": indefinite, "calendar": calendar, "common": commonWord, "suffix": suffixWord, "mister": misterWord, "madam": madamWord,
}

func (d *Dictionary) loadGrammar(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"grammar.tsv", "class", "words")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		class, ok := wordClasses[t.row[0]]
		if !ok {
			return t.errorf("class %q: want place, path, motion, affix, particle, article, family-first, indefinite, calendar, suffix, mister, madam or common", t.row[0])
		}
		for w := range strings.FieldsSeq(t.row[1]) {
			d.classes[hashOf(w)] |= class
		}
	}
	return nil
}

// hashOf is the hash of a single word.
func hashOf(form string) uint64 {
	var buf [4]word
	if words, _ := appendWords(buf[:0], form, 0, false); len(words) > 0 {
		return words[0].hash
	}
	return 0
}

func (d *Dictionary) loadNothing(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"nothing.tsv", "phrase")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		d.index.add(t.row[0], sense{kind: nothing})
	}
	return nil
}

func (d *Dictionary) loadGivenNames(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"given-names.tsv", "gender", "names")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		if t.row[0] != "f" && t.row[0] != "m" {
			return t.errorf("gender %q: want f or m", t.row[0])
		}
		for rest := t.row[1]; rest != ""; {
			var name string
			name, rest, _ = strings.Cut(rest, " ")
			d.given[hashOf(name)] = t.row[0]
		}
	}
	return nil
}

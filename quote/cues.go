package quote

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"detente/record"
	"detente/tree"
)

// cueFile is the lexicon of cues in the data.
const cueFile = "quote/cues.toml"

// Cue is a word with which a report hands its words to somebody else.
type Cue struct {
	Lemma      string            `toml:"lemma"`      // say, point out, according to
	Tag        string            `toml:"tag"`        // verb, noun, adj, adp, adv
	Frames     []string          `toml:"frames"`     // that, to, quote, object, ..., or a preposition
	Factuality record.Factuality `toml:"factuality"` // the speaker's stance to the content
	Certainty  float64           `toml:"certainty"`  // what it lends to the content, 0 to 1
	Example    string            `toml:"example"`    // a sentence with the content in brackets

	tag    tree.UPOS
	words  []string // the lemmas: point, out
	frames frames
	preps  []string
}

// frames is the set of ways in which a cue takes its content.
type frames uint16

const (
	thatFrame frames = 1 << iota
	toFrame
	ingFrame
	wonderFrame // whether, how, why, what
	quoteFrame
	objectFrame
	namedFrame
	hearsayFrame
)

var frameNames = map[string]frames{
	"that": thatFrame, "to": toFrame, "ing": ingFrame, "whether": wonderFrame, "how": wonderFrame,
	"why": wonderFrame, "what": wonderFrame, "quote": quoteFrame, "object": objectFrame,
	"named": namedFrame, "hearsay": hearsayFrame,
}

var cueTags = map[string]tree.UPOS{
	"verb": tree.VERB, "noun": tree.NOUN, "adj": tree.ADJ, "adp": tree.ADP, "adv": tree.ADV,
}

var stances = []record.Factuality{
	record.Said, record.Claimed, record.Denied, record.Confirmed, record.Alleged, record.Warned,
	record.Vowed, record.Demanded, record.Offered, record.Asked, record.Believed, record.Intended,
}

// takes reports whether the cue takes content behind the preposition.
func (c *Cue) takes(preposition string) bool { return slices.Contains(c.preps, preposition) }

// lexicon finds cues by the first word of their lemma.
type lexicon map[string][]*Cue

// Cues are the cues of the data, in their order there.
func Cues(fsys fs.FS) ([]Cue, error) {
	b, err := fs.ReadFile(fsys, cueFile)
	if err != nil {
		return nil, err
	}
	var file struct {
		Cue []Cue `toml:"cue"`
	}
	dec := toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, tomlError(cueFile, err)
	}
	seen := map[string]bool{}
	for i := range file.Cue {
		c := &file.Cue[i]
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("%s: cue %d (%s): %w", cueFile, i+1, c.Lemma, err)
		}
		if key := c.Lemma + "/" + c.Tag; seen[key] {
			return nil, fmt.Errorf("%s: cue %d: %s stands there twice", cueFile, i+1, key)
		} else {
			seen[key] = true
		}
	}
	return file.Cue, nil
}

// check reads the names in a cue and says what is wrong with them.
func (c *Cue) check() error {
	c.words = strings.Fields(c.Lemma)
	if len(c.words) == 0 {
		return errors.New("lemma is empty")
	}
	var ok bool
	if c.tag, ok = cueTags[c.Tag]; !ok {
		return fmt.Errorf("tag %q: want verb, noun, adj, adp or adv", c.Tag)
	}
	if len(c.Frames) == 0 {
		return errors.New("frames is empty: nothing could hold the content")
	}
	for _, name := range c.Frames {
		if f, ok := frameNames[name]; ok {
			c.frames |= f
		} else {
			c.preps = append(c.preps, name)
		}
	}
	if !slices.Contains(stances, c.Factuality) {
		return fmt.Errorf("factuality %q: want one of %v", c.Factuality, stances)
	}
	if c.Certainty < 0 || c.Certainty > 1 {
		return fmt.Errorf("certainty %v: want 0 to 1", c.Certainty)
	}
	open, shut := strings.Index(c.Example, "["), strings.Index(c.Example, "]")
	if open < 0 || shut < open {
		return errors.New("example: mark the content in it with [ and ]")
	}
	return nil
}

// tomlError puts the place of a TOML error before it.
func tomlError(file string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		row, col := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d:%d: unknown key %s", file, row, col, strings.Join(strict.Errors[0].Key(), "."))
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		row, col := decode.Position()
		return fmt.Errorf("%s:%d:%d: %w", file, row, col, err)
	}
	return fmt.Errorf("%s: %w", file, err)
}

// newLexicon lists the cues by their first word and, for verbs, by its regular
// forms as well, since a lemma may be guessed wrong ("echoe" for "echoed").
func newLexicon(cues []Cue) lexicon {
	lex := make(lexicon, 6*len(cues))
	for i := range cues {
		lex.add(cues[i].words[0], &cues[i])
	}
	for i := range cues {
		if cues[i].tag == tree.VERB {
			for _, form := range regularForms(cues[i].words[0]) {
				lex.add(form, &cues[i])
			}
		}
	}
	return lex
}

func (lex lexicon) add(form string, c *Cue) { lex[form] = append(lex[form], c) }

// regularForms are the third person, past and participle of a regular verb,
// with and without its last letter doubled.
func regularForms(verb string) []string {
	n := len(verb)
	if n < 3 {
		return nil
	}
	last := verb[n-1]
	switch {
	case last == 'e':
		return []string{verb + "s", verb + "d", verb[:n-1] + "ing"}
	case last == 'y' && !strings.ContainsRune("aeou", rune(verb[n-2])):
		return []string{verb[:n-1] + "ies", verb[:n-1] + "ied", verb + "ing"}
	}
	forms := []string{verb + "s", verb + "es", verb + "ed", verb + "ing"}
	if strings.ContainsRune("bdgmnprt", rune(last)) {
		forms = append(forms, verb+string(last)+"ed", verb+string(last)+"ing")
	}
	return forms
}

// at finds the cue whose words stand at token i of a sentence; the longest one
// where several do. The words after the first may hang on it as particle,
// object, predicate or fixed expression, or simply follow.
func (lex lexicon) at(s *tree.Sentence, i int) *Cue {
	t := &s.Tokens[i]
	var best *Cue
	list := lex[t.Lemma]
	if list == nil && (t.Tag == tree.VERB || t.Tag == tree.ADP) {
		if list = lex[t.Form]; list == nil && i == 0 {
			list = lex[strings.ToLower(t.Form)]
		}
	}
	for _, c := range list {
		if !c.fitsTag(t.Tag) || (best != nil && len(c.words) <= len(best.words)) {
			continue
		}
		if c.restAt(s, i) {
			best = c
		}
	}
	return best
}

func (c *Cue) fitsTag(tag tree.UPOS) bool {
	switch c.tag {
	case tree.ADP: // parsers differ on "according"
		return tag == tree.ADP || tag == tree.VERB || tag == tree.SCONJ
	case tree.VERB:
		return tag == tree.VERB
	case tree.ADJ:
		return tag == tree.ADJ || tag == tree.VERB
	}
	return tag == c.tag
}

func (c *Cue) restAt(s *tree.Sentence, i int) bool {
	if c.tag == tree.ADP {
		for k, w := range c.words[1:] {
			if i+1+k >= len(s.Tokens) || s.Tokens[i+1+k].Lemma != w && s.Tokens[i+1+k].Form != w {
				return false
			}
		}
		return true
	}
	for _, w := range c.words[1:] {
		found := false
		for k := range s.Kids(i) {
			if s.Tokens[k].Lemma == w && k > i && k <= i+4 {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

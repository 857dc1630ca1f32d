package event

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"detente/ontology"
)

// Rule is one rule of data/rules/*.toml, as it is written there.
type Rule struct {
	ID       string   `toml:"id"`
	Why      string   `toml:"why"`      // the section of the codebook, in words
	Code     string   `toml:"code"`     // CAMEO code, or a shift; a pattern may give its own
	Plover   string   `toml:"plover"`   // TYPE or TYPE/mode, where it is not what the CAMEO code stands for
	Contexts []string `toml:"contexts"` // beside those of the code
	Patterns []string `toml:"patterns"`
	Both     bool     `toml:"both"`    // reciprocal: the event goes both ways
	Alone    bool     `toml:"alone"`   // an event even where T is no actor: "Arnor tested a missile", "Arnor jailed two men"
	Places   bool     `toml:"places"`  // of words, yet done to a state by going to a place in it: "visited Osgiliath"
	Foreign  bool     `toml:"foreign"` // only between actors of different countries
	Answers  bool     `toml:"answers"` // where no T is named: who asked, offered or threatened last ("rejected the demand"), or no event
	Counts   string   `toml:"counts"`  // what the number at T or at the noun counts: killed, arrested, missiles

	SourceIs  []string `toml:"source-is"` // kinds (state, organ, organisation, person, group) or roles (GOV, MIL, COP, ...): one must hold
	SourceNot []string `toml:"source-not"`
	TargetIs  []string `toml:"target-is"`
	TargetNot []string `toml:"target-not"`
	With      []string `toml:"with"`    // one of these words or @classes stands in the clause
	Without   []string `toml:"without"` // none of these does
	Unless    []string `toml:"unless"`  // silent where one of these rules fires in the same sentence
	After     []string `toml:"after"`   // gives way to these rules on the same words

	Match   []string `toml:"match"`    // sentences that it must match
	NoMatch []string `toml:"no-match"` // sentences that it must not

	File string `toml:"-"`
	Line int    `toml:"-"`

	plover         *ontology.Mapping
	with, without  *wordSet
	compiled       []*pattern
	text           []byte // of the file, to find lines
	unless, after_ []*Rule
}

// String names the rule and its place.
func (r *Rule) String() string { return fmt.Sprintf("%s:%d: rule %s", r.File, r.Line, r.ID) }

// Shift is how a speech act changes the code of the act that it speaks of: a
// promise of aid (07) is 033, a threat of an attack (19) is 138.
type Shift struct {
	Name      string            `toml:"-"`
	Why       string            `toml:"why"`
	Status    string            `toml:"status"`    // of the act spoken of; empty: it is part of the speech act and no event of its own
	Otherwise string            `toml:"otherwise"` // where no rule codes the act spoken of; empty: no event
	Asks      bool              `toml:"asks"`      // the act is asked for: a clause that tells a fact ("suggested that Iran has left") does not fit
	Codes     map[string]string `toml:"codes"`     // by the longest prefix of the code of the act spoken of
}

// code is what an act of the given code becomes.
func (s *Shift) code(inner string) string {
	for n := len(inner); n > 0; n-- {
		if c, ok := s.Codes[inner[:n]]; ok {
			return c
		}
	}
	return s.Otherwise
}

// dataFiles of the rules folder that are no rules.
const (
	classesFile = "rules/classes.toml"
	shiftsFile  = "rules/shifts.toml"
	statusFile  = "rules/status.toml"
	formsFile   = "rules/verb-forms.tsv"
)

// readRules reads every rule file of the folder.
func readRules(fsys fs.FS) ([]*Rule, error) {
	entries, err := fs.ReadDir(fsys, "rules")
	if err != nil {
		return nil, err
	}
	var rules []*Rule
	for _, e := range entries {
		name := path.Join("rules", e.Name())
		if path.Ext(name) != ".toml" || slices.Contains([]string{classesFile, shiftsFile, statusFile}, name) {
			continue
		}
		var file struct {
			Rule []*Rule `toml:"rule"`
		}
		text, err := readTOML(fsys, name, &file)
		if err != nil {
			return nil, err
		}
		from := 0
		for _, r := range file.Rule {
			r.File, r.text = name, text
			at := bytes.Index(text[from:], []byte("[[rule]]"))
			from += at + len("[[rule]]")
			r.Line = lineAt(text, from)
			rules = append(rules, r)
		}
	}
	return rules, nil
}

// readTOML reads one file strictly: an unknown key is an error with its line.
func readTOML(fsys fs.FS, name string, into any) ([]byte, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	dec := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err = dec.Decode(into); err == nil {
		return text, nil
	}
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		row, _ := strict.Errors[0].Position()
		return nil, fmt.Errorf("%s:%d: unknown key %q", name, row, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &decode):
		row, col := decode.Position()
		return nil, fmt.Errorf("%s:%d:%d: %w", name, row, col, err)
	}
	return nil, fmt.Errorf("%s: %w", name, err)
}

func lineAt(text []byte, offset int) int { return 1 + bytes.Count(text[:offset], []byte("\n")) }

// lineOf is the line of a string that the rule holds, or the rule's own.
func (r *Rule) lineOf(s string) int {
	from := 0
	for n := 1; n < r.Line; n++ {
		from += bytes.IndexByte(r.text[from:], '\n') + 1
	}
	if at := bytes.Index(r.text[from:], []byte(s)); at >= 0 {
		return lineAt(r.text, from+at)
	}
	return r.Line
}

// errorAt is an error about a string that the rule holds.
func (r *Rule) errorAt(s string, err error) error {
	return fmt.Errorf("%s:%d: rule %s: %q: %w", r.File, r.lineOf(s), r.ID, s, err)
}

// readClasses reads the named sets of lemmas; a member "@other" stands for the
// members of that class.
func readClasses(fsys fs.FS) (map[string][]string, error) {
	raw := map[string][]string{}
	if _, err := readTOML(fsys, classesFile, &raw); err != nil {
		return nil, err
	}
	flat := map[string][]string{}
	var flatten func(name string, seen []string) ([]string, error)
	flatten = func(name string, seen []string) ([]string, error) {
		if done, ok := flat[name]; ok {
			return done, nil
		}
		members, ok := raw[name]
		if !ok || slices.Contains(seen, name) {
			return nil, fmt.Errorf("%s: class %q is missing or holds itself (by way of %s)", classesFile, name, strings.Join(seen, ", "))
		}
		var out []string
		for _, m := range members {
			if !strings.HasPrefix(m, "@") {
				out = append(out, m)
				continue
			}
			more, err := flatten(m[1:], append(seen, name))
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
		flat[name] = out
		return out, nil
	}
	for _, name := range sortedKeys(raw) {
		if _, err := flatten(name, nil); err != nil {
			return nil, err
		}
	}
	return flat, nil
}

// readForms reads verb-forms.tsv: a form and its lemma a line.
func readForms(fsys fs.FS) (map[string]string, error) {
	text, err := fs.ReadFile(fsys, formsFile)
	if err != nil {
		return nil, err
	}
	forms := map[string]string{}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		form, lemma, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		switch {
		case n == 1 && (form != "form" || lemma != "lemma"):
			return nil, fmt.Errorf("%s:1: the columns are %q and %q, want form and lemma", formsFile, form, lemma)
		case !ok || lemma == "" || forms[form] != "":
			return nil, fmt.Errorf("%s:%d: want a form and its lemma, each form once", formsFile, n)
		}
		forms[form] = lemma
	}
	return forms, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

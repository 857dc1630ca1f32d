package when

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"detente/tree"
)

// cues are word lists that are no part of the grammar.
type cues struct {
	future map[string]bool // words near which a date lies ahead: will, plans, due
	past   map[string]bool
	report map[string]bool // lemmas of verbs that carry what a source said or put out
}

type cuesTOML struct {
	Future, Past, Report []string
}

func (d *loader) loadCues() error {
	b, err := fs.ReadFile(d.fsys, cuesFile)
	if err != nil {
		return err
	}
	var file cuesTOML
	if err := toml.NewDecoder(strings.NewReader(string(b))).DisallowUnknownFields().Decode(&file); err != nil {
		return fmt.Errorf("%s: %w", cuesFile, err)
	}
	set := func(list []string) map[string]bool {
		m := make(map[string]bool, len(list))
		for _, w := range list {
			m[w] = true
		}
		return m
	}
	d.cues = cues{future: set(file.Future), past: set(file.Past), report: set(file.Report)}
	return nil
}

// tense tells whether the expression over atoms [start, end) stands with what
// is past (-1) or to come (+1): by the verb that governs it and its auxiliaries.
func (r *Reader) tense(l *lattice, start, end int32) int8 {
	toks := l.s.Tokens
	i, last := int(l.atoms[start].tok), int(l.atoms[end-1].tok)
	if i >= len(toks) || last >= len(toks) {
		return 0
	}
	// Climb out of the expression to the verb that it hangs on.
	h := i
	for steps := 0; steps < 12; steps++ {
		t := &toks[h]
		if (h < i || h > last) && (t.Tag == tree.VERB || t.Tag == tree.AUX) {
			return r.verbTense(l.s, h)
		}
		if (h < i || h > last) && t.Tag == tree.NOUN && r.cues.future[strings.ToLower(t.Form)] {
			return 1
		}
		if t.Head < 0 || t.Head >= len(toks) {
			break
		}
		h = t.Head
	}
	if h < i || h > last {
		return r.verbTense(l.s, h)
	}
	return 0
}

// verbTense reads the tense of the verb at h from its auxiliaries and form.
func (r *Reader) verbTense(s *tree.Sentence, h int) int8 {
	t := &s.Tokens[h]
	hint := int8(0)
	for k := range s.Kids(h) {
		kid := &s.Tokens[k]
		switch kid.Rel.Base() {
		case tree.Aux, tree.Cop:
			switch {
			case r.cues.future[strings.ToLower(kid.Form)]:
				return 1
			case kid.Morph.Has(tree.TensePast), kid.Lemma == "have":
				hint = -1
			}
		case tree.Mark:
			if kid.Tag == tree.PART && t.Morph.Has(tree.VerbFormInf) { // "plans to meet on Friday"
				hint = 1
			}
		}
	}
	switch {
	case hint != 0:
		return hint
	case r.cues.future[strings.ToLower(t.Form)] || r.cues.future[t.Lemma]:
		return 1
	case t.Morph.Has(tree.TensePast):
		return -1
	case t.Morph.Has(tree.VerbFormPart | tree.TensePres), t.Morph.Has(tree.VerbFormGer):
		if t.Head >= 0 && t.Head < len(s.Tokens) && t.Head != h && s.Tokens[t.Head].Morph.Has(tree.TensePast) {
			return -1
		}
	}
	return 0
}

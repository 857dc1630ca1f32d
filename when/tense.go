package when

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"detente/tree"
)

// cues are word lists that are no part of the grammar.
type cues struct {
	future   map[string]bool // auxiliaries of what is to come: will, would
	planned  map[string]bool // verbs and nouns of plans: expected, due, plans
	until    map[string]bool // prepositions before what is to come: until
	stative  map[string]bool // lemmas of verbs whose present tense is no plan: be, have
	report   map[string]bool // lemmas of verbs that carry what a source said or put out
	reported map[string]bool // their past forms
}

type cuesTOML struct {
	Future, Planned, Until, Stative, Report, Reported []string
	Kinds                                             map[string][]string
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
	d.cues = cues{future: set(file.Future), planned: set(file.Planned), until: set(file.Until), stative: set(file.Stative), report: set(file.Report), reported: set(file.Reported)}
	d.calendar.kinds = map[string][]string{}
	for _, kind := range slices.Sorted(maps.Keys(file.Kinds)) {
		for _, noun := range file.Kinds[kind] {
			d.calendar.kinds[noun] = append(d.calendar.kinds[noun], kind)
		}
	}
	return nil
}

// tense tells whether the expression over atoms [start, end) stands with what
// is past (-1) or to come (+1): by the preposition before it, and by the verb
// that governs it with its auxiliaries. A time that only belongs to a noun
// ("Wednesday's ruling") has none.
func (r *Reader) tense(l *lattice, start, end int32) int8 {
	toks := l.s.Tokens
	first, last := int(l.atoms[start].tok), int(l.atoms[end-1].tok)
	if first >= len(toks) || last >= len(toks) {
		return 0
	}
	if hint := r.beside(toks, first); hint != 0 {
		return hint
	}
	// Climb out of the expression to the verb that it hangs on.
	h := first
	for steps := 0; steps < 8; steps++ {
		t := &toks[h]
		outside := h < first || h > last
		if outside && (t.Tag == tree.VERB || t.Tag == tree.AUX) {
			break
		}
		if t.Head < 0 || t.Head >= len(toks) {
			break
		}
		if (t.Rel == tree.NmodPoss || t.Rel == tree.Compound) && (t.Head < first || t.Head > last) {
			return 0
		}
		h = t.Head
	}
	if h >= first && h <= last {
		return 0
	}
	if l.tense[h] == 0 {
		l.tense[h] = r.verbTense(l.s, h) - pluperfect + 1 // so that 0 is unasked
	}
	hint := l.tense[h] + pluperfect - 1
	if hint == pluperfect {
		return -1
	}
	if first > 0 && hint <= 0 && r.cues.until[strings.ToLower(toks[first-1].Form)] && (first < 2 || strings.ToLower(toks[first-2].Form) != "not") {
		return 1
	}
	return hint
}

// beside reads the tense from the words right before an expression, where they
// tell it without a tree: "said on Monday", "as early as Tuesday".
func (r *Reader) beside(toks []tree.Token, first int) int8 {
	i := first - 1
	if i >= 0 && toks[i].Tag == tree.ADP {
		i--
	}
	if i >= 0 && (toks[i].Tag == tree.VERB && toks[i].Morph.Has(tree.TensePast|tree.VerbFormFin) || r.cues.reported[strings.ToLower(toks[i].Form)]) &&
		(i == 0 || toks[i-1].Tag != tree.AUX) {
		return -1
	}
	if first >= 3 && strings.EqualFold(toks[first-1].Form, "as") && strings.EqualFold(toks[first-3].Form, "as") {
		return 1
	}
	return 0
}

// pluperfect is the tense that no "until" turns to the future: "by Wednesday
// all had signed".
const pluperfect = -2

// verbTense reads the tense of the verb at h from its auxiliaries and form, and
// of one that has none from the verb above it.
func (r *Reader) verbTense(s *tree.Sentence, h int) int8 {
	const depth = 4
	for range depth {
		hint, above := r.tenseAt(s, h)
		if hint != 0 || above < 0 || above >= len(s.Tokens) {
			return hint
		}
		h = above
	}
	return 0
}

// tenseAt is the tense that the verb at h shows; where it shows none, above is
// the verb to ask, or -1.
func (r *Reader) tenseAt(s *tree.Sentence, h int) (hint int8, above int) {
	t := &s.Tokens[h]
	past, to, be := false, false, false
	for k := range s.Kids(h) {
		kid := &s.Tokens[k]
		switch {
		case kid.Rel.Base() == tree.Aux, kid.Rel == tree.Cop:
			be = be || kid.Lemma == "be"
			switch {
			case r.cues.future[strings.ToLower(kid.Form)]:
				return 1, -1
			case kid.Morph.Has(tree.TensePast) && kid.Lemma == "have":
				return pluperfect, -1
			case kid.Morph.Has(tree.TensePast), kid.Lemma == "have":
				past = true
			}
		case (kid.Rel == tree.Mark || kid.Tag == tree.PART) && strings.EqualFold(kid.Form, "to"):
			to = true
		}
	}
	above = -1
	if t.Head >= 0 && t.Head < len(s.Tokens) && t.Head != h && (s.Tokens[t.Head].Tag == tree.VERB || s.Tokens[t.Head].Tag == tree.AUX) {
		above = t.Head
	}
	switch {
	case r.cues.planned[strings.ToLower(t.Form)], to && be: // "is to meet on Friday"
		return 1, -1
	case to: // "plans to meet on Friday"
		if t.Head >= 0 && t.Head < len(s.Tokens) && r.cues.planned[strings.ToLower(s.Tokens[t.Head].Form)] {
			return 1, -1
		}
		return 0, above
	case past, t.Morph.Has(tree.TensePast):
		return -1, -1
	case t.Morph.Has(tree.TensePres|tree.VerbFormFin) && !r.cues.report[strings.ToLower(t.Lemma)] && !r.cues.stative[t.Lemma]: // "Gondor meets Rohan on Monday"
		return 1, -1
	case t.Morph.Any(tree.VerbFormGer) || t.Morph.Has(tree.VerbFormPart|tree.TensePres) || t.Rel == tree.Xcomp || t.Rel == tree.Advcl:
		return 0, above
	}
	return 0, -1
}

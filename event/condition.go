package event

import (
	"slices"

	"detente/tree"
)

// barred checks the conditions of the rule; it says what bars it, or nothing.
func (s *search) barred(a *act) string {
	v, r := &s.view, a.pattern.rule
	if r.with != nil && !v.clauseHas(a.trigger, r.with) {
		return "the clause has none of the words under with"
	}
	if r.without != nil && v.clauseHas(a.trigger, r.without) {
		return "the clause has one of the words under without"
	}
	if len(r.SourceIs) > 0 && len(a.source) == 0 || len(r.TargetIs) > 0 && len(a.target) == 0 && a.partial {
		return "nobody is named whom source-is and target-is could be asked of"
	}
	if !s.greedy && (slices.ContainsFunc(a.source, v.doubtful) || slices.ContainsFunc(a.target, v.doubtful)) {
		return "it is not sure enough whom the pronoun or noun means"
	}
	for _, p := range a.source {
		if !v.suits(p, r.SourceIs, r.SourceNot) {
			return "the source is not what source-is and source-not ask for"
		}
	}
	for _, p := range a.target {
		if !v.suits(p, r.TargetIs, r.TargetNot) {
			return "the target is not what target-is and target-not ask for"
		}
	}
	if r.Foreign && !s.greedy {
		for _, p := range a.source {
			for _, q := range a.target {
				if c, d := v.country(p), v.country(q); c == "" || d == "" || c == d {
					return "source and target are of one country"
				}
			}
		}
	}
	return ""
}

// doubtful reports whether the party may as well be somebody else.
func (v *view) doubtful(p party) bool { return p.mention >= 0 && v.in.Mentions[p.mention].Doubtful }

// clauseHas reports whether the trigger's clause has a word of the set: the
// trigger itself, what hangs on it, or what it hangs on as a noun.
func (v *view) clauseHas(t int, set *wordSet) bool {
	if r := v.tok(t).Rel; v.tok(t).Head >= 0 && (v.tok(t).Tag == tree.NOUN || r == tree.Acl || r == tree.AclRelcl || r == tree.Amod) {
		h := v.tok(t).Head
		if v.is(h, set) {
			return true
		}
	}
	return v.below(t, set, 0)
}

// below looks for a word of the set at t and up to three steps below it, within
// the clause.
func (v *view) below(t int, set *wordSet, depth int) bool {
	if v.ids[t] != 0 && v.is(t, set) {
		return true
	}
	if depth == 3 {
		return false
	}
	for k := range v.s.Kids(t) {
		switch v.tok(k).Rel {
		case tree.AclRelcl, tree.Acl, tree.Advcl, tree.Ccomp, tree.Parataxis:
			continue
		}
		if v.below(k, set, depth+1) {
			return true
		}
	}
	return false
}

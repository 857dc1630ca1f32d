package quote

import (
	"detente/tree"
)

// candidate is a constituent that may be part of an attribution with the cue
// it was listed for.
type candidate struct {
	root  int
	minus int    // a token whose subtree does not belong to it (the branch that the cue hangs on), or -1
	path  uint32 // how to get from the cue to the root: the relations on the way, hashed
	up    int    // steps up from the cue to the branch point
}

// maxCandidates bounds the constituents looked at for one cue, and maxUp the
// climb from it: hostile sentences have thousands of branches.
const (
	maxCandidates = 48
	maxUp         = 3
)

// mayBeCue reports whether token i can head a cue at all.
func (s *sentence) mayBeCue(i int) bool {
	t := &s.Tokens[i]
	if i > 0 && s.Tokens[i-1].Form == "-" && s.Tokens[i-1].Span.End == t.Span.Start {
		return false // so-called
	}
	switch t.Tag {
	case tree.VERB, tree.NOUN, tree.ADJ:
		return true
	case tree.ADP, tree.SCONJ:
		return t.Lemma == "according" || t.Lemma == "accord"
	case tree.ADV:
		return len(t.Form) > 6 && t.Form[len(t.Form)-2:] == "ly"
	}
	return false
}

// candidates lists the constituents around the cue at token v: its own
// branches, then, step by step up the tree, the governor without the branch
// that leads down to v, and the other branches of the governor.
func (s *sentence) candidates(v int, list []candidate) []candidate {
	list = list[:0]
	for k := range s.Kids(v) {
		if len(list) == maxCandidates {
			return list
		}
		if t := &s.Tokens[k]; t.Rel != tree.Punct {
			list = append(list, candidate{root: k, minus: -1, path: uint32(t.Rel) + 1})
			list = s.clausesOf(k, t.Rel, list)
		}
	}
	path := uint32(0)
	for a, up := v, 1; up <= maxUp; up++ {
		h, rel := s.Tokens[a].Head, s.Tokens[a].Rel
		if h < 0 {
			break
		}
		path = path*61 + uint32(rel) + 101
		if len(list) == maxCandidates {
			return list
		}
		list = append(list, candidate{root: h, minus: a, path: path * 7919, up: up})
		for k := range s.Kids(h) {
			if len(list) == maxCandidates {
				return list
			}
			if t := &s.Tokens[k]; k != a && climbs(t.Rel) {
				list = append(list, candidate{root: k, minus: -1, path: path*7919 + uint32(t.Rel) + 1, up: up})
			}
		}
		a = h
	}
	return list
}

// clausesOf adds the clauses that hang on an object or a phrase of the cue:
// "said in a statement that the road was safe", "issued a warning saying ...".
func (s *sentence) clausesOf(k int, rel tree.Rel, list []candidate) []candidate {
	switch rel.Base() {
	case tree.Obj, tree.Obl, tree.Nmod, tree.Xcomp, tree.Iobj:
	default:
		return list
	}
	for g := range s.Kids(k) {
		if len(list) == maxCandidates {
			break
		}
		switch r := s.Tokens[g].Rel; r.Base() {
		case tree.Ccomp, tree.Acl, tree.Advcl, tree.Xcomp, tree.Nmod:
			list = append(list, candidate{root: g, minus: -1, path: (uint32(rel)+1)*1009 + uint32(r) + 1})
		}
	}
	return list
}

// climbs reports whether a branch beside the cue can be its source or content.
func climbs(r tree.Rel) bool {
	switch r.Base() {
	case tree.Punct, tree.Cc, tree.Mark, tree.Aux, tree.Case, tree.Det, tree.Cop, tree.Discourse:
		return false
	}
	return true
}

package pledge

import (
	"detente/record"
	"detente/tree"
)

// condition is what the act headed by head hangs on: "if/unless/until ..." as a
// clause, "without ..." and "in return for ..." also as a noun phrase. The
// clause may hang on the act itself or on the word w that binds it.
func (p *page) condition(si, head, w int) *record.Condition {
	s := &p.Text.Sentences[si]
	var scan func(i, depth int) *record.Condition
	scan = func(i, depth int) *record.Condition {
		for k := range s.Kids(i) {
			t := &s.Tokens[k]
			switch t.Rel.Base() {
			case tree.Advcl:
				if c := p.marked(si, k, tree.Mark); c != nil {
					return c
				}
			case tree.Obl, tree.Nmod:
				if c := p.marked(si, k, tree.Case); c != nil && (c.Kind == "without" || c.Kind == "in-return") {
					return c
				}
			}
			if depth > 0 && k > i && deeper(t.Rel) {
				if c := scan(k, depth-1); c != nil {
					return c
				}
			}
		}
		return nil
	}
	if c := scan(head, maxDepth); c != nil {
		return c
	}
	if w != head {
		return scan(w, 0)
	}
	return nil
}

// maxDepth is how far below the act a condition is looked for.
const maxDepth = 4

// deeper reports whether a condition of the act may hang lower in the tree, on
// what completes or modifies it: "provide a package to be used without returns".
func deeper(r tree.Rel) bool {
	switch r {
	case tree.Xcomp, tree.Obj, tree.Obl, tree.Nmod, tree.Acl, tree.Advcl:
		return true
	}
	return false
}

// marked reads the condition headed by k where its marker says so.
func (p *page) marked(si, k int, rel tree.Rel) *record.Condition {
	s := &p.Text.Sentences[si]
	for m := range s.Kids(k) {
		t := &s.Tokens[m]
		if t.Rel != rel {
			continue
		}
		kind := p.lex.condition[t.Lemma]
		if kind == "" && rel == tree.Case && t.Lemma == "in" { // "in return for", "in exchange for"
			kind = p.lex.condition[s.Tokens[k].Lemma]
		}
		if kind == "" {
			continue
		}
		if kind == "until" && rel == tree.Case {
			return nil // "until Friday" is a date
		}
		first, last := s.Reach(k)
		if kind == "in-return" && p.modifier(s, k, "for") < 0 && s.Kid(k, tree.Acl, tree.Advcl) < 0 {
			continue // "in return, it vowed to ...": for what was told before
		}
		inner := first
		if m < k {
			inner = m + 1
		}
		if inner > last {
			inner = k
		}
		span := s.Cover(inner, last)
		return &record.Condition{Kind: kind, Clause: record.Clause{
			Span: span, Text: span.In(p.Doc.Text), Pattern: p.pattern(si, k, inner, last),
		}}
	}
	return nil
}

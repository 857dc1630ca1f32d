package record

import (
	"cmp"
	"iter"
	"slices"
)

// Contents finds the statements that a place of the text belongs to. It takes
// the time of their nesting, however many statements the report has.
type Contents struct {
	statements []Statement
	parts      []part // by start, the longest first
}

// part is one span of the content of a statement.
type part struct {
	span      Span
	statement int
	order     int // among all spans of all statements
	wider     int // the last part before this one that ends after it; -1
}

// NewContents takes the statements that keep says yes to; nil keeps all. It
// holds on to the statements.
func NewContents(statements []Statement, keep func(*Statement) bool) *Contents {
	c := &Contents{statements: statements}
	order := 0
	for i := range statements {
		kept := keep == nil || keep(&statements[i])
		for _, span := range statements[i].Content {
			if kept {
				c.parts = append(c.parts, part{span: span, statement: i, order: order})
			}
			order++
		}
	}
	slices.SortStableFunc(c.parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	for i := range c.parts {
		j := i - 1
		for j >= 0 && c.parts[j].span.End <= c.parts[i].span.End {
			j = c.parts[j].wider
		}
		c.parts[i].wider = j
	}
	return c
}

// holding yields every part whose span contains the given one.
func (c *Contents) holding(span Span) iter.Seq[*part] {
	return func(yield func(*part) bool) {
		from, _ := slices.BinarySearchFunc(c.parts, span.Start, func(p part, at int) int {
			if p.span.Start <= at {
				return -1
			}
			return 1
		})
		for i := from - 1; i >= 0; {
			p := &c.parts[i]
			if p.span.End < span.End {
				i = p.wider
				continue
			}
			if !yield(p) {
				return
			}
			i--
		}
	}
}

// Holding yields the statements whose content holds the span, in no set order.
// One that holds it twice comes twice.
func (c *Contents) Holding(span Span) iter.Seq[*Statement] {
	return func(yield func(*Statement) bool) {
		for p := range c.holding(span) {
			if !yield(&c.statements[p.statement]) {
				return
			}
		}
	}
}

// Over is the index of the innermost statement whose content holds the span: of
// the one with the shortest part that does, and of the first of these. It is -1
// where there is none.
func (c *Contents) Over(span Span) int {
	var best *part
	for p := range c.holding(span) {
		if best == nil || cmp.Or(cmp.Compare(p.span.Len(), best.span.Len()), cmp.Compare(p.order, best.order)) < 0 {
			best = p
		}
	}
	if best == nil {
		return -1
	}
	return best.statement
}

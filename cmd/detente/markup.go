package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"detente/reader"
	"detente/record"
)

// The text is shown with marks that need no colour:
//
//	North Korea/PRK       an actor, with the code the first time
//	Friday/2020-06-12     a time, with its date
//	[destroyed]e1         the words of event e1
//	{we will not}s2       the content of statement s2
type mark struct {
	span        record.Span
	style       style
	open, close string
	label       string
}

// marksOf lists the marks of a report, in the order of their starts, wider ones
// first.
func marksOf(a *reader.Analysis) []mark {
	var marks []mark
	last := map[string]string{} // words -> the code that they were last given
	for _, m := range a.Mentions {
		k := mark{span: m.Span, style: actorly}
		words := m.Span.In(a.Doc.Text)
		if m.Code != "" && last[words] != m.Code {
			last[words], k.label = m.Code, "/"+m.Code
		}
		marks = append(marks, k)
	}
	for _, t := range a.Times {
		k := mark{span: t.Span, style: timely}
		if on := dates(t.Interval); on != "" {
			k.label = "/" + strings.ReplaceAll(on, " ", "-")
		}
		marks = append(marks, k)
	}
	for i, e := range a.Events {
		if i > 0 && e.Spans.Trigger == a.Events[i-1].Spans.Trigger { // the same words, between other actors
			marks[len(marks)-1].label += "," + e.ID
			continue
		}
		marks = append(marks, mark{e.Spans.Trigger, quadStyle(e.Quad), "[", "]", e.ID})
	}
	for _, s := range a.Statements {
		for _, span := range s.Content {
			marks = append(marks, mark{span, saying, "{", "}", s.ID})
		}
	}
	slices.SortStableFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	return marks
}

// quadStyle colours an event by its class: cooperation green, conflict red.
func quadStyle(quad int) style {
	if quad >= 3 {
		return hostile
	}
	return friendly
}

// glyph is a character of the marked text with its style.
type glyph struct {
	r     rune
	style style
}

// markup is the words of one block with the marks that begin in it.
func markup(text string, block record.Span, marks []mark, base style) []glyph {
	var out []glyph
	put := func(s string, st style) {
		for _, r := range clean(s) {
			out = append(out, glyph{r, st})
		}
	}
	var open []mark // innermost last
	upTo := func(pos, at int) int {
		for pos < at {
			next := at
			if n := len(open); n > 0 {
				next = min(next, open[n-1].span.End)
			}
			st := base
			for _, m := range slices.Backward(open) {
				if m.open != "{" { // a statement is told by its braces alone
					st = m.style
					break
				}
			}
			put(text[pos:max(pos, next)], st)
			pos = max(pos, next)
			for n := len(open); n > 0 && open[n-1].span.End <= pos; n-- {
				m := open[n-1]
				open = open[:n-1]
				put(m.close, m.style)
				put(m.label, faint)
			}
		}
		return pos
	}
	pos := block.Start
	for _, m := range marks {
		if m.span.Empty() || !block.Contains(m.span) {
			continue
		}
		pos = upTo(pos, m.span.Start)
		put(m.open, m.style)
		open = append(open, m)
		// Marks may overlap without nesting; the innermost is the one that ends first.
		slices.SortStableFunc(open, func(a, b mark) int { return cmp.Compare(b.span.End, a.span.End) })
	}
	upTo(pos, block.End)
	return out
}

// writeGlyphs wraps glyphs into lines of the given width behind an indent.
func (sc screen) writeGlyphs(b *strings.Builder, glyphs []glyph, indent string) {
	width := sc.width - len(indent)
	line, used := []glyph(nil), 0
	flush := func() {
		b.WriteString(indent)
		for len(line) > 0 {
			n := 1
			for n < len(line) && line[n].style == line[0].style {
				n++
			}
			run := make([]byte, 0, n)
			for _, g := range line[:n] {
				run = utf8.AppendRune(run, g.r)
			}
			b.WriteString(sc.paint(string(run), line[0].style))
			line = line[n:]
		}
		b.WriteByte('\n')
		line, used = nil, 0
	}
	for len(glyphs) > 0 {
		n, cols := 0, 0
		for n < len(glyphs) && glyphs[n].r != ' ' && cols < width {
			cols += columns(string(glyphs[n].r))
			n++
		}
		if n > 0 {
			if used > 0 && used+1+cols > width {
				flush()
			}
			if used > 0 {
				line, used = append(line, glyph{' ', plain}), used+1
			}
			line, used = append(line, glyphs[:n]...), used+cols
		}
		glyphs = glyphs[n:]
		for len(glyphs) > 0 && glyphs[0].r == ' ' {
			glyphs = glyphs[1:]
		}
	}
	if used > 0 {
		flush()
	}
}

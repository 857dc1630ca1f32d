package quote

import (
	"unicode"
	"unicode/utf8"

	"detente/record"
)

// quotation is a stretch of text between quote marks, within one block.
type quotation struct {
	outer record.Span // with the marks
	inner record.Span // without them
	block int
	// within is the index of the quotation that this one is nested in, or -1.
	within int
	// open: no mark closes it; it runs to the end of its block.
	open bool
	// goesOn: the quotation before it was left open at the end of its paragraph
	// and this one opens again at the start of the next, as long quotations do.
	goesOn bool
}

// mark is what a quote mark can be.
type mark struct {
	size        int  // in bytes
	family      byte // marks of one family close each other: '"' double, '\'' single, '«' guillemets
	opens, ends bool
}

// pair finds the quotations in the blocks that are read, in text order, outer
// before inner. It knows straight and curly marks, guillemets, “...” as
// typewriters and wire copy have it, and two single marks for a double one.
//
// A mark that is never closed quotes to the end of its block and no further; a
// closing mark without an opening one is passed over. Single marks count only
// where they are no apostrophes.
func pair(doc *record.Document) []quotation {
	var found []quotation
	var stack []int // open quotations, indexes into found
	var families []byte
	carried := false // a double quotation was left open by the paragraph before
	for b, block := range doc.Blocks {
		if !block.Role.Reads() || !fits(block.Span, doc.Text) {
			carried = false
			continue
		}
		text := doc.Text[:block.Span.End]
		stack, families = stack[:0], families[:0]
		noSingles := false // no single mark closes in the rest of the block
		first := true
		leftOpen := false
		for i := block.Span.Start; i < block.Span.End; {
			m, ok := markAt(text, i, block.Span.Start)
			if !ok {
				if c := text[i]; c != ' ' && c != '\t' {
					first = false
				}
				i++
				continue
			}
			top := len(stack) - 1
			switch {
			case m.ends && top >= 0 && families[top] == m.family && !(m.opens && m.family == '\''):
				q := &found[stack[top]]
				q.inner.End, q.outer.End = i, i+m.size
				stack, families = stack[:top], families[:top]
			case m.ends && !m.opens && m.family != '\'' && top >= 1 && families[top] == '\'' && families[top-1] == m.family:
				// An inner single quotation that was never closed ends with the outer one.
				inner, outer := &found[stack[top]], &found[stack[top-1]]
				inner.inner.End, inner.outer.End, inner.open = i, i, true
				outer.inner.End, outer.outer.End = i, i+m.size
				stack, families = stack[:top-1], families[:top-1]
			case m.opens && m.family == '\'' && (noSingles || !singleCloses(text, i+m.size)):
				noSingles = noSingles || singlesDone(text, i+m.size)
			case m.opens && top >= 0 && families[top] == m.family && !nests(text, i):
				// A second straight mark that opens: the first was never closed.
				q := &found[stack[top]]
				q.inner.End, q.outer.End, q.open = i, i, true
				stack[top] = len(found)
				found = append(found, quotation{
					outer: record.Span{Start: i}, inner: record.Span{Start: i + m.size},
					block: b, within: q.within,
				})
			case m.opens && top < maxDepth:
				within := -1
				if top >= 0 {
					within = stack[top]
				}
				stack, families = append(stack, len(found)), append(families, m.family)
				found = append(found, quotation{
					outer: record.Span{Start: i}, inner: record.Span{Start: i + m.size},
					block: b, within: within, goesOn: first && carried && top < 0,
				})
			}
			first = false
			i += m.size
		}
		for i, q := range stack {
			found[q].inner.End, found[q].outer.End, found[q].open = block.Span.End, block.Span.End, true
			leftOpen = leftOpen || i == 0
		}
		carried = leftOpen
	}
	return found
}

// maxDepth bounds quotations within quotations.
const maxDepth = 4

// fits reports whether a span lies in the text.
func fits(s record.Span, text string) bool {
	return 0 <= s.Start && s.Start <= s.End && s.End <= len(text)
}

// nests reports whether the mark at i is one that can stand inside a quotation
// of its own family: a curly one, which tells its direction.
func nests(text string, i int) bool { return text[i] != '"' && text[i] != '\'' && text[i] != '`' }

// markAt reads the quote mark at byte i, given where the block starts.
func markAt(text string, i, start int) (mark, bool) {
	c := text[i]
	switch {
	case c == '"':
		return straight(text, i, 1, start, '"'), true
	case c == '`' && i+1 < len(text) && text[i+1] == '`':
		return mark{size: 2, family: '"', opens: true}, true
	case c == '\'' && i+1 < len(text) && text[i+1] == '\'':
		if i+2 < len(text) && text[i+2] == '\'' && i > start && !gap(text, i, start) { // 'inner'''
			return mark{size: 1, family: '\'', ends: true}, true
		}
		return straight(text, i, 2, start, '"'), true
	case c == '\'':
		return single(text, i, 1, start), true
	case c < utf8.RuneSelf:
		return mark{}, false
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '“', '„', '‟':
		return mark{size: size, family: '"', opens: true, ends: r == '“' && !gap(text, i, start)}, true
	case '”':
		return mark{size: size, family: '"', ends: true, opens: gap(text, i, start) && before(text, i+size)}, true
	case '«':
		return mark{size: size, family: 'g', opens: true}, true
	case '»':
		return mark{size: size, family: 'g', ends: true}, true
	case '‘', '’', '‚', '‛':
		return single(text, i, size, start), true
	}
	return mark{}, false
}

// straight judges a mark without direction by what stands around it.
func straight(text string, i, size, start int, family byte) mark {
	m := mark{size: size, family: family}
	m.opens = gap(text, i, start) && before(text, i+size)
	m.ends = !m.opens
	if prev := text[max(i-1, start)]; i > start && !m.opens && '0' <= prev && prev <= '9' && size == 1 && !before(text, i+size) {
		// An inch or a closing mark: it closes only what is open, as any other.
		m.ends = true
	}
	return m
}

// single judges a single mark, which is mostly an apostrophe.
func single(text string, i, size, start int) mark {
	m := mark{size: size, family: '\''}
	next, _ := utf8.DecodeRuneInString(text[i+size:])
	if gap(text, i, start) {
		m.opens = unicode.IsLetter(next) || next == '…' || next == '.'
		return m
	}
	m.ends = !unicode.IsLetter(next) && !unicode.IsDigit(next)
	return m
}

// singleCloses reports whether a single quotation that opens before i is closed
// in its sentence or shortly after: by a mark after a sentence's or clause's
// punctuation, or after a word, if that is no plural possessive.
func singleCloses(text string, i int) bool {
	limit := min(len(text), i+singleReach)
	for ; i < limit; i++ {
		if text[i] != '\'' && text[i] != 0xE2 {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r != '\'' && r != '’' {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		if unicode.IsLetter(next) || unicode.IsDigit(next) {
			continue
		}
		switch prev := text[i-1]; prev {
		case '.', ',', '?', '!':
			return true
		case ' ', 's':
		default:
			return true
		}
	}
	return false
}

// singleReach bounds a single quotation, in bytes.
const singleReach = 1200

// singlesDone reports whether the search for a closing single mark from i ended
// at the end of the text, so that no later search can succeed either.
func singlesDone(text string, i int) bool { return i+singleReach >= len(text) }

// gap reports whether what stands before byte i lets a quotation open there:
// the start of the block, a space, a bracket, a dash or another opening mark.
func gap(text string, i, start int) bool {
	if i <= start {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[start:i])
	switch r {
	case '(', '[', '{', '—', '–', '/', '“', '‘', '"', '\'', '`', ':':
		return true
	}
	return unicode.IsSpace(r)
}

// before reports whether what stands at byte i can begin a quotation.
func before(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	switch r {
	case ',', ';', ':', '?', '!', ')', ']':
		return false
	}
	return !unicode.IsSpace(r)
}

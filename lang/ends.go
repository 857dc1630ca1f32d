package lang

import (
	"errors"
	"io/fs"
	"strings"

	"detente/record"
)

// ender finds where sentences end. It is an averaged perceptron (Collins 2002)
// over hashed features of the words around each place, learnt from the
// treebanks' own sentences by "internal/train ends": people end sentences
// without a stop, and write stops that end nothing.
type ender struct {
	weights []int8 // a power of two of them
}

const endBits = 15

func newEnder(fsys fs.FS) (*ender, error) {
	b, err := fs.ReadFile(fsys, "lang/ends.bin")
	if err != nil {
		return nil, err
	}
	if len(b) != 1<<endBits {
		return nil, errors.New("lang/ends.bin: has not the size of the weights of sentence ends")
	}
	e := &ender{make([]int8, len(b))}
	for i, c := range b {
		e.weights[i] = int8(c)
	}
	return e, nil
}

// sign is what the ender sees of one token.
type sign struct {
	low   uint32 // hash of the word in lower case, digits as 0
	shape shape
	space bool // white space after it
	line  bool // an empty line after it
	size  uint8
}

// shape is the kind of a token.
type shape uint8

const (
	noShape shape = iota
	lowerWord
	capWord
	upperWord
	figureShape
	stopShape
	askShape
	dotsShape
	colonShape
	semicolon
	comma
	dashShape
	openShape
	closeShape
	quoteShape
	nameAbbr
	otherAbbr
	initialShape
	addressShape
	symbolShape
	ruleShape // -----, ====
)

// signs fills out with the signs of the tokens.
func (t *tokenizer) signs(text string, toks []record.Span, out []sign) []sign {
	for i, span := range toks {
		form := span.In(text)
		s := sign{size: uint8(min(len(form), 20))}
		var buf [24]byte
		low := fold(buf[:], form)
		h := uint32(2166136261)
		for _, c := range low {
			if c >= '0' && c <= '9' {
				c = '0'
			}
			h = (h ^ uint32(c)) * 16777619
		}
		s.low = h
		s.shape = t.shape(form, text[span.End:min(len(text), span.End+24)])
		if i+1 < len(toks) {
			gap := text[span.End:toks[i+1].Start]
			s.space = gap != ""
			s.line = strings.Count(gap, "\n") > 1
		}
		out = append(out, s)
	}
	return out
}

func (t *tokenizer) shape(form, after string) shape {
	r, z := first(form), last(form)
	switch {
	case isLetter(r):
		if z == '.' {
			if len(form) == 2 {
				return initialShape
			}
			if strings.IndexByte(form, '.') == 1 && isUpper(r) && t.kind(form, after) == notAbbr {
				return initialShape // J.R.
			}
			if t.kind(form, after) == beforeName {
				return nameAbbr
			}
			return otherAbbr
		}
		if strings.Contains(form, "@") || strings.Contains(form, "://") || strings.HasPrefix(form, "www.") {
			return addressShape
		}
		if !isUpper(r) {
			return lowerWord
		}
		if len(form) > 1 && isUpper(z) {
			return upperWord
		}
		return capWord
	case isDigit(r):
		return figureShape
	}
	switch r {
	case '.':
		if len(form) > 1 {
			return dotsShape
		}
		return stopShape
	case '…':
		return dotsShape
	case '!', '?':
		return askShape
	case ':':
		if len(form) > 1 {
			return symbolShape
		}
		return colonShape
	case ';':
		return semicolon
	case ',':
		return comma
	case '"', '\'':
		return quoteShape
	}
	switch {
	case len(form) > 3 && r == z:
		return ruleShape
	case isDash(r):
		return dashShape
	case isOpen(r):
		return openShape
	case closes(r):
		return closeShape
	}
	return symbolShape
}

// cutter is the ender at work on one block.
type cutter struct {
	signs  []sign
	since  int    // tokens in the sentence so far
	head   uint32 // first word of the sentence
	quotes int    // 1 within straight quotation marks
	depth  int    // open brackets
	style  uint32 // how the block begins its sentences
}

// begin sets the cutter to the start of a block.
func (c *cutter) begin() {
	c.since, c.quotes, c.depth = 0, 0, 0
	low, all := 0, 0
	for i := 0; i+1 < len(c.signs); i++ {
		if s := c.signs[i].shape; s == stopShape || s == askShape {
			switch c.signs[i+1].shape {
			case lowerWord:
				low++
				all++
			case capWord, upperWord:
				all++
			}
		}
	}
	switch {
	case all == 0:
		c.style = 0
	case low == 0:
		c.style = 1
	case 2*low < all:
		c.style = 2
	default:
		c.style = 3
	}
}

// step moves past token i and reports what the features of an end after it are.
func (c *cutter) step(i int, f []uint32) []uint32 {
	c.since++
	s := &c.signs[i]
	if c.since == 1 {
		c.head = s.low
	}
	switch s.shape {
	case quoteShape:
		c.quotes ^= 1
	case openShape:
		c.depth++
	case closeShape:
		c.depth = max(0, c.depth-1)
	}
	return c.features(i, f)
}

// restart begins the next sentence.
func (c *cutter) restart() {
	c.since, c.depth = 0, 0
}

func (c *cutter) at(i int) *sign {
	if i < 0 || i >= len(c.signs) {
		return &sign{}
	}
	return &c.signs[i]
}

func (c *cutter) features(i int, f []uint32) []uint32 {
	p2, p, t, n, n2, n3 := c.at(i-2), c.at(i-1), c.at(i), c.at(i+1), c.at(i+2), c.at(i+3)
	pw, tw, nw, n2w, n3w := uint32(p.shape), uint32(t.shape), uint32(n.shape), uint32(n2.shape), uint32(n3.shape)
	space := uint32(0)
	if t.space {
		space = 1
	}
	if p.space {
		space |= 2
	}
	if n.space {
		space |= 4
	}
	long := uint32(0)
	for _, b := range [...]int{1, 2, 3, 5, 8, 13, 21, 34, 60} {
		if c.since > b {
			long++
		}
	}
	left := uint32(min(len(c.signs)-i, 6))
	open := uint32(c.quotes) | uint32(min(c.depth, 1))<<1
	shapes := tw<<5 | nw
	return append(f,
		mix(1, tw, space), mix(2, shapes, space), mix(3, shapes<<5|n2w, space), mix(4, pw, shapes), mix(5, pw, shapes<<5|n2w),
		mix(6, t.low, 0), mix(7, n.low, tw), mix(8, t.low, nw), mix(9, p.low, shapes), mix(10, t.low, n.low),
		mix(11, long, shapes), mix(12, open, shapes), mix(13, c.style, shapes), mix(14, c.style, shapes<<5|n2w), mix(15, c.head, shapes),
		mix(16, n.low, n2.low), mix(17, shapes<<10|n2w<<5|n3w, space), mix(18, left, shapes), mix(19, uint32(p.size), shapes), mix(20, uint32(t.size), nw),
		mix(21, uint32(p2.shape)<<5|pw, shapes), mix(22, p.low, t.low), mix(23, n2.low, shapes), mix(24, open<<4|long, shapes), mix(0, 0, 0),
	)
}

func mix(template, a, b uint32) uint32 {
	h := template*0x9E3779B1 ^ a*0x85EBCA6B
	h = (h ^ h>>15 ^ b) * 0xC2B2AE35
	return (h ^ h>>13) & (1<<endBits - 1)
}

// ends reports whether a sentence ends where the features were taken.
func (e *ender) ends(f []uint32) bool {
	sum := 0
	for _, x := range f {
		sum += int(e.weights[x])
	}
	return sum > 0
}

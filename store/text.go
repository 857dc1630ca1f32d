package store

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Text is a search for words, the same for every store. Words stand for all of
// them in any order; "a phrase" for words side by side; start* for all words
// that begin so; OR between alternatives; -word, or NOT word, for what must not
// stand there; parentheses group. Case and endings do not matter.
//
//	summit hanoi
//	"end of the year" (missile* OR rocket) -satellite
type Text struct {
	Op    Op
	Words string // of a Phrase, as they were written
	Start bool   // of a Phrase: its last word may go on
	Parts []Text // of All and Either, two or more but where Without is given
	// Without are the parts of All that must not fit.
	Without []Text
}

// Op is what a Text is made of.
type Op int

// The kinds of Text.
const (
	Phrase Op = iota
	All
	Either
)

const (
	deepestText = 16
	longestText = 64 // parts
)

// ParseText reads a search. It takes anything that has a word in it; the error
// says what is wrong with the rest.
func ParseText(s string) (Text, error) {
	p := textParser{rest: s}
	p.next()
	t, err := p.either(0)
	if err == nil && p.kind != atEnd {
		err = errors.New("a ) without its (")
	}
	if err != nil {
		return Text{}, fmt.Errorf("the search %q: %w", s, err)
	}
	return t, nil
}

type textKind int

const (
	atEnd textKind = iota
	atPhrase
	atOr
	atNot
	atOpen
	atClose
)

type textParser struct {
	rest  string
	kind  textKind
	words string
	start bool
	parts int
	open  bool // a quote was not closed
}

// next reads one token. Signs without a letter or digit are passed over.
func (p *textParser) next() {
	for {
		p.rest = strings.TrimLeftFunc(p.rest, func(c rune) bool { return unicode.IsSpace(c) || c == 0 })
		p.start = false
		if p.rest == "" {
			p.kind = atEnd
			return
		}
		switch p.rest[0] {
		case '(':
			p.kind, p.rest = atOpen, p.rest[1:]
			return
		case ')':
			p.kind, p.rest = atClose, p.rest[1:]
			return
		case '-':
			p.rest = p.rest[1:]
			if p.rest != "" && (p.rest[0] == '"' || p.rest[0] == '(' || wordly(p.rest[:1]) || p.rest[0] >= 0x80) {
				p.kind = atNot
				return
			}
			continue
		case '"':
			words, rest, closed := strings.Cut(p.rest[1:], `"`)
			p.words, p.rest, p.open = words, rest, !closed
			p.phrase()
		default:
			end := strings.IndexFunc(p.rest, func(c rune) bool { return unicode.IsSpace(c) || c == '(' || c == ')' || c == '"' })
			if end < 0 {
				end = len(p.rest)
			}
			p.words, p.rest = p.rest[:end], p.rest[end:]
			switch p.words {
			case "OR":
				p.kind = atOr
				return
			case "NOT":
				p.kind = atNot
				return
			case "AND":
				continue
			}
			if w, ok := strings.CutSuffix(p.words, "*"); ok {
				p.words, p.start = w, true
			}
			p.kind = atPhrase
		}
		p.words = strings.Map(func(c rune) rune {
			if unicode.IsControl(c) || c == '"' || c == '*' || c == '\\' {
				return ' '
			}
			return c
		}, strings.ToValidUTF8(p.words, " "))
		p.words = strings.Join(strings.Fields(p.words), " ")
		if p.open || wordly(p.words) {
			return
		}
	}
}

// phrase takes a * after the closing quote.
func (p *textParser) phrase() {
	p.kind = atPhrase
	if rest, ok := strings.CutPrefix(p.rest, "*"); ok {
		p.rest, p.start = rest, true
	}
}

func wordly(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
}

func (p *textParser) either(depth int) (Text, error) {
	if depth > deepestText {
		return Text{}, fmt.Errorf("parentheses are more than %d deep", deepestText)
	}
	first, err := p.all(depth)
	if err != nil || p.kind != atOr {
		return first, err
	}
	t := Text{Op: Either, Parts: []Text{first}}
	for p.kind == atOr {
		p.next()
		part, err := p.all(depth)
		if err != nil {
			return t, err
		}
		if part.Op == Either { // (a OR b) OR c
			t.Parts = append(t.Parts, part.Parts...)
		} else {
			t.Parts = append(t.Parts, part)
		}
	}
	if first.Op == Either {
		t.Parts = append(first.Parts, t.Parts[1:]...)
	}
	return t, nil
}

func (p *textParser) all(depth int) (Text, error) {
	t := Text{Op: All}
	for p.kind == atPhrase || p.kind == atOpen || p.kind == atNot {
		if p.parts++; p.parts > longestText {
			return t, fmt.Errorf("more than %d words and phrases: give fewer", longestText)
		}
		not := p.kind == atNot
		if not {
			p.next()
		}
		part, err := p.one(depth)
		switch {
		case err != nil:
			return t, err
		case not:
			t.Without = append(t.Without, part)
		case part.Op == All: // (a b) c
			t.Parts = append(t.Parts, part.Parts...)
			t.Without = append(t.Without, part.Without...)
		default:
			t.Parts = append(t.Parts, part)
		}
	}
	switch {
	case len(t.Parts) == 0 && len(t.Without) > 0:
		return t, errors.New("only words that must not stand there: give one that must")
	case len(t.Parts) == 0:
		return t, errors.New("a word is missing: give one")
	case len(t.Parts) == 1 && len(t.Without) == 0:
		return t.Parts[0], nil
	}
	return t, nil
}

func (p *textParser) one(depth int) (Text, error) {
	switch p.kind {
	case atPhrase:
		if p.open {
			return Text{}, errors.New(`a quote is not closed: end it with "`)
		}
		t := Text{Words: p.words, Start: p.start}
		p.next()
		return t, nil
	case atOpen:
		p.next()
		t, err := p.either(depth + 1)
		if err != nil {
			return t, err
		}
		if p.kind != atClose {
			return t, errors.New("a ( is not closed: end it with )")
		}
		p.next()
		return t, nil
	}
	return Text{}, errors.New("a word is missing after NOT: give one")
}

// String is the search as ParseText reads it.
func (t Text) String() string {
	switch t.Op {
	case Either:
		parts := make([]string, len(t.Parts))
		for i, p := range t.Parts {
			parts[i] = p.String()
		}
		return strings.Join(parts, " OR ")
	case All:
		var parts []string
		for _, p := range t.Parts {
			parts = append(parts, p.inner())
		}
		for _, p := range t.Without {
			parts = append(parts, "-"+p.inner())
		}
		return strings.Join(parts, " ")
	}
	s := t.Words
	if strings.Contains(s, " ") || strings.ContainsAny(s, "()") || strings.HasPrefix(s, "-") || s == "OR" || s == "NOT" || s == "AND" {
		s = `"` + s + `"`
	}
	if t.Start {
		s += "*"
	}
	return s
}

// inner is a part of a larger search.
func (t Text) inner() string {
	if t.Op == Phrase {
		return t.String()
	}
	return "(" + t.String() + ")"
}

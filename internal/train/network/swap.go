package network

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/lang/net"
)

// The treebanks hold few names, and what a name names is largely knowledge:
// nothing about "Hamas" says that it is no person. So training now and then puts
// another name of the same kind and build in the place of one: one met elsewhere
// in the training sentences, or one from a list.

const (
	swapShare = 0.4 // of the sentences with names
	swapEach  = 0.7 // of the names in these
)

// swapListed is how many of the swaps of persons, organisations and places take
// from the list. Organisations are the scarcest in the treebanks; too many
// strange persons teach that whatever is strange is a person.
var swapListed = [...]float64{0.3, 0.7, 0.5}

// namePool are names to swap in, by kind and build.
type namePool struct {
	met, listed map[string][][]string
	given, sur  []string
}

// build is what two names must share to stand for each other: the kind and, a
// letter a token, whether it is capitalised, small or no word.
func build(mark int8, tokens []string) string {
	b := []byte{byte('0' + mark)}
	for _, t := range tokens {
		r, _ := utf8.DecodeRuneInString(t)
		switch {
		case unicode.IsUpper(r):
			b = append(b, 'X')
		case unicode.IsLetter(r):
			b = append(b, 'x')
		default:
			b = append(b, '-')
		}
	}
	return string(b)
}

// newNamePool takes the names of the samples and of a file with the columns
// kind, name, source.
func newNamePool(samples []sample, file string) (*namePool, error) {
	p := &namePool{met: map[string][][]string{}, listed: map[string][][]string{}}
	for i := range samples {
		s := &samples[i]
		for _, n := range s.spans() {
			name := s.forms[n.First : n.Last+1]
			key := build(s.names[n.First], name)
			p.met[key] = append(p.met[key], name)
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, 3
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i, row := range rows[1:] {
		switch row[0] {
		case "given":
			p.given = append(p.given, row[1])
		case "surname":
			p.sur = append(p.sur, row[1])
		default:
			mark, err := nameTag("B-" + row[0])
			if err != nil {
				return nil, fmt.Errorf("%s:%d: kind %q is not PER, ORG, LOC, given or surname", file, i+2, row[0])
			}
			name := words(row[1])
			key := build(mark, name)
			p.listed[key] = append(p.listed[key], name)
		}
	}
	return p, nil
}

// words cuts a name as the treebanks do: "Jong-un" is three tokens, "Lowe's" two.
func words(name string) []string {
	name = strings.ReplaceAll(name, "-", " - ")
	name = strings.ReplaceAll(name, "'s", " 's")
	return strings.Fields(name)
}

// lists are the words of the listed names, with what the lists say of them.
func (p *namePool) lists() map[string]net.List {
	out := map[string]net.List{}
	if p == nil {
		return out
	}
	for _, w := range p.given {
		out[w] |= net.GivenName
	}
	for _, w := range p.sur {
		out[w] |= net.Surname
	}
	whole := [...]net.List{net.PersonPart, net.OrgWhole, net.PlaceWhole}
	part := [...]net.List{net.PersonPart, net.OrgPart, net.PlacePart}
	for key, names := range p.listed {
		kind := (key[0] - '0') / 2
		for _, name := range names {
			for i, w := range name {
				switch {
				case key[1+i] != 'X': // "of" says nothing
				case len(name) == 1:
					out[w] |= whole[kind]
				default:
					out[w] |= part[kind]
				}
			}
		}
	}
	return out
}

// swap is s with some of its names replaced, or s itself.
func (p *namePool) swap(r *rand.Rand, s *sample) *sample {
	if p == nil || s.names == nil || r.Float64() >= swapShare {
		return s
	}
	out := s
	for _, n := range s.spans() {
		if r.Float64() >= swapEach {
			continue
		}
		other := p.pick(r, s.names[n.First], s.forms[n.First:n.Last+1])
		if other == nil {
			continue
		}
		if out == s {
			c := *s
			c.forms = append([]string(nil), s.forms...)
			out = &c
		}
		copy(out.forms[n.First:], other)
	}
	return out
}

// pick is a name to stand in the place of name, or nil.
func (p *namePool) pick(r *rand.Rand, mark int8, name []string) []string {
	key := build(mark, name)
	if r.Float64() >= swapListed[mark/2] {
		return choose(r, p.met[key])
	}
	if mark == 1 && len(p.given) > 0 && len(p.sur) > 0 && r.Float64() < 0.6 {
		switch key {
		case "1X":
			if r.Float64() < 0.5 {
				return []string{choose(r, p.given)}
			}
			return []string{choose(r, p.sur)}
		case "1XX":
			return []string{choose(r, p.given), choose(r, p.sur)}
		}
	}
	return choose(r, p.listed[key])
}

func choose[T any](r *rand.Rand, from []T) (none T) {
	if len(from) == 0 {
		return none
	}
	return from[r.IntN(len(from))]
}

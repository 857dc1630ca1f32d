package net

import (
	"unicode"
	"unicode/utf8"
)

// A word form becomes the rows of two tables whose sum stands for it: one row
// of the known words, and hashed rows for its pieces, so that a word never seen
// still says something ("denuclearised" by "de", "nuclear", "ised"). The
// pieces are those of fastText (Bojanowski et al. 2017, "Enriching Word Vectors
// with Subword Information"), with prefixes, suffixes and shape as in spaCy.

// Limits of what is looked at in one form, so that a line of 10,000 equal signs
// costs no more than a long word.
const (
	formRunes = 40 // beyond it only the first and last half count
	maxShape  = 3  // equal signs in a row that a shape keeps
)

// List is what lists of names say of a word, a bit each: that it is in a list of
// given names, and so on. It is knowledge that no treebank holds.
type List uint32

// The lists. A word is whole where it is a name by itself.
const (
	GivenName List = 1 << iota
	Surname
	PersonPart
	OrgWhole
	OrgPart
	PlaceWhole
	PlacePart
)

// Rows appends the hashes of the rows that stand for the lists.
func (l List) Rows(to []uint32) []uint32 {
	for bit := rune(0); l>>bit != 0; bit++ {
		if l>>bit&1 != 0 {
			to = append(to, uint32(hash(saltList, []rune{bit})))
		}
	}
	return to
}

// Form is a word form taken apart.
type Form struct {
	Word   uint64   // hash of the folded form, for the tables of known words and of lists
	Affix  []uint32 // hashes of affixes, shape and casing, each of weight one
	Pieces []uint32 // hashes of n-grams, of weight 1/sqrt(len(Pieces)) each
}

// Splitter takes word forms apart; its buffers are reused.
type Splitter struct {
	raw, folded, shape []rune
	form               Form
}

// Salts keep the kinds of piece apart in the one table.
const (
	saltWord = iota + 1
	saltPrefix
	saltSuffix
	saltShape
	saltCased
	saltPiece
	saltList
)

// Split takes a form apart. The result holds until the next call.
func (s *Splitter) Split(form string) *Form {
	s.fold(form)
	f := &s.form
	f.Affix, f.Pieces = f.Affix[:0], f.Pieces[:0]
	f.Word = hash(saltWord, s.folded)

	bare := s.folded[1 : len(s.folded)-1]
	for n := 1; n <= 4 && n <= len(bare); n++ {
		f.Affix = append(f.Affix, uint32(hash(saltPrefix, bare[:n])), uint32(hash(saltSuffix, bare[len(bare)-n:])))
	}
	f.Affix = append(f.Affix, uint32(hash(saltShape, s.shape)), uint32(hash(saltCased, s.raw)))
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(s.folded); i++ {
			f.Pieces = append(f.Pieces, uint32(hash(saltPiece, s.folded[i:i+n])))
		}
	}
	return f
}

// fold fills raw (quotes, dashes and digits made alike), folded (lower case too,
// between marks of its ends) and shape (Xxx, XXX-ddd).
func (s *Splitter) fold(form string) {
	s.raw = s.raw[:0]
	half := 0 // where the second half of an overlong form starts
	if len(form) > formRunes*utf8.UTFMax {
		half = len(form) - formRunes/2
		for half < len(form) && !utf8.RuneStart(form[half]) {
			half++
		}
	}
	for i, r := range form {
		if half > 0 && i < half && len(s.raw) >= formRunes/2 {
			break
		}
		s.raw = append(s.raw, alike(r))
	}
	if half > 0 {
		for _, r := range form[half:] {
			s.raw = append(s.raw, alike(r))
		}
	}
	s.folded, s.shape = append(s.folded[:0], '<'), s.shape[:0]
	run := 0
	for _, r := range s.raw {
		s.folded = append(s.folded, unicode.ToLower(r))
		class := r
		switch {
		case unicode.IsUpper(r):
			class = 'X'
		case unicode.IsLetter(r):
			class = 'x'
		}
		if n := len(s.shape); n > 0 && s.shape[n-1] == class {
			run++
		} else {
			run = 1
		}
		if run <= maxShape {
			s.shape = append(s.shape, class)
		}
	}
	s.folded = append(s.folded, '>')
}

// alike makes typographic variants one: curly quotes, dashes, digits.
func alike(r rune) rune {
	switch r {
	case '‘', '’', '‚', '‛', '`', '´', '′':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	}
	if unicode.IsDigit(r) {
		return '0'
	}
	return r
}

// hash is FNV-1a over runes with a final mix (the finaliser of SplitMix64).
func hash(salt uint64, rs []rune) uint64 {
	h := 14695981039346656037 ^ salt*0x9E3779B97F4A7C15
	for _, r := range rs {
		h = (h ^ uint64(r)) * 1099511628211
	}
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}

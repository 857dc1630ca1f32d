package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/tree"
)

// A word is what names are compared by: a run of letters and digits, folded to
// lower case without diacritics, as a hash. Hyphens part words and apostrophes
// and full stops vanish, so that "Ri Son-gwon", "Ri Son Gwon" and "Ri Sŏn-gwŏn"
// are the same three words, and "U.S." is the word "us" in capitals.
type word struct {
	hash   uint64
	tok    int32 // the token that it is part of
	caps   caps
	joined bool // a hyphen stands before it
	letter bool // a single letter: an initial
}

// caps says how a word is written.
type caps uint8

const (
	lower  caps = iota // rebels
	title              // Kim
	capped             // KCNA
)

const (
	hashSeed  = 14695981039346656037 // FNV-1a, 64 bits
	hashPrime = 1099511628211
)

// chain extends the hash of a phrase by one more word.
func chain(h, w uint64) uint64 {
	h ^= w
	h *= 0x9E3779B97F4A7C15
	return (h ^ h>>29) | 1<<63 // never 0
}

// appendWords adds the words of one token. A genitive "'s" and punctuation have
// none; a hyphen that is a token of its own joins the next word.
func appendWords(dst []word, form string, tok int, joined bool) (words []word, hyphen bool) {
	if isGenitive(form) {
		return dst, false
	}
	form = strings.TrimSuffix(strings.TrimSuffix(form, "'s"), "’s")
	w := word{hash: hashSeed, tok: int32(tok), joined: joined}
	letters, uppers, first := 0, 0, false
	flush := func() {
		if letters == 0 {
			return
		}
		switch {
		case uppers == letters && (letters > 1 || uppers == 1):
			w.caps = capped
		case first:
			w.caps = title
		}
		w.letter = letters == 1
		dst = append(dst, w)
		w = word{hash: hashSeed, tok: int32(tok)}
		letters, uppers, first = 0, 0, false
	}
	hyphen = false
	for i := 0; i < len(form); {
		c := form[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				if letters == 0 {
					hyphen = false
				}
				letters++
			case 'A' <= c && c <= 'Z':
				if letters == 0 {
					first, hyphen = true, false
				}
				letters++
				uppers++
				c += 'a' - 'A'
			case c == '-' || c == '/':
				flush()
				w.joined, hyphen = true, true
				continue
			default: // . and ' and other marks vanish
				continue
			}
			w.hash = (w.hash ^ uint64(c)) * hashPrime
			continue
		}
		r, n := utf8.DecodeRuneInString(form[i:])
		i += n
		switch {
		case r == '‐' || r == '‑' || r == '–' || r == '—':
			flush()
			w.joined, hyphen = true, true
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if letters == 0 {
				first, hyphen = unicode.IsUpper(r), false
			}
			letters++
			if unicode.IsUpper(r) {
				uppers++
			}
			for _, c := range []byte(foldRune(unicode.ToLower(r))) {
				w.hash = (w.hash ^ uint64(c)) * hashPrime
			}
		}
	}
	flush()
	return dst, hyphen
}

// isGenitive reports whether a token is the clitic of the genitive.
func isGenitive(form string) bool {
	return form == "'s" || form == "’s" || form == "'" || form == "’" || form == "'S" || form == "’S"
}

// phraseWords are the words of a dictionary phrase.
func phraseWords(dst []word, phrase string) []word {
	for i := 0; phrase != ""; i++ {
		var form string
		form, phrase, _ = strings.Cut(phrase, " ")
		dst, _ = appendWords(dst, form, i, false)
	}
	return dst
}

// sentenceWords are the words of a sentence. A token that breaks a phrase, such
// as a comma, leaves a word that matches nothing.
func sentenceWords(dst []word, s *tree.Sentence) []word {
	joined := false
	for i := range s.Tokens {
		form := s.Tokens[i].Form
		n := len(dst)
		dst, joined = appendWords(dst, form, i, joined)
		if len(dst) == n && !joined && !isGenitive(form) && form != "." {
			dst = append(dst, word{hash: 0, tok: int32(i)})
		}
	}
	return dst
}

// foldRune gives a lower-case Latin letter without its marks; others as they are.
func foldRune(r rune) string {
	if i := strings.IndexRune(folded, r); i >= 0 {
		// The plain letters stand, in ASCII capitals, before their group.
		for i--; i >= 0; i-- {
			if c := folded[i]; 'A' <= c && c <= 'Z' {
				j := i
				for j > 0 && 'A' <= folded[j-1] && folded[j-1] <= 'Z' {
					j--
				}
				return strings.ToLower(folded[j : i+1])
			}
		}
	}
	return string(r)
}

// folded lists the marked letters of the Latin orthographies and romanisations
// that names in the news come in, after the plain letters they stand for.
const folded = "Aàáâãäåāăąǎạảấầẩẫậắằẳẵặ" + "AEæ" + "Cçćĉċč" + "Dďđḍðḏ" + "Eèéêëēĕėęěẹẻẽếềểễệəǝ" +
	"Gĝğġģǧ" + "Hĥħḥḫ" + "Iìíîïĩīĭįıỉịǐ" + "Jĵ" + "Kķḳ" + "Lĺļľł" + "Nñńņňŋṅṇ" + "Oòóôõöøōŏőọỏốồổỗộớờởỡợơǒ" +
	"OEœ" + "Rŕŗř" + "Sśŝşšșṣ" + "SSß" + "Tţťŧțṭ" + "THþ" + "Uùúûüũūŭůűųụủứừửữựưǔ" + "Wŵ" + "Yýÿŷỳỵỷỹ" + "Zźżžẓ"

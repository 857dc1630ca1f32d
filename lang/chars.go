package lang

import (
	"unicode"
	"unicode/utf8"
)

// isGap reports whether r stands between words and belongs to none: white space
// of all kinds, and the invisible marks that set direction or width (U+200B
// zero width space, U+200E left-to-right mark, U+FEFF byte order mark, ...).
func isGap(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r' || r < ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) && r != '\u00ad' && r != '\u200c' && r != '\u200d'
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '\u00ad' || r == '\u200c' || r == '\u200d'
}

func isDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9'
	}
	return unicode.IsDigit(r)
}

func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'A' && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

func isDash(r rune) bool { return r == '-' || r >= '\u2010' && r <= '\u2015' || r == '\u2212' }

// isHyphen reports whether r joins the parts of a compound.
func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

func isOpen(r rune) bool {
	return r == '(' || r == '[' || r == '{' || r == '“' || r == '‘' || r == '«'
}

// closes reports whether a token of this one rune may stand between the end of
// a sentence and the next: a closing quotation mark or bracket.
func closes(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', '»', ')', ']', '}':
		return true
	}
	return false
}

func first(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func last(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

// fold writes s in lower case with straight apostrophes into buf and returns
// it; nil if s is longer than buf. A map index with string(fold(...)) does not
// allocate.
func fold(buf []byte, s string) []byte {
	out := buf[:0]
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			if len(out) == cap(out) {
				return nil
			}
			out, i = append(out, c), i+1
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch r {
		case '’', '‘', '`':
			r = '\''
		default:
			r = unicode.ToLower(r)
		}
		if len(out)+utf8.UTFMax > cap(out) {
			return nil
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

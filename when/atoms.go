package when

import (
	"unicode"
	"unicode/utf8"

	"detente/record"
	"detente/tree"
)

// An atom is a run of letters, a run of digits or one other character of a
// sentence. The grammar reads atoms rather than tokens, so that "end-2019",
// "mid-1990s", "'98" and "10:35" read alike however a tokenizer cuts them.
type atom struct {
	span  record.Span
	word  int32 // number of the word in the lexicon; 0 where no rule knows it
	tok   int32 // index of the token that holds the atom's first byte
	num   int32 // value of a run of at most eight digits
	kind  atomKind
	gap   bool // white space stands before it
	upper bool // begins with a capital letter
}

type atomKind uint8

const (
	letters atomKind = iota + 1
	digits
	mark
)

// maxWord is the longest word, in bytes, that the lexicon may hold.
const maxWord = 24

// scan cuts a sentence into atoms, appended to dst.
func (w *words) scan(dst []atom, text string, s *tree.Sentence) []atom {
	end := min(s.Span.End, len(text))
	gap, tok := true, int32(0)
	for i := s.Span.Start; i < end; {
		r, size := utf8.DecodeRuneInString(text[i:end])
		if unicode.IsSpace(r) {
			gap = true
			i += size
			continue
		}
		for int(tok)+1 < len(s.Tokens) && s.Tokens[tok+1].Span.Start <= i {
			tok++
		}
		a := atom{span: record.Span{Start: i}, tok: tok, gap: gap}
		switch {
		case r >= '0' && r <= '9':
			a.kind = digits
			for i < end && text[i] >= '0' && text[i] <= '9' {
				if i-a.span.Start < 8 {
					a.num = a.num*10 + int32(text[i]-'0')
				} else {
					a.num = -1
				}
				i++
			}
			a.word = w.ids[text[a.span.Start:i]]
		case unicode.IsLetter(r):
			a.kind, a.upper = letters, unicode.IsUpper(r)
			i = w.letters(&a, text, i, end)
		default:
			a.kind = mark
			a.word = w.mark(r)
			i += size
		}
		a.span.End = i
		dst = append(dst, a)
		gap = false
	}
	return dst
}

// letters reads a run of letters from i, looks it up without regard to case,
// and returns where it ends.
func (w *words) letters(a *atom, text string, i, end int) int {
	var low [maxWord]byte
	n := 0
	for i < end {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z':
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c < utf8.RuneSelf:
			goto done
		default:
			r, size := utf8.DecodeRuneInString(text[i:end])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				goto done
			}
			i += size
			for k := 0; k < size; k++ {
				if n < maxWord {
					low[n] = text[i-size+k]
				}
				n++
			}
			continue
		}
		if n < maxWord {
			low[n] = c
		}
		n++
		i++
	}
done:
	if n <= maxWord {
		a.word = w.ids[string(low[:n])]
	}
	return i
}

// mark gives the number of a punctuation mark; typographic quotes and dashes
// count as their plain forms.
func (w *words) mark(r rune) int32 {
	switch r {
	case '’', '‘', '`':
		r = '\''
	case '–', '‑', '−':
		r = '-'
	}
	var b [utf8.UTFMax]byte
	return w.ids[string(b[:utf8.EncodeRune(b[:], r)])]
}

// words numbers the words that some rule or lexicon row knows.
type words struct{ ids map[string]int32 }

func (w *words) id(word string) int32 {
	n, ok := w.ids[word]
	if !ok {
		n = int32(len(w.ids)) + 1
		w.ids[word] = n
	}
	return n
}

// atomsOf cuts a phrase of the data into the numbers of its words, the way scan
// would: "new year's day" is new, year, ', s, day.
func (w *words) atomsOf(phrase string) []int32 {
	var out []int32
	for i := 0; i < len(phrase); {
		r, size := utf8.DecodeRuneInString(phrase[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
		case unicode.IsLetter(r):
			j := i
			for j < len(phrase) {
				r, size := utf8.DecodeRuneInString(phrase[j:])
				if !unicode.IsLetter(r) && !unicode.IsMark(r) {
					break
				}
				j += size
			}
			out = append(out, w.id(lowerASCII(phrase[i:j])))
			i = j
		case r >= '0' && r <= '9':
			j := i
			for j < len(phrase) && phrase[j] >= '0' && phrase[j] <= '9' {
				j++
			}
			out = append(out, w.id(phrase[i:j]))
			i = j
		default:
			out = append(out, w.id(phrase[i:i+size]))
			i += size
		}
	}
	return out
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

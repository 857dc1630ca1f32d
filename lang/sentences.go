package lang

import (
	"strings"

	"detente/record"
)

// mayEnd reports whether a sentence may end after token i at all: not before a
// mark that closes it, nor within a written word, nor between a question and who
// asks it.
func (t *tokenizer) mayEnd(text string, toks []record.Span, i int) bool {
	if toks[i].End < toks[i+1].Start {
		return !t.asked(text, toks, i)
	}
	r := last(toks[i].In(text))
	next := first(toks[i+1].In(text))
	return (r == '.' || r == '!' || r == '?' || r == '…' || closes(r)) && (isUpper(next) || isOpen(next))
}

// asked reports whether token i closes a quotation that ends with a question or
// a shout, and the one who said it follows: “Why now?” Putin asked.
func (t *tokenizer) asked(text string, toks []record.Span, i int) bool {
	if i == 0 || !closes(first(toks[i].In(text))) {
		return false
	}
	if r := last(toks[i-1].In(text)); r != '?' && r != '!' {
		return false
	}
	var buf [16]byte
	for k := i + 1; k < len(toks) && k <= i+6; k++ {
		word := toks[k].In(text)
		if t.says[string(fold(buf[:], word))] {
			return k > i+1 || !isUpper(first(word))
		}
		if k > i+1 && !isUpper(first(word)) && !strings.HasPrefix(word, "'") && !strings.HasPrefix(word, "’") {
			return false
		}
	}
	return false
}

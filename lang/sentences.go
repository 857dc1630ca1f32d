package lang

import "detente/record"

// mayEnd reports whether a sentence may end after token i at all: not before a
// mark that closes it, nor within a written word.
func (t *tokenizer) mayEnd(text string, toks []record.Span, i int) bool {
	if toks[i].End < toks[i+1].Start {
		return true
	}
	r := last(toks[i].In(text))
	next := first(toks[i+1].In(text))
	return (r == '.' || r == '!' || r == '?' || r == '…' || closes(r)) && (isUpper(next) || isOpen(next))
}

package lang

import (
	"strings"

	"detente/record"
)

// endsAt reports whether a sentence ends with token i of toks: a stop that is
// no abbreviation's, with the marks that close after it, or an empty line.
func (t *tokenizer) endsAt(text string, toks []record.Span, i int) bool {
	if i+1 >= len(toks) {
		return true
	}
	if gap := text[toks[i].End:toks[i+1].Start]; strings.Count(gap, "\n") > 1 {
		return true
	}
	next := toks[i+1].In(text)
	if closes(first(next)) && toks[i].End == toks[i+1].Start {
		return false // the sentence ends after the closing mark
	}
	k := i
	for k > 0 && closes(first(toks[k].In(text))) && toks[k-1].End == toks[k].Start {
		k--
	}
	word := toks[k].In(text)
	r := last(word)
	if r != '.' && r != '!' && r != '?' && r != '…' {
		return false
	}
	starts := isUpper(first(next)) || isDigit(first(next)) || isOpen(first(next)) || first(next) == '"' || first(next) == '\''
	if !starts || toks[i].End == toks[i+1].Start {
		return false
	}
	if isLetter(first(word)) || isDigit(first(word)) {
		return t.endsAbbreviated(word, next)
	}
	return true
}

// endsAbbreviated reports whether a sentence ends after an abbreviation.
func (t *tokenizer) endsAbbreviated(word, next string) bool {
	if len(word) == 2 {
		return false // an initial
	}
	var buf [16]byte
	if t.abbr[string(fold(buf[:], word))] == beforeName {
		return false
	}
	return t.starts[next]
}

package tree

// UPOS is a universal part of speech (https://universaldependencies.org/u/pos/).
type UPOS uint8

// The universal parts of speech. The zero value is none.
const (
	NoTag UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	X
)

// UPOSCount is one more than the last tag, for arrays indexed by UPOS.
const UPOSCount = int(X) + 1

var uposNames = [UPOSCount]string{"_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

// String is the tag as CoNLL-U writes it.
func (u UPOS) String() string { return uposNames[u] }

// ParseUPOS reads a tag; ok is false for an unknown one.
func ParseUPOS(s string) (u UPOS, ok bool) {
	for i, name := range uposNames {
		if name == s {
			return UPOS(i), true
		}
	}
	return NoTag, false
}

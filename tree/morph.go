package tree

import (
	"math/bits"
	"strings"
)

// Morph is a set of morphological features of Universal Dependencies
// (https://universaldependencies.org/u/feat/), one bit a value.
type Morph uint64

// The features, named Feature=Value.
const (
	AbbrYes Morph = 1 << iota
	CaseAcc
	CaseGen
	CaseNom
	DefiniteDef
	DefiniteInd
	DegreeCmp
	DegreePos
	DegreeSup
	GenderFem
	GenderMasc
	GenderNeut
	MoodImp
	MoodInd
	MoodSub
	NumberPlur
	NumberPtan
	NumberSing
	NumTypeCard
	NumTypeFrac
	NumTypeMult
	NumTypeOrd
	Person1
	Person2
	Person3
	PolarityNeg
	PolarityPos
	PossYes
	PronTypeArt
	PronTypeDem
	PronTypeEmp
	PronTypeInd
	PronTypeInt
	PronTypeNeg
	PronTypePrs
	PronTypeRcp
	PronTypeRel
	PronTypeTot
	ReflexYes
	TensePast
	TensePres
	VerbFormFin
	VerbFormGer
	VerbFormInf
	VerbFormPart
	VoicePass
)

// morphNames are in the order of the bits, which is also CoNLL-U's order.
var morphNames = [...]string{
	"Abbr=Yes",
	"Case=Acc",
	"Case=Gen",
	"Case=Nom",
	"Definite=Def",
	"Definite=Ind",
	"Degree=Cmp",
	"Degree=Pos",
	"Degree=Sup",
	"Gender=Fem",
	"Gender=Masc",
	"Gender=Neut",
	"Mood=Imp",
	"Mood=Ind",
	"Mood=Sub",
	"Number=Plur",
	"Number=Ptan",
	"Number=Sing",
	"NumType=Card",
	"NumType=Frac",
	"NumType=Mult",
	"NumType=Ord",
	"Person=1",
	"Person=2",
	"Person=3",
	"Polarity=Neg",
	"Polarity=Pos",
	"Poss=Yes",
	"PronType=Art",
	"PronType=Dem",
	"PronType=Emp",
	"PronType=Ind",
	"PronType=Int",
	"PronType=Neg",
	"PronType=Prs",
	"PronType=Rcp",
	"PronType=Rel",
	"PronType=Tot",
	"Reflex=Yes",
	"Tense=Past",
	"Tense=Pres",
	"VerbForm=Fin",
	"VerbForm=Ger",
	"VerbForm=Inf",
	"VerbForm=Part",
	"Voice=Pass",
}

// Has reports whether all features of f are set.
func (m Morph) Has(f Morph) bool { return m&f == f }

// Any reports whether at least one feature of f is set.
func (m Morph) Any(f Morph) bool { return m&f != 0 }

// String is the set as CoNLL-U writes it: Mood=Ind|Tense=Past, or _ if empty.
func (m Morph) String() string {
	if m == 0 {
		return "_"
	}
	var b strings.Builder
	for m != 0 {
		i := bits.TrailingZeros64(uint64(m))
		m &^= 1 << i
		if b.Len() > 0 {
			b.WriteByte('|')
		}
		b.WriteString(morphNames[i])
	}
	return b.String()
}

// ParseMorph reads features as CoNLL-U writes them. Features that this program
// has no use for (Typo, Style, ...) are passed over.
func ParseMorph(s string) Morph {
	var m Morph
	for len(s) > 0 {
		var one string
		one, s, _ = strings.Cut(s, "|")
		for i, name := range morphNames {
			if name == one {
				m |= 1 << i
				break
			}
		}
	}
	return m
}

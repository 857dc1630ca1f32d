package tree

// Rel is a dependency relation with its subtype, as the English treebanks of
// Universal Dependencies v2 use them
// (https://universaldependencies.org/en/dep/).
type Rel uint8

// The relations. The zero value is none.
const (
	NoRel Rel = iota
	Punct
	Case
	Det
	Nsubj
	Root
	Advmod
	Amod
	Obj
	Obl
	Conj
	Nmod
	Compound
	Cc
	Mark
	Aux
	Cop
	NmodPoss
	Advcl
	Xcomp
	Flat
	AclRelcl
	Ccomp
	Parataxis
	Acl
	Appos
	AuxPass
	Nummod
	NsubjPass
	Discourse
	OblUnmarked
	NmodUnmarked
	CompoundPrt
	Expl
	Fixed
	List
	Iobj
	OblAgent
	Dep
	NmodDesc
	Reparandum
	Csubj
	NsubjOuter
	DetPredet
	AdvclRelcl
	Vocative
	Goeswith
	CcPreconj
	Orphan
	Dislocated
	CsubjPass
	CsubjOuter
	Clf
)

// RelCount is one more than the last relation, for arrays indexed by Rel.
const RelCount = int(Clf) + 1

var relNames = [RelCount]string{
	"_",
	"punct",
	"case",
	"det",
	"nsubj",
	"root",
	"advmod",
	"amod",
	"obj",
	"obl",
	"conj",
	"nmod",
	"compound",
	"cc",
	"mark",
	"aux",
	"cop",
	"nmod:poss",
	"advcl",
	"xcomp",
	"flat",
	"acl:relcl",
	"ccomp",
	"parataxis",
	"acl",
	"appos",
	"aux:pass",
	"nummod",
	"nsubj:pass",
	"discourse",
	"obl:unmarked",
	"nmod:unmarked",
	"compound:prt",
	"expl",
	"fixed",
	"list",
	"iobj",
	"obl:agent",
	"dep",
	"nmod:desc",
	"reparandum",
	"csubj",
	"nsubj:outer",
	"det:predet",
	"advcl:relcl",
	"vocative",
	"goeswith",
	"cc:preconj",
	"orphan",
	"dislocated",
	"csubj:pass",
	"csubj:outer",
	"clf",
}

// String is the relation as CoNLL-U writes it.
func (r Rel) String() string { return relNames[r] }

// ParseRel reads a relation; an unknown subtype falls back to its universal
// relation, and ok is false where that is unknown too.
func ParseRel(s string) (r Rel, ok bool) {
	for i, name := range relNames {
		if name == s {
			return Rel(i), true
		}
	}
	for i := range s {
		if s[i] == ':' {
			return ParseRel(s[:i])
		}
	}
	return NoRel, false
}

// Base is the universal relation without its subtype: nsubj:pass -> nsubj.
func (r Rel) Base() Rel { return relBase[r] }

var relBase = func() (base [RelCount]Rel) {
	for i, name := range relNames {
		base[i] = Rel(i)
		for j := range name {
			if name[j] == ':' {
				base[i], _ = ParseRel(name[:j])
			}
		}
	}
	return base
}()

package lang

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"detente/tree"
)

// lemmatizer finds the dictionary form of a word from its tag and features by
// the longest ending that it knows. The endings and the irregular words are
// learnt from the treebanks by "internal/train lemmas".
type lemmatizer struct {
	rules endings // of lower-cased forms; whole forms begin with "^"
}

// edit says how a lemma is made from a form: drop bytes, then add letters.
type edit struct {
	drop int
	add  string
}

// LemmaClass sorts words by how they inflect.
type LemmaClass uint8

// lemmaClasses are the names of the classes in lemmas.tsv.
var lemmaClasses = [...]string{"other", "verb", "verb-s", "past", "participle", "ing", "noun", "plural", "name", "names", "adj", "cmp", "sup", "aux", "pron", "det", "part"}

// LemmaClasses is how many classes there are.
const LemmaClasses = len(lemmaClasses)

// String is the name of the class in lemmas.tsv.
func (c LemmaClass) String() string { return lemmaClasses[c] }

// ClassOf is the class of a token by its tag and features.
func ClassOf(tag tree.UPOS, m tree.Morph) LemmaClass {
	switch tag {
	case tree.VERB:
		switch {
		case m.Has(tree.VerbFormGer), m.Has(tree.VerbFormPart | tree.TensePres):
			return 5
		case m.Has(tree.VerbFormPart):
			return 4
		case m.Has(tree.TensePast):
			return 3
		case m.Has(tree.Person3 | tree.NumberSing):
			return 2
		}
		return 1
	case tree.NOUN, tree.SYM:
		if m.Any(tree.NumberPlur | tree.NumberPtan) {
			return 7
		}
		return 6
	case tree.PROPN:
		if m.Any(tree.NumberPlur | tree.NumberPtan) {
			return 9
		}
		return 8
	case tree.ADJ, tree.ADV:
		switch {
		case m.Has(tree.DegreeCmp):
			return 11
		case m.Has(tree.DegreeSup):
			return 12
		}
		return 10
	case tree.AUX:
		return 13
	case tree.PRON:
		return 14
	case tree.DET:
		return 15
	case tree.PART:
		return 16
	}
	return 0
}

// cased reports whether lemmas of the class keep their capitals.
func (c LemmaClass) cased() bool { return c == 8 || c == 9 }

func newLemmatizer(fsys fs.FS) (*lemmatizer, error) {
	l := &lemmatizer{}
	index := map[string]LemmaClass{}
	for i, name := range lemmaClasses {
		index[name] = LemmaClass(i)
	}
	return l, table(fsys, "lang/lemmas.tsv", []string{"class", "ending", "drop", "add"}, func(row []string) error {
		class, ok := index[row[0]]
		drop, err := strconv.Atoi(row[2])
		if !ok || err != nil || drop < 0 || drop > len(row[1]) {
			return fmt.Errorf("rule %q: want a known class and a number of bytes to drop within the ending", row)
		}
		l.rules.add(class, row[1], edit{drop, strings.Clone(row[3])})
		return nil
	})
}

// lemma is the dictionary form of a token. Strings that are not part of the
// form are made in b, which is given back for the next word.
func (l *lemmatizer) lemma(form string, tag tree.UPOS, m tree.Morph, b *letters) string {
	class := ClassOf(tag, m)
	var buf [65]byte
	buf[0] = '^'
	low := fold(buf[1:1:64], form)
	if len(low) == 0 {
		return form
	}
	e, _ := l.rules.find(class, buf[:1+len(low)])
	e.drop = min(e.drop, len(low))
	if class.cased() && len(low) == len(form) {
		if e.add == "" {
			return form[:len(form)-e.drop]
		}
		return b.join(form[:len(form)-e.drop], e.add)
	}
	if stem := string(low[:len(low)-e.drop]); e.add == "" && len(form) >= len(stem) && form[:len(stem)] == stem {
		return form[:len(stem)]
	}
	return b.add(low[:len(low)-e.drop], e.add)
}

// letters is a store of short strings that costs one allocation for many.
type letters struct{ b strings.Builder }

func (l *letters) room(n int) int {
	if l.b.Cap()-l.b.Len() < n {
		l.b = strings.Builder{}
		l.b.Grow(max(n, 1024))
	}
	return l.b.Len()
}

func (l *letters) add(stem []byte, end string) string {
	at := l.room(len(stem) + len(end))
	l.b.Write(stem)
	l.b.WriteString(end)
	return l.b.String()[at:]
}

func (l *letters) join(stem, end string) string {
	at := l.room(len(stem) + len(end))
	l.b.WriteString(stem)
	l.b.WriteString(end)
	return l.b.String()[at:]
}

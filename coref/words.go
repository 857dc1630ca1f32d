package coref

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// sort is the set of sorts of thing that words may denote.
type sort uint8

const (
	person sort = 1 << iota
	state
	organisation
	group // several, or a body without organs: protesters, both sides
	place
	thing
)

var sorts = map[string]sort{"person": person, "state": state, "organisation": organisation, "group": group, "place": place, "thing": thing}

// gender is m, f or 0 where it is not known.
type gender byte

// pronoun is a row of pronouns.tsv.
type pronoun struct {
	class  class
	gender gender
	plural bool
	person int
	form   pronounForm
}

type pronounForm uint8

const (
	personal pronounForm = iota
	possessive
	reflexive
)

var pronounForms = map[string]pronounForm{"personal": personal, "possessive": possessive, "reflexive": reflexive}

// words are the tables of data/coref.
type words struct {
	pronouns map[string]pronoun
	nouns    map[string]noun
	given    map[string]gender // first names in lower case
	numbers  map[string]int    // two, both, three
}

// noun is what a common noun may denote.
type noun struct {
	sort   sort
	gender gender
	any    bool // stands for anybody of its sort: the man, the group, the country
	side   bool // with a number means as many parties: the two sides
}

func readWords(fsys fs.FS) (*words, error) {
	w := &words{pronouns: map[string]pronoun{}, nouns: map[string]noun{}, given: map[string]gender{}, numbers: map[string]int{}}
	err := table(fsys, "coref/pronouns.tsv", []string{"form", "class", "gender", "number", "person", "use"}, func(row []string) error {
		use, ok := pronounForms[row[5]]
		c, known := pronounClasses[row[1]]
		n, err := strconv.Atoi(row[4])
		if !ok || !known || err != nil {
			return fmt.Errorf("pronoun %q: want a class, a person and personal, possessive or reflexive", row[0])
		}
		p := pronoun{class: c, plural: row[3] == "plural", person: n, form: use}
		p.gender = genderOf(row[2])
		w.pronouns[row[0]] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = table(fsys, "coref/nouns.tsv", []string{"noun", "sort", "gender", "use"}, func(row []string) error {
		n := noun{gender: genderOf(row[2]), any: strings.Contains(row[3], "any"), side: strings.Contains(row[3], "side")}
		for s := range strings.FieldsSeq(row[1]) {
			if sorts[s] == 0 {
				return fmt.Errorf("noun %q: no sort is called %q", row[0], s)
			}
			n.sort |= sorts[s]
		}
		w.nouns[row[0]] = n
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = table(fsys, "coref/numbers.tsv", []string{"word", "number"}, func(row []string) error {
		n, err := strconv.Atoi(row[1])
		w.numbers[row[0]] = n
		return err
	})
	if err != nil {
		return nil, err
	}
	// What the treebank says of other nouns; the table by hand goes first.
	err = table(fsys, "coref/learnt-nouns.tsv", []string{"noun", "sort"}, func(row []string) error {
		s := sorts[row[1]]
		if s == 0 {
			return fmt.Errorf("noun %q: no sort is called %q", row[0], row[1])
		}
		if _, by := w.nouns[row[0]]; !by {
			w.nouns[row[0]] = noun{sort: s}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, table(fsys, "coref/given-names.tsv", []string{"name", "gender"}, func(row []string) error {
		if genderOf(row[1]) == 0 {
			return fmt.Errorf("name %q: gender is m or f", row[0])
		}
		w.given[strings.ToLower(row[0])] = genderOf(row[1])
		return nil
	})
}

func genderOf(s string) gender {
	if s == "m" || s == "f" {
		return gender(s[0])
	}
	return 0
}

// table reads a TSV file whose first line names its columns; lines that begin
// with "# " are comments.
func table(fsys fs.FS, name string, columns []string, use func(row []string) error) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	head := false
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		row := strings.Split(line, "\t")
		switch {
		case !head && line != strings.Join(columns, "\t"):
			return fmt.Errorf("%s:%d: the first line names the columns %q", name, n, columns)
		case !head:
			head = true
		case len(row) != len(columns):
			return fmt.Errorf("%s:%d: want %d columns with tabs between them", name, n, len(columns))
		default:
			if err := use(row); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return lines.Err()
}

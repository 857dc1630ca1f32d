package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"

	"detente/lang"
)

// trainLemmas learns how lemmas are made from forms: for every class of words
// the endings whose usual edit differs from that of the shorter ending, and the
// words that go their own way.
func trainLemmas(args []string) error {
	flags := flag.NewFlagSet("lemmas", flag.ExitOnError)
	out := flags.String("out", "data/lang/lemmas.tsv", "where to write the rules")
	flags.Parse(args)
	bank, err := treebank("ud/en_ewt-train.conllu", "ud/en_gum-permissive-train.conllu")
	if err != nil {
		return err
	}
	type edit struct {
		drop int
		add  string
	}
	type key struct {
		class lang.LemmaClass
		form  string
	}
	seen := map[key]map[edit]int{}
	for i := range bank {
		t := bank[i].Tree()
		for k, w := range bank[i].Words {
			if strings.Contains(w.Feats, "Typo=Yes") || strings.Contains(w.Feats, "Abbr=Yes") || w.Deprel == "goeswith" || len(w.Form) > 24 || strings.ContainsAny(w.Form, "\t^") {
				continue
			}
			class := lang.ClassOf(t.Tokens[k].Tag, t.Tokens[k].Morph)
			form, lemma := strings.ToLower(strings.ReplaceAll(w.Form, "’", "'")), w.Lemma
			if class.String() == "name" || class.String() == "names" {
				form = strings.ReplaceAll(w.Form, "’", "'")
			}
			same := 0
			for same < len(form) && same < len(lemma) && form[same] == lemma[same] {
				same++
			}
			for same > 0 && same < len(form) && form[same]&0xC0 == 0x80 {
				same--
			}
			e := edit{len(form) - same, lemma[same:]}
			id := key{class, strings.ToLower(form)}
			if seen[id] == nil {
				seen[id] = map[edit]int{}
			}
			seen[id][e]++
		}
	}
	best := func(m map[edit]int) (e edit, n, all int) {
		for x, c := range m {
			all += c
			if c > n || c == n && (x.drop < e.drop || x.drop == e.drop && x.add < e.add) {
				e, n = x, c
			}
		}
		return e, n, all
	}
	votes := map[key]map[edit]int{}
	usual := map[key]edit{}
	for id, m := range seen {
		e, _, _ := best(m)
		usual[id] = e
		for n := 0; n <= min(6, len(id.form)); n++ {
			end := key{id.class, id.form[len(id.form)-n:]}
			if e.drop > n { // the edit must show within the ending
				continue
			}
			if votes[end] == nil {
				votes[end] = map[edit]int{}
			}
			votes[end][e]++
		}
	}
	rules := map[key]edit{}
	ends := make([]key, 0, len(votes))
	for k := range votes {
		ends = append(ends, k)
	}
	sort.Slice(ends, func(i, j int) bool {
		a, b := ends[i], ends[j]
		if len(a.form) != len(b.form) {
			return len(a.form) < len(b.form)
		}
		return a.form < b.form || a.form == b.form && a.class < b.class
	})
	predict := func(k key, whole bool) edit {
		for n := min(6, len(k.form)); n >= 0; n-- {
			if e, ok := rules[key{k.class, k.form[len(k.form)-n:]}]; ok {
				return e
			}
		}
		return edit{}
	}
	for _, k := range ends {
		e, n, all := best(votes[k])
		if len(k.form) > 0 && (all < 3 || float64(n) < 0.6*float64(all)) {
			continue
		}
		if predict(k, false) != e {
			rules[k] = e
		}
	}
	for id, e := range usual {
		_, n, all := best(seen[id])
		if p := predict(id, true); p != e && n*2 > all && (n > 1 || e.drop <= len(id.form)) {
			rules[key{id.class, "^" + id.form}] = e
		}
	}
	// Regular forms of words that the treebanks know, which the endings get
	// wrong: "shelled" is of shell, whatever "controlled" is of.
	known := map[string]bool{}
	for id, e := range usual {
		if c := id.class.String(); c == "verb" || c == "noun" || c == "plural" || c == "past" || c == "ing" || c == "verb-s" || c == "participle" {
			known[id.form[:len(id.form)-e.drop]+e.add] = true
		}
	}
	classes := map[string]lang.LemmaClass{}
	for c := lang.LemmaClass(0); int(c) < lang.LemmaClasses; c++ {
		classes[c.String()] = c
	}
	for word := range known {
		if len(word) < 3 || strings.TrimLeft(word, "abcdefghijklmnopqrstuvwxyz") != "" || known[word+"e"] {
			continue
		}
		for class, forms := range regular(word) {
			for form, e := range forms {
				k := key{classes[class], form}
				if _, have := usual[k]; !have && predict(k, true) != edit(e) {
					if _, taken := rules[key{k.class, "^" + form}]; !taken {
						rules[key{k.class, "^" + form}] = edit(e)
					}
				}
			}
		}
	}
	lines := make([]string, 0, len(rules))
	for k, e := range rules {
		lines = append(lines, fmt.Sprintf("%s\t%s\t%d\t%s", k.class, k.form, e.drop, e.add))
	}
	sort.Strings(lines)
	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "# How lemmas are made from forms, learnt from the UD treebanks EWT and GUM by \"go run ./internal/train lemmas\":")
	fmt.Fprintln(w, "# for a word of the class with this ending (^ marks a whole word) drop so many bytes and add these letters.")
	fmt.Fprintln(w, "class\tending\tdrop\tadd")
	fmt.Fprintln(w, strings.Join(lines, "\n"))
	return w.Flush()
}

// regular are the regular forms of a verb by class, each with the edit that
// gives the verb back.
func regular(word string) map[string]map[string]struct {
	drop int
	add  string
} {
	type edit = struct {
		drop int
		add  string
	}
	last := word[len(word)-1]
	past, ing := word+"ed", word+"ing"
	ePast, eIng := edit{2, ""}, edit{3, ""}
	switch {
	case last == 'e':
		past, ing = word+"d", word[:len(word)-1]+"ing"
		ePast, eIng = edit{1, ""}, edit{3, "e"}
	case last == 'y' && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		past, ePast = word[:len(word)-1]+"ied", edit{3, "y"}
	case len(word) < 5 && strings.ContainsRune("aeiou", rune(word[len(word)-2])) && !strings.ContainsRune("aeiouwxy", rune(last)) && !strings.ContainsRune("aeiou", rune(word[len(word)-3])):
		past, ing = word+string(last)+"ed", word+string(last)+"ing"
		ePast, eIng = edit{3, ""}, edit{4, ""}
	}
	return map[string]map[string]edit{
		"past": {past: ePast}, "participle": {past: ePast}, "ing": {ing: eIng},
	}
}

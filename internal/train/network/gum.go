package network

import (
	"strings"

	"detente/lang/conllu"
	"detente/tree"
)

// GUM marks every phrase that denotes a person, place, organisation, ... with its
// kind. A name, as Universal NER has it, is less: the proper nouns at the heart
// of such a phrase, without article and title. gumNames takes these, and leaves
// as unknown the proper nouns about which this cannot be decided.

// phrase is an entity of GUM: tokens first to last, inclusive.
type phrase struct {
	kind        string
	first, last int
}

// phrases reads the Entity fields of a sentence's MISC column, whose brackets
// are "(group-kind-...", "group)" and "(group-kind-...)".
func phrases(s *conllu.Sentence) []phrase {
	type opening struct {
		group string
		phrase
	}
	var open []opening
	var out []phrase
	for i := range s.Words {
		field := ""
		for one := range strings.SplitSeq(s.Words[i].Misc, "|") {
			if f, ok := strings.CutPrefix(one, "Entity="); ok {
				field = f
			}
		}
		for field != "" {
			begins := field[0] == '('
			field = strings.TrimPrefix(field, "(")
			end := strings.IndexAny(field, "()")
			closes := end >= 0 && field[end] == ')'
			if end < 0 {
				end = len(field)
			}
			part := strings.SplitN(field[:end], "-", 3)
			field = field[end:]
			if closes {
				field = field[1:]
			}
			if begins && len(part) > 1 {
				open = append(open, opening{part[0], phrase{part[1], i, i}})
			}
			if !closes {
				continue
			}
			for k := len(open) - 1; k >= 0; k-- {
				if open[k].group == part[0] {
					open[k].last = i
					out = append(out, open[k].phrase)
					open = append(open[:k], open[k+1:]...)
					break
				}
			}
		}
	}
	return out
}

// gumNames are the name tags of a sentence of GUM. titles are words that stand
// before names of persons without being part of them.
func gumNames(s *conllu.Sentence, t *tree.Sentence, titles map[string]bool) []int8 {
	names := make([]int8, len(t.Tokens))
	proper := func(i int) bool { return t.Tokens[i].Tag == tree.PROPN }
	for i := range names {
		if proper(i) {
			names[i] = -1
		}
	}
	for _, p := range phrases(s) {
		kind := map[string]int8{"person": 1, "organization": 3, "place": 5}[p.kind]
		if kind == 0 {
			if p.kind == "time" { // months and days are no names
				for i := p.first; i <= p.last; i++ {
					names[i] = max(names[i], 0)
				}
			}
			continue
		}
		head := -1
		for i := p.first; i <= p.last; i++ {
			if h := t.Tokens[i].Head; h < p.first || h > p.last {
				head = i
				break
			}
		}
		if head < 0 || !proper(head) || t.Tokens[head].Morph.Has(tree.NumberPlur) && kind == 1 {
			continue
		}
		first, last := head, head
		for first > p.first && proper(first-1) && t.Above(head, first-1) {
			first--
		}
		for last < p.last && (proper(last+1) || t.Tokens[last+1].Tag == tree.NUM) && t.Above(head, last+1) {
			last++
		}
		if kind != 1 && last+2 <= p.last && t.Tokens[last+1].Tag == tree.ADP && proper(last+2) && t.Tokens[last+2].Head == head {
			for i := last + 1; i <= p.last; i++ { // University of Ithilien: how far it goes is not clear
				names[i] = -1
			}
			continue
		}
		for kind == 1 && first < last && titles[t.Tokens[first].Form] {
			names[first] = 0
			first++
		}
		names[first] = kind
		for i := first + 1; i <= last; i++ {
			names[i] = kind + 1
		}
	}
	return names
}

// titlesIn are the capitalised words that stand right before names of persons at
// least twice and are seldom part of one.
func titlesIn(samples []sample) map[string]bool {
	before, inside := map[string]int{}, map[string]int{}
	for i := range samples {
		s := &samples[i]
		for t, mark := range s.names {
			if mark == 1 && t > 0 && s.names[t-1] == 0 && s.tags != nil && s.tags[t-1] == tree.PROPN {
				before[s.forms[t-1]]++
			}
			if mark == 1 || mark == 2 {
				inside[s.forms[t]]++
			}
		}
	}
	out := map[string]bool{}
	for w, n := range before {
		if n >= 2 && n > 2*inside[w] {
			out[w] = true
		}
	}
	return out
}

package eval

import (
	"strings"

	"detente/coref"
	"detente/lang"
	"detente/lang/conllu"
	"detente/record"
	"detente/tree"
)

// CorefDoc is a document of GUM with its chains of coreference.
type CorefDoc struct {
	Name     string
	Bank     []conllu.Sentence
	Mentions []CorefMention
	byHead   map[[2]int][]int
}

// CorefMention is a gold mention of GUM's Entity annotation.
type CorefMention struct {
	Chain             int
	Type, Status      string // person, organization, place, ...; new, giv:act, ...
	Sent, First, Last int
	Head              int
}

// GUM splits a treebank of GUM into documents and reads their chains from the
// Entity field of MISC (https://gucorpling.org/gum/; "global.Entity" names its
// parts).
func GUM(bank []conllu.Sentence) []CorefDoc {
	var docs []CorefDoc
	for _, s := range bank {
		if name, ok := s.Comment("newdoc id"); ok {
			docs = append(docs, CorefDoc{Name: name})
		}
		if len(docs) > 0 {
			d := &docs[len(docs)-1]
			d.Bank = append(d.Bank, s)
		}
	}
	for i := range docs {
		docs[i].read()
	}
	return docs
}

func (d *CorefDoc) read() {
	d.byHead = map[[2]int][]int{}
	chains := map[string]int{}
	type open struct {
		id      string
		mention int
	}
	var stack []open
	for si := range d.Bank {
		s := &d.Bank[si]
		t := s.Tree()
		for wi, w := range s.Words {
			for field := range strings.SplitSeq(w.Misc, "|") {
				value, ok := strings.CutPrefix(field, "Entity=")
				if !ok {
					continue
				}
				for len(value) > 0 {
					if value[0] == '(' {
						end := strings.IndexAny(value[1:], "()") + 1
						if end == 0 {
							end = len(value)
						}
						part := strings.Split(value[1:end], "-")
						id := part[0]
						if _, have := chains[id]; !have {
							chains[id] = len(chains)
						}
						m := CorefMention{Chain: chains[id], Sent: si, First: wi, Last: -1}
						if len(part) > 2 {
							m.Type, m.Status = part[1], part[2]
						}
						d.Mentions = append(d.Mentions, m)
						stack = append(stack, open{id, len(d.Mentions) - 1})
						value = value[end:]
						if strings.HasPrefix(value, ")") {
							d.Mentions[stack[len(stack)-1].mention].Last = wi
							stack = stack[:len(stack)-1]
							value = value[1:]
						}
						continue
					}
					end := strings.IndexByte(value, ')')
					if end < 0 {
						break
					}
					for k := len(stack) - 1; k >= 0; k-- {
						if stack[k].id == value[:end] {
							if d.Mentions[stack[k].mention].Sent == si {
								d.Mentions[stack[k].mention].Last = wi
							}
							stack = append(stack[:k], stack[k+1:]...)
							break
						}
					}
					value = value[end+1:]
				}
			}
		}
		for k := range d.Mentions {
			if m := &d.Mentions[k]; m.Sent == si && m.Last >= 0 {
				m.Head = t.HeadOf(m.First, m.Last)
				d.byHead[[2]int{si, m.Head}] = append(d.byHead[[2]int{si, m.Head}], k)
			}
		}
	}
}

// Chain is the gold chain of the phrase with this head: the smallest mention
// with it, or for a list the largest; -1 where there is none.
func (d *CorefDoc) Chain(sent, head int, list bool) int {
	best := -1
	all := d.byHead[[2]int{sent, head}]
	if list && len(all) < 2 {
		return -1
	}
	for _, k := range all {
		if best < 0 {
			best = k
			continue
		}
		a, b := d.Mentions[k], d.Mentions[best]
		if (a.Last-a.First > b.Last-b.First) == list {
			best = k
		}
	}
	if best < 0 {
		return -1
	}
	return d.Mentions[best].Chain
}

// Input analyses the document with its own tokens and sentences, as coreference
// takes it; no actor is known of it but what the language model names.
func (d *CorefDoc) Input(m *lang.Model) (coref.Input, error) {
	doc := &record.Document{}
	text := &tree.Text{Sentences: make([]tree.Sentence, len(d.Bank))}
	var b strings.Builder
	block := -1
	for i := range d.Bank {
		if d.Bank[i].NewParagraph() {
			block++
		}
		s := d.Bank[i].Tree()
		for k := range s.Tokens {
			t := &s.Tokens[k]
			*t = tree.Token{Form: t.Form, Span: record.Span{Start: t.Span.Start + b.Len(), End: t.Span.End + b.Len()}, Head: -1}
		}
		s.Block = max(block, 0)
		s.Span = record.Span{Start: b.Len(), End: b.Len() + len(d.Bank[i].Text)}
		b.WriteString(d.Bank[i].Text)
		b.WriteByte('\n')
		names, err := m.ParseTokens(&s)
		if err != nil {
			return coref.Input{}, err
		}
		for _, n := range names {
			n.Sent = i
			text.Names = append(text.Names, n)
		}
		text.Sentences[i] = s
	}
	doc.Text = b.String()
	return coref.Input{Doc: doc, Text: text}, nil
}

// CorefScore counts how many pronouns and definite nominals were linked right.
type CorefScore struct {
	Pronouns, Nominals           int
	PronounsRight, NominalsRight int
}

// Share is the share of all that were linked right.
func (s CorefScore) Share() float64 {
	if s.Pronouns+s.Nominals == 0 {
		return 0
	}
	return float64(s.PronounsRight+s.NominalsRight) / float64(s.Pronouns+s.Nominals)
}

// ScoreCoref measures the links of a document: of the third-person pronouns and
// definite nominals that speak again of a person, an organisation or a place
// with a name (a state, a city), how many were put to an entity whose nearest
// earlier mention, or for a forward pronoun nearest other mention, is of the gold chain.
func ScoreCoref(d *CorefDoc, links []coref.Link, wrong func(m CorefMention, got int)) CorefScore {
	var score CorefScore
	named := map[int]bool{}
	first := map[int]int{}
	for k, m := range d.Mentions {
		if m.Last < 0 {
			continue
		}
		if _, have := first[m.Chain]; !have {
			first[m.Chain] = k
		}
		if d.Bank[m.Sent].Words[m.Head].UPOS == "PROPN" {
			named[m.Chain] = true
		}
	}
	byHead := map[[2]int]int{}
	for i, l := range links {
		if _, have := byHead[[2]int{l.Sent, l.Head}]; !have {
			byHead[[2]int{l.Sent, l.Head}] = i
		}
	}
	for k, m := range d.Mentions {
		if m.Last < 0 || m.Type != "person" && !(named[m.Chain] && (m.Type == "organization" || m.Type == "place")) {
			continue
		}
		words := d.Bank[m.Sent].Words
		head := words[m.Head]
		pronoun := head.UPOS == "PRON" && strings.Contains(head.Feats, "Person=3") && m.First == m.Last
		nominal := head.UPOS == "NOUN" && k != first[m.Chain] && strings.HasPrefix(m.Status, "giv") &&
			(strings.Contains(words[m.First].Feats, "Definite=Def") || strings.Contains(words[m.First].Feats, "PronType=Dem") || strings.EqualFold(words[m.First].Form, "both"))
		if !pronoun && !nominal || pronoun && !d.shared(m.Chain) {
			continue
		}
		got, right := -1, false
		if i, ok := byHead[[2]int{m.Sent, m.Head}]; ok && links[i].Antecedent >= 0 {
			got = links[i].Antecedent
		} else if ok && links[i].Entity >= 0 {
			for b := i - 1; b >= 0; b-- {
				if links[b].Entity == links[i].Entity {
					got = b
					break
				}
			}
		}
		if got >= 0 {
			a := links[got]
			right = d.Chain(a.Sent, a.Head, false) == m.Chain || d.Chain(a.Sent, a.Head, true) == m.Chain
		}
		if !right && wrong != nil {
			wrong(m, got)
		}
		if pronoun {
			score.Pronouns++
			if right {
				score.PronounsRight++
			}
		} else {
			score.Nominals++
			if right {
				score.NominalsRight++
			}
		}
	}
	return score
}

// shared reports whether the chain has another mention than pronouns.
func (d *CorefDoc) shared(chain int) bool {
	n := 0
	for _, m := range d.Mentions {
		if m.Chain == chain && m.Last >= 0 {
			n++
		}
	}
	return n > 1
}

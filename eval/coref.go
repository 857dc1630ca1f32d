package eval

import (
	"context"
	"fmt"
	"strings"

	"detente/coref"
	"detente/lang"
	"detente/lang/conllu"
	"detente/reader"
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

// Add adds the counts of another document.
func (s *CorefScore) Add(o CorefScore) {
	s.Pronouns += o.Pronouns
	s.Nominals += o.Nominals
	s.PronounsRight += o.PronounsRight
	s.NominalsRight += o.NominalsRight
}

// Share is the share of all that were linked right.
func (s CorefScore) Share() float64 {
	if s.Pronouns+s.Nominals == 0 {
		return 0
	}
	return float64(s.PronounsRight+s.NominalsRight) / float64(s.Pronouns+s.Nominals)
}

// Score measures links: of the third-person pronouns and definite nominals that
// speak of a person again, or of an organisation or a place with a name (a
// state, a city), how many are put to a phrase of the gold chain. antecedent
// gives the head of that phrase for the anaphor with a head: the nearest
// earlier phrase with the same entity, or the nearest later one.
func (d *CorefDoc) Score(antecedent func(sent, head int) (s, h int, ok bool), wrong func(m CorefMention, s, h int)) CorefScore {
	var score CorefScore
	named, first, size := map[int]bool{}, map[int]int{}, map[int]int{}
	for k, m := range d.Mentions {
		if m.Last < 0 {
			continue
		}
		if _, have := first[m.Chain]; !have {
			first[m.Chain] = k
		}
		size[m.Chain]++
		if d.Bank[m.Sent].Words[m.Head].UPOS == "PROPN" {
			named[m.Chain] = true
		}
	}
	for k, m := range d.Mentions {
		if m.Last < 0 || m.Type != "person" && !(named[m.Chain] && (m.Type == "organization" || m.Type == "place")) {
			continue
		}
		words := d.Bank[m.Sent].Words
		head := words[m.Head]
		pronoun := head.UPOS == "PRON" && strings.Contains(head.Feats, "Person=3") && m.First == m.Last && size[m.Chain] > 1
		nominal := head.UPOS == "NOUN" && k != first[m.Chain] && strings.HasPrefix(m.Status, "giv") && definiteWord(words[m.First])
		if !pronoun && !nominal {
			continue
		}
		s, h, ok := antecedent(m.Sent, m.Head)
		right := ok && (d.Chain(s, h, false) == m.Chain || d.Chain(s, h, true) == m.Chain)
		if !right && wrong != nil {
			if !ok {
				s = -1
			}
			wrong(m, s, h)
		}
		n := 0
		if right {
			n = 1
		}
		if pronoun {
			score.Add(CorefScore{Pronouns: 1, PronounsRight: n})
		} else {
			score.Add(CorefScore{Nominals: 1, NominalsRight: n})
		}
	}
	return score
}

func definiteWord(w conllu.Word) bool {
	return strings.Contains(w.Feats, "Definite=Def") || strings.Contains(w.Feats, "PronType=Dem") || strings.EqualFold(w.Form, "both")
}

// Linked looks up antecedents in links.
func Linked(links []coref.Link) func(sent, head int) (s, h int, ok bool) {
	at := map[[2]int]int{}
	for i, l := range links {
		if _, have := at[[2]int{l.Sent, l.Head}]; !have {
			at[[2]int{l.Sent, l.Head}] = i
		}
	}
	return func(sent, head int) (int, int, bool) {
		i, ok := at[[2]int{sent, head}]
		if !ok || links[i].Entity < 0 {
			return 0, 0, false
		}
		if b := links[i].Antecedent; b >= 0 {
			return links[b].Sent, links[b].Head, true
		}
		for b := i - 1; b >= 0; b-- {
			if links[b].Entity == links[i].Entity {
				return links[b].Sent, links[b].Head, true
			}
		}
		return 0, 0, false
	}
}

// document is the raw text of the document with its paragraphs as blocks, and
// where each sentence begins in it.
func (d *CorefDoc) document() (doc record.Document, starts []int) {
	var b strings.Builder
	from := 0
	flush := func() {
		if b.Len() > from {
			doc.Blocks = append(doc.Blocks, record.Block{Role: record.Paragraph, Span: record.Span{Start: from, End: b.Len()}})
			b.WriteString("\n\n")
		}
		from = b.Len()
	}
	for i := range d.Bank {
		if d.Bank[i].NewParagraph() {
			flush()
		}
		if b.Len() > from {
			b.WriteByte(' ')
		}
		starts = append(starts, b.Len())
		b.WriteString(d.Bank[i].Text)
	}
	flush()
	doc.Text = b.String()
	return doc, starts
}

// Mentioned looks up antecedents among the mentions of a whole analysis of the
// document's raw text: phrases refer to the same where their actor is the same.
func (d *CorefDoc) Mentioned(mentions []record.Mention, text *tree.Text, starts []int) func(sent, head int) (s, h int, ok bool) {
	gold := func(m *record.Mention) (int, int, bool) { // the gold token that is the mention's head
		span := text.Sentences[m.Sent].Tokens[m.Head].Span
		for s := len(starts) - 1; s >= 0; s-- {
			if starts[s] > span.Start {
				continue
			}
			for h, w := range d.Bank[s].Words {
				if w.Span.Start+starts[s] < span.End && span.Start < w.Span.End+starts[s] {
					return s, h, true
				}
			}
			break
		}
		return 0, 0, false
	}
	return func(sent, head int) (int, int, bool) {
		w := d.Bank[sent].Words[head].Span
		w.Start, w.End = w.Start+starts[sent], w.End+starts[sent]
		at := -1
		for i := range mentions {
			if text.Sentences[mentions[i].Sent].Tokens[mentions[i].Head].Span.Overlaps(w) && (at < 0 || mentions[i].Span.Len() < mentions[at].Span.Len()) {
				at = i
			}
		}
		if at < 0 {
			return 0, 0, false
		}
		for i := at - 1; i >= 0; i-- {
			if mentions[i].Actor == mentions[at].Actor && !mentions[i].Span.Overlaps(mentions[at].Span) {
				return gold(&mentions[i])
			}
		}
		for i := at + 1; i < len(mentions); i++ {
			if mentions[i].Actor == mentions[at].Actor {
				return gold(&mentions[i])
			}
		}
		return 0, 0, false
	}
}

// ScorePipeline reads the raw text of the document with the whole pipeline and
// scores its mentions: phrases refer to the same where their actor is the same.
func (d *CorefDoc) ScorePipeline(ctx context.Context, r *reader.Reader) (CorefScore, error) {
	doc, starts := d.document()
	a, err := r.Read(ctx, doc)
	if err != nil {
		return CorefScore{}, fmt.Errorf("%s: %w", d.Name, err)
	}
	return d.Score(d.Mentioned(a.Mentions, a.Text, starts), nil), nil
}

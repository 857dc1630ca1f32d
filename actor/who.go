package actor

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// Answer is whom a phrase means on a day.
type Answer struct {
	Actor record.Actor
	Code  string             // on that day
	Kind  record.MentionKind // how the phrase means it
}

// Who answers "who is 'the Iranian foreign minister' on 2013-08-16?": the actor
// that the whole phrase means by itself. ok is false where it means nobody, or
// nobody in particular, whom the dictionary knows.
func (d *Dictionary) Who(phrase string, on record.Moment) (a Answer, ok bool) {
	doc := record.Document{Text: phrase, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(phrase)}}}}
	f := d.Find(&doc, bareText(phrase), record.Interval{Start: on, End: on.Add(0, 0, 1)})
	longest := -1
	for i := range f.Mentions {
		m := &f.Mentions[i]
		if longest >= 0 && m.Span.Len() <= f.Mentions[longest].Span.Len() {
			continue
		}
		longest = i
	}
	if longest < 0 {
		return a, false
	}
	m := &f.Mentions[longest]
	for _, actor := range f.Actors {
		if actor.ID == m.Actor {
			return Answer{actor, m.Code, m.Kind}, actor.Known
		}
	}
	return a, false
}

// bareText is a phrase as tokens without tags or tree: every token hangs on the
// last one.
func bareText(phrase string) *tree.Text {
	var s tree.Sentence
	s.Span = record.Span{End: len(phrase)}
	add := func(start, end int) {
		if start < end {
			s.Tokens = append(s.Tokens, tree.Token{Span: record.Span{Start: start, End: end}, Form: phrase[start:end], Lemma: strings.ToLower(phrase[start:end])})
		}
	}
	start := 0
	for i := 0; i <= len(phrase); i++ {
		if i < len(phrase) && phrase[i] != ' ' && phrase[i] != ',' {
			continue
		}
		end := i
		if word := phrase[start:end]; strings.HasSuffix(word, "'s") || strings.HasSuffix(word, "’s") {
			cut := len(word) - len("'s")
			if strings.HasSuffix(word, "’s") {
				cut = len(word) - len("’s")
			}
			add(start, start+cut)
			start += cut
		}
		add(start, end)
		if i < len(phrase) && phrase[i] == ',' {
			add(i, i+1)
		}
		start = i + 1
	}
	for i := range s.Tokens {
		s.Tokens[i].Head = len(s.Tokens) - 1
	}
	if n := len(s.Tokens); n > 0 {
		s.Tokens[n-1].Head = -1
	}
	s.Index()
	return &tree.Text{Sentences: []tree.Sentence{s}}
}

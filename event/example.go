package event

import (
	"fmt"
	"slices"
	"strings"

	"detente/record"
	"detente/tree"
)

// example is a sentence of a rule with its actors marked:
//
//	S[Arnor] imposed sanctions on T[Gondor]. => 163 happened
//
// S[...] and T[...] are the source and target that the rule must find, A[...]
// is any other actor; A[Arnor's police|ARNCOP] gives an actor a code, and
// T[Osgiliath|in GON] marks the name of a place in the country of the code. {...}
// holds what the first marked actor outside it says. What follows => is the
// code, where it is not the rule's, and the status that must come out.
type example struct {
	text     string
	actors   []marked
	said     record.Span
	code     string
	statuses []string
}

type marked struct {
	mark  byte // S, T or A
	span  record.Span
	code  string
	place bool // a place in the country of the code
}

func readExample(line string) (example, error) {
	var e example
	body, want, _ := strings.Cut(line, "=>")
	for _, w := range strings.Fields(want) {
		switch {
		case strings.Trim(w, "0123456789") == "":
			e.code = w
		case isStatus(w) || w == "background":
			e.statuses = append(e.statuses, w)
		default:
			return e, fmt.Errorf("after => stand a CAMEO code and a status, not %q", w)
		}
	}
	body = strings.TrimSpace(body)
	var out strings.Builder
	var open *marked
	for i := 0; i < len(body); i++ {
		switch ch := body[i]; {
		case open == nil && i+1 < len(body) && body[i+1] == '[' && (ch == 'S' || ch == 'T' || ch == 'A'):
			open = &marked{mark: ch, span: record.Span{Start: out.Len()}, code: "XXX"}
			i++
		case ch == ']' && open != nil:
			open.span.End = out.Len()
			e.actors = append(e.actors, *open)
			open = nil
		case ch == '|' && open != nil:
			end := strings.IndexByte(body[i:], ']')
			if end < 0 {
				return e, fmt.Errorf("a [ lacks its ]")
			}
			open.code, open.place = strings.CutPrefix(body[i+1:i+end], "in ")
			i += end - 1
		case ch == '{':
			e.said.Start = out.Len()
		case ch == '}':
			e.said.End = out.Len()
		default:
			out.WriteByte(ch)
		}
	}
	e.text = out.String()
	switch {
	case open != nil:
		return e, fmt.Errorf("a [ lacks its ]")
	case len(e.actors) == 0:
		return e, fmt.Errorf("no actor is marked: write S[Arnor], T[Gondor] or A[Rohan]")
	}
	for i := range e.actors { // the same words are the same actor
		if e.actors[i].code == "XXX" {
			e.actors[i].code = inventedCode(e.actors[i].span.In(e.text))
		}
	}
	return e, nil
}

// inventedCode is a code of three letters for an actor of an example.
func inventedCode(name string) string {
	code := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, name)
	return (code + "XXX")[:3]
}

// input is the example as the Coder reads it, parsed.
func (e example) input(parse Parser) Input {
	in := Input{Doc: record.Document{ID: "example", Text: e.text, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(e.text)}}}}}
	in.Published.Interval = record.Day(2020, 6, 12)
	in.Doc.Published = in.Published
	in.Text = parse(&in.Doc)
	speaker := -1
	for i, a := range e.actors {
		name := a.span.In(e.text)
		m := record.Mention{ID: fmt.Sprintf("m%d", i+1), Span: a.span, Actor: "invented:" + name, Code: a.code, Kind: record.ByName}
		m.Sent, m.First, m.Last, m.Head = Locate(in.Text, a.span)
		if a.place {
			in.Places = append(in.Places, m)
			in.Lands = append(in.Lands, record.Actor{ID: m.Actor, Name: name, Code: a.code, Kind: record.IsState})
			continue
		}
		in.Mentions = append(in.Mentions, m)
		kind := record.IsState
		switch {
		case strings.Contains(name, "people"), strings.Contains(name, "protesters"):
			kind = record.IsGroup
		case len(a.code) > 3:
			kind = record.IsOrgan
		}
		in.Actors = append(in.Actors, record.Actor{ID: m.Actor, Name: name, Code: a.code, Kind: kind})
		if speaker < 0 && !e.said.Contains(a.span) {
			speaker = len(in.Mentions) - 1
		}
	}
	if !e.said.Empty() && speaker >= 0 {
		m := in.Mentions[speaker]
		in.Statements = []record.Statement{{
			ID: "s1", Speaker: record.ActorRef{Actor: m.Actor, Code: m.Code, Name: m.Span.In(e.text)}, Kind: record.Direct, Cue: "say",
			Content: []record.Span{e.said}, Said: in.Published.Interval, Spans: record.StatementSpans{Speaker: m.Span}, Factuality: record.Said,
		}}
	}
	return in
}

// Locate finds the tokens that a span covers: the sentence, its first and last
// token, and the head among them, whose own head stands outside. Without such
// tokens sent is -1.
func Locate(text *tree.Text, at record.Span) (sent, first, last, head int) {
	for i := range text.Sentences {
		s := &text.Sentences[i]
		if !s.Span.Overlaps(at) {
			continue
		}
		first, last = -1, -1
		for t := range s.Tokens {
			if s.Tokens[t].Span.Overlaps(at) {
				if first < 0 {
					first = t
				}
				last = t
			}
		}
		if first < 0 {
			continue
		}
		head = first
		for t := first; t <= last; t++ {
			if h := s.Tokens[t].Head; (h < first || h > last) && s.Tokens[t].Tag != tree.PUNCT {
				head = t
				break
			}
		}
		return i, first, last, head
	}
	return -1, -1, -1, -1
}

// meets reports whether an event of the rule is what the example wants.
func (e example) meets(ev *record.Event, s, t marked, code string) bool {
	if ev.Cameo != code || ev.Source.Actor != "invented:"+s.span.In(e.text) {
		return false
	}
	if t.mark != 0 && ev.Target.Actor != "invented:"+t.span.In(e.text) {
		return false
	}
	for _, st := range e.statuses {
		if st == "background" && !ev.Background || st != "background" && string(ev.Status) != st {
			return false
		}
	}
	return true
}

func (e example) marks(mark byte) []marked {
	return slices.DeleteFunc(slices.Clone(e.actors), func(m marked) bool { return m.mark != mark })
}

package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"detente/lang"
	"detente/ontology"
	"detente/record"
	"detente/tree"
)

func (p *program) rulesNewCommand() *cobra.Command {
	var id, no string
	c := &cobra.Command{
		Use:   "new CODE SENTENCE",
		Short: "Write the start of a rule from a sentence that it shall match",
		Long: `Prints a rule for a CAMEO code, made from one sentence in which the source and the
target are marked, S[...] and T[...]: its pattern is a guess from the sentence's
tree. Put it into a file under rules/, look it over, add a sentence that it must not
match, and run detente rules test (docs/rules.md).`,
		Example: `  detente rules new 163 "S[France] froze the assets of T[Iran]."
  detente rules new 163 --id coerce.freeze --no-match "A[France] froze A[Iran] out." "S[France] froze T[Iran]'s assets."`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			fsys, err := p.data()
			if err != nil {
				return err
			}
			codes, err := ontology.New(fsys)
			if err != nil {
				return err
			}
			code, ok := codes.Cameo(args[0])
			if !ok {
				return usage("no CAMEO code %q; give two to four digits, such as 163", args[0])
			}
			sentence, source, target, err := unmark(args[1])
			if err != nil {
				return &usageError{err.Error()}
			}
			model, err := lang.Load(fsys)
			if err != nil {
				return err
			}
			to, _ := codes.ToPlover(args[0])
			pattern := guess(model, sentence, source, target)
			verb := strings.Fields(pattern)[1]
			fmt.Fprintf(p.stdout, "[[rule]]\nid = %q\nwhy = %q\ncode = %q\npatterns = [%q]\nmatch = [%q]\nno-match = [%q]\n",
				cmp.Or(id, strings.ToLower(to.Type)+"."+verb), "CAMEO "+args[0]+" "+strings.ToLower(code.Name), args[0], pattern, args[1], no)
			return nil
		},
	}
	c.Flags().StringVar(&id, "id", "", "name of the rule, file.word (default: made of the type and the verb)")
	c.Flags().StringVar(&no, "no-match", "", "a sentence that the rule must not match")
	return c
}

// unmark takes the marks S[...] and T[...] out of a sentence and tells where the
// marked words stand.
func unmark(marked string) (sentence string, source, target record.Span, err error) {
	var b strings.Builder
	for rest := marked; rest != ""; {
		at := strings.IndexByte(rest, '[')
		if at < 1 {
			b.WriteString(rest)
			break
		}
		end := strings.IndexByte(rest[at:], ']')
		if end < 0 {
			return "", source, target, fmt.Errorf("a [ lacks its ]: %s", marked)
		}
		b.WriteString(rest[:at-1])
		words := rest[at+1 : at+end]
		span := record.Span{Start: b.Len(), End: b.Len() + len(words)}
		switch rest[at-1] {
		case 'S':
			source = span
		case 'T':
			target = span
		case 'A':
		default:
			return "", source, target, fmt.Errorf("mark actors as S[...], T[...] or A[...]: %s", marked)
		}
		b.WriteString(words)
		rest = rest[at+end+1:]
	}
	if source.Empty() {
		return "", source, target, fmt.Errorf("mark the source as S[...] and the target as T[...]: %s", marked)
	}
	return b.String(), source, target, nil
}

// guess makes a pattern of a sentence's tree: the verb that governs the source,
// its object, and the way from there to the target.
func guess(model *lang.Model, sentence string, source, target record.Span) string {
	doc := record.Document{Text: sentence, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(sentence)}}}}
	text := model.Analyze(&doc)
	if len(text.Sentences) == 0 {
		return "S do T"
	}
	s := &text.Sentences[0]
	headOf := func(at record.Span) int {
		for i := range s.Tokens {
			if h := s.Tokens[i].Head; at.Overlaps(s.Tokens[i].Span) && (h < 0 || !at.Overlaps(s.Tokens[h].Span)) {
				return i
			}
		}
		return -1
	}
	verb := s.Root
	if i := headOf(source); i >= 0 && s.Tokens[i].Head >= 0 {
		verb = s.Tokens[i].Head
	}
	way := "T"
	if target.Empty() {
		way = ""
	}
	for i := headOf(target); !target.Empty() && i >= 0 && i != verb; i = s.Tokens[i].Head {
		if k := s.Kid(i, tree.Case); k >= 0 && s.Tokens[i].Rel.Base() != tree.NmodPoss {
			if lemma := s.Tokens[k].Lemma; lemma != "'s" {
				way = lemma + " " + way
			}
		}
		if above := s.Tokens[i].Head; above >= 0 && above != verb && s.Tokens[above].Tag == tree.NOUN {
			if s.Tokens[i].Rel == tree.NmodPoss {
				break // the thing of an actor stands for him: "froze Iran's assets"
			}
			way = s.Tokens[above].Lemma + " " + way
		}
	}
	return strings.TrimSpace("S " + s.Tokens[verb].Lemma + " " + way)
}

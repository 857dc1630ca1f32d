package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"detente/lang"
	"detente/lang/conllu"
	"detente/reader"
	"detente/record"
	"detente/source"
	"detente/tree"
)

func (p *program) parseCommand() *cobra.Command {
	var tokens bool
	c := &cobra.Command{
		Use:     "parse FILE|FOLDER|- ...",
		GroupID: "read",
		Short:   "Print sentences, tags and dependency trees as CoNLL-U",
		Long: `Prints how the language model reads a text: sentences, words, lemmas, tags,
features and dependency trees of Universal Dependencies v2, as CoNLL-U. All words of
a plain text are parsed, also those of lines that read would pass over; of an HTML
page, its article. A blank line ends a paragraph, and with it a sentence.

With --tokens the input is CoNLL-U: its sentences, words, comments and multiword
tokens are kept, and lemmas, tags, features and trees are made anew.`,
		Example: `  detente parse report.txt
  echo "Iran warned Israel." | detente parse -
  detente parse --tokens gold.conllu > system.conllu`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := p.reader()
			if err != nil {
				return err
			}
			if tokens {
				return p.parseTokens(c.Context(), r.Language(), args)
			}
			work := func(_ context.Context, in input) result[[]byte] {
				res := result[[]byte]{where: in.Name, err: in.err}
				if in.err != nil {
					return res
				}
				doc, err := wholeText(r, in)
				if err != nil {
					res.err = err
					return res
				}
				res.value, res.err = treesOf(doc, r.Language().Analyze(&doc))
				return res
			}
			g := p.reading(args)
			return p.print(c.Context(), g, reader.Ordered(c.Context(), p.workers, p.inputs(c.Context(), g, args, source.Options{}), work), "")
		},
	}
	c.Flags().BoolVar(&tokens, "tokens", false, "take CoNLL-U and keep its sentences and words")
	return c
}

// wholeText is the document of an input with every block made a paragraph, so
// that all words are parsed.
func wholeText(r *reader.Reader, in input) (record.Document, error) {
	doc, err := in.Document(r.Page())
	if err != nil || in.Kind != source.Text {
		return doc, err
	}
	doc.Blocks = nil
	for from := 0; from < len(doc.Text); {
		to := from
		for to < len(doc.Text) && !blankLineAt(doc.Text[to:]) {
			to++
		}
		if strings.TrimSpace(doc.Text[from:to]) != "" {
			doc.Blocks = append(doc.Blocks, record.Block{Role: record.Paragraph, Span: record.Span{Start: from, End: to}})
		}
		from = to + 1
	}
	return doc, nil
}

// blankLineAt reports whether s begins with the end of a line before a blank
// one.
func blankLineAt(s string) bool {
	if s[0] != '\n' {
		return false
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\n':
			return true
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return true
}

// treesOf writes the sentences of a document as CoNLL-U.
func treesOf(doc record.Document, text *tree.Text) ([]byte, error) {
	var b bytes.Buffer
	block := -1
	for i := range text.Sentences {
		t := &text.Sentences[i]
		s := conllu.FromTree(t, doc.Text)
		head := []string{fmt.Sprintf("# sent_id = %s-%d", doc.ID, i+1)}
		if t.Block != block {
			head = append([]string{"# newpar"}, head...)
			block = t.Block
		}
		if i == 0 {
			head = append([]string{"# newdoc id = " + doc.ID}, head...)
		}
		s.Comments = append(head, s.Comments...)
		if err := conllu.Write(&b, s); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// parseTokens parses CoNLL-U files with their own words.
func (p *program) parseTokens(ctx context.Context, m *lang.Model, args []string) error {
	type item struct {
		where    string
		sentence conllu.Sentence
		err      error
	}
	items := func(yield func(item) bool) {
		for _, name := range args {
			for s, err := range p.sentences(name) {
				if !yield(item{name, s, err}) {
					return
				}
			}
		}
	}
	work := func(_ context.Context, it item) result[[]byte] {
		res := result[[]byte]{where: it.where, err: it.err}
		if it.err != nil {
			return res
		}
		t := it.sentence.Tree()
		if _, res.err = m.ParseTokens(&t); res.err != nil {
			return res
		}
		it.sentence.Fill(&t)
		var b bytes.Buffer
		res.err = conllu.Write(&b, it.sentence)
		res.value = b.Bytes()
		return res
	}
	return p.print(ctx, p.progress(-1), reader.Ordered(ctx, p.workers, items, work), "")
}

// sentences yields those of a CoNLL-U file.
func (p *program) sentences(name string) iter.Seq2[conllu.Sentence, error] {
	return func(yield func(conllu.Sentence, error) bool) {
		var in io.Reader = p.stdin
		if name != "-" {
			f, err := os.Open(name)
			if err != nil {
				yield(conllu.Sentence{}, errors.Unwrap(err)) // the name stands before it
				return
			}
			defer f.Close()
			in = f
		}
		conllu.Each(in)(yield)
	}
}

package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"detente/reader"
	"detente/record"
)

func (p *program) extractCommand() *cobra.Command {
	var (
		about  about
		asJSON bool
		all    bool
	)
	c := &cobra.Command{
		Use:     "extract FILE|FOLDER|- ...",
		GroupID: "read",
		Short:   "Take the article out of a page",
		Long: `Finds the report on a page, HTML or plain text, and prints its headline and its
paragraphs, without captions, credits and promotions. With --all every block is
printed behind its role; with --json the document with its text, date, blocks and
what is known of its origin, as in a record.`,
		Example: `  detente extract page.html
  detente extract --json --url https://news.example/2020/06/16/office page.html
  detente extract --all report.txt`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			opts, err := about.options()
			if err != nil {
				return err
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			work := func(_ context.Context, in input) result[[]byte] {
				res := result[[]byte]{where: in.Name, err: in.err}
				if in.err != nil {
					return res
				}
				doc, err := in.Document(r.Page())
				switch {
				case err != nil:
					res.err = err
				case asJSON:
					res.value, res.err = encode(doc, "  ")
				default:
					res.value = article(doc, all)
				}
				return res
			}
			g := p.reading(args)
			return p.print(c.Context(), g, reader.Ordered(c.Context(), p.workers, p.inputs(c.Context(), g, args, opts), work), "\n")
		},
	}
	about.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the document as JSON")
	c.Flags().BoolVar(&all, "all", false, "print every block, behind its role")
	c.MarkFlagsMutuallyExclusive("json", "all")
	return c
}

// article is the text of a document that is read, a line between its blocks.
func article(doc record.Document, all bool) []byte {
	var b bytes.Buffer
	for _, block := range doc.Blocks {
		text := oneLine(clean(block.Span.In(doc.Text)))
		switch {
		case all:
			fmt.Fprintf(&b, "%-10s %s\n", block.Role, text)
		case block.Role.Reads():
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintln(&b, text)
		}
	}
	return b.Bytes()
}

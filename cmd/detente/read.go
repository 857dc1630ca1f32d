package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"regexp"

	"github.com/spf13/cobra"

	"detente/reader"
)

func (p *program) readCommand() *cobra.Command {
	var (
		about         about
		asJSON, lines bool
	)
	c := &cobra.Command{
		Use:     "read FILE|FOLDER|- ...",
		GroupID: "read",
		Short:   "Read reports into their records, on the screen or as JSON",
		Long: `Reads news reports and shows what they say: the text with its actors, dates,
statements and events marked, and below it the tables of who did what to whom, who
said what, and what was promised. Reports are plain text or HTML, in files, folders
or archives of many forms (docs/sources.md).

With --json the record itself is printed (docs/record.md). With --jsonl every line
of the input is a report {"id", "text" or "html", "date", "url", "source",
"title"} and every line of the output its record, in the same order. A bad report
or line is told on standard error, the rest goes on, and the exit status is 1.`,
		Example: `  detente read report.txt
  detente read --date 2020-06-16 --json report.html
  detente read --jsonl reports.jsonl > records.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			opts, err := about.options()
			if err != nil {
				return err
			}
			if lines {
				opts.Format = "jsonl"
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			read := analyse(r)
			work := func(ctx context.Context, in input) result[[]byte] {
				a := read(ctx, in)
				res := result[[]byte]{where: a.where, err: a.err}
				switch {
				case a.err != nil:
				case lines:
					res.value, res.err = encode(a.value.Record(), "")
				case asJSON:
					res.value, res.err = encode(a.value.Record(), "  ")
				default:
					res.value = view{p.screen}.render(res.where, a.value)
				}
				return res
			}
			between := ""
			if !asJSON && !lines {
				between = "\n"
			}
			g := p.reading(args)
			return p.print(c.Context(), g, reader.Ordered(c.Context(), p.workers, p.inputs(c.Context(), g, args, opts), work), between)
		},
	}
	about.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print each record as one JSON object")
	c.Flags().BoolVar(&lines, "jsonl", false, "read JSON lines, print JSON lines")
	c.MarkFlagsMutuallyExclusive("json", "jsonl")
	c.MarkFlagsMutuallyExclusive("jsonl", "as")
	return c
}

// result is what became of one input: a value, or a fault.
type result[T any] struct {
	where string // for errors: the file, with the line in a JSONL file
	value T
	err   error
}

// encode writes a value as one line of JSON, or indented.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	err := enc.Encode(v)
	if indent == "" {
		return b.Bytes(), err
	}
	return pairs.ReplaceAll(b.Bytes(), []byte("[$1, $2]")), err
}

// pairs are spans as indented JSON has them, over four lines; one is enough. No
// string can hold one, since a string has no bare line end.
var pairs = regexp.MustCompile(`\[\n\s+(\d+),\n\s+(\d+)\n\s+\]`)

// print writes every good result to standard output, with between between them.
func (p *program) print(ctx context.Context, g *progress, results iter.Seq[result[[]byte]], between string) error {
	first := true
	if p.screen.tty {
		g.bar = nil // the output itself shows how far it is
	}
	return each(ctx, g, results, func(out []byte) error {
		if !first {
			p.stdout.WriteString(between)
		}
		first = false
		_, err := p.stdout.Write(out)
		return err
	})
}

// each hands every good result to do, in order, and tells the bad ones on
// standard error, each in a line; errReported says that there were some.
func each[T any](ctx context.Context, g *progress, results iter.Seq[result[T]], do func(T) error) error {
	defer g.clear()
	bad := false
	for res := range results {
		if ctx.Err() != nil {
			break
		}
		g.step(res.err == nil)
		if res.err != nil {
			bad = true
			g.clear()
			fmt.Fprintf(g.w, "detente: %s: %s\n", clean(res.where), oneLine(clean(res.err.Error())))
			continue
		}
		if err := do(res.value); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if bad {
		return errReported
	}
	return nil
}

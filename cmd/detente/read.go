package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"regexp"

	"github.com/spf13/cobra"

	"detente/page"
	"detente/reader"
)

func (p *program) readCommand() *cobra.Command {
	var (
		about         given
		asJSON, lines bool
	)
	c := &cobra.Command{
		Use:     "read FILE|FOLDER|- ...",
		GroupID: "read",
		Short:   "Read reports into their records, on the screen or as JSON",
		Long: `Reads news reports, plain text or HTML, and shows what they say: the text with its
actors, dates, statements and events marked, and below it the tables of who did
what to whom, who said what, and what was promised.

With --json the record itself is printed (docs/record.md). With --jsonl every line
of the input is a report {"id", "text" or "html", "date", "url", "source",
"title"} and every line of the output its record, in the same order. A bad report
or line is told on standard error, the rest goes on, and the exit status is 1.`,
		Example: `  detente read report.txt
  detente read --date 2020-06-16 --json report.html
  detente read --jsonl reports.jsonl > records.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			meta, err := about.meta()
			if err != nil {
				return err
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			if lines {
				return p.readLines(c.Context(), r, args)
			}
			return p.readFiles(c.Context(), r, args, meta, asJSON)
		},
	}
	about.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print each record as one JSON object")
	c.Flags().BoolVar(&lines, "jsonl", false, "read JSON lines, print JSON lines")
	c.MarkFlagsMutuallyExclusive("json", "jsonl")
	for _, f := range []string{"date", "url", "source", "title"} {
		c.MarkFlagsMutuallyExclusive("jsonl", f)
	}
	return c
}

// result is what became of one input: a value, or a fault.
type result[T any] struct {
	where string // for errors: the file, with the line in a JSONL file
	value T
	err   error
}

// readFiles reads the reports that the arguments name, each with the same meta.
func (p *program) readFiles(ctx context.Context, r *reader.Reader, args []string, meta page.Meta, asJSON bool) error {
	read := analyse(r, meta)
	work := func(ctx context.Context, in input) result[[]byte] {
		a := read(ctx, in)
		res := result[[]byte]{where: a.where, err: a.err}
		switch {
		case a.err != nil:
		case asJSON:
			res.value, res.err = encode(a.value.Record(), "  ")
		default:
			res.value = view{p.screen}.render(res.where, a.value)
		}
		return res
	}
	between := ""
	if !asJSON {
		between = "\n"
	}
	return p.print(ctx, reader.Ordered(ctx, p.workers, p.inputs(args), work), between)
}

// readLines reads the reports that JSONL files hold, a line each.
func (p *program) readLines(ctx context.Context, r *reader.Reader, args []string) error {
	read := analyseLine(r)
	work := func(ctx context.Context, l line) result[[]byte] {
		a := read(ctx, l)
		res := result[[]byte]{where: a.where, err: a.err}
		if a.err == nil {
			res.value, res.err = encode(a.value.Record(), "")
		}
		return res
	}
	return p.print(ctx, reader.Ordered(ctx, p.workers, p.lines(args), work), "")
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
func (p *program) print(ctx context.Context, results iter.Seq[result[[]byte]], between string) error {
	first := true
	return each(ctx, p.stderr, results, func(out []byte) error {
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
func each[T any](ctx context.Context, stderr io.Writer, results iter.Seq[result[T]], do func(T) error) error {
	g := newProgress(stderr)
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
			fmt.Fprintf(stderr, "detente: %s: %s\n", clean(res.where), oneLine(clean(res.err.Error())))
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

// analyse reads inputs that are all known to have the same meta.
func analyse(r *reader.Reader, meta page.Meta) func(context.Context, input) result[*reader.Analysis] {
	return func(ctx context.Context, in input) result[*reader.Analysis] {
		res := result[*reader.Analysis]{where: in.name}
		doc, err := document(r, in, meta)
		if err == nil {
			res.value, err = r.Read(ctx, doc)
		}
		res.err = err
		return res
	}
}

// analyseLine reads the reports of JSONL lines; the record carries the line's id.
func analyseLine(r *reader.Reader) func(context.Context, line) result[*reader.Analysis] {
	return func(ctx context.Context, l line) result[*reader.Analysis] {
		res := result[*reader.Analysis]{where: l.name}
		if l.n > 0 {
			res.where = fmt.Sprintf("%s:%d", l.name, l.n)
		}
		id, doc, err := documentOfLine(r, l)
		if err == nil {
			res.value, err = r.Read(ctx, doc)
		}
		if err == nil {
			res.value.ID = id
		}
		res.err = err
		return res
	}
}

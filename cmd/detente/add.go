package main

import (
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"detente/reader"
	"detente/record"
	"detente/store"
)

// batchSize is how many records go into the database in one transaction.
const batchSize = 200

func (p *program) addCommand() *cobra.Command {
	var (
		about about
		db    database
		lines bool
	)
	c := &cobra.Command{
		Use:     "add FILE|FOLDER|- ...",
		GroupID: "ask",
		Short:   "Read reports into the record database",
		Long: `Reads reports and keeps their records in the database, which is made where it is not
there. A report that is there already changes nothing; one with the same identifier
and another text replaces the old one. The work may be stopped at any time: what is
in the database is whole, and the same command goes on where it was. At the end stands
what could not be read and what was passed over, by reason. On a terminal a bar shows
how far it is.`,
		Example: `  detente add testdata/reports
  detente add --jsonl --db korea.db reports.jsonl`,
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
			d, err := db.openNew(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			g, sum := p.reading(args), new(tally)
			opts.Skipped = sum.skipped
			return p.put(c.Context(), d, g, sum, reader.Ordered(c.Context(), p.workers, p.inputs(c.Context(), g, args, opts), addition(d, r)))
		},
	}
	about.flags(c)
	db.flags(c)
	c.Flags().BoolVar(&lines, "jsonl", false, "read JSON lines, as read does")
	c.MarkFlagsMutuallyExclusive("jsonl", "as")
	return c
}

// addition reads one input unless the database has it: then the result is nil,
// and an add that was stopped and is run again soon is where it was.
func addition(d store.Store, r *reader.Reader) func(context.Context, input) result[*reader.Analysis] {
	read := analyse(r)
	return func(ctx context.Context, in input) result[*reader.Analysis] {
		if in.err == nil {
			if doc, err := in.Document(r.Page()); err == nil {
				if same, err := d.Same(ctx, doc); err == nil && same {
					return result[*reader.Analysis]{where: in.Name}
				}
			}
		}
		return read(ctx, in)
	}
}

// put keeps records in batches and says what was done, and what was not.
func (p *program) put(ctx context.Context, d store.Store, g *progress, sum *tally, analyses iter.Seq[result[*reader.Analysis]]) error {
	var total store.Added
	var batch []record.Record
	flush := func() error {
		// What was read is kept also when the work is to end.
		added, err := d.Put(context.WithoutCancel(ctx), batch...)
		total.New, total.Same, total.Replaced = total.New+added.New, total.Same+added.Same, total.Replaced+added.Replaced
		batch = batch[:0]
		return err
	}
	counted := func(yield func(result[*reader.Analysis]) bool) {
		for res := range analyses {
			if res.err != nil && ctx.Err() == nil {
				sum.bad(res.err)
			}
			if !yield(res) {
				return
			}
		}
	}
	err := each(ctx, g, counted, func(a *reader.Analysis) error {
		if a == nil {
			total.Same++
			return nil
		}
		sum.noted(a.Doc.Notes)
		batch = append(batch, a.Record())
		if len(batch) < batchSize {
			return nil
		}
		return flush()
	})
	if len(batch) > 0 {
		if fault := flush(); fault != nil {
			return fault
		}
	}
	fmt.Fprintf(p.stdout, "%d added, %d replaced, %d there already\n", total.New, total.Replaced, total.Same)
	sum.write(p.stdout, p.screen)
	return err
}

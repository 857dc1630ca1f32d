package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"detente/record"
	"detente/store"
	"detente/store/sqlite"
)

// database is the --db flag of the commands on the record database.
type database struct{ file string }

func (d *database) flags(c *cobra.Command) {
	c.Flags().StringVar(&d.file, "db", "detente.db", "file of the record database")
}

// open opens a database that is there.
func (d *database) open(ctx context.Context) (*sqlite.DB, error) {
	return sqlite.Open(ctx, d.file, sqlite.Options{MustExist: true})
}

// chosen are the flags that choose rows.
type chosen struct {
	source, target, actor, with string
	types, statuses, states     []string
	since, until                string
	dueSince, dueUntil          string
	document                    string
	news, once                  bool
	limit                       int
}

// flags adds those that every list has.
func (q *chosen) flags(c *cobra.Command) {
	c.Flags().StringVar(&q.actor, "actor", "", "code of an actor on either side, PRK or PRKGOV")
	c.Flags().StringVar(&q.with, "with", "", "code of the other side, with --actor")
	c.Flags().StringVar(&q.since, "since", "", "first day, YYYY-MM-DD or YYYY-MM")
	c.Flags().StringVar(&q.until, "until", "", "last day, YYYY-MM-DD or YYYY-MM")
	c.Flags().StringVar(&q.document, "document", "", "identifier of a report")
	c.Flags().IntVar(&q.limit, "limit", 0, "most rows to print (0: all)")
}

// filter is the choice as the store takes it; a fault is one of usage.
func (q *chosen) filter() (store.Filter, error) {
	f := store.Filter{
		Source: strings.ToUpper(q.source), Target: strings.ToUpper(q.target), Actor: strings.ToUpper(q.actor), With: strings.ToUpper(q.with),
		Types: q.types, Document: q.document, NewsOnly: q.news, Once: q.once, Limit: q.limit,
	}
	for _, s := range q.statuses {
		f.Statuses = append(f.Statuses, record.Status(s))
	}
	for _, s := range q.states {
		f.States = append(f.States, record.State(s))
	}
	var err error
	if f.Period, err = period(q.since, q.until, "--since", "--until"); err != nil {
		return f, err
	}
	if f.Due, err = period(q.dueSince, q.dueUntil, "--due-since", "--due-until"); err != nil {
		return f, err
	}
	if err := f.Check(); err != nil {
		return f, &usageError{err.Error()}
	}
	return f, nil
}

// period reads two days, both within the interval, either of them open.
func period(since, until, sinceFlag, untilFlag string) (record.Interval, error) {
	from, err := parseDate(since)
	if err != nil {
		return from, fmt.Errorf("%s: %w", sinceFlag, err)
	}
	to, err := parseDate(until)
	if err != nil {
		return to, fmt.Errorf("%s: %w", untilFlag, err)
	}
	both := record.Interval{Start: from.Start, End: to.End}
	if both.Closed() && !both.Start.Before(both.End.Time) {
		return both, usage("%s %s is before %s %s", untilFlag, until, sinceFlag, since)
	}
	return both, nil
}

// shape is the --format of a list.
type shape struct{ format string }

func (s *shape) flags(c *cobra.Command) {
	c.Flags().StringVar(&s.format, "format", "table", "table, csv or jsonl")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"table", "csv", "jsonl"}, cobra.ShellCompDirectiveNoFileComp))
}

func (s *shape) check() error {
	switch s.format {
	case "table", "csv", "jsonl":
		return nil
	}
	return usage("--format %s: want table, csv or jsonl", s.format)
}

// list tells how rows of one kind are printed.
type list[T any] struct {
	heads []string // of the table
	cells func(T) []cell
	names []string // of the CSV columns
	row   func(T) []string
	empty string // what to say where there is no row
}

// write prints rows in the shape that was asked for. CSV and JSON lines stream.
func (l list[T]) write(p *program, s shape, rows iter.Seq2[T, error]) error {
	var c *csv.Writer
	switch s.format {
	case "csv":
		c = csv.NewWriter(p.stdout)
		if err := c.Write(l.names); err != nil {
			return err
		}
	}
	enc := json.NewEncoder(p.stdout)
	enc.SetEscapeHTML(false)
	t := table{heads: l.heads, lines: 3}
	for row, err := range rows {
		if err != nil {
			return err
		}
		switch s.format {
		case "csv":
			err = c.Write(l.row(row))
		case "jsonl":
			err = enc.Encode(row)
		default:
			t.add(l.cells(row)...)
		}
		if err != nil {
			return err
		}
	}
	switch {
	case c != nil:
		c.Flush()
		return c.Error()
	case s.format == "jsonl":
		return nil
	case len(t.rows) == 0:
		fmt.Fprintln(p.stderr, l.empty)
		return nil
	}
	return t.write(p.stdout, p.screen)
}

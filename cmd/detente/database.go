package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"detente/export/sheet"
	"detente/query"
	"detente/store"
	"detente/store/postgres"
	"detente/store/sqlite"
)

// database is the --db flag of the commands on the record database.
type database struct{ address string }

func (d *database) flags(c *cobra.Command) {
	c.Flags().StringVar(&d.address, "db", "detente.db", "record database: a file, or postgres://user@host/database")
}

// open opens a database that is there.
func (d *database) open(ctx context.Context) (store.Store, error) { return d.at(ctx, true) }

// openNew opens a database and makes it where there is none.
func (d *database) openNew(ctx context.Context) (store.Store, error) { return d.at(ctx, false) }

func (d *database) at(ctx context.Context, mustExist bool) (store.Store, error) {
	told, end := updating(os.Stderr)
	defer end()
	if postgres.IsAddress(d.address) {
		return postgres.Open(ctx, d.address, postgres.Options{MustExist: mustExist, Progress: told})
	}
	return sqlite.Open(ctx, d.address, sqlite.Options{MustExist: mustExist, Progress: told})
}

// updating shows on a terminal how a large database of an older version is brought
// up to this one; end takes the line away.
func updating(f *os.File) (told func(done, of int), end func()) {
	if !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	shown := false
	return func(done, of int) {
			shown = true
			fmt.Fprintf(f, "\r\x1b[Kbringing the database up to this version: %d of %d facts counted", done, of)
		}, func() {
			if shown {
				fmt.Fprint(f, "\r\x1b[K")
			}
		}
}

// name is the address as it may be shown: without a password.
func (d *database) name() string {
	if postgres.IsAddress(d.address) {
		return postgres.Name(d.address)
	}
	return clean(d.address)
}

// asked is a command that lists rows of the database: its --db, --format, --where
// and a flag for each key of the filter language that means something for them.
type asked struct {
	db     database
	shape  shape
	of     query.List
	where  string
	values map[string]*[]string
	flags  map[string]*bool
}

// question is what such a command was asked for, with the database at hand.
type question struct {
	context.Context
	args   []string
	db     store.Store
	filter store.Filter
	shape  shape
}

// ask makes a command one that lists rows of the database.
func (p *program) ask(c *cobra.Command, of query.List, show func(question) error) *asked {
	q := &asked{of: of, values: map[string]*[]string{}, flags: map[string]*bool{}}
	q.db.flags(c)
	if c.Name() != "export" { // which has layouts
		q.shape.flags(c)
	}
	c.Flags().StringVar(&q.where, "where", "", "an expression of the filter language, 'actor:PRK since:2019 news': docs/query.md")
	for _, k := range query.Keys() {
		if k.For&of == 0 || c.Flags().Lookup(k.Name) != nil {
			continue
		}
		if c.Name() == "search" && (k.Name == "after" || k.Name == "newest") { // the best come first, without pages
			continue
		}
		usage := strings.ReplaceAll(k.Doc, "`", "")
		if k.Flag() {
			q.flags[k.Name] = c.Flags().Bool(k.Name, false, usage)
			continue
		}
		q.values[k.Name] = c.Flags().StringArray(k.Name, nil, usage)
		c.Flags().Lookup(k.Name).Usage = "`" + k.Values + "` " + usage
		if len(k.Also) > 1 && c.Flags().Lookup(k.Also) == nil {
			c.Flags().StringArrayVar(q.values[k.Name], k.Also, nil, "the same as --"+k.Name)
			c.Flags().Lookup(k.Also).Usage = "`" + k.Values + "` the same as --" + k.Name
		}
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := q.shape.check(p); c.Flags().Lookup("format") != nil && err != nil {
			return err
		}
		f, err := q.filter(p)
		if err != nil {
			return err
		}
		d, err := q.db.open(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		return show(question{c.Context(), args, d, f, q.shape})
	}
	return q
}

// filter is the choice as the store takes it; a fault is one of usage.
func (q *asked) filter(p *program) (store.Filter, error) {
	v := url.Values{}
	for name, values := range q.values {
		v[name] = *values
	}
	for name, on := range q.flags {
		if *on {
			v.Set(name, "yes")
		}
	}
	for name, values := range v {
		if slices.Contains(values, "") {
			return store.Filter{}, usage("--%s: has no value: give one, or leave the flag out", name)
		}
	}
	if q.where != "" {
		v.Set("where", q.where)
	}
	f, err := query.FromValues(v)
	if err == nil {
		err = query.Check(f, q.of)
	}
	if err != nil {
		return f, &usageError{"--" + err.Error()}
	}
	return p.expand(f)
}

// groups are the groups of actors in the data.
func (p *program) groups() (*query.Groups, error) {
	fsys, err := p.data()
	if err != nil {
		return nil, err
	}
	return query.LoadGroups(fsys)
}

// expand puts the members of groups in the place of their names.
func (p *program) expand(f store.Filter) (store.Filter, error) {
	groups, err := p.groups()
	if err != nil {
		return f, err
	}
	f, err = groups.Expand(f)
	if err != nil {
		return f, &usageError{err.Error()}
	}
	return f, nil
}

// shape is the --format of a list.
type shape struct {
	format string
	more   string // a format that only this list has
}

// formats are those of every list.
var formats = []string{"table", "csv", "csv-raw", "json", "jsonl", "parquet"}

func (s *shape) flags(c *cobra.Command) {
	c.Flags().StringVar(&s.format, "format", "table", "table, csv (cells that a spreadsheet would run are made text), csv-raw (all as it is), json (one array), jsonl (a line each) or parquet")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
}

func (s *shape) check(p *program) error {
	if s.format == "parquet" && p.screen.tty {
		return usage("--format parquet: a terminal shows no Parquet: write it to a file, > FILE")
	}
	if slices.Contains(formats, s.format) || s.more != "" && s.format == s.more {
		return nil
	}
	want := strings.Join(formats, ", ")
	if s.more != "" {
		want += ", " + s.more
	}
	return usage("--format %s: want %s", s.format, want)
}

// list tells how rows of one kind are printed.
type list[T any] struct {
	heads []string // of the table
	cells func(T) []cell
	csv   sheet.Columns[T]
	empty string // what to say where there is no row
	// parquet writes rows as Parquet.
	parquet func(io.Writer, iter.Seq2[T, error]) error
}

// write prints rows in the shape that was asked for. All but tables stream, and
// hold one row at a time.
func (l list[T]) write(p *program, s shape, rows iter.Seq2[T, error]) error {
	switch s.format {
	case "csv":
		return l.csv.WriteCSV(p.stdout, rows)
	case "csv-raw":
		return l.csv.WriteRaw(p.stdout, rows)
	case "json", "jsonl":
		return writeLines(p.stdout, s.format == "json", rows)
	case "parquet":
		return l.parquet(p.stdout, rows)
	}
	t := table{heads: l.heads, lines: 3}
	for row, err := range rows {
		if err != nil {
			return err
		}
		t.add(l.cells(row)...)
	}
	if len(t.rows) == 0 {
		fmt.Fprintln(p.stderr, l.empty)
		return nil
	}
	return t.write(p.stdout, p.screen)
}

// writeLines writes rows as JSON, a line each, or as one array of such lines.
func writeLines[T any](w io.Writer, array bool, rows iter.Seq2[T, error]) error {
	open, between, end := "", "\n", "\n"
	if array {
		open, between, end = "[\n", ",\n", "\n]\n"
	}
	n := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		text, err := encode(row, "")
		if err != nil {
			return err
		}
		before := between
		if n == 0 {
			before = open
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, bytes.TrimSuffix(text, []byte("\n"))); err != nil {
			return err
		}
		n++
	}
	switch {
	case n == 0 && array:
		end = "[]\n"
	case n == 0:
		return nil
	}
	_, err := io.WriteString(w, end)
	return err
}

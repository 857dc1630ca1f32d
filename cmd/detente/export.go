package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"detente/export"
	"detente/query"
)

func (p *program) exportCommand() *cobra.Command {
	var to, out string
	var names []string
	long := `Writes the events of the database, one layout a file, to standard output or to --out.
What we do not know stays empty; docs/exports.md describes every column. GDELT, ICEWS
and POLECAT know no status: without --status only what is told as happened or claimed
goes there. The layouts:

`
	for _, l := range export.Layouts() {
		names = append(names, l.Name)
		long += fmt.Sprintf("  %-15s %s\n", l.Name, l.Doc)
	}
	c := &cobra.Command{
		Use:     "export --to LAYOUT",
		GroupID: "ask",
		Short:   "Write the events of the database as the field's tools read them",
		Long:    strings.TrimRight(long, "\n"),
		Example: `  detente export --to polecat --out events.tsv
  detente export --to gdelt-events --actor USA --with CHN --since 2019
  detente export --to parquet --where 'actor:@NATO news' --out nato.parquet`,
		Args: cobra.NoArgs,
	}
	c.Flags().StringVar(&to, "to", "", "layout: "+strings.Join(names, ", "))
	c.Flags().StringVar(&out, "out", "", "file to write, which is replaced once it is whole")
	c.MarkFlagRequired("to")
	c.RegisterFlagCompletionFunc("to", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	p.ask(c, query.Events, func(q question) (err error) {
		layout, err := export.Find(to)
		if err != nil {
			return &usageError{"--to: " + err.Error()}
		}
		if out == "" && layout.Name == "parquet" && p.screen.tty {
			return usage("--to parquet: a terminal shows no Parquet: give --out FILE")
		}
		fsys, err := p.data()
		if err != nil {
			return err
		}
		words, err := export.LoadNames(fsys)
		if err != nil {
			return err
		}
		e := &export.Exporter{Store: q.db, Names: words}
		if out == "" {
			_, err := e.Write(q, layout, p.stdout, q.filter)
			return err
		}
		n := 0
		if err := writeWhole(out, func(w io.Writer) error {
			n, err = e.Write(q, layout, w, q.filter)
			return err
		}); err != nil {
			return err
		}
		fmt.Fprintf(p.stderr, "%d events in %s\n", n, out)
		return nil
	})
	return c
}

// writeWhole writes a file that is there wholly or not at all.
func writeWhole(file string, write func(io.Writer) error) error {
	part := file + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		os.Remove(part)
		return err
	}
	return os.Rename(part, file)
}

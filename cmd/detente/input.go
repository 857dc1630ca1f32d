package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"detente/page"
	"detente/reader"
	"detente/record"
	"detente/source"
)

// input is one report on its way in, or why it could not be had.
type input struct {
	source.Input
	err error
}

// inputs yields the reports that the arguments name: files of every form that
// source knows, folders (every report below them, in the order of their paths)
// and "-" for standard input. It tells g how much of them was read.
func (p *program) inputs(ctx context.Context, g *progress, args []string, opts source.Options) iter.Seq[input] {
	opts.Stdin, opts.Read = p.stdin, g.advance
	return func(yield func(input) bool) {
		for _, arg := range args {
			for in, err := range source.Open(ctx, arg, opts) {
				var fault *source.Fault
				if errors.As(err, &fault) {
					in.Name, err = fault.Name, fault.Err
				} else if err != nil {
					in.Name = arg
				}
				if !yield(input{in, err}) {
					return
				}
			}
		}
	}
}

// reading begins to show how far the reading of the arguments is.
func (p *program) reading(args []string) *progress { return p.progress(source.Size(args...)) }

// about is what the command line says about the reports that it names, and what
// form they have.
type about struct{ date, url, source, title, format, columns string }

func (g *about) flags(c *cobra.Command) {
	c.Flags().StringVar(&g.date, "date", "", "day the report was published, YYYY-MM-DD (default: found in the report)")
	c.Flags().StringVar(&g.url, "url", "", "address that the report came from")
	c.Flags().StringVar(&g.source, "source", "", "outlet that published the report")
	c.Flags().StringVar(&g.title, "title", "", "headline, where the text does not hold it")
	c.Flags().StringVar(&g.format, "as", "", "form of the input, text, html, jsonl, csv, warc, ... (default: told by name and first bytes)")
	c.Flags().StringVar(&g.columns, "columns", "", "columns of a CSV file, text=body,date=when (default: found by their usual names)")
	c.RegisterFlagCompletionFunc("as", cobra.FixedCompletions(source.Formats, cobra.ShellCompDirectiveNoFileComp))
}

// options is the same as source takes it.
func (g *about) options() (source.Options, error) {
	on, err := parseDate(g.date)
	if err != nil {
		return source.Options{}, fmt.Errorf("--date: %w", err)
	}
	opts := source.Options{Meta: page.Meta{URL: g.url, Title: g.title, Source: g.source, Date: on}, Format: g.format}
	if g.columns != "" {
		if opts.Columns, err = source.ParseColumns(g.columns); err != nil {
			return opts, &usageError{"--columns: " + err.Error()}
		}
	}
	return opts, nil
}

// parseDate reads a day or a month; empty is unknown.
func parseDate(s string) (record.Interval, error) {
	if s == "" {
		return record.Interval{}, nil
	}
	return page.ParseDate(s)
}

// analyse reads one input; the record carries the identifier that the input gave.
func analyse(r *reader.Reader) func(context.Context, input) result[*reader.Analysis] {
	return func(ctx context.Context, in input) result[*reader.Analysis] {
		res := result[*reader.Analysis]{where: in.Name, err: in.err}
		if res.err != nil {
			return res
		}
		doc, err := in.Document(r.Page())
		if err == nil {
			res.value, err = r.Read(ctx, doc)
		}
		if err == nil {
			res.value.ID = in.Key
		}
		res.err = err
		return res
	}
}

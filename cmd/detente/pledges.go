package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente/export"
	"detente/export/sheet"
	"detente/ledger"
	"detente/ledger/stored"
	"detente/query"
	"detente/record"
	"detente/store"
)

func (p *program) pledgesCommand() *cobra.Command {
	var asOf string
	c := &cobra.Command{
		Use:     "pledges",
		GroupID: "ask",
		Short:   "List what was promised, threatened and demanded, and what came of it",
		Long: `Lists commitments with their life: reports are read in order of date, what later
reports tell is held against what was promised, and what fell due without a word is
marked. A commitment that several reports tell is one. With --as-of the book stands
as it stood on that day.`,
		Example: `  detente pledges --by PRK --state open
  detente pledges --kind ultimatum,demand --as-of 2023-08-07 --format jsonl`,
		Args: cobra.NoArgs,
	}
	p.ask(c, query.Commitments, func(q question) error {
		day, err := parseDate(asOf)
		if err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
		book, err := stored.Book(q, q.db, day.Start)
		if err != nil {
			return err
		}
		return pledgeList.write(p, q.shape, choose(q, q.db, book, q.filter))
	})
	c.Flags().StringVar(&asOf, "as-of", "", "how things stood on a day (default: the day of the last report)")
	c.AddCommand(p.pledgesShowCommand(), p.pledgesSetCommand())
	return c
}

// choose keeps the entries that a filter asks for. What the book does not hold,
// the words and the reports, the database is asked for: an entry fits where one
// of its tellings does. An entry's cursor is its key.
func choose(ctx context.Context, d store.Store, book *ledger.Book, f store.Filter) iter.Seq2[*ledger.Entry, error] {
	return func(yield func(*ledger.Entry, error) bool) {
		told, err := tellings(ctx, d, f)
		if err != nil {
			yield(nil, err)
			return
		}
		entries := book.Entries()
		if f.Newest {
			entries = slices.Clone(entries)
			slices.Reverse(entries)
		}
		if f.After != "" {
			at := slices.IndexFunc(entries, func(e *ledger.Entry) bool { return e.Key == f.After })
			if at < 0 {
				yield(nil, fmt.Errorf("--after %s: there is no commitment with this key: give one of the rows before", f.After))
				return
			}
			entries = entries[at+1:]
		}
		n := 0
		for _, e := range entries {
			switch {
			case !f.Sides(e.By.Code, e.To.Code, e.Made):
			case len(f.Kinds) > 0 && !slices.Contains(f.Kinds, string(e.Kind)):
			case len(f.States) > 0 && !slices.Contains(f.States, e.Now()):
			case !f.Period.Overlaps(e.Made):
			case f.Due.Known() && (e.Due == nil || !e.Due.Known() || !f.Due.Overlaps(e.Due.Interval)):
			case f.Deadline.Known() && !deadlineIn(f.Deadline, e.Due):
			case told != nil && !slices.ContainsFunc(e.ToldBy, func(t ledger.Telling) bool { return told[telling{t.Document, t.Commitment}] }):
			default:
				if n++; f.Limit > 0 && n > f.Limit || !yield(e, nil) {
					return
				}
			}
		}
	}
}

// deadlineIn reports whether the last day of a deadline lies within days.
func deadlineIn(days record.Interval, due *record.Due) bool {
	return due != nil && !due.End.IsZero() && days.Has(due.End.Add(0, 0, -1))
}

// telling is a commitment as one report has it.
type telling struct{ document, commitment string }

// tellings are those that the part of a filter about words and reports chooses;
// nil where it has no such part.
func tellings(ctx context.Context, d store.Store, f store.Filter) (map[telling]bool, error) {
	if f.Text == "" && len(f.Outlets) == 0 && f.Document == "" && f.Story == "" {
		return nil, nil
	}
	told := map[telling]bool{}
	for c, err := range d.Commitments(ctx, store.Filter{Text: f.Text, Outlets: f.Outlets, Document: f.Document, Story: f.Story}) {
		if err != nil {
			return nil, err
		}
		told[telling{c.Document, c.ID}] = true
	}
	return told, nil
}

// keyShown is how much of a key a table shows: enough to tell a million apart.
const keyShown = 8

var pledgeList = list[*ledger.Entry]{
	heads: []string{"KEY", "KIND", "BY", "", "TO", "MADE", "DUE", "STATE", "WHAT"},
	cells: func(e *ledger.Entry) []cell {
		return append([]cell{{e.Key[:keyShown], faint}}, commitmentCells(e.Commitment)[1:]...)
	},
	csv:   pledgeColumns(),
	empty: "no commitment fits",
	parquet: flat(func(e *ledger.Entry) export.Commitment {
		return export.CommitmentRow(e.Key, e.Commitment, e.Document, tellers(e)...)
	}),
}

// tellers are the reports that tell of an entry.
func tellers(e *ledger.Entry) []string {
	var told []string
	for _, t := range e.ToldBy {
		told = append(told, t.Document)
	}
	return told
}

// pledgeColumns are the columns of the entries of the book as CSV.
func pledgeColumns() sheet.Columns[*ledger.Entry] {
	type e = *ledger.Entry
	columns := sheet.Columns[e]{
		{Name: "key", Doc: "made of the first report and the words: the same in every answer", Cell: func(e e) string { return e.Key }},
		{Name: "document", Doc: "the first report that tells it", Cell: func(e e) string { return e.Document }},
	}
	columns = append(columns, sheet.Of(sheet.Pledge(), func(e e) record.Commitment { return e.Commitment })...)
	return append(columns, sheet.Column[e]{Name: "told_by", Doc: "the reports that tell it, with `;` between them", Cell: func(e e) string { return strings.Join(tellers(e), ";") }})
}

package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente/ledger"
	"detente/record"
	"detente/store"
)

func (p *program) pledgesCommand() *cobra.Command {
	var (
		db   database
		q    chosen
		s    shape
		by   string
		to   string
		asOf string
	)
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
		RunE: func(c *cobra.Command, _ []string) error {
			if err := s.check(); err != nil {
				return err
			}
			f, err := q.filter()
			if err != nil {
				return err
			}
			day, err := parseDate(asOf)
			if err != nil {
				return fmt.Errorf("--as-of: %w", err)
			}
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			book, err := bookOf(c.Context(), d, day.Start)
			if err != nil {
				return err
			}
			return pledgeList.write(p, s, choose(book, f, strings.ToUpper(by), strings.ToUpper(to)))
		},
	}
	db.flags(c)
	q.flags(c)
	s.flags(c)
	c.Flags().StringVar(&by, "by", "", "code of the actor who is bound")
	c.Flags().StringVar(&to, "to", "", "code of the actor it is given to")
	c.Flags().StringSliceVar(&q.types, "kind", nil, "promise, threat, demand, ultimatum, offer, refusal, agreement")
	c.Flags().StringSliceVar(&q.states, "state", nil, "open, due, kept, broken, lapsed, met, withdrawn, superseded, renewed")
	c.Flags().StringVar(&q.dueSince, "due-since", "", "due on this day or later")
	c.Flags().StringVar(&q.dueUntil, "due-until", "", "due on this day or earlier")
	c.Flags().StringVar(&asOf, "as-of", "", "how things stood on a day (default: the day of the last report)")
	c.AddCommand(p.pledgesShowCommand(), p.pledgesSetCommand())
	return c
}

// bookOf is the book of commitments of all reports in the database.
func bookOf(ctx context.Context, d store.Store, asOf record.Moment) (*ledger.Book, error) {
	var corrections []ledger.Correction
	for c, err := range d.Commitments(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		for _, step := range c.State {
			if step.Author != "" {
				corrections = append(corrections, ledger.Correction{Key: ledger.KeyOf(c.Document, &c.Commitment), Step: step})
			}
		}
	}
	var reports []ledger.Report
	for doc, err := range d.Documents(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		rec, err := d.Get(ctx, doc.ID)
		if err != nil {
			return nil, err
		}
		reports = append(reports, ledger.ReportOf(&rec))
	}
	return ledger.Make(reports, asOf, corrections), nil
}

// choose keeps the entries that a filter asks for.
func choose(book *ledger.Book, f store.Filter, by, to string) iter.Seq2[*ledger.Entry, error] {
	side := func(code, prefix string) bool { return strings.HasPrefix(code, prefix) }
	return func(yield func(*ledger.Entry, error) bool) {
		n := 0
		for _, e := range book.Entries() {
			a, b := e.By.Code, e.To.Code
			switch {
			case !side(a, by) || !side(b, to):
			case !(side(a, f.Actor) && side(b, f.With) || side(b, f.Actor) && side(a, f.With)):
			case len(f.Types) > 0 && !slices.Contains(f.Types, string(e.Kind)):
			case len(f.States) > 0 && !slices.Contains(f.States, e.Now()):
			case f.Document != "" && f.Document != e.Document:
			case !f.Period.Overlaps(e.Made):
			case f.Due.Known() && (e.Due == nil || !e.Due.Known() || !f.Due.Overlaps(e.Due.Interval)):
			default:
				if n++; f.Limit > 0 && n > f.Limit || !yield(e, nil) {
					return
				}
			}
		}
	}
}

// keyShown is how much of a key a table shows: enough to tell a million apart.
const keyShown = 8

var pledgeList = list[*ledger.Entry]{
	heads: []string{"KEY", "KIND", "BY", "", "TO", "MADE", "DUE", "STATE", "WHAT"},
	cells: func(e *ledger.Entry) []cell {
		return append([]cell{{e.Key[:keyShown], faint}}, commitmentCells(e.Commitment)[1:]...)
	},
	names: []string{"key", "document", "commitment", "kind", "by", "by_name", "to", "to_name", "content", "condition", "made", "due_start", "due_end", "state", "since", "told_by"},
	row: func(e *ledger.Entry) []string {
		condition, due := "", record.Interval{}
		if e.Condition != nil {
			condition = e.Condition.Kind + ": " + e.Condition.Text
		}
		if e.Due != nil {
			due = e.Due.Interval
		}
		var told []string
		for _, t := range e.ToldBy {
			told = append(told, t.Document)
		}
		return []string{e.Key, e.Document, e.ID, string(e.Kind), e.By.Code, e.By.Name, e.To.Code, e.To.Name, e.Content.Text, condition,
			e.Made.Start.String(), due.Start.String(), due.End.String(), string(e.Now()), e.State[len(e.State)-1].On.Start.String(), strings.Join(told, ";")}
	},
	empty: "no commitment fits",
}

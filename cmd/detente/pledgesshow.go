package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"detente/ledger"
	"detente/ledger/stored"
	"detente/record"
	"detente/store"
)

func (p *program) pledgesShowCommand() *cobra.Command {
	var db database
	c := &cobra.Command{
		Use:   "show KEY",
		Short: "Tell the life of one commitment, with the sentences that show each step",
		Long: `Prints one commitment with its conditions and its due day, and every step of its life:
when, by which report, in which words, whether it was told or inferred, and how sure.
KEY is the first column of pledges, or as many of its characters as tell it apart.`,
		Example: "  detente pledges show 3f2a91",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			d, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer d.Close()
			book, err := stored.Book(ctx, d, record.Moment{})
			if err != nil {
				return err
			}
			e, err := entryOf(book, args[0])
			if err != nil {
				return err
			}
			return p.tellLife(ctx, d, e)
		},
	}
	db.flags(c)
	return c
}

// tellLife prints an entry and its steps.
func (p *program) tellLife(ctx context.Context, d store.Store, e *ledger.Entry) error {
	line := func(label, text string) {
		if text == "" {
			return
		}
		for i, part := range wrap(oneLine(clean(text)), p.screen.width-lifeIndent) {
			if i > 0 {
				label = ""
			}
			fmt.Fprintf(p.stdout, "%s%s\n", p.screen.paint(fmt.Sprintf("%-*s", lifeIndent, label), faint), part)
		}
	}
	name := func(a record.ActorRef) string { return strings.TrimSpace(a.Name + " " + a.Code) }
	line("key", e.Key)
	line("kind", string(e.Kind))
	line("by", name(e.By))
	line("to", name(e.To))
	line("what", e.Content.Text)
	if e.Condition != nil {
		line(e.Condition.Kind, e.Condition.Text)
	}
	line("made", dates(e.Made))
	if e.Due != nil {
		line("due", strings.TrimSpace(dates(e.Due.Interval)+" ("+e.Due.Text+")"))
	}
	for i, t := range e.ToldBy {
		label := ""
		if i == 0 {
			label = "told by"
		}
		line(label, strings.TrimSpace(t.Source+" "+dates(t.Published)+" "+t.Document))
	}
	for _, s := range e.State {
		fmt.Fprintf(p.stdout, "\n%s  %s%s\n", p.screen.paint(string(s.As), strong), p.screen.paint(dates(s.On), timely), p.screen.paint(grounds(s), faint))
		for _, part := range wrap(oneLine(clean(s.Note)), p.screen.width-2) {
			fmt.Fprintf(p.stdout, "  %s\n", part)
		}
		if err := p.evidence(ctx, d, e, s); err != nil {
			return err
		}
	}
	return nil
}

// lifeIndent is where the values stand.
const lifeIndent = 10

// grounds says on what a step rests.
func grounds(s record.Step) string {
	switch {
	case s.Author != "":
		at := s.At
		if t, err := time.Parse(time.RFC3339, s.At); err == nil {
			at = t.UTC().Format("2006-01-02 15:04 MST")
		}
		return strings.TrimRight("  says "+clean(s.Author)+", "+clean(at), ", ")
	case s.Inferred:
		return fmt.Sprintf("  inferred, confidence %.2f", s.Confidence)
	}
	return "  told"
}

// evidence prints the words that show a step, with their report.
func (p *program) evidence(ctx context.Context, d store.Store, e *ledger.Entry, s record.Step) error {
	if len(s.Evidence) == 0 {
		return nil
	}
	document := s.Document
	if document == "" {
		document = e.Document
	}
	rec, err := d.Get(ctx, document)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, span := range s.Evidence {
		for _, part := range wrap("“"+oneLine(clean(span.In(rec.Document.Text)))+"”", p.screen.width-2) {
			fmt.Fprintf(p.stdout, "  %s\n", part)
		}
	}
	_, err = fmt.Fprintf(p.stdout, "  %s\n", p.screen.paint(strings.TrimSpace(rec.Document.Source+" "+dates(rec.Document.Published.Interval)+", "+document), faint))
	return err
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"detente/store"
)

// story is what is known of the story of a report.
type story struct {
	Story   string           `json:"story"`   // identifier of its first report in the database
	Reports []store.Document `json:"reports"` // the first to appear first
	Facts   []store.Accounts `json:"facts"`   // that the reports tell; one that stands among the others of another is told there
}

func (p *program) storyCommand() *cobra.Command {
	var (
		db     database
		asJSON bool
	)
	c := &cobra.Command{
		Use:     "story REPORT",
		GroupID: "ask",
		Short:   "Show the reports of one story, and how their accounts differ",
		Long: `Lists the reports that tell the same story in nearly the same words (copies, updates,
corrections), the first to report first, and the events they tell, with the number of
reports in the whole database that tell each. Where accounts contradict one another in
the day, the place, a count or in whether it happened, each reading stands with its
reports. REPORT is the identifier of any report of the story.`,
		Example: `  detente story hotline-restored
  detente story --json hotline-restored`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			d, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer d.Close()
			s, err := storyOf(ctx, d, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return p.writeJSON(s)
			}
			return p.tellStory(s)
		},
	}
	db.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the story as JSON")
	return c
}

// storyOf gathers the story of a report.
func storyOf(ctx context.Context, d store.Store, document string) (story, error) {
	s := story{Reports: []store.Document{}, Facts: []store.Accounts{}}
	f := store.Filter{Story: document}
	for doc, err := range d.Documents(ctx, f) {
		if err != nil {
			return s, err
		}
		s.Story, s.Reports = doc.Story, append(s.Reports, doc)
	}
	if len(s.Reports) == 0 {
		return s, fmt.Errorf("%s: %w: detente search finds reports by their words", document, store.ErrNotFound)
	}
	var events []store.Event
	for e, err := range d.Events(ctx, f) {
		if err != nil {
			return s, err
		}
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b store.Event) int { return a.Published.Start.Compare(b.Published.Start.Time) })
	told := map[int64]bool{} // facts, also those that stand in another one's accounts
	for _, e := range events {
		if told[e.Fact] {
			continue
		}
		told[e.Fact] = true
		a, err := store.AccountsOf(ctx, d, e.Fact)
		if errors.Is(err, store.ErrNotFound) {
			continue // taken out meanwhile
		}
		if err != nil {
			return s, err
		}
		for _, e := range a.Others {
			told[e.Fact] = true
		}
		s.Facts = append(s.Facts, a)
	}
	return s, nil
}

func (p *program) tellStory(s story) error {
	t := table{heads: []string{"PUBLISHED", "OUTLET", "REPORT", "", "TITLE"}, lines: 2}
	for i, d := range s.Reports {
		first := ""
		if i == 0 || d.Published.Start.Equal(s.Reports[0].Published.Start.Time) {
			first = "first"
		}
		t.add(cell{dates(d.Published.Interval), timely}, cell{clip(clean(d.Source), 24), plain}, cell{clean(d.ID), faint}, cell{first, strong}, cell{oneLine(clean(cmp.Or(d.Title, d.URL))), plain})
	}
	if err := t.write(p.stdout, p.screen); err != nil || len(s.Facts) == 0 {
		return err
	}
	fmt.Fprintf(p.stdout, "\n%s\n", p.screen.paint("Events", strong))
	t = table{heads: []string{"DATE", "WHO", "", "WHOM", "TYPE", "CAMEO", "STATUS", "REPORTS", "FIRST"}}
	differ := 0
	for _, a := range s.Facts {
		e := a.Told[0]
		t.add(append(eventCells(e.Event, "")[1:8:8], cell{strconv.Itoa(e.Reports), plain}, cell{clean(e.Document) + "#" + e.ID, faint})...)
		differ += min(len(a.Differ), 1)
	}
	if err := t.write(p.stdout, p.screen); err != nil || differ == 0 {
		return err
	}
	fmt.Fprintf(p.stdout, "\n%s\n", p.screen.paint("Where the accounts differ", strong))
	for _, a := range s.Facts {
		if len(a.Differ) == 0 {
			continue
		}
		e := a.Told[0]
		fmt.Fprintf(p.stdout, "\n  %s → %s  %s  %s\n", who(e.Source), who(e.Target), e.Plover.Type, p.screen.paint(clean(e.Document)+"#"+e.ID, faint))
		if err := differenceTable(a.Differ).write(p.stdout, p.screen); err != nil {
			return err
		}
	}
	return nil
}

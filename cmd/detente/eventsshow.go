package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"detente/store"
)

func (p *program) eventsShowCommand() *cobra.Command {
	var (
		db     database
		asJSON bool
	)
	c := &cobra.Command{
		Use:   "show REPORT#EVENT",
		Short: "Put side by side what the reports tell of one event",
		Long: `Prints every report that tells an event, the first to report first, with the words,
and in what they contradict one another: the day, the place, the count, or whether it
happened at all. Events of other facts that seem to be of the same happening, such as
a denial or another day in an update of the report, stand below. REPORT#EVENT is the
last column of detente events.`,
		Example: "  detente events show hotline-restored#e1",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			d, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer d.Close()
			e, err := eventOf(ctx, d, args[0])
			if err != nil {
				return err
			}
			a, err := store.AccountsOf(ctx, d, e.Fact)
			if err != nil {
				return err
			}
			if asJSON {
				return p.writeJSON(a)
			}
			return p.tellAccounts(ctx, d, a)
		},
	}
	db.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the accounts as JSON")
	return c
}

// eventOf finds an event by its report and identifier: "doc#e3".
func eventOf(ctx context.Context, d store.Store, key string) (store.Event, error) {
	at := strings.LastIndex(key, "#")
	if at < 1 {
		return store.Event{}, usage("%q: give a report and an event, as REPORT#e1", key)
	}
	for e, err := range d.Events(ctx, store.Filter{Document: key[:at]}) {
		if err != nil {
			return e, err
		}
		if e.ID == key[at+1:] {
			return e, nil
		}
	}
	return store.Event{}, fmt.Errorf("%s: there is no such event: detente events --document %s lists those of the report", key, key[:at])
}

// tellAccounts prints the accounts of a fact.
func (p *program) tellAccounts(ctx context.Context, d store.Store, a store.Accounts) error {
	reports := map[string]bool{}
	for _, e := range a.Told {
		reports[e.Document] = true
	}
	head := fmt.Sprintf("%s → %s  %s  told by %s, first by", who(a.Told[0].Source), who(a.Told[0].Target), a.Told[0].Plover.Type, plural(len(reports), "report"))
	var first []string
	for _, e := range a.First() {
		first = append(first, clean(cmp.Or(e.Outlet, e.Document)))
	}
	for _, line := range wrap(head+" "+strings.Join(first, " and ")+firstDay(a), p.screen.width) {
		fmt.Fprintln(p.stdout, p.screen.paint(line, strong))
	}
	if err := p.accountTable(ctx, d, "", a.Told); err != nil {
		return err
	}
	if err := p.accountTable(ctx, d, "Other accounts of what may be the same", a.Others); err != nil {
		return err
	}
	if len(a.Differ) == 0 {
		fmt.Fprintf(p.stdout, "\n%s\n", p.screen.paint("The accounts do not contradict one another.", faint))
		return nil
	}
	fmt.Fprintf(p.stdout, "\n%s\n", p.screen.paint("They differ", strong))
	return differenceTable(a.Differ).write(p.stdout, p.screen)
}

// firstDay is the day of the first report, in words.
func firstDay(a store.Accounts) string {
	if day := dates(a.Told[0].Published); day != "" {
		return " on " + day
	}
	return ""
}

// accountTable prints events with their reports and words.
func (p *program) accountTable(ctx context.Context, d store.Store, title string, events []store.Event) error {
	if len(events) == 0 {
		return nil
	}
	t := table{heads: []string{"REPORTED", "OUTLET", "REPORT", "DATE", "PLACE", "COUNT", "STATUS", "IN THE WORDS"}, lines: 3}
	for _, e := range events {
		rec, err := d.Get(ctx, e.Document)
		if err != nil {
			return err
		}
		place := ""
		if e.Place != nil {
			place = clean(e.Place.Name)
		}
		var counts []string
		for _, c := range e.Count {
			counts = append(counts, strings.TrimSpace(strings.ReplaceAll(c.Mod, "-", " ")+" "+clean(c.Text)+" "+c.Of))
		}
		cells := eventCells(e.Event, e.Spans.Clause.In(rec.Document.Text))
		t.add(cell{dates(e.Published), timely}, cell{clip(clean(e.Outlet), 24), plain}, cell{clip(clean(e.Document), 24) + "#" + e.ID, faint},
			cells[1], cell{place, plain}, cell{strings.Join(counts, ", "), plain}, cells[7], cells[8])
	}
	fmt.Fprintln(p.stdout)
	if title != "" {
		fmt.Fprintln(p.stdout, p.screen.paint(title, strong))
	}
	return t.write(p.stdout, p.screen)
}

// differenceTable lists readings, each with its reports.
func differenceTable(differ []store.Difference) *table {
	t := &table{heads: []string{"IN", "READING", "REPORTS"}, lines: 3}
	for _, d := range differ {
		in := d.In
		for _, r := range d.Readings {
			t.add(cell{in, plain}, cell{clean(r.Value), strong}, cell{clean(strings.Join(r.Documents, ", ")), faint})
			in = ""
		}
	}
	return t
}

// writeJSON prints a value as indented JSON.
func (p *program) writeJSON(v any) error {
	text, err := encode(v, "  ")
	if err == nil {
		_, err = p.stdout.Write(text)
	}
	return err
}

// plural is a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

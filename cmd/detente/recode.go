package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente/reader"
	"detente/record"
	"detente/store"
)

func (p *program) recodeCommand() *cobra.Command {
	var (
		db           database
		list, yes    bool
		accept, drop int64
		examples     int
	)
	c := &cobra.Command{
		Use:     "recode",
		GroupID: "ask",
		Short:   "Read the stored reports again and show what changes",
		Long: `Reads every report of the database again, with this version of the program and with
the rules of --rules, and keeps the new records beside the old ones as a candidate.
What changes is shown rule by rule: events that come, go or are coded otherwise.
Queries answer from the old run until the candidate is accepted; corrections of
commitments stay. Interrupted, it leaves the database as it was.`,
		Example: `  detente recode --rules my-rules
  detente recode --accept 2
  detente recode --rules my-rules --yes`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			d, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer d.Close()
			switch {
			case list:
				return p.listRuns(ctx, d)
			case accept != 0:
				if err := d.AcceptRun(ctx, accept); err != nil {
					return err
				}
				fmt.Fprintf(p.stdout, "run %d is the current one\n", accept)
				return nil
			case drop != 0:
				if err := d.DropRun(ctx, drop); err != nil {
					return err
				}
				fmt.Fprintf(p.stdout, "run %d is dropped\n", drop)
				return nil
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			run, err := p.recode(ctx, d, r)
			if err != nil {
				return err
			}
			if err := p.showChanges(ctx, d, run, examples); err != nil {
				return err
			}
			if yes {
				if err := d.AcceptRun(ctx, run); err != nil {
					return err
				}
				fmt.Fprintf(p.stdout, "accepted: run %d is the current one\n", run)
				return nil
			}
			fmt.Fprintf(p.stdout, "run %d is a candidate: detente recode --accept %d, or --drop %d\n", run, run, run)
			return nil
		},
	}
	db.flags(c)
	c.Flags().BoolVar(&list, "list", false, "list the runs")
	c.Flags().Int64Var(&accept, "accept", 0, "make this candidate the current run; the old one goes")
	c.Flags().Int64Var(&drop, "drop", 0, "throw this candidate away")
	c.Flags().BoolVar(&yes, "yes", false, "accept the new run at once")
	c.Flags().IntVar(&examples, "examples", 3, "how many events to show of each rule")
	c.MarkFlagsMutuallyExclusive("list", "accept", "drop", "yes")
	return c
}

// recode reads all stored documents into a new candidate run. Where that fails
// or is interrupted, the candidate is dropped.
func (p *program) recode(ctx context.Context, d store.Store, r *reader.Reader) (run int64, err error) {
	program, data := r.Versions()
	if run, err = d.BeginRun(ctx, program, data); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = withDropped(d, run, err)
		}
	}()
	var fault error // of the database, while documents are listed
	documents := func(yield func(record.Document) bool) {
		for short, err := range d.Documents(ctx, store.Filter{}) {
			if err == nil {
				var rec record.Record
				if rec, err = d.Get(ctx, short.ID); err == nil {
					if !yield(asAdded(rec.Document)) {
						return
					}
					continue
				}
			}
			fault = err
			return
		}
	}
	work := func(ctx context.Context, doc record.Document) result[*reader.Analysis] {
		a, err := r.Read(ctx, doc)
		return result[*reader.Analysis]{where: doc.ID, value: a, err: err}
	}
	var batch []record.Record
	g := p.progress(-1)
	if n, err := storedReports(ctx, d); err == nil {
		g = p.progress(n)
	}
	err = each(ctx, g, reader.Ordered(ctx, p.workers, iter.Seq[record.Document](documents), work), func(a *reader.Analysis) error {
		g.advance(1)
		batch = append(batch, a.Record())
		if len(batch) < batchSize {
			return nil
		}
		defer func() { batch = batch[:0] }()
		return d.PutIn(ctx, run, batch...)
	})
	if err == nil {
		err = fault
	}
	if err == nil && len(batch) > 0 {
		err = d.PutIn(ctx, run, batch...)
	}
	return run, err
}

// storedReports is how many reports the current run has read.
func storedReports(ctx context.Context, d store.Store) (int64, error) {
	runs, err := d.ListRuns(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range runs {
		if r.State == "current" {
			return int64(r.Documents), nil
		}
	}
	return -1, nil
}

// asAdded is a stored document as it was before it was read: a date that was
// told by its text is to be found again.
func asAdded(doc record.Document) record.Document {
	if doc.Published.KnownBy == record.Text {
		doc.Published = record.Published{}
	}
	doc.Published.Reasons = nil
	return doc
}

// withDropped drops a candidate after a fault, also when ctx is done.
func withDropped(d store.Store, run int64, fault error) error {
	if err := d.DropRun(context.Background(), run); err != nil {
		return fmt.Errorf("%w (and run %d could not be dropped: %v)", fault, run, err)
	}
	return fault
}

func (p *program) listRuns(ctx context.Context, d store.Store) error {
	runs, err := d.ListRuns(ctx)
	if err != nil {
		return err
	}
	t := table{heads: []string{"RUN", "STATE", "REPORTS", "EVENTS", "VERSION", "DATA"}}
	for _, r := range runs {
		t.add(cell{fmt.Sprint(r.ID), strong}, cell{r.State, plain}, cell{fmt.Sprint(r.Documents), plain}, cell{fmt.Sprint(r.Events), plain},
			cell{r.Version, faint}, cell{r.DataVersion, faint})
	}
	return t.write(p.stdout, p.screen)
}

// ruleChange is what changes by one rule.
type ruleChange struct {
	rule              string
	added, gone, both int
	lines             []string
}

// showChanges prints what the candidate changes against the current run, most
// changed rule first.
func (p *program) showChanges(ctx context.Context, d store.Store, run int64, examples int) error {
	runs, err := d.ListRuns(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(runs, func(r store.Run) bool { return r.State == "current" })
	if at < 0 {
		return fmt.Errorf("the database has no current run")
	}
	byRule := map[string]*ruleChange{}
	for c, err := range d.Diff(ctx, runs[at].ID, run) {
		if err != nil {
			return err
		}
		event, sign := c.New, "+"
		switch {
		case c.New == nil:
			event, sign = c.Old, "-"
		case c.Old != nil:
			sign = "~"
		}
		rc := byRule[event.Rule]
		if rc == nil {
			rc = &ruleChange{rule: event.Rule}
			byRule[event.Rule] = rc
		}
		switch sign {
		case "+":
			rc.added++
		case "-":
			rc.gone++
		default:
			rc.both++
		}
		if len(rc.lines) < examples {
			rc.lines = append(rc.lines, sign+" "+changeLine(c))
		}
	}
	if len(byRule) == 0 {
		fmt.Fprintln(p.stdout, "no event changes")
		return nil
	}
	changes := make([]*ruleChange, 0, len(byRule))
	for _, rc := range byRule {
		changes = append(changes, rc)
	}
	slices.SortFunc(changes, func(a, b *ruleChange) int {
		if d := (b.added + b.gone + b.both) - (a.added + a.gone + a.both); d != 0 {
			return d
		}
		return strings.Compare(a.rule, b.rule)
	})
	for _, rc := range changes {
		fmt.Fprintf(p.stdout, "%s  +%d -%d ~%d\n", p.screen.paint(clean(rc.rule), strong), rc.added, rc.gone, rc.both)
		for _, line := range rc.lines {
			fmt.Fprintf(p.stdout, "  %s\n", clip(clean(line), p.screen.width-2))
		}
	}
	return nil
}

// changeLine tells one change: the event, and what it was before.
func changeLine(c store.Change) string {
	tell := func(e *record.Event) string {
		return fmt.Sprintf("%s %s → %s %s %s %s", dates(e.Date), who(e.Source), who(e.Target), e.Plover.Type, e.Cameo, e.Status)
	}
	switch {
	case c.New == nil:
		return c.Document + ": " + tell(c.Old)
	case c.Old == nil:
		return c.Document + ": " + tell(c.New)
	}
	return c.Document + ": " + tell(c.Old) + " is now " + tell(c.New)
}

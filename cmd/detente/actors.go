package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"detente/actor"
	"detente/record"
)

func (p *program) actorsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "actors",
		GroupID: "mend",
		Short:   "Look into the dictionary of actors, and check it",
		Long: `The dictionary of states, organisations, armed groups and office-holders is a folder
of TSV files (docs/actors.md). To add people, put a file actors/holders-own.tsv into
a folder and give that with --rules.`,
		Example: "  detente actors show \"the Iranian foreign minister\" --on 2013-08-16\n  detente actors check",
	}
	c.AddCommand(p.actorsShowCommand(), p.actorsCheckCommand())
	return c
}

func (p *program) actorsShowCommand() *cobra.Command {
	var on string
	c := &cobra.Command{
		Use:   "show NAME",
		Short: "Show whom a name, a surname or a title means, with offices, dates and sources",
		Long: `Shows everybody whom a name means, with the code on the day (--on, else today), and
every time in office with its source, file and line. A title means its holder on
the day.`,
		Example: "  detente actors show \"Ri Son Gwon\" --on 2020-06-12\n  detente actors show \"the Iranian foreign minister\" --on 2013-08-16",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			d, err := p.actors()
			if err != nil {
				return err
			}
			now := time.Now().UTC()
			day := record.Date(now.Year(), now.Month(), now.Day())
			if on != "" {
				if day, err = record.ParseMoment(on); err != nil {
					return usage("--on: %v", err)
				}
			}
			entries := d.Show(strings.Join(args, " "), day)
			if len(entries) == 0 {
				return fmt.Errorf("nobody in the dictionary is called %q on %s; docs/actors.md tells how to add people", strings.Join(args, " "), day)
			}
			for i := range entries {
				p.showActor(&entries[i], day)
			}
			return nil
		},
	}
	c.Flags().StringVar(&on, "on", "", "the day that the code and the title are for, YYYY-MM-DD (default today)")
	return c
}

// showActor prints one entry: a line for the actor, one for each office.
func (p *program) showActor(e *actor.Entry, on record.Moment) {
	line := []string{clean(e.Actor.Name), e.Code, string(e.Actor.Kind)}
	if e.Actor.Wikidata != "" {
		line = append(line, e.Actor.Wikidata)
	}
	if len(e.Also) > 0 {
		line = append(line, "also "+clean(strings.Join(e.Also, ", ")))
	}
	fmt.Fprintln(p.stdout, strings.Join(line, "  "))
	if len(e.Tenures) == 0 {
		return
	}
	t := table{heads: []string{"", "FROM", "UNTIL", "CODE", "OFFICE", "OF", "SOURCE"}}
	for _, h := range e.Tenures {
		mark := ""
		if h.Now {
			mark = "*"
		}
		t.add(cell{mark, plain}, cell{h.Office.From, plain}, cell{h.Office.Until, plain}, cell{h.Office.Code, plain},
			cell{h.Office.Title, plain}, cell{clean(h.Of), plain}, cell{clean(h.Source + ", " + h.Place), plain})
	}
	t.write(p.stdout, p.screen)
}

func (p *program) actorsCheckCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Name what in the dictionary deserves a second look",
		Long: `Loads the dictionary strictly, then names posts for one person that two hold at once,
the highest posts that nobody holds for a while, namesakes, and unknown codes. How
many rows rest on what an editor wrote is counted; --all lists them too. Unknown
codes give exit status 1.`,
		Example: "  detente actors check\n  detente actors check --all --rules my-rules",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			d, err := p.actors()
			if err != nil {
				return err
			}
			count := map[string]int{}
			for _, f := range d.Check() {
				count[f.Kind]++
				if f.Kind != actor.Editor || all {
					fmt.Fprintln(p.stdout, clean(f.String()))
				}
			}
			states, bodies, people, tenures := d.Size()
			fmt.Fprintf(p.stdout, "%d states, %d bodies, %d people with %d times in office; %d overlaps, %d gaps, %d namesakes, %d unknown codes, %d rows by editors\n",
				states, bodies, people, tenures, count[actor.Overlap], count[actor.Gap], count[actor.Namesakes], count[actor.Code], count[actor.Editor])
			if count[actor.Code] > 0 {
				return errReported
			}
			return nil
		},
	}
	c.Flags().BoolVar(&all, "all", false, "list the rows that rest on what an editor wrote, too")
	return c
}

// actors is the dictionary alone, which loads sooner than a reader.
func (p *program) actors() (*actor.Dictionary, error) {
	fsys, err := p.data()
	if err != nil {
		return nil, err
	}
	return actor.New(fsys)
}

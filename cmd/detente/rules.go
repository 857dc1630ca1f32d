package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente/data"
	"detente/event"
	"detente/reader"
	"detente/record"
	"detente/source"
	"detente/tree"
)

func (p *program) rulesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "rules",
		GroupID: "mend",
		Short:   "Check and test the rules and dictionaries, and write new ones",
		Long: `The event rules, cue lexicons and dictionaries are text files (docs/rules.md). Put
changed or new ones into a folder with the same layout and give it with --rules:
each file replaces the embedded one of the same name.`,
		Example: "  detente rules check --rules my-rules\n  detente rules test --rules my-rules",
	}
	c.AddCommand(p.rulesCheckCommand(), p.rulesTestCommand(), p.rulesNewCommand(), p.rulesCoverageCommand())
	return c
}

func (p *program) rulesCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Load every rule and dictionary strictly and name the faults",
		Long: `Loads every data file as the reader does. A misspelt key, an unknown code, a rule
without its sentences, a date that is none: each is told with its file and line.`,
		Example: "  detente rules check\n  detente rules check --rules my-rules",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			r, err := p.reader()
			if err != nil {
				return err
			}
			fsys, err := p.data()
			if err != nil {
				return err
			}
			dataVersion, err := data.Version(fsys)
			if err != nil {
				return err
			}
			rules, patterns, entries := r.Events().Size()
			fmt.Fprintf(p.stdout, "%d event rules with %d patterns, %d ways to say something; data %s: no faults\n", rules, patterns, entries, dataVersion)
			return nil
		},
	}
}

func (p *program) rulesTestCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "test [RULE ...]",
		Short: "Run the sentences that stand with the rules",
		Long: `Reads every sentence that stands with a rule: those that it must match have to give
its event by that very rule, those that it must not match have to give none by it.
Failures are told with file, line and rule; the exit status is 1 then. Rules named
as arguments are tested alone.`,
		Example: "  detente rules test\n  detente rules test --rules my-rules coerce.sanctions",
		RunE: func(c *cobra.Command, names []string) error {
			r, err := p.reader()
			if err != nil {
				return err
			}
			coder, parse := r.Events(), event.Parser(r.Language().Analyze)
			rules := coder.Rules()
			if len(names) > 0 {
				for _, name := range names {
					if !slices.ContainsFunc(rules, func(r *event.Rule) bool { return r.ID == name }) {
						return usage("no rule %q; detente rules coverage lists them", name)
					}
				}
				rules = slices.DeleteFunc(rules, func(r *event.Rule) bool { return !slices.Contains(names, r.ID) })
			}
			test := func(_ context.Context, rule *event.Rule) []event.Failure { return coder.TestRule(rule, parse) }
			run, failed := 0, 0
			for failures := range reader.Ordered(c.Context(), p.workers, slices.Values(rules), test) {
				for _, f := range failures {
					fmt.Fprintln(p.stdout, f)
				}
				failed += len(failures)
			}
			if err := c.Context().Err(); err != nil {
				return err
			}
			for _, rule := range rules {
				run += len(rule.Match) + len(rule.NoMatch)
			}
			fmt.Fprintf(p.stdout, "%d rules, %d sentences, %d fail\n", len(rules), run, failed)
			if failed > 0 {
				return errReported
			}
			return nil
		},
	}
}

func (p *program) rulesCoverageCommand() *cobra.Command {
	var least int
	c := &cobra.Command{
		Use:   "coverage FILE|FOLDER|- ...",
		Short: "Count which rules fire in reports, and which verbs between actors no rule reads",
		Long: `Reads reports and prints how often each rule fired, and then the verbs that stand
between two actors where no rule made an event: what the rules do not know yet.`,
		Example: "  detente rules coverage testdata/reports\n  detente rules coverage --least 3 reports",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := p.reader()
			if err != nil {
				return err
			}
			fired, unread := map[string]int{}, map[string]int{}
			g := p.reading(args)
			analyses := reader.Ordered(c.Context(), p.workers, p.inputs(c.Context(), g, args, source.Options{}), analyse(r))
			err = each(c.Context(), g, analyses, func(a *reader.Analysis) error {
				for _, e := range a.Events {
					fired[e.Rule]++
				}
				for _, verb := range unreadVerbs(a) {
					unread[verb]++
				}
				return nil
			})
			p.counts("RULE", fired, 1)
			fmt.Fprintln(p.stdout)
			p.counts("VERB BETWEEN ACTORS, NO EVENT", unread, least)
			return err
		},
	}
	c.Flags().IntVar(&least, "least", 1, "show verbs seen at least this often")
	return c
}

// counts prints a table of counts, highest first.
func (p *program) counts(head string, n map[string]int, least int) {
	t := table{heads: []string{"TIMES", head}}
	keys := make([]string, 0, len(n))
	for k := range n {
		if n[k] >= least {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	for _, k := range keys {
		t.add(cell{fmt.Sprint(n[k]), plain}, cell{k, plain})
	}
	t.write(p.stdout, p.screen)
}

// unreadVerbs are the lemmas of verbs with an actor as subject and another
// actor below them, in sentences without an event of that trigger.
func unreadVerbs(a *reader.Analysis) []string {
	var out []string
	for i := range a.Text.Sentences {
		s := &a.Text.Sentences[i]
		for v := range s.Tokens {
			if s.Tokens[v].Tag != tree.VERB {
				continue
			}
			subject := s.Kid(v, tree.Nsubj, tree.NsubjPass)
			if subject < 0 || !actorAt(a, i, subject) {
				continue
			}
			other := slices.ContainsFunc(a.Mentions, func(m record.Mention) bool {
				return m.Sent == i && m.Head != subject && s.Tokens[m.Head].Head == v
			})
			read := slices.ContainsFunc(a.Events, func(e record.Event) bool { return e.Spans.Trigger.Overlaps(s.Tokens[v].Span) })
			said := slices.ContainsFunc(a.Statements, func(st record.Statement) bool { return st.Spans.Cue.Overlaps(s.Tokens[v].Span) })
			if other && !read && !said {
				out = append(out, strings.ToLower(s.Tokens[v].Lemma))
			}
		}
	}
	return out
}

func actorAt(a *reader.Analysis, sent, tok int) bool {
	return slices.ContainsFunc(a.Mentions, func(m record.Mention) bool { return m.Sent == sent && m.First <= tok && tok <= m.Last })
}

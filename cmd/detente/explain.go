package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente/event"
	"detente/reader"
	"detente/record"
)

func (p *program) explainCommand() *cobra.Command {
	var (
		about  about
		only   []string
		whyNot string
	)
	c := &cobra.Command{
		Use:     "explain FILE|FOLDER|- ...",
		GroupID: "read",
		Short:   "Tell why an event was read, or why not",
		Long: `Tells for every event of a report which rule made it out of which words, where the
rule stands, what decided its status, and which rules nearly fired on the same
sentence and what they missed.

With --why-not SOURCE CODE it tells why there is no event by that actor with that
CAMEO code: which patterns of the code found their word in the text, and what each
missed. Starts of codes will do: "USA", "13".`,
		Example: `  detente explain report.txt
  detente explain --event e3 report.txt
  detente explain --why-not "USA" "139" report.txt`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			opts, err := about.options()
			if err != nil {
				return err
			}
			source, code := whyNot, ""
			if whyNot != "" {
				if source, code, args, err = whyNotWhat(whyNot, args); err != nil {
					return err
				}
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			read := analyse(r)
			work := func(ctx context.Context, in input) result[[]byte] {
				a := read(ctx, in)
				res := result[[]byte]{where: a.where, err: a.err}
				switch {
				case a.err != nil:
				case whyNot != "":
					res.value = explainAbsence(r, a.value, source, code)
				default:
					res.value, res.err = view{p.screen}.explain(r, a.value, only)
				}
				return res
			}
			g := p.reading(args)
			return p.print(c.Context(), g, reader.Ordered(c.Context(), p.workers, p.inputs(c.Context(), g, args, opts), work), "\n")
		},
	}
	about.flags(c)
	c.Flags().StringSliceVar(&only, "event", nil, "identifiers of the events to explain (default: all)")
	c.Flags().StringVar(&whyNot, "why-not", "", "code of a source, with the CAMEO code as the next argument")
	c.MarkFlagsMutuallyExclusive("event", "why-not")
	return c
}

var digits = regexp.MustCompile(`^[0-9]{2,4}$`)

// whyNotWhat takes the source and the code apart: --why-not USA 139 FILE,
// --why-not "USA 139" FILE and --why-not USA FILE (any code).
func whyNotWhat(flag string, args []string) (source, code string, rest []string, err error) {
	words := strings.Fields(flag)
	switch {
	case len(words) == 2 && digits.MatchString(words[1]):
		return strings.ToUpper(words[0]), words[1], args, nil
	case len(words) != 1:
		return "", "", nil, usage(`--why-not takes an actor code and a CAMEO code: --why-not "USA" "139" FILE`)
	}
	if digits.MatchString(args[0]) {
		if _, err := os.Stat(args[0]); err != nil {
			code, args = args[0], args[1:]
		}
	}
	if len(args) == 0 {
		return "", "", nil, usage("explain needs a report: a file, a folder or -")
	}
	return strings.ToUpper(words[0]), code, args, nil
}

// explainAbsence tells why there is no event, a line for each near miss.
func explainAbsence(r *reader.Reader, a *reader.Analysis, source, code string) []byte {
	var b bytes.Buffer
	for _, line := range r.Events().WhyNot(a.EventInput(), source, code) {
		fmt.Fprintln(&b, oneLine(clean(line)))
	}
	return b.Bytes()
}

// explain tells why each event was read.
func (v view) explain(r *reader.Reader, a *reader.Analysis, only []string) ([]byte, error) {
	for _, id := range only {
		if !slices.ContainsFunc(a.Events, func(e record.Event) bool { return e.ID == id }) {
			return nil, fmt.Errorf("no event %s; the report has %d", id, len(a.Events))
		}
	}
	why := r.Events().Explain(a.EventInput())
	var b strings.Builder
	for i, e := range why.Events {
		if len(only) > 0 && !slices.Contains(only, e.ID) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		v.explainEvent(&b, a, e, why.Fired[i], why.Near)
	}
	if len(why.Events) == 0 {
		fmt.Fprintln(&b, "No event was read in this report.")
	}
	return []byte(b.String()), nil
}

func (v view) explainEvent(b *strings.Builder, a *reader.Analysis, e record.Event, fired event.Fired, near []event.Near) {
	words := func(s record.Span) string { return oneLine(clean(s.In(a.Doc.Text))) }
	line := func(head, text string) {
		for i, part := range wrap(text, v.width-12) {
			if i > 0 {
				head = ""
			}
			fmt.Fprintf(b, "  %s%s\n", v.paint(fmt.Sprintf("%-10s", head), faint), part)
		}
	}
	fmt.Fprintf(b, "%s  %s  %s → %s  %s %s  %s\n", v.paint(e.ID, strong), v.paint(dates(e.Date), timely), v.paint(who(e.Source), actorly),
		v.paint(who(e.Target), actorly), v.paint(e.Plover.Type, quadStyle(e.Quad)), e.Cameo, e.Status)
	line("sentence", words(e.Spans.Sentence))
	line("trigger", words(fired.Trigger))
	line("rule", fmt.Sprintf("%s, %s:%d", fired.Rule.ID, fired.Rule.File, fired.Rule.Line))
	line("pattern", fired.Pattern)
	line("why", fired.Rule.Why)
	status := string(e.Status)
	if !fired.Reason.Empty() {
		status += fmt.Sprintf(", for %q", words(fired.Reason))
	}
	if e.SaidBy != nil {
		for _, s := range a.Statements {
			if s.ID == *e.SaidBy {
				status += fmt.Sprintf(", told in statement %s by %s", s.ID, speaker(s.Speaker))
			}
		}
	}
	if e.Background {
		status += ", background"
	}
	line("status", status)
	shown := 0
	for _, n := range near {
		if e.Spans.Sentence.Contains(n.Trigger) && shown < 3 && n.Rule.ID != fired.Rule.ID {
			line("nearly", fmt.Sprintf("%s at %q", n, words(n.Trigger)))
			shown++
		}
	}
}

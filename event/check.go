package event

import (
	"fmt"
	"io/fs"
	"strings"

	"detente/record"
	"detente/tree"
)

// Parser turns a document into trees: lang.Model.Analyze.
type Parser func(*record.Document) *tree.Text

// Check loads the rules of fsys and says what is wrong with them, if anything:
// it is New without the Coder.
func Check(fsys fs.FS) error {
	_, err := New(fsys)
	return err
}

// Failure is a sentence of a rule that does not come out as the rule says.
type Failure struct {
	File     string
	Line     int
	Rule     string
	Sentence string // as it stands in the file
	Want     string
	Got      string // the events that came out instead
}

// String is one line for people: place, rule, what was wanted, what came.
func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: rule %s: %s\n\twant %s\n\tgot  %s", f.File, f.Line, f.Rule, f.Sentence, f.Want, f.Got)
}

// TestRules runs every sentence that stands with the rules through the real
// parser and returns those that fail, in the order of the files, and how many
// were run.
func (c *Coder) TestRules(parse Parser) (failures []Failure, run int) {
	for _, r := range c.rules {
		failures = append(failures, c.TestRule(r, parse)...)
		run += len(r.Match) + len(r.NoMatch)
	}
	return failures, run
}

// TestRule runs the sentences of one rule.
func (c *Coder) TestRule(r *Rule, parse Parser) (failures []Failure) {
	fail := func(sentence, want, got string) {
		failures = append(failures, Failure{r.File, r.lineOf(sentence), r.ID, sentence, want, got})
	}
	for _, line := range r.Match {
		e, _ := readExample(line)
		in := e.input(parse)
		result := c.Code(in)
		code := e.code
		if code == "" {
			code = r.Code
		}
		targets := e.marks('T')
		if len(targets) == 0 {
			targets = []marked{{}}
		}
		for _, s := range e.marks('S') {
			for _, t := range targets {
				hit := false
				for i := range result.Events {
					ev := &result.Events[i]
					hit = hit || ev.Rule == r.ID && (code == "" || c.shifts[code] != nil && e.code == "" || e.meets(ev, s, t, code))
				}
				if !hit {
					fail(line, fmt.Sprintf("rule %s: %s %s %s %s", r.ID, s.span.In(e.text), code, t.span.In(e.text), strings.Join(e.statuses, " ")), c.tell(&in, result))
				}
			}
		}
	}
	for _, line := range r.NoMatch {
		e, _ := readExample(line)
		in := e.input(parse)
		result := c.Code(in)
		for i := range result.Events {
			if result.Events[i].Rule == r.ID {
				fail(line, "no event by rule "+r.ID, c.tell(&in, result))
				break
			}
		}
	}
	return failures
}

// tell shows events in one line, and the tree where there are none.
func (c *Coder) tell(in *Input, r Result) string {
	var b strings.Builder
	for i, e := range r.Events {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s %s %s (%s, rule %s)", e.Source.Name, e.Cameo, e.Target.Name, e.Status, e.Rule)
	}
	if len(r.Events) == 0 {
		b.WriteString("nothing; ")
		for i, n := range c.Explain(*in).Near {
			if i < 4 {
				b.WriteString(n.String() + "; ")
			}
		}
		b.WriteString("the tree is")
		for _, s := range in.Text.Sentences {
			for _, t := range s.Tokens {
				head := "0"
				if t.Head >= 0 {
					head = s.Tokens[t.Head].Form
				}
				fmt.Fprintf(&b, " %s/%s/%s(%s<%s)", t.Form, t.Lemma, t.Tag, t.Rel, head)
			}
		}
	}
	return b.String()
}

package event

import (
	"fmt"
	"slices"
	"strings"

	"detente/record"
)

// Explained is why a sentence gives the events that it gives.
type Explained struct {
	Events []record.Event
	Fired  []Fired
	Near   []Near
}

// Near is a pattern whose trigger stands in the text but which did not match.
type Near struct {
	Rule    *Rule
	Pattern string
	Code    string // the CAMEO code or shift that it would have given
	Trigger record.Span
	Element string // what it missed: "object T", "phrase with on T"
	Why     string
}

// String is one line: rule, pattern, what was missed.
func (n Near) String() string {
	if n.Element == "" {
		return fmt.Sprintf("%s, %q: %s", n.Rule.ID, n.Pattern, n.Why)
	}
	return fmt.Sprintf("%s, %q: %s: %s", n.Rule.ID, n.Pattern, n.Element, n.Why)
}

// Explain codes a document and tells why: the rules that fired, and those whose
// trigger stands there and what they missed.
func (c *Coder) Explain(in Input) Explained {
	var out Explained
	r := Result{}
	s := &search{}
	var misses []miss
	s.misses = &misses
	flush := func() {
		for _, m := range misses {
			n := Near{Rule: m.pattern.rule, Pattern: m.pattern.text, Code: m.pattern.code, Trigger: s.tok(m.trigger).Span, Why: m.why}
			if m.pattern.shift != nil {
				n.Code = m.pattern.shift.Name
			}
			if m.why != "" && m.element != (element{}) {
				n.Element = c.describe(m.element)
			}
			if !slices.ContainsFunc(out.Near, func(o Near) bool { return o == n }) {
				out.Near = append(out.Near, n)
			}
		}
		misses = misses[:0]
	}
	s.after = flush
	s.document(c, &in, func(a *act) { s.emit(&r, a) })
	out.Events, out.Fired = r.Events, r.Trace
	return out
}

// WhyNot tells why no event of the source and code came out of the document:
// the patterns of that code whose trigger stands there, and what each missed;
// or, where there is none, that no trigger of that code stands there. An empty
// source or code stands for any.
func (c *Coder) WhyNot(in Input, source, cameo string) []string {
	ex := c.Explain(in)
	var out []string
	for _, e := range ex.Events {
		if strings.HasPrefix(e.Cameo, cameo) && strings.HasPrefix(e.Source.Code, source) {
			out = append(out, fmt.Sprintf("there is one: %s %s %s, %s, by rule %s at %q", e.Source.Code, e.Cameo, e.Target.Code, e.Status, e.Rule, e.Spans.Trigger.In(in.Doc.Text)))
		}
	}
	for _, n := range ex.Near {
		if strings.HasPrefix(n.Code, cameo) || c.shiftGives(n.Code, cameo) {
			out = append(out, fmt.Sprintf("at %q: %s", n.Trigger.In(in.Doc.Text), n))
		}
	}
	for _, e := range ex.Events {
		if strings.HasPrefix(e.Cameo, cameo) && !strings.HasPrefix(e.Source.Code, source) {
			out = append(out, fmt.Sprintf("%s stands for another source: %s, by rule %s at %q", e.Cameo, e.Source.Code, e.Rule, e.Spans.Trigger.In(in.Doc.Text)))
		}
	}
	if len(out) == 0 {
		name := ""
		if k, ok := c.ont.Cameo(cameo); ok {
			name = " (" + k.Name + ")"
		}
		out = append(out, fmt.Sprintf("no word of the text is a trigger of a rule for %s%s; write one with rules new", cameo, name))
	}
	return out
}

// shiftGives reports whether a shift of this name can give the code.
func (c *Coder) shiftGives(name, cameo string) bool {
	s := c.shifts[name]
	if s == nil {
		return false
	}
	for _, to := range s.Codes {
		if strings.HasPrefix(to, cameo) {
			return true
		}
	}
	return strings.HasPrefix(s.Otherwise, cameo)
}

// describe names an element for people.
func (c *Coder) describe(e element) string {
	names := [...]string{"S", "T", "S&T", "a word", "DO", "T"}
	text := placeNames[e.at] + " " + names[e.what]
	if e.what == word {
		text = placeNames[e.at] + " of " + c.sample(e.words)
	}
	if e.preps != nil {
		text = fmt.Sprintf("%s (with %s)", text, c.sample(e.preps))
	}
	return text
}

// sample is the first few words of a set.
func (c *Coder) sample(w *wordSet) string {
	if w.anyNoun {
		return "any noun"
	}
	var words []string
	w.all(func(n wordID) {
		if len(words) < 5 {
			words = append(words, c.lex.words[n])
		}
	})
	if len(words) == 5 {
		words[4] = "..."
	}
	return strings.Join(words, "|")
}

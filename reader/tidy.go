package reader

import "detente/record"

// tidy makes every list of the analysis that has nothing in it an empty one, so
// that the JSON of the record says [] and never null.
func (a *Analysis) tidy() {
	a.Doc.Blocks = some(a.Doc.Blocks)
	for i := range a.Statements {
		s := &a.Statements[i]
		s.Content, s.Chain = some(s.Content), some(s.Chain)
	}
	for i := range a.Events {
		e := &a.Events[i]
		e.Count, e.Plover.Contexts = some(e.Count), some(e.Plover.Contexts)
	}
	for i := range a.Commitments {
		c := &a.Commitments[i]
		tidyPattern(c.Content.Pattern)
		if c.Condition != nil {
			tidyPattern(c.Condition.Pattern)
		}
		c.State = some(c.State)
		for k := range c.State {
			c.State[k].Evidence = some(c.State[k].Evidence)
		}
	}
}

func tidyPattern(p *record.Pattern) {
	if p != nil {
		p.Plover.Contexts = some(p.Plover.Contexts)
	}
}

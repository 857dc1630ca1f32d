package main

import (
	"cmp"
	"fmt"
	"strings"

	"detente/reader"
	"detente/record"
)

// view shows what was read out of a report to a person.
type view struct{ screen }

// render is the report with its marks, and its tables.
func (v view) render(name string, a *reader.Analysis) []byte {
	var b strings.Builder
	v.head(&b, name, a)
	v.text(&b, a)
	for _, section := range []struct {
		title string
		table table
	}{
		{"Events", v.events(a)},
		{"Statements", v.statements(a)},
		{"Commitments", v.commitments(a)},
		{"The relation, as it is judged", v.assessments(a)},
		{"Actors", v.actors(a)},
	} {
		if len(section.table.rows) > 0 {
			fmt.Fprintf(&b, "\n%s\n", v.paint(section.title, strong))
			section.table.write(&b, v.screen)
		}
	}
	if len(a.Events)+len(a.Statements)+len(a.Commitments) == 0 {
		fmt.Fprintf(&b, "\n%s\n", v.paint("Nothing between states was read in this report.", faint))
	}
	return []byte(b.String())
}

func (v view) head(b *strings.Builder, name string, a *reader.Analysis) {
	facts := []string{clean(name)}
	if a.Doc.Source != "" {
		facts = append(facts, clean(a.Doc.Source))
	}
	if a.Doc.Author != "" {
		facts = append(facts, clean(a.Doc.Author))
	}
	facts = append(facts, published(a.Doc.Published))
	if zone := a.Doc.Published.Zone; zone != "" {
		facts = append(facts, zone)
	}
	for _, line := range wrap(strings.Join(facts, " · "), v.width) {
		fmt.Fprintln(b, v.paint(line, faint))
	}
	for _, note := range a.Doc.Notes {
		for _, line := range wrap("note: "+clean(note), v.width) {
			fmt.Fprintln(b, v.paint(line, timely))
		}
	}
	fmt.Fprintln(b)
}

// published is when a report appeared and how that is known.
func published(p record.Published) string {
	if !p.Known() {
		return "date not known"
	}
	how := map[record.KnownBy]string{
		record.Given: "as given", record.Metadata: "by the page's metadata", record.URL: "by its address", record.Text: "told by the text",
	}[p.KnownBy]
	return strings.TrimRight("published "+dates(p.Interval)+", "+how, ", ")
}

// dates is an interval for people, as short as it is exact: 2020-06-16, 2020-06,
// 2020, or first..last day.
func dates(i record.Interval) string {
	if i.Closed() && i.Start.Midnight() && i.End.Midnight() && i.Start.Day() == 1 {
		switch {
		case i.Start.Month() == 1 && i.Start.Add(1, 0, 0).Equal(i.End.Time):
			return i.Start.Format("2006")
		case i.Start.Add(0, 1, 0).Equal(i.End.Time):
			return i.Start.Format("2006-01")
		}
	}
	return i.String()
}

// text shows every block in its role: what is not read is faint. Blocks on one
// line of the report, a dateline and its paragraph, stay on one.
func (v view) text(b *strings.Builder, a *reader.Analysis) {
	marks := marksOf(a)
	var line []glyph
	indent := ""
	flush := func() {
		v.writeGlyphs(b, line, indent)
		line = nil
	}
	for i, block := range a.Doc.Blocks {
		base, margin := plain, "  "
		switch {
		case block.Role == record.Title || block.Role == record.Heading:
			base = strong
		case !block.Role.Reads():
			base, margin = faint, "  | "
		}
		if i > 0 {
			last := a.Doc.Blocks[i-1]
			gap := record.Span{Start: last.Span.End, End: block.Span.Start}.In(a.Doc.Text)
			switch {
			case margin == indent && !strings.Contains(gap, "\n"):
				line = append(line, glyph{' ', plain})
			case block.Role == record.Paragraph || block.Role != last.Role:
				flush()
				b.WriteByte('\n')
			default:
				flush()
			}
		}
		indent = margin
		var own []mark
		for len(marks) > 0 && marks[0].span.Start < block.Span.End {
			own, marks = append(own, marks[0]), marks[1:]
		}
		line = append(line, markup(a.Doc.Text, block.Span, own, base)...)
	}
	flush()
}

func (v view) events(a *reader.Analysis) table {
	t := table{heads: []string{"", "DATE", "WHO", "", "WHOM", "TYPE", "CAMEO", "STATUS", "IN THE WORDS"}, lines: 2}
	for i := 0; i < len(a.Events); i++ {
		e := a.Events[i]
		cells := eventCells(e, e.Spans.Clause.In(a.Doc.Text))
		if i+1 < len(a.Events) && mirrored(e, a.Events[i+1]) {
			i++
			cells[0].text += "," + a.Events[i].ID
			cells[3].text = "↔"
		}
		t.add(cells...)
	}
	return t
}

// mirrored reports whether b is the event a in the other direction: two who met.
func mirrored(a, b record.Event) bool {
	return a.Source == b.Target && a.Target == b.Source && a.Cameo == b.Cameo && a.Status == b.Status && a.Spans.Trigger == b.Spans.Trigger
}

// eventCells are the columns of an event, the same wherever events are listed.
func eventCells(e record.Event, words string) []cell {
	kind := e.Plover.Type
	if e.Plover.Mode != "" {
		kind += " " + e.Plover.Mode
	}
	status := []string{string(e.Status)}
	if e.SaidBy != nil {
		status = append(status, "by "+*e.SaidBy)
	}
	if e.Background {
		status = append(status, "earlier")
	}
	return []cell{
		{e.ID, faint}, {dates(e.Date), timely}, {who(e.Source), actorly}, {"→", faint}, {who(e.Target), actorly},
		{kind, quadStyle(e.Quad)}, {e.Cameo, plain}, {strings.Join(status, ", "), plain}, {oneLine(clean(words)), plain},
	}
}

// who is the shortest name of an actor: its code, else its name.
func who(a record.ActorRef) string {
	if a.None() {
		return "-"
	}
	return clip(clean(cmp.Or(a.Code, a.Name, a.Actor)), 20)
}

func (v view) statements(a *reader.Analysis) table {
	t := table{heads: []string{"", "SAID", "SPEAKER", "HOW", "THROUGH", "WHAT"}, lines: 3}
	for _, s := range a.Statements {
		t.add(cell{s.ID, faint}, cell{dates(s.Said), timely}, cell{speaker(s.Speaker), actorly},
			cell{string(s.Kind) + ", " + s.Cue, plain}, cell{chain(s.Chain), plain},
			cell{oneLine(clean(contentOf(s.Content, a.Doc.Text))), saying})
	}
	return t
}

func speaker(a record.ActorRef) string {
	name := clean(cmp.Or(a.Name, a.Actor, "-"))
	if a.Code != "" && a.Code != name {
		return clip(name, 24) + " " + a.Code
	}
	return clip(name, 24)
}

func chain(links []record.Link) string {
	var names []string
	for _, l := range links {
		names = append(names, clip(clean(l.Name), 20))
	}
	return strings.Join(names, " < ")
}

// contentOf joins the parts of a statement's content.
func contentOf(spans []record.Span, text string) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.In(text))
	}
	return strings.Join(parts, " … ")
}

func (v view) commitments(a *reader.Analysis) table {
	t := table{heads: []string{"", "KIND", "BY", "", "TO", "MADE", "DUE", "STATE", "WHAT"}, lines: 3}
	for _, c := range a.Commitments {
		t.add(commitmentCells(c)...)
	}
	return t
}

// commitmentCells are the columns of a commitment, wherever it is listed.
func commitmentCells(c record.Commitment) []cell {
	due, state := "", ""
	if c.Due != nil {
		due = cmp.Or(dates(c.Due.Interval), clean(c.Due.Text))
	}
	if n := len(c.State); n > 0 {
		state = string(c.State[n-1].As)
	}
	what := clean(c.Content.Text)
	if c.Condition != nil {
		what += " — " + c.Condition.Kind + ": " + clean(c.Condition.Text)
	}
	return []cell{
		{c.ID, faint}, {string(c.Kind), commitmentStyle(c.Kind)}, {who(c.By), actorly}, {"→", faint}, {who(c.To), actorly},
		{dates(c.Made), timely}, {due, timely}, {state, plain}, {oneLine(what), plain},
	}
}

func commitmentStyle(k record.CommitmentKind) style {
	switch k {
	case record.Threat, record.Ultimatum, record.Refusal:
		return hostile
	case record.Promise, record.Offer, record.Agreement:
		return friendly
	}
	return strong
}

func (v view) assessments(a *reader.Analysis) table {
	t := table{heads: []string{"DIRECTION", "BETWEEN", "BY", "IN THE WORDS"}, lines: 2}
	for _, j := range a.Assessments {
		direction, st := string(j.Direction), plain
		switch j.Direction {
		case record.Better:
			st = friendly
		case record.Worse:
			st = hostile
		case record.Unchanging:
			direction = "no change"
		}
		by := who(j.By)
		if j.By.None() {
			by = "the report"
		}
		t.add(cell{direction, st}, cell{j.Dyad[0] + " - " + j.Dyad[1], actorly}, cell{by, actorly},
			cell{oneLine(clean(j.Span.In(a.Doc.Text))), plain})
	}
	return t
}

func (v view) actors(a *reader.Analysis) table {
	t := table{heads: []string{"CODE", "NAME", "TIMES", "KIND"}}
	count := map[string]int{}
	for _, m := range a.Mentions {
		count[m.Actor]++
	}
	for _, actor := range a.Actors {
		if count[actor.ID] > 0 {
			t.add(cell{actor.Code, actorly}, cell{clean(actor.Name), plain}, cell{fmt.Sprint(count[actor.ID]), plain}, cell{string(actor.Kind), faint})
		}
	}
	return t
}

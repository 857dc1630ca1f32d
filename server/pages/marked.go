package pages

import (
	"cmp"
	"slices"
	"strings"

	"detente/record"
)

// The text of a report is cut into pieces at the ends of all marks, so that
// marks may overlap. A piece carries what it belongs to.
type piece struct {
	Text   string
	Actor  *actorMark
	Time   *timeMark
	Event  *eventRow // whose trigger this is; Events has those of the same words too
	Events []*eventRow
	Goes   bool     // goes on with words of the event before it
	Said   []string // statements that hold it
	Opens  []string // anchors that begin here, besides that of Event
	Ends   []*statementRow
}

type actorMark struct {
	party
	Kind  string
	Title string
}

type timeMark struct{ When, Day, Value string }

// paragraph is a block of the report, or several that stand on one line of it.
type paragraph struct {
	Role   record.Role
	Reads  bool
	Pieces []piece
}

// marked is what is shown of a record: the text and its lists.
type marked struct {
	Title       string
	Paragraphs  []paragraph
	Events      []*eventRow
	Statements  []*statementRow
	Commitments []commitmentRow
	Judgements  []judgementRow
	Actors      []actorRow
}

type judgementRow struct {
	Direction record.Direction
	A, B      party
	By        party
	Words     string
}

type actorRow struct {
	party
	Name  string
	Kind  record.ActorKind
	Times int
	Posts []record.Office
}

// mark makes the view of a record. id is the identifier that links of events
// lead by, empty for a report that is not in the database.
func (p *pages) mark(rec *record.Record) marked {
	doc := &rec.Document
	m := marked{Title: title(doc.Title, doc.ID)}
	for _, e := range rec.Events {
		row := p.eventOf(e)
		row.Href = at(nil, "report", doc.ID, "why", e.ID)
		m.Events = append(m.Events, &row)
	}
	for _, s := range rec.Statements {
		row := statementRow{Speaker: p.names.party(s.Speaker), When: dates(s.Said), Day: day(s.Said)}
		row.Statement.Statement = s
		var words []string
		for _, span := range s.Content {
			words = append(words, span.In(doc.Text))
		}
		row.Words = oneLine(strings.Join(words, " … "))
		for _, link := range s.Chain {
			row.Through = append(row.Through, clean(link.Name))
		}
		m.Statements = append(m.Statements, &row)
	}
	for _, j := range rec.Assessments {
		m.Judgements = append(m.Judgements, judgementRow{j.Direction, p.names.side(j.Dyad[0]), p.names.side(j.Dyad[1]), p.names.party(j.By), oneLine(j.Span.In(doc.Text))})
	}
	m.Actors = p.actorRows(rec)
	m.Paragraphs = p.paragraphs(rec, &m)
	return m
}

func (p *pages) actorRows(rec *record.Record) []actorRow {
	times := map[string]int{}
	for _, mention := range rec.Mentions {
		times[mention.Actor]++
	}
	var out []actorRow
	for _, a := range rec.Actors {
		if n := times[a.ID]; n > 0 {
			row := actorRow{party: p.names.side(a.Code), Name: clean(a.Name), Kind: a.Kind, Times: n}
			on := rec.Document.Published.Start.String()
			for _, o := range a.Offices {
				if on == "" || o.From <= on && (o.Until == "" || o.Until > on) {
					row.Posts = append(row.Posts, o)
				}
			}
			out = append(out, row)
		}
	}
	slices.SortStableFunc(out, func(a, b actorRow) int { return b.Times - a.Times })
	return out
}

// limit of a span: where pieces are cut.
type stretch struct {
	record.Span
	actor *actorMark
	time  *timeMark
	event *eventRow
	said  *statementRow
}

func (p *pages) stretches(rec *record.Record, m *marked) []stretch {
	var out []stretch
	names := map[string]string{}
	for _, a := range rec.Actors {
		names[a.ID] = a.Name
	}
	for _, x := range rec.Mentions {
		v := p.names.party(record.ActorRef{Actor: x.Actor, Code: x.Code, Name: names[x.Actor]})
		out = append(out, stretch{Span: x.Span, actor: &actorMark{party: v, Kind: string(x.Kind), Title: clean(names[x.Actor])}})
	}
	for _, x := range rec.Times {
		out = append(out, stretch{Span: x.Span, time: &timeMark{When: dates(x.Interval), Day: day(x.Interval), Value: x.Timex.Value}})
	}
	for _, e := range m.Events {
		out = append(out, stretch{Span: e.Spans.Trigger, event: e})
	}
	for _, s := range m.Statements {
		for _, span := range s.Statement.Content {
			out = append(out, stretch{Span: span, said: s})
		}
	}
	slices.SortStableFunc(out, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return out
}

// paragraphs cuts the text. Blocks on one line of the report stay on one.
func (p *pages) paragraphs(rec *record.Record, m *marked) []paragraph {
	doc := &rec.Document
	all := p.stretches(rec, m)
	var out []paragraph
	last, opened := 0, map[string]bool{}
	for i, block := range doc.Blocks {
		role := block.Role
		gap := record.Span{Start: last, End: block.Span.Start}.In(doc.Text)
		inline := i > 0 && !strings.Contains(gap, "\n") && len(out) > 0 && out[len(out)-1].Reads == role.Reads() && role != record.Title
		if !inline {
			out = append(out, paragraph{Role: role, Reads: role.Reads()})
		} else if len(out[len(out)-1].Pieces) > 0 {
			out[len(out)-1].Pieces = append(out[len(out)-1].Pieces, piece{Text: " "})
			if role == record.Paragraph {
				out[len(out)-1].Role = role
			}
		}
		para := &out[len(out)-1]
		para.Pieces = append(para.Pieces, cut(doc.Text, block.Span, all, opened)...)
		last = block.Span.End
	}
	return out
}

// cut makes the pieces of one block.
func cut(text string, block record.Span, all []stretch, opened map[string]bool) []piece {
	var own []stretch
	bounds := []int{block.Start, block.End}
	for _, s := range all {
		if s.Empty() || !block.Contains(s.Span) {
			if s.said == nil || !block.Overlaps(s.Span) {
				continue
			}
			s.Span = record.Span{Start: max(s.Start, block.Start), End: min(s.End, block.End)}
		}
		own = append(own, s)
		bounds = append(bounds, s.Start, s.End)
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var out []piece
	var open []stretch
	for i := 0; i+1 < len(bounds); i++ {
		from, to := bounds[i], bounds[i+1]
		open = slices.DeleteFunc(open, func(s stretch) bool { return s.End <= from })
		for len(own) > 0 && own[0].Start <= from {
			open, own = append(open, own[0]), own[1:]
		}
		pc := piece{Text: clean(text[from:to])}
		for _, s := range open {
			switch {
			case s.actor != nil:
				pc.Actor = s.actor
			case s.time != nil:
				pc.Time = s.time
			case s.event != nil:
				if s.Start == from && pc.Event != nil && !pc.Goes {
					pc.Opens = append(pc.Opens, s.event.ID) // the same words, between other actors
				} else if s.Start == from || pc.Event == nil {
					pc.Event, pc.Goes = s.event, s.Start < from
				}
				pc.Events = append(pc.Events, s.event)
			case s.said != nil:
				pc.Said = append(pc.Said, s.said.ID)
				if !opened[s.said.ID] {
					opened[s.said.ID] = true
					pc.Opens = append(pc.Opens, s.said.ID)
				}
				if s.End == to && endsWith(s.said, to) {
					pc.Ends = append(pc.Ends, s.said)
				}
			}
		}
		out = append(out, pc)
	}
	return out
}

// endsWith reports whether the last part of a statement ends there.
func endsWith(s *statementRow, at int) bool {
	n := len(s.Statement.Content)
	return n > 0 && s.Statement.Content[n-1].End <= at
}

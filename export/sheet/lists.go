package sheet

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"detente/record"
	"detente/store"
)

// Events are the columns of events.
func Events() Columns[store.Event] {
	type e = store.Event
	return Columns[e]{
		{"document", "identifier of the report", func(e e) string { return e.Document }},
		{"event", "e1, e2, ... in its report", func(e e) string { return e.ID }},
		{"start", "first day", func(e e) string { return e.Date.Start.String() }},
		{"end", "the day after the last one", func(e e) string { return e.Date.End.String() }},
		{"source", "code of who did it", func(e e) string { return e.Source.Code }},
		{"source_name", "its name", func(e e) string { return e.Source.Name }},
		{"target", "code of to whom it was done", func(e e) string { return e.Target.Code }},
		{"target_name", "its name", func(e e) string { return e.Target.Name }},
		{"plover_type", "PLOVER type", func(e e) string { return e.Plover.Type }},
		{"plover_mode", "PLOVER mode", func(e e) string { return e.Plover.Mode }},
		{"plover_contexts", "PLOVER contexts, with `;` between them", func(e e) string { return strings.Join(e.Plover.Contexts, ";") }},
		{"cameo", "CAMEO code: text, 054 has its zero", func(e e) string { return e.Cameo }},
		{"goldstein", "Goldstein score, -10 to 10", func(e e) string { return fmt.Sprint(e.Goldstein) }},
		{"quad", "quad class 1 to 4", func(e e) string { return strconv.Itoa(e.Quad) }},
		{"status", "happened, claimed, announced, ...", func(e e) string { return string(e.Status) }},
		{"background", "true where it is told as background", func(e e) string { return strconv.FormatBool(e.Background) }},
		{"said_by", "statement of the report that tells it", func(e e) string {
			if e.SaidBy == nil {
				return ""
			}
			return *e.SaidBy
		}},
		{"place", "place", func(e e) string { return place(e.Place).Name }},
		{"country", "its country, ISO 3166 alpha-3", func(e e) string { return place(e.Place).Country }},
		{"rule", "the rule that fired", func(e e) string { return e.Rule }},
		{"fact", "number of the fact", func(e e) string { return strconv.FormatInt(e.Fact, 10) }},
		{"reports", "how many reports tell the fact", func(e e) string { return strconv.Itoa(e.Reports) }},
		{"outlet", "outlet", func(e e) string { return e.Outlet }},
		{"url", "address of the report", func(e e) string { return e.URL }},
	}
}

func place(p *record.Place) record.Place { return valueOf(p) }

// valueOf is what a pointer points at, or nothing.
func valueOf[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// Pledge are the columns of what a commitment is, without where it stands.
func Pledge() Columns[record.Commitment] {
	type c = record.Commitment
	return Columns[c]{
		{"commitment", "c1, c2, ... in its report", func(c c) string { return c.ID }},
		{"kind", "promise, threat, demand, ultimatum, offer, refusal, agreement", func(c c) string { return string(c.Kind) }},
		{"by", "code of who is bound, or demands", func(c c) string { return c.By.Code }},
		{"by_name", "its name", func(c c) string { return c.By.Name }},
		{"to", "code of to whom", func(c c) string { return c.To.Code }},
		{"to_name", "its name", func(c c) string { return c.To.Name }},
		{"content", "the words of what was promised", func(c c) string { return c.Content.Text }},
		{"condition", "kind and words of the condition: `unless: sanctions are lifted`", func(c c) string {
			if c.Condition == nil {
				return ""
			}
			return c.Condition.Kind + ": " + c.Condition.Text
		}},
		{"made_start", "first day on which it was made", func(c c) string { return c.Made.Start.String() }},
		{"made_end", "the day after the last one", func(c c) string { return c.Made.End.String() }},
		{"due_start", "first day on which it falls due", func(c c) string { return valueOf(c.Due).Start.String() }},
		{"due_end", "the day after the last one", func(c c) string { return valueOf(c.Due).End.String() }},
		{"due_words", "the words of the deadline", func(c c) string { return valueOf(c.Due).Text }},
		{"state", "where it stands: open, due, kept, broken, ...", func(c c) string { return string(cmp.Or(last(c).As, record.Open)) }},
		{"since", "first day on which it stood so", func(c c) string { return last(c).On.Start.String() }},
		{"inferred", "true where this was concluded, and is not told in these words", func(c c) string { return strconv.FormatBool(last(c).Inferred) }},
		{"author", "the person who said so, of a correction", func(c c) string { return last(c).Author }},
	}
}

// last is the step of a commitment's life that tells where it stands.
func last(c record.Commitment) record.Step {
	if n := len(c.State); n > 0 {
		return c.State[n-1]
	}
	return record.Step{}
}

// Of are columns of a part of a row.
func Of[T, P any](columns Columns[P], part func(T) P) Columns[T] {
	out := make(Columns[T], len(columns))
	for i, c := range columns {
		out[i] = Column[T]{c.Name, c.Doc, func(row T) string { return c.Cell(part(row)) }}
	}
	return out
}

// Commitments are the columns of commitments of the database under their keys.
func Commitments(key func(store.Commitment) string) Columns[store.Commitment] {
	type c = store.Commitment
	columns := Columns[c]{
		{"key", "made of the report and the words: the same in every answer", key},
		{"document", "identifier of the report", func(c c) string { return c.Document }},
	}
	columns = append(columns, Of(Pledge(), func(c c) record.Commitment { return c.Commitment })...)
	return append(columns,
		Column[c]{"outlet", "outlet", func(c c) string { return c.Outlet }},
		Column[c]{"url", "address of the report", func(c c) string { return c.URL }})
}

// Documents are the columns of reports.
func Documents() Columns[store.Document] {
	type d = store.Document
	return Columns[d]{
		{"document", "identifier of the report", func(d d) string { return d.ID }},
		{"published_start", "first day on which it may have appeared", func(d d) string { return d.Published.Start.String() }},
		{"published_end", "the day after the last one", func(d d) string { return d.Published.End.String() }},
		{"known_by", "given, metadata, url or text", func(d d) string { return string(d.Published.KnownBy) }},
		{"title", "headline", func(d d) string { return d.Title }},
		{"outlet", "outlet", func(d d) string { return d.Source }},
		{"language", "BCP 47", func(d d) string { return d.Language }},
		{"story", "first report of its story", func(d d) string { return d.Story }},
		{"url", "address of the report", func(d d) string { return d.URL }},
	}
}

// Statements are the columns of statements.
func Statements() Columns[store.Statement] {
	type s = store.Statement
	return Columns[s]{
		{"document", "identifier of the report", func(s s) string { return s.Document }},
		{"statement", "s1, s2, ... in its report", func(s s) string { return s.ID }},
		{"start", "first day on which it was said", func(s s) string { return s.Said.Start.String() }},
		{"end", "the day after the last one", func(s s) string { return s.Said.End.String() }},
		{"speaker", "code of who speaks", func(s s) string { return s.Speaker.Code }},
		{"speaker_name", "its name", func(s s) string { return s.Speaker.Name }},
		{"kind", "direct, indirect or mixed", func(s s) string { return string(s.Kind) }},
		{"cue", "the word that tells of the saying: say, promise, deny", func(s s) string { return s.Cue }},
		{"factuality", "what the cue makes of the content", func(s s) string { return string(s.Factuality) }},
		{"addressee", "code of who is spoken to", func(s s) string { return valueOf(s.Addressee).Code }},
		{"chain", "who carried it, nearest to the speaker first, with ` < ` between them", func(s s) string { return carriers(s.Chain) }},
		{"content", "the words, with ` … ` where others stand between them", func(s s) string { return strings.Join(s.Text, " … ") }},
		{"outlet", "outlet", func(s s) string { return s.Outlet }},
		{"url", "address of the report", func(s s) string { return s.URL }},
	}
}

// carriers are who carried a statement, nearest to the speaker first.
func carriers(links []record.Link) string {
	names := make([]string, len(links))
	for i, l := range links {
		names[i] = l.Name
	}
	return strings.Join(names, " < ")
}

// Hits are the columns of reports that were found.
func Hits() Columns[store.Hit] {
	type h = store.Hit
	return Columns[h]{
		{"document", "identifier of the report", func(h h) string { return h.ID }},
		{"published", "first day on which it may have appeared", func(h h) string { return h.Published.Start.String() }},
		{"title", "headline", func(h h) string { return h.Title }},
		{"outlet", "outlet", func(h h) string { return h.Source }},
		{"url", "address of the report", func(h h) string { return h.URL }},
		{"snippet", "words about the first that fits, which stands in brackets", func(h h) string { return strings.Join(strings.Fields(h.Snippet), " ") }},
		{"score", "how well it fits: higher is better", func(h h) string { return fmt.Sprintf("%.3f", h.Score) }},
	}
}

// Package sheet is the lists of a record database as CSV: the names of the
// columns and the cells of a row, the same on the command line and over HTTP.
// Days are ISO 8601, ends exclusive; what is several things has semicolons.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"detente/record"
	"detente/store"
)

// Columns are those of one kind of row.
type Columns[T any] struct {
	Names []string
	Row   func(T) []string
}

// WriteCSV writes the names and a line for each row, as they come.
func (c Columns[T]) WriteCSV(w io.Writer, rows iter.Seq2[T, error]) error {
	out := csv.NewWriter(w)
	headed := false
	head := func() error {
		headed = true
		return out.Write(c.Names)
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if !headed { // only now, so that an error before the first row is the whole answer
			if err := head(); err != nil {
				return err
			}
		}
		if err := out.Write(c.Row(row)); err != nil {
			return err
		}
	}
	if !headed {
		if err := head(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Events are the columns of events.
func Events() Columns[store.Event] {
	return Columns[store.Event]{
		Names: []string{"document", "event", "start", "end", "source", "source_name", "target", "target_name", "plover_type", "plover_mode", "plover_contexts",
			"cameo", "goldstein", "quad", "status", "background", "said_by", "place", "country", "rule", "fact", "reports", "outlet", "url"},
		Row: func(e store.Event) []string {
			said, place := "", record.Place{}
			if e.SaidBy != nil {
				said = *e.SaidBy
			}
			if e.Place != nil {
				place = *e.Place
			}
			return []string{e.Document, e.ID, e.Date.Start.String(), e.Date.End.String(), e.Source.Code, e.Source.Name, e.Target.Code, e.Target.Name,
				e.Plover.Type, e.Plover.Mode, strings.Join(e.Plover.Contexts, ";"), e.Cameo, fmt.Sprint(e.Goldstein), strconv.Itoa(e.Quad), string(e.Status),
				strconv.FormatBool(e.Background), said, place.Name, place.Country, e.Rule, strconv.FormatInt(e.Fact, 10), strconv.Itoa(e.Reports), e.Outlet, e.URL}
		},
	}
}

// Commitments are the columns of commitments; state is where each stands.
func Commitments() Columns[store.Commitment] {
	return Columns[store.Commitment]{
		Names: []string{"document", "commitment", "kind", "by", "by_name", "to", "to_name", "content", "condition", "made_start", "made_end", "due_start", "due_end", "due_words",
			"state", "since", "inferred", "author", "outlet", "url"},
		Row: func(c store.Commitment) []string {
			var last record.Step
			if n := len(c.State); n > 0 {
				last = c.State[n-1]
			}
			condition, due := "", record.Due{}
			if c.Condition != nil {
				condition = c.Condition.Kind + ": " + c.Condition.Text
			}
			if c.Due != nil {
				due = *c.Due
			}
			return []string{c.Document, c.ID, string(c.Kind), c.By.Code, c.By.Name, c.To.Code, c.To.Name, c.Content.Text, condition, c.Made.Start.String(), c.Made.End.String(),
				due.Start.String(), due.End.String(), due.Text, string(last.As), last.On.Start.String(), strconv.FormatBool(last.Inferred), last.Author, c.Outlet, c.URL}
		},
	}
}

// Documents are the columns of reports.
func Documents() Columns[store.Document] {
	return Columns[store.Document]{
		Names: []string{"document", "published_start", "published_end", "known_by", "title", "outlet", "language", "story", "url"},
		Row: func(d store.Document) []string {
			return []string{d.ID, d.Published.Start.String(), d.Published.End.String(), string(d.Published.KnownBy), d.Title, d.Source, d.Language, d.Story, d.URL}
		},
	}
}

// Statements are the columns of statements.
func Statements() Columns[store.Statement] {
	return Columns[store.Statement]{
		Names: []string{"document", "statement", "start", "end", "speaker", "speaker_name", "kind", "cue", "factuality", "addressee", "chain", "content", "outlet", "url"},
		Row: func(st store.Statement) []string {
			addressee := ""
			if st.Addressee != nil {
				addressee = st.Addressee.Code
			}
			return []string{st.Document, st.ID, st.Said.Start.String(), st.Said.End.String(), st.Speaker.Code, st.Speaker.Name, string(st.Kind), st.Cue,
				string(st.Factuality), addressee, carriers(st.Chain), strings.Join(st.Text, " … "), st.Outlet, st.URL}
		},
	}
}

// Hits are the columns of reports that were found.
func Hits() Columns[store.Hit] {
	return Columns[store.Hit]{
		Names: []string{"document", "published", "title", "outlet", "url", "snippet", "score"},
		Row: func(h store.Hit) []string {
			return []string{h.ID, h.Published.Start.String(), h.Title, h.Source, h.URL, strings.Join(strings.Fields(h.Snippet), " "), fmt.Sprintf("%.3f", h.Score)}
		},
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

// Dyads are the columns of dyads.
func Dyads() Columns[store.Dyad] {
	return Columns[store.Dyad]{
		Names: []string{"source", "target", "facts", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "first", "last"},
		Row: func(d store.Dyad) []string {
			return append(append([]string{d.Source, d.Target, strconv.Itoa(d.Facts)}, quads(d.Quads)...), d.First, d.Last)
		},
	}
}

// Counts are the columns of counts of events.
func Counts() Columns[store.Count] {
	return Columns[store.Count]{
		Names: []string{"key", "with", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "aside"},
		Row: func(c store.Count) []string {
			return append(append([]string{c.Key, c.With}, quads(c.Quads)...), strconv.Itoa(c.Aside))
		},
	}
}

func quads(q [4]int) []string {
	out := make([]string, len(q))
	for i, n := range q {
		out[i] = strconv.Itoa(n)
	}
	return out
}

// Outlets are the columns of outlets.
func Outlets() Columns[store.Outlet] {
	return Columns[store.Outlet]{
		Names: []string{"name", "documents", "first", "last"},
		Row:   func(o store.Outlet) []string { return []string{o.Name, strconv.Itoa(o.Documents), o.First, o.Last} },
	}
}

// Places are the columns of places.
func Places() Columns[store.Place] {
	return Columns[store.Place]{
		Names: []string{"name", "country", "events"},
		Row:   func(p store.Place) []string { return []string{p.Name, p.Country, strconv.Itoa(p.Events)} },
	}
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente/export"
	"detente/export/sheet"
	"detente/query"
	"detente/record"
	"detente/store"
)

func (p *program) quotesCommand() *cobra.Command {
	var about, containing string
	c := &cobra.Command{
		Use:     "quotes",
		GroupID: "ask",
		Short:   "List statements of the database: who said what",
		Long: `Lists statements by the day they were made, with the chain of sources that carried
them. --actor chooses the speaker, --about whom the words speak of, --containing
words that stand in them. --format text gives each with its source line, ready to
paste.`,
		Example: `  detente quotes --actor PRKGOV
  detente quotes --actor IRN --since 2024-04 --format jsonl
  detente quotes --about USA --containing "hostile policy" --format text`,
		Args: cobra.NoArgs,
	}
	q := p.ask(c, query.Statements, func(q question) error {
		limit := q.filter.Limit
		if about != "" || containing != "" {
			q.filter.Limit = 0 // of what is left after these
		}
		rows := statementsOf(q, q.db, q.filter, strings.ToUpper(about), containing, limit)
		switch q.shape.format {
		case "text":
			return p.paste(rows)
		case "parquet":
			return export.Parquet(p.stdout, (&export.Exporter{Store: q.db}).Statements(q, rows))
		}
		return quoteList.write(p, q.shape, rows)
	})
	q.shape.more = "text"
	c.Flags().Lookup("format").Usage = "table, csv, jsonl, or text to paste"
	c.Flags().StringVar(&about, "about", "", "code of an actor whom the words speak of")
	c.Flags().StringVar(&containing, "containing", "", "words that stand in the statement, in any case")
	return c
}

// statementsOf are the statements that a filter chooses, less those that do not
// speak of an actor or do not hold some words.
func statementsOf(ctx context.Context, d store.Store, f store.Filter, about, containing string, limit int) iter.Seq2[store.Statement, error] {
	containing = strings.ToLower(oneLine(containing))
	var rec record.Record // of the document looked at last
	return func(yield func(store.Statement, error) bool) {
		n := 0
		for st, err := range d.Statements(ctx, f) {
			if err == nil && containing != "" && !strings.Contains(strings.ToLower(oneLine(strings.Join(st.Text, " "))), containing) {
				continue
			}
			if err == nil && about != "" {
				if rec.Document.ID != st.Document {
					rec, err = d.Get(ctx, st.Document)
				}
				if err == nil && !speaksOf(&rec, st.Content, about) {
					continue
				}
			}
			if !yield(st, err) || err != nil {
				return
			}
			if n++; limit > 0 && n == limit {
				return
			}
		}
	}
}

// speaksOf reports whether an actor whose code begins so is named in the spans.
func speaksOf(rec *record.Record, content []record.Span, code string) bool {
	return slices.ContainsFunc(rec.Mentions, func(m record.Mention) bool {
		return strings.HasPrefix(m.Code, code) && slices.ContainsFunc(content, func(s record.Span) bool { return s.Contains(m.Span) })
	})
}

// paste prints statements as text with a source line each.
func (p *program) paste(rows iter.Seq2[store.Statement, error]) error {
	for st, err := range rows {
		if err != nil {
			return err
		}
		words := oneLine(clean(strings.Join(st.Text, " … ")))
		if st.Kind == record.Direct {
			words = "“" + words + "”"
		}
		name := cmp.Or(st.Speaker.Name, st.Speaker.Code, "unnamed")
		source := []string{name}
		if said := dates(st.Said); said != "" {
			source = append(source, said)
		}
		for _, link := range st.Chain {
			source = append(source, "through "+link.Name)
		}
		report := oneLine(strings.Join([]string{st.Outlet, dates(st.Published), cmp.Or(st.URL, st.Document)}, " "))
		fmt.Fprintf(p.stdout, "%s\n— %s. %s\n\n", words, clean(strings.Join(source, ", ")), clean(report))
	}
	return nil
}

var quoteList = list[store.Statement]{
	heads: []string{"SAID", "SPEAKER", "HOW", "THROUGH", "WHAT"},
	cells: func(st store.Statement) []cell {
		return []cell{{dates(st.Said), timely}, {speaker(st.Speaker), actorly}, {string(st.Kind) + ", " + st.Cue, plain},
			{chain(st.Chain), plain}, {oneLine(clean(strings.Join(st.Text, " … "))), saying}}
	},
	csv:   sheet.Statements(),
	empty: "no statement fits",
}

package main

import (
	"strings"

	"github.com/spf13/cobra"

	"detente/export/sheet"
	"detente/query"
	"detente/store"
)

func (p *program) searchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "search WORDS ...",
		GroupID: "ask",
		Short:   "Find reports of the database by their words",
		Long: `Finds reports by words, the best first. Words stand for all of them, "a phrase in
quotes" for words side by side, start* for all that begin so; OR stands between
alternatives, - or NOT before what must not stand there.`,
		Example: `  detente search summit hanoi
  detente search 'missile* NOT "ballistic missile"' --since 2020-01`,
		Args: cobra.MinimumNArgs(1),
	}
	p.ask(c, query.Documents, func(q question) error {
		if q.filter.After != "" || q.filter.Newest {
			return usage("--where: after and newest mean nothing for a search, whose best rows come first: give --limit, or more words")
		}
		return hitList.write(p, q.shape, q.db.Search(q, strings.Join(q.args, " "), q.filter))
	})
	return c
}

var hitList = list[store.Hit]{
	heads: []string{"PUBLISHED", "REPORT", "TITLE", "WORDS"},
	cells: func(h store.Hit) []cell {
		return []cell{{dates(h.Published.Interval), timely}, {clean(h.ID), faint}, {clip(clean(h.Title), 40), strong}, {oneLine(clean(h.Snippet)), plain}}
	},
	csv:   sheet.Hits(),
	empty: "no report has these words",
	parquet: flat(func(h store.Hit) hitRow {
		return hitRow{h.ID, day(h.Published.Start), h.Title, h.Source, h.URL, oneLine(h.Snippet), h.Score}
	}),
}

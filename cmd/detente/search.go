package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"detente/store"
)

func (p *program) searchCommand() *cobra.Command {
	var (
		db database
		q  chosen
		s  shape
	)
	c := &cobra.Command{
		Use:     "search WORDS ...",
		GroupID: "ask",
		Short:   "Find reports of the database by their words",
		Long: `Finds reports by words, the best first. Words stand for all of them; OR, NOT, a
"phrase in quotes" and a start* work as in SQLite's full-text search.`,
		Example: `  detente search summit hanoi
  detente search 'missile* NOT "ballistic missile"' --since 2020-01`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.check(); err != nil {
				return err
			}
			f, err := q.filter()
			if err != nil {
				return err
			}
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			return hitList.write(p, s, d.Search(c.Context(), strings.Join(args, " "), f))
		},
	}
	db.flags(c)
	q.flags(c)
	s.flags(c)
	return c
}

var hitList = list[store.Hit]{
	heads: []string{"PUBLISHED", "REPORT", "TITLE", "WORDS"},
	cells: func(h store.Hit) []cell {
		return []cell{{dates(h.Published.Interval), timely}, {clean(h.ID), faint}, {clip(clean(h.Title), 40), strong}, {oneLine(clean(h.Snippet)), plain}}
	},
	names: []string{"document", "published", "title", "outlet", "url", "snippet", "score"},
	row: func(h store.Hit) []string {
		return []string{h.ID, h.Published.Start.String(), h.Title, h.Source, h.URL, oneLine(h.Snippet), fmt.Sprintf("%.3f", h.Score)}
	},
	empty: "no report has these words",
}

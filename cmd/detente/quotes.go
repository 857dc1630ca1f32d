package main

import (
	"strings"

	"github.com/spf13/cobra"

	"detente/store"
)

func (p *program) quotesCommand() *cobra.Command {
	var (
		db database
		q  chosen
		s  shape
	)
	c := &cobra.Command{
		Use:     "quotes",
		GroupID: "ask",
		Short:   "List statements of the database: who said what",
		Long: `Lists statements by the day they were made, with the chain of sources that carried
them. --actor chooses the speaker.`,
		Example: `  detente quotes --actor PRKGOV
  detente quotes --actor IRN --since 2024-04 --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
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
			return quoteList.write(p, s, d.Statements(c.Context(), f))
		},
	}
	db.flags(c)
	q.flags(c)
	s.flags(c)
	return c
}

var quoteList = list[store.Statement]{
	heads: []string{"SAID", "SPEAKER", "HOW", "THROUGH", "WHAT"},
	cells: func(st store.Statement) []cell {
		return []cell{{dates(st.Said), timely}, {speaker(st.Speaker), actorly}, {string(st.Kind) + ", " + st.Cue, plain},
			{chain(st.Chain), plain}, {oneLine(clean(strings.Join(st.Text, " … "))), saying}}
	},
	names: []string{"document", "statement", "start", "end", "speaker", "speaker_name", "kind", "cue", "factuality", "addressee", "chain", "content", "outlet", "url"},
	row: func(st store.Statement) []string {
		addressee := ""
		if st.Addressee != nil {
			addressee = st.Addressee.Code
		}
		return []string{st.Document, st.ID, st.Said.Start.String(), st.Said.End.String(), st.Speaker.Code, st.Speaker.Name, string(st.Kind), st.Cue,
			string(st.Factuality), addressee, chain(st.Chain), strings.Join(st.Text, " … "), st.Outlet, st.URL}
	},
	empty: "no statement fits",
}

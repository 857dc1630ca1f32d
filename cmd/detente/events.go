package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"detente/export"
	"detente/export/sheet"
	"detente/query"
	"detente/store"
)

func (p *program) eventsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "events",
		GroupID: "ask",
		Short:   "List events of the database: who did what to whom",
		Long: `Lists events by date. --where takes an expression of the filter language, of which the
other flags are the keys (docs/query.md). An actor code stands for all codes that begin with it: PRK
chooses PRKGOV too. A fact that several reports tell is listed for each of them;
with --once it is listed once, as the report that tells it best has it: as something that happened
rather than a claim, as news rather than background, with the shorter date; the first of equals.`,
		Example: `  detente events --actor PRK --with USA --since 2020-01
  detente events --source RUS --type THREATEN,COERCE --status happened --format csv
  detente events --where 'actor:@NATO with:RUS quad:4 place:Kyiv date:2022.. news'`,
		Args: cobra.NoArgs,
	}
	p.ask(c, query.Events, func(q question) error {
		rows := q.db.Events(q, q.filter)
		if q.shape.format == "parquet" {
			return export.Parquet(p.stdout, (&export.Exporter{Store: q.db}).Events(q, rows))
		}
		return eventList.write(p, q.shape, rows)
	})
	c.AddCommand(p.eventsShowCommand())
	return c
}

var eventList = list[store.Event]{
	heads: []string{"DATE", "WHO", "", "WHOM", "TYPE", "CAMEO", "STATUS", "REPORTS", "REPORT"},
	cells: func(e store.Event) []cell {
		cells := eventCells(e.Event, "")
		return append(cells[1:8:8], cell{strconv.Itoa(e.Reports), plain}, cell{clean(e.Document) + "#" + e.ID, faint})
	},
	csv:   sheet.Events(),
	empty: "no event fits",
}

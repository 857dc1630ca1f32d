package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"detente/query"
	"detente/record"
	"detente/store"
)

func (p *program) eventsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "events",
		GroupID: "ask",
		Short:   "List events of the database: who did what to whom",
		Long: `Lists events by date. --where takes an expression of the filter language, of which the
other flags are the keys (docs/query.md). An actor code stands for all codes that begin with it: PRK
chooses PRKGOV too. A fact that several reports tell is listed for each of them,
with --once only as the first report told it.`,
		Example: `  detente events --actor PRK --with USA --since 2020-01
  detente events --source RUS --type THREATEN,COERCE --status happened --format csv
  detente events --where 'actor:@NATO with:RUS quad:4 place:Kyiv date:2022.. news'`,
		Args: cobra.NoArgs,
	}
	p.ask(c, query.Events, func(q question) error { return eventList.write(p, q.shape, q.db.Events(q, q.filter)) })
	c.AddCommand(p.eventsShowCommand())
	return c
}

var eventList = list[store.Event]{
	heads: []string{"DATE", "WHO", "", "WHOM", "TYPE", "CAMEO", "STATUS", "REPORTS", "REPORT"},
	cells: func(e store.Event) []cell {
		cells := eventCells(e.Event, "")
		return append(cells[1:8:8], cell{strconv.Itoa(e.Reports), plain}, cell{clean(e.Document) + "#" + e.ID, faint})
	},
	names: []string{"document", "event", "start", "end", "source", "source_name", "target", "target_name", "plover_type", "plover_mode", "plover_contexts",
		"cameo", "goldstein", "quad", "status", "background", "said_by", "place", "country", "rule", "fact", "reports", "outlet", "url"},
	row: func(e store.Event) []string {
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
	empty: "no event fits",
}

package export

import "strings"

func icews() Layout {
	return Layout{
		Name: "icews", Doc: "tab-separated, in the 20 columns of ICEWS events, with a header", Header: true, Told: true,
		Columns: []Column{
			{"Event ID", "report and event, `REPORT#e1`", func(r *eventRow) string { return r.Document + "#" + r.ID }},
			{"Event Date", "first day, YYYY-MM-DD", func(r *eventRow) string { return r.day("2006-01-02") }},
			{"Source Name", "who did it", func(r *eventRow) string { return r.Source.Name }},
			{"Source Sectors", "roles in its code, with `,` between them: GOV, MIL, ...", func(r *eventRow) string { return strings.Join(sectors(r.Source.Code), ",") }},
			{"Source Country", "its country, by name", func(r *eventRow) string { return r.names.state(r.Source.Country()) }},
			{"Event Text", "name of the CAMEO code", func(r *eventRow) string { return r.names.cameo[r.Cameo] }},
			{"CAMEO Code", "CAMEO code", func(r *eventRow) string { return r.Cameo }},
			{"Intensity", "Goldstein score, -10 to 10", func(r *eventRow) string { return score(r.Goldstein) }},
			{"Target Name", "to whom it was done", func(r *eventRow) string { return r.Target.Name }},
			{"Target Sectors", "as of the source", func(r *eventRow) string { return strings.Join(sectors(r.Target.Code), ",") }},
			{"Target Country", "as of the source", func(r *eventRow) string { return r.names.state(r.Target.Country()) }},
			{"Story ID", "identifier of the first report of the story", func(r *eventRow) string { return r.Story }},
			{"Sentence Number", "", nil},
			{"Publisher", "outlet", func(r *eventRow) string { return r.Outlet }},
			{"City", "place of the event, whatever it is", func(r *eventRow) string { return r.place().Name }},
			{"District", "", nil}, {"Province", "", nil},
			{"Country", "country of the place, by name", func(r *eventRow) string { return r.names.state(r.place().Country) }},
			{"Latitude", "", nil}, {"Longitude", "", nil},
		},
	}
}

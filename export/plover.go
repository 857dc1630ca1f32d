package export

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"

	"detente/record"
	"detente/store"
)

// auxiliary are the auxiliary modes of PLOVER (historical, future, hypothetical,
// negation) that a status is. What is only claimed has none: the status tells it.
func auxiliary(e *record.Event) []string {
	modes := []string{}
	if e.Background {
		modes = append(modes, "historical")
	}
	switch e.Status {
	case record.Announced, record.Promised, record.Threatened, record.DemandedDo:
		modes = append(modes, "future")
	case record.Conditional, record.Hypothetical:
		modes = append(modes, "hypothetical")
	case record.DeniedEvent, record.DidNotHappen:
		modes = append(modes, "negation")
	}
	return modes
}

// ploverEvent is an event as PLOVER's JSON has it. The documentation of its
// fields stands in ploverJSON.
type ploverEvent struct {
	ID          string      `json:"id"`
	Date        *string     `json:"date"`
	DateEnd     *string     `json:"date_end"`
	Event       string      `json:"event"`
	Mode        *string     `json:"mode"`
	AuxMode     []string    `json:"auxmode"`
	Context     []string    `json:"context"`
	Quad        int         `json:"quad"`
	Intensity   float64     `json:"intensity"`
	Cameo       string      `json:"cameo"`
	Status      string      `json:"status"`
	SaidBy      *string     `json:"said_by"`
	Source      ploverActor `json:"source"`
	Target      ploverActor `json:"target"`
	Location    *ploverSite `json:"location"`
	Text        string      `json:"text"`
	Trigger     string      `json:"trigger"`
	Story       string      `json:"story"`
	Fact        int64       `json:"fact"`
	Reports     int         `json:"reports"`
	Document    string      `json:"document"`
	Publisher   string      `json:"publisher"`
	Published   *string     `json:"publication_date"`
	URL         string      `json:"url"`
	Language    string      `json:"language"`
	Version     string      `json:"version"`
	DataVersion string      `json:"data_version"`
}

type ploverActor struct {
	Name    string   `json:"name"`
	Text    string   `json:"text"`
	Code    string   `json:"code"`
	Country string   `json:"country"`
	Sector  []string `json:"sector"`
}

type ploverSite struct {
	Name    string `json:"name"`
	Country string `json:"country"`
}

func ploverJSON() Layout {
	return Layout{
		Name: "plover-json",
		Doc:  "PLOVER events, a JSON object a line, with the auxiliary modes that PLOVER names",
		Columns: []Column{
			{Name: "id", Doc: "report and event, `REPORT#e1`"},
			{Name: "date", Doc: "first day, ISO 8601; null where it is open"},
			{Name: "date_end", Doc: "last day; null where it is open"},
			{Name: "event", Doc: "PLOVER type"},
			{Name: "mode", Doc: "PLOVER mode or null"},
			{Name: "auxmode", Doc: "auxiliary modes: `historical` (told as background), `future` (announced, promised, threatened, demanded), `hypothetical` (conditional, hypothetical), `negation` (denied, did not happen)"},
			{Name: "context", Doc: "PLOVER contexts"},
			{Name: "quad", Doc: "quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"},
			{Name: "intensity", Doc: "Goldstein score, -10 to 10"},
			{Name: "cameo", Doc: "CAMEO code"},
			{Name: "status", Doc: "our status, finer than auxmode"},
			{Name: "said_by", Doc: "name or code of the speaker on whose word the event stands, or null"},
			{Name: "source", Doc: "who did it: `name`, `text` (the words), `code`, `country` (ISO 3166 alpha-3), `sector` (roles)"},
			{Name: "target", Doc: "to whom, likewise"},
			{Name: "location", Doc: "`name` and `country`, or null"},
			{Name: "text", Doc: "the sentence"},
			{Name: "trigger", Doc: "the words that tell the event"},
			{Name: "story", Doc: "the first report of its story"},
			{Name: "fact", Doc: "number of the fact: the same for all reports of one event"},
			{Name: "reports", Doc: "how many reports tell the fact"},
			{Name: "document", Doc: "identifier of the report"},
			{Name: "publisher", Doc: "outlet"},
			{Name: "publication_date", Doc: "day of the report or null"},
			{Name: "url", Doc: "address of the report"},
			{Name: "language", Doc: "of the report, BCP 47"},
			{Name: "version", Doc: "of the program"},
			{Name: "data_version", Doc: "of its rules and dictionaries"},
		},
		write: func(ctx context.Context, e *Exporter, w io.Writer, rows iter.Seq2[store.Event, error]) error {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			for ev, err := range rows {
				if err != nil {
					return err
				}
				r, err := e.row(ctx, ev)
				if err != nil {
					return err
				}
				if err := enc.Encode(r.plover()); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (r *eventRow) plover() ploverEvent {
	p := ploverEvent{
		ID: r.Document + "#" + r.ID, Date: orNull(r.day("2006-01-02")), Event: r.Plover.Type, Mode: orNull(r.Plover.Mode), AuxMode: auxiliary(&r.Event.Event), Context: r.Plover.Contexts,
		Quad: r.Quad, Intensity: r.Goldstein, Cameo: r.Cameo, Status: string(r.Status), SaidBy: orNull(r.speaker()),
		Source: r.ploverActor(r.Source, r.Spans.Source), Target: r.ploverActor(r.Target, r.Spans.Target),
		Text: clean(r.Spans.Sentence.In(r.rec.Document.Text)), Trigger: clean(r.Spans.Trigger.In(r.rec.Document.Text)), Story: r.Story, Fact: r.Fact, Reports: r.Reports,
		Document: r.Document, Publisher: r.Outlet, Published: orNull(r.published("2006-01-02")), URL: r.URL, Language: r.rec.Document.Language,
		Version: r.rec.Version, DataVersion: r.rec.DataVersion,
	}
	if !r.Date.End.IsZero() {
		p.DateEnd = orNull(r.Date.End.Time.Add(-1).Format("2006-01-02"))
	}
	if p.Context == nil {
		p.Context = []string{}
	}
	if r.Place != nil {
		p.Location = &ploverSite{r.Place.Name, r.Place.Country}
	}
	return p
}

func (r *eventRow) ploverActor(a record.ActorRef, s *record.Span) ploverActor {
	sector := sectors(a.Code)
	if sector == nil {
		sector = []string{}
	}
	return ploverActor{a.Name, clean(r.words(s)), a.Code, a.Country(), sector}
}

// speaker is on whose word the event stands.
func (r *eventRow) speaker() string {
	if r.SaidBy == nil {
		return ""
	}
	for _, s := range r.rec.Statements {
		if s.ID == *r.SaidBy {
			if s.Speaker.Name != "" {
				return s.Speaker.Name
			}
			return s.Speaker.Code
		}
	}
	return ""
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func score(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func polecat() Layout {
	actor := func(head, name string, of func(*eventRow) record.ActorRef, span func(*eventRow) *record.Span) []Column {
		return []Column{
			{head + " Name", "name of " + name, func(r *eventRow) string { return of(r).Name }},
			{head + " Country", "its country, by name", func(r *eventRow) string { return r.names.state(of(r).Country()) }},
			{head + " COW", "", nil},
			{"Primary " + head + " Sector", "first role in its code: GOV, MIL, ...; for bodies of no country the first letters: IGO", func(r *eventRow) string { return first(sectors(of(r).Code)) }},
			{head + " Sectors", "all roles in its code, with `;` between them", func(r *eventRow) string { return strings.Join(sectors(of(r).Code), ";") }},
			{head + " Title", "office of a person at the time", func(r *eventRow) string { return r.title(of(r)) }},
			{head + " Name Raw", "the words that name it", func(r *eventRow) string { return r.words(span(r)) }},
			{"Wikipedia " + head + " ID", "", nil},
		}
	}
	columns := []Column{
		{"Event ID", "report and event, `REPORT#e1`", func(r *eventRow) string { return r.Document + "#" + r.ID }},
		{"Event Date", "first day, YYYY-MM-DD", func(r *eventRow) string { return r.day("2006-01-02") }},
		{"Event Type", "PLOVER type", func(r *eventRow) string { return r.Plover.Type }},
		{"Event Mode", "PLOVER mode", func(r *eventRow) string { return r.Plover.Mode }},
		{"Intensity", "Goldstein score, -10 to 10", func(r *eventRow) string { return score(r.Goldstein) }},
		{"Quad Code", "quad class 1 to 4", func(r *eventRow) string { return strconv.Itoa(r.Quad) }},
		{"Contexts", "PLOVER contexts, with `;` between them", func(r *eventRow) string { return strings.Join(r.Plover.Contexts, ";") }},
	}
	columns = append(columns, actor("Actor", "who did it", func(r *eventRow) record.ActorRef { return r.Source }, func(r *eventRow) *record.Span { return r.Spans.Source })...)
	columns = append(columns, actor("Recipient", "to whom it was done", func(r *eventRow) record.ActorRef { return r.Target }, func(r *eventRow) *record.Span { return r.Spans.Target })...)
	columns = append(columns,
		Column{"Placename", "place of the event", func(r *eventRow) string { return r.place().Name }},
		Column{"City", "", nil}, Column{"District", "", nil}, Column{"Province", "", nil},
		Column{"Country", "country of the place, by name", func(r *eventRow) string { return r.names.state(r.place().Country) }},
		Column{"Latitude", "", nil}, Column{"Longitude", "", nil}, Column{"GeoNames ID", "", nil},
		Column{"Raw Placename", "the words that name the place", func(r *eventRow) string { return r.words(r.Spans.Place) }},
		Column{"Feature Type", "", nil},
		Column{"Source", "outlet", func(r *eventRow) string { return r.Outlet }},
		Column{"Publication Date", "day of the report, YYYY-MM-DD", func(r *eventRow) string { return r.published("2006-01-02") }},
		Column{"Story People", "people in the report, with `;` between them", func(r *eventRow) string { return r.actors(record.IsPerson) }},
		Column{"Story Organizations", "states, organs and organisations in the report, likewise", func(r *eventRow) string { return r.actors(record.IsState, record.IsOrgan, record.IsOrganisation) }},
		Column{"Story Locations", "places of the events of the report, likewise", func(r *eventRow) string { return r.places() }},
		Column{"Language", "of the report, BCP 47", func(r *eventRow) string { return r.rec.Document.Language }},
		Column{"Version", "detente and its version", func(r *eventRow) string { return "detente " + r.rec.Version }},
	)
	return Layout{Name: "polecat", Doc: "tab-separated, in the 40 columns of POLECAT, with a header; `None` where there is nothing", Header: true, Missing: "None", Told: true, Columns: columns}
}

// title is the office of a person of the report on the day of the event.
func (r *eventRow) title(ref record.ActorRef) string {
	for _, a := range r.rec.Actors {
		if a.ID != ref.Actor || ref.Actor == "" {
			continue
		}
		on := cmp.Or(r.day("2006-01-02"), r.published("2006-01-02"))
		for _, o := range a.Offices {
			if on == "" || (o.From == "" || o.From <= on) && (o.Until == "" || on < o.Until) {
				return o.Title
			}
		}
	}
	return ""
}

func (r *eventRow) places() string {
	var out []string
	seen := map[string]bool{}
	for _, e := range r.rec.Events {
		if e.Place != nil && !seen[e.Place.Name] {
			seen[e.Place.Name] = true
			out = append(out, e.Place.Name)
		}
	}
	return strings.Join(out, ";")
}

func first(vs []string) string {
	if len(vs) == 0 {
		return ""
	}
	return vs[0]
}

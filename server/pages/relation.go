package pages

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"detente/query"
	"detente/relation"
	"detente/relation/stored"
	"detente/store"
)

type relationView struct {
	A, B        side
	Unit        relation.Unit
	Units       []relation.Unit
	Asked       asked
	Chart       template.HTML
	From, Until string // the days that the chart shows, for the brush
	Trend       relation.Trend
	Turns       []turnRow
	Facts       int
	Points      []relation.Point // with news, the latest first
	Events      []eventRow
	MoreEvents  string
	Commitments []commitmentRow
	MorePledges string
	Nothing     bool
	Whole       string // address without the period
}

type turnRow struct {
	relation.Turn
	On string
}

const (
	relationEvents  = 30
	relationPledges = 10
	pointsShown     = 24
)

// relations asks for two sides.
func (p *pages) relations(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	a, b := strings.ToUpper(q.get("a")), strings.ToUpper(q.get("b"))
	if a != "" && b != "" {
		rest := q.without("a", "b")
		return nil, &redirect{at(rest, "relation", a, b)}
	}
	v := struct{ States []choice }{}
	for _, g := range p.groups.All() {
		v.States = append(v.States, choice{"@" + g.Name, g.Full})
	}
	for _, s := range p.Reader.Actors().States() {
		v.States = append(v.States, choice{s.Code, s.Name})
	}
	return &frame{View: "relations", Title: "Relations", Section: "relation", Body: v}, nil
}

// side is one side of a relation: an actor, several or a group.
type side struct {
	query.Side
	Parties []party
	Full    string // the names of all
}

// sides reads the two sides that an address names.
func (p *pages) sides(r *http.Request) (a, b side, err error) {
	for _, x := range []struct {
		at, label string
		into      *side
	}{{"a", "one side", &a}, {"b", "other side", &b}} {
		if x.into.Side, err = p.groups.Side(strings.ToUpper(r.PathValue(x.at))); err != nil {
			return a, b, &wrongRequest{x.label + ": " + err.Error()}
		}
		var names []string
		for _, name := range x.into.Names {
			one := p.names.side(name)
			if g, ok := p.groups.Group(name); ok && strings.HasPrefix(name, "@") {
				one = party{Name: g.Full, Full: g.Full} // without a page of its own
			}
			x.into.Parties, names = append(x.into.Parties, one), append(names, one.Full)
		}
		x.into.Full = strings.Join(names, ", ")
	}
	return a, b, nil
}

// code is the side as addresses have it.
func (s side) code() string { return strings.Join(s.Names, ",") }

// days are the days of the relation of the two, remembered.
func (p *pages) days(ctx context.Context, a, b side) (days []relation.Daily, stale bool, err error) {
	return remember(ctx, p.counts, "days "+a.code()+" "+b.code(), func(ctx context.Context) ([]relation.Daily, error) {
		return stored.Days(ctx, p.Store, store.Sides{A: a.Members, B: b.Members})
	})
}

// relation shows how two sides deal with each other over time.
func (p *pages) relation(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	one, other, err := p.sides(r)
	if err != nil {
		return nil, err
	}
	a, b := one.code(), other.code()
	f, err := p.filter(asked{url.Values{"actor": {a}, "with": {b}, "since": q.Values["since"], "until": q.Values["until"]}}, query.Events)
	if err != nil {
		return nil, err
	}
	v := relationView{A: one, B: other, Asked: q, Units: []relation.Unit{relation.Week, relation.Month, relation.Quarter, relation.Year}}
	days, stale, err := p.days(r.Context(), one, other)
	if err != nil {
		return nil, err
	}
	days = relation.Within(days, f.Period)
	if v.Unit, err = unitOf(q.get("by"), days); err != nil {
		return nil, err
	}
	var marks []relation.Mark
	if relation.Drawn(days) {
		if marks, err = stored.Marks(r.Context(), p.Store, store.Sides{A: one.Members, B: other.Members}, f.Period, days); err != nil {
			return nil, err
		}
	}
	if err := v.draw(days, marks); err != nil {
		return nil, err
	}
	if err := p.between(r.Context(), f, a, b, &v); err != nil {
		return nil, err
	}
	v.Whole = at(q.without("since", "until"), "relation", a, b)
	query := r.URL.Query()
	query.Set("actor", a)
	query.Set("with", b)
	query.Del("by")
	downloads := p.downloads("events", query)
	series := url.Values{"by": {string(v.Unit)}}
	downloads = append(downloads, download{"series as JSON", p.API + at(series, "relation", a, b)}, download{"chart as SVG", at(q.Values, "relation", a, b, "chart.svg")})
	return &frame{View: "relation", Title: v.A.Full + " and " + v.B.Full, Section: "relation", Grows: true, Body: v, Stale: stale, Downloads: downloads}, nil
}

// chart is the drawing by itself, to be kept.
func (p *pages) chart(w http.ResponseWriter, r *http.Request) error {
	q := asked{r.URL.Query()}
	a, b, err := p.sides(r)
	if err != nil {
		return err
	}
	f, err := p.filter(asked{url.Values{"since": q.Values["since"], "until": q.Values["until"]}}, query.Events)
	if err != nil {
		return err
	}
	days, _, err := p.days(r.Context(), a, b)
	if err != nil {
		return err
	}
	days = relation.Within(days, f.Period)
	unit, err := unitOf(q.get("by"), days)
	if err != nil {
		return err
	}
	points, err := relation.Series(days, unit)
	if err != nil {
		return &wrongRequest{err.Error()}
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	w.Header().Set("Content-Disposition", `attachment; filename="relation.svg"`)
	return relation.Plot{Title: a.Full + " and " + b.Full, Unit: unit, Points: points, Turns: relation.TurningPoints(points)}.WriteSVG(w)
}

// unitOf is the unit that was asked for, else one that gives a chart of some
// dozens of points.
func unitOf(name string, of []relation.Daily) (relation.Unit, error) {
	if name != "" {
		unit, err := relation.ParseUnit(name)
		if err != nil {
			return unit, &wrongRequest{err.Error()}
		}
		return unit, nil
	}
	first, last := relation.Span(of)
	days := int(last.Sub(first.Time).Hours() / 24)
	switch {
	case first.IsZero() || days <= 7*60:
		return relation.Week, nil
	case days <= 30*150:
		return relation.Month, nil
	case days <= 91*150:
		return relation.Quarter, nil
	}
	return relation.Year, nil
}

// draw counts the series and draws it.
func (v *relationView) draw(days []relation.Daily, marks []relation.Mark) error {
	points, err := relation.Series(days, v.Unit)
	if err != nil {
		return &wrongRequest{strings.Replace(err.Error(), " (--by month)", "", 1)}
	}
	turns := relation.TurningPoints(points)
	v.Trend, v.Nothing = relation.TrendOf(points), len(points) == 0
	for i := range days {
		v.Facts += days[i].Facts()
	}
	for _, t := range turns {
		v.Turns = append(v.Turns, turnRow{t, t.At.String()})
	}
	if v.Nothing {
		return nil
	}
	v.From, v.Until = points[0].Start.String(), points[len(points)-1].End.Add(0, 0, -1).String()
	for i := len(points) - 1; i >= 0 && len(v.Points) < pointsShown; i-- {
		if pt := points[i]; pt.Events+pt.Aside+pt.Background+pt.Better+pt.Worse+pt.Unchanged > 0 {
			v.Points = append(v.Points, pt)
		}
	}
	plot := relation.Plot{Title: "The relation of " + v.A.Full + " and " + v.B.Full, Unit: v.Unit, Points: points, Turns: turns, Marks: marks, Href: sentence}
	var b strings.Builder
	if err := plot.WriteInline(&b); err != nil {
		return err
	}
	v.Chart = template.HTML(b.String()) // the plot escapes what it is given
	return nil
}

// sentence is the address of an event that is named document#event.
func sentence(event string) string {
	i := strings.LastIndexByte(event, '#')
	if i < 0 {
		return ""
	}
	return at(nil, "report", event[:i]) + "#" + event[i+1:]
}

// between lists the events and commitments between the two.
func (p *pages) between(ctx context.Context, f store.Filter, a, b string, v *relationView) (err error) {
	f.Limit, f.Newest = relationEvents+1, true
	if v.Events, err = p.eventRows(ctx, p.Store.Events(ctx, f)); err != nil {
		return err
	}
	if len(v.Events) > relationEvents {
		v.Events = v.Events[:relationEvents]
		more := url.Values{"actor": {a}, "with": {b}}
		for _, k := range []string{"since", "until"} {
			if s := v.Asked.get(k); s != "" {
				more.Set(k, s)
			}
		}
		v.MoreEvents = "/events?" + more.Encode()
	}
	f.Limit = relationPledges + 1
	if v.Commitments, err = collect(p.Store.Commitments(ctx, f), p.commitmentRow); err != nil {
		return err
	}
	if len(v.Commitments) > relationPledges {
		v.Commitments = v.Commitments[:relationPledges]
		v.MorePledges = "/commitments?" + url.Values{"actor": {a}, "with": {b}}.Encode()
	}
	return nil
}

package pages

import (
	"net/http"
	"net/url"
	"strings"

	"detente/actor"
	"detente/query"
	"detente/store"
)

type actorView struct {
	party
	Whole       party // the state of an organ
	Holders     []actor.Holding
	MoreHolders int
	Events      []eventRow
	Statements  []statementRow
	Commitments []commitmentRow
	Query       string
	Partners    []partnerRow
}

type partnerRow struct {
	party
	Facts int
	Href  string
}

const (
	holdersShown    = 24
	actorEvents     = 25
	actorStatements = 8
	actorPledges    = 8
	partnersShown   = 16
)

// actors asks for an actor.
func (p *pages) actors(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	if code := strings.ToUpper(q.get("code")); code != "" {
		return nil, &redirect{at(nil, "actor", code)}
	}
	v := struct{ States []choice }{}
	for _, s := range p.Reader.Actors().States() {
		v.States = append(v.States, choice{s.Code, s.Name})
	}
	return &frame{View: "actors", Title: "Actors", Section: "actor", Body: v}, nil
}

// actor shows what an actor did and said, and who held its offices.
func (p *pages) actor(r *http.Request) (*frame, error) {
	code := strings.ToUpper(r.PathValue("code"))
	f, err := p.filter(asked{url.Values{"actor": {code}}}, query.Events)
	if err != nil {
		return nil, err
	}
	v := actorView{party: p.names.side(code), Query: "actor=" + url.QueryEscape(code)}
	if len(code) > 3 {
		v.Whole = p.names.side(store.State(code))
	}
	v.Holders = p.Reader.Actors().Holders(code)
	if n := len(v.Holders); n > holdersShown {
		v.Holders, v.MoreHolders = v.Holders[:holdersShown], n-holdersShown
	}
	ctx := r.Context()
	f.Limit, f.Newest = actorEvents, true
	if v.Events, err = p.eventRows(ctx, p.Store.Events(ctx, f)); err != nil {
		return nil, err
	}
	f.Limit = actorStatements
	if v.Statements, err = collect(p.Store.Statements(ctx, f), p.statementRow); err != nil {
		return nil, err
	}
	f.Limit = actorPledges
	if v.Commitments, err = collect(p.Store.Commitments(ctx, f), p.commitmentRow); err != nil {
		return nil, err
	}
	pairs, stale, err := p.dyads(ctx, store.DyadFilter{State: store.State(code), Limit: dyadsAsked})
	if err != nil {
		return nil, err
	}
	for _, x := range pairs[:min(len(pairs), partnersShown)] {
		other := x.B
		if x.b == store.State(code) {
			other = x.A
		}
		v.Partners = append(v.Partners, partnerRow{party: other, Facts: x.Facts, Href: at(nil, "relation", code, other.Code)})
	}
	return &frame{View: "actor", Title: v.Full, Section: "actor", Grows: true, Body: v, Stale: stale, Downloads: p.downloads("events", url.Values{"actor": {code}})}, nil
}

package pages

import (
	"cmp"
	"html/template"
	"iter"
	"net/url"
	"strings"
	"time"

	"detente/ontology"
	"detente/record"
	"detente/store"
)

// collect takes what a sequence yields, to its first error.
func collect[T, V any](rows iter.Seq2[T, error], view func(T) V) ([]V, error) {
	var out []V
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		out = append(out, view(row))
	}
	return out, nil
}

func same[T any](v T) T { return v }

// eventRow is an event in a list.
type eventRow struct {
	store.Event
	From, To party
	When     string
	Day      string // for the datetime of a <time>; empty where it is no day
	Type     string
	Mode     string
	Means    string // the CAMEO code in words
	Class    string // coop or conf
	Kind     string // the quad class in words
	Href     string // of the sentence
	Told     told
}

func (p *pages) eventRow(e store.Event) eventRow {
	r := p.eventOf(e.Event)
	r.Event, r.Href = e, at(nil, "report", e.Document)+"#"+e.ID
	return r
}

// eventOf is the part of a row that needs no database.
func (p *pages) eventOf(e record.Event) eventRow {
	cameo, _ := p.codes.Cameo(e.Cameo)
	return eventRow{
		Event: store.Event{Event: e}, From: p.names.party(e.Source), To: p.names.party(e.Target), When: dates(e.Date), Day: day(e.Date),
		Type: e.Plover.Type, Mode: e.Plover.Mode, Means: cameo.Name, Class: class(e.Quad), Kind: ontology.Quad(e.Quad).String(),
	}
}

func class(quad int) string {
	if ontology.Quad(quad).Conflict() {
		return "conf"
	}
	return "coop"
}

// commitmentRow is a commitment in a list.
type commitmentRow struct {
	store.Commitment
	By, To    party
	Made, Due string
	State     record.State
	Class     string
	Href      string
}

func (p *pages) commitmentRow(c store.Commitment) commitmentRow {
	r := commitmentRow{Commitment: c, By: p.names.party(c.By), To: p.names.party(c.To), Made: dates(c.Made), Class: pledgeClass(c.Kind),
		State: stateOf(c.Commitment), Href: at(nil, "report", c.Document, "pledge", c.ID)}
	if c.Commitment.Due != nil {
		r.Due = cmp.Or(dates(c.Commitment.Due.Interval), clean(c.Commitment.Due.Text))
	}
	return r
}

// Content is the words of what was promised.
func (r commitmentRow) Content() string { return oneLine(r.Commitment.Content.Text) }

func stateOf(c record.Commitment) record.State {
	if len(c.State) == 0 {
		return record.Open
	}
	return c.State[len(c.State)-1].As
}

func pledgeClass(k record.CommitmentKind) string {
	switch k {
	case record.Threat, record.Ultimatum, record.Refusal:
		return "conf"
	case record.Promise, record.Offer, record.Agreement:
		return "coop"
	}
	return "plain"
}

// statementRow is a statement in a list.
type statementRow struct {
	store.Statement
	Speaker party
	When    string
	Day     string
	Words   string
	Through []string
	Href    string
}

func (p *pages) statementRow(s store.Statement) statementRow {
	r := statementRow{Statement: s, Speaker: p.names.party(s.Speaker), When: dates(s.Said), Day: day(s.Said), Words: oneLine(strings.Join(s.Text, " … ")),
		Href: at(nil, "report", s.Document) + "#" + s.ID}
	for _, link := range s.Chain {
		r.Through = append(r.Through, clean(link.Name))
	}
	return r
}

// documentRow is a report in a list.
type documentRow struct {
	store.Document
	Title string
	When  string
	Day   string
	Href  string
}

func (p *pages) documentRow(d store.Document) documentRow {
	return documentRow{Document: d, Title: title(d.Title, d.ID), When: dates(d.Published.Interval), Day: day(d.Published.Interval), Href: at(nil, "report", d.ID)}
}

// title is the headline of a report, or a name for one that has none.
func title(s, id string) string { return cmp.Or(oneLine(s), "Report "+clean(id)) }

// dates is an interval for people, as short as it is exact: 2020-06-16, 2020-06,
// 2020, or first..last day.
func dates(i record.Interval) string {
	if i.Closed() && i.Start.Midnight() && i.End.Midnight() && i.Start.Day() == 1 {
		switch {
		case i.Start.Month() == 1 && i.Start.Add(1, 0, 0).Equal(i.End.Time):
			return i.Start.Format("2006")
		case i.Start.Add(0, 1, 0).Equal(i.End.Time):
			return i.Start.Format("2006-01")
		}
	}
	return strings.Replace(i.String(), "..", " – ", 1)
}

// day is the interval as the datetime of a <time>, empty where HTML has no form for it.
func day(i record.Interval) string {
	if i.OneDay() && i.Start.Midnight() {
		return i.Start.String()
	}
	return ""
}

// moment is a time as RFC 3339 has it, for people: 2026-11-25 10:04 UTC.
func moment(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return clean(s)
	}
	return t.UTC().Format("2006-01-02 15:04 MST")
}

// oneLine is text with its runs of space as one, fit to be shown.
func oneLine(s string) string { return clean(strings.Join(strings.Fields(s), " ")) }

// clip cuts long text.
func clip(n int, s string) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimSpace(string(r[:n-1])) + "…"
}

// elsewhere is the address of a report on the web, empty where it is none that a
// browser may follow.
func elsewhere(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// functions are what templates may call.
func (p *pages) functions() template.FuncMap {
	return template.FuncMap{
		"at":        func(segments ...string) string { return at(nil, segments...) },
		"asset":     p.static.path,
		"pagesOf":   func() []section { return sections },
		"clean":     clean,
		"line":      oneLine,
		"clip":      clip,
		"dates":     dates,
		"elsewhere": elsewhere,
		"side":      p.names.side,
		"party":     p.names.party,
		"code":      func(cameo string) string { c, _ := p.codes.Cameo(cameo); return c.Name },
		"signed":    signed,
		"count":     grouped,
		"dict":      dict,
		"plural":    plural,
		"lower":     strings.ToLower,
	}
}

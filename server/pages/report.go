package pages

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"detente/event"
	"detente/ontology"
	"detente/page"
	"detente/reader"
	"detente/record"
	"detente/store"
)

type reportView struct {
	marked
	Doc       record.Document
	When      string
	KnownBy   string
	Elsewhere string
	Story     string // link, where other reports tell the story
	Stored    bool   // false on the Try page
}

// report shows the text of a report with its marks, and what was read out of it.
func (p *pages) report(r *http.Request) (*frame, error) {
	id := r.PathValue("id")
	rec, err := p.Store.Get(r.Context(), id)
	if err != nil {
		return nil, err
	}
	v := p.reportView(&rec)
	v.Stored = true
	if v.Commitments, err = collect(p.Store.Commitments(r.Context(), store.Filter{Document: id, Limit: perPage}), p.commitmentRow); err != nil {
		return nil, err
	}
	if v.Story, err = p.storyOf(r.Context(), id); err != nil {
		return nil, err
	}
	return &frame{View: "report", Title: v.Title, Body: v, Downloads: []download{
		{"JSON", at(nil, "report", id) + "/record.json"},
	}}, nil
}

// record is the record of a report as JSON, as docs/record.md describes it.
func (p *pages) record(w http.ResponseWriter, r *http.Request) error {
	rec, err := p.Store.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(rec, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="record.json"`)
	_, err = w.Write(body)
	return err
}

// storyOf is the address of the story that a report tells with others, if any.
func (p *pages) storyOf(ctx context.Context, id string) (string, error) {
	var own string
	for d, err := range p.Store.Documents(ctx, store.Filter{Document: id, Limit: 1}) {
		if err != nil {
			return "", err
		}
		own = d.Story
	}
	n := 0
	for _, err := range p.Store.Documents(ctx, store.Filter{Story: own, Limit: 2}) {
		if err != nil {
			return "", err
		}
		n++
	}
	if n < 2 {
		return "", nil
	}
	return at(nil, "story", own), nil
}

func (p *pages) reportView(rec *record.Record) reportView {
	known := map[record.KnownBy]string{
		record.Given: "as given", record.Metadata: "by the page’s metadata", record.URL: "by its address", record.Text: "told by the text",
	}
	return reportView{marked: p.mark(rec), Doc: rec.Document, When: dates(rec.Document.Published.Interval),
		KnownBy: known[rec.Document.Published.KnownBy], Elsewhere: elsewhere(rec.Document.URL)}
}

type whyView struct {
	Event    *eventRow
	Report   string
	Title    string
	Sentence string
	Trigger  string
	Pattern  string
	Reason   string
	Rule     *event.Rule
	SaidBy   *statementRow
	Near     []nearRow
	Stale    bool // the report is read otherwise now than it was
}

type nearRow struct{ Rule, Pattern, Missed, Words string }

// nearShown is how many rules that nearly fired a page shows.
const nearShown = 8

// why explains one event: it reads the report anew and tells which rule fired
// on which words, what decided the status, and what nearly fired.
func (p *pages) why(r *http.Request) (*frame, error) {
	id, which := r.PathValue("id"), r.PathValue("e")
	rec, err := p.Store.Get(r.Context(), id)
	if err != nil {
		return nil, err
	}
	m := p.mark(&rec)
	var row *eventRow
	for _, e := range m.Events {
		if e.ID == which {
			row = e
		}
	}
	if row == nil {
		return nil, store.ErrNotFound
	}
	text := rec.Document.Text
	v := whyView{Event: row, Report: at(nil, "report", id), Title: m.Title, Sentence: oneLine(row.Spans.Sentence.In(text)),
		Trigger: oneLine(row.Spans.Trigger.In(text)), Rule: p.rules[row.Rule]}
	for _, s := range m.Statements {
		if row.SaidBy != nil && s.ID == *row.SaidBy {
			v.SaidBy = s
		}
	}
	if err := p.explain(r.Context(), &rec, row, &v); err != nil {
		return nil, err
	}
	return &frame{View: "why", Title: "Why " + which + " of “" + clip(60, m.Title) + "”", Body: v}, nil
}

func (p *pages) explain(ctx context.Context, rec *record.Record, row *eventRow, v *whyView) error {
	analysis, err := p.Reader.Read(ctx, rec.Document)
	if err != nil {
		return err
	}
	why := p.Reader.Events().Explain(analysis.EventInput())
	v.Stale = true
	words := func(s record.Span) string { return oneLine(s.In(rec.Document.Text)) }
	for i, e := range why.Events {
		if e.Spans.Trigger == row.Spans.Trigger && e.Rule == row.Rule && e.Source.Code == row.Source.Code && e.Target.Code == row.Target.Code {
			v.Stale, v.Pattern, v.Reason = false, why.Fired[i].Pattern, words(why.Fired[i].Reason)
			break
		}
	}
	for _, n := range why.Near {
		told := func(o nearRow) bool { return o.Rule == n.Rule.ID }
		if row.Spans.Sentence.Contains(n.Trigger) && n.Rule.ID != row.Rule && len(v.Near) < nearShown && !slices.ContainsFunc(v.Near, told) {
			missed := n.Why
			if n.Element != "" {
				missed = n.Element + ": " + n.Why
			}
			v.Near = append(v.Near, nearRow{n.Rule.ID, n.Pattern, missed, words(n.Trigger)})
		}
	}
	return nil
}

type ruleView struct {
	*event.Rule
	Entry   string // as the file has it
	Codes   []codeRow
	Match   []string
	NoMatch []string
}

type codeRow struct {
	ontology.Cameo
	Type, Mode string
}

// rule shows a rule as its file has it, with its sentences.
func (p *pages) rule(r *http.Request) (*frame, error) {
	rule := p.rules[r.PathValue("id")]
	if rule == nil {
		return nil, store.ErrNotFound
	}
	v := ruleView{Rule: rule, Match: rule.Match, NoMatch: rule.NoMatch}
	if c, ok := p.codes.Cameo(rule.Code); ok {
		m, _ := p.codes.ToPlover(rule.Code)
		v.Codes = append(v.Codes, codeRow{c, m.Type, m.Mode})
	}
	var err error
	if v.Entry, err = entryOf(p.Data, rule); err != nil {
		return nil, err
	}
	return &frame{View: "rule", Title: "Rule " + rule.ID, Body: v}, nil
}

// most is how much text the Try page takes: a very long report.
const most = 200_000

// tryPage is what the Try page shows.
type tryPage struct {
	Given struct{ Text, Date string }
	Most  int
	Read  *reportView
}

// try reads a report that is pasted in, and keeps nothing of it.
func (p *pages) try(r *http.Request) (*frame, error) {
	v := tryPage{Most: most}
	f := &frame{View: "try", Title: "Try", Section: "try", Body: &v}
	if r.Method != http.MethodPost {
		return f, nil
	}
	r.Body = http.MaxBytesReader(nil, r.Body, 4*most)
	if err := r.ParseForm(); err != nil {
		return nil, &wrongRequest{"the report is too long, or not sent as this page's form sends it"}
	}
	v.Given.Text, v.Given.Date = r.PostFormValue("text"), r.PostFormValue("date")
	if len(v.Given.Text) > most {
		return nil, &wrongRequest{"a report of more than 200,000 bytes: give a part of it, or read it with detente read"}
	}
	published, err := daysOf(v.Given.Date)
	if err != nil {
		return nil, err
	}
	analysis, err := p.read(r.Context(), v.Given.Text, published)
	if err != nil {
		return nil, err
	}
	rec := analysis.Record()
	read := p.reportView(&rec)
	for _, c := range rec.Commitments {
		row := p.commitmentRow(store.Commitment{Commitment: c})
		row.Href = ""
		read.Commitments = append(read.Commitments, row)
	}
	for _, e := range read.Events {
		e.Href = at(nil, "rule", e.Rule)
	}
	v.Read = &read
	f.Title = cmp.Or(rec.Document.Title, "Try")
	return f, nil
}

func (p *pages) read(ctx context.Context, text string, published record.Interval) (*reader.Analysis, error) {
	doc, err := p.Reader.Page().FromText([]byte(text), page.Meta{Date: published})
	if page.LooksHTML([]byte(text)) {
		doc, err = p.Reader.Page().FromHTML([]byte(text), page.Meta{Date: published})
	}
	if err != nil {
		return nil, &wrongRequest{err.Error()}
	}
	return p.Reader.Read(ctx, doc)
}

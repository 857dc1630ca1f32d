package pages

import (
	"net/url"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// asked is what a request asks to see.
type asked struct {
	url.Values
}

func (q asked) get(name string) string { return strings.TrimSpace(q.Values.Get(name)) }

func (q asked) list(name string) []string {
	var out []string
	for _, v := range q.Values[name] {
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// filter is the choice of rows in the words of the API.
func (q asked) filter() (store.Filter, error) {
	f := store.Filter{
		Actor: side(q.get("actor")), With: side(q.get("with")), Source: side(q.get("source")), Target: side(q.get("target")),
		Document: q.get("document"), Story: q.get("story"), Once: q.get("once") != "", NewsOnly: q.get("news") != "",
		Types: q.list("type"), After: q.get("after"), Limit: perPage + 1,
	}
	f.Types = append(f.Types, q.list("kind")...)
	for _, s := range q.list("status") {
		f.Statuses = append(f.Statuses, record.Status(s))
	}
	for _, s := range q.list("state") {
		f.States = append(f.States, record.State(s))
	}
	var err error
	if f.Period, err = q.days("since", "until"); err != nil {
		return f, err
	}
	if f.Due, err = q.days("due-since", "due-until"); err != nil {
		return f, err
	}
	if err := f.Check(); err != nil {
		return f, &wrongRequest{err.Error()}
	}
	return f, nil
}

// side chooses actors by the start of their code.
func side(code string) string { return strings.ToUpper(code) }

// days reads two days, both within the interval, either of them open.
func (q asked) days(since, until string) (i record.Interval, err error) {
	from, err := daysOf(q.get(since))
	if err != nil {
		return i, err
	}
	to, err := daysOf(q.get(until))
	if err != nil {
		return i, err
	}
	i = record.Interval{Start: from.Start, End: to.End}
	if i.Closed() && !i.Start.Before(i.End.Time) {
		return i, &wrongRequest{"the last day is before the first: " + q.get(until) + " and " + q.get(since)}
	}
	return i, nil
}

// daysOf reads 2020, 2020-06 or 2020-06-12.
func daysOf(s string) (i record.Interval, err error) {
	if s == "" {
		return i, nil
	}
	full, unit := s, [3]int{0, 0, 1}
	switch len(s) {
	case 4:
		full, unit = s+"-01-01", [3]int{1, 0, 0}
	case 7:
		full, unit = s+"-01", [3]int{0, 1, 0}
	}
	m, err := record.ParseMoment(full)
	if err != nil || len(full) != 10 {
		return i, &wrongRequest{"a day is written 2020-06-12, a month 2020-06, a year 2020, not " + clean(s)}
	}
	return record.Interval{Start: m, End: m.Add(unit[0], unit[1], unit[2])}, nil
}

// onePage cuts rows that were asked for with one more than a page holds, and gives
// the query of the next page, nil where there is none.
func onePage[T any](rows []T, q asked, cursor func(T) string) ([]T, url.Values) {
	if len(rows) <= perPage {
		return rows, nil
	}
	rows = rows[:perPage]
	next := url.Values{}
	for k, v := range q.Values {
		next[k] = v
	}
	next.Set("after", cursor(rows[perPage-1]))
	return rows, next
}

// downloads are the ways to take the rows of a list from the API.
func (p *pages) downloads(list string, q url.Values, formats ...string) []download {
	clean := url.Values{}
	for k, v := range q {
		if k != "after" && len(v) > 0 && v[0] != "" {
			clean[k] = v
		}
	}
	var out []download
	for _, format := range formats {
		clean.Set("format", format)
		label := map[string]string{"csv": "CSV", "json": "JSON", "jsonl": "JSON lines", "parquet": "Parquet"}[format]
		out = append(out, download{label, p.API + "/" + list + "?" + clean.Encode()})
	}
	return out
}

// without is the query but for some of its names.
func (q asked) without(names ...string) url.Values {
	out := url.Values{}
	for k, v := range q.Values {
		if !slices.Contains(names, k) {
			out[k] = v
		}
	}
	return out
}

// Has reports whether a value was given under a name.
func (q asked) Has(name, value string) bool { return slices.Contains(q.list(name), value) }

// Get is the value under a name, for templates.
func (q asked) Get(name string) string { return q.get(name) }

// listFault tells a wrong cursor from a fault of the database.
func listFault(f store.Filter, err error) error {
	if f.After != "" && strings.HasPrefix(err.Error(), "cursor") {
		return &wrongRequest{"the address of the next rows is not whole: begin with the first ones"}
	}
	return err
}

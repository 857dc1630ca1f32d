package pages

import (
	"net/url"
	"slices"
	"strings"

	"detente/query"
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

// filter is the choice of rows, in the language of package query, of a list; own
// are the parameters of the page itself. Groups have their members in their place.
func (p *pages) filter(q asked, of query.List, own ...string) (store.Filter, error) {
	f, err := query.FromValues(q.Values, own...)
	if err == nil {
		err = query.Check(f, of)
	}
	if err == nil {
		f, err = p.groups.Expand(f)
	}
	if err != nil {
		return f, &wrongRequest{err.Error()}
	}
	f.Limit = perPage + 1
	return f, nil
}

// daysOf reads 2020, 2020-06 or 2020-06-12; nothing is no interval.
func daysOf(s string) (record.Interval, error) {
	f, err := query.FromValues(url.Values{"date": {strings.TrimSpace(s)}})
	if err != nil {
		return f.Period, &wrongRequest{err.Error()}
	}
	return f.Period, nil
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
func (p *pages) downloads(list string, q url.Values) []download {
	clean := url.Values{}
	for k, v := range q {
		if k != "after" && k != "limit" && len(v) > 0 && v[0] != "" {
			clean[k] = v
		}
	}
	var out []download
	for _, format := range []download{{"CSV", "csv"}, {"JSON", "json"}, {"JSON lines", "jsonl"}, {"Parquet", "parquet"}} {
		if format.Href == "parquet" && !slices.Contains([]string{"events", "statements", "commitments"}, list) {
			continue // the API has no typed columns of it
		}
		clean.Set("format", format.Href)
		out = append(out, download{format.Label, p.API + "/" + list + "?" + clean.Encode()})
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
	if f.After != "" && strings.Contains(err.Error(), "cursor") {
		return &wrongRequest{"the address of the next rows is not whole: begin with the first ones"}
	}
	return err
}

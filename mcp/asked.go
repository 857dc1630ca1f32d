package mcp

import (
	"fmt"
	"iter"
	"net/url"
	"strconv"

	"detente/query"
	"detente/store"
)

// Asked are the arguments of a list.
type Asked struct {
	Where string `json:"where,omitempty" jsonschema:"an expression of the filter language, such as actor:PRK with:USA,@NATO date:2019..2020-06 text:\"end of the year\" news; more keys are source, target, type, cameo, quad, status, kind, state, due, deadline, place, country, outlet, document, story, fact, once, newest"`
	Actor string `json:"actor,omitempty" jsonschema:"code of an actor on either side: PRK, or PRKGOV; of a statement, who speaks"`
	With  string `json:"with,omitempty" jsonschema:"code of the other side, beside actor"`
	Since string `json:"since,omitempty" jsonschema:"first day: YYYY, YYYY-MM or YYYY-MM-DD"`
	Until string `json:"until,omitempty" jsonschema:"last day: YYYY, YYYY-MM or YYYY-MM-DD"`
	Limit int    `json:"limit,omitempty" jsonschema:"so many rows at most, up to 100; 20 if it is not given"`
	After string `json:"after,omitempty" jsonschema:"the value of next of the answer before, for the rows that follow"`
}

// How many rows an answer has.
const (
	usualRows = 20
	mostRows  = 100
)

// filter reads the arguments, with one row more than are wanted, so that it is
// known whether others follow.
func (t *tools) filter(in Asked, of query.List) (f store.Filter, limit int, err error) {
	v := url.Values{}
	for name, value := range map[string]string{"where": in.Where, "actor": in.Actor, "with": in.With, "since": in.Since, "until": in.Until, "after": in.After} {
		if value != "" {
			v.Set(name, value)
		}
	}
	switch limit = in.Limit; {
	case limit == 0:
		limit = usualRows
	case limit < 0 || limit > mostRows:
		return f, 0, fmt.Errorf("limit: %s: give a number from 1 to %d", strconv.Itoa(limit), mostRows)
	}
	if f, err = query.FromValues(v); err != nil {
		return f, 0, err
	}
	if f, err = t.Groups.Expand(f); err != nil {
		return f, 0, err
	}
	if f.Limit > 0 {
		limit = min(f.Limit, mostRows)
	}
	f.Limit = limit + 1
	return f, limit, query.Check(f, of)
}

// take takes rows up to a limit, and gives the cursor for those that follow.
func take[T, V any](rows iter.Seq2[T, error], limit int, cursor func(T) string, show func(T) V) (out []V, next string, err error) {
	out = []V{}
	last := ""
	for row, err := range rows {
		if err != nil {
			return nil, "", err
		}
		if len(out) == limit {
			return out, last, nil
		}
		out, last = append(out, show(row)), cursor(row)
	}
	return out, "", nil
}

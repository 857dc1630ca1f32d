package query

import (
	"errors"
	"net/url"

	"detente/record"
	"detente/store"
)

// Side is one side of a relation.
type Side struct {
	Names   []string        // what it was named by, sorted: @NATO, PRK
	Members []store.Pattern // with the members of groups in place of @NATO, for store.Between
}

// Side reads a side: an actor code, several (PRK,CHN) or groups (@NATO) among
// them. Errors tell the mend; the caller says of which side.
func (g *Groups) Side(text string) (Side, error) {
	f, err := FromValues(url.Values{"actor": {text}})
	var e *Error
	switch {
	case errors.As(err, &e):
		return Side{}, e.Err
	case err != nil:
		return Side{}, err
	case len(f.Actor) == 0:
		return Side{}, errors.New("nobody is named: give an actor code, several (PRK,CHN) or a group (@NATO)")
	}
	s := Side{Names: strs(f.Actor, func(p store.Pattern) string { return p.Code })}
	if s.Members, err = g.Patterns(f.Actor, record.Interval{}); err != nil {
		return Side{}, err
	}
	return s, store.Filter{Actor: s.Members}.Check()
}

package sheet

import (
	"strconv"

	"detente/store"
)

// quads are the columns of counts by quad class.
func quads[T any](of func(T) [4]int) Columns[T] {
	var out Columns[T]
	for i, c := range []struct{ name, doc string }{
		{"verbal_cooperation", "facts of quad class 1"}, {"material_cooperation", "of quad class 2"}, {"verbal_conflict", "of quad class 3"}, {"material_conflict", "of quad class 4"},
	} {
		out = append(out, Column[T]{c.name, c.doc, func(row T) string { return strconv.Itoa(of(row)[i]) }})
	}
	return out
}

// Dyads are the columns of dyads.
func Dyads() Columns[store.Dyad] {
	type d = store.Dyad
	columns := Columns[d]{
		{"source", "code of one side", func(d d) string { return d.Source }},
		{"target", "code of the other", func(d d) string { return d.Target }},
		{"facts", "facts between the two", func(d d) string { return strconv.Itoa(d.Facts) }},
	}
	columns = append(columns, quads(func(d d) [4]int { return d.Quads })...)
	return append(columns,
		Column[d]{"first", "day of the first fact", func(d d) string { return d.First }},
		Column[d]{"last", "day of the last one", func(d d) string { return d.Last }})
}

// Counts are the columns of counts of events.
func Counts() Columns[store.Count] {
	type c = store.Count
	columns := Columns[c]{
		{"key", "what is counted: a month, an actor, a type", func(c c) string { return c.Key }},
		{"with", "the second key, where two were asked for", func(c c) string { return c.With }},
	}
	columns = append(columns, quads(func(c c) [4]int { return c.Quads })...)
	return append(columns, Column[c]{"aside", "events that were not told as having happened", func(c c) string { return strconv.Itoa(c.Aside) }})
}

// Outlets are the columns of outlets.
func Outlets() Columns[store.Outlet] {
	type o = store.Outlet
	return Columns[o]{
		{"name", "outlet", func(o o) string { return o.Name }},
		{"documents", "its reports", func(o o) string { return strconv.Itoa(o.Documents) }},
		{"first", "day of the first one", func(o o) string { return o.First }},
		{"last", "day of the last one", func(o o) string { return o.Last }},
	}
}

// Places are the columns of places.
func Places() Columns[store.Place] {
	type p = store.Place
	return Columns[p]{
		{"name", "name of the place", func(p p) string { return p.Name }},
		{"country", "its country, ISO 3166 alpha-3", func(p p) string { return p.Country }},
		{"events", "events there", func(p p) string { return strconv.Itoa(p.Events) }},
	}
}

package tables

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"detente/record"
	"detente/store"
)

// clauses is a WHERE under construction.
type clauses struct {
	where []string
	args  []any
}

func (c *clauses) add(clause string, args ...any) {
	c.where = append(c.where, clause)
	c.args = append(c.args, args...)
}

// fits chooses rows whose code fits one of the patterns; state is the column of
// its first three letters, or empty where the table has none, start that of the
// day on which its actor acts.
func (c *clauses) fits(state, column, start string, ps []store.Pattern) {
	if len(ps) > 0 {
		clause, args := codeClause(state, column, start, ps)
		c.add(clause, args...)
	}
}

func codeClause(state, column, start string, ps []store.Pattern) (string, []any) {
	var alternatives []string
	var args []any
	for _, p := range ps {
		var all []string
		add := func(clause string, values ...any) {
			all, args = append(all, clause), append(args, values...)
		}
		prefix, free := p.Prefix()
		if state != "" && len(prefix) >= 3 {
			add(state+" = ?", store.State(prefix))
		}
		if prefix != "" && (state == "" || len(prefix) != 3 || !free) {
			add(column+" >= ? AND "+column+" < ?", prefix, prefix+"\x7f")
		}
		if !free {
			add(column+" LIKE ? ESCAPE '!'", wild(p.Code))
		}
		if !p.During.Start.IsZero() {
			add(start+" >= ?", p.During.Start.String())
		}
		if !p.During.End.IsZero() {
			add(start+" <> '' AND "+start+" < ?", p.During.End.String())
		}
		alternatives = append(alternatives, strings.Join(all, " AND "))
	}
	return "(" + strings.Join(alternatives, " OR ") + ")", args
}

// sides chooses rows by the actors of their two sides. It gives alternatives
// that no row meets both of, so that each is answered from an index of its own.
func sides(f store.Filter, src, source, tgt, target, start string) []clauses {
	var both clauses
	both.fits(src, source, start, f.Source)
	both.fits(tgt, target, start, f.Target)
	if len(f.Actor) == 0 {
		return []clauses{both}
	}
	there, back := both.clone(), both.clone()
	there.fits(src, source, start, f.Actor)
	there.fits(tgt, target, start, f.With)
	back.fits(tgt, target, start, f.Actor)
	back.fits(src, source, start, f.With)
	mirror, args := codeClause(src, source, start, f.Actor)
	if len(f.With) > 0 {
		with, more := codeClause(tgt, target, start, f.With)
		mirror, args = mirror+" AND "+with, append(args, more...)
	}
	back.add("NOT ("+mirror+")", args...)
	return []clauses{there, back}
}

func (c *clauses) clone() clauses { return clauses{slices.Clone(c.where), slices.Clone(c.args)} }

func anys[T any](vs []T) []any {
	out := make([]any, len(vs))
	for i, v := range vs {
		out[i] = v
	}
	return out
}

// union asks for the rows of all alternatives in one order.
func union(parts []clauses, selection, order string, limit int) (string, []any) {
	var qs []string
	var args []any
	for _, p := range parts {
		q := selection
		if len(p.where) > 0 {
			q += " WHERE " + strings.Join(p.where, " AND ")
		}
		qs, args = append(qs, q), append(args, p.args...)
	}
	q := strings.Join(qs, " UNION ALL ") + " ORDER BY " + order
	if limit > 0 {
		q += " LIMIT " + strconv.Itoa(limit)
	}
	return q, args
}

// period chooses rows whose interval overlaps i.
func (c *clauses) period(i record.Interval, start, until string) {
	if !i.End.IsZero() {
		c.add(start+" < ?", i.End.String())
	}
	if !i.Start.IsZero() {
		c.add(until+" > ?", i.Start.String())
	}
}

func (c *clauses) among(column string, n int, value func(int) any) {
	if n == 0 {
		return
	}
	c.add(column + " IN (?" + strings.Repeat(", ?", n-1) + ")")
	for i := range n {
		c.args = append(c.args, value(i))
	}
}

// named chooses rows whose name, which the column holds as fold writes it, is one
// of some; a * at the end stands for any rest.
func (c *clauses) named(column string, names []string) {
	if len(names) > 0 {
		c.like(column, names, func(name string) string { return wild(fold(name)) })
	}
}

// like chooses rows whose column is like the pattern of one of some values.
func (c *clauses) like(column string, values []string, pattern func(string) string) {
	alternatives := make([]string, len(values))
	for i, v := range values {
		p := pattern(v)
		if strings.ContainsAny(p, "%_!") {
			alternatives[i] = column + " LIKE ? ESCAPE '!'"
		} else {
			alternatives[i] = column + " = ?"
		}
		c.args = append(c.args, p)
	}
	c.where = append(c.where, "("+strings.Join(alternatives, " OR ")+")")
}

// escape takes the meaning from the signs of a pattern of LIKE.
func escape(s string) string { return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) }

// wild is a pattern of LIKE for one with the wildcards * and ?.
func wild(s string) string { return strings.NewReplacer("*", "%", "?", "_").Replace(escape(s)) }

// fold is how names are compared, whatever their case.
func fold(s string) string { return strings.ToLower(s) }

// report chooses rows by their report; doc is the column of its number, and d the
// report itself.
func (db *DB) report(c *clauses, f store.Filter, doc string) {
	c.named("d.outlet", f.Outlets)
	if f.Text != "" {
		if t, err := store.ParseText(f.Text); err == nil { // else Check says so
			have, args := db.words.Have(t)
			c.add(doc+" IN ("+have+")", args...)
		}
	}
	if f.Document != "" {
		c.add(doc+" = (SELECT id FROM document WHERE key = ?)", f.Document)
	}
	if f.Story != "" {
		c.add(doc+" IN (SELECT id FROM document WHERE story = (SELECT story FROM document WHERE key = ?))", f.Story)
	}
}

// A cursor is the sort key of a row: its start, document and number.
func cursor(start string, doc int64, n int) string { return fmt.Sprintf("%s|%d|%d", start, doc, n) }

// after chooses the rows beyond those of the page before, which ended with a
// cursor, in the order that the filter asks for.
func (c *clauses) after(f store.Filter, columns string) error {
	cursor := f.After
	if cursor == "" {
		return nil
	}
	parts := strings.Split(cursor, "|")
	if len(parts) != 3 {
		return fmt.Errorf("%q %w", cursor, store.ErrCursor)
	}
	doc, err1 := strconv.ParseInt(parts[1], 10, 64)
	n, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil {
		return fmt.Errorf("%q %w", cursor, store.ErrCursor)
	}
	sign := ">"
	if f.Newest {
		sign = "<"
	}
	c.add("("+columns+") "+sign+" (?, ?, ?)", parts[0], doc, n)
	return nil
}

// order is the order of some columns that a filter asks for.
func order(f store.Filter, columns ...string) string {
	if f.Newest {
		return strings.Join(columns, " DESC, ") + " DESC"
	}
	return strings.Join(columns, ", ")
}

func (c *clauses) query(selection, order string, limit int) string {
	q, _ := union([]clauses{*c}, selection, order, limit)
	return q
}

// errEnough ends a query of which no more rows are wanted.
var errEnough = errors.New("enough")

// stream yields what row makes of each row.
func stream[T any](ctx context.Context, db Engine, query string, args []any, row func(scan func(...any) error) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		err := db.Each(ctx, query, args, func(scan func(...any) error) error {
			v, err := row(scan)
			if err == nil && !yield(v, nil) {
				err = errEnough
			}
			return err
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(zero, err)
		}
	}
}

// fail is the sequence of one error.
func fail[T any](err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		yield(zero, err)
	}
}

// storyKey names a story by its first document.
const storyKey = "coalesce((SELECT key FROM document WHERE id = d.story), d.key)"

// Events yields events by date.
func (db *DB) Events(ctx context.Context, f store.Filter) iter.Seq2[store.Event, error] {
	var c clauses
	c.among("e.type", len(f.Types), func(i int) any { return strings.ToUpper(f.Types[i]) })
	c.among("e.mode", len(f.Modes), func(i int) any { return f.Modes[i] })
	c.among("e.status", len(f.Statuses), func(i int) any { return string(f.Statuses[i]) })
	c.among("e.quad", len(f.Quads), func(i int) any { return f.Quads[i] })
	c.among("e.country", len(f.Countries), func(i int) any { return f.Countries[i] })
	c.named("e.place", f.Places)
	if len(f.Contexts) > 0 {
		c.like("e.contexts", f.Contexts, func(context string) string { return "% " + escape(context) + " %" })
	}
	if len(f.Codes) > 0 {
		c.like("e.cameo", f.Codes, wild)
	}
	db.report(&c, f, "e.doc")
	if f.Fact != 0 {
		c.add("e.fact = ?", f.Fact)
	}
	if f.NewsOnly {
		c.add("e.background = 0")
	}
	if f.BackgroundOnly {
		c.add("e.background = 1")
	}
	if f.Once {
		c.add("f.best = d.key || '#' || e.id")
	}
	if err := errors.Join(f.Check(), c.after(f, "e.start, e.doc, e.n")); err != nil {
		return fail[store.Event](err)
	}
	var parts []clauses
	for _, p := range sides(f, "e.src", "e.source", "e.tgt", "e.target", "e.start") {
		p.add("e.run = (" + currentRun + ")")
		p.add(strings.Join(append([]string{"TRUE"}, c.where...), " AND "), c.args...)
		p.period(f.Period, "e.start", "e.until")
		if f.Period.Start.IsZero() {
			parts = append(parts, p)
			continue
		}
		// What is dated to within days starts at most so long before the period;
		// the rest has an index of its own.
		exact, wide := p.clone(), p.clone()
		exact.add("e.wide = 0 AND e.start >= ?", f.Period.Start.Add(0, 0, -5).String())
		wide.add("e.wide = 1")
		parts = append(parts, exact, wide)
	}
	q, args := union(parts, `SELECT e.json, e.start, e.doc, e.n, e.fact, f.reports, f.first_doc = e.doc, d.key, d.url, d.source, d.start, d.until, `+storyKey+`
		FROM event e `+db.join+` document d ON d.id = e.doc `+db.join+` fact f ON f.id = e.fact`, order(f, "2", "3", "4"), f.Limit)
	return stream(ctx, db.read, q, args, func(scan func(...any) error) (e store.Event, err error) {
		var text, start, from, until string
		var doc int64
		var n int
		if err := scan(&text, &start, &doc, &n, &e.Fact, &e.Reports, &e.First, &e.Document, &e.URL, &e.Outlet, &from, &until, &e.Story); err != nil {
			return e, err
		}
		e.Published, e.Cursor = interval(from, until), cursor(start, doc, n)
		return e, json.Unmarshal([]byte(text), &e.Event)
	})
}

// Statements yields statements by the day they were made.
func (db *DB) Statements(ctx context.Context, f store.Filter) iter.Seq2[store.Statement, error] {
	var c clauses
	c.add("e.run = (" + currentRun + ")")
	c.fits("e.src", "e.speaker", "e.start", f.Source)
	c.fits("e.src", "e.speaker", "e.start", f.Actor)
	c.fits("", "e.addressee", "e.start", f.Target)
	c.fits("", "e.addressee", "e.start", f.With)
	c.period(f.Period, "e.start", "e.until")
	c.among("e.kind", len(f.Kinds), func(i int) any { return f.Kinds[i] })
	if f.NewsOnly {
		c.add("e.background = 0")
	}
	if f.BackgroundOnly {
		c.add("e.background = 1")
	}
	db.report(&c, f, "e.doc")
	if err := errors.Join(f.Check(), c.after(f, "e.start, e.doc, e.n")); err != nil {
		return fail[store.Statement](err)
	}
	q := c.query(`SELECT e.json, e.start, e.doc, e.n, d.key, d.url, d.source, d.start, d.until, d.text
		FROM statement e `+db.join+` document d ON d.id = e.doc`, order(f, "e.start", "e.doc", "e.n"), f.Limit)
	lastDoc, lastText := int64(0), ""
	return stream(ctx, db.read, q, c.args, func(scan func(...any) error) (s store.Statement, err error) {
		var text, start, from, until string
		var packed []byte
		var doc int64
		var n int
		if err := scan(&text, &start, &doc, &n, &s.Document, &s.URL, &s.Outlet, &from, &until, &packed); err != nil {
			return s, err
		}
		if doc != lastDoc {
			plain, err := db.unzip(packed)
			if err != nil {
				return s, err
			}
			lastDoc, lastText = doc, string(plain)
		}
		s.Published, s.Cursor = interval(from, until), cursor(start, doc, n)
		if err := json.Unmarshal([]byte(text), &s.Statement); err != nil {
			return s, err
		}
		for _, span := range s.Content {
			s.Text = append(s.Text, span.In(lastText))
		}
		return s, nil
	})
}

// Documents yields documents by the day they appeared.
func (db *DB) Documents(ctx context.Context, f store.Filter) iter.Seq2[store.Document, error] {
	var c clauses
	c.period(f.Period, "d.start", "d.until")
	db.report(&c, f, "d.id")
	if err := errors.Join(f.Check(), c.after(f, "d.start, d.id, 0")); err != nil {
		return fail[store.Document](err)
	}
	q := c.query("SELECT "+documentColumns+" FROM document d", order(f, "d.start", "d.id"), f.Limit)
	return stream(ctx, db.read, q, c.args, func(scan func(...any) error) (store.Document, error) {
		return scanDocument(scan)
	})
}

const documentColumns = "d.id, d.start, d.key, d.meta, " + storyKey

func scanDocument(scan func(...any) error, more ...any) (d store.Document, err error) {
	var id int64
	var start, meta string
	if err := scan(append([]any{&id, &start, &d.ID, &meta, &d.Story}, more...)...); err != nil {
		return d, err
	}
	var doc record.Document
	if err := json.Unmarshal([]byte(meta), &doc); err != nil {
		return d, err
	}
	d.URL, d.Title, d.Source, d.Language, d.Published = doc.URL, doc.Title, doc.Source, doc.Language, doc.Published
	d.Cursor = cursor(start, id, 0)
	return d, nil
}

// Marks yields the facts between two sides.
func (db *DB) Marks(ctx context.Context, a, b string) ([]store.Mark, error) {
	if err := (store.Filter{Actor: store.Codes(a), With: store.Codes(b)}).Check(); err != nil {
		return nil, err
	}
	var marks []store.Mark
	dyads := [][2]string{{a, b}, {b, a}}
	if a == b {
		dyads = dyads[:1]
	}
	for _, dyad := range dyads {
		var c clauses
		c.add("run = (" + currentRun + ")")
		c.fits("src", "source", "start", store.Codes(dyad[0]))
		c.fits("tgt", "target", "start", store.Codes(dyad[1]))
		q := c.query("SELECT id, start, until, source, target, status, background, quad, goldstein, reports, best FROM fact", "run, src, tgt, start, id", 0)
		for m, err := range stream(ctx, db.read, q, c.args, func(scan func(...any) error) (m store.Mark, err error) {
			var start, until string
			err = scan(&m.Fact, &start, &until, &m.Source, &m.Target, &m.Status, (*truth)(&m.Background), &m.Quad, &m.Goldstein, &m.Reports, &m.Event)
			m.Date = interval(start, until)
			return m, err
		}) {
			if err != nil {
				return nil, err
			}
			marks = append(marks, m)
		}
	}
	sortMarks(marks)
	return marks, nil
}

// Judgements yields the assessments of the relation between two sides.
func (db *DB) Judgements(ctx context.Context, a, b string) ([]store.Judgement, error) {
	if err := (store.Filter{Actor: store.Codes(a), With: store.Codes(b)}).Check(); err != nil {
		return nil, err
	}
	x, y := min(a, b), max(a, b)
	var c clauses
	c.add("run = (" + currentRun + ")")
	c.fits("", "a", "start", store.Codes(x))
	c.fits("", "b", "start", store.Codes(y))
	q := c.query("SELECT d.key, e.start, e.direction FROM assessment e JOIN document d ON d.id = e.doc", "e.start, e.doc, e.n", 0)
	var out []store.Judgement
	for j, err := range stream(ctx, db.read, q, c.args, func(scan func(...any) error) (j store.Judgement, err error) {
		var start string
		err = scan(&j.Document, &start, &j.Direction)
		j.Date = interval(start, "").Start
		return j, err
	}) {
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

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
	// Whole countries are looked up together.
	var whole clauses
	if state != "" {
		var names []any
		rest := ps[:0:0]
		for _, p := range ps {
			if prefix, free := p.Prefix(); free && len(prefix) == 3 && !p.During.Known() {
				names = append(names, prefix)
			} else {
				rest = append(rest, p)
			}
		}
		whole.among(state, len(names), func(i int) any { return names[i] })
		alternatives, args, ps = append(alternatives, whole.where...), append(args, whole.args...), rest
	}
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

func (c *clauses) clone() clauses { return clauses{slices.Clone(c.where), slices.Clone(c.args)} }

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

func (c *clauses) query(selection, order string, limit int) string {
	q := selection
	if len(c.where) > 0 {
		q += " WHERE " + strings.Join(c.where, " AND ")
	}
	q += " ORDER BY " + order
	if limit > 0 {
		q += " LIMIT " + strconv.Itoa(limit)
	}
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
const storyKey = "CASE WHEN d.story = d.id THEN d.key ELSE coalesce((SELECT key FROM document WHERE id = d.story), d.key) END"

// chunk is how many rows are fetched at a time: an answer of any length holds no
// more in memory.
const chunk = 500

// list yields the rows of a plan: plan is asked for the numbers of the next ones,
// fetch for these rows in any order, each with its number. It stops at the
// filter's limit.
func list[T any](ctx context.Context, db *DB, l listed, f store.Filter, rest clauses, fetch func(ctx context.Context, nums []int64, yield func(num int64, row T)) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		left := f.Limit
		for {
			var run int64
			if err := db.one(ctx, currentRun, nil, &run); err != nil {
				yield(zero, err)
				return
			}
			n := chunk
			if f.Limit > 0 {
				n = min(n, left)
			}
			parts, err := db.plan(ctx, l, run, f, rest, true)
			if err != nil {
				yield(zero, err)
				return
			}
			nums, err := db.nums(ctx, parts, f.Newest, n)
			if err != nil {
				yield(zero, err)
				return
			}
			rows := make(map[int64]T, len(nums))
			if len(nums) > 0 {
				if err := fetch(ctx, nums, func(num int64, row T) { rows[num] = row }); err != nil {
					yield(zero, err)
					return
				}
			}
			for _, num := range nums {
				row, there := rows[num]
				if there && !yield(row, nil) { // else it was taken out meanwhile
					return
				}
			}
			left -= len(nums)
			if len(nums) < n || f.Limit > 0 && left == 0 {
				return
			}
			f.After = cursor(nums[len(nums)-1])
		}
	}
}

// of is the condition that a row has one of some numbers.
func of(column string, nums []int64) clauses {
	var c clauses
	c.among(column, len(nums), func(i int) any { return nums[i] })
	return c
}

// eventClauses are those of a filter of events beside actors, days and words.
func eventClauses(f store.Filter) clauses {
	var c clauses
	c.among("e.type", len(f.Types), func(i int) any { return strings.ToUpper(f.Types[i]) })
	c.among("e.mode", len(f.Modes), func(i int) any { return f.Modes[i] })
	c.among("e.status", len(f.Statuses), func(i int) any { return string(f.Statuses[i]) })
	c.among("e.quad", len(f.Quads), func(i int) any { return f.Quads[i] })
	c.among("e.country", len(f.Countries), func(i int) any { return f.Countries[i] })
	c.named("e.place", f.Places)
	c.named("e.outlet", f.Outlets)
	if len(f.Contexts) > 0 {
		c.like("e.contexts", f.Contexts, func(context string) string { return "% " + escape(context) + " %" })
	}
	if len(f.Codes) > 0 {
		c.like("e.cameo", f.Codes, wild)
	}
	if f.Fact != 0 {
		c.add("e.fact = ?", f.Fact)
	}
	c.told(f)
	if f.Once {
		c.add("EXISTS (SELECT 1 FROM fact f, document d WHERE f.id = e.fact AND d.id = e.doc AND f.best = d.key || '#' || e.id)")
	}
	return c
}

// told chooses by whether a row is background.
func (c *clauses) told(f store.Filter) {
	if f.NewsOnly {
		c.add("e.background = 0")
	}
	if f.BackgroundOnly {
		c.add("e.background = 1")
	}
}

// Events yields events by date.
func (db *DB) Events(ctx context.Context, f store.Filter) iter.Seq2[store.Event, error] {
	if err := f.Check(); err != nil {
		return fail[store.Event](err)
	}
	return list(ctx, db, events, f, eventClauses(f), db.events)
}

// events reads events by their numbers.
func (db *DB) events(ctx context.Context, nums []int64, yield func(int64, store.Event)) error {
	c := of("e.num", nums)
	q := c.query(`SELECT e.num, e.json, e.doc, e.fact, f.reports, f.first_doc, d.key, d.url, d.source, d.start, d.until, `+storyKey+`
		FROM event e `+db.join+` document d ON d.id = e.doc `+db.join+` fact f ON f.id = e.fact`, "e.num", 0)
	return db.read.Each(ctx, q, c.args, func(scan func(...any) error) error {
		var e store.Event
		var num, doc, first int64
		var text, from, until string
		if err := scan(&num, &text, &doc, &e.Fact, &e.Reports, &first, &e.Document, &e.URL, &e.Outlet, &from, &until, &e.Story); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &e.Event); err != nil {
			return err
		}
		e.First, e.Published, e.Cursor = first == doc, interval(from, until), cursor(num)
		yield(num, e)
		return nil
	})
}

// Statements yields statements by the day they were made. Their source is the
// speaker, their target the addressee.
func (db *DB) Statements(ctx context.Context, f store.Filter) iter.Seq2[store.Statement, error] {
	if err := f.Check(); err != nil {
		return fail[store.Statement](err)
	}
	// Who speaks is the actor, to whom is the other one: no statement is asked for
	// by the one that it is addressed to but as a target.
	var c clauses
	c.fits("e.src", "e.source", "e.start", f.Actor)
	c.fits("e.tgt", "e.target", "e.start", f.With)
	f.Source, f.Target, f.Actor, f.With = both(f.Source, f.Actor), both(f.Target, f.With), nil, nil
	c.among("e.kind", len(f.Kinds), func(i int) any { return f.Kinds[i] })
	c.named("e.outlet", f.Outlets)
	c.told(f)
	return list(ctx, db, statements, f, c, func(ctx context.Context, nums []int64, yield func(int64, store.Statement)) error {
		c := of("e.num", nums)
		q := c.query(`SELECT e.num, e.json, e.doc, d.key, d.url, d.source, d.start, d.until, d.text
			FROM statement e `+db.join+` document d ON d.id = e.doc`, "e.doc, e.num", 0)
		lastDoc, lastText := int64(0), ""
		return db.read.Each(ctx, q, c.args, func(scan func(...any) error) error {
			var s store.Statement
			var num, doc int64
			var text, from, until string
			var packed []byte
			if err := scan(&num, &text, &doc, &s.Document, &s.URL, &s.Outlet, &from, &until, &packed); err != nil {
				return err
			}
			if doc != lastDoc {
				plain, err := db.unzip(packed)
				if err != nil {
					return err
				}
				lastDoc, lastText = doc, string(plain)
			}
			if err := json.Unmarshal([]byte(text), &s.Statement); err != nil {
				return err
			}
			s.Published, s.Cursor = interval(from, until), cursor(num)
			s.Text = wordsOf(lastText, s.Content)
			yield(num, s)
			return nil
		})
	})
}

// both is one of two lists of patterns where the other chooses everything.
func both(a, b []store.Pattern) []store.Pattern {
	if len(a) == 0 {
		return b
	}
	return a
}

func wordsOf(text string, spans []record.Span) []string {
	var out []string
	for _, span := range spans {
		out = append(out, span.In(text))
	}
	return out
}

// Documents yields documents by the day they appeared.
func (db *DB) Documents(ctx context.Context, f store.Filter) iter.Seq2[store.Document, error] {
	var c clauses
	c.period(f.Period, "d.start", "d.until")
	db.report(&c, f, "d.id")
	order, sign := "d.start, d.id", ">"
	if f.Newest {
		order, sign = "d.start DESC, d.id DESC", "<"
	}
	err := f.Check()
	if f.After != "" {
		start, number, _ := strings.Cut(f.After, "|")
		id, bad := strconv.ParseInt(number, 10, 64)
		if bad != nil {
			err = errors.Join(err, errCursor(f.After))
		}
		c.add("(d.start, d.id) "+sign+" (?, ?)", start, id)
	}
	if err != nil {
		return fail[store.Document](err)
	}
	q := c.query("SELECT "+documentColumns+" FROM document d", order, f.Limit)
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
	d.Cursor = fmt.Sprintf("%s|%d", start, id)
	return d, nil
}

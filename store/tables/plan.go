package tables

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// A page of rows is found in two steps: the numbers of its rows, from one index
// or several that give them in order, and then the rows themselves. Which index
// is a matter of counts (tally.go): the fewer rows of an index, the fewer must be
// passed over that the rest of the filter does not want.

// listed is a table whose rows are kept by num.
type listed struct {
	table, words string
	// counted says that tallies tell how many rows an index holds.
	counted bool
}

var (
	events      = listed{table: "event", words: "event_words", counted: true}
	statements  = listed{table: "statement", words: "statement_words"}
	commitments = listed{table: "commitment", words: "commitment_words"}
)

// part is one query for numbers, in order; those of a plan have no row in common.
type part struct {
	from string
	key  string // the column of the number
	clauses
}

// path is a way to the rows: an index with the values that are looked up in it.
type path struct {
	index   string
	columns []string
	values  [][]any
	guard   string // what a partial index demands
	rows    int    // that it leads to
}

// mostParts bounds the indexes that are read side by side.
const mostParts = 64

// plan gives the queries for the rows that fit a filter; rest are clauses beside
// the actors.
func (db *DB) plan(ctx context.Context, l listed, run int64, f store.Filter, rest clauses, period bool) ([]part, error) {
	lo, hi := runNums(run)
	if f.After != "" {
		after, err := parseCursor(f.After, run)
		if err != nil {
			return nil, err
		}
		if f.Newest {
			hi = min(hi, after)
		} else {
			lo = max(lo, after+1)
		}
	}
	if period {
		if !f.Period.End.IsZero() {
			hi = min(hi, dayNum(run, dayOf(f.Period.End)+1))
			rest.add("e.start < ?", f.Period.End.String())
		}
		if !f.Period.Start.IsZero() {
			rest.add("e.until > ?", f.Period.Start.String())
		}
	}
	all := rest.clone()
	all.sides(f)

	// A report, a story, a fact: few rows.
	few := all.clone()
	index := ""
	switch {
	case f.Document != "":
		index = "_doc"
		few.add("e.run = ? AND e.doc = (SELECT id FROM document WHERE key = ?)", run, f.Document)
	case f.Story != "":
		index = "_doc"
		few.add("e.run = ? AND e.doc IN (SELECT id FROM document WHERE story = (SELECT story FROM document WHERE key = ?))", run, f.Story)
	case f.Fact != 0 && l.table == "event":
		index = "_fact"
		few.add("e.fact = ?", f.Fact)
	}
	if index != "" {
		p := part{from: l.table + " e" + db.index(l.table+index), key: "e.num", clauses: few}
		p.between(lo, hi)
		p.has(db, l, f)
		return []part{p}, nil
	}

	// What is dated to within days starts at most so long before the period; what
	// is not has an index of its own.
	if period && !f.Period.Start.IsZero() {
		if exact := max(lo, dayNum(run, dayOf(f.Period.Start.Add(0, 0, -5)))); exact > lo {
			wide := all.clone()
			wide.add("e.wide = 1")
			w := part{from: l.table + " e" + db.index(l.table+"_wide"), key: "e.num", clauses: wide}
			w.between(lo, min(hi, exact))
			w.has(db, l, f)
			parts, err := db.planBetween(ctx, l, run, f, rest, exact, hi)
			return append(parts, w), err
		}
	}
	return db.planBetween(ctx, l, run, f, rest, lo, hi)
}

// planBetween is plan for the rows whose numbers lie between two, whatever their
// days. Each bound is given once: of two, SQLite may use the looser one.
func (db *DB) planBetween(ctx context.Context, l listed, run int64, f store.Filter, rest clauses, lo, hi int64) ([]part, error) {
	var ways [][]part // alternatives, of which one is taken
	var costs []int
	offer := func(cost int, parts ...part) { ways, costs = append(ways, parts), append(costs, cost) }
	take := func(p path, more clauses, lo int64) []part { return db.parts(l, p, more, lo, hi) }
	all := rest.clone()
	all.sides(f)

	// The actors, each direction from its own index.
	if parts, cost, ok, err := db.actors(ctx, l, run, f, rest, func(p path, c clauses) []part { return take(p, c, lo) }); err != nil {
		return nil, err
	} else if ok {
		offer(cost, parts...)
	}
	// What falls due, if few commitments do: they are read from their index and sorted.
	if l.table == "commitment" && (f.Due.Known() || f.Deadline.Known()) {
		due := part{from: "commitment e" + db.index("commitment_due"), key: "e.num", clauses: all.clone()}
		due.between(lo, hi)
		const most = 10_000
		var c clauses
		c.due(f)
		var n int
		if err := db.one(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM commitment e%s WHERE %s LIMIT %d) AS due", db.index("commitment_due"), strings.Join(c.where, " AND "), most), c.args, &n); err != nil {
			return nil, err
		}
		if n < most {
			offer(n, due)
		}
	}
	// Other things that have an index.
	for _, p := range others(l, f) {
		if err := db.weigh(ctx, run, &p); err != nil {
			return nil, err
		}
		offer(p.rows, take(p, all, lo)...)
	}
	if f.Text != "" {
		t, err := store.ParseText(f.Text)
		if err != nil {
			return nil, err
		}
		s := db.words.Said(l.words, t)
		var n int
		if err := db.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+s.From+" WHERE "+s.Where+" LIMIT 20000) x", s.Args, &n); err != nil {
			return nil, err
		}
		c := clauses{}
		c.add(s.Where, s.Args...)
		c.add(strings.Join(append([]string{"TRUE"}, all.where...), " AND "), all.args...)
		p := part{from: s.From + " " + db.join + " " + l.table + " e ON e.num = " + s.Key, key: s.Key, clauses: c}
		p.between(lo, hi)
		best := slices.Min(append(slices.Clone(costs), 1<<40))
		if n <= 8*best || n < 2000 { // to look a word up for one row costs as much as to pass over many
			return []part{p}, nil
		}
	}
	best := -1
	for i := range ways {
		if best < 0 || costs[i] < costs[best] {
			best = i
		}
	}
	var parts []part
	if best >= 0 {
		parts = ways[best]
	} else {
		p := part{from: l.table + " e" + db.index(""), key: "e.num", clauses: all}
		p.between(lo, hi)
		parts = []part{p}
	}
	for i := range parts {
		parts[i].has(db, l, f)
	}
	return parts, nil
}

// between bounds the numbers.
func (p *part) between(lo, hi int64) { p.add(p.key+" >= ? AND "+p.key+" < ?", lo, hi) }

// has asks of each row whether it has the words.
func (p *part) has(db *DB, l listed, f store.Filter) {
	if t, err := store.ParseText(f.Text); f.Text != "" && err == nil { // else Filter.Check says so
		s := db.words.Said(l.words, t)
		p.add("EXISTS (SELECT 1 FROM "+s.From+" WHERE "+s.Where+" AND "+s.Key+" = e.num)", s.Args...)
	}
}

// sides are the clauses for the actors of both sides in any order.
func (c *clauses) sides(f store.Filter) {
	c.fits("e.src", "e.source", "e.start", f.Source)
	c.fits("e.tgt", "e.target", "e.start", f.Target)
	if len(f.Actor) == 0 {
		return
	}
	var there, back clauses
	there.fits("e.src", "e.source", "e.start", f.Actor)
	there.fits("e.tgt", "e.target", "e.start", f.With)
	back.fits("e.tgt", "e.target", "e.start", f.Actor)
	back.fits("e.src", "e.source", "e.start", f.With)
	c.add("("+strings.Join(there.where, " AND ")+" OR "+strings.Join(back.where, " AND ")+")", append(there.args, back.args...)...)
}

// actors is the way by the codes of the actors, if they name countries: what A
// does from one index, what is done to A from another.
func (db *DB) actors(ctx context.Context, l listed, run int64, f store.Filter, rest clauses, take func(path, clauses) []part) ([]part, int, bool, error) {
	type direction struct {
		src, tgt [][]store.Pattern // all of which must fit
		not      bool              // those of the direction before are left out
	}
	directions := []direction{{src: [][]store.Pattern{f.Source}, tgt: [][]store.Pattern{f.Target}}}
	if len(f.Actor) > 0 {
		directions = []direction{
			{src: [][]store.Pattern{f.Source, f.Actor}, tgt: [][]store.Pattern{f.Target, f.With}},
			{src: [][]store.Pattern{f.Source, f.With}, tgt: [][]store.Pattern{f.Target, f.Actor}, not: true},
		}
	}
	var parts []part
	cost := 0
	for _, d := range directions {
		src, tgt := countries(d.src), countries(d.tgt)
		var ways []path
		if l.table == "commitment" && len(src) > 0 && len(tgt) > 0 && len(src)*len(tgt) <= mostParts {
			ways = append(ways, path{index: "commitment_dyad", columns: []string{"src", "tgt"}, values: pairs(src, tgt)})
		}
		if len(src) > 0 && len(src) <= mostParts {
			ways = append(ways, path{index: l.table + "_src", columns: []string{"src"}, values: singles(src)})
		}
		if len(tgt) > 0 && len(tgt) <= mostParts {
			w := path{index: l.table + "_tgt", columns: []string{"tgt"}, values: singles(tgt)}
			if l.table == "statement" {
				w.guard = "e.tgt <> ''"
			}
			ways = append(ways, w)
		}
		if l.counted && len(src) > 0 && len(tgt) > 0 && len(src)*len(tgt) <= 4000 {
			ways = append(ways, path{index: l.table + "_dyad", columns: []string{"src", "tgt"}, values: pairs(src, tgt)})
		}
		best := -1
		for i := range ways {
			if l.counted {
				if err := db.weigh(ctx, run, &ways[i]); err != nil {
					return nil, 0, false, err
				}
			}
			if len(ways[i].values) <= mostParts && (best < 0 || ways[i].rows < ways[best].rows) {
				best = i
			}
		}
		if best < 0 {
			return nil, 0, false, nil
		}
		cost += ways[best].rows
		for _, v := range ways[best].values {
			// Where the country is known, few of the patterns are left to be looked at.
			src, tgt := "", ""
			for i, column := range ways[best].columns {
				if column == "src" {
					src = v[i].(string)
				} else {
					tgt = v[i].(string)
				}
			}
			c, ok := rest.clone(), true
			for _, ps := range d.src {
				ok = ok && c.fitsIn(src, "e.src", "e.source", ps)
			}
			for _, ps := range d.tgt {
				ok = ok && c.fitsIn(tgt, "e.tgt", "e.target", ps)
			}
			if !ok {
				continue
			}
			if d.not {
				var there clauses
				if there.fitsIn(src, "e.src", "e.source", f.Actor) && there.fitsIn(tgt, "e.tgt", "e.target", f.With) {
					c.add("NOT (TRUE"+strings.Join(append([]string{""}, there.where...), " AND ")+")", there.args...)
				}
			}
			one := ways[best]
			one.values = [][]any{v}
			parts = append(parts, take(one, c)...)
		}
	}
	return parts, cost, len(parts) <= 2*mostParts, nil
}

// fitsIn is fits for rows of one country, or of any where that is empty. It
// reports whether there can be such a row.
func (c *clauses) fitsIn(country, state, column string, ps []store.Pattern) bool {
	if country == "" || len(ps) == 0 {
		c.fits(state, column, "e.start", ps)
		return true
	}
	var left []store.Pattern
	for _, p := range ps {
		prefix, free := p.Prefix()
		if len(prefix) >= 3 && store.State(prefix) != country {
			continue
		}
		if free && prefix == country && !p.During.Known() {
			return true // all of the country
		}
		left = append(left, p)
	}
	if len(left) == 0 {
		return false
	}
	c.fits(state, column, "e.start", left)
	return true
}

// countries are the first letters of the codes that fit all of some lists, or
// nil where they cannot be told.
func countries(lists [][]store.Pattern) []string {
	var out []string
	known := false
	for _, ps := range lists {
		if len(ps) == 0 {
			continue
		}
		var these []string
		for _, p := range ps {
			prefix, _ := p.Prefix()
			if len(prefix) < 3 {
				these = nil
				break
			}
			these = append(these, store.State(prefix))
		}
		if these == nil {
			continue
		}
		slices.Sort(these)
		these = slices.Compact(these)
		if known {
			these = slices.DeleteFunc(these, func(s string) bool { return !slices.Contains(out, s) })
			if len(these) == 0 {
				these = []string{"-"} // nobody
			}
		}
		out, known = these, true
	}
	return out
}

func singles[T any](vs []T) [][]any {
	out := make([][]any, len(vs))
	for i, v := range vs {
		out[i] = []any{v}
	}
	return out
}

func pairs(src, tgt []string) (all [][]any) {
	for _, a := range src {
		for _, b := range tgt {
			all = append(all, []any{a, b})
		}
	}
	return all
}

// others are the ways by things that are not actors.
func others(l listed, f store.Filter) []path {
	var ways []path
	add := func(column string, values [][]any) {
		if len(values) == 0 || len(values) > mostParts {
			return
		}
		p := path{index: l.table + "_" + column, columns: []string{column}, values: values}
		switch column {
		case "mode", "place", "country":
			p.guard = "e." + column + " <> ''"
		}
		ways = append(ways, p)
	}
	plain := func(vs []string, as func(string) string) [][]any {
		var out []string
		for _, v := range vs {
			if strings.Contains(v, "*") {
				return nil
			}
			out = append(out, as(v))
		}
		slices.Sort(out)
		return singles(slices.Compact(out))
	}
	same := func(s string) string { return s }
	add("outlet", plain(f.Outlets, fold))
	if l.counted {
		add("type", plain(f.Types, strings.ToUpper))
		add("status", singles(slices.Compact(slices.Sorted(slices.Values(f.Statuses)))))
		add("mode", plain(f.Modes, same))
		add("cameo", plain(f.Codes, same))
		add("place", plain(f.Places, fold))
		add("country", plain(f.Countries, same))
	}
	return ways
}

// weigh counts the rows that a way leads to, and leaves out values that have none.
func (db *DB) weigh(ctx context.Context, run int64, p *path) error {
	what := strings.Join(p.columns, "")
	columns := []string{"one"}
	if what == "srctgt" {
		what, columns = string(store.ByDyad), []string{"one", "other"}
	}
	c := clauses{}
	c.add("run = ? AND what = ? AND year = ?", run, what, allYears)
	for i, column := range columns {
		seen := map[any]bool{}
		var vs []any
		for _, v := range p.values {
			if !seen[v[i]] {
				seen[v[i]] = true
				vs = append(vs, fmt.Sprint(v[i]))
			}
		}
		c.among(column, len(vs), func(j int) any { return vs[j] })
	}
	counts := map[string]int{}
	p.rows = 0
	err := db.read.Each(ctx, "SELECT "+strings.Join(columns, ", ")+", q1 + q2 + q3 + q4 + aside FROM tally WHERE "+strings.Join(c.where, " AND "), c.args, func(scan func(...any) error) error {
		key := make([]string, len(columns))
		n := 0
		into := []any{}
		for i := range key {
			into = append(into, &key[i])
		}
		if err := scan(append(into, &n)...); err != nil {
			return err
		}
		counts[strings.Join(key, "\x00")] += n
		p.rows += n
		return nil
	})
	if err != nil {
		return err
	}
	there := slices.DeleteFunc(slices.Clone(p.values), func(v []any) bool {
		key := make([]string, len(v))
		for i := range v {
			key[i] = fmt.Sprint(v[i])
		}
		return counts[strings.Join(key, "\x00")] == 0
	})
	p.values = there
	return nil
}

// parts are the queries of a way.
func (db *DB) parts(l listed, p path, more clauses, lo, hi int64) []part {
	var parts []part
	for _, v := range p.values {
		q := part{from: l.table + " e" + db.index(p.index), key: "e.num"}
		for i, column := range p.columns {
			q.add("e."+column+" = ?", v[i])
		}
		if p.guard != "" {
			q.add(p.guard)
		}
		q.add(strings.Join(append([]string{"TRUE"}, more.where...), " AND "), more.args...)
		q.between(lo, hi)
		parts = append(parts, q)
	}
	return parts
}

// index names an index to be used, or with "" the order of the table itself,
// where the engine has to be told.
func (db *DB) index(name string) string {
	if db.indexed == nil {
		return ""
	}
	return db.indexed(name)
}

// union asks for a selection from all parts.
func unionOf(parts []part, selection func(part) string) (string, []any) {
	var qs []string
	var args []any
	for _, p := range parts {
		qs, args = append(qs, "SELECT "+selection(p)+" FROM "+p.from+" WHERE "+strings.Join(p.where, " AND ")), append(args, p.args...)
	}
	return strings.Join(qs, " UNION ALL "), args
}

// nums are the numbers of the first rows of a plan.
func (db *DB) nums(ctx context.Context, parts []part, newest bool, limit int) ([]int64, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	q, args := unionOf(parts, func(p part) string { return p.key + " AS num" })
	q += " ORDER BY 1"
	if newest {
		q += " DESC"
	}
	nums := make([]int64, 0, limit)
	err := db.read.Each(ctx, fmt.Sprintf("%s LIMIT %d", q, limit), args, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		nums = append(nums, n)
		return err
	})
	return nums, err
}

// interval clauses for the first day alone, as counts have it.
func (c *clauses) startsIn(i record.Interval) {
	if !i.Start.IsZero() {
		c.add("e.start >= ?", i.Start.String())
	}
	if !i.End.IsZero() {
		c.add("e.start <> '' AND e.start < ?", i.End.String())
	}
}

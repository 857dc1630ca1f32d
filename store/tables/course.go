package tables

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/record"
	"detente/store"
)

// The table course holds the days of each pair of actors, a row for a year, so
// that a relation reads years and not facts. It changes with every fact and
// assessment, in the same transaction.

// courseKey is the year of a pair: source and target of facts; of assessments the
// two sides in the order of the alphabet. The year is that of the first day of a
// fact, or empty where that is not known: then nobody can be said to have been a
// member of a group.
type courseKey struct {
	run                  int64
	source, target, year string
}

type course map[int64]*store.Daily // by day, as dayKey numbers it

// dayKey numbers days from 1970 on; what has no date has the number of the zero
// Moment.
func dayKey(m record.Moment) int64 {
	s := m.Unix()
	return (s - (s%86400+86400)%86400) / 86400
}

func dayOfKey(day int64) record.Moment { return record.Moment{Time: time.Unix(day*86400, 0).UTC()} }

// daily is where the counts of a day are gathered until the transaction ends.
func (t *tx) daily(run int64, source, target string, date record.Interval) *store.Daily {
	k := courseKey{run: run, source: source, target: target}
	if s := date.Start; !s.IsZero() {
		k.year = s.Format("2006")
	}
	days := t.courses[k]
	if days == nil {
		if t.courses == nil {
			t.courses = map[courseKey]course{}
		}
		days = course{}
		t.courses[k] = days
	}
	day := dayKey(store.DayOf(date))
	if days[day] == nil {
		days[day] = &store.Daily{}
	}
	return days[day]
}

// countAssessment counts one that comes (by 1) or goes (by -1).
func (t *tx) countAssessment(run int64, a, b, start string, direction record.Direction, by int) {
	t.daily(run, a, b, interval(start, "")).Judgement(direction, by)
}

// writeCourses writes what daily gathered.
func (t *tx) writeCourses() error {
	keys := make([]courseKey, 0, len(t.courses))
	for k := range t.courses {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b courseKey) int {
		return cmp.Or(cmp.Compare(a.run, b.run), strings.Compare(a.source, b.source), strings.Compare(a.target, b.target), strings.Compare(a.year, b.year))
	})
	args := make([][]any, len(keys))
	for i, k := range keys {
		args[i] = []any{k.run, store.State(k.source), store.State(k.target), k.source, k.target, k.year}
	}
	there := map[courseKey]bool{}
	err := t.EachOf("SELECT run, source, target, year, days FROM course WHERE run = ? AND src = ? AND tgt = ? AND source = ? AND target = ? AND year = ?", args,
		func(scan func(...any) error) error {
			var k courseKey
			var packed []byte
			if err := scan(&k.run, &k.source, &k.target, &k.year, &packed); err != nil {
				return err
			}
			there[k] = true
			days := t.courses[k]
			return eachDay(packed, func(day int64, d *store.Daily) {
				if days[day] == nil {
					days[day] = &store.Daily{}
				}
				days[day].Add(d)
			})
		})
	if err != nil {
		return err
	}
	for i, k := range keys {
		switch packed := t.courses[k].pack(); {
		case len(packed) > 0:
			err = t.exec(`INSERT INTO course (run, src, tgt, source, target, year, days) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (run, src, tgt, source, target, year) DO UPDATE SET days = excluded.days`, append(args[i], packed)...)
		case there[k]:
			err = t.exec("DELETE FROM course WHERE run = ? AND src = ? AND tgt = ? AND source = ? AND target = ? AND year = ?", args[i]...)
		}
		if err != nil {
			return err
		}
	}
	t.courses = nil
	return nil
}

// fields are the numbers of a day as they are packed; those that are more common
// stand first.
func fields(d *store.Daily) [12]int64 {
	return [...]int64{int64(d.Quads[1]), int64(d.Quads[2]), int64(d.Quads[3]), int64(d.Quads[4]), d.Score, d.Squares, int64(d.Aside), int64(d.Background),
		int64(d.Better), int64(d.Worse), int64(d.Unchanged), int64(d.Quads[0])}
}

// pack writes the days that have something: the distance from the day before (from
// 1970 first), a bit for each of the fields that are not zero, and these; all as
// varints (encoding/binary), the distance and the fields with a sign.
func (c course) pack() []byte {
	days := make([]int64, 0, len(c))
	for day, d := range c {
		if *d != (store.Daily{}) {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	var b []byte
	last := int64(0)
	for _, day := range days {
		b = binary.AppendVarint(b, day-last)
		last = day
		fs := fields(c[day])
		has := uint64(0)
		for i, n := range fs {
			if n != 0 {
				has |= 1 << i
			}
		}
		b = binary.AppendUvarint(b, has)
		for _, n := range fs {
			if n != 0 {
				b = binary.AppendVarint(b, n)
			}
		}
	}
	return b
}

var errPacked = errors.New("the days of a relation cannot be read: the database is damaged or of a newer version")

// eachDay reads what pack wrote.
func eachDay(b []byte, visit func(day int64, d *store.Daily)) error {
	day := int64(0)
	for len(b) > 0 {
		step, n := binary.Varint(b)
		if n <= 0 {
			return errPacked
		}
		b, day = b[n:], day+step
		has, n := binary.Uvarint(b)
		if n <= 0 {
			return errPacked
		}
		b = b[n:]
		var fs [12]int64
		for i := range fs {
			if has&(1<<i) == 0 {
				continue
			}
			v, n := binary.Varint(b)
			if n <= 0 {
				return errPacked
			}
			fs[i], b = v, b[n:]
		}
		visit(day, &store.Daily{
			Quads: [5]int{int(fs[11]), int(fs[0]), int(fs[1]), int(fs[2]), int(fs[3])}, Score: fs[4], Squares: fs[5], Aside: int(fs[6]), Background: int(fs[7]),
			Better: int(fs[8]), Worse: int(fs[9]), Unchanged: int(fs[10]),
		})
	}
	return nil
}

// towards are the conditions for rows from either side to the other, by the first
// letters of codes; rows that the sides do not hold are among them. No row fits two.
func towards(s store.Sides) []clauses {
	a, b := countries([][]store.Pattern{s.A}), countries([][]store.Pattern{s.B})
	between := func(src, tgt []string) (c clauses) {
		c.among("src", len(src), func(i int) any { return src[i] })
		c.among("tgt", len(tgt), func(i int) any { return tgt[i] })
		return c
	}
	there, back := between(a, b), between(b, a)
	if slices.Equal(a, b) {
		return []clauses{there}
	}
	if len(there.where) > 0 {
		back.add("NOT ("+strings.Join(there.where, " AND ")+")", there.args...)
	}
	return []clauses{there, back}
}

// Days yields what is known of a relation, day by day.
func (db *DB) Days(ctx context.Context, s store.Sides) ([]store.Day, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	sum := map[int64]*store.Daily{}
	for _, c := range towards(s) {
		c.add("run = (" + currentRun + ")")
		var source, target string
		var counts func(record.Moment) bool
		err := db.read.Each(ctx, "SELECT source, target, year, days FROM course WHERE "+strings.Join(c.where, " AND "), c.args, func(scan func(...any) error) error {
			var x, y, year string
			var packed []byte
			if err := scan(&x, &y, &year, &packed); err != nil {
				return err
			}
			if counts == nil || x != source || y != target {
				source, target, counts = x, y, s.Counts(x, y)
			}
			return eachDay(packed, func(day int64, d *store.Daily) {
				on := record.Moment{}
				if year != "" {
					on = dayOfKey(day)
				}
				if !counts(on) {
					return
				}
				if sum[day] == nil {
					sum[day] = &store.Daily{}
				}
				sum[day].Add(d)
			})
		})
		if err != nil {
			return nil, err
		}
	}
	days := make([]store.Day, 0, len(sum))
	for day, d := range sum {
		days = append(days, store.Day{On: dayOfKey(day), Daily: *d})
	}
	store.SortDays(days)
	return days, nil
}

// Marks yields the facts of a relation that can be of a period.
func (db *DB) Marks(ctx context.Context, s store.Sides, period record.Interval) ([]store.Mark, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	var marks []store.Mark
	for _, c := range towards(s) {
		c.add("run = (" + currentRun + ")")
		c.period(period, "start", "until")
		rows := stream(ctx, db.read, "SELECT id, start, until, source, target, status, background, quad, goldstein, reports, best FROM fact WHERE "+strings.Join(c.where, " AND "), c.args, scanMark)
		for m, err := range rows {
			if err != nil {
				return nil, err
			}
			on := m.Date.Start
			if !on.IsZero() {
				on = store.DayOf(m.Date)
			}
			if s.Counts(m.Source, m.Target)(on) {
				marks = append(marks, m)
			}
		}
	}
	slices.SortFunc(marks, func(a, b store.Mark) int {
		return cmp.Or(a.Date.Start.Compare(b.Date.Start.Time), cmp.Compare(a.Fact, b.Fact))
	})
	return marks, nil
}

func scanMark(scan func(...any) error) (m store.Mark, err error) {
	var start, until string
	err = scan(&m.Fact, &start, &until, &m.Source, &m.Target, &m.Status, (*truth)(&m.Background), &m.Quad, &m.Goldstein, &m.Reports, &m.Event)
	m.Date = interval(start, until)
	return m, err
}

// CompleteCourses makes the table course of a database from before it had one, in
// one transaction; told hears how many of how many facts are counted.
func (db *DB) CompleteCourses(ctx context.Context, told func(done, of int)) error {
	const lacks = "SELECT (EXISTS (SELECT 1 FROM fact) OR EXISTS (SELECT 1 FROM assessment)) AND NOT EXISTS (SELECT 1 FROM course)"
	var missing bool
	if err := db.one(ctx, lacks, nil, &missing); err != nil || !missing {
		return err
	}
	return db.inTx(ctx, func(tx *tx) error {
		if err := tx.scan(lacks, nil, &missing); err != nil || !missing { // another process was quicker
			return err
		}
		all, done := 0, 0
		if err := tx.scan("SELECT count(*) FROM fact", nil, &all); err != nil {
			return err
		}
		const step = 20_000
		at := []any{int64(-1), "", "", "", int64(0)}
		for n := step; n == step; {
			n = 0
			err := tx.each("SELECT run, src, tgt, "+factColumns+" FROM fact WHERE (run, src, tgt, start, id) > (?, ?, ?, ?, ?) ORDER BY run, src, tgt, start, id LIMIT "+fmt.Sprint(step), at,
				func(scan func(...any) error) error {
					var run int64
					var src, tgt string
					var f factRow
					if err := f.scanAfter(scan, &run, &src, &tgt); err != nil {
						return err
					}
					at = []any{run, src, tgt, f.start, f.id}
					n++
					tx.countDay(run, &f, 1)
					return nil
				})
			if err != nil {
				return err
			}
			if err := tx.writeCourses(); err != nil {
				return err
			}
			if done += n; told != nil {
				told(done, all)
			}
		}
		return tx.completeAssessments()
	})
}

func (t *tx) completeAssessments() error {
	err := t.each("SELECT run, a, b, start, direction FROM assessment", nil, t.scanAssessment(1))
	if err == nil {
		err = t.writeCourses()
	}
	return err
}

// scanAssessment counts rows of assessments: run, a, b, start, direction.
func (t *tx) scanAssessment(by int) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var run int64
		var a, b, start string
		var direction record.Direction
		err := scan(&run, &a, &b, &start, &direction)
		t.countAssessment(run, a, b, start, direction, by)
		return err
	}
}

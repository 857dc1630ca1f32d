package tables

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"detente/record"
	"detente/store"
)

// BeginRun starts a candidate.
func (db *DB) BeginRun(ctx context.Context, version, dataVersion string) (run int64, err error) {
	err = db.inTx(ctx, func(tx *tx) error {
		live, err := column[int64](tx, "SELECT id FROM run", nil)
		if err != nil {
			return err
		}
		if len(live) == liveRuns {
			return fmt.Errorf("there are %d runs already: drop one with detente recode --drop", liveRuns)
		}
		if err := tx.next("run", &run); err != nil {
			return err
		}
		for slices.ContainsFunc(live, func(other int64) bool { return other%liveRuns == run%liveRuns }) {
			run++
		}
		return tx.exec("INSERT INTO run VALUES (?, ?, ?, 'candidate')", run, version, dataVersion)
	})
	return run, err
}

// PutIn adds records to a candidate. Documents that the database lacks are added.
func (db *DB) PutIn(ctx context.Context, run int64, records ...record.Record) error {
	return db.inTx(ctx, func(tx *tx) error {
		if err := tx.candidate(run); err != nil {
			return err
		}
		if err := tx.foresee(run, records); err != nil {
			return err
		}
		var added store.Added
		for i := range records {
			if err := db.put(tx, run, &records[i], &added); err != nil {
				return fmt.Errorf("document %s: %w", records[i].Document.ID, err)
			}
		}
		return nil
	})
}

func (t *tx) candidate(run int64) error {
	var n int
	if err := t.scan("SELECT count(*) FROM run WHERE id = ? AND state = 'candidate'", []any{run}, &n); err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("run %d is no candidate: detente recode --list shows those that are", run)
	}
	return nil
}

// AcceptRun makes a candidate the current run and drops the old one.
func (db *DB) AcceptRun(ctx context.Context, run int64) error {
	return db.inTx(ctx, func(tx *tx) error {
		if err := tx.candidate(run); err != nil {
			return err
		}
		var old int64
		if err := tx.scan(currentRun, nil, &old); err != nil {
			return err
		}
		if err := db.dropRun(tx, old); err != nil {
			return err
		}
		err := tx.exec("UPDATE run SET state = 'current' WHERE id = ?", run)
		return err
	})
}

// DropRun throws a candidate away.
func (db *DB) DropRun(ctx context.Context, run int64) error {
	return db.inTx(ctx, func(tx *tx) error {
		if err := tx.candidate(run); err != nil {
			return err
		}
		return db.dropRun(tx, run)
	})
}

func (db *DB) dropRun(t *tx, run int64) error {
	for _, l := range []listed{events, statements, commitments} {
		if err := db.words.RemoveSaid(t, l.words, "SELECT num FROM "+l.table+" WHERE run = ?", run); err != nil {
			return err
		}
	}
	for _, table := range []string{"event", "fact", "dyad", "course", "statement", "commitment", "assessment", "reading", "tally"} {
		if err := t.exec("DELETE FROM "+table+" WHERE run = ?", run); err != nil {
			return err
		}
	}
	err := t.exec("DELETE FROM run WHERE id = ?", run)
	return err
}

// counted is how many a run has of what is tallied under one name.
func counted(what string) string {
	return "coalesce((SELECT q1 + q2 + q3 + q4 + aside FROM tally WHERE run = run.id AND what = '" + what + "' AND year = '*' AND one = '' AND other = ''), 0)"
}

// ListRuns lists the runs, oldest first.
func (db *DB) ListRuns(ctx context.Context) ([]store.Run, error) {
	var runs []store.Run
	for r, err := range stream(ctx, db.read, `SELECT id, version, data_version, state, `+counted(byReading)+", "+counted(byAll)+`
		FROM run ORDER BY id`, nil, func(scan func(...any) error) (r store.Run, err error) {
		return r, scan(&r.ID, &r.Version, &r.DataVersion, &r.State, &r.Documents, &r.Events)
	}) {
		if err != nil {
			return nil, err
		}
		runs = append(runs, r)
	}
	return runs, nil
}

// Diff yields, by document, the events that only one of two runs has. Events are
// the same where type, code, actors, date, status and trigger are.
func (db *DB) Diff(ctx context.Context, old, new int64) iter.Seq2[store.Change, error] {
	const q = `SELECT d.key, e.run, e.n, e.json FROM event e JOIN document d ON d.id = e.doc WHERE e.run = ?
		UNION ALL SELECT d.key, e.run, e.n, e.json FROM event e JOIN document d ON d.id = e.doc WHERE e.run = ? ORDER BY 1, 2, 3`
	type row struct {
		key  string
		run  int64
		n    int
		text string
	}
	rows := stream(ctx, db.read, q, []any{old, new}, func(scan func(...any) error) (r row, err error) {
		return r, scan(&r.key, &r.run, &r.n, &r.text)
	})
	return func(yield func(store.Change, error) bool) {
		var olds, news []record.Event
		key := ""
		flush := func() bool { return diff(key, olds, news, yield) }
		for r, err := range rows {
			if err != nil {
				yield(store.Change{}, err)
				return
			}
			if r.key != key {
				if !flush() {
					return
				}
				key, olds, news = r.key, nil, nil
			}
			var e record.Event
			if err := json.Unmarshal([]byte(r.text), &e); err != nil {
				yield(store.Change{}, err)
				return
			}
			if r.run == old {
				olds = append(olds, e)
			} else {
				news = append(news, e)
			}
		}
		flush()
	}
}

// diff pairs the events of one document: the same ones drop out, those with the
// same trigger are changes, the rest came or went.
func diff(key string, olds, news []record.Event, yield func(store.Change, error) bool) bool {
	used := make([]bool, len(news))
	pair := func(o record.Event, same func(a, b record.Event) bool) int {
		for i, n := range news {
			if !used[i] && same(o, n) {
				used[i] = true
				return i
			}
		}
		return -1
	}
	var rest []record.Event
	for _, o := range olds {
		if pair(o, sameEvent) < 0 {
			rest = append(rest, o)
		}
	}
	for _, o := range rest {
		c := store.Change{Document: key, Old: &o}
		if i := pair(o, func(a, b record.Event) bool { return a.Spans.Trigger == b.Spans.Trigger }); i >= 0 {
			c.New = &news[i]
		}
		if !yield(c, nil) {
			return false
		}
	}
	for i := range news {
		if !used[i] && !yield(store.Change{Document: key, New: &news[i]}, nil) {
			return false
		}
	}
	return true
}

func sameEvent(a, b record.Event) bool {
	return a.Plover.Type == b.Plover.Type && a.Plover.Mode == b.Plover.Mode && a.Cameo == b.Cameo && a.Source.Code == b.Source.Code &&
		a.Target.Code == b.Target.Code && a.Date == b.Date && a.Status == b.Status && a.Background == b.Background && a.Spans.Trigger == b.Spans.Trigger
}

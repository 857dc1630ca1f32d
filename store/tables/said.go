package tables

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"detente/record"
)

// The indexes of words and the counts follow the rows that they are of: Put fills
// them, forget takes out what goes, Complete makes them for a database of before.

// forget takes what certain rows say out of the indexes of words and the counts,
// before the rows themselves go.
func (db *DB) forget(tx *tx, where string, args ...any) error {
	err := tx.each("SELECT run FROM reading WHERE "+where, args, func(scan func(...any) error) error {
		var run int64
		err := scan(&run)
		tx.countReading(run, -1)
		return err
	})
	if err != nil {
		return err
	}
	if err := tx.each("SELECT run, a, b, start, direction FROM assessment WHERE "+where, args, tx.scanAssessment(-1)); err != nil {
		return err
	}
	for _, l := range []listed{events, statements, commitments} {
		if err := db.words.RemoveSaid(tx, l.words, "SELECT num FROM "+l.table+" WHERE "+where, args...); err != nil {
			return err
		}
	}
	return tx.each("SELECT e.run, e.json, d.source FROM event e JOIN document d ON d.id = e.doc WHERE "+where, args, func(scan func(...any) error) error {
		var run int64
		var text, source string
		var e record.Event
		if err := scan(&run, &text, &source); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(text), &e)
		tx.tally(run, &e, source, -1)
		return err
	})
}

// column reads the one column of a query.
func column[T any](tx *tx, query string, args []any) (out []T, err error) {
	err = tx.each(query, args, func(scan func(...any) error) error {
		var v T
		err := scan(&v)
		out = append(out, v)
		return err
	})
	return out, err
}

// Complete makes the indexes of words and the counts of a database that has none,
// in one transaction.
func (db *DB) Complete(ctx context.Context) error {
	return db.inTx(ctx, func(tx *tx) error {
		docs, err := column[int64](tx, "SELECT id FROM document ORDER BY id", nil)
		if err != nil {
			return err
		}
		for _, doc := range docs {
			if err := db.completeDocument(tx, doc); err != nil {
				return err
			}
			if len(tx.tallies) > 100_000 {
				if err := tx.writeTallies(); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (db *DB) completeDocument(tx *tx, doc int64) error {
	var source, start string
	var packed []byte
	if err := tx.scan("SELECT source, start, text FROM document WHERE id = ?", []any{doc}, &source, &start, &packed); err != nil {
		return err
	}
	text, err := db.unzip(packed)
	if err != nil {
		return err
	}
	tx.countReport(source, start, 1)
	type said struct {
		index string
		num   int64
		words string
	}
	var all []said
	each := func(l listed, words func(run int64, row string) (string, error)) error {
		return tx.each("SELECT num, run, json FROM "+l.table+" WHERE run IN (SELECT id FROM run) AND doc = ?", []any{doc}, func(scan func(...any) error) error {
			var num, run int64
			var row string
			if err := scan(&num, &run, &row); err != nil {
				return err
			}
			w, err := words(run, row)
			all = append(all, said{l.words, num, w})
			return err
		})
	}
	err = errors.Join(
		each(events, func(run int64, row string) (string, error) {
			var e record.Event
			err := json.Unmarshal([]byte(row), &e)
			tx.tally(run, &e, source, 1)
			return e.Spans.Sentence.In(string(text)), err
		}),
		each(statements, func(_ int64, row string) (string, error) {
			var s record.Statement
			err := json.Unmarshal([]byte(row), &s)
			return strings.Join(wordsOf(string(text), s.Content), " "), err
		}),
		each(commitments, func(_ int64, row string) (string, error) {
			var c record.Commitment
			err := json.Unmarshal([]byte(row), &c)
			return c.Content.Text, err
		}))
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := db.words.AddSaid(tx, s.index, s.num, s.words); err != nil {
			return err
		}
	}
	return nil
}

package tables

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// Commitments yields commitments by the day they were made, with their life.
func (db *DB) Commitments(ctx context.Context, f store.Filter) iter.Seq2[store.Commitment, error] {
	if err := f.Check(); err != nil {
		return fail[store.Commitment](err)
	}
	var c clauses
	c.due(f)
	c.among("e.kind", len(f.Kinds), func(i int) any { return strings.ToLower(f.Kinds[i]) })
	c.among("e.state", len(f.States), func(i int) any { return string(f.States[i]) })
	c.named("e.outlet", f.Outlets)
	return list(ctx, db, commitments, f, c, func(ctx context.Context, nums []int64, yield func(int64, store.Commitment)) error {
		c := of("e.num", nums)
		q := c.query(`SELECT e.num, e.json, e.life, `+db.corrections+`, d.key, d.url, d.source, d.start, d.until, `+storyKey+`
			FROM commitment e `+db.join+` document d ON d.id = e.doc`, "e.num", 0)
		return db.read.Each(ctx, q, c.args, func(scan func(...any) error) error {
			var p store.Commitment
			var num int64
			var text, life, corrected, from, until string
			err := scan(&num, &text, &life, &corrected, &p.Document, &p.URL, &p.Outlet, &from, &until, &p.Story)
			if err == nil {
				err = json.Unmarshal([]byte(text), &p.Commitment)
			}
			if err == nil {
				p.State, err = wholeLife(p.State, life, corrected)
			}
			p.Published, p.Cursor = interval(from, until), cursor(num)
			yield(num, p)
			return err
		})
	})
}

// due chooses commitments by when they fall due.
func (c *clauses) due(f store.Filter) {
	if !f.Due.Known() && !f.Deadline.Known() {
		return
	}
	c.add("e.due_start IS NOT NULL")
	c.period(f.Due, "e.due_start", "e.due_until")
	if !f.Deadline.Start.IsZero() {
		c.add("e.due_until > ?", f.Deadline.Start.String())
	}
	if !f.Deadline.End.IsZero() {
		c.add("e.due_until <= ?", f.Deadline.End.String())
	}
}

// wholeLife joins the steps of a commitment's own report, those of later
// reports, both by date, and what people corrected.
func wholeLife(own []record.Step, life, corrected string) ([]record.Step, error) {
	var later []record.Step
	if err := json.Unmarshal([]byte(life), &later); err != nil {
		return nil, err
	}
	steps := append(slices.Clone(own), later...)
	slices.SortStableFunc(steps, func(a, b record.Step) int { return a.On.Start.Compare(b.On.Start.Time) })
	var said []struct {
		As                               record.State
		Start, Until, Author, Note, Made string
	}
	if err := json.Unmarshal([]byte(corrected), &said); err != nil {
		return nil, err
	}
	for _, s := range said {
		steps = append(steps, record.Step{As: s.As, On: interval(s.Start, s.Until), Evidence: []record.Span{}, Author: s.Author, Note: s.Note, At: s.Made})
	}
	return steps, nil
}

// settle writes the state that a commitment's whole life ends in.
func (db *DB) settle(t *tx, run, doc int64, id string) error {
	var text, life, corrected string
	var n int
	err := t.scan("SELECT e.n, e.json, e.life, "+db.corrections+" FROM commitment e WHERE e.run = ? AND e.doc = ? AND e.id = ?", []any{run, doc, id}, &n, &text, &life, &corrected)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("commitment %s: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return err
	}
	var c record.Commitment
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	steps, err := wholeLife(c.State, life, corrected)
	if err != nil || len(steps) == 0 {
		return err
	}
	err = t.exec("UPDATE commitment SET state = ? WHERE run = ? AND doc = ? AND n = ?", string(steps[len(steps)-1].As), run, doc, n)
	return err
}

// SetLife replaces the steps that other reports gave to a commitment.
func (db *DB) SetLife(ctx context.Context, document, commitment string, steps []record.Step) error {
	if steps == nil {
		steps = []record.Step{}
	}
	text, err := json.Marshal(steps)
	if err != nil {
		return err
	}
	return db.inTx(ctx, func(tx *tx) error {
		run, doc, err := tx.find(document)
		if err != nil {
			return err
		}
		if err := tx.exec("UPDATE commitment SET life = ? WHERE run = ? AND doc = ? AND id = ?", string(text), run, doc, commitment); err != nil {
			return err
		}
		return db.settle(tx, run, doc, commitment)
	})
}

// Correct keeps what a person says of a commitment.
func (db *DB) Correct(ctx context.Context, c store.Correction) error {
	if c.Author == "" || c.At == "" {
		return errors.New("a correction needs an author and a time")
	}
	return db.inTx(ctx, func(tx *tx) error {
		run, doc, err := tx.find(c.Document)
		if err != nil {
			return err
		}
		start, until := bounds(c.On)
		err = tx.exec(`INSERT INTO correction (doc, at, upto, state, start, until, note, author, made)
			SELECT doc, at, upto, ?, ?, ?, ?, ?, ? FROM commitment WHERE run = ? AND doc = ? AND id = ?`,
			string(c.As), start, until, c.Note, c.Author, c.At, run, doc, c.Commitment)
		if err != nil {
			return err
		}
		return db.settle(tx, run, doc, c.Commitment)
	})
}

// find is the current run and the number of a document.
func (t *tx) find(document string) (run, doc int64, err error) {
	err = t.scan("SELECT ("+currentRun+"), id FROM document WHERE key = ?", []any{document}, &run, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("document %s: %w", document, store.ErrNotFound)
	}
	return run, doc, err
}

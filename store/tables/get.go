package tables

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"detente/record"
	"detente/store"
)

// Has reports which documents the current run has read.
func (db *DB) Has(ctx context.Context, ids ...string) ([]bool, error) {
	has := make([]bool, len(ids))
	for i, id := range ids {
		err := db.one(ctx, "SELECT EXISTS (SELECT 1 FROM document d JOIN reading r ON r.doc = d.id AND r.run = ("+currentRun+") WHERE d.key = ?)", []any{id}, &has[i])
		if err != nil {
			return nil, err
		}
	}
	return has, nil
}

// Same reports whether the current run has read this very document.
func (db *DB) Same(ctx context.Context, doc record.Document) (same bool, err error) {
	err = db.one(ctx, "SELECT EXISTS (SELECT 1 FROM document d JOIN reading r ON r.doc = d.id AND r.run = ("+currentRun+") WHERE d.key = ? AND d.hash = ?)",
		[]any{doc.ID, contentHash(&doc)}, &same)
	return same, err
}

// Get is the record of a document as the current run read it.
func (db *DB) Get(ctx context.Context, document string) (record.Record, error) {
	var r record.Record
	// One moment, so that all tables agree.
	err := db.read.Read(ctx, func(t Tx) (err error) {
		tx := &tx{Tx: t}
		var run int64
		if err := tx.scan(currentRun, nil, &run); err != nil {
			return err
		}
		r, err = db.get(tx, run, document)
		return err
	})
	return r, err
}

// Texts are the texts of documents.
func (db *DB) Texts(ctx context.Context, documents ...string) (map[string]string, error) {
	texts := make(map[string]string, len(documents))
	if len(documents) == 0 {
		return texts, nil
	}
	var c clauses
	c.among("d.key", len(documents), func(i int) any { return documents[i] })
	err := db.read.Each(ctx, c.query("SELECT d.key, d.text FROM document d", "d.key", 0), c.args, func(scan func(...any) error) error {
		var key string
		var packed []byte
		if err := scan(&key, &packed); err != nil {
			return err
		}
		text, err := db.unzip(packed)
		texts[key] = string(text)
		return err
	})
	return texts, err
}

func (db *DB) get(tx *tx, run int64, document string) (record.Record, error) {
	var (
		r          = record.Record{Schema: record.Schema}
		doc        int64
		meta       string
		text, body []byte
	)
	err := tx.scan("SELECT d.id, d.meta, d.text, r.body FROM document d JOIN reading r ON r.doc = d.id WHERE r.run = ? AND d.key = ?", []any{run, document}, &doc, &meta, &text, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return r, store.ErrNotFound
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(meta), &r.Document); err != nil {
		return r, err
	}
	if text, err = db.unzip(text); err != nil {
		return r, err
	}
	r.Document.Text = string(text)
	if body, err = db.unzip(body); err != nil {
		return r, err
	}
	var rest reading
	if err := json.Unmarshal(body, &rest); err != nil {
		return r, err
	}
	r.ID, r.Version, r.DataVersion = rest.ID, rest.Version, rest.DataVersion
	r.Mentions, r.Actors, r.Times, r.Assessments = rest.Mentions, rest.Actors, rest.Times, rest.Assessments
	r.Outcomes, r.Deeds = rest.Outcomes, rest.Deeds
	r.Document.Published = rest.Published
	if r.Statements, err = rowsOf[record.Statement](tx, "statement", run, doc); err != nil {
		return r, err
	}
	if r.Events, err = rowsOf[record.Event](tx, "event", run, doc); err != nil {
		return r, err
	}
	if r.Commitments, err = rowsOf[record.Commitment](tx, "commitment", run, doc); err != nil {
		return r, err
	}
	return r, nil
}

// rowsOf reads the JSON of the rows of a document.
func rowsOf[T any](tx *tx, table string, run, doc int64) ([]T, error) {
	out := []T{}
	err := tx.each("SELECT json FROM "+table+" WHERE run = ? AND doc = ? ORDER BY n", []any{run, doc}, func(scan func(...any) error) error {
		var text string
		var v T
		if err := scan(&text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	})
	return out, err
}

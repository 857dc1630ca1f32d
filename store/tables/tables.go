// Package tables keeps the record database in the tables of an SQL database.
// What SQLite and PostgreSQL do alike is here, once: how records become rows,
// how stories and facts are found, and how questions become queries. The package
// of each (store/sqlite, store/postgres) opens its database, makes the tables,
// runs the queries, and has the few words that differ.
//
// The tables are described in docs/store.md and in the migrations of the two
// packages; they have the same names and columns in both.
package tables

import (
	"context"
	"database/sql"
	"errors"

	"github.com/klauspost/compress/zstd"

	"detente/store"
)

// Engine runs queries in one database. Arguments are marked with ?.
type Engine interface {
	// Each calls row for each row of a query, as it comes. The error of row ends
	// it and is returned.
	Each(ctx context.Context, query string, args []any, row func(scan func(...any) error) error) error

	// Read runs work on what the database holds at one moment.
	Read(ctx context.Context, work func(Tx) error) error

	// Write runs work in a transaction, which is undone if work fails. There is one
	// at a time in a database, whoever writes: work may look and then write
	// according to what it saw.
	Write(ctx context.Context, work func(Tx) error) error
}

// Tx is a transaction.
type Tx interface {
	// Exec runs a statement. An engine may wait with it until the next query, or
	// the end of the transaction, and give its error then.
	Exec(query string, args ...any) error
	// Each calls row for each row of a query; row runs no other query.
	Each(query string, args []any, row func(scan func(...any) error) error) error
	// EachOf is Each with one set of arguments after the other; an engine may ask
	// with all of them at once.
	EachOf(query string, args [][]any, row func(scan func(...any) error) error) error
}

// Dialect are the words of an engine where it has its own.
type Dialect struct {
	// Join joins a table to those named before it, in that order where the engine
	// has to be told.
	Join string
	// Corrections is an expression: the corrections of the commitment e as a JSON
	// array, oldest first, each with as, start, until and author.
	Corrections string
	Words       Words
	// Indexed says behind a table which index is to be used, or with "" that none
	// is; nil where the engine knows best.
	Indexed func(index string) string
}

// Words is the index of the words of documents.
type Words interface {
	Add(tx Tx, doc int64, title, body string) error
	Remove(tx Tx, doc int64) error
	// Match asks for documents, the best first.
	Match(search store.Text) Match
	// Have is a query for the numbers of the documents that have certain words, and
	// its arguments.
	Have(search store.Text) (string, []any)

	// AddSaid keeps the words of an event, a statement or a commitment in the index
	// of that name, RemoveSaid takes out those whose numbers a query gives, Said
	// asks for those that have certain words.
	AddSaid(tx Tx, index string, num int64, text string) error
	RemoveSaid(tx Tx, index, nums string, args ...any) error
	Said(index string, search store.Text) Said
}

// Said are the parts of a query for what has certain words: From, an index under
// the name w, gives it in the order of the column Key, its number.
type Said struct {
	From, Where, Key string
	Args             []any
}

// Match are the parts of a query for the documents that have certain words. The
// documents are the table d of From, their numbers ID; Score is higher where they
// fit better.
type Match struct {
	From, Where, ID, Score string
	Args                   []any
}

// DB is a store in the tables of an engine. It has what store.Store asks for but
// Close.
type DB struct {
	read        Engine
	join        string
	corrections string
	words       Words
	indexed     func(string) string

	enc *zstd.Encoder
	dec *zstd.Decoder
}

// New is a store on an engine whose tables are there.
func New(e Engine, d Dialect) (*DB, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return nil, err
	}
	return &DB{read: e, join: d.Join, corrections: d.Corrections, words: d.Words, indexed: d.Indexed, enc: enc, dec: dec}, nil
}

// Free lets go of what the store holds besides the engine.
func (db *DB) Free() { db.dec.Close() }

// zip and unzip are how texts are stored.
func (db *DB) zip(b []byte) []byte            { return db.enc.EncodeAll(b, nil) }
func (db *DB) unzip(b []byte) ([]byte, error) { return db.dec.DecodeAll(b, nil) }

// one reads one row; a missing one is sql.ErrNoRows.
func (db *DB) one(ctx context.Context, query string, args []any, into ...any) error {
	return one(func(row func(func(...any) error) error) error { return db.read.Each(ctx, query, args, row) }, into)
}

func one(each func(row func(func(...any) error) error) error, into []any) error {
	found := false
	err := each(func(scan func(...any) error) error {
		found = true
		return scan(into...)
	})
	if err == nil && !found {
		return sql.ErrNoRows
	}
	return err
}

// tx is a transaction in the words of this package.
type tx struct {
	Tx
	lastDoc, lastFact int64 // the highest numbers, 0: not yet asked
	tallies           map[tallyKey]*[5]int
	dyads             map[dyadKey]*[5]int
	courses           map[courseKey]course
	near              near // facts that were read beforehand; nil: none were
}

func (db *DB) inTx(ctx context.Context, work func(*tx) error) error {
	return db.read.Write(ctx, func(t Tx) error {
		tx := &tx{Tx: t}
		if err := work(tx); err != nil {
			return err
		}
		return tx.writeCounts()
	})
}

// writeCounts writes what was counted in this transaction.
func (t *tx) writeCounts() error {
	for _, write := range []func() error{t.writeTallies, t.writeDyads, t.writeCourses} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) exec(query string, args ...any) error { return t.Exec(query, args...) }

func (t *tx) each(query string, args []any, row func(scan func(...any) error) error) error {
	return t.Each(query, args, row)
}

// scan reads one row; a missing one is sql.ErrNoRows.
func (t *tx) scan(query string, args []any, into ...any) error {
	return one(func(row func(func(...any) error) error) error { return t.Each(query, args, row) }, into)
}

// changes runs a statement on a table that has an id, and reports whether it
// changed a row.
func (t *tx) changes(query string, args ...any) (bool, error) {
	var id any
	err := t.scan(query+" RETURNING id", args, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// next is the number of a new row of a table, after last or, where that is 0,
// after all that are there.
func (t *tx) next(table string, last *int64) error {
	if *last == 0 {
		if err := t.scan("SELECT coalesce(max(id), 0) FROM "+table, nil, last); err != nil {
			return err
		}
	}
	*last++
	return nil
}

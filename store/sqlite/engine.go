package sqlite

import (
	"context"
	"database/sql"

	"detente/store/tables"
)

// Each calls row for each row of a query.
func (db *engine) Each(ctx context.Context, query string, args []any, row func(scan func(...any) error) error) error {
	rows, err := db.read.QueryContext(ctx, query, args...)
	if err != nil {
		return explain(err)
	}
	return explain(each(rows, row))
}

func each(rows *sql.Rows, row func(scan func(...any) error) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Read runs work on one moment of the file.
func (db *engine) Read(ctx context.Context, work func(tables.Tx) error) error {
	t, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return explain(err)
	}
	defer t.Rollback()
	return work(newTx(ctx, t))
}

// Write runs work in a write transaction.
func (db *engine) Write(ctx context.Context, work func(tables.Tx) error) error {
	return db.inTx(ctx, func(t *sql.Tx) error { return work(newTx(ctx, t)) })
}

// inTx commits where work returns nil, else undoes what it did.
func (db *engine) inTx(ctx context.Context, work func(*sql.Tx) error) error {
	db.writing.Lock()
	defer db.writing.Unlock()
	t, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer t.Rollback()
	if err := work(t); err != nil {
		return explain(err)
	}
	return explain(t.Commit())
}

// tx is a transaction that prepares each statement once.
type tx struct {
	*sql.Tx
	ctx      context.Context
	prepared map[string]*sql.Stmt
}

func newTx(ctx context.Context, t *sql.Tx) *tx { return &tx{t, ctx, map[string]*sql.Stmt{}} }

func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if s := t.prepared[query]; s != nil {
		return s, nil
	}
	s, err := t.PrepareContext(t.ctx, query)
	if err == nil {
		t.prepared[query] = s
	}
	return s, err
}

// Exec runs a statement.
func (t *tx) Exec(query string, args ...any) error {
	s, err := t.stmt(query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(t.ctx, args...)
	return err
}

// EachOf calls row for each row of a query, with one set of arguments after the
// other.
func (t *tx) EachOf(query string, args [][]any, row func(scan func(...any) error) error) error {
	for _, a := range args {
		if err := t.Each(query, a, row); err != nil {
			return err
		}
	}
	return nil
}

// Each calls row for each row of a query.
func (t *tx) Each(query string, args []any, row func(scan func(...any) error) error) error {
	s, err := t.stmt(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(t.ctx, args...)
	if err != nil {
		return err
	}
	return each(rows, row)
}

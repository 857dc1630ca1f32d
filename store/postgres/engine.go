package postgres

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"detente/store/tables"
)

// engine is the server.
type engine struct {
	pool    *pgxpool.Pool
	writing chan struct{} // held by the one of this process that writes
}

// Each calls row for each row of a query, as it comes. A short answer is taken off
// the connection first: row may ask something else, and where everybody held a
// connection and wanted another one nobody would get on.
func (db *engine) Each(ctx context.Context, query string, args []any, row func(scan func(...any) error) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rows, err := db.pool.Query(ctx, bind(query), plain(args)...)
	if err != nil {
		return explain(err)
	}
	answer, whole := first(rows)
	if whole {
		if err := rows.Err(); err != nil {
			return explain(err)
		}
	} else {
		defer rows.Close()
	}
	for _, values := range answer.rows {
		if err := row(func(into ...any) error { return pgx.ScanRow(answer.types, answer.fields, values, into...) }); err != nil {
			if !whole {
				cancel()
			}
			return err
		}
	}
	if whole {
		return nil
	}
	return explain(each(rows, row, cancel))
}

// start is the beginning of an answer.
type start struct {
	rows   [][][]byte
	fields []pgconn.FieldDescription
	types  *pgtype.Map
}

// A short answer has no more rows and bytes than these.
const shortRows, shortBytes = 500, 1 << 20

// first takes the first rows of an answer off the connection, and says whether
// they are all.
func first(rows pgx.Rows) (s start, whole bool) {
	for size := 0; len(s.rows) < shortRows && size < shortBytes; {
		if !rows.Next() {
			return s, true
		}
		if s.fields == nil {
			s.fields, s.types = slices.Clone(rows.FieldDescriptions()), pgtype.NewMap()
		}
		values := slices.Clone(rows.RawValues())
		for i, v := range values {
			values[i] = slices.Clone(v) // nil, which is NULL, stays nil
			size += len(v)
		}
		s.rows = append(s.rows, values)
	}
	return s, false
}

// fewRows are sooner read to their end than a query is cancelled.
const fewRows = 200

// each reads rows. Where row wants no more of them, cancel stops the server.
func each(rows pgx.Rows, row func(scan func(...any) error) error, cancel func()) error {
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			for n := 0; rows.Next(); n++ {
				if n == fewRows {
					cancel()
					break
				}
			}
			return err
		}
	}
	return rows.Err()
}

// Read runs work on one moment of the database.
func (db *engine) Read(ctx context.Context, work func(tables.Tx) error) error {
	return explain(pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(t pgx.Tx) error {
		return work(&tx{ctx: ctx, on: t})
	}))
}

// Write runs work in a write transaction. A lock on the table run lets in one
// writer after the other, in the order in which they came; readers do not wait for
// it. A writer that says nothing for a minute is put out.
func (db *engine) Write(ctx context.Context, work func(tables.Tx) error) error {
	select {
	case db.writing <- struct{}{}:
		defer func() { <-db.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return explain(pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		tx := &tx{ctx: ctx, on: t}
		for _, first := range []string{
			"SET LOCAL idle_in_transaction_session_timeout = '1min'",
			"LOCK TABLE run IN SHARE ROW EXCLUSIVE MODE",
		} {
			if err := tx.Exec(first); err != nil {
				return err
			}
		}
		tx.wrote = false
		if err := work(tx); err != nil {
			return err
		}
		if tx.wrote {
			for _, last := range changed {
				if err := tx.Exec(last); err != nil {
					return err
				}
			}
		}
		return tx.send(0, nil)
	}))
}

// tx is a transaction. Statements wait for the next query and go to the server
// together with it, so that a document costs as many round trips as it asks
// questions, however many rows it writes.
type tx struct {
	ctx     context.Context
	on      pgx.Tx
	waiting pgx.Batch
	wrote   bool
}

// mostWaiting bounds what waits.
const mostWaiting = 1000

// Exec puts a statement in the queue.
func (t *tx) Exec(query string, args ...any) error {
	t.wrote = true
	t.waiting.Queue(bind(query), plain(args)...)
	if t.waiting.Len() >= mostWaiting {
		return t.send(0, nil)
	}
	return nil
}

// Each calls row for each row of a query, after the statements that wait.
func (t *tx) Each(query string, args []any, row func(scan func(...any) error) error) error {
	if !strings.HasPrefix(query, "SELECT ") { // INSERT ... RETURNING
		t.wrote = true
	}
	t.waiting.Queue(bind(query), plain(args)...)
	return t.send(1, row)
}

// EachOf sends a query with many sets of arguments together.
func (t *tx) EachOf(query string, args [][]any, row func(scan func(...any) error) error) error {
	query = bind(query)
	for some := range slices.Chunk(args, mostWaiting) {
		for _, a := range some {
			t.waiting.Queue(query, plain(a)...)
		}
		if err := t.send(len(some), row); err != nil {
			return err
		}
	}
	return nil
}

// send sends what waits; the last ones of it are queries, whose rows row gets.
func (t *tx) send(queries int, row func(scan func(...any) error) error) error {
	n := t.waiting.Len()
	if n == 0 {
		return nil
	}
	batch := t.waiting
	t.waiting = pgx.Batch{}
	answers := t.on.SendBatch(t.ctx, &batch)
	for range n - queries {
		if _, err := answers.Exec(); err != nil {
			answers.Close()
			return err
		}
	}
	for range queries {
		rows, err := answers.Query()
		if err == nil {
			err = each(rows, row, func() {})
		}
		if err != nil {
			answers.Close()
			return err
		}
	}
	return answers.Close()
}

// bind numbers the arguments of a query as PostgreSQL wants it: ? becomes $1. No
// query has a ? in a string.
func bind(query string) string {
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// plain makes strings of args such that PostgreSQL takes them as text: it knows no
// character 0 and no bytes that are not UTF-8.
func plain(args []any) []any {
	copied := false
	for i, a := range args {
		if s, ok := a.(string); ok && (strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s)) {
			if !copied {
				args, copied = slices.Clone(args), true
			}
			args[i] = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "�"), "�")
		}
	}
	return args
}

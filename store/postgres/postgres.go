// Package postgres keeps the record database in PostgreSQL (12 or later), for
// more than one machine: any number of processes read while one after the other
// writes. The driver is jackc/pgx. What is kept and how it is asked for is in
// store/tables.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"detente/store"
	"detente/store/tables"
)

// DB is a record database on a server.
type DB struct {
	*tables.DB
	engine
	listener listener
}

var _ store.Store = (*DB)(nil)

// Options are the choices in opening a database.
type Options struct {
	MustExist bool // do not make tables where there are none
	// Progress hears how a large database of an older version is brought up to this
	// one: how many of how many facts are counted. nil: nobody does.
	Progress func(done, of int)
}

// connections is how many one process opens at most, unless the address says
// another pool_max_conns. A server takes 100 by default.
const connections = 24

// IsAddress reports whether a word is an address that Open takes.
func IsAddress(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// Open opens the database at an address:
//
//	postgres://user:password@host:port/database?sslmode=verify-full
//
// What the address leaves out is taken from PGHOST, PGUSER, PGPASSWORD and so on,
// and from the user's .pgpass. The tables are in the schema that comes first in
// the search path, which the address can name (?search_path=news). Where they are
// missing they are made, and brought up to this version. Errors name the server
// and the mend, never a password.
func Open(ctx context.Context, address string, opts Options) (*DB, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the database cannot be read: want postgres://user@host:port/database, with signs in names and passwords written as %%40 (%w)", err)
	}
	if !strings.Contains(address, "pool_max_conns=") {
		config.MaxConns = connections
	}
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "detente"
	}
	// A query that nobody waits for any more is stopped; its connection stays.
	config.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 5 * time.Second}
	}
	name := place(config.ConnConfig)
	db := &DB{engine: engine{writing: make(chan struct{}, 1)}}
	if db.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("%s: %w", name, explain(err))
	}
	if err := db.migrate(ctx, opts.MustExist); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("%s: %w", name, explain(err))
	}
	if db.DB, err = tables.New(&db.engine, dialect); err != nil {
		db.pool.Close()
		return nil, err
	}
	if err := db.CompleteCourses(ctx, opts.Progress); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("%s: %w", name, explain(err))
	}
	return db, nil
}

// Name is an address as it may be shown: without its password, and without what
// is not told apart by it.
func Name(address string) string {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return "postgres"
	}
	return place(config)
}

func place(c *pgx.ConnConfig) string {
	host := c.Host
	if strings.HasPrefix(host, "/") { // the folder of a socket
		host = ""
	}
	if c.Port != 5432 && host != "" {
		host = net.JoinHostPort(host, strconv.Itoa(int(c.Port)))
	}
	name := fmt.Sprintf("postgres://%s@%s/%s", c.User, host, c.Database)
	if schema := c.RuntimeParams["search_path"]; schema != "" {
		name += "?search_path=" + schema
	}
	return name
}

// Close waits for the queries at work and closes the connections.
func (db *DB) Close() error {
	db.listener.close()
	db.pool.Close()
	db.Free()
	return nil
}

//go:embed migrations/*.sql
var migrations embed.FS

// migrate applies the migrations that the database has not seen. Of several
// processes that open it at once one does it while the others wait.
func (db *DB) migrate(ctx context.Context, mustExist bool) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := applied(ctx, db.pool)
	switch {
	case err != nil:
		return err
	case have == 0 && mustExist:
		return errors.New("there is no record database: make one with detente add")
	case have == len(names):
		return nil
	case have > len(names):
		return fmt.Errorf("the database was written by a newer version (%d, this one knows %d): use that version", have, len(names))
	}
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('detente ' || current_schema(), 0))"); err != nil {
			return err
		}
		if have, err = applied(ctx, tx); err != nil || have >= len(names) {
			return err
		}
		if have == 0 {
			if err := refuseOthers(ctx, tx); err != nil {
				return err
			}
		}
		for i := have; i < len(names); i++ {
			text, err := migrations.ReadFile(names[i])
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, string(text)); err != nil {
				return fmt.Errorf("%s: %w", names[i], err)
			}
		}
		_, err := tx.Exec(ctx, "COMMENT ON TABLE run IS '"+mark+strconv.Itoa(len(names))+"'")
		return err
	})
}

// mark is how the comment on the table run begins, whose end is the number of the
// last migration.
const mark = "detente "

type queryer interface {
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// applied is the number of migrations that the database has seen.
func applied(ctx context.Context, q queryer) (int, error) {
	var schema, comment *string
	// The catalogs themselves are asked: to_regclass may not yet know of a table
	// that another process just made.
	err := q.QueryRow(ctx, `SELECT current_schema(), (SELECT obj_description(c.oid, 'pg_class') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relname = 'run' AND c.relkind = 'r')`).Scan(&schema, &comment)
	switch {
	case err != nil:
		return 0, err
	case schema == nil:
		return 0, errors.New("the schema of the search path does not exist: CREATE SCHEMA makes it")
	case comment == nil:
		return 0, nil
	}
	number, ours := strings.CutPrefix(*comment, mark)
	n, err := strconv.Atoi(number)
	if !ours || err != nil {
		return 0, nil
	}
	return n, nil
}

// refuseOthers keeps out of a schema that another program uses.
func refuseOthers(ctx context.Context, tx pgx.Tx) error {
	var other *string
	err := tx.QueryRow(ctx, `SELECT min(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()
		AND c.relkind IN ('r', 'p', 'v') AND c.relname IN ('run', 'document', 'event', 'fact', 'statement', 'words')`).Scan(&other)
	if err == nil && other != nil {
		err = fmt.Errorf("another program has a table %q there: give a database or schema (?search_path=NAME) of its own", *other)
	}
	return err
}

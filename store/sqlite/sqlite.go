// Package sqlite keeps the record database in one SQLite file, with a driver in
// plain Go (modernc.org/sqlite): nothing to install.
//
// The file is in write-ahead mode: any number of processes may read while one
// writes, a transaction is there wholly or not at all, and a process that is
// killed leaves a database that opens and is whole. The tables are described in
// migrations/ and in docs/store.md; they are meant to be read by other tools.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver

	"detente/store"
	"detente/store/tables"
)

// DB is a record database in a file.
type DB struct {
	*tables.DB
	engine
}

// engine is the file.
type engine struct {
	write   *sql.DB // one connection: SQLite has one writer
	read    *sql.DB
	writing sync.Mutex
	pulse   pulse
}

var _ store.Store = (*DB)(nil)

// Options are the choices in opening a database.
type Options struct {
	MustExist bool // do not make a new one
	// Progress hears how a large database of an older version is brought up to this
	// one: how many of how many facts are counted. nil: nobody does.
	Progress func(done, of int)
}

// Open opens the database in a file, makes it where there is none, and brings
// its tables up to this version. The error says what is wrong with the file.
func Open(ctx context.Context, file string, opts Options) (*DB, error) {
	if opts.MustExist {
		info, err := os.Stat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%s: there is no such database: make one with detente add", file)
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, fmt.Errorf("%s: is a folder: give the file of a database", file)
		}
	} else if dir := filepath.Dir(file); dir != "." {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	db := &DB{}
	var err error
	if db.DB, err = tables.New(&db.engine, dialect); err != nil {
		return nil, err
	}
	if db.write, err = sql.Open("sqlite", dsn(file, "immediate", "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-32768)")); err != nil {
		return nil, err
	}
	db.write.SetMaxOpenConns(1)
	if err := db.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if db.read, err = sql.Open("sqlite", dsn(file, "deferred", "query_only(1)", "cache_size(-8192)")); err != nil {
		db.Close()
		return nil, err
	}
	// Connections are kept: a new one reads the schema anew, which takes longer than
	// most queries, so that many at once would only wait for it.
	db.read.SetMaxIdleConns(readers)
	if err := db.complete(ctx, opts.Progress); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return db, nil
}

// readers is how many connections that read are kept open.
const readers = 16

// busySeconds is how long who wants to write waits for another process that does.
const busySeconds = 30

// dsn names the file to the driver. Who writes does so with synchronous(FULL):
// what was said to be added is there after a loss of power too.
func dsn(file, lock string, pragmas ...string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": append(pragmas,
		fmt.Sprintf("busy_timeout(%d)", busySeconds*1000), "temp_store(MEMORY)", "mmap_size(67108864)")}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode()
}

// Close waits for the transaction at work and closes the file.
func (db *DB) Close() error {
	db.writing.Lock()
	defer db.writing.Unlock()
	errs := []error{db.pulse.close()}
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	db.Free()
	return errors.Join(errs...)
}

//go:embed migrations/*.sql
var migrations embed.FS

// migrate applies the migrations that the file has not seen; the number of the
// last one is the file's user_version.
func (db *DB) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var have int
	if err := db.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return explain(err)
	}
	if have > len(names) {
		return fmt.Errorf("the database was written by a newer version (%d, this one knows %d): use that version", have, len(names))
	}
	if have == len(names) {
		return nil
	}
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
			return err
		}
		var tables int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
			return err
		}
		if have == 0 && tables > 0 {
			return errors.New("this is a database of another program: choose another file")
		}
		for i := have; i < len(names); i++ {
			text, err := migrations.ReadFile(names[i])
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(text)); err != nil {
				return fmt.Errorf("%s: %w", names[i], err)
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(names)))
		return err
	})
}

// complete makes what a migration cannot: the index of words and the counts of a
// database from before it had them (migrations 5 and 7).
func (db *DB) complete(ctx context.Context, told func(done, of int)) error {
	var lacks bool
	err := db.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM document) AND NOT EXISTS (SELECT 1 FROM tally WHERE what = 'reports')").Scan(&lacks)
	if err == nil && lacks {
		err = db.Complete(ctx)
	}
	if err == nil {
		err = db.CompleteCourses(ctx, told)
	}
	return explain(err)
}

// explain says in plain words what SQLite says in its own.
func explain(err error) error {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		switch coded.Code() & 0xff {
		case 5: // SQLITE_BUSY
			return fmt.Errorf("another process has been writing for %d seconds: try again when it has ended (%w)", busySeconds, err)
		case 10: // SQLITE_IOERR
			return fmt.Errorf("the disk or its file system failed (%w)", err)
		case 11: // SQLITE_CORRUPT
			return fmt.Errorf("the file is damaged: take a copy of it from before, or what sqlite3 FILE .recover saves (%w)", err)
		case 26: // SQLITE_NOTADB
			return fmt.Errorf("this is no database: choose another file (%w)", err)
		case 8, 14: // SQLITE_READONLY, SQLITE_CANTOPEN
			return fmt.Errorf("the file cannot be written: check its folder and rights (%w)", err)
		case 13: // SQLITE_FULL
			return fmt.Errorf("the disk is full (%w)", err)
		}
	}
	return err
}

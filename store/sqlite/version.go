package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// pulse is a connection that does nothing but ask whether others wrote: SQLite
// tells that for one connection, from one time to the next.
type pulse struct {
	mu     sync.Mutex
	conn   *sql.Conn
	opened int64
}

// Version changes with every commit of this process or another one, and with
// every opening of the file.
func (db *DB) Version(ctx context.Context) (string, error) {
	p := &db.pulse
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn == nil {
		conn, err := db.read.Conn(ctx)
		if err != nil {
			return "", explain(err)
		}
		p.conn, p.opened = conn, time.Now().UnixNano()
	}
	var n int64
	if err := p.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&n); err != nil {
		if ctx.Err() == nil { // the connection may be broken: the next one starts anew
			p.conn.Close()
			p.conn = nil
		}
		return "", explain(err)
	}
	return fmt.Sprintf("%x.%d", p.opened, n), nil
}

// glance is how often a file is looked at by those who wait for a change.
const glance = 250 * time.Millisecond

// Await looks at the file again and again: SQLite tells nobody of a change.
func (db *DB) Await(ctx context.Context, since string) (string, error) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		version, err := db.Version(ctx)
		if err != nil || version != since {
			return version, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

func (p *pulse) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn == nil {
		return nil
	}
	return p.conn.Close()
}

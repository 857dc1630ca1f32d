package postgres

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// Version counts the transactions that wrote.
func (db *DB) Version(ctx context.Context) (string, error) {
	var n int64
	if err := db.pool.QueryRow(ctx, "SELECT n FROM change").Scan(&n); err != nil {
		return "", explain(err)
	}
	return strconv.FormatInt(n, 36), nil
}

// changed is what a transaction that wrote does at its end. Notices are sent when
// it is committed.
var changed = []string{"UPDATE change SET n = n + 1", "NOTIFY detente"}

// patience is how long a waiter goes without a look at the database: notices are
// lost where a pool of connections stands between.
const patience = 30 * time.Second

// Await waits for the server's notice of a change.
func (db *DB) Await(ctx context.Context, since string) (string, error) {
	for {
		next := db.listener.next(db.pool.Config().ConnConfig)
		version, err := db.Version(ctx)
		if err != nil || version != since {
			return version, err
		}
		select {
		case <-next:
		case <-time.After(patience):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// listener is a connection of its own that hears of changes, from the first time
// that somebody waits for one. A notice may be of another schema of the database.
type listener struct {
	mu     sync.Mutex
	change chan struct{} // closed at the next change; nil: nobody listens yet
	stop   context.CancelFunc
	ended  chan struct{}
}

// next is closed at the next change, or as soon as the listener hears again after
// it could not.
func (l *listener) next(config *pgx.ConnConfig) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.change == nil {
		var ctx context.Context
		ctx, l.stop = context.WithCancel(context.Background())
		l.change, l.ended = make(chan struct{}), make(chan struct{})
		go func() {
			defer close(l.ended)
			for ctx.Err() == nil {
				l.listen(ctx, config)
				select { // the server is away: not in a hurry
				case <-ctx.Done():
				case <-time.After(time.Second):
				}
			}
		}()
	}
	return l.change
}

// listen hears until the connection breaks.
func (l *listener) listen(ctx context.Context, config *pgx.ConnConfig) {
	// Who listens has no query that the server could stop: only the wait ends.
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.DeadlineContextWatcherHandler{Conn: c.Conn()}
	}
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return
	}
	defer c.Close(context.Background())
	_, err = c.Exec(ctx, "LISTEN detente")
	for err == nil {
		l.wake()
		_, err = c.WaitForNotification(ctx)
	}
}

func (l *listener) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.change)
	l.change = make(chan struct{})
}

func (l *listener) close() {
	l.mu.Lock()
	stop, ended := l.stop, l.ended
	l.mu.Unlock()
	if stop != nil {
		stop()
		<-ended
	}
}

package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"detente/store"
	"detente/store/storetest"
)

// server is the address of the server to test on; .ci/postgres starts one. Where
// DETENTE_POSTGRES_NEEDED is set, no test may be skipped for lack of it.
func server(t testing.TB) string {
	t.Helper()
	address := os.Getenv("DETENTE_POSTGRES")
	if address == "" {
		if os.Getenv("DETENTE_POSTGRES_NEEDED") != "" {
			t.Fatal("DETENTE_POSTGRES is not set, and DETENTE_POSTGRES_NEEDED is")
		}
		t.Skip("set DETENTE_POSTGRES=postgres://..., or run .ci/postgres go test ./store/postgres")
	}
	return address
}

var schemas atomic.Int64

// fresh is the address of a new schema, which goes when the test ends.
func fresh(t testing.TB) string {
	t.Helper()
	address := server(t)
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), schemas.Add(1))
	do(t, address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { do(t, address, "DROP SCHEMA "+schema+" CASCADE") })
	return in(t, address, schema)
}

// in is the address of a schema.
func in(t testing.TB, address, schema string) string {
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// do runs statements on the server.
func do(t testing.TB, address string, statements ...string) {
	t.Helper()
	ctx := context.Background() // cleanups come after the end of t.Context
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	for _, s := range statements {
		if _, err := c.Exec(ctx, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func open(t testing.TB) store.Store {
	t.Helper()
	db, err := Open(t.Context(), fresh(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// schemasOfTests are databases of which each is a schema.
var schemasOfTests = storetest.Place{
	Fresh: fresh,
	Open:  func(ctx context.Context, address string) (store.Store, error) { return Open(ctx, address, Options{}) },
}

func TestKill(t *testing.T) { storetest.Kill(t, schemasOfTests) }

func TestWriters(t *testing.T) { storetest.Writers(t, schemasOfTests) }

func TestMillion(t *testing.T) {
	storetest.Million(t, open, func(s store.Store) (size int64) {
		if err := s.(*DB).pool.QueryRow(t.Context(), `SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = current_schema() AND c.relkind = 'r'`).Scan(&size); err != nil {
			t.Fatal(err)
		}
		return size
	})
}

func BenchmarkPutOne(b *testing.B) { storetest.PutOne(b, open(b)) }

// TestNested has more askers than connections, each of which asks again while it
// reads an answer.
func TestNested(t *testing.T) {
	u, err := url.Parse(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	u.RawQuery += "&pool_max_conns=2"
	db, err := Open(t.Context(), u.String(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	fill(t, db, 40)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			for e, err := range db.Events(ctx, store.Filter{Limit: 50}) {
				if err == nil {
					_, err = db.Get(ctx, e.Document)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// TestStopped stops reading long answers in the middle: the connection is soon
// free again, and the next answer is whole.
func TestStopped(t *testing.T) {
	db, err := Open(t.Context(), fresh(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const long = "SELECT n, repeat('x', 1000) FROM generate_series(1, 2000000) n"
	enough := errors.New("enough")
	for _, after := range []int{1, shortRows, shortRows + 1, 3 * shortRows} {
		begun, seen := time.Now(), 0
		err := db.Each(t.Context(), long, nil, func(scan func(...any) error) error {
			var n int
			var x string
			if err := scan(&n, &x); err != nil {
				return err
			}
			if seen++; n != seen {
				t.Fatalf("row %d came in place %d", n, seen)
			}
			if seen == after {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || seen != after {
			t.Errorf("after %d rows of %d: %v", seen, after, err)
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("to stop after %d rows took %s", after, took)
		}
		if _, err := db.Version(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

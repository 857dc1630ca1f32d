package postgres

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"detente/store"
	"detente/store/postgres/postgrestest"
	"detente/store/storetest"
)

// in is the address of a schema.
func in(t testing.TB, address, schema string) string {
	t.Helper()
	there, err := postgrestest.In(address, schema)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

// do runs statements on the server.
func do(t testing.TB, address string, statements ...string) {
	t.Helper()
	if err := postgrestest.Do(context.Background(), address, statements...); err != nil { // cleanups come after the end of t.Context
		t.Fatal(err)
	}
}

func open(t testing.TB) store.Store {
	t.Helper()
	db, err := Open(t.Context(), postgrestest.Fresh(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// schemasOfTests are databases of which each is a schema.
var schemasOfTests = storetest.Place{
	Fresh: postgrestest.Fresh,
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
	u, err := url.Parse(postgrestest.Fresh(t))
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
	db, err := Open(t.Context(), postgrestest.Fresh(t), Options{})
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

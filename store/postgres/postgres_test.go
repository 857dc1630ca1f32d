package postgres

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

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

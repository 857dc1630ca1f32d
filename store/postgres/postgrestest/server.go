// Package postgrestest gives tests a PostgreSQL server to work on: databases of
// their own, each a schema, which go when the test ends.
package postgrestest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Server is the address of the server to test on, DETENTE_POSTGRES; .ci/postgres
// starts one. Without it the test is skipped, or fails where
// DETENTE_POSTGRES_NEEDED is set.
func Server(t testing.TB) string {
	t.Helper()
	address := os.Getenv("DETENTE_POSTGRES")
	if address == "" {
		if os.Getenv("DETENTE_POSTGRES_NEEDED") != "" {
			t.Fatal("DETENTE_POSTGRES is not set, and DETENTE_POSTGRES_NEEDED is")
		}
		t.Skip("set DETENTE_POSTGRES=postgres://..., or run .ci/postgres go test")
	}
	return address
}

// Fresh is the address of a new schema on the server.
func Fresh(t testing.TB) string {
	t.Helper()
	address, drop, err := Schema(context.Background(), Server(t)) // dropped after the end of t.Context
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Error(err)
		}
	})
	return address
}

var schemas atomic.Int64

// Schema makes a schema on a server; it gives the schema's address and what drops
// it.
func Schema(ctx context.Context, server string) (address string, drop func() error, err error) {
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), schemas.Add(1))
	if address, err = In(server, name); err != nil {
		return "", nil, err
	}
	if err := Do(ctx, server, "CREATE SCHEMA "+name); err != nil {
		return "", nil, err
	}
	return address, func() error { return Do(ctx, server, "DROP SCHEMA "+name+" CASCADE") }, nil
}

// In is the address of a schema.
func In(server, schema string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Do runs statements on the server.
func Do(ctx context.Context, address string, statements ...string) error {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	for _, s := range statements {
		if _, err := c.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

package postgres

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"detente/store/postgres/postgrestest"
)

// Errors of opening say what to do, and never the password.
func TestOpenRefuses(t *testing.T) {
	address := postgrestest.Server(t)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(*url.URL)) string {
		c := *u
		c.User = url.UserPassword(u.User.Username(), "sesame")
		change(&c)
		return c.String()
	}
	other := postgrestest.Fresh(t)
	do(t, other, "CREATE TABLE document (id int)")
	newer := postgrestest.Fresh(t)
	do(t, newer, "CREATE TABLE run (id int)", "COMMENT ON TABLE run IS 'detente 999'")
	for name, c := range map[string]struct{ address, want string }{
		"no address":  {"postgres://user:sesame@[host/x", "postgres://user@host:port/database"},
		"no port":     {"postgres://user:sesame@host:x/db", "postgres://user@host:port/database"},
		"nobody":      {with(func(u *url.URL) { u.RawQuery, u.Host = "", "127.0.0.1:1" }), "is it running"},
		"no database": {with(func(u *url.URL) { u.Path = "/none" }), "createdb"},
		"no schema":   {in(t, address, "none_such"), "CREATE SCHEMA"},
		"empty":       {postgrestest.Fresh(t), "detente add"},
		"other":       {other, `another program has a table "document"`},
		"newer":       {newer, "newer version (999"},
	} {
		db, err := Open(t.Context(), c.address, Options{MustExist: name != "other"})
		if name == "other" && err == nil || err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if db != nil {
			db.Close()
		}
	}
}

// Many processes may open a new database at once; each finds it whole.
func TestOpenTogether(t *testing.T) {
	address := postgrestest.Fresh(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			db, err := Open(t.Context(), address, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			if _, err := db.Version(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// A user who may only read can ask, and one who may write can add: with the rights
// that docs/store.md names and no others.
func TestRoles(t *testing.T) {
	address := postgrestest.Fresh(t)
	db, err := Open(t.Context(), address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	u, _ := url.Parse(address)
	schema := u.Query().Get("search_path")
	reader := schema + "_reader"
	do(t, address, "CREATE ROLE "+reader+" LOGIN", "GRANT USAGE ON SCHEMA "+schema+" TO "+reader, "GRANT SELECT ON ALL TABLES IN SCHEMA "+schema+" TO "+reader)
	t.Cleanup(func() { do(t, postgrestest.Server(t), "DROP OWNED BY "+reader, "DROP ROLE "+reader) })
	u.User = url.User(reader)
	db, err = Open(t.Context(), u.String(), Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if has, err := db.Has(t.Context(), "a"); err != nil || has[0] {
		t.Errorf("has %v, %v", has, err)
	}
	if err := db.SetSeen(t.Context(), "https://x.example/", "a"); err == nil || !strings.Contains(err.Error(), "lacks the right") {
		t.Errorf("a reader wrote: %v", err)
	}

	writer := schema + "_writer"
	do(t, address, "CREATE ROLE "+writer+" LOGIN", "GRANT USAGE ON SCHEMA "+schema+" TO "+writer,
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "+schema+" TO "+writer, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA "+schema+" TO "+writer)
	t.Cleanup(func() { do(t, postgrestest.Server(t), "DROP OWNED BY "+writer, "DROP ROLE "+writer) })
	u.User = url.User(writer)
	other, err := Open(t.Context(), u.String(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	fill(t, other, 20)
}

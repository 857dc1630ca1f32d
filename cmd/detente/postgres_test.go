package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"
)

var databaseFile = regexp.MustCompile(`--db \w+\.db\b`)

// TestScriptsOnPostgres runs every script that makes a database once more, with
// the database on the server of DETENTE_POSTGRES.
func TestScriptsOnPostgres(t *testing.T) {
	address := os.Getenv("DETENTE_POSTGRES")
	if address == "" {
		if os.Getenv("DETENTE_POSTGRES_NEEDED") != "" {
			t.Fatal("DETENTE_POSTGRES is not set, and DETENTE_POSTGRES_NEEDED is")
		}
		t.Skip("set DETENTE_POSTGRES=postgres://..., or run .ci/postgres go test ./cmd/detente")
	}
	names, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	dir := t.TempDir()
	for _, name := range names {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^(! )?(exec )?detente (add|watch)\b.*--db `).Match(script) {
			continue
		}
		// What is expected of a file that is none stays as it is.
		script = databaseFile.ReplaceAllFunc(script, func(flag []byte) []byte {
			if string(flag) == "--db none.db" {
				return flag
			}
			return []byte("--db $DATABASE")
		})
		file := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(file, script, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if len(files) < 4 {
		t.Fatalf("only %d scripts make a database", len(files))
	}
	reports, err := filepath.Abs("../../testdata/reports")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background() // the scripts run after the end of this function
	do := func(statement string) error {
		c, err := pgx.Connect(ctx, address)
		if err != nil {
			return err
		}
		defer c.Close(ctx)
		_, err = c.Exec(ctx, statement)
		return err
	}
	var schemas atomic.Int64
	testscript.Run(t, testscript.Params{
		Files: files,
		Setup: func(env *testscript.Env) error {
			name := fmt.Sprintf("script_%d_%d", os.Getpid(), schemas.Add(1))
			if err := do("CREATE SCHEMA " + name); err != nil {
				return err
			}
			env.Defer(func() {
				if err := do("DROP SCHEMA " + name + " CASCADE"); err != nil {
					t.Error(err)
				}
			})
			u, err := url.Parse(address)
			if err != nil {
				return err
			}
			q := u.Query()
			q.Set("search_path", name)
			u.RawQuery = q.Encode()
			env.Setenv("DATABASE", u.String())
			env.Setenv("REPORTS", reports)
			return nil
		},
		Cmds: scriptCommands,
	})
}

package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"detente/store/postgres/postgrestest"
)

var databaseFile = regexp.MustCompile(`--db \w+\.db\b`)

// TestScriptsOnPostgres runs every script that makes a database once more, with
// the database on the server of DETENTE_POSTGRES.
func TestScriptsOnPostgres(t *testing.T) {
	server := postgrestest.Server(t)
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
	testscript.Run(t, testscript.Params{
		Files: files,
		Setup: func(env *testscript.Env) error {
			address, drop, err := postgrestest.Schema(context.Background(), server) // the scripts run after the end of this function
			if err != nil {
				return err
			}
			env.Defer(func() {
				if err := drop(); err != nil {
					t.Error(err)
				}
			})
			env.Setenv("DATABASE", address)
			env.Setenv("REPORTS", reports)
			return nil
		},
		Cmds: scriptCommands,
	})
}

package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSeedLives adds the report that the project began with, where it is at
// hand, and then invented later ones: commitments that stood open are kept and
// broken, and what was inferred shows the words of both reports.
func TestSeedLives(t *testing.T) {
	seed := "../../../shared/seed/report.txt"
	if dir := os.Getenv("DETENTE_SHARED"); dir != "" {
		seed = filepath.Join(dir, "seed/report.txt")
	}
	if _, err := os.Stat(seed); err != nil {
		t.Skip("the seed report is not here")
	}
	dir := t.TempDir()
	db, later := filepath.Join(dir, "seed.db"), filepath.Join(dir, "later.jsonl")
	reports := `{"id":"later-1","date":"2020-08-03","text":"North Korea built up its military forces again in July. Two new bases stand on the east coast."}
{"id":"later-2","date":"2020-09-10","text":"North Korea provided the US president on Wednesday with another package of achievements. Washington paid nothing for it."}
{"id":"later-3","date":"2020-10-12","text":"North Korea did not continue developing its nuclear programs this autumn, inspectors said on Monday."}
`
	if err := os.WriteFile(later, []byte(reports), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if status := execute(t.Context(), args, strings.NewReader(""), &out, &errs); status != exitOK {
			t.Fatalf("%v: %d: %s", args, status, &errs)
		}
		return out.String()
	}
	states := func() (by map[string]string, keys map[string]string) {
		rows, err := csv.NewReader(strings.NewReader(run("pledges", "--db", db, "--format", "csv"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		by, keys = map[string]string{}, map[string]string{}
		for _, row := range rows[1:] {
			by[row[3]], keys[row[3]] = row[15], row[0]
		}
		return by, keys
	}
	check := func(when string, want map[string]string) map[string]string {
		t.Helper()
		got, keys := states()
		for kind, state := range want {
			if got[kind] != state {
				t.Errorf("%s: the %s is %q, want %s", when, kind, got[kind], state)
			}
		}
		return keys
	}
	run("add", "--db", db, seed)
	check("after the seed", map[string]string{"ultimatum": "lapsed", "threat": "open", "refusal": "open", "promise": "open"})
	run("add", "--db", db, later)
	keys := check("after later reports", map[string]string{"ultimatum": "lapsed", "threat": "broken", "refusal": "broken", "promise": "kept"})
	for kind, words := range map[string][]string{
		"promise": {"to build up its military forces", "North Korea built up its military forces again in July", "later-1"},
		"refusal": {"with another package", "North Korea provided the US president", "later-2"},
		"threat":  {"continue developing nuclear programs", "developing its nuclear programs this autumn", "later-3"},
	} {
		shown := strings.Join(strings.Fields(run("pledges", "show", "--db", db, keys[kind])), " ")
		for _, w := range words {
			if !strings.Contains(shown, w) {
				t.Errorf("the life of the %s does not show %q:\n%s", kind, w, shown)
			}
		}
	}
}

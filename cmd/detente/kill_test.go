package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// TestKilledAdd kills detente add at random moments, as a power cut would, and
// runs it again: nothing is lost, doubled or half written, and the end is that of
// a run that nobody disturbed. DETENTE_KILLS says how often.
func TestKilledAdd(t *testing.T) {
	kills := 3
	if s := os.Getenv("DETENTE_KILLS"); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	reports := filepath.Join(dir, "reports.jsonl")
	invented(t, reports, 500)
	tell := func(db string) string {
		t.Helper()
		var all bytes.Buffer
		for _, list := range []string{"events", "quotes", "pledges"} {
			out, err := exec.Command("detente", list, "--db", db, "--format", "jsonl").Output()
			if err != nil {
				t.Fatalf("%s of %s: %v", list, db, err)
			}
			all.Write(out)
		}
		return all.String()
	}
	whole := filepath.Join(dir, "whole.db")
	began := time.Now()
	if out, err := exec.Command("detente", "add", "--db", whole, reports).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(began)
	want := tell(whole)

	killed := 0
	for n := 0; killed < kills; n++ {
		db := filepath.Join(dir, fmt.Sprintf("cut%d.db", n))
		last := -1
		for {
			c := exec.Command("detente", "add", "--db", db, reports)
			c.Stdout, c.Stderr = new(bytes.Buffer), new(bytes.Buffer)
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() { done <- c.Wait() }()
			if killed < kills {
				select {
				case err := <-done:
					done <- err
				case <-time.After(rand.N(took)):
					c.Process.Kill()
				}
			}
			if err := <-done; err == nil {
				break
			} else if killed >= kills {
				t.Fatalf("the last run failed: %v: %s", err, c.Stderr)
			}
			killed++
			if _, err := os.Stat(db); err != nil {
				continue // killed before it made the file
			}
			out, err := exec.Command("detente", "recode", "--db", db, "--list").Output()
			if err != nil {
				t.Fatalf("after kill %d the database cannot be read: %v", killed, err)
			}
			var run, have int
			if fields := bytes.Fields(bytes.SplitN(out, []byte("\n"), 3)[1]); len(fields) > 2 {
				run, _ = strconv.Atoi(string(fields[0]))
				have, _ = strconv.Atoi(string(fields[2]))
			}
			if run != 1 || have < last || have%batchSize != 0 && have != 500 {
				t.Errorf("after kill %d: run %d has %d reports, before %d: a batch is there wholly or not at all", killed, run, have, last)
			}
			last = have
		}
		if got := tell(db); got != want {
			t.Errorf("after kills the database differs from an undisturbed one (%d bytes, want %d)", len(got), len(want))
		}
		os.Remove(db)
	}
	t.Logf("killed %d times", killed)
}

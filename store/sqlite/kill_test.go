package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"detente/record"
	"detente/store"
)

const corpusSize = 400

// corpus is what the killed process adds, in its order.
func corpus(i int) record.Record {
	e := event("ACCUSE", "ARNGOV", "GON", record.Day(2021, 3, 1+i%28))
	return report(fmt.Sprint("doc", i), fmt.Sprintf("Report %d says that the king of %d spoke of %d bridges.", i, i*7, i*13), 1+i%28, e, e)
}

// addCorpus adds the corpus in batches, as detente add does when it is run again:
// what is there is passed over.
func addCorpus(ctx context.Context, db *DB, after func(batch int)) error {
	const batch = 20
	for i := 0; i < corpusSize; i += batch {
		var rs []record.Record
		for j := i; j < i+batch; j++ {
			rs = append(rs, corpus(j))
		}
		if _, err := db.Put(ctx, rs...); err != nil {
			return err
		}
		after(i / batch)
	}
	return nil
}

// TestKill kills a process that adds documents at random moments, runs it again,
// and compares what is there in the end with a database that was left in peace.
// DETENTE_KILLS=50 kills fifty times.
func TestKill(t *testing.T) {
	if file := os.Getenv("DETENTE_TEST_KILLED"); file != "" {
		db, err := Open(context.Background(), file, Options{})
		if err == nil {
			fmt.Println("open")
			err = addCorpus(context.Background(), db, func(n int) { fmt.Println(n) })
		}
		fmt.Println("end", err)
		os.Exit(0)
	}
	kills := 6
	if n, err := strconv.Atoi(os.Getenv("DETENTE_KILLS")); err == nil {
		kills = n
	}
	file := filepath.Join(t.TempDir(), "killed.db")
	random := rand.New(rand.NewPCG(1, 2))
	for k := range kills {
		if k > 0 && k%5 == 0 { // the corpus is soon all there: begin anew
			check(t, file, false)
			for _, end := range []string{"", "-wal", "-shm"} {
				os.Remove(file + end)
			}
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
		cmd.Env = append(os.Environ(), "DETENTE_TEST_KILLED="+file)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := random.IntN(6); n > 0 && lines.Scan(); n-- {
		}
		time.Sleep(time.Duration(random.IntN(12000)) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		check(t, file, false)
	}
	db, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := addCorpus(t.Context(), db, func(int) {}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	check(t, file, true)
}

// check opens the database and says what is lost, doubled or half-written.
func check(t *testing.T, file string, whole bool) {
	t.Helper()
	db, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var ok string
	if err := db.read.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Fatalf("the file is broken: %s, %v", ok, err)
	}
	docs := all(t, db.Documents(t.Context(), store.Filter{}))
	events := all(t, db.Events(t.Context(), store.Filter{}))
	if len(docs)%20 != 0 || len(events) != 2*len(docs) || whole && len(docs) != corpusSize {
		t.Fatalf("%d documents and %d events", len(docs), len(events))
	}
	marks, err := db.Marks(t.Context(), "ARN", "GON")
	if err != nil {
		t.Fatal(err)
	}
	reports := 0
	for _, m := range marks {
		reports += m.Reports
	}
	if reports != len(docs) || whole && len(marks) != 28 {
		t.Fatalf("%d facts told by %d reports, %d documents", len(marks), reports, len(docs))
	}
}

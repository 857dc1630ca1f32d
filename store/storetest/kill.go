package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"detente/record"
	"detente/store"
)

// Place is where databases are that several processes open.
type Place struct {
	// Fresh gives the address of a database that is empty.
	Fresh func(t testing.TB) string
	Open  func(ctx context.Context, address string) (store.Store, error)
	// Sound fails the test if the database is broken beneath what a store shows.
	Sound func(t testing.TB, address string)
}

// childOf names, in the environment of a process that a test starts, the
// database that it is to add to.
const childOf = "DETENTE_TEST_CHILD_OF"

const corpusSize, batchSize = 400, 20

// corpus is what the killed process adds, in its order.
func corpus(i int) record.Record {
	e := Event("ACCUSE", "ARNGOV", "GON", record.Day(2021, 3, 1+i%28))
	return Report(fmt.Sprint("doc", i), fmt.Sprintf("Report %d says that the king of %d spoke of %d bridges.", i, i*7, i*13), 1+i%28, e, e)
}

// addCorpus adds the corpus in batches, as detente add does when it is run again:
// what is there is passed over.
func addCorpus(ctx context.Context, db store.Store, after func(batch int)) error {
	for i := 0; i < corpusSize; i += batchSize {
		var rs []record.Record
		for j := i; j < i+batchSize; j++ {
			rs = append(rs, corpus(j))
		}
		if _, err := db.Put(ctx, rs...); err != nil {
			return err
		}
		after(i / batchSize)
	}
	return nil
}

// Kill kills a process that adds documents at random moments, runs it again, and
// looks at what is there: batches wholly or not at all, and in the end the same
// as if it had been left in peace. DETENTE_KILLS=50 kills fifty times.
func Kill(t *testing.T, p Place) {
	if address := os.Getenv(childOf); address != "" {
		db, err := p.Open(context.Background(), address)
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
	address := p.Fresh(t)
	random := rand.New(rand.NewPCG(1, 2))
	for k := range kills {
		if k > 0 && k%5 == 0 { // the corpus is soon all there: begin anew
			address = p.Fresh(t)
		}
		child := start(t, address)
		for n := random.IntN(6); n > 0 && child.lines.Scan(); n-- {
		}
		time.Sleep(time.Duration(random.IntN(12000)) * time.Microsecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		child.Wait()
		p.check(t, address, false)
	}
	db, err := p.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	if err := addCorpus(t.Context(), db, func(int) {}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	p.check(t, address, true)
}

// child is another process that runs the same test on a database.
type child struct {
	*exec.Cmd
	lines *bufio.Scanner
}

func start(t *testing.T, address string, env ...string) child {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(append(os.Environ(), env...), childOf+"="+address)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return child{cmd, bufio.NewScanner(out)}
}

// check opens the database and says what is lost, doubled or half-written.
func (p Place) check(t *testing.T, address string, whole bool) {
	t.Helper()
	if p.Sound != nil {
		p.Sound(t, address)
	}
	db, err := p.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	docs := all(t, db.Documents(t.Context(), store.Filter{}))
	events := all(t, db.Events(t.Context(), store.Filter{}))
	if len(docs)%batchSize != 0 || len(events) != 2*len(docs) || whole && len(docs) != corpusSize {
		t.Fatalf("%d documents and %d events", len(docs), len(events))
	}
	marks, err := db.Marks(t.Context(), store.Between("ARN", "GON"), record.Interval{})
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

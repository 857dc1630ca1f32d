//go:build linux

package reader

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"detente/record"
)

// readAll reads the documents with so many workers.
func readAll(tb testing.TB, r *Reader, docs []record.Document, workers int) {
	tb.Helper()
	work := func(ctx context.Context, d record.Document) error {
		_, err := r.Read(ctx, d)
		return err
	}
	for err := range Ordered(context.Background(), workers, slices.Values(docs), work) {
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// TestTwoCores compares the processor time of one worker with that of two on two
// cores, who read the same: what two lose by waiting for each other, by the
// garbage collector and by shared caches. Processor time, since the cores may have
// other work; twice the quotient is how many times as fast two idle cores are.
func TestTwoCores(t *testing.T) {
	if testing.Short() || runtime.NumCPU() < 2 {
		t.Skip("it takes seconds, and two cores")
	}
	r := load(t)
	docs, _ := corpus(t, r)
	docs = slices.Repeat(docs, 3)
	cost := func(workers int) time.Duration {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
		runtime.GC()
		before := cpuTime(unix.CLOCK_PROCESS_CPUTIME_ID)
		readAll(t, r, docs, workers)
		return cpuTime(unix.CLOCK_PROCESS_CPUTIME_ID) - before
	}
	cost(2)
	one, two := cost(1), cost(2)
	for range 4 {
		one, two = min(one, cost(1)), min(two, cost(2))
	}
	times := 2 * float64(one) / float64(two)
	t.Logf("%d reports: %v by one worker, %v by two: %.2f times as fast on two cores", len(docs), one, two, times)
	if times < 1.3 { // the bar is 1.9, on cores without other work
		t.Errorf("two workers take %v for what one does in %v", two, one)
	}
}

// TestResidentMemory loads everything and reads all our reports with four workers,
// in a process of its own.
func TestResidentMemory(t *testing.T) {
	const here = "DETENTE_RESIDENT_MEMORY"
	if os.Getenv(here) != "" {
		r := load(t)
		docs, _ := corpus(t, r)
		readAll(t, r, docs, 4)
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, "-test.run", "^TestResidentMemory$")
	c.Env = append(os.Environ(), here+"=1")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	most := c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss / 1024
	t.Logf("%d MiB resident at the most", most)
	if most > 300 {
		t.Errorf("%d MiB are resident, more than 300", most)
	}
}

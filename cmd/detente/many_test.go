package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Parts of invented reports. The states are real, so that the dictionary knows
// them; the news is not.
var (
	inventedStates = []string{"Iran", "Turkey", "Israel", "Russia", "Ukraine", "China", "Japan", "India", "Egypt", "Syria"}
	inventedDeeds  = []string{"warned %s that it would answer any attack", "offered %s talks on trade", "promised %s to reopen the border by June", "rejected a demand of %s", "accused %s of spying"}
	inventedWords  = [][]string{
		strings.Fields("old new long cold quiet busy narrow wooden distant muddy rich early bitter proud rainy"),
		strings.Fields("harbour market bridge road school mill garden theatre station river valley orchard tower ferry library"),
		strings.Fields("painted counted visited measured closed described mended crossed praised sold lit watched filled moved kept"),
		strings.Fields("lamps boats fields stalls carts wells fences ovens bells maps barrels trees roofs gates letters"),
	}
)

// invented writes n reports of about a hundred words as JSON lines, the same for
// the same n; every seventh is an update of the one before it.
func invented(t testing.TB, file string, n int) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	enc := json.NewEncoder(out)
	chance := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[chance.IntN(len(list))] }
	var text string
	for i := range n {
		a, b := inventedStates[i%10], inventedStates[(i*7+3)%10]
		if a == b {
			b = inventedStates[(i+1)%10]
		}
		if i%7 == 6 {
			text += fmt.Sprintf(" The foreign minister of %s spoke of it again on Friday.", a)
		} else {
			text = fmt.Sprintf("%s %s on Monday, its foreign minister said.", a, fmt.Sprintf(inventedDeeds[i%5], b))
			for range 8 {
				text += fmt.Sprintf(" People at the %s %s %s the %s by the %s.", pick(inventedWords[0]), pick(inventedWords[1]), pick(inventedWords[2]), pick(inventedWords[3]), pick(inventedWords[1]))
			}
		}
		day := time.Date(2031, 1, 1+i*300/n, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		if err := enc.Encode(map[string]any{"id": fmt.Sprint("r", i), "date": day, "text": text, "source": "Wire " + inventedStates[i%3]}); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}

// TestManyReports adds DETENTE_REPORTS reports (100000, say) with two workers on
// two processors, prints how fast, and holds that memory stays flat.
func TestManyReports(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("DETENTE_REPORTS"))
	if err != nil {
		t.Skip("set DETENTE_REPORTS to a number of reports")
	}
	dir := t.TempDir()
	reports, db := filepath.Join(dir, "reports.jsonl"), filepath.Join(dir, "many.db")
	invented(t, reports, n)
	c := exec.Command("detente", "add", "--workers", "2", "--db", db, reports)
	c.Env = append(os.Environ(), "GOMAXPROCS=2")
	c.Stdout, c.Stderr = new(bytes.Buffer), new(bytes.Buffer)
	began := time.Now()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	var samples []int // MB, one a second
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for running := true; running; {
		select {
		case err := <-done:
			if running = false; err != nil {
				t.Fatalf("%v: %s", err, c.Stderr)
			}
		case <-tick.C:
			if mb, ok := residentMB(c.Process.Pid); ok {
				samples = append(samples, mb)
			}
		}
	}
	took := time.Since(began)
	info, err := os.Stat(db)
	if err != nil {
		t.Fatal(err)
	}
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	t.Logf("%d reports in %s: %.0f reports/s, %.2f ms of processor each; database %d MB", n, took.Round(time.Second), float64(n)/took.Seconds(),
		float64(cpu.Milliseconds())/float64(n), info.Size()>>20)
	if len(samples) < 20 {
		t.Log("too short to tell of memory")
		return
	}
	// The first tenth is the start.
	samples = samples[len(samples)/10:]
	early, late := highest(samples[:len(samples)/3]), highest(samples[2*len(samples)/3:])
	t.Logf("resident memory: at most %d MB in the first third, %d MB in the last", early, late)
	if late > early+early/4 {
		t.Errorf("memory grows: %d MB, then %d MB", early, late)
	}
	if out := fmt.Sprint(c.Stdout); !strings.Contains(out, fmt.Sprintf("%d added", n)) {
		t.Errorf("added: %s", out)
	}
}

// residentMB is the memory of a process without the pages of files.
func residentMB(pid int) (int, bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	_, rest, ok := bytes.Cut(status, []byte("RssAnon:"))
	if fields := bytes.Fields(rest); ok && len(fields) > 0 {
		kb, err := strconv.Atoi(string(fields[0]))
		return kb >> 10, err == nil
	}
	return 0, false
}

func highest(list []int) (most int) {
	for _, v := range list {
		most = max(most, v)
	}
	return most
}

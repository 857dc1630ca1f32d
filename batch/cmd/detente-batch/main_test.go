package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"detente/internal/corpus"
)

// TestMain lets the test binary be the command.
func TestMain(m *testing.M) {
	if os.Getenv("BE_DETENTE_BATCH") != "" {
		os.Exit(run())
	}
	os.Exit(m.Run())
}

func command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), "BE_DETENTE_BATCH=1")
	return c
}

// TestKilled: a job whose process is killed in the middle leaves nothing half
// written, goes on where it was when it is started again, and its output is in
// the end the same, byte for byte, as that of a job that nobody disturbed.
func TestKilled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	dir := t.TempDir()
	archive := filepath.Join(dir, "news.warc.gz")
	n := 240
	if os.Getenv("DETENTE_LONG") != "" {
		n = 10_000
	}
	var b bytes.Buffer
	if err := corpus.New().WARC(&b, 0, n, 150); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(archive, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	args := func(out string) []string {
		return []string{"--out", filepath.Join(dir, out), "--segment", "20", "--workers", "1", "--partition", "month", archive}
	}
	if out, err := command(args("whole")...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	// Twice killed: after some segments, and after some more.
	segments := func() []string {
		found, _ := filepath.Glob(filepath.Join(dir, "killed", "records", "*", "*.jsonl.zst"))
		return found
	}
	for _, until := range []int{2, 5} {
		c := command(args("killed")...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		for deadline := time.Now().Add(2 * time.Minute); len(segments()) < until; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				c.Process.Kill()
				t.Fatalf("no %d segments after two minutes", until)
			}
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err == nil {
			t.Fatal("the job ended before it was killed: the test shows nothing")
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "killed", "_SUCCESS")); err == nil {
		t.Fatal("a killed job is marked as whole")
	}
	before := map[string]time.Time{}
	for _, s := range segments() {
		info, err := os.Stat(s)
		if err != nil {
			t.Fatal(err)
		}
		before[s] = info.ModTime()
	}

	if out, err := command(args("killed")...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for s, at := range before {
		if info, err := os.Stat(s); err != nil || !info.ModTime().Equal(at) {
			t.Errorf("%s was written again: %v", filepath.Base(s), err)
		}
	}
	whole, killed := tree(t, filepath.Join(dir, "whole")), tree(t, filepath.Join(dir, "killed"))
	for name, sum := range whole {
		if killed[name] != sum {
			t.Errorf("%s is not the same after the kill", name)
		}
	}
	if len(whole) != len(killed) || len(whole) < n/20 {
		t.Errorf("%d files undisturbed, %d after the kill", len(whole), len(killed))
	}
}

// tree is a hash of every file below a folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, p)
		sum := sha256.Sum256(b)
		files[name] = hex.EncodeToString(sum[:])
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCommandLine: what the command says about itself and about wrong usage.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"--help"}, 0, "--environment_config"},
		{[]string{"--version"}, 0, "detente-batch "},
		{nil, 2, "no input"},
		{[]string{"a.jsonl"}, 2, "--out"},
		{[]string{"--out", "o", "--partition", "week", "a.jsonl"}, 2, "day, month or year"},
		{[]string{"--nonsense"}, 2, "unknown flag"},
		{[]string{"--out", t.TempDir(), "no-such.jsonl"}, 1, "no-such.jsonl: no such file"},
	} {
		cmd := command(c.args...)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != c.status || !strings.Contains(string(out), c.says) {
			t.Errorf("detente-batch %s: status %d, want %d and %q:\n%s", strings.Join(c.args, " "), got, c.status, c.says, out)
		}
	}
}

// TestDocumented: docs/cluster.md tells of every flag of ours.
func TestDocumented(t *testing.T) {
	manual, err := os.ReadFile("../../../docs/cluster.md")
	if err != nil {
		t.Fatal(err)
	}
	out, _ := command("--help").Output()
	help, _, _ := strings.Cut(string(out), "Flags of Beam")
	_, help, _ = strings.Cut(help, "Flags:")
	n := 0
	for field := range strings.FieldsSeq(help) {
		if strings.HasPrefix(field, "--") && len(field) > 3 {
			n++
			if !strings.Contains(string(manual), "`"+field) {
				t.Errorf("docs/cluster.md does not tell of %s", field)
			}
		}
	}
	if n < 8 {
		t.Errorf("%d flags in the help", n)
	}
}

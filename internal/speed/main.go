//go:build unix

// Command speed measures builds of detente side by side, on the reports of this
// repository:
//
//	go run ./internal/speed before=PATH after=PATH
//
// Every figure is taken of all builds in turn, round after round, and the least of
// the rounds is told: other work on the machine can only add to it. Speed is told
// in processor time, and every build after the first also as a ratio to the first.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const wordsOfReport = 400

func main() {
	rounds := flag.Int("rounds", 3, "how often everything is measured")
	reports := flag.Int("reports", 160, "reports of 400 words that are read at a time")
	flag.Parse()
	if err := run(*rounds, *reports, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

// build is a program to be measured.
type build struct{ name, path string }

// figure is one thing to measure.
type figure struct {
	name string
	unit string
	of   func(program string) (float64, error)
	more bool // more is better: the ratio is told upside down
}

func run(rounds, reports int, args []string) error {
	var builds []build
	for _, arg := range args {
		name, path, ok := strings.Cut(arg, "=")
		if !ok {
			return fmt.Errorf("%q: want NAME=PATH", arg)
		}
		builds = append(builds, build{name, path})
	}
	if len(builds) == 0 {
		return fmt.Errorf("no build to measure: give at least one NAME=PATH")
	}
	dir, err := os.MkdirTemp("", "detente-speed")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	texts, err := ownReports()
	if err != nil {
		return err
	}
	one, many, long := filepath.Join(dir, "one.jsonl"), filepath.Join(dir, "many.jsonl"), filepath.Join(dir, "long.jsonl")
	for file, size := range map[string]struct{ reports, words int }{one: {1, wordsOfReport}, many: {reports, wordsOfReport}, long: {reports / 10, 10 * wordsOfReport}} {
		if err := write(file, texts, size.reports, size.words); err != nil {
			return err
		}
	}

	read := func(file string, workers int) func(string) (usage, error) {
		return func(program string) (usage, error) {
			return measure(program, workers, "read", "--jsonl", "--workers", fmt.Sprint(workers), file)
		}
	}
	// net is what reading a corpus costs beside starting up.
	net := func(program, file string) (float64, error) {
		all, err := read(file, 1)(program)
		if err != nil {
			return 0, err
		}
		start, err := read(one, 1)(program)
		return (all.cpu - start.cpu).Seconds(), err
	}
	figures := []figure{
		{"reports of 400 words in a second of one core", "/s", func(p string) (float64, error) {
			s, err := net(p, many)
			return s / float64(reports-1), err
		}, true},
		{"reports of 4000 words in a second of one core", "/s", func(p string) (float64, error) {
			s, err := net(p, long)
			return s / (float64(reports/10) - 0.1), err
		}, true},
		{"start to the record of one report, processor time", "ms", func(p string) (float64, error) {
			u, err := read(one, 1)(p)
			return u.cpu.Seconds() * 1000, err
		}, false},
		{"detente version, processor time", "ms", func(p string) (float64, error) {
			u, err := measure(p, 1, "version")
			return u.cpu.Seconds() * 1000, err
		}, false},
		{"wall time with one worker", "s", func(p string) (float64, error) {
			u, err := read(many, 1)(p)
			return u.wall.Seconds(), err
		}, false},
		{"wall time with two workers", "s", func(p string) (float64, error) {
			u, err := read(many, 2)(p)
			return u.wall.Seconds(), err
		}, false},
		{"resident memory with one worker", "MiB", func(p string) (float64, error) {
			u, err := read(many, 1)(p)
			return u.memory / (1 << 20), err
		}, false},
		{"resident memory with two workers", "MiB", func(p string) (float64, error) {
			u, err := read(many, 2)(p)
			return u.memory / (1 << 20), err
		}, false},
	}
	for _, f := range figures {
		least := make([]float64, len(builds))
		for round := range rounds {
			for i, b := range builds {
				x, err := f.of(b.path)
				if err != nil {
					return err
				}
				if round == 0 || x < least[i] {
					least[i] = x
				}
			}
		}
		fmt.Println(f.name)
		for i, b := range builds {
			x, ratio := least[i], least[i]/least[0]
			if f.more {
				x, ratio = 1/x, 1/ratio
			}
			fmt.Printf("  %-12s %8.1f %s", b.name, x, f.unit)
			if i > 0 {
				fmt.Printf("  x %.2f", ratio)
			}
			fmt.Println()
		}
	}
	return nil
}

// usage is what a run of a program took.
type usage struct {
	cpu, wall time.Duration
	memory    float64 // bytes resident at the most
}

func measure(program string, cores int, args ...string) (usage, error) {
	var stderr bytes.Buffer
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", cores))
	c.Stderr = &stderr
	began := time.Now()
	if err := c.Run(); err != nil {
		return usage{}, fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, stderr.String())
	}
	u := usage{cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), wall: time.Since(began)}
	if r, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = float64(r.Maxrss) * 1024 // Linux counts in KiB
	}
	return u, nil
}

// ownReports are the texts of the reports written for this repository.
func ownReports() (texts []string, err error) {
	files, _ := filepath.Glob("testdata/reports/*.txt")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(b))
	}
	files, _ = filepath.Glob("testdata/ledger/*/reports.jsonl")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			var report struct{ Text string }
			if err := json.Unmarshal([]byte(line), &report); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			texts = append(texts, report.Text)
		}
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("no reports under testdata: run it in the root of the repository")
	}
	return texts, nil
}

// write writes so many reports of about so many words, made of the paragraphs of
// the texts, which are taken around as often as it needs.
func write(file string, texts []string, reports, words int) error {
	var paragraphs []string
	for _, t := range texts {
		for p := range strings.SplitSeq(t, "\n\n") {
			if len(strings.Fields(p)) > 12 {
				paragraphs = append(paragraphs, p)
			}
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	next := 0
	for i := range reports {
		var text strings.Builder
		for n := 0; n < words; next++ {
			p := paragraphs[next%len(paragraphs)]
			text.WriteString(p + "\n\n")
			n += len(strings.Fields(p))
		}
		if err := enc.Encode(map[string]string{"id": fmt.Sprint(i), "text": text.String(), "date": "2031-05-20"}); err != nil {
			return err
		}
	}
	return os.WriteFile(file, out.Bytes(), 0o600)
}

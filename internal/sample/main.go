// Command sample draws events to be judged by hand: those that records tell as
// facts, happened and not in the background, in an order that only the texts
// decide. It reads records as lines of JSON, as "detente read --jsonl" prints
// them, and prints for each event the report and the byte offset of its trigger,
// who did what to whom, and the sentence.
package main

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"detente/record"
)

func main() {
	n := flag.Int("n", 200, "how many `events` to draw")
	seed := flag.String("seed", "", "any `text`; another one draws another sample")
	flag.Parse()
	if err := draw(os.Stdin, os.Stdout, *n, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "sample:", err)
		os.Exit(1)
	}
}

type drawn struct {
	key  string // report and offset
	rank [sha256.Size]byte
	line string
}

func draw(r io.Reader, w io.Writer, n int, seed string) error {
	var all []drawn
	seen := map[string]bool{}
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 64<<20)
	for line := 1; scan.Scan(); line++ {
		var rec record.Record
		if err := json.Unmarshal(scan.Bytes(), &rec); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		text := rec.Document.Text
		for _, e := range rec.Events {
			if e.Status != record.Happened || e.Background {
				continue
			}
			// An act that goes both ways is one.
			pair := []string{e.Source.Actor + e.Source.Name, e.Target.Actor + e.Target.Name}
			slices.Sort(pair)
			key := fmt.Sprintf("%s:%d", rec.Document.ID, e.Spans.Trigger.Start)
			id := strings.Join([]string{seed, key, pair[0], pair[1], e.Cameo}, "\x00")
			if seen[id] {
				continue
			}
			seen[id] = true
			all = append(all, drawn{key, sha256.Sum256([]byte(id)), fmt.Sprintf("%s (%s) -> %s (%s) | %s %s %s [%s]\n    %s",
				e.Source.Code, e.Source.Name, e.Target.Code, e.Target.Name, e.Plover.Type, e.Cameo, e.Rule, e.Spans.Trigger.In(text),
				strings.Join(strings.Fields(e.Spans.Sentence.In(text)), " "))})
		}
	}
	if err := scan.Err(); err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b drawn) int {
		return cmp.Or(slices.Compare(a.rank[:], b.rank[:]), strings.Compare(a.line, b.line))
	})
	for i, d := range all[:min(n, len(all))] {
		fmt.Fprintf(w, "%d %s | %s\n", i+1, d.key, d.line)
	}
	return nil
}

// Command makereports writes made-up reports (package corpus) into a file, for
// benchmarks and trials of volume: a web archive, JSON lines, or one text, by the
// ending of its name.
//
//	go run ./internal/makereports -n 1000 -words 400 news.warc.gz
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"detente/internal/corpus"
)

func main() {
	n := flag.Int("n", 1000, "how many reports")
	words := flag.Int("words", 400, "words of each, at least")
	first := flag.Uint64("first", 0, "number of the first: another one makes other reports")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: makereports [-n 1000] [-words 400] [-first 0] FILE.warc.gz|FILE.jsonl|FILE.txt")
		os.Exit(2)
	}
	if err := write(flag.Arg(0), *first, *n, *words); err != nil {
		fmt.Fprintln(os.Stderr, "makereports:", err)
		os.Exit(1)
	}
}

func write(name string, first uint64, n, words int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	m := corpus.New()
	switch {
	case strings.HasSuffix(name, ".warc.gz"):
		err = m.WARC(w, first, n, words)
	case strings.HasSuffix(name, ".jsonl"):
		enc := json.NewEncoder(w)
		for i := range n {
			r := m.Report(first+uint64(i), words)
			if err = enc.Encode(map[string]string{"id": r.ID, "url": r.URL, "source": r.Outlet, "title": r.Title, "date": r.Date.Format("2006-01-02"), "text": r.Text}); err != nil {
				break
			}
		}
	case strings.HasSuffix(name, ".txt") && n == 1:
		_, err = w.WriteString(m.Report(first, words).Text + "\n")
	default:
		err = fmt.Errorf("%s: want a name that ends in .warc.gz or .jsonl, or in .txt for one report", name)
	}
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

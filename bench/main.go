// Command bench reads made-up reports with detente and with its peers, the same
// reports in one run, and prints how their speeds compare. docs/benchmarks.md
// tells what each peer does and does not do; bench/run fetches the peers and runs
// it.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"detente/internal/corpus"
)

// The tasks that are compared. What a peer does for a task is never quite the
// same: the table says what.
const (
	taskLanguage = "language: from text to tags"
	taskPage     = "page: from HTML to the article"
	taskDates    = "dates: from text to days"
	taskWhole    = "everything: from text to the record"
)

var tasks = []string{taskLanguage, taskPage, taskDates, taskWhole}

// corpora is what all read.
type corpora struct {
	reports []corpus.Report
	texts   []string
	pages   [][]byte
	words   int
}

// peer is one program under measure. run does its task over everything once and
// counts what it found, so that nobody is measured for doing nothing; cost is
// that of the run where the peer is a process of its own and knows it better.
type peer struct {
	name, task, does string
	run              func(corpora) (int, error)
	cost             func(corpora) (time.Duration, int, error)
}

func main() {
	n := flag.Int("n", 200, "how many reports")
	words := flag.Int("words", 400, "words of each")
	rounds := flag.Int("rounds", 3, "rounds; the cheapest of each counts")
	node := flag.String("node", "", "folder with the peers from npm, installed")
	links := flag.String("link-parser", "", "link-grammar's link-parser, where it is installed")
	flag.Parse()
	if err := measure(*n, *words, *rounds, *node, *links); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(n, words, rounds int, node, links string) error {
	c := corpora{}
	m := corpus.New()
	for i := range n {
		r := m.Report(uint64(i), words)
		c.reports = append(c.reports, r)
		c.texts = append(c.texts, r.Text)
		c.pages = append(c.pages, r.HTML())
		c.words += r.Words
	}
	own, err := ownTasks(context.Background())
	if err != nil {
		return err
	}
	peers := slices.Concat(own, goPeers())
	if node != "" {
		peers = append(peers, nodePeers(node)...)
	}
	if links != "" {
		peers = append(peers, linkGrammar(links))
	}

	best := make([]time.Duration, len(peers))
	found := make([]int, len(peers))
	for round := range rounds {
		for i, p := range peers { // in turns, so that a busy machine is busy for all
			d, count, err := p.measure(c)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			if round == 0 || d < best[i] {
				best[i] = d
			}
			found[i] = count
		}
	}
	fmt.Printf("%d reports of %d words, best of %d rounds, CPU time of one core\n\n", n, c.words/n, rounds)
	for _, task := range tasks {
		var base time.Duration
		for i, p := range peers {
			if p.task == task && base == 0 {
				base = best[i] // detente stands first
			}
		}
		fmt.Printf("| %s | reports a second | detente is | found | what it does |\n|---|---|---|---|---|\n", task)
		for i, p := range peers {
			if p.task == task {
				fmt.Printf("| %s | %.0f | %s | %d | %s |\n", p.name, float64(n)/best[i].Seconds(), times(best[i], base), found[i], p.does)
			}
		}
		fmt.Println()
	}
	return nil
}

// times says how many times as fast detente is.
func times(peer, own time.Duration) string {
	switch ratio := peer.Seconds() / cmp.Or(own.Seconds(), 1); {
	case peer == own:
		return "-"
	case ratio >= 1:
		return fmt.Sprintf("%.1f× as fast", ratio)
	default:
		return fmt.Sprintf("%.1f× slower", 1/ratio)
	}
}

func (p peer) measure(c corpora) (time.Duration, int, error) {
	if p.cost != nil {
		return p.cost(c)
	}
	began, err := cpu()
	if err != nil {
		return 0, 0, err
	}
	n, err := p.run(c)
	if err != nil {
		return 0, 0, err
	}
	ended, err := cpu()
	return ended - began, n, err
}

package main

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"detente/source"
)

// tally counts what did not become a report like others, by the reason. It may
// be called by several goroutines.
type tally struct {
	mu     sync.Mutex
	counts map[string]map[string]int // by heading, then by reason
}

// The headings of a tally, in the order in which they are printed.
const (
	tallyBad     = "could not be read"
	tallySkipped = "responses of archives passed over"
	tallyNoted   = "read, with a note"
)

func (t *tally) add(heading, reason string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]map[string]int{}
	}
	if t.counts[heading] == nil {
		t.counts[heading] = map[string]int{}
	}
	t.counts[heading][reason]++
}

// bad counts a fault.
func (t *tally) bad(err error) { t.add(tallyBad, reasonOf(err.Error())) }

// skipped counts a response of an archive that holds no page.
func (t *tally) skipped(s source.Skip) {
	t.add(tallySkipped, strings.TrimSpace(s.Reason+" "+s.Detail))
}

// noted counts what a reader should know of a report.
func (t *tally) noted(notes []string) {
	for _, n := range notes {
		kind, _, _ := strings.Cut(n, ":") // "paywall stub: the page gives only ..."
		t.add(tallyNoted, reasonOf(kind))
	}
}

// What differs from fault to fault of one reason: what is quoted, addresses, and
// numbers.
var (
	particular = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'[^']*'|\(?https?://[^\s)]*\)?`)
	number     = regexp.MustCompile(`\d+`)
)

// reasonOf is a message without what is particular to one report.
func reasonOf(message string) string {
	s := particular.ReplaceAllString(oneLine(clean(message)), "…")
	return clip(number.ReplaceAllString(s, "N"), 80)
}

// mostReasons is how many reasons are told of each heading.
const mostReasons = 12

// write prints the counts, the most frequent reasons first.
func (t *tally) write(w io.Writer, sc screen) {
	for _, heading := range []string{tallyBad, tallySkipped, tallyNoted} {
		reasons := t.counts[heading]
		if len(reasons) == 0 {
			continue
		}
		var names []string
		total := 0
		for name, n := range reasons {
			names, total = append(names, name), total+n
		}
		slices.SortFunc(names, func(a, b string) int { return cmp.Or(reasons[b]-reasons[a], cmp.Compare(a, b)) })
		fmt.Fprintf(w, "%d %s\n", total, heading)
		rest := 0
		for i, name := range names {
			if i >= mostReasons {
				rest += reasons[name]
				continue
			}
			fmt.Fprintf(w, "%s  %s\n", sc.paint(fmt.Sprintf("%7d", reasons[name]), strong), name)
		}
		if rest > 0 {
			fmt.Fprintf(w, "%7d  of %d more reasons\n", rest, len(names)-mostReasons)
		}
	}
}

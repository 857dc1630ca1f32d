//go:build linux

package reader

import (
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

// longReport is a text of about n words made of the paragraphs of our own
// reports, taken around as often as it needs.
func longReport(tb testing.TB, words int) string {
	tb.Helper()
	var paragraphs []string
	for _, t := range ownReports(tb) {
		for p := range strings.SplitSeq(t, "\n\n") {
			if len(strings.Fields(p)) > 12 {
				paragraphs = append(paragraphs, p)
			}
		}
	}
	var b strings.Builder
	for i := 0; words > 0; i++ {
		p := paragraphs[i%len(paragraphs)]
		b.WriteString(p + "\n\n")
		words -= len(strings.Fields(p))
	}
	return b.String()
}

// hostile are texts that grow with n in a way that reports do not.
var hostile = map[string]func(n int) string{
	"one speaker": func(n int) string {
		return strings.Repeat("Arnor said on Monday that it would punish Gondor. ", n)
	},
	"quotations": func(n int) string {
		return strings.Repeat("“We will attack them,” the minister of France told Iran. ", n)
	},
	"one quotation never closed": func(n int) string {
		return "France said: “" + strings.Repeat("We promised that Iran would pay and we will keep our promise. ", n)
	},
	"pronouns": func(n int) string {
		return strings.Repeat("He said that they told her that it would do so. ", n)
	},
	"names": func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "President Anton Karel%s of Germany met Maria Dol%s. ", letters(i), letters(i))
		}
		return b.String()
	},
	"dates": func(n int) string {
		return strings.Repeat("On 3 May 2030 and again last Tuesday France struck Iran. ", n)
	},
	"paragraphs": func(n int) string {
		return strings.Repeat("Iran threatened Israel.\n\n", n)
	},
	"a list": func(n int) string {
		return "The presidents of " + strings.Repeat("France, Germany, Iran, Israel, ", n) + "and Spain met."
	},
	"and": func(n int) string {
		return "Iran " + strings.Repeat("attacked Israel and threatened to ", n) + "withdraw."
	},
	"promises": func(n int) string {
		return strings.Repeat("Iran pledged to withdraw its troops from Iraq by June. Iran withdrew its troops from Iraq. ", n)
	},
}

func letters(i int) string {
	s := ""
	for ; i >= 0; i = i/26 - 1 {
		s = string(rune('a'+i%26)) + s
	}
	return s
}

// growth is what each stage took for ten times the text, in times of what it
// took for the text: in processor time and in memory.
func growth(tb testing.TB, r *Reader, text func(n int) string, n int) (stages []string, times, bytes []float64) {
	tb.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // it would empty the pools of buffers
	(&meter{r: r}).read(tb, document(tb, r, text(10*n)))
	measure := func(n int, times int) []cost {
		doc := document(tb, r, text(n))
		least := meter{r: r, memory: true}
		least.read(tb, doc)
		for range times {
			m := meter{r: r}
			m.read(tb, doc)
			for i := range m.costs {
				least.costs[i].time = min(least.costs[i].time, m.costs[i].time)
			}
		}
		return least.costs
	}
	short, long := measure(n, 8), measure(10*n, 2)
	var sum cost
	all := []cost{sum, sum}
	for i, costs := range [][]cost{short, long} {
		for _, c := range costs {
			all[i].time += c.time
			all[i].bytes += c.bytes
		}
	}
	all[0].stage = "pipeline"
	short, long = append(short, all[0]), append(long, all[1])
	// What a stage takes whatever the text stays below what can be measured.
	const little, few = 40 * time.Microsecond, 16 << 10
	for i := range short {
		stages = append(stages, short[i].stage)
		times = append(times, float64(long[i].time)/float64(max(short[i].time, little)))
		bytes = append(bytes, float64(long[i].bytes)/float64(max(short[i].bytes, few)))
	}
	return stages, times, bytes
}

// TestCostIsLinearInLength reads texts and ten times as much of them. The bar is
// eleven times the cost for a report; what is measured here leaves room for a
// machine with other work, and any quadratic stage is far beyond it.
func TestCostIsLinearInLength(t *testing.T) {
	if testing.Short() {
		t.Skip("long reports")
	}
	r := load(t)
	texts := map[string]func(n int) string{"report": func(n int) string { return longReport(t, n*10) }}
	for name, text := range hostile {
		texts[name] = text
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		t.Run(name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			var stages []string
			var times, bytes []float64
			tooMuch := func(i int) bool {
				if stages[i] == "pipeline" {
					return times[i] > 20 || bytes[i] > 12
				}
				return times[i] > 35 || bytes[i] > 15
			}
			for range 3 { // a disturbed measurement is taken again
				stages, times, bytes = growth(t, r, texts[name], 40)
				bad := false
				for i := range stages {
					bad = bad || tooMuch(i)
				}
				if !bad {
					break
				}
			}
			for i, s := range stages {
				say := t.Logf
				if tooMuch(i) {
					say = t.Errorf
				}
				say("%-20s %6.1f x time %6.1f x memory", s, times[i], bytes[i])
			}
		})
	}
}

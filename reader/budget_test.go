//go:build linux

package reader

import (
	"bytes"
	"fmt"
	"io/fs"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"

	"detente/data"
	"detente/event"
)

// budgets are the most bytes and objects that a stage may allocate for a token,
// a fifth above what it takes. A stage that needs more says why in the commit
// that raises its budget.
var budgets = map[string]struct{ bytes, objects float64 }{
	"lang":                {230, 0.035},
	"when":                {26, 0.26},
	"actor":               {70, 0.42},
	"coref":               {390, 1.12},
	"quote":               {110, 0.6},
	"coref of quotations": {220, 0.58},
	"event":               {72, 1.67},
	"pledge":              {55, 0.47},
	"tidy":                {1, 0.01},
}

func TestAllocationBudgets(t *testing.T) {
	m := meter{r: load(t), memory: true}
	docs, _ := corpus(t, m.r)
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // it would empty the pools of buffers
	for _, d := range docs {
		m.read(t, d)
	}
	m.costs, m.tokens = nil, 0
	for _, d := range docs {
		m.read(t, d)
	}
	for _, c := range m.costs {
		b, known := budgets[c.stage]
		if !known {
			t.Errorf("%s has no budget", c.stage)
			continue
		}
		bytes, objects := float64(c.bytes)/float64(m.tokens), float64(c.objects)/float64(m.tokens)
		t.Logf("%-20s %6.1f bytes and %.3f objects a token", c.stage, bytes, objects)
		if bytes > b.bytes || objects > b.objects {
			t.Errorf("%s takes %.1f bytes and %.3f objects a token, more than %.1f and %.3f", c.stage, bytes, objects, b.bytes, b.objects)
		}
	}
}

// idle are the rules of the data and many more for verbs that no report has.
type idle struct{ fs.FS }

const idleRules = 600 // with three patterns each

func (i idle) ReadFile(name string) ([]byte, error) {
	b, err := fs.ReadFile(i.FS, name)
	if name != "rules/aid.toml" || err != nil {
		return b, err
	}
	out := bytes.NewBuffer(b)
	for n := range idleRules {
		verb := "zz" + letters(n)
		fmt.Fprintf(out, `
[[rule]]
id = "aid.%[1]s"
why = "it costs nothing"
code = "070"
patterns = ["S %[1]s T", "S %[1]s * to|for T => 071", "S's %[1]s to|for T"]
match = ["S[France] %[1]s T[Egypt]."]
no-match = ["A[France] harmed A[Egypt]."]
`, verb)
	}
	return out.Bytes(), nil
}

// TestRulesThatCannotMatchCostNothing reads the same reports with the rules of the
// data and with many more.
func TestRulesThatCannotMatchCostNothing(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	few := load(t)
	coder, err := event.New(idle{data.Embedded()})
	if err != nil {
		t.Fatal(err)
	}
	more := *few
	more.event = coder
	if n := len(few.event.Rules()); len(more.event.Rules()) != n+idleRules {
		t.Fatalf("%d rules instead of %d and %d more", len(more.event.Rules()), n, idleRules)
	}
	docs, _ := corpus(t, few)
	cost := func(r *Reader) cost {
		m := meter{r: r, memory: true}
		for _, d := range docs {
			m.read(t, d)
		}
		return m.costs[slices.IndexFunc(m.costs, func(c cost) bool { return c.stage == "event" })]
	}
	cost(few)
	cost(&more)
	least, most := cost(few), cost(&more)
	for range 5 {
		least.time, most.time = min(least.time, cost(few).time), min(most.time, cost(&more).time)
	}
	t.Logf("%d rules: %v, %d bytes; with %d more: %v, %d bytes", len(few.event.Rules()), least.time, least.bytes, idleRules, most.time, most.bytes)
	if float64(most.time) > 1.5*float64(least.time) || float64(most.bytes) > 1.05*float64(least.bytes) {
		t.Errorf("%d rules that match nothing cost %v and %d bytes where %v and %d do without", idleRules, most.time-least.time, most.bytes, least.time, least.bytes)
	}
}

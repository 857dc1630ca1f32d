//go:build linux

package reader

import (
	"runtime/debug"
	"testing"
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

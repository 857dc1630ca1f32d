package event_test

import "testing"

// TestRulesAsExamples reads the rules' own sentences as the second reader learns
// from them, those with names of places among them.
func TestRulesAsExamples(t *testing.T) {
	c, parse := load(t)
	examples := c.RuleExamples(parse)
	if len(examples) < 200 {
		t.Errorf("%d of the rules' sentences are relations", len(examples))
	}
	for _, e := range examples {
		if len(e.Features) == 0 {
			t.Error("a relation of which nothing is seen")
		}
	}
}

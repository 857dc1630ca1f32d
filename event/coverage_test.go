package event_test

import (
	"strings"
	"testing"

	"detente/data"
	"detente/ontology"
)

// Every PLOVER type and mode, and every root of CAMEO that PLOVER knows, has a
// rule, and so sentences that must and must not match.
func TestRulesCoverOntologies(t *testing.T) {
	c, _ := load(t)
	ont, err := ontology.New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	plover, roots, codes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range c.Rules() {
		typ, _, _ := strings.Cut(r.Plover, "/")
		plover[typ], plover[r.Plover] = true, true
		for _, code := range c.Codes(r) {
			codes[code], roots[code[:2]] = true, true
			if m, ok := ont.ToPlover(code); ok {
				plover[m.Type] = true
				if r.Plover == "" {
					plover[m.Type+"/"+m.Mode] = true
				}
			}
		}
	}
	modes := 0
	for _, p := range ont.Types() {
		if !plover[p.Type] {
			t.Errorf("no rule for %s", p.Type)
		}
		for _, m := range ont.Modes(p.Type) {
			modes++
			if !plover[p.Type+"/"+m.Mode] {
				t.Errorf("no rule for %s/%s", p.Type, m.Mode)
			}
		}
	}
	rest := 0
	for _, k := range ont.Codes() {
		if _, ok := ont.ToPlover(k.Code); !ok {
			continue // 01, a mere statement, is no PLOVER event
		}
		if len(k.Code) == 2 && !roots[k.Code] {
			t.Errorf("no rule for CAMEO root %s", k.Code)
		}
		if len(k.Code) > 2 && !codes[k.Code] {
			rest++
			t.Logf("no rule gives %s %s", k.Code, k.Name)
		}
	}
	t.Logf("%d modes, %d CAMEO codes given, %d not", modes, len(codes), rest)
}

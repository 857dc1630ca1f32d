package when

import (
	"fmt"
	"strings"
	"testing"
)

// TestRuleExamples runs every rule's own sentences, as if reported on Friday 12
// June 2020: what they must match, with extent, type and value, and what they
// must not.
func TestRuleExamples(t *testing.T) {
	r := load(t)
	for _, x := range r.examples {
		for _, m := range x.match {
			sentence, want, ok := strings.Cut(m, " => ")
			from, to := strings.Index(sentence, "["), strings.Index(sentence, "]")
			if !ok || from < 0 || to < from {
				t.Errorf("rule %s: %q is no example: want a [time] => TYPE VALUE", x.rule, m)
				continue
			}
			extent := sentence[from+1 : to]
			bare := strings.NewReplacer("[", "", "]", "").Replace(sentence)
			doc, text := plain(bare)
			var got []string
			found := false
			for _, tm := range r.Read(on(doc, 2020, 6, 12), text).Times {
				s := fmt.Sprintf("%s %s", tm.Timex.Type, tm.Timex.Value)
				got = append(got, "["+tm.Span.In(bare)+"] => "+s)
				found = found || tm.Span.In(bare) == extent && s == want
			}
			if !found {
				t.Errorf("rule %s: %s\n\tgot %s", x.rule, m, strings.Join(got, ", "))
			}
		}
		for _, n := range x.not {
			doc, text := plain(n)
			for _, tm := range r.Read(on(doc, 2020, 6, 12), text).Times {
				t.Errorf("rule %s: %q has a time it must not: %q", x.rule, n, tm.Span.In(n))
			}
		}
	}
}

func TestPatternFaults(t *testing.T) {
	for _, p := range []string{"", "]", "A||B", "[ ]"} {
		if _, err := parsePattern(p); err == nil {
			t.Errorf("pattern %q was taken", p)
		}
	}
	g := newGrammar()
	parts, err := parsePattern("A? B?")
	if err != nil {
		t.Fatal(err)
	}
	if err := g.add(0, 0, parts); err == nil {
		t.Error("a pattern that matches nothing was taken")
	}
}

func TestCalendarRules(t *testing.T) {
	days := map[string]string{
		"easter 2020": "2020-04-12", "easter 2038": "2038-04-25", "easter 1998": "1998-04-12",
		"easter-2 2024": "2024-03-29", "4 thursday 11 1999": "1999-11-25", "last monday 5 2021": "2021-05-31",
		"election 2020": "2020-11-03", "islamic 9 1 2020": "2020-04-24", "islamic 10 1 2023": "2023-04-22", "islamic 1 1 2023": "2023-07-19", "12-25 1990": "1990-12-25",
	}
	for rule, want := range days {
		i := strings.LastIndexByte(rule, ' ')
		h, err := parseHoliday(rule[:i])
		if err != nil {
			t.Error(err)
			continue
		}
		var y int
		fmt.Sscan(rule[i+1:], &y)
		if got := h.on(y).Format("2006-01-02"); got != want {
			t.Errorf("%s is %s, want %s", rule, got, want)
		}
	}
	for _, rule := range []string{"13-40", "nothing", "9 monday 3", "last noday 3"} {
		if _, err := parseHoliday(rule); err == nil {
			t.Errorf("rule %q was taken", rule)
		}
	}
}

package record

import (
	"encoding/json"
	"testing"
)

func TestIntervalJSON(t *testing.T) {
	for _, c := range []struct {
		in   Interval
		want string
		show string
	}{
		{Day(2020, 6, 12), `{"start":"2020-06-12","end":"2020-06-13"}`, "2020-06-12"},
		{Interval{End: Date(2020, 1, 1)}, `{"start":null,"end":"2020-01-01"}`, "before 2020-01-01"},
		{Interval{Start: Date(2019, 1, 1), End: Date(2020, 1, 1)}, `{"start":"2019-01-01","end":"2020-01-01"}`, "2019-01-01..2019-12-31"},
		{Interval{}, `{"start":null,"end":null}`, ""},
	} {
		b, err := json.Marshal(c.in)
		if err != nil || string(b) != c.want {
			t.Errorf("%v: got %s, %v, want %s", c.in, b, err, c.want)
		}
		var back Interval
		if err := json.Unmarshal(b, &back); err != nil || back != c.in {
			t.Errorf("%s: back to %v, %v", b, back, err)
		}
		if c.in.String() != c.show {
			t.Errorf("shown as %q, want %q", c.in.String(), c.show)
		}
	}
}

func TestPublishedIsFlat(t *testing.T) {
	b, err := json.Marshal(Published{Interval: Day(2020, 6, 12), KnownBy: Text})
	if want := `{"start":"2020-06-12","end":"2020-06-13","known_by":"text"}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v, want %s", b, err, want)
	}
}

func TestSpanRefusesBadPairs(t *testing.T) {
	for _, bad := range []string{`[3,1]`, `[-1,2]`, `[1]`, `"x"`} {
		var s Span
		if json.Unmarshal([]byte(bad), &s) == nil {
			t.Errorf("%s was taken as a span %v", bad, s)
		}
	}
}

func TestSides(t *testing.T) {
	ref := func(code string) ActorRef { return ActorRef{Code: code} }
	for _, c := range []struct {
		a, b ActorRef
		want bool
	}{
		{ref("PRKGOV"), ref("PRK"), true},
		{ref("SYRREB"), ref("SYRGOV"), false},
		{ref("IGOUNO"), ref("IGOWSTNAT"), false},
		{ActorRef{Actor: "x"}, ActorRef{Actor: "x"}, true},
		{ActorRef{}, ActorRef{}, false},
	} {
		if got := c.a.SameSide(c.b); got != c.want {
			t.Errorf("%v and %v on one side: %v", c.a, c.b, got)
		}
	}
}

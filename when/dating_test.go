package when

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/record"
)

// seed is the report that the project began with, where it is present.
func seed(t *testing.T) string {
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	b, err := os.ReadFile(filepath.Join(dir, "seed", "report.txt"))
	if err != nil {
		t.Skip(err)
	}
	return string(b)
}

func TestSeedIsDatedByItsThreeClues(t *testing.T) {
	r := load(t)
	text := seed(t)
	read := func(text string) Result { return r.Read(plain(text)) }

	res := read(text)
	if res.Published.Interval != record.Day(2020, 6, 12) || res.Published.KnownBy != record.Text || len(res.Published.Reasons) != 3 {
		t.Errorf("dated %v by %q for %v; notes %v", res.Published.Interval, res.Published.KnownBy, res.Published.Reasons, res.Notes)
	}
	if res.Published.Zone != "Asia/Pyongyang" {
		t.Errorf("zone %q", res.Published.Zone)
	}
	for name, cut := range map[string][2]string{
		"no weekday":     {"reported on Friday", "reported"},
		"no anniversary": {"on the anniversary of the Singapore summit in June 2018", "after the Singapore summit in June 2018"},
		"no year":        {"in Hanoi last year", "in Hanoi"},
	} {
		p := read(strings.Replace(text, cut[0], cut[1], 1)).Published
		if !p.Known() || p.OneDay() || !p.Has(record.Date(2020, 6, 12)) {
			t.Errorf("%s: dated %v, want an interval around the day", name, p.Interval)
		}
		t.Logf("%s: %v", name, p.Interval)
	}
}

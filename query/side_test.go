package query

import (
	"os"
	"slices"
	"strings"
	"testing"

	"detente/store"
)

func TestSide(t *testing.T) {
	g, err := LoadGroups(os.DirFS("../data"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := g.Side("prk,@aukus,PRK")
	if err != nil || !slices.Equal(s.Names, []string{"@AUKUS", "PRK"}) || len(s.Members) != 4 {
		t.Fatalf("%+v, %v", s, err)
	}
	at := slices.IndexFunc(s.Members, func(p store.Pattern) bool { return p.Code == "USA" })
	if at < 0 || !s.Members[at].During.Known() {
		t.Errorf("the United States are no member from a day on: %+v", s.Members)
	}
	for text, want := range map[string]string{
		"": "nobody is named: give", "@": "a name is letters", "@NOSUCH": "the groups are @", "P": "three letters", "PRK,": "missing beside a comma",
		strings.Repeat("@AU,@NATO,@EU,", 3000) + "PRK": "give at most", "@AU,@NATO,@EU": "give at most 100",
	} {
		if _, err := g.Side(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

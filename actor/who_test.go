package actor_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"detente/actor"
	"detente/data"
	"detente/record"
)

var dictionary = sync.OnceValues(func() (*actor.Dictionary, error) { return actor.New(data.Embedded()) })

func load(t testing.TB) *actor.Dictionary {
	t.Helper()
	d, err := dictionary()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestOffices asks who held an office on a day; the answers are of our own
// knowledge, drawn across states and posts and the days about a change.
func TestOffices(t *testing.T) {
	d := load(t)
	b, err := os.ReadFile("testdata/offices.tsv")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for i, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "phrase\t") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 {
			t.Fatalf("testdata/offices.tsv:%d: want 4 columns", i+1)
		}
		phrase, on, name, code := cells[0], cells[1], cells[2], cells[3]
		day, err := record.ParseMoment(on)
		if err != nil {
			t.Fatalf("testdata/offices.tsv:%d: %v", i+1, err)
		}
		asked++
		got, ok := d.Who(phrase, day)
		if !ok || got.Actor.Name != name || got.Code != code {
			t.Errorf("testdata/offices.tsv:%d: %q on %s is %q (%s), want %q (%s)", i+1, phrase, on, got.Actor.Name, got.Code, name, code)
		}
	}
	if asked < 300 {
		t.Errorf("only %d questions, want 300", asked)
	}
}

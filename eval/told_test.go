package eval

import (
	"os"
	"path/filepath"
	"testing"
)

// A text, the events below it, both directions of <->, and headlines.
func TestReadTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.events")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# c\n\nFrance met Spain on Friday.\nFRA <-> ESP CONSULT 04 happened 2024-05-03\n\nFrance jails spy\nFRA -> - COERCE 17 happened\n")
	items, err := ReadTold(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 2 || len(items[0].Events) != 2 || items[0].Events[1].Source != "ESP" || items[0].Events[1].Date != "2024-05-03" {
		t.Errorf("%+v", items)
	}
	if r := items[1].Document().Blocks[0].Role; r != "title" {
		t.Errorf("a headline is read as %s", r)
	}
	write("FRA -> ESP CONSULT\n")
	if _, err := ReadTold(file); err == nil {
		t.Error("an event without its text is taken")
	}
}

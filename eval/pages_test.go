package eval

import (
	"os"
	"path/filepath"
	"testing"

	"detente/page"
)

func TestShingleShares(t *testing.T) {
	for _, c := range []struct {
		gold, answer            string
		right, surplus, missing float64
	}{
		{"a b c d e", "a b c d e", 1, 0, 0},
		{"a b c d e", "x a b c d", 1. / 3, 1. / 3, 1. / 3},
		{"a b", "a b", 1, 0, 0},
		{"a b c d", "", 0, 0.5, 0.5},
	} {
		if r, s, m := shingleShares(c.gold, c.answer); r != c.right || s != c.surplus || m != c.missing {
			t.Errorf("%q for %q: %v %v %v", c.answer, c.gold, r, s, m)
		}
	}
}

func TestPagesFloor(t *testing.T) {
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	dir = filepath.Join(dir, "eval", "pages")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the gold pages are not here")
	}
	r, err := page.New(os.DirFS("../data"))
	if err != nil {
		t.Fatal(err)
	}
	scores, _, err := Pages(t.Context(), dir, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scores {
		t.Logf("%s %.4f", s.Measure, s.Value)
		if s.Measure == pages().Bars[0].Measure && s.Value < pages().Bars[0].Floor {
			t.Errorf("%s is %.4f, the floor is %.3f", s.Measure, s.Value, pages().Bars[0].Floor)
		}
	}
}

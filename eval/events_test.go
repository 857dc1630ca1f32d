package eval_test

import (
	"os"
	"path/filepath"
	"testing"

	"detente/data"
	"detente/eval"
	"detente/reader"
)

// The relations between marked actors stay above their floors.
func TestPairs(t *testing.T) {
	shared := os.Getenv("DETENTE_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	dir := filepath.Join(shared, "eval", "events")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no gold here: ", err)
	}
	r, err := reader.New(data.Embedded(), reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	scores, answers, err := eval.Pairs(t.Context(), dir, r)
	if err != nil {
		t.Fatal(err)
	}
	set := eval.Set{Kind: eval.PairKind(), Dir: dir}
	for _, row := range set.Rows(scores) {
		t.Logf("%s %s %.4f (%d)", row.Set, row.Measure, row.Value, row.N)
		if row.Below() {
			t.Errorf("%s: %s is %.4f, below its floor %.2f", row.Set, row.Measure, row.Value, row.Floor)
		}
	}
	if file := os.Getenv("PREDICTIONS"); file != "" {
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := eval.WritePredictions(f, answers); err != nil {
			t.Fatal(err)
		}
	}
}

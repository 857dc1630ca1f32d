package record_test

import (
	"math/rand/v2"
	"testing"

	"detente/record"
)

// TestContentsAgainstAllStatements compares the index with a look at every
// statement, over spans that nest and cross as those of reports never do.
func TestContentsAgainstAllStatements(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	span := func() record.Span {
		a, b := r.IntN(30), r.IntN(30)
		return record.Span{Start: min(a, b), End: max(a, b)}
	}
	for range 2000 {
		statements := make([]record.Statement, r.IntN(12))
		for i := range statements {
			for range r.IntN(3) {
				statements[i].Content = append(statements[i].Content, span())
			}
			statements[i].Background = r.IntN(4) == 0
		}
		kept := func(s *record.Statement) bool { return !s.Background }
		c := record.NewContents(statements, kept)
		for range 20 {
			at := span()
			best, size, holding := -1, 0, 0
			for i := range statements {
				for _, part := range statements[i].Content {
					if !kept(&statements[i]) || !part.Contains(at) {
						continue
					}
					holding++
					if best < 0 || part.Len() < size {
						best, size = i, part.Len()
					}
				}
			}
			if got := c.Over(at); got != best {
				t.Fatalf("over %v of %v stands %d, not %d", at, statements, got, best)
			}
			for range c.Holding(at) {
				holding--
			}
			if holding != 0 {
				t.Fatalf("%v: %d statements too few hold it", at, holding)
			}
		}
	}
}

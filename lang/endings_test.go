package lang

import (
	"math/rand/v2"
	"testing"
)

// TestEndingsAgainstAMap looks every ending up, the longest first.
func TestEndingsAgainstAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	word := func(most int) string {
		b := make([]byte, r.IntN(most+1))
		for i := range b {
			b[i] = "abcd^"[r.IntN(5)]
		}
		return string(b)
	}
	for range 200 {
		var e endings
		rules := map[string]edit{}
		for i := range r.IntN(12) {
			end := word(3)
			rules[end] = edit{drop: i}
			e.add(2, end, rules[end])
		}
		for range 50 {
			form := "^" + word(5)
			want, known := rules[form]
			for n := 1; !known && n <= len(form); n++ {
				want, known = rules[form[n:]]
			}
			got, ok := e.find(2, []byte(form))
			if form == "^" {
				want, known = rules[""]
			}
			if got != want || ok != known {
				t.Fatalf("%q by %v: %v %v, not %v %v", form, rules, got, ok, want, known)
			}
			if _, ok := e.find(3, []byte(form)); ok {
				t.Fatal("a rule of another class is found")
			}
		}
	}
}

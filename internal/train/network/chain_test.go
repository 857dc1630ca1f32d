package network

import (
	"math"
	"math/rand/v2"
	"testing"

	"detente/lang/net"
)

// TestChainAgainstAllSequences adds up all sequences of tags of three tokens.
func TestChainAgainstAllSequences(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	const n = 3
	var scores [n][nameTags]float32
	moves := make([]float32, nameTags*nameTags)
	for i := range moves {
		moves[i] = float32(r.NormFloat64())
	}
	for _, marks := range [][]int8{{1, 2, 0}, {-1, 4, -1}, {0, -1, 5}} {
		for i := range scores {
			for k := range scores[i] {
				scores[i][k] = float32(r.NormFloat64())
			}
		}
		all, held := 0.0, 0.0
		for code := range nameTags * nameTags * nameTags {
			before, sum, can, agrees := 0, 0.0, true, true
			for i, rest := 0, code; i < n; i, rest = i+1, rest/nameTags {
				tag := rest % nameTags
				can = can && net.NameMove(before, tag)
				agrees = agrees && (marks[i] < 0 || int(marks[i]) == tag)
				sum += float64(scores[i][tag])
				if i > 0 {
					sum += float64(moves[before*nameTags+tag])
				}
				before = tag
			}
			if can {
				all += math.Exp(sum)
				if agrees {
					held += math.Exp(sum)
				}
			}
		}
		var c chain
		got := c.loss(func(i int) []float32 { return scores[i][:] }, marks, moves, make([]float32, len(moves)), 1)
		if want := math.Log(all) - math.Log(held); math.Abs(got-want) > 1e-5 {
			t.Errorf("marks %v: loss %.6f, by adding up %.6f", marks, got, want)
		}
	}
	var c chain
	dMoves := make([]float32, len(moves))
	if got := c.loss(func(i int) []float32 { return scores[i][:] }, []int8{0, 2, 0}, moves, dMoves, 1); got != 0 || scores[1][2] != 0 || dMoves[0] != 0 {
		t.Error("a name without a beginning should teach nothing")
	}
}

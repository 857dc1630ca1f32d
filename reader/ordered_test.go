package reader

import (
	"context"
	"slices"
	"testing"
	"time"
)

func TestOrderedKeepsTheOrder(t *testing.T) {
	var in []int
	for i := range 200 {
		in = append(in, i)
	}
	slow := func(_ context.Context, i int) int {
		time.Sleep(time.Duration(i%7) * 100 * time.Microsecond)
		return i
	}
	for _, n := range []int{0, 1, 8} {
		if got := slices.Collect(Ordered(t.Context(), n, slices.Values(in), slow)); !slices.Equal(got, in) {
			t.Errorf("%d workers: results are out of order: %v", n, got)
		}
	}
}

func TestOrderedStops(t *testing.T) {
	endless := func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
	echo := func(_ context.Context, i int) int { return i }
	for got := range Ordered(t.Context(), 4, endless, echo) {
		if got == 20 {
			break // and must not hang
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	for range Ordered(ctx, 4, endless, echo) {
		if seen++; seen == 20 {
			cancel() // and must come to an end
		}
	}
}

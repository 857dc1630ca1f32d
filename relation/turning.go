package relation

import (
	"math"

	"detente/record"
)

// Turn is a turning point: the first bucket of a new regime.
type Turn struct {
	At        record.Moment    `json:"at"`
	Before    float64          `json:"before"` // mean of the buckets before and after, to the next turn
	After     float64          `json:"after"`
	Direction record.Direction `json:"direction"`
}

// TurningPoints finds where the mean of the buckets with news changes, by the
// PELT algorithm (Killick, Fearnhead and Eckley, JASA 107, 2012) with the cost of
// a normal distribution of known variance and the penalty 2 sigma^2 log n of the
// Schwarz criterion (one mean and one place a turn). A regime has at least
// minRegime buckets. Fewer than 2*minRegime buckets have no turning point. In a
// series of more than mostCuts buckets with news, turns are looked for at every
// second, third, ... of them, so that cost stays bounded.
func TurningPoints(points []Point) []Turn {
	const minRegime, mostCuts = 3, 2000
	var at []int
	for i := range points {
		if points[i].Events > 0 {
			at = append(at, i)
		}
	}
	n := len(at)
	turns := []Turn{}
	if n < 2*minRegime {
		return turns
	}
	sum, sq := make([]float64, n+1), make([]float64, n+1)
	for i, p := range at {
		m := *points[p].Mean
		sum[i+1], sq[i+1] = sum[i]+m, sq[i]+m*m
	}
	cost := func(a, b int) float64 { // of buckets [a, b) around their mean
		d := sum[b] - sum[a]
		return sq[b] - sq[a] - d*d/float64(b-a)
	}
	penalty := 2 * noise(points, at) * math.Log(float64(n))
	best, from := make([]float64, n+1), make([]int, n+1)
	best[0] = -penalty
	open := []int{0}
	step := 1 + (n-1)/mostCuts
	for t := minRegime; t <= n; t++ {
		if t%step != 0 && t != n {
			continue
		}
		best[t] = math.Inf(1)
		for _, a := range open {
			if t-a < minRegime {
				continue
			}
			if c := best[a] + cost(a, t) + penalty; c < best[t] {
				best[t], from[t] = c, a
			}
		}
		kept := open[:0]
		for _, a := range open { // pruning: what cannot win now never will
			if t-a < minRegime || best[a]+cost(a, t) <= best[t] {
				kept = append(kept, a)
			}
		}
		open = append(kept, t)
	}
	var bounds []int
	for t := n; t > 0; t = from[t] {
		bounds = append(bounds, t)
	}
	bounds = append(bounds, 0)
	for i := len(bounds) - 2; i >= 1; i-- {
		before, cut, after := bounds[i+1], bounds[i], bounds[i-1]
		turn := Turn{
			At:     points[at[cut]].Start,
			Before: (sum[cut] - sum[before]) / float64(cut-before), After: (sum[after] - sum[cut]) / float64(after-cut),
			Direction: record.Better,
		}
		if turn.After < turn.Before {
			turn.Direction = record.Worse
		}
		turns = append(turns, turn)
	}
	return turns
}

// noise is the variance of a bucket's mean about its regime, estimated from the
// differences of neighbours, which a few turns hardly touch (von Neumann, Annals
// of Mathematical Statistics 12, 1941).
func noise(points []Point, at []int) float64 {
	ss := 0.0
	for i := 1; i < len(at); i++ {
		d := *points[at[i]].Mean - *points[at[i-1]].Mean
		ss += d * d
	}
	return math.Max(0.25, ss/float64(2*(len(at)-1)))
}

package mat

import "math"

// Adam holds the numbers of one step of the optimiser of Kingma & Ba (2015).
type Adam struct {
	Cut     float32 // the gradient is multiplied with it first
	Mean    float32 // one minus beta 1
	Square  float32 // one minus beta 2
	Rate    float32 // with the corrections for the first steps
	Epsilon float32
}

// Step moves x against its gradient g and renews the moments. The lengths are
// equal and multiples of 8.
func (a *Adam) Step(x, mean, square, g []float32) {
	n := len(x)
	if n%8 != 0 || len(mean) != n || len(square) != n || len(g) != n {
		panic("mat: step over unequal lengths or no multiple of 8")
	}
	if n > 0 {
		a.step(x, mean, square, g)
	}
}

func (a *Adam) stepPortable(x, mean, square, g []float32) {
	for i := range x {
		g := float32(g[i] * a.Cut)
		mean[i] += float32(a.Mean * (g - mean[i]))
		square[i] += float32(a.Square * (float32(g*g) - square[i]))
		x[i] -= float32(a.Rate*mean[i]) / (float32(math.Sqrt(float64(square[i]))) + a.Epsilon)
	}
}

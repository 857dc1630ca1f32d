//go:build !amd64 || purego

package mat

func mulAdd(c Out, a Rows, m int, b Packed) { mulAddPortable(c, a, m, b) }

func tanh(x []float32) { tanhPortable(x) }

func (a *Adam) step(x, mean, square, g []float32) { a.stepPortable(x, mean, square, g) }

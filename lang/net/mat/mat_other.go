//go:build !amd64 || purego

package mat

func mulAdd(c Out, a Rows, m int, b Packed) { mulAddPortable(c, a, m, b) }

func tanh(x []float32) { tanhPortable(x) }

func (a *Adam) step(x, mean, square, g []float32) { a.stepPortable(x, mean, square, g) }

func mulQuant(c []float32, ldc int, from []float32, ldf int, a []int16, lda, m int, b Quant, scale float32) {
	mulQuantPortable(c, ldc, from, ldf, a, lda, m, b, scale)
}

func cell(gates, old, now []float32, out []int16) { cellPortable(gates, old, now, out) }

func rectify(out, x []float32, leak float32) { rectifyPortable(out, x, leak) }

func rectifySum(out, x, y, z []float32, leak float32) { rectifySumPortable(out, x, y, z, leak) }

func addBytes(x []float32, row []byte, scale float32) { addBytesPortable(x, row, scale) }

func round(out []int16, x []float32, by float32) { roundPortable(out, x, by) }

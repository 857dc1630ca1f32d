package mat

// Small operations on rows, whose lengths are multiples of 8.

// Rectify sets out to x, with what is negative multiplied with leak, which is
// between 0 and 1 (Maas et al. 2013, "Rectifier Nonlinearities Improve Neural
// Network Acoustic Models").
func Rectify(out, x []float32, leak float32) {
	if rowsOf8(len(out), len(x)) {
		rectify(out, x, leak)
	}
}

// RectifySum does it to x + y + z, summed in this order.
func RectifySum(out, x, y, z []float32, leak float32) {
	if rowsOf8(len(out), len(x)) && rowsOf8(len(y), len(z)) && rowsOf8(len(x), len(y)) {
		rectifySum(out, x, y, z, leak)
	}
}

// AddBytes adds the signed bytes of row, times scale, to x.
func AddBytes(x []float32, row []byte, scale float32) {
	if rowsOf8(len(x), len(row)) {
		addBytes(x, row, scale)
	}
}

// rowsOf8 is false where there is nothing to do.
func rowsOf8(n, m int) bool {
	if n != m || n%8 != 0 {
		panic("mat: rows of unequal lengths or no multiple of 8")
	}
	return n > 0
}

func rectifyPortable(out, x []float32, leak float32) {
	for i, v := range x {
		if v < 0 {
			v = float32(leak * v)
		}
		out[i] = v
	}
}

func rectifySumPortable(out, x, y, z []float32, leak float32) {
	for i, v := range x {
		v = float32(v+y[i]) + z[i]
		if v < 0 {
			v = float32(leak * v)
		}
		out[i] = v
	}
}

func addBytesPortable(x []float32, row []byte, scale float32) {
	for i, b := range row {
		x[i] += float32(scale * float32(int8(b)))
	}
}

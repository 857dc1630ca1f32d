package mat

import "math"

// Quant is a packed matrix of whole numbers times one scale. It stands for a
// matrix of float32 in a trained network, with twice the speed: a processor
// multiplies twice as many numbers of 16 bits at once. Whole numbers add up the
// same in any order, so nothing here depends on the processor either.
//
// K is even. Data holds, panel by panel and for each two rows, the two numbers of
// each column side by side.
type Quant struct {
	K, N  int
	Data  []int16
	Scale float32
}

// weightTop and stateTop are the greatest numbers in a Quant and in the rows that
// it is multiplied with: 512 products of them fit 32 bits.
const (
	weightTop = 1<<11 - 1
	stateTop  = 1<<11 - 1
)

// Quantise rounds a packed matrix; its K must be even.
func Quantise(m Packed) Quant {
	var top float32
	for _, x := range m.Data {
		top = max(top, x, -x)
	}
	q := Quant{K: m.K, N: m.N, Data: make([]int16, len(m.Data)), Scale: top / weightTop}
	if top == 0 {
		return q
	}
	by := weightTop / top
	for p := range m.N / Width {
		panel := p * m.K * Width
		for k := range m.K {
			for j := range Width {
				x := m.Data[panel+k*Width+j]
				q.Data[panel+k/2*2*Width+2*j+k%2] = int16(math.RoundToEven(float64(x * by)))
			}
		}
	}
	return q
}

// Round sets out to x in whole numbers, such that ±top becomes ±stateTop; what
// lies beyond is cut off. The scale that gives the numbers back is StateScale(top).
func Round(out []int16, x []float32, top float32) {
	out = out[:len(x)]
	eights := len(x) &^ 7
	if eights > 0 {
		round(out[:eights], x[:eights], stateTop/top)
	}
	roundPortable(out[eights:], x[eights:], stateTop/top)
}

func roundPortable(out []int16, x []float32, by float32) {
	for i, v := range x {
		v = min(max(float32(v*by), -stateTop), stateTop)
		out[i] = int16(math.RoundToEven(float64(v)))
	}
}

// StateScale is what numbers made by Round with this top, or by Cell with a top
// of one, are to be multiplied with.
func StateScale(top float32) float32 { return top / stateTop }

// MulQuant sets m rows of c to those of from plus scale times the product of a
// and b. The rows are b.N numbers long in c and from, b.K in a, and lie ldc, ldf
// and lda apart; from may be c, or one row for all with ldf 0.
func MulQuant(c []float32, ldc int, from []float32, ldf int, a []int16, lda, m int, b Quant, scale float32) {
	if m == 0 || b.K == 0 || b.N == 0 {
		return
	}
	_ = c[(m-1)*ldc+b.N-1]
	_ = from[(m-1)*ldf+b.N-1]
	_ = a[(m-1)*lda+b.K-1]
	_ = b.Data[b.K*b.N-1]
	mulQuant(c, ldc, from, ldf, a, lda, m, b, scale*b.Scale)
}

func mulQuantPortable(c []float32, ldc int, from []float32, ldf int, a []int16, lda, m int, b Quant, scale float32) {
	for p := 0; p < b.N/Width; p++ {
		panel := b.Data[p*b.K*Width : (p+1)*b.K*Width]
		for i := range m {
			var sum [Width]int32
			row := a[i*lda : i*lda+b.K]
			for k := 0; k < len(row); k += 2 {
				x, y := int32(row[k]), int32(row[k+1])
				pairs := (*[2 * Width]int16)(panel[k*Width:])
				for j := range sum {
					sum[j] += x*int32(pairs[2*j]) + y*int32(pairs[2*j+1])
				}
			}
			out, was := (*[Width]float32)(c[i*ldc+p*Width:]), (*[Width]float32)(from[i*ldf+p*Width:])
			for j, s := range sum {
				out[j] = was[j] + float32(float32(s)*scale)
			}
		}
	}
}

// Cell is one LSTM cell of len(now) units, a multiple of 8. gates are the sums of
// i, f, o, g one after the other, where the sigmoid of the first three is
// (1+tanh x)/2 of their sum; old and now are the state before and after, out is
// the output in whole numbers, to be scaled by StateScale(1).
func Cell(gates, old, now []float32, out []int16) {
	n := len(now)
	if n%8 != 0 || n == 0 || len(gates) != 4*n || len(old) != n || len(out) != n {
		panic("mat: a cell of unequal lengths or no multiple of 8")
	}
	cell(gates, old, now, out)
}

func cellPortable(gates, old, now []float32, out []int16) {
	n := len(now)
	tanhPortable(gates)
	for j := range now {
		i, f := float32(0.5*gates[j])+0.5, float32(0.5*gates[n+j])+0.5
		now[j] = float32(i*gates[3*n+j]) + float32(f*old[j])
	}
	for j := range now {
		o := float32(0.5*gates[2*n+j]) + 0.5
		t := [1]float32{now[j]}
		tanhPortable(t[:])
		out[j] = int16(math.RoundToEven(float64(float32(float32(t[0]*o) * stateTop))))
	}
}

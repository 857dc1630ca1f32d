// Package mat multiplies small dense matrices of float32 and applies tanh, the
// same to the last bit on every machine.
//
// Every sum is taken in one fixed order, term after term, each product rounded
// before it is added, so that the portable code and the AVX2 code give equal
// results and a model's output does not depend on the processor. Vectors run
// across the columns of a result, never along a sum.
package mat

// Width is how many columns a panel of a packed matrix has.
const Width = 16

// Pad is n rounded up to whole panels.
func Pad(n int) int { return (n + Width - 1) &^ (Width - 1) }

// Packed is a matrix of K rows and N columns, N a multiple of Width, stored
// panel by panel: column j of row k is Data[j/Width*K*Width + k*Width + j%Width].
type Packed struct {
	K, N int
	Data []float32
}

// At is where row k, column j is in Data.
func (p Packed) At(k, j int) int { return j/Width*p.K*Width + k*Width + j%Width }

// Pack packs the K by n row-major matrix src, whose rows are ld apart, into
// buf, and fills the last panel with zeros. It returns buf, grown if need be,
// as Data.
func Pack(buf []float32, src []float32, k, n, ld int) Packed {
	p := Packed{K: k, N: Pad(n), Data: Grow(buf, k*Pad(n))}
	for j := 0; j < n; j += Width {
		panel := p.Data[j*k:]
		w := min(Width, n-j)
		for i := range k {
			row := panel[i*Width : i*Width+Width]
			clear(row[copy(row, src[i*ld+j:i*ld+j+w]):])
		}
	}
	return p
}

// PackTurned packs the transpose of the n by k row-major matrix src.
func PackTurned(buf []float32, src []float32, k, n, ld int) Packed {
	p := Packed{K: k, N: Pad(n), Data: Grow(buf, k*Pad(n))}
	for j := range p.N {
		panel := p.Data[j/Width*k*Width+j%Width:]
		if j >= n {
			for i := range k {
				panel[i*Width] = 0
			}
			continue
		}
		for i, x := range src[j*ld : j*ld+k] {
			panel[i*Width] = x
		}
	}
	return p
}

// Turn packs the transpose of a packed matrix; its K must be a multiple of Width.
func Turn(buf []float32, m Packed) Packed {
	t := Packed{K: m.N, N: m.K, Data: Grow(buf, m.K*m.N)}
	for k := range m.K {
		out := t.Data[k/Width*t.K*Width+k%Width:]
		for j := range m.N {
			out[j*Width] = m.Data[j/Width*m.K*Width+k*Width+j%Width]
		}
	}
	return t
}

// Grow is buf with length n, newly made where its capacity is too small. The
// content is undefined.
func Grow[T any](buf []T, n int) []T {
	if cap(buf) < n {
		return make([]T, n, n+n/4)
	}
	return buf[:n]
}

// Rows is a view of numbers as a matrix: element (i, j) is Data[i*Row+j*Col].
type Rows struct {
	Data     []float32
	Row, Col int
}

// Out is a view of a result whose rows lie Row apart and whose panels of Width
// columns lie Panel apart; a row-major matrix has Panel == Width.
type Out struct {
	Data       []float32
	Row, Panel int
}

// MulAdd adds a times b to c: a has m rows and b.K columns. Each element of c
// takes its terms in the order of b's rows.
func MulAdd(c Out, a Rows, m int, b Packed) {
	if m == 0 || b.K == 0 || b.N == 0 {
		return
	}
	// The kernels do not check bounds: these do, once.
	_ = c.Data[(m-1)*c.Row+(b.N/Width-1)*c.Panel+Width-1]
	_ = a.Data[(m-1)*a.Row+(b.K-1)*a.Col]
	_ = b.Data[b.K*b.N-1]
	mulAdd(c, a, m, b)
}

func mulAddPortable(c Out, a Rows, m int, b Packed) {
	for p := 0; p < b.N/Width; p++ {
		panel := b.Data[p*b.K*Width : (p+1)*b.K*Width]
		for i := range m {
			out := (*[Width]float32)(c.Data[i*c.Row+p*c.Panel:])
			at := i * a.Row
			for k := 0; k < len(panel); k += Width {
				x := a.Data[at]
				at += a.Col
				for j, y := range (*[Width]float32)(panel[k:]) {
					out[j] += float32(x * y)
				}
			}
		}
	}
}

// Tanh replaces every number by its hyperbolic tangent, to about 1e-6; len(x)
// must be a multiple of 8.
func Tanh(x []float32) {
	if len(x)%8 != 0 {
		panic("mat: tanh of a length that is not a multiple of 8")
	}
	if len(x) > 0 {
		tanh(x)
	}
}

// The rational approximation of tanh on [-limit, limit] with an odd numerator
// of degree 13 and an even denominator of degree 6, as in the Eigen library
// (Eigen/src/Core/MathFunctionsImpl.h); beyond it tanh is 1 in float32.
const tanhLimit = 7.90531110763549805

var tanhNumerator = [7]float32{
	-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
	1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
}

var tanhDenominator = [4]float32{1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03}

func tanhPortable(xs []float32) {
	for i, x := range xs {
		if x > tanhLimit {
			x = tanhLimit
		}
		if x < -tanhLimit {
			x = -tanhLimit
		}
		sq := float32(x * x)
		p := tanhNumerator[0]
		for _, c := range tanhNumerator[1:] {
			p = float32(p*sq) + c
		}
		q := tanhDenominator[0]
		for _, c := range tanhDenominator[1:] {
			q = float32(q*sq) + c
		}
		xs[i] = float32(x*p) / q
	}
}

//go:build amd64 && !purego

package mat

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// What the processor can do: fast is AVX2, wide AVX-512 with VPDPWSSD.
var (
	fast = cpu.X86.HasAVX2
	wide = fast && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

// The kernels of kernel_amd64.s. Each adds k terms to the panel(s) of rows of c:
// a steps by row and col bytes, c's rows lie ldc bytes apart.

//go:noescape
func kernel6(k int, a unsafe.Pointer, row, col uintptr, b, c unsafe.Pointer, ldc uintptr)

//go:noescape
func kernel3(k int, a unsafe.Pointer, row, col uintptr, b, c unsafe.Pointer, ldc uintptr)

//go:noescape
func kernel1(k int, a unsafe.Pointer, col uintptr, b, c unsafe.Pointer)

// kernel1x4 is one row of a against four panels of b, pb bytes apart, whose
// results lie pc bytes apart.
//
//go:noescape
func kernel1x4(k int, a unsafe.Pointer, col uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, pc uintptr)

//go:noescape
func tanh8(x unsafe.Pointer, blocks int, constants unsafe.Pointer)

//go:noescape
func adam8(x, mean, square, gr unsafe.Pointer, blocks int, constants unsafe.Pointer)

func (a *Adam) step(x, mean, square, g []float32) {
	if !fast {
		a.stepPortable(x, mean, square, g)
		return
	}
	c := [5]float32{a.Cut, a.Mean, a.Square, a.Rate, a.Epsilon}
	adam8(unsafe.Pointer(&x[0]), unsafe.Pointer(&mean[0]), unsafe.Pointer(&square[0]), unsafe.Pointer(&g[0]), len(x)/8, unsafe.Pointer(&c))
}

func mulAdd(c Out, a Rows, m int, b Packed) {
	if !fast {
		mulAddPortable(c, a, m, b)
		return
	}
	row, col, ldc := uintptr(a.Row)*4, uintptr(a.Col)*4, uintptr(c.Row)*4
	single := m % 3 // rows left for the one-row kernels
	if m >= 3 {
		for p := 0; p < b.N/Width; p++ {
			pb := unsafe.Pointer(&b.Data[p*b.K*Width])
			i := 0
			for ; wide && i+6 <= m; i += 6 {
				real6(b.K, unsafe.Pointer(&a.Data[i*a.Row]), row, col, pb, unsafe.Pointer(&c.Data[i*c.Row+p*c.Panel]), ldc)
			}
			for ; i+6 <= m; i += 6 {
				kernel6(b.K, unsafe.Pointer(&a.Data[i*a.Row]), row, col, pb, unsafe.Pointer(&c.Data[i*c.Row+p*c.Panel]), ldc)
			}
			if i+3 <= m {
				kernel3(b.K, unsafe.Pointer(&a.Data[i*a.Row]), row, col, pb, unsafe.Pointer(&c.Data[i*c.Row+p*c.Panel]), ldc)
			}
		}
	}
	for i := m - single; i < m; i++ {
		p := 0
		for ; p+4 <= b.N/Width; p += 4 {
			kernel1x4(b.K, unsafe.Pointer(&a.Data[i*a.Row]), col, unsafe.Pointer(&b.Data[p*b.K*Width]), uintptr(b.K)*Width*4,
				unsafe.Pointer(&c.Data[i*c.Row+p*c.Panel]), uintptr(c.Panel)*4)
		}
		for ; p < b.N/Width; p++ {
			kernel1(b.K, unsafe.Pointer(&a.Data[i*a.Row]), col, unsafe.Pointer(&b.Data[p*b.K*Width]), unsafe.Pointer(&c.Data[i*c.Row+p*c.Panel]))
		}
	}
}

// tanhConstants are limit, numerator and denominator, as tanh8 reads them.
var tanhConstants = func() (c [12]float32) {
	c[0] = tanhLimit
	copy(c[1:], tanhNumerator[:])
	copy(c[8:], tanhDenominator[:])
	return c
}()

func tanh(x []float32) {
	if !fast {
		tanhPortable(x)
		return
	}
	tanh8(unsafe.Pointer(&x[0]), len(x)/8, unsafe.Pointer(&tanhConstants))
}

// The kernels of quant_amd64.s.

//go:noescape
func quant6(pairs int, a unsafe.Pointer, row uintptr, b, c unsafe.Pointer, ldc uintptr, scale float32)

//go:noescape
func quant3(pairs int, a unsafe.Pointer, row uintptr, b, c unsafe.Pointer, ldc uintptr, scale float32)

//go:noescape
func quant1x4(pairs int, a, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, pc uintptr, scale float32)

//go:noescape
func quant1(pairs int, a, b, c unsafe.Pointer, scale float32)

//go:noescape
func cell8(gates, old, now, out unsafe.Pointer, blocks int, constants unsafe.Pointer)

func mulQuant(c []float32, ldc int, from []float32, ldf int, a []int16, lda, m int, b Quant, scale float32) {
	switch {
	case wide && b.N%(4*Width) == 0:
		mulQuantWide(c, ldc, from, ldf, a, lda, m, b, scale)
	case fast:
		mulQuantFast(c, ldc, from, ldf, a, lda, m, b, scale)
	default:
		mulQuantPortable(c, ldc, from, ldf, a, lda, m, b, scale)
	}
}

func mulQuantFast(c []float32, ldc int, from []float32, ldf int, a []int16, lda, m int, b Quant, scale float32) {
	for i := range m {
		copy(c[i*ldc:i*ldc+b.N], from[i*ldf:])
	}
	row, out, pairs := uintptr(lda)*2, uintptr(ldc)*4, b.K/2
	if m >= 3 {
		for p := 0; p < b.N/Width; p++ {
			pb := unsafe.Pointer(&b.Data[p*b.K*Width])
			i := 0
			for ; i+6 <= m; i += 6 {
				quant6(pairs, unsafe.Pointer(&a[i*lda]), row, pb, unsafe.Pointer(&c[i*ldc+p*Width]), out, scale)
			}
			if i+3 <= m {
				quant3(pairs, unsafe.Pointer(&a[i*lda]), row, pb, unsafe.Pointer(&c[i*ldc+p*Width]), out, scale)
			}
		}
	}
	for i := m - m%3; i < m; i++ {
		p := 0
		for ; p+4 <= b.N/Width; p += 4 {
			quant1x4(pairs, unsafe.Pointer(&a[i*lda]), unsafe.Pointer(&b.Data[p*b.K*Width]), uintptr(b.K)*Width*2,
				unsafe.Pointer(&c[i*ldc+p*Width]), Width*4, scale)
		}
		for ; p < b.N/Width; p++ {
			quant1(pairs, unsafe.Pointer(&a[i*lda]), unsafe.Pointer(&b.Data[p*b.K*Width]), unsafe.Pointer(&c[i*ldc+p*Width]), scale)
		}
	}
}

// The kernels of wide_amd64.s, named after the rows of a and the panels of b that
// each takes at once. The panels of b lie pb bytes apart.

//go:noescape
func wide8x2(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)

//go:noescape
func wide4x4(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)

//go:noescape
func wide2x4(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)

//go:noescape
func wide1x4(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)

// real6 is kernel6 by the same instructions on sixteen columns.
//
//go:noescape
func real6(k int, a unsafe.Pointer, row, col uintptr, b, c unsafe.Pointer, ldc uintptr)

//go:noescape
func cell16(gates, old, now, out unsafe.Pointer, blocks int, constants unsafe.Pointer)

// mulQuantWide needs a multiple of four panels.
func mulQuantWide(c []float32, ldc int, from []float32, ldf int, a []int16, lda, m int, b Quant, scale float32) {
	row, pb, out, in, pairs := uintptr(lda)*2, uintptr(b.K)*Width*2, uintptr(ldc)*4, uintptr(ldf)*4, b.K/2
	eights := m &^ 7
	if eights > 0 {
		for p := 0; p < b.N/Width; p += 2 {
			panel, col := unsafe.Pointer(&b.Data[p*b.K*Width]), p*Width
			for i := 0; i < eights; i += 8 {
				wide8x2(pairs, unsafe.Pointer(&a[i*lda]), row, panel, pb, unsafe.Pointer(&c[i*ldc+col]), out, unsafe.Pointer(&from[i*ldf+col]), in, scale)
			}
		}
	}
	if eights == m {
		return
	}
	for p := 0; p < b.N/Width; p += 4 {
		panel, col, i := unsafe.Pointer(&b.Data[p*b.K*Width]), p*Width, eights
		if m&4 != 0 {
			wide4x4(pairs, unsafe.Pointer(&a[i*lda]), row, panel, pb, unsafe.Pointer(&c[i*ldc+col]), out, unsafe.Pointer(&from[i*ldf+col]), in, scale)
			i += 4
		}
		if m&2 != 0 {
			wide2x4(pairs, unsafe.Pointer(&a[i*lda]), row, panel, pb, unsafe.Pointer(&c[i*ldc+col]), out, unsafe.Pointer(&from[i*ldf+col]), in, scale)
			i += 2
		}
		if m&1 != 0 {
			wide1x4(pairs, unsafe.Pointer(&a[i*lda]), row, panel, pb, unsafe.Pointer(&c[i*ldc+col]), out, unsafe.Pointer(&from[i*ldf+col]), in, scale)
		}
	}
}

// cellConstants are limits, numerator, denominator, one half and the scale of the
// output, eight times each.
var cellConstants = func() (c [15 * 8]float32) {
	all := []float32{tanhLimit, -tanhLimit}
	all = append(append(all, tanhNumerator[:]...), tanhDenominator[:]...)
	for i, x := range append(all, 0.5, stateTop) {
		for j := range 8 {
			c[8*i+j] = x
		}
	}
	return c
}()

func cell(gates, old, now []float32, out []int16) {
	if !fast {
		cellPortable(gates, old, now, out)
		return
	}
	if wide && len(now)%16 == 0 {
		cell16(unsafe.Pointer(&gates[0]), unsafe.Pointer(&old[0]), unsafe.Pointer(&now[0]), unsafe.Pointer(&out[0]), len(now)/16, unsafe.Pointer(&cellConstants))
		return
	}
	cell8(unsafe.Pointer(&gates[0]), unsafe.Pointer(&old[0]), unsafe.Pointer(&now[0]), unsafe.Pointer(&out[0]), len(now)/8, unsafe.Pointer(&cellConstants))
}

//go:noescape
func rectify8(out, x unsafe.Pointer, blocks int, leak float32)

//go:noescape
func rectifySum8(out, x, y, z unsafe.Pointer, blocks int, leak float32)

//go:noescape
func addBytes8(x, row unsafe.Pointer, blocks int, scale float32)

func rectify(out, x []float32, leak float32) {
	if !fast {
		rectifyPortable(out, x, leak)
		return
	}
	rectify8(unsafe.Pointer(&out[0]), unsafe.Pointer(&x[0]), len(x)/8, leak)
}

func rectifySum(out, x, y, z []float32, leak float32) {
	if !fast {
		rectifySumPortable(out, x, y, z, leak)
		return
	}
	rectifySum8(unsafe.Pointer(&out[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0]), unsafe.Pointer(&z[0]), len(x)/8, leak)
}

func addBytes(x []float32, row []byte, scale float32) {
	if !fast {
		addBytesPortable(x, row, scale)
		return
	}
	addBytes8(unsafe.Pointer(&x[0]), unsafe.Pointer(&row[0]), len(row)/8, scale)
}

//go:noescape
func round8(out, x unsafe.Pointer, blocks int, by, top float32)

func round(out []int16, x []float32, by float32) {
	if !fast {
		roundPortable(out, x, by)
		return
	}
	round8(unsafe.Pointer(&out[0]), unsafe.Pointer(&x[0]), len(x)/8, by, stateTop)
}

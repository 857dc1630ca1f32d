package mat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestWholeNumbersGiveTheBitsOfThePortableCode(t *testing.T) {
	eachProcessor(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for m := 1; m <= 18; m++ {
			for _, k := range []int{2, 96} {
				for _, n := range []int{16, 48, 64, 144, 192} {
					b := Quantise(Pack(nil, numbers(r, k*n), k, n, n))
					a := make([]int16, m*k)
					Round(a, numbers(r, m*k), 3)
					c := numbers(r, m*n)
					bias, want := c[:n], slices.Clone(c)
					MulQuant(c, n, c, n, a, k, m, b, StateScale(3))
					mulQuantPortable(want, n, want, n, a, k, m, b, StateScale(3)*b.Scale)
					if !slices.Equal(c, want) {
						t.Fatalf("%d x %d x %d differs", m, k, n)
					}
					bias = slices.Clone(bias)
					MulQuant(c, n, bias, 0, a, k, m, b, StateScale(3))
					mulQuantPortable(want, n, bias, 0, a, k, m, b, StateScale(3)*b.Scale)
					if !slices.Equal(c, want) {
						t.Fatalf("%d x %d x %d with a bias differs", m, k, n)
					}
				}
			}
		}
		for range 20 {
			for _, n := range []int{8, 32} {
				gates, old := numbers(r, 4*n), numbers(r, n)
				gates[3], gates[n+1] = 1e9, -1e9
				now, out := make([]float32, n), make([]int16, n)
				gates2, now2, out2 := slices.Clone(gates), slices.Clone(now), slices.Clone(out)
				Cell(gates, old, now, out)
				cellPortable(gates2, old, now2, out2)
				if !slices.Equal(now, now2) || !slices.Equal(out, out2) {
					t.Fatal("the cell differs")
				}
			}
		}
	})
}

func TestWholeNumbersAreNearTheReal(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const m, k, n = 7, 128, 64
	b := Pack(nil, numbers(r, k*n), k, n, n)
	x := numbers(r, m*k)
	want, got := make([]float32, m*n), make([]float32, m*n)
	MulAdd(Out{want, n, Width}, Rows{x, k, 1}, m, b)
	a := make([]int16, m*k)
	Round(a, x, 4)
	MulQuant(got, n, got, n, a, k, m, Quantise(b), StateScale(4))
	for i := range want {
		if math.Abs(float64(want[i]-got[i])) > 0.05 {
			t.Fatalf("%v became %v", want[i], got[i])
		}
	}
}

func BenchmarkMulQuant(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, m := range []int{1, 6, 120} {
		b.Run(string(rune('0'+m%10))+"rows", func(b *testing.B) {
			const k, n = 128, 512
			w := Quantise(Pack(nil, numbers(r, k*n), k, n, n))
			a, c := make([]int16, m*k), numbers(r, m*n)
			for b.Loop() {
				MulQuant(c, n, c, n, a, k, m, w, 1)
			}
			b.ReportMetric(float64(m*k*n)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GMAC/s")
		})
	}
}

func BenchmarkCell(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	gates, old, now, out := numbers(r, 512), numbers(r, 128), numbers(r, 128), make([]int16, 128)
	for b.Loop() {
		Cell(gates, old, now, out)
	}
}

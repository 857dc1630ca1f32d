package mat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func numbers(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

func TestKernelsGiveTheBitsOfThePortableCode(t *testing.T) {
	eachProcessor(t, kernels)
}

func kernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for m := 1; m <= 14; m++ {
		for _, k := range []int{1, 7, 96} {
			for _, n := range []int{1, 16, 48, 64, 150} {
				b := Pack(nil, numbers(r, k*n), k, n, n)
				a, c := numbers(r, m*k), numbers(r, m*b.N)
				want := slices.Clone(c)
				for _, col := range []bool{false, true} {
					rows := Rows{a, k, 1}
					if col {
						rows = Rows{a, 1, m}
					}
					MulAdd(Out{c, b.N, Width}, rows, m, b)
					mulAddPortable(Out{want, b.N, Width}, rows, m, b)
					if !slices.Equal(c, want) {
						t.Fatalf("%d x %d x %d differs", m, k, n)
					}
				}
			}
		}
	}
	x := numbers(r, 4096)
	for i := range x {
		x[i] *= 4
	}
	want := slices.Clone(x)
	Tanh(x)
	tanhPortable(want)
	if !slices.Equal(x, want) {
		t.Error("tanh differs")
	}
	mean, square, g := numbers(r, 64), make([]float32, 64), numbers(r, 64)
	x2, mean2, square2 := slices.Clone(x[:64]), slices.Clone(mean), slices.Clone(square)
	a := Adam{0.7, 0.1, 0.03, 2e-3, 1e-8}
	for range 3 {
		a.Step(x[:64], mean, square, g)
		a.stepPortable(x2, mean2, square2, g)
	}
	if !slices.Equal(x[:64], x2) || !slices.Equal(mean, mean2) || !slices.Equal(square, square2) {
		t.Error("the step of the optimiser differs")
	}
}

func TestAgainstPlainSums(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const m, k, n = 5, 32, 48
	src := numbers(r, k*n)
	a := numbers(r, m*k)
	turned := make([]float32, n*k)
	for i := range k {
		for j := range n {
			turned[j*k+i] = src[i*n+j]
		}
	}
	packed := Pack(nil, src, k, n, n)
	for name, b := range map[string]Packed{"Pack": packed, "PackTurned": PackTurned(nil, turned, k, n, k), "Turn": Turn(nil, Turn(nil, packed))} {
		c := make([]float32, m*b.N)
		MulAdd(Out{c, b.N, Width}, Rows{a, k, 1}, m, b)
		for i := range m {
			for j := range n {
				sum := 0.0
				for l := range k {
					sum += float64(a[i*k+l]) * float64(src[l*n+j])
				}
				if math.Abs(sum-float64(c[i*b.N+j])) > 1e-4 {
					t.Fatalf("%s: element %d,%d is %v, not %v", name, i, j, c[i*b.N+j], sum)
				}
			}
		}
	}
	x := make([]float32, 2000)
	for i := range x {
		x[i] = float32(i-1000) / 100
	}
	y := slices.Clone(x)
	Tanh(y)
	for i := range x {
		if d := math.Abs(math.Tanh(float64(x[i])) - float64(y[i])); d > 2e-6 {
			t.Fatalf("tanh(%v) is off by %v", x[i], d)
		}
	}
}

func BenchmarkMulAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, m := range []int{1, 6, 120} {
		b.Run(string(rune('0'+m%10))+"rows", func(b *testing.B) {
			const k, n = 128, 512
			w := Pack(nil, numbers(r, k*n), k, n, n)
			a, c := numbers(r, m*k), numbers(r, m*n)
			for b.Loop() {
				MulAdd(Out{c, n, Width}, Rows{a, k, 1}, m, w)
			}
			b.ReportMetric(float64(m*k*n)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GMAC/s")
		})
	}
}

func BenchmarkTanh(b *testing.B) {
	x := numbers(rand.New(rand.NewPCG(5, 6)), 512)
	for b.Loop() {
		Tanh(x)
	}
}

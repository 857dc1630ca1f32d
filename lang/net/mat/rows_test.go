package mat

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRowsGiveTheBitsOfThePortableCode(t *testing.T) {
	eachProcessor(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 8))
		for _, n := range []int{0, 8, 96, 128} {
			x, y, z := numbers(r, n), numbers(r, n), numbers(r, n)
			row := make([]byte, n)
			for i := range row {
				row[i] = byte(r.Uint32())
			}
			got, want := make([]float32, n), make([]float32, n)
			same := func(what string) {
				t.Helper()
				if !slices.Equal(got, want) {
					t.Errorf("%s of %d differs", what, n)
				}
			}
			Rectify(got, x, 0.1)
			rectifyPortable(want, x, 0.1)
			same("Rectify")
			RectifySum(got, x, y, z, 0.1)
			rectifySumPortable(want, x, y, z, 0.1)
			same("RectifySum")
			AddBytes(got, row, 0.37)
			addBytesPortable(want, row, 0.37)
			same("AddBytes")
			far := slices.Clone(x)
			for i := range far {
				far[i] *= 3 // some beyond the top
			}
			whole, portable := make([]int16, n), make([]int16, n)
			Round(whole, far, 4)
			roundPortable(portable, far, stateTop/4.0)
			if !slices.Equal(whole, portable) {
				t.Errorf("Round of %d differs", n)
			}
		}
	})
}

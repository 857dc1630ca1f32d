//go:build amd64 && !purego

package mat

import "testing"

// eachProcessor runs a test as on each kind of processor that this one can act.
func eachProcessor(t *testing.T, test func(*testing.T)) {
	f, w := fast, wide
	defer func() { fast, wide = f, w }()
	if wide {
		t.Run("AVX-512", test)
	}
	wide = false
	if fast {
		t.Run("AVX2", test)
	}
	fast = false
	t.Run("portable", test)
}

//go:build !amd64 || purego

package mat

import "testing"

func eachProcessor(t *testing.T, test func(*testing.T)) { test(t) }

package actor_test

import (
	"testing"

	"detente/actor"
	"detente/data"
)

// BenchmarkNew is the time to load the dictionary; the bar is 30 ms.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := actor.New(data.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}

package pages

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestMemoryCountsOnceUntilTheDatabaseChanges(t *testing.T) {
	var version, counted atomic.Int64
	m := newMemory(func(context.Context) (string, error) { return fmt.Sprint(version.Load()), nil })
	release := make(chan struct{})
	close(release)
	ask := func() (int64, bool) {
		v, stale, err := remember(t.Context(), m, "a", func(context.Context) (int64, error) {
			<-release
			return counted.Add(1), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return v, stale
	}
	for range 3 {
		if v, stale := ask(); v != 1 || stale {
			t.Fatalf("counted %d, stale %t", v, stale)
		}
	}
	// The database changes, and the new count takes long: the old one is given.
	release = make(chan struct{})
	version.Add(1)
	if v, stale := ask(); v != 1 || !stale {
		t.Fatalf("counted %d, stale %t while a new count is made", v, stale)
	}
	close(release)
	for range 200 {
		if v, stale := ask(); v == 2 && !stale {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the new count never came")
}

func TestMemoryForgetsFaultsAndTheOldest(t *testing.T) {
	m := newMemory(func(context.Context) (string, error) { return "1", nil })
	fault := errors.New("no")
	if _, _, err := remember(t.Context(), m, "a", func(context.Context) (int, error) { return 0, fault }); !errors.Is(err, fault) {
		t.Fatalf("got %v", err)
	}
	if v, _, err := remember(t.Context(), m, "a", func(context.Context) (int, error) { return 7, nil }); v != 7 || err != nil {
		t.Fatalf("a fault is remembered: %d, %v", v, err)
	}
	for i := range 3 * answersKept {
		if _, _, err := remember(t.Context(), m, fmt.Sprint(i), func(context.Context) (int, error) { return i, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.answers) > answersKept {
		t.Errorf("%d answers are kept", len(m.answers))
	}
}

func TestNetworkIsTheSameEachTime(t *testing.T) {
	p := &pages{names: newNames(mustRead(t).Actors())}
	pairs := []pair{{a: "PRK", b: "USA", Facts: 40}, {a: "KOR", b: "PRK", Facts: 20}, {a: "KOR", b: "USA", Facts: 9}, {a: "IRN", b: "ISR", Facts: 5}}
	nodes, edges := p.layOut(pairs)
	if len(nodes) != 5 || len(edges) != 4 {
		t.Fatalf("%d nodes, %d edges", len(nodes), len(edges))
	}
	again, _ := p.layOut(pairs)
	if !slices.Equal(nodes, again) {
		t.Error("the same facts give another picture")
	}
	for _, n := range nodes {
		if n.X < 0 || n.X > networkWidth || n.Y < 0 || n.Y > networkTall {
			t.Errorf("%s stands outside at %g, %g", n.Code, n.X, n.Y)
		}
	}
}

func TestStepsOfTheMapHoldEveryCount(t *testing.T) {
	for _, most := range []int{1, 2, 3, 7, 50, 100000} {
		last := 0
		for n := 1; n <= min(most, 2000); n++ {
			l := level(n, most)
			if l < last || l < 1 || l > levels {
				t.Fatalf("of %d, %d has level %d after %d", most, n, l, last)
			}
			last = l
		}
		if level(most, most) != levels || level(0, most) != 0 || len(steps(most)) == 0 {
			t.Errorf("of %d: the most has level %d, steps %v", most, level(most, most), steps(most))
		}
	}
}

package storetest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/record"
	"detente/store"
)

// Million measures a database of many synthetic events; DETENTE_EVENTS says how
// many, a million takes minutes. size tells what the database takes on disk. The
// bars are those of docs/store.md: a relation in 200 ms, one more document in
// 50 ms.
func Million(t *testing.T, open func(t testing.TB) store.Store, size func(store.Store) int64) {
	events, _ := strconv.Atoi(os.Getenv("DETENTE_EVENTS"))
	if events == 0 {
		t.Skip("set DETENTE_EVENTS=1000000 to measure")
	}
	db := open(t)
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Now()
	const perReport, batch = 10, 500
	for i := 0; i < events/perReport; i += batch {
		var rs []record.Record
		for j := i; j < i+batch; j++ {
			rs = append(rs, Synthetic(random, j, perReport))
		}
		put(t, db, rs...)
		if i%10000 == 0 && i > 0 {
			t.Logf("%d reports, %.0f a second", i, float64(i)/time.Since(start).Seconds())
		}
	}
	t.Logf("%d events added in %s, %d MB", events, time.Since(start).Round(time.Second), size(db)>>20)

	for _, dyad := range [][2]string{{"AAA", "AAB"}, {"AAB", "AAA"}, {"AAC", "AAF"}, {"ABC", "ABD"}, {"AAA", "ABD"}} {
		var marks []store.Mark
		took := fastest(func() {
			var err error
			if marks, err = db.Marks(t.Context(), dyad[0], dyad[1]); err != nil {
				t.Fatal(err)
			}
		})
		t.Logf("relation %s, %d facts: %s", dyad, len(marks), took)
		if took > 200*time.Millisecond {
			t.Errorf("the relation %s took %s", dyad, took)
		}
	}
	var times []time.Duration
	for i := range 50 {
		r := Synthetic(random, events+i, perReport)
		at := time.Now()
		put(t, db, r)
		times = append(times, time.Since(at))
	}
	slices.Sort(times)
	t.Logf("one more report: median %s, slowest %s", times[25], times[49])
	if times[25] > 50*time.Millisecond {
		t.Errorf("one more report took %s", times[25])
	}
	for _, f := range []store.Filter{{Actor: store.Codes("AAA"), With: store.Codes("AAB"), Limit: 50}, {Source: store.Codes("ABD"), Limit: 50}, {Period: record.Interval{Start: record.Date(2020, 6, 1), End: record.Date(2020, 6, 2)}, Limit: 50}} {
		t.Logf("events %+v: %s", f, fastest(func() { all(t, db.Events(t.Context(), f)) }))
	}
	t.Logf("search: %s", fastest(func() { all(t, db.Search(t.Context(), "w17 AND w4711", store.Filter{Limit: 20})) }))
}

func fastest(work func()) time.Duration {
	best := time.Hour
	for range 3 {
		at := time.Now()
		work()
		best = min(best, time.Since(at))
	}
	return best.Round(10 * time.Microsecond)
}

// Synthetic is a report of 200 words with events between states whose share
// falls as 1/rank, over ten years.
func Synthetic(random *rand.Rand, i, n int) record.Record {
	state := func() string {
		for {
			if k := int(1 / (random.Float64() + 0.005)); k <= 200 {
				return fmt.Sprintf("A%c%c", 'A'+k/26, 'A'+k%26)
			}
		}
	}
	var text strings.Builder
	for range 200 {
		fmt.Fprintf(&text, "w%d ", int(1/(random.Float64()+0.00001)))
	}
	var es []record.Event
	for range n {
		on := record.Date(2014, 1, 1+random.IntN(3650))
		types := []string{"ACCUSE", "CONSULT", "AID", "THREATEN", "REQUEST", "ASSAULT", "REJECT", "AGREE"}
		k := random.IntN(len(types))
		e := Event(types[k], state()+"GOV", state(), record.Interval{Start: on, End: on.Add(0, 0, 1)})
		e.Quad = 1 + k%4
		es = append(es, e)
	}
	r := Report(fmt.Sprint("s", i), text.String(), 1, es...)
	r.Document.Published.Interval = es[0].Date
	return r
}

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// target is a kind of request; address gives a new one each time.
type target struct {
	name    string
	address func(random *rand.Rand, documents int) string
}

// state is one of the states of the synthetic reports, the busiest most often.
func state(random *rand.Rand) string {
	for {
		if k := int(1 / (random.Float64() + 0.005)); k <= 200 {
			return fmt.Sprintf("A%c%c", 'A'+k/26, 'A'+k%26)
		}
	}
}

func day(random *rand.Rand) string {
	return time.Date(2014, 1, 1+random.IntN(3650), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// targets are the pages and API queries that are asked for, each as often as the
// others.
func targets() []target {
	of := func(format string, parts ...func(*rand.Rand, int) string) func(*rand.Rand, int) string {
		return func(random *rand.Rand, documents int) string {
			args := make([]any, len(parts))
			for i, part := range parts {
				args[i] = part(random, documents)
			}
			return fmt.Sprintf(format, args...)
		}
	}
	code := func(r *rand.Rand, _ int) string { return state(r) }
	on := func(r *rand.Rand, _ int) string { return day(r) }
	month := func(r *rand.Rand, _ int) string { return day(r)[:7] }
	doc := func(r *rand.Rand, n int) string { return fmt.Sprint("s", r.IntN(n)) }
	word := func(r *rand.Rand, _ int) string { return fmt.Sprint("w", int(1/(r.Float64()+0.0001))) }
	return []target{
		{"page home", of("/")},
		{"page report", of("/report/%s", doc)},
		{"page why", of("/report/%s/why/e1", doc)},
		{"page pledge", of("/report/%s/pledge/c1", doc)},
		{"page events", of("/events")},
		{"page events of one", of("/events?actor=%s", code)},
		{"page events of two", of("/events?actor=%s&with=%s", code, code)},
		{"page events of a month", of("/events?date=%s&type=THREATEN", month)},
		{"page statements", of("/statements?actor=%s", code)},
		{"page relations", of("/relation")},
		{"page relation", of("/relation/%s/%s", code, code)},
		{"page chart", of("/relation/%s/%s/chart.svg", code, code)},
		{"page commitments", of("/commitments")},
		{"page commitments of one", of("/commitments?by=%s", code)},
		{"page actor", of("/actor/%s", code)},
		{"page story", of("/story/%s", doc)},
		{"page search", of("/search?q=%s", word)},
		{"page sources", of("/sources")},
		{"page map", of("/map")},
		{"page network", of("/network")},
		{"api events", of("/api/v1/events")},
		{"api events of one", of("/api/v1/events?actor=%s", code)},
		{"api events of two", of("/api/v1/events?actor=%s&with=%s&newest=yes", code, code)},
		{"api events of a type", of("/api/v1/events?actor=%s&type=THREATEN&status=happened", code)},
		{"api events once", of("/api/v1/events?source=%s&once&news", code)},
		{"api events of a day", of("/api/v1/events?date=%s", on)},
		{"api events in a place", of("/api/v1/events?place=Bree&date=%s", month)},
		{"api events with words", of("/api/v1/events?actor=%s&text=%s", code, word)},
		{"api event", of("/api/v1/events/%s/e2", doc)},
		{"api statements", of("/api/v1/statements?actor=%s&date=%s", code, month)},
		{"api commitments", of("/api/v1/commitments?by=%s&state=open", code)},
		{"api commitments due", of("/api/v1/commitments?due=%s", month)},
		{"api commitment", of("/api/v1/commitments/%s/c1", doc)},
		{"api documents", of("/api/v1/documents?date=%s", month)},
		{"api document", of("/api/v1/documents/%s", doc)},
		{"api record", of("/api/v1/records/%s", doc)},
		{"api search", of("/api/v1/search?q=%s", word)},
		{"api search for two", of("/api/v1/search?q=%s+%s", word, word)},
		{"api relation", of("/api/v1/relation/%s/%s?by=month", code, code)},
		{"api story", of("/api/v1/stories/%s", doc)},
		{"api dyads", of("/api/v1/dyads")},
		{"api dyads of one", of("/api/v1/dyads?state=%s&since=2018", code)},
		{"api outlets", of("/api/v1/outlets")},
		{"api places", of("/api/v1/places")},
		{"api actors", of("/api/v1/actors?name=Moscow&on=%s", on)},
		{"api subscriptions", of("/api/v1/subscriptions")},
		{"feed", of("/feeds/load.atom")},
	}
}

// attack asks for all targets in turn and prints how long they took.
func attack(ctx context.Context, base string, events, rate int, span, bar time.Duration, list []target) error {
	random := rand.New(rand.NewPCG(3, 4))
	var mu sync.Mutex            // targets are asked for by many at once
	kinds := map[string]string{} // by address
	n := 0
	next := func(t *vegeta.Target) error {
		mu.Lock()
		defer mu.Unlock()
		kind := list[n%len(list)]
		n++
		t.Method, t.URL = http.MethodGet, base+kind.address(random, events/perReport)
		kinds[t.URL] = kind.name
		t.Header = http.Header{"Accept-Encoding": {"gzip"}}
		if strings.HasPrefix(kind.name, "page") {
			t.Header.Set("Accept", "text/html")
		}
		return nil
	}
	attacker := vegeta.NewAttacker(vegeta.Timeout(30*time.Second), vegeta.MaxBody(0), vegeta.KeepAlive(true))
	defer attacker.Stop()
	all := &vegeta.Metrics{}
	byKind := map[string]*vegeta.Metrics{}
	broken := map[string]int{}
	for res := range attacker.Attack(next, vegeta.Rate{Freq: rate, Per: time.Second}, span, "load") {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		mu.Lock()
		kind := kinds[res.URL]
		mu.Unlock()
		if byKind[kind] == nil {
			byKind[kind] = &vegeta.Metrics{}
		}
		all.Add(res)
		byKind[kind].Add(res)
		if res.Error != "" || res.Code >= 400 {
			broken[fmt.Sprintf("%s: %d %s %s", kind, res.Code, res.Error, strings.TrimPrefix(res.URL, base))]++
		}
	}
	var errs []error
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "requests\tmedian\tp95\tp99\tslowest\t  \t")
	row := func(name string, m *vegeta.Metrics) {
		m.Close()
		l := m.Latencies
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t  %s\t\n", m.Requests, ms(l.P50), ms(l.P95), ms(l.P99), ms(l.Max), name)
		if l.P99 > bar {
			errs = append(errs, fmt.Errorf("%s: p99 is %s, over %s", name, ms(l.P99), bar))
		}
	}
	for _, kind := range list {
		if m := byKind[kind.name]; m != nil {
			row(kind.name, m)
		}
	}
	row("all", all)
	t.Flush()
	for what, n := range broken {
		errs = append(errs, fmt.Errorf("%d times %s", n, what))
	}
	return errors.Join(errs...)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

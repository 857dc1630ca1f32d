// Command load measures how quickly the server answers: it makes a database of
// synthetic events where there is none, serves it on the loopback, and asks it at
// a constant rate for every page and API query, with parameters that change from
// request to request.
//
//	go run ./internal/load -db /tmp/million.db -events 1000000 -rate 50 -for 60s
//
// With -serial 50 it asks for one thing at a time and prints the processor time
// of each, for a machine that others use too. Else it prints the distribution of answer times for each kind of request, and fails
// where the 99th percentile of all of them, or of one, is over -p99, or where an
// answer is an error. Times are those that a client waits, measured from when the
// request was due (vegeta), so that a server that stalls cannot hide it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"detente/data"
	"detente/query"
	"detente/reader"
	"detente/server"
	"detente/server/api"
	"detente/server/pages"
	"detente/source/fetch"
	"detente/store"
	"detente/store/sqlite"
	"detente/subscription"
)

func main() {
	file := flag.String("db", "load.db", "file of the database, made where it is not there")
	events := flag.Int("events", 1_000_000, "events that it has")
	rate := flag.Int("rate", 50, "requests a second")
	span := flag.Duration("for", time.Minute, "how long")
	bar := flag.Duration("p99", 50*time.Millisecond, "most that the 99th percentile may be")
	times := flag.Int("serial", 0, "ask for each kind so many times, one after another, and print the processor time instead")
	only := flag.String("only", "", "ask only for targets whose name contains this")
	profile := flag.String("profile", "", "file to write a profile of the processor time of asking and answering into (go tool pprof)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *file, *events, *rate, *span, *bar, *times, *only, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, file string, events, rate int, span, bar time.Duration, times int, only, profile string) error {
	db, err := sqlite.Open(ctx, file, sqlite.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := fill(ctx, db, events); err != nil {
		return err
	}
	site, err := siteOf(ctx, db, data.Embedded())
	if err != nil {
		return err
	}
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- server.Run(serving, l, site, nil) }()
	list := slices.DeleteFunc(targets(), func(t target) bool { return !strings.Contains(t.name, only) })
	if len(list) == 0 {
		stop()
		return fmt.Errorf("no target has %q in its name", only)
	}
	var failed error
	if base := "http://" + l.Addr().String(); times > 0 {
		failed = serial(ctx, base, events, times, list)
	} else {
		failed = attack(ctx, base, events, rate, span, bar, list)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	fmt.Printf("\n%d events, %d processors; the process held %d MB\n", events, runtime.GOMAXPROCS(0), mem.Sys>>20)
	stop()
	return errors.Join(failed, <-done)
}

// siteOf is the server as detente serve has it, without a log.
func siteOf(ctx context.Context, db store.Store, fsys fs.FS) (http.Handler, error) {
	r, err := reader.New(fsys, reader.Options{Version: "load"})
	if err != nil {
		return nil, err
	}
	groups, err := query.LoadGroups(fsys)
	if err != nil {
		return nil, err
	}
	service := &subscription.Service{Store: db, Groups: groups, Client: fetch.New(fetch.Options{}), Now: time.Now, Fault: func(err error) { fmt.Fprintln(os.Stderr, err) }}
	if _, err := service.Add(ctx, subscription.Wanted{ID: "load", Query: "actor:AAB with:AAC"}); err != nil && !errors.Is(err, store.ErrExists) {
		return nil, err
	}
	p, err := pages.New(pages.Options{Store: db, Reader: r, Data: fsys, Fault: func(r *http.Request, err error) { fmt.Fprintln(os.Stderr, r.URL, err) }})
	if err != nil {
		return nil, err
	}
	return server.New(server.Options{
		Store: db, Pages: p, API: api.New(api.Options{Store: db, Reader: r, Groups: groups, Service: service}), Feeds: service,
	}), nil
}

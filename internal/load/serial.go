package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sys/unix"
)

// serial asks for each kind of request so many times, one after another, and
// prints the processor time that one takes, asking and all. It is what can be
// measured where other programs are at work: a time on the clock is theirs too.
func serial(ctx context.Context, base string, events, times int, list []target) error {
	random := rand.New(rand.NewPCG(5, 6))
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "processor\tfastest\tbytes\t  \t")
	var all time.Duration
	var errs []error
kinds:
	for _, kind := range list {
		var used time.Duration
		fastest, size := time.Hour, int64(0)
		for i := range times + 1 {
			before, start := processor(), time.Now()
			n, err := ask(ctx, base+kind.address(random, events/perReport), strings.HasPrefix(kind.name, "page"))
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", kind.name, err))
				continue kinds
			}
			if i == 0 { // the first one fills caches
				continue
			}
			used += processor() - before
			fastest, size = min(fastest, time.Since(start)), size+n
		}
		all += used
		fmt.Fprintf(t, "%s\t%s\t%d\t  %s\t\n", ms(used/time.Duration(times)), ms(fastest), size/int64(times), kind.name)
	}
	mean := all / time.Duration(times*len(list))
	fmt.Fprintf(t, "%s\t\t\t  mean\t\n", ms(mean))
	return errors.Join(append(errs, t.Flush())...)
}

func ask(ctx context.Context, address string, page bool) (int64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	if page {
		r.Header.Set("Accept", "text/html")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode >= 400 {
		err = fmt.Errorf("%s: %s", address, res.Status)
	}
	return n, err
}

// processor is the time that this process had of the processors.
func processor() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

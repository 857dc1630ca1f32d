package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"detente/page"
	"detente/reader"
	"detente/source"
	"detente/source/fetch"
	"detente/source/watch"
	"detente/store"
)

func (p *program) watchCommand() *cobra.Command {
	var (
		db      database
		every   time.Duration
		once    bool
		contact string
		metrics string
	)
	c := &cobra.Command{
		Use:     "watch FEED|OPML ...",
		GroupID: "ask",
		Short:   "Follow feeds and read what is new into the database, for ever",
		Long: `Polls feeds (RSS, Atom, JSON Feed, news sitemaps) given by their addresses or in OPML
files, fetches the pages that are new, reads them, and keeps their records. It obeys
robots.txt, asks a host seldom, and never connects to addresses that are not public.
What it knows is in the database: stopped at any moment, it goes on where it was.`,
		Example: `  detente watch https://news.example/rss
  detente watch --every 30m --contact me@example.org feeds.opml
  detente watch --once feeds.opml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if every < time.Minute {
				return usage("--every %s: ask a feed at most once a minute", every)
			}
			feeds, err := feedsOf(args)
			if err != nil {
				return err
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			d, err := db.openNew(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			agent := "detente/" + version
			if contact != "" {
				agent += " (+" + contact + ")"
			}
			get := fetch.New(fetch.Options{UserAgent: agent})
			defer get.Close()
			opts := watch.Options{Every: every, Once: once, Stats: new(watch.Stats)}
			if metrics != "" {
				if err := writeMetrics(metrics, opts.Stats); err != nil { // a file that cannot be written is told at once
					return fmt.Errorf("--metrics: %w", err)
				}
				opts.Polled = func() {
					if err := writeMetrics(metrics, opts.Stats); err != nil {
						fmt.Fprintf(p.stderr, "detente: --metrics: %v\n", err)
					}
				}
			}
			return p.watch(c.Context(), d, r, get, feeds, opts)
		},
	}
	db.flags(c)
	c.Flags().DurationVar(&every, "every", 15*time.Minute, "time between polls of a feed that has news")
	c.Flags().BoolVar(&once, "once", false, "poll the feeds that are due once, and end")
	c.Flags().StringVar(&metrics, "metrics", "", "file that holds the counts for Prometheus (textfile collector), written after every poll")
	c.Flags().StringVar(&contact, "contact", "", "address that servers are told to complain to")
	return c
}

// writeMetrics puts the counts into a file, whole or not at all.
func writeMetrics(file string, stats *watch.Stats) error {
	var b bytes.Buffer
	if err := stats.WriteMetrics(&b); err != nil {
		return err
	}
	if err := os.WriteFile(file+".new", b.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// feedsOf are the addresses of feeds among the arguments and in the OPML files
// that they name.
func feedsOf(args []string) ([]string, error) {
	var feeds []string
	for _, arg := range args {
		if strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://") {
			feeds = append(feeds, arg)
			continue
		}
		f, err := os.Open(arg)
		if err != nil {
			return nil, fmt.Errorf("%s: neither the address of a feed nor an OPML file: %w", arg, errors.Unwrap(err))
		}
		data, err := io.ReadAll(io.LimitReader(f, page.MaxText))
		f.Close()
		if err != nil {
			return nil, err
		}
		listed, err := source.ParseOPML(data)
		if err == nil && len(listed) == 0 {
			err = errors.New("lists no feed; give an OPML file or the address of a feed")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		feeds = append(feeds, listed...)
	}
	return feeds, nil
}

// watch reads what the feeds bring until it is interrupted, which is its proper
// end.
func (p *program) watch(ctx context.Context, d store.Store, r *reader.Reader, get watch.Getter, feeds []string, opts watch.Options) error {
	var sum store.Added
	bad := false
	read := analyse(r)
	fail := func(where string, err error) {
		bad = true
		fmt.Fprintf(p.stderr, "detente: %s: %s\n", where, oneLine(clean(err.Error())))
	}
	for in, err := range watch.Watch(ctx, d, get, feeds, opts) {
		var fault *source.Fault
		switch {
		case errors.As(err, &fault):
			fail(fault.Name, fault.Err)
			continue
		case err != nil:
			return err
		}
		res := read(ctx, input{Input: in})
		if ctx.Err() != nil {
			break
		}
		if res.err != nil {
			fail(in.Name, res.err)
			continue
		}
		added, err := d.Put(ctx, res.value.Record())
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			return err
		}
		sum.New, sum.Same, sum.Replaced = sum.New+added.New, sum.Same+added.Same, sum.Replaced+added.Replaced
		fmt.Fprintf(p.stdout, "%s\n", oneLine(clean(in.Name)))
		p.stdout.Flush()
	}
	fmt.Fprintf(p.stdout, "%d added, %d replaced, %d there already; %s\n", sum.New, sum.Replaced, sum.Same, opts.Stats)
	if bad && opts.Once {
		return errReported
	}
	return nil
}

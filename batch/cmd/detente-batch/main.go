// Command detente-batch is the reader of detente as an Apache Beam pipeline: from
// the cores of one machine to a cluster. docs/cluster.md tells how it is run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/spf13/pflag"

	"detente/batch"
	"detente/internal/build"
	"detente/source"
)

const usage = `detente-batch reads reports on one machine or many, as an Apache Beam pipeline.

Usage:
  detente-batch [flags] --out FOLDER FILE|FOLDER|PATTERN ...

Inputs are files of every form that detente reads (WARC, JSON lines, CSV, archives,
...), here or in an object store: news.warc.gz, reports/, 'gs://bucket/*.warc.gz',
's3://bucket/2024/*.jsonl'. Into the output folder, here or there, go the tables
documents, events, statements and commitments as Parquet, partitioned by the day of
publication; the records themselves, as detente read --jsonl prints them; and the
dead letters, a line with place and cause for each report that could not be read.

A job that was stopped goes on where it was when it is started again in the same
way. Without --runner it runs here, on Beam's Prism.

Examples:
  detente-batch --out out reports.jsonl
  detente-batch --out out --partition month 'crawl/*.warc.gz'
  detente-batch --runner flink --endpoint jobserver:8099 --environment_type DOCKER \
      --environment_config registry.example/detente-batch \
      --workers 1 --out s3://bucket/out 's3://bucket/*.warc.gz'
`

func main() { os.Exit(run()) }

func run() int {
	var o batch.Options
	own := pflag.NewFlagSet("detente-batch", pflag.ContinueOnError)
	own.StringVar(&o.Output, "out", "", "folder for the output (required)")
	own.StringVar(&o.Format, "as", "", "form of the inputs, "+strings.Join(source.Formats, ", ")+" (default: told by name and first bytes)")
	own.StringVar(&o.Rules, "rules", "", "folder whose files replace the embedded rules and dictionaries; under this path on every worker")
	own.StringVar(&o.Partition, "partition", "day", "how the tables are partitioned by date: day, month or year")
	own.IntVar(&o.Shards, "shards", 1, "files per table and partition; a worker holds one of them in memory, compressed")
	own.IntVar(&o.Workers, "workers", runtime.GOMAXPROCS(0), "how many reports of a file are read at a time; 1 where the runner has many workers on a machine")
	own.IntVar(&o.Segment, "segment", 1000, "records that are committed together: what a killed worker loses at most")
	verbose := own.Bool("verbose", false, "tell on standard error what the runner does")
	showVersion := own.Bool("version", false, "print the version and end")
	all := pflag.NewFlagSet("detente-batch", pflag.ContinueOnError)
	all.AddFlagSet(own)
	all.AddGoFlagSet(flag.CommandLine) // Beam's: --runner, --endpoint, those of a worker, ...
	all.SetOutput(io.Discard)
	all.Usage = func() {}
	switch err := all.Parse(os.Args[1:]); {
	case errors.Is(err, pflag.ErrHelp):
		fmt.Printf("%s\nFlags:\n%s\nFlags of Beam and its runners:\n%s", usage, own.FlagUsages(), beamUsages())
		return 0
	case err != nil:
		return wrong(err)
	}
	log.LogLevel, log.LogKind = "warn", "text"
	if *verbose {
		log.LogLevel = "info"
	}
	flag.CommandLine.Parse(nil) // Beam asks whether flags were parsed; pflag has set them
	beam.Init()                 // a worker of a cluster stays in here

	if *showVersion {
		fmt.Println("detente-batch", build.Version(), build.Revision())
		return 0
	}
	o.Inputs = all.Args()
	if err := o.Check(); err != nil {
		return wrong(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := job(ctx, o); err != nil {
		if ctx.Err() != nil {
			fmt.Fprintln(os.Stderr, "detente-batch: interrupted; start it again in the same way and it goes on")
		} else {
			fmt.Fprintln(os.Stderr, "detente-batch:", err)
		}
		return 1
	}
	return 0
}

func wrong(err error) int {
	fmt.Fprintf(os.Stderr, "detente-batch: %v; see detente-batch --help\n", err)
	return 2
}

// job runs the pipeline to its end and tells what came of it.
func job(ctx context.Context, o batch.Options) error {
	began := time.Now()
	files, err := batch.Files(ctx, o.Inputs)
	if err != nil {
		return err
	}
	if err := batch.Begin(ctx, o, files); err != nil {
		return err
	}
	ran := make(chan error, 1)
	go func() { ran <- beamx.Run(ctx, batch.Build(o, files)) }()
	select {
	case err = <-ran:
	case <-ctx.Done(): // what is committed stays, so that there is nothing to wait for
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	if async := flag.Lookup("async"); async != nil && async.Value.String() == "true" {
		fmt.Println("the job was handed over; it has ended when", o.Output+"/records/*/done.json", "are there for all inputs")
		return nil
	}
	t, err := batch.End(ctx, o, files)
	if err != nil {
		return err
	}
	fmt.Println(summary(o, t, len(files), time.Since(began)))
	return nil
}

// summary tells what came of a job in two lines.
func summary(o batch.Options, t batch.Tally, files int, took time.Duration) string {
	s := fmt.Sprintf("%d reports of %d files in %s, %.0f a second: %d records, %d dead letters", t.Reports, files,
		took.Round(time.Second), float64(t.Reports)/took.Seconds(), t.Records, t.Dead)
	reasons := make([]string, 0, len(t.Skipped))
	for r := range t.Skipped {
		reasons = append(reasons, r)
	}
	slices.Sort(reasons)
	for i, r := range reasons {
		reasons[i] = fmt.Sprintf("%d for their %s", t.Skipped[r], r)
		if r == source.SkipEmpty {
			reasons[i] = fmt.Sprintf("%d empty", t.Skipped[r])
		}
	}
	if len(reasons) > 0 {
		s += "\nresponses passed over: " + strings.Join(reasons, ", ")
	}
	return s + "\ntables in " + o.Output + ": " + strings.Join(batch.Tables, ", ")
}

// beamUsages are the flags of Beam that somebody who starts a job needs; others,
// as those of a worker, are taken and not shown.
func beamUsages() string {
	shown := pflag.NewFlagSet("", pflag.ContinueOnError)
	flag.VisitAll(func(f *flag.Flag) {
		switch f.Name {
		case "runner", "endpoint", "environment_type", "environment_config", "job_name", "parallelism", "async", "worker_binary",
			"project", "region", "staging_location", "temp_location", "num_workers", "max_num_workers", "worker_machine_type", "experiments":
			shown.AddGoFlag(f)
		}
	})
	return shown.FlagUsages()
}

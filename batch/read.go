package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"

	"detente/data"
	"detente/internal/build"
	"detente/reader"
	"detente/record"
	"detente/source"
)

// readers holds the reader of this process for each folder of rules: the weights
// and dictionaries are loaded once by every worker, never sent to it. Beam makes
// a DoFn anew for every bundle, so that there is no other place for it.
var readers sync.Map // folder -> func() (*reader.Reader, error)

// Reader is the reader of this process with the rules of a folder laid over the
// embedded data, or with the embedded data alone.
func Reader(rules string) (*reader.Reader, error) {
	load, _ := readers.LoadOrStore(rules, sync.OnceValues(func() (*reader.Reader, error) {
		fsys := data.Embedded()
		if rules != "" {
			over, err := data.Overlay(rules)
			if err != nil {
				return nil, fmt.Errorf("--rules: %w", err)
			}
			fsys = over
		}
		return reader.New(fsys, reader.Options{Version: build.Version()})
	}))
	return load.(func() (*reader.Reader, error))()
}

// The counters of a job. Runners show them while it runs.
var (
	countReports  = beam.NewCounter("detente", "reports")
	countDead     = beam.NewCounter("detente", "dead_letters")
	countResumed  = beam.NewCounter("detente", "segments_there_already")
	countSegments = beam.NewCounter("detente", "segments_read")
	countSkipped  = map[string]beam.Counter{
		source.SkipStatus: beam.NewCounter("detente", "skipped_status"),
		source.SkipMedia:  beam.NewCounter("detente", "skipped_media_type"),
		source.SkipEmpty:  beam.NewCounter("detente", "skipped_empty"),
	}
)

// Tally is what came of a file, or of all of them.
type Tally struct {
	Reports  int            `json:"reports"` // records and dead letters
	Records  int            `json:"records"`
	Dead     int            `json:"dead_letters"`
	Segments int            `json:"segments"`
	Skipped  map[string]int `json:"skipped,omitempty"` // responses of web archives without a page, by reason
}

// readFile reads the reports of a file into segments, and sends on what is in
// them.
type readFile struct {
	Output, Format, Rules, Partition string
	Shards, Workers, Segment         int
}

// ProcessElement reads one file.
func (fn *readFile) ProcessElement(ctx context.Context, f file, chunks func(string, chunk), versions func(string, version)) error {
	name := Name(f.Path)
	there, err := committed(ctx, fn.Output, name)
	if err != nil {
		return err
	}
	tally, whole := finished(ctx, fn.Output, name)
	if !whole {
		if tally, err = fn.read(ctx, f, name, there); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	countReports.Inc(ctx, int64(tally.Reports))
	countDead.Inc(ctx, int64(tally.Dead))
	countResumed.Inc(ctx, int64(len(there)))
	countSegments.Inc(ctx, int64(tally.Segments-len(there)))
	for reason, n := range tally.Skipped {
		countSkipped[reason].Inc(ctx, int64(n))
	}
	for n := range tally.Segments {
		lines, err := readSegment(ctx, fn.Output, name, n)
		if err != nil {
			return err
		}
		d, err := deal(lines, f, n, fn.Partition, fn.Shards)
		if err != nil {
			return err
		}
		for _, p := range keys(d.chunks) {
			chunks(p, *d.chunks[p])
		}
		for i, id := range d.ids {
			versions(id, d.versions[i])
		}
	}
	return nil
}

// doneName is the file that says that all segments of a file are there, and what
// came of it.
func doneName(name string) string { return path.Join(recordsFolder, name, "done.json") }

// finished is what came of a file that was read to its end.
func finished(ctx context.Context, output, name string) (Tally, bool) {
	var t Tally
	b, err := load(ctx, join(output, doneName(name)))
	if err != nil || json.Unmarshal(b, &t) != nil {
		return Tally{}, false
	}
	return t, true
}

// report is one report of a file: its number, and what is to be read or why not.
type report struct {
	n   int
	in  source.Input
	err error
}

// outcome is what came of a report.
type outcome struct {
	report
	record record.Record
}

// read reads a file but for the segments that are there.
func (fn *readFile) read(ctx context.Context, f file, name string, there map[int]bool) (Tally, error) {
	tally := Tally{Skipped: map[string]int{}}
	r, err := Reader(fn.Rules)
	if err != nil {
		return tally, err
	}
	raw, err := stream(ctx, f.Path)
	if err != nil {
		return tally, err
	}
	defer raw.Close()
	in := &faults{r: raw}

	var ended error // of the input as a whole
	inputs := func(yield func(report) bool) {
		opts := source.Options{Format: fn.Format, Skipped: func(s source.Skip) { tally.Skipped[s.Reason]++ }}
		for input, err := range source.From(ctx, f.Path, in, opts) {
			var fault *source.Fault
			switch {
			case in.err != nil: // the store failed, not the report: somebody will try again
				ended = in.err
				return
			case errors.As(err, &fault):
				input.Name, err = fault.Name, fault.Err
			case err != nil:
				ended = err
				return
			}
			n := tally.Reports
			tally.Reports++
			if there[n/fn.Segment] {
				continue
			}
			if !yield(report{n, input, err}) {
				return
			}
		}
	}
	broken := func() error { return errors.Join(ended, in.err, ctx.Err()) }
	if err := fn.segments(ctx, r, name, inputs, broken); err != nil {
		return tally, err
	}
	tally.Segments = (tally.Reports + fn.Segment - 1) / fn.Segment
	if err := fn.count(ctx, name, &tally); err != nil {
		return tally, err
	}
	return tally, commit(ctx, fn.Output, doneName(name), func(w io.Writer) error { return json.NewEncoder(w).Encode(tally) })
}

// segments reads reports and commits each segment when it is full, the last one
// when they end and broken says that this was indeed their end.
func (fn *readFile) segments(ctx context.Context, r *reader.Reader, name string, inputs iter.Seq[report], broken func() error) error {
	var s *segment
	at := 0
	flush := func() error {
		if s == nil {
			return nil
		}
		if err := s.write(ctx, fn.Output, name, at); err != nil {
			return err
		}
		log.Infof(ctx, "%s: %d reports, segment %d", name, s.reports, at)
		s = nil
		return nil
	}
	for o := range reader.Ordered(ctx, fn.Workers, inputs, reading(r)) {
		if s == nil {
			s, at = new(segment), o.n/fn.Segment
		}
		if err := s.add(o); err != nil {
			return err
		}
		if s.reports == fn.Segment {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := broken(); err != nil {
		return err
	}
	return flush()
}

// reading reads one report.
func reading(r *reader.Reader) func(context.Context, report) outcome {
	return func(ctx context.Context, in report) outcome {
		o := outcome{report: in}
		if o.err != nil {
			return o
		}
		var doc record.Document
		var a *reader.Analysis
		if doc, o.err = in.in.Document(r.Page()); o.err == nil {
			if a, o.err = r.Read(ctx, doc); o.err == nil {
				a.ID = in.in.Key
				o.record = a.Record()
			}
		}
		o.in.Data = nil
		return o
	}
}

// add puts what came of a report into the segment.
func (s *segment) add(o outcome) error {
	s.reports++
	if o.err != nil {
		return line(&s.dead, DeadLetter{Place: o.in.Name, URL: o.in.Meta.URL, ID: o.in.Key, Cause: o.err.Error()})
	}
	return line(&s.records, o.record)
}

// count counts the records in the segments of a file.
func (fn *readFile) count(ctx context.Context, name string, t *Tally) error {
	for n := range t.Segments {
		lines, err := readSegment(ctx, fn.Output, name, n)
		if err != nil {
			return err
		}
		for _, b := range lines {
			if b == '\n' {
				t.Records++
			}
		}
	}
	t.Dead = t.Reports - t.Records
	return nil
}

// faults remembers an error of the store that a stream comes from: it is none of
// the reports in it.
type faults struct {
	r   io.Reader
	err error
}

func (f *faults) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

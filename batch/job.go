package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"detente/record"
)

// Job is what the output of a job was made of. It stands in job.json from the
// start: a second run into the same folder goes on with it only where it is the
// same.
type Job struct {
	Schema      string  `json:"schema"`
	Version     string  `json:"version"`
	DataVersion string  `json:"data_version"`
	Format      string  `json:"format,omitempty"`
	Partition   string  `json:"partition"`
	Shards      int     `json:"shards"`
	Segment     int     `json:"segment"`
	Inputs      []Input `json:"inputs"`
}

// Input is a file of a job.
type Input struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

const (
	jobName     = "job.json"
	successName = "_SUCCESS" // as other programs on clusters mark an output that is whole
)

// Begin writes down what a job is about to do, or finds that it goes on with one
// that was stopped. The error says what is not the same.
func Begin(ctx context.Context, o Options, files []string) error {
	r, err := Reader(o.Rules)
	if err != nil {
		return err
	}
	job := Job{Schema: record.Schema, Format: o.Format, Partition: o.Partition, Shards: o.Shards, Segment: o.Segment}
	job.Version, job.DataVersion = r.Versions()
	for _, f := range files {
		n, err := size(ctx, f)
		if err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		job.Inputs = append(job.Inputs, Input{f, n})
	}
	if b, err := load(ctx, join(o.Output, jobName)); err == nil {
		var was Job
		if err := json.Unmarshal(b, &was); err != nil {
			return fmt.Errorf("%s: %w: give another folder with --out", join(o.Output, jobName), err)
		}
		if what := job.differs(was); what != "" {
			return fmt.Errorf("%s holds the output of another job, with %s: give another folder with --out", o.Output, what)
		}
		return nil
	}
	return commit(ctx, o.Output, jobName, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(job)
	})
}

// differs says what is different in another job, or nothing.
func (j Job) differs(was Job) string {
	switch {
	case j.Schema != was.Schema || j.Version != was.Version || j.DataVersion != was.DataVersion:
		return fmt.Sprintf("program %s and data %s", was.Version, was.DataVersion)
	case !slices.Equal(j.Inputs, was.Inputs):
		return "other inputs"
	case j.Format != was.Format:
		return "--as " + was.Format
	case j.Partition != was.Partition || j.Shards != was.Shards || j.Segment != was.Segment:
		return fmt.Sprintf("--partition %s --shards %d --segment %d", was.Partition, was.Shards, was.Segment)
	}
	return ""
}

func size(ctx context.Context, name string) (int64, error) {
	fsys, err := open(ctx, name)
	if err != nil {
		return 0, err
	}
	defer fsys.Close()
	return fsys.Size(ctx, name)
}

// End counts what came of the files, removes what killed workers left, and marks
// the output as whole.
func End(ctx context.Context, o Options, files []string) (Tally, error) {
	all := Tally{Skipped: map[string]int{}}
	for _, f := range files {
		t, ok := finished(ctx, o.Output, Name(f))
		if !ok {
			return all, errors.New(f + " was not read to its end: run the job again")
		}
		all.Reports, all.Records, all.Dead, all.Segments = all.Reports+t.Reports, all.Records+t.Records, all.Dead+t.Dead, all.Segments+t.Segments
		for reason, n := range t.Skipped {
			all.Skipped[reason] += n
		}
	}
	err := commit(ctx, o.Output, successName, func(w io.Writer) error { return json.NewEncoder(w).Encode(all) })
	return all, errors.Join(err, Sweep(ctx, o.Output))
}

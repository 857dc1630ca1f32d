// Package batch is the reader as an Apache Beam pipeline: reports in files of any
// form that package source knows go in, tables in Parquet come out, partitioned
// by the day of publication, beside the records themselves and a list of what
// could not be read. docs/cluster.md describes the folders.
//
// A file is the unit of work. Its reports are read in order and kept in segments
// of a thousand records, each written under a temporary name and committed by
// renaming it; a segment that is there is not read again. So a worker that is
// killed loses at most the segment in its hands, and whoever comes next goes on
// behind it: a retry of the runner as well as a second run of the whole job. The
// tables are made from the segments alone, in one order, and are the same bytes
// however often the work was interrupted.
package batch

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

// Options are the choices of a job.
type Options struct {
	Inputs    []string // files, folders of this machine, and patterns such as gs://bucket/*.warc.gz
	Output    string   // folder, of any file system that Beam knows
	Format    string   // of the inputs, one of source.Formats; empty: told by name and first bytes
	Rules     string   // folder laid over the embedded data, on every worker under this path
	Partition string   // day, month or year
	Shards    int      // files per partition and table
	Workers   int      // reports that are read at a time in one file
	Segment   int      // records in a segment
}

// Check tells what is wrong with the options.
func (o Options) Check() error {
	switch {
	case len(o.Inputs) == 0:
		return errors.New("no input: name files, folders or patterns")
	case o.Output == "":
		return errors.New("--out: name the folder for the output")
	case o.Shards < 1:
		return fmt.Errorf("--shards %d: want at least 1", o.Shards)
	case o.Workers < 1:
		return fmt.Errorf("--workers %d: want at least 1", o.Workers)
	case o.Segment < 1:
		return fmt.Errorf("--segment %d: want at least 1", o.Segment)
	}
	if _, ok := partitions[o.Partition]; !ok {
		return fmt.Errorf("--partition %q: want day, month or year", o.Partition)
	}
	return nil
}

// file is an input of the job with its place in the order of all.
type file struct {
	Path  string
	Order int
}

// place is where a record stands in the order of all reports: what decides which
// of two reports with one identifier came later.
type place struct{ File, Segment, Line int }

// chunk is the records of one segment that go into one file of the tables.
type chunk struct {
	File, Segment int
	Lines         []int  // their lines in the segment
	Records       []byte // those lines, compressed
}

// version is a document as it stands in one report.
type version struct {
	Place place
	Part  string // where its record goes
	Hash  string // of what the report says
}

func init() {
	for _, t := range []any{file{}, place{}, chunk{}, version{}} {
		beam.RegisterType(reflect.TypeOf(t))
	}
	register.DoFn4x1[context.Context, file, func(string, chunk), func(string, version), error](&readFile{})
	register.DoFn3x0[string, func(*version) bool, func(string, place)](&supersede{})
	register.DoFn4x1[context.Context, string, func(*chunk) bool, func(*place) bool, error](&writeTables{})
	register.Emitter2[string, chunk]()
	register.Emitter2[string, version]()
	register.Emitter2[string, place]()
	register.Iter1[chunk]()
	register.Iter1[version]()
	register.Iter1[place]()
}

// Build is the pipeline of a job over these files.
//
//	files -> readFile -> chunks by partition -----------------> writeTables
//	                  -> versions by identifier -> supersede -> (what to leave out)
func Build(o Options, files []string) *beam.Pipeline {
	p, s := beam.NewPipelineWithRoot()
	var list []file
	for i, path := range files {
		list = append(list, file{path, i})
	}
	// The reshuffle lets the runner give every file to another worker.
	inputs := beam.Reshuffle(s.Scope("files"), beam.CreateList(s, list))
	chunks, versions := beam.ParDo2(s.Scope("read"), &readFile{
		Output: o.Output, Format: o.Format, Rules: o.Rules, Partition: o.Partition, Shards: o.Shards, Workers: o.Workers, Segment: o.Segment,
	}, inputs)
	superseded := beam.ParDo(s.Scope("supersede"), &supersede{}, beam.GroupByKey(s, versions))
	beam.ParDo0(s.Scope("tables"), &writeTables{Output: o.Output}, beam.CoGroupByKey(s, chunks, superseded))
	return p
}

// supersede finds, among the reports with one identifier, those whose record must
// not stand in the tables, as a database keeps one: the first of those that say
// the same, and of others the last.
type supersede struct{}

// ProcessElement takes the versions of one document.
func (*supersede) ProcessElement(_ string, versions func(*version) bool, drop func(string, place)) {
	var all []version
	for v := (version{}); versions(&v); v = (version{}) {
		all = append(all, v)
	}
	if len(all) < 2 {
		return
	}
	keep := standing(all)
	for i, v := range all {
		if i != keep {
			drop(v.Part, v.Place)
		}
	}
}

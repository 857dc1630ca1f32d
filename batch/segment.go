package batch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"detente/record"
)

// The folders of the output, beside those of the tables.
const (
	recordsFolder = "records"      // the records, in segments of JSON lines
	deadFolder    = "dead-letters" // what could not be read, as JSON lines
)

// DeadLetter is a report that could not be read: a line of the dead letters.
type DeadLetter struct {
	Place string `json:"place"`         // news.warc.gz#https://...
	URL   string `json:"url,omitempty"` // of the report
	ID    string `json:"id,omitempty"`  // that the input gave it
	Cause string `json:"cause"`
}

// segment is what was read of so many reports of a file, one after the other.
type segment struct {
	reports int
	records bytes.Buffer // JSON lines
	dead    bytes.Buffer // JSON lines
	lines   int          // records
}

// Name is the name of a file's folder below records: its own, and a hash of its
// path, since files of many folders come together there.
func Name(file string) string {
	sum := sha256.Sum256([]byte(file))
	base := unsafe.ReplaceAllString(path.Base(strings.ReplaceAll(file, `\`, "/")), "_")
	return base[:min(len(base), 80)] + "-" + hex.EncodeToString(sum[:4])
}

var unsafe = regexp.MustCompile(`[^A-Za-z0-9._-]`)

func segmentName(name string, n int) string {
	return path.Join(recordsFolder, name, fmt.Sprintf("%06d.jsonl.zst", n))
}

func deadName(name string, n int) string {
	return path.Join(deadFolder, name, fmt.Sprintf("%06d.jsonl", n))
}

// line is a value as a line of JSON, as "detente read --jsonl" prints records.
func line(to *bytes.Buffer, v any) error {
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// write commits a segment: its dead letters, and then its records, which stand
// for the whole from then on.
func (s *segment) write(ctx context.Context, output, name string, n int) error {
	if s.dead.Len() > 0 {
		if err := commit(ctx, output, deadName(name, n), func(w io.Writer) error { _, err := w.Write(s.dead.Bytes()); return err }); err != nil {
			return err
		}
	}
	packed, err := pack(s.records.Bytes())
	if err != nil {
		return err
	}
	return commit(ctx, output, segmentName(name, n), func(w io.Writer) error { _, err := w.Write(packed); return err })
}

// readSegment is the lines of a committed segment.
func readSegment(ctx context.Context, output, name string, n int) ([]byte, error) {
	file := join(output, segmentName(name, n))
	packed, err := load(ctx, file)
	if err != nil {
		return nil, err
	}
	lines, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: remove the file, and it is made again", file, err)
	}
	return lines, nil
}

// committed are the numbers of the segments of a file that are there.
func committed(ctx context.Context, output, name string) (map[int]bool, error) {
	files, err := list(ctx, join(output, recordsFolder, name, "*.jsonl.zst"))
	if err != nil {
		return nil, err
	}
	there := map[int]bool{}
	for _, f := range files {
		f = strings.ReplaceAll(f, `\`, "/")
		if n, err := strconv.Atoi(strings.TrimSuffix(path.Base(f), ".jsonl.zst")); err == nil {
			there[n] = true
		}
	}
	return there, nil
}

// Records are the records that were read of a file, as JSON lines in its order:
// what "detente read --jsonl" prints for it.
func Records(ctx context.Context, output, file string) ([]byte, error) {
	name := Name(file)
	there, err := committed(ctx, output, name)
	if err != nil {
		return nil, err
	}
	var all []byte
	for n := range len(there) {
		lines, err := readSegment(ctx, output, name, n)
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	return all, nil
}

// dealt is a segment as it goes on: its records by the parts of the tables that
// they belong to, and which version of its document each is.
type dealt struct {
	chunks   map[string]*chunk
	ids      []string
	versions []version // of ids
}

// deal deals the records of a segment out to the parts of the tables.
func deal(lines []byte, f file, n int, partition string, shards int) (dealt, error) {
	d := dealt{chunks: map[string]*chunk{}}
	i := 0
	for l := range bytes.Lines(lines) {
		var r record.Record
		if err := json.Unmarshal(l, &r); err != nil {
			return d, fmt.Errorf("%s: line %d: %w", segmentName(Name(f.Path), n), i+1, err)
		}
		p := part(&r.Document, partition, shards)
		c := d.chunks[p]
		if c == nil {
			c = &chunk{File: f.Order, Segment: n}
			d.chunks[p] = c
		}
		c.Lines = append(c.Lines, i)
		c.Records = append(c.Records, l...)
		d.ids = append(d.ids, r.Document.ID)
		d.versions = append(d.versions, version{place{f.Order, n, i}, p, said(&r.Document)})
		i++
	}
	for _, c := range d.chunks {
		packed, err := pack(c.Records)
		if err != nil {
			return d, err
		}
		c.Records = packed
	}
	return d, nil
}

// keys are the keys of a map in order, so that what is emitted is the same in
// every run.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// pack compresses; the same bytes give the same.
func pack(b []byte) ([]byte, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.EncodeAll(b, nil), nil
}

func unpack(b []byte) ([]byte, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(4<<30))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.DecodeAll(b, nil)
}

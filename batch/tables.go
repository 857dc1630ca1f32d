package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"

	"detente/export/rows"
	"detente/record"
)

// Tables are the folders of the tables.
var Tables = []string{"documents", "events", "statements", "commitments"}

// rowGroup is how many rows of a table stand together, and in memory.
const rowGroup = 50_000

// writeTables writes one part of every table.
type writeTables struct{ Output string }

// ProcessElement takes the records of a part, in chunks, and the places of those
// that another version of their document superseded.
func (fn *writeTables) ProcessElement(ctx context.Context, part string, chunks func(*chunk) bool, superseded func(*place) bool) error {
	var all []chunk
	for c := (chunk{}); chunks(&c); c = (chunk{}) {
		all = append(all, c)
	}
	drop := map[place]bool{}
	for p := (place{}); superseded(&p); p = (place{}) {
		drop[p] = true
	}
	slices.SortFunc(all, func(a, b chunk) int {
		return place{a.File, a.Segment, 0}.compare(place{b.File, b.Segment, 0})
	})

	documents, events := newTable[rows.Document](), newTable[rows.Event]()
	statements, commitments := newTable[rows.Statement](), newTable[rows.Commitment]()
	for _, c := range all {
		lines, err := unpack(c.Records)
		if err != nil {
			return err
		}
		i := 0
		for l := range bytes.Lines(lines) {
			at := place{c.File, c.Segment, c.Lines[i]}
			i++
			if drop[at] {
				continue
			}
			var r record.Record
			if err := json.Unmarshal(l, &r); err != nil {
				return fmt.Errorf("%s: %w", part, err)
			}
			documents.add(rows.OfDocument(&r))
			events.add(rows.OfEvents(&r)...)
			statements.add(rows.OfStatements(&r)...)
			commitments.add(rows.OfCommitments(&r)...)
		}
	}
	for i, t := range []interface{ bytes() ([]byte, error) }{documents, events, statements, commitments} {
		b, err := t.bytes()
		if err != nil {
			return fmt.Errorf("%s/%s: %w", Tables[i], part, err)
		}
		if b == nil {
			continue
		}
		if err := commit(ctx, fn.Output, Tables[i]+"/"+part+".parquet", func(w io.Writer) error { _, err := w.Write(b); return err }); err != nil {
			return err
		}
	}
	return nil
}

// table is a Parquet file in the making: compressed, in memory.
type table[Row any] struct {
	out  bytes.Buffer
	w    *parquet.GenericWriter[Row]
	rows int
	err  error
}

func newTable[Row any]() *table[Row] {
	t := new(table[Row])
	t.w = parquet.NewGenericWriter[Row](&t.out, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("detente", "", ""))
	return t
}

func (t *table[Row]) add(rows ...Row) {
	if t.err == nil && len(rows) > 0 {
		_, t.err = t.w.Write(rows)
		t.rows += len(rows)
	}
}

// bytes is the file, or nil where it would have no rows.
func (t *table[Row]) bytes() ([]byte, error) {
	if t.err != nil || t.rows == 0 {
		return nil, t.err
	}
	if err := t.w.Close(); err != nil {
		return nil, err
	}
	return t.out.Bytes(), nil
}

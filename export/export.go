// Package export writes the events of a record database in the layouts that the
// field's tools read: PLOVER as JSON lines, tab-separated files in the columns of
// POLECAT, ICEWS and GDELT 2.0, and Parquet with typed columns.
//
// A layout is a list of columns, each with its documentation, from which
// docs/exports.md is made. What we do not know stays empty, as the layout has it.
// Rows stream: a file of any length holds no more in memory than the records of
// a few documents.
//
// Source of the columns: the GDELT 2.0 event and mentions codebook (2015), the
// ICEWS Dataverse codebook, the POLECAT codebook, and the PLOVER manual.
package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// Layout is a file that other programs read.
type Layout struct {
	Name    string
	Doc     string
	Header  bool   // whether the first line names the columns
	Missing string // what stands where there is nothing
	// Once says that a fact is a row, else each report's event is one.
	Once bool
	// Told says that the layout cannot tell a threat or a denial from what
	// happened: only what is told as happened or claimed is written to it.
	Told    bool
	Columns []Column
	Types   []string // of the columns, where they have some: text, date, whole number, ...
	write   func(ctx context.Context, e *Exporter, w io.Writer, rows iter.Seq2[store.Event, error]) error
}

// Column is one field of a layout.
type Column struct {
	Name  string
	Doc   string // what stands there; empty: nothing does
	value func(*eventRow) string
}

// Layouts are all that can be written.
func Layouts() []Layout {
	return []Layout{ploverJSON(), polecat(), icews(), gdeltEvents(), gdeltMentions(), parquetEvents()}
}

// Find is the layout of a name.
func Find(name string) (Layout, error) {
	var names []string
	for _, l := range Layouts() {
		if l.Name == name {
			return l, nil
		}
		names = append(names, l.Name)
	}
	return Layout{}, fmt.Errorf("there is no layout %q: the layouts are %s", name, strings.Join(names, ", "))
}

// Filter is the filter of the rows that a layout takes.
func (l Layout) Filter(f store.Filter) store.Filter {
	f.Once = f.Once || l.Once
	if l.Told && len(f.Statuses) == 0 {
		f.Statuses = []record.Status{record.ClaimedEvent, record.Happened}
	}
	return f
}

// Exporter writes layouts.
type Exporter struct {
	Store store.Store
	Names *Names
	cache records
}

// Write writes the events that fit a filter. It returns how many rows it wrote.
func (e *Exporter) Write(ctx context.Context, l Layout, w io.Writer, f store.Filter) (int, error) {
	n := 0
	counted := func(yield func(store.Event, error) bool) {
		for ev, err := range e.Store.Events(ctx, l.Filter(f)) {
			if err == nil {
				n++
			}
			if !yield(ev, err) {
				return
			}
		}
	}
	write := l.write
	if write == nil {
		write = l.tabs
	}
	return n, write(ctx, e, w, counted)
}

// tabs writes tab-separated lines.
func (l Layout) tabs(ctx context.Context, e *Exporter, w io.Writer, rows iter.Seq2[store.Event, error]) error {
	b := bufio.NewWriter(w)
	cells := make([]string, len(l.Columns))
	line := func(cell func(Column) string) error {
		for i, c := range l.Columns {
			if cells[i] = clean(cell(c)); cells[i] == "" {
				cells[i] = l.Missing
			}
		}
		_, err := b.WriteString(strings.Join(cells, "\t") + "\n")
		return err
	}
	if l.Header {
		if err := line(func(c Column) string { return c.Name }); err != nil {
			return err
		}
	}
	for ev, err := range rows {
		if err != nil {
			return err
		}
		r, err := e.row(ctx, ev)
		if err != nil {
			return err
		}
		err = line(func(c Column) string {
			if c.value == nil {
				return ""
			}
			return c.value(r)
		})
		if err != nil {
			return err
		}
	}
	return b.Flush()
}

// clean keeps tabs and line ends out of a cell.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 }) {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c <= ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 }), " ")
}

// eventRow is an event with the record that it stands in.
type eventRow struct {
	store.Event
	names *Names
	rec   *record.Record
}

func (e *Exporter) row(ctx context.Context, ev store.Event) (*eventRow, error) {
	rec, err := e.cache.get(ctx, e.Store, ev.Document)
	return &eventRow{ev, e.Names, rec}, err
}

// records are those of the documents that were looked at last.
type records struct {
	recs []*record.Record
}

const mostRecords = 64

func (c *records) get(ctx context.Context, s store.Store, document string) (*record.Record, error) {
	i := slices.IndexFunc(c.recs, func(r *record.Record) bool { return r.Document.ID == document })
	if i < 0 {
		rec, err := s.Get(ctx, document)
		if err != nil {
			return nil, fmt.Errorf("document %s: %w", document, err)
		}
		if c.recs = append(c.recs, &rec); len(c.recs) > mostRecords {
			c.recs = slices.Delete(c.recs, 0, 1)
		}
		return &rec, nil
	}
	rec := c.recs[i]
	c.recs = append(slices.Delete(c.recs, i, i+1), rec)
	return rec, nil
}

// words are those of a span, where there is one.
func (r *eventRow) words(s *record.Span) string {
	if s == nil {
		return ""
	}
	return s.In(r.rec.Document.Text)
}

// actors are the names of the actors of some kinds in the report.
func (r *eventRow) actors(kinds ...record.ActorKind) string {
	var out []string
	for _, a := range r.rec.Actors {
		if slices.Contains(kinds, a.Kind) && a.Name != "" && !slices.Contains(out, a.Name) {
			out = append(out, a.Name)
		}
	}
	return strings.Join(out, ";")
}

// sectors are the roles in a code after its country, or all of the code where it
// names none: GOV, MIL; IGO, UNO.
func sectors(code string) []string {
	at := 0
	if record.Country(code) != "" {
		at = 3
	}
	var out []string
	for ; at+3 <= len(code); at += 3 {
		out = append(out, code[at:at+3])
	}
	return out
}

func (r *eventRow) day(layout string) string {
	if r.Date.Start.IsZero() {
		return ""
	}
	return r.Date.Start.Format(layout)
}

func (r *eventRow) published(layout string) string {
	if r.Published.Start.IsZero() {
		return ""
	}
	return r.Published.Start.Format(layout)
}

func (r *eventRow) place() record.Place {
	if r.Place == nil {
		return record.Place{}
	}
	return *r.Place
}

// Table is the table of a layout's columns for docs/exports.md.
func (l Layout) Table() string {
	var b strings.Builder
	if l.Types != nil {
		b.WriteString("| | column | type | holds |\n|---|---|---|---|\n")
	} else {
		b.WriteString("| | column | holds |\n|---|---|---|\n")
	}
	for i, c := range l.Columns {
		doc := c.Doc
		if doc == "" {
			doc = "nothing: we do not know it"
		}
		if l.Types != nil {
			doc = l.Types[i] + " | " + doc
		}
		fmt.Fprintf(&b, "| %d | %s | %s |\n", i+1, c.Name, doc)
	}
	return b.String()
}

package export

import (
	"context"
	"io"
	"iter"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"

	"detente/export/rows"
	"detente/store"
)

// rowGroup is how many rows are held before they are written.
const rowGroup = 20_000

// Parquet writes rows as a Parquet file, compressed with zstd; the columns are
// those of the struct's tags. It holds one row group in memory.
func Parquet[T any](w io.Writer, rows iter.Seq2[T, error]) error {
	out := parquet.NewGenericWriter[T](w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("detente", "", ""))
	n := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		if _, err := out.Write([]T{row}); err != nil {
			return err
		}
		if n++; n%rowGroup == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	return out.Close()
}

// Event is an event as a row of a Parquet file: that of package rows, with what
// the database knows besides.
type Event struct {
	rows.Event
	Sentence string `parquet:"sentence"` // the words
	Outlet   string `parquet:"outlet,dict"`
	URL      string `parquet:"url,dict"`
	Story    string `parquet:"story,dict"`
	Fact     int64  `parquet:"fact"`
	Reports  int32  `parquet:"reports"`
	First    bool   `parquet:"first"`
}

// Statement is a statement as a row of a Parquet file.
type Statement struct {
	rows.Statement
	Outlet string `parquet:"outlet,dict"`
	URL    string `parquet:"url,dict"`
}

// Events are the rows of events.
func (e *Exporter) Events(ctx context.Context, events iter.Seq2[store.Event, error]) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for ev, err := range events {
			row := Event{}
			if err == nil {
				var r *eventRow
				if r, err = e.row(ctx, ev); err == nil {
					for _, one := range rows.OfEvents(r.rec) {
						if one.Event == ev.ID {
							row.Event = one
						}
					}
					row.Sentence, row.Outlet, row.URL, row.Story = ev.Spans.Sentence.In(r.rec.Document.Text), ev.Outlet, ev.URL, ev.Story
					row.Fact, row.Reports, row.First = ev.Fact, int32(ev.Reports), ev.First
				}
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// Statements are the rows of statements.
func (e *Exporter) Statements(ctx context.Context, statements iter.Seq2[store.Statement, error]) iter.Seq2[Statement, error] {
	return func(yield func(Statement, error) bool) {
		for st, err := range statements {
			row := Statement{Outlet: st.Outlet, URL: st.URL}
			if err == nil {
				rec, gone := e.cache.get(ctx, e.Store, st.Document)
				if err = gone; err == nil {
					for _, one := range rows.OfStatements(rec) {
						if one.Statement == st.ID {
							row.Statement = one
						}
					}
				}
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func parquetEvents() Layout {
	docs := map[string]string{
		"document": "identifier of the report", "event": "e1, e2, ... in its report", "from": "first day", "until": "the day after the last one",
		"source": "code of who did it", "source_name": "its name", "target": "code of to whom it was done", "target_name": "its name",
		"type": "PLOVER type", "mode": "PLOVER mode", "contexts": "PLOVER contexts, a list", "cameo": "CAMEO code", "goldstein": "Goldstein score", "quad": "quad class 1 to 4",
		"status": "happened, claimed, announced, ...", "background": "told as background", "said_by": "statement of the report that tells it", "place": "place", "country": "its country, ISO 3166 alpha-3",
		"rule": "the rule that fired", "trigger": "the words that tell it", "trigger_start": "their first byte in the text", "trigger_end": "the byte after them", "clause": "the words of the clause",
		"sentence": "the words of the sentence", "outlet": "outlet", "url": "address of the report", "story": "first report of its story", "fact": "number of the fact",
		"reports": "how many reports tell the fact", "first": "this report was the first of them",
	}
	l := Layout{Name: "parquet", Doc: "Parquet with typed columns (days are dates), compressed with zstd"}
	fields := reflect.VisibleFields(reflect.TypeFor[Event]())
	for _, f := range fields {
		if name, _, _ := strings.Cut(f.Tag.Get("parquet"), ","); name != "" && !f.Anonymous {
			l.Columns = append(l.Columns, Column{Name: name, Doc: docs[name]})
		}
	}
	l.write = func(ctx context.Context, e *Exporter, w io.Writer, events iter.Seq2[store.Event, error]) error {
		return Parquet(w, e.Events(ctx, events))
	}
	return l
}

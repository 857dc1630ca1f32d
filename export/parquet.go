package export

import (
	"context"
	"io"
	"iter"

	"github.com/parquet-go/parquet-go"

	"detente/export/rows"
	"detente/record"
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

// Commitment is a commitment as a row of a Parquet file; its state is the one that
// its whole history ends in.
type Commitment struct {
	Key string `parquet:"key"`
	rows.Commitment
	Since  *int32   `parquet:"since,date"`
	ToldBy []string `parquet:"told_by,list"`
	Outlet string   `parquet:"outlet,dict"`
	URL    string   `parquet:"url,dict"`
}

// CommitmentRow is the row of a commitment that a report made, under its key; told
// are the reports that tell it.
func CommitmentRow(key string, c record.Commitment, document string, told ...string) Commitment {
	one := record.Record{Document: record.Document{ID: document}, Commitments: []record.Commitment{c}}
	row := Commitment{Key: key, Commitment: rows.OfCommitments(&one)[0], ToldBy: told}
	if n := len(c.State); n > 0 {
		row.Since, _ = rows.Days(c.State[n-1].On)
	}
	return row
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

// typed is the layout of rows as Parquet, with the types of its columns and what
// the docs say of their names.
func typed[T any](name, doc string, docs map[string]string) Layout {
	l := Layout{Name: name, Doc: doc}
	for _, f := range parquet.SchemaOf(new(T)).Fields() {
		l.Columns, l.Types = append(l.Columns, Column{Name: f.Name(), Doc: docs[f.Name()]}), append(l.Types, typeOf(f))
	}
	return l
}

// typeOf is the type of a column in words.
func typeOf(n parquet.Node) string {
	if !n.Leaf() {
		return "list of text"
	}
	if n.Type().String() == "DATE" {
		return "date"
	}
	switch n.Type().Kind() {
	case parquet.Boolean:
		return "true, false"
	case parquet.Int32, parquet.Int64:
		return "whole number"
	case parquet.Double:
		return "number"
	}
	return "text"
}

// Lists are the other lists that are written as Parquet.
func Lists() []Layout {
	return []Layout{
		typed[Statement]("statements", "Statements as Parquet", map[string]string{
			"document": "identifier of the report", "statement": "s1, s2, ... in its report", "from": "first day on which it was said", "until": "the day after the last one",
			"speaker": "code of who speaks", "speaker_name": "its name", "addressee": "code of who is spoken to", "addressee_name": "its name", "kind": "direct, indirect or mixed",
			"cue": "the word that tells of the saying", "factuality": "what the cue makes of the content", "certainty": "how sure the cue is of it, 0 to 1", "background": "told as background",
			"through": "who carried it, nearest to the speaker first", "content": "the words, stretch by stretch", "content_start": "their first byte in the text", "content_end": "the byte after them",
			"outlet": "outlet", "url": "address of the report"}),
		typed[Commitment]("commitments", "Commitments as Parquet", map[string]string{
			"key": "made of the report and the words: the same in every answer", "document": "identifier of the report", "commitment": "c1, c2, ... in its report",
			"kind": "promise, threat, demand, ultimatum, offer, refusal, agreement", "by": "code of who is bound, or demands", "by_name": "its name", "to": "code of to whom", "to_name": "its name",
			"made_from": "first day on which it was made", "made_until": "the day after the last one", "due_from": "first day on which it falls due", "due_until": "the day after the last one",
			"due_words": "the words of the deadline", "state": "where it stands", "content": "the words of what was promised", "condition": "kind and words of the condition",
			"statement": "statement of the report in which it was made", "event": "event of the report that tells it", "start": "first byte of the content in the text", "end": "the byte after it",
			"since": "first day on which it stood so", "told_by": "the reports that tell it; over HTTP, where each report has a row, that one", "outlet": "outlet, over HTTP", "url": "address of the report, over HTTP"}),
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
	l := typed[Event]("parquet", "Parquet with typed columns (days are dates), compressed with zstd", docs)
	l.write = func(ctx context.Context, e *Exporter, w io.Writer, events iter.Seq2[store.Event, error]) error {
		return Parquet(w, e.Events(ctx, events))
	}
	return l
}

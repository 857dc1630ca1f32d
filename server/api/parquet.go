package api

import (
	"context"
	"io"
	"iter"

	"detente/export"
	"detente/export/rows"
	"detente/record"
	"detente/store"
)

// inParquet adds Parquet to a form; with makes rows of typed columns.
func inParquet[T, R any](f form[T], with func(context.Context, iter.Seq2[T, error]) iter.Seq2[R, error]) form[T] {
	f.more = append(f.more, encoding[T]{"parquet", "application/vnd.apache.parquet", "Parquet with typed columns (docs/exports.md); all rows, unless limit says how many.",
		func(ctx context.Context, w io.Writer, list iter.Seq2[T, error]) error {
			return export.Parquet(w, with(ctx, list))
		}})
	return f
}

// eventRows and statementRows look words up in their reports, which the exporter
// of each answer remembers for a while.
func (a *api) eventRows(ctx context.Context, list iter.Seq2[store.Event, error]) iter.Seq2[export.Event, error] {
	return (&export.Exporter{Store: a.Store}).Events(ctx, list)
}

func (a *api) statementRows(ctx context.Context, list iter.Seq2[store.Statement, error]) iter.Seq2[export.Statement, error] {
	return (&export.Exporter{Store: a.Store}).Statements(ctx, list)
}

// commitmentRow is a commitment as a row of a Parquet file; its state is the one
// that its whole history ends in.
type commitmentRow struct {
	Key string `parquet:"key"`
	rows.Commitment
	Outlet string `parquet:"outlet,dict"`
	URL    string `parquet:"url,dict"`
}

func commitmentRows(_ context.Context, list iter.Seq2[KeyedCommitment, error]) iter.Seq2[commitmentRow, error] {
	return func(yield func(commitmentRow, error) bool) {
		for c, err := range list {
			row := commitmentRow{Key: c.Key, Outlet: c.Outlet, URL: c.URL}
			if err == nil {
				one := record.Record{Document: record.Document{ID: c.Document}, Commitments: []record.Commitment{c.Commitment.Commitment}}
				row.Commitment = rows.OfCommitments(&one)[0]
				if n := len(c.State); n > 0 {
					row.State = string(c.State[n-1].As)
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

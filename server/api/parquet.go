package api

import (
	"context"
	"io"
	"iter"

	"detente/export"
	"detente/store"
)

// inParquet adds Parquet to a form; with makes rows of typed columns.
func inParquet[T, R any](f form[T], with func(context.Context, iter.Seq2[T, error]) iter.Seq2[R, error]) form[T] {
	f.more = append(f.more, encoding[T]{"parquet", "application/vnd.apache.parquet", "parquet", "Parquet with typed columns (docs/exports.md); all rows, unless limit says how many.",
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

func commitmentRows(_ context.Context, list iter.Seq2[KeyedCommitment, error]) iter.Seq2[export.Commitment, error] {
	return func(yield func(export.Commitment, error) bool) {
		for c, err := range list {
			var row export.Commitment
			if err == nil {
				row = export.CommitmentRow(c.Key, c.Commitment.Commitment, c.Document, c.Document)
				row.Outlet, row.URL = c.Outlet, c.URL
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

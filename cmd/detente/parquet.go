package main

import (
	"io"
	"iter"
	"time"

	"detente/export"
	"detente/record"
)

// The rows of lists as Parquet has them. Events, statements and commitments
// have theirs in package export.

type hitRow struct {
	Document  string  `parquet:"document"`
	Published *int32  `parquet:"published,date"`
	Title     string  `parquet:"title"`
	Outlet    string  `parquet:"outlet,dict"`
	URL       string  `parquet:"url"`
	Snippet   string  `parquet:"snippet"`
	Score     float64 `parquet:"score"`
}

type pointRow struct {
	Start               *int32   `parquet:"start,date"`
	End                 *int32   `parquet:"end,date"`
	Index               float64  `parquet:"index"`
	Low                 float64  `parquet:"low"`
	High                float64  `parquet:"high"`
	Mean                *float64 `parquet:"mean,optional"`
	Events              int32    `parquet:"events"`
	VerbalCooperation   int32    `parquet:"verbal_cooperation"`
	MaterialCooperation int32    `parquet:"material_cooperation"`
	VerbalConflict      int32    `parquet:"verbal_conflict"`
	MaterialConflict    int32    `parquet:"material_conflict"`
	Aside               int32    `parquet:"aside"`
	Background          int32    `parquet:"background"`
	Better              int32    `parquet:"better"`
	Worse               int32    `parquet:"worse"`
	Unchanged           int32    `parquet:"unchanged"`
	From                []string `parquet:"from,list"`
}

// day is the days from 1970-01-01 to a moment, nil where there is none.
func day(m record.Moment) *int32 {
	if m.IsZero() {
		return nil
	}
	return new(int32(m.Truncate(24*time.Hour).Unix() / (24 * 60 * 60)))
}

// flat writes rows of one kind as Parquet, once each is made flat.
func flat[T, R any](row func(T) R) func(io.Writer, iter.Seq2[T, error]) error {
	return func(w io.Writer, rows iter.Seq2[T, error]) error {
		return export.Parquet(w, func(yield func(R, error) bool) {
			for r, err := range rows {
				var f R
				if err == nil {
					f = row(r)
				}
				if !yield(f, err) || err != nil {
					return
				}
			}
		})
	}
}

// Package stored makes the book of commitments of a record database, and writes
// what came of each commitment back into it, for those who ask the database row
// by row: pages, the API, assistants.
package stored

import (
	"context"
	"slices"
	"strings"

	"detente/ledger"
	"detente/record"
	"detente/store"
)

// Book is the book of all reports in the database as of a day; a zero day is
// that of the last report. Reports are read one after another: what it takes
// grows with the commitments, not with the reports.
func Book(ctx context.Context, d store.Store, asOf record.Moment) (*ledger.Book, error) {
	corrections, err := corrections(ctx, d)
	if err != nil {
		return nil, err
	}
	book := ledger.New()
	var (
		last record.Moment
		same []ledger.Report // that appeared at one time: read in the order of their names
	)
	read := func() {
		slices.SortFunc(same, func(a, b ledger.Report) int { return strings.Compare(a.Document, b.Document) })
		for i := range same {
			book.Read(&same[i])
		}
		same = same[:0]
	}
	for doc, err := range d.Documents(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		at := doc.Published.Start
		if !asOf.IsZero() && at.After(asOf.Time) {
			break
		}
		if !at.Equal(last.Time) {
			read()
			last = at
		}
		rec, err := d.Get(ctx, doc.ID)
		if err != nil {
			return nil, err
		}
		same = append(same, ledger.ReportOf(&rec))
	}
	read()
	if asOf.IsZero() {
		asOf = last
	}
	book.Close(asOf)
	book.Correct(corrections)
	return book, nil
}

// corrections are what people said of the commitments in the database.
func corrections(ctx context.Context, d store.Store) ([]ledger.Correction, error) {
	var said []ledger.Correction
	for c, err := range d.Commitments(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		for _, step := range c.State {
			if step.Author != "" {
				said = append(said, ledger.Correction{Key: ledger.KeyOf(c.Document, &c.Commitment), Step: step})
			}
		}
	}
	return said, nil
}

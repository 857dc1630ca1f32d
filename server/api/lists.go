package api

import (
	"context"
	"iter"

	"detente/export/sheet"
	"detente/ledger"
	"detente/query"
	"detente/store"
)

// lists adds the lists of the database.
func (a *api) lists() {
	addList(a, list[store.Event]{
		path: "/events", id: "list-events", name: "events", summary: "Who did what to whom",
		description: "Events by date. An event that many reports tell comes once for each, unless `once` is given.",
		of:          query.Events, rows: a.Store.Events, cursor: func(e store.Event) string { return e.Cursor },
		form: inParquet(asCSV(sheet.Events()), a.eventRows),
	})
	addList(a, list[store.Statement]{
		path: "/statements", id: "list-statements", name: "statements", summary: "Who said what",
		description: "Statements by the day of the saying, with their words.",
		of:          query.Statements, rows: a.Store.Statements, cursor: func(s store.Statement) string { return s.Cursor },
		form: inParquet(asCSV(sheet.Statements()), a.statementRows),
	})
	addList(a, list[KeyedCommitment]{
		path: "/commitments", id: "list-commitments", name: "commitments", summary: "What was promised, threatened and demanded, and what came of it",
		description: "Commitments by the day they were made, each with its whole history; the last step is where it stands.",
		of:          query.Commitments, rows: a.commitments, cursor: func(c KeyedCommitment) string { return c.Cursor },
		form: inParquet(asCSV(keyedColumns()), commitmentRows),
	})
	addList(a, list[store.Document]{
		path: "/documents", id: "list-documents", name: "documents", summary: "The reports",
		description: "Reports by the day they appeared.",
		of:          query.Documents, rows: a.Store.Documents, cursor: func(d store.Document) string { return d.Cursor },
		form: asCSV(sheet.Documents()),
	})
	addList(a, list[store.Hit]{
		path: "/search", id: "search", name: "search", summary: "Reports by their words",
		description: "Reports in which the words of `q` stand, the best first. Without pages: the first rows are the best. Of more than 1,000 that fit, those that were added last are compared; words that most of them have say nothing, and the newest come first.",
		of:          query.Documents, rows: a.search,
		form: asCSV(sheet.Hits()),
	})
}

// search finds reports by the words of the filter.
func (a *api) search(ctx context.Context, f store.Filter) iter.Seq2[store.Hit, error] {
	words := f.Text
	f.Text = ""
	if words == "" {
		return func(yield func(store.Hit, error) bool) {
			yield(store.Hit{}, wrong("query.q", "", "give the words to look for: q=summit hanoi"))
		}
	}
	return a.Store.Search(ctx, words, f)
}

// keyedColumns are the columns of commitments.
func keyedColumns() sheet.Columns[KeyedCommitment] {
	key := func(c store.Commitment) string { return ledger.KeyOf(c.Document, &c.Commitment) }
	return sheet.Of(sheet.Commitments(key), func(c KeyedCommitment) store.Commitment { return c.Commitment })
}

package main

import (
	"context"

	"detente/data"
	"detente/page"
	"detente/reader"
	"detente/record"
	"detente/when"
)

// ownTasks is what detente does for each task.
func ownTasks(ctx context.Context) ([]peer, error) {
	r, err := reader.New(data.Embedded(), reader.Options{Version: "bench"})
	if err != nil {
		return nil, err
	}
	dates, err := when.New(data.Embedded())
	if err != nil {
		return nil, err
	}
	document := func(c corpora, i int) (record.Document, error) {
		day := record.Date(c.reports[i].Date.Year(), c.reports[i].Date.Month(), c.reports[i].Date.Day())
		return r.Page().FromString(c.texts[i], page.Meta{ID: c.reports[i].ID, Date: record.Interval{Start: day, End: day.Add(0, 0, 1)}})
	}
	each := func(do func(*record.Document) (int, error)) func(corpora) (int, error) {
		return func(c corpora) (int, error) {
			n := 0
			for i := range c.texts {
				doc, err := document(c, i)
				if err != nil {
					return n, err
				}
				found, err := do(&doc)
				if err != nil {
					return n, err
				}
				n += found
			}
			return n, nil
		}
	}
	return []peer{
		{name: "detente", task: taskLanguage, does: "blocks, sentences, tokens, tags, lemmas, dependency trees, names",
			run: each(func(doc *record.Document) (int, error) {
				n := 0
				for _, s := range r.Language().Analyze(doc).Sentences {
					n += len(s.Tokens)
				}
				return n, nil
			})},
		{name: "detente", task: taskPage, does: "the article in blocks with roles, title, author, date, outlet, language",
			run: func(c corpora) (int, error) {
				n := 0
				for _, b := range c.pages {
					doc, err := r.Page().FromHTML(b, page.Meta{})
					if err != nil {
						return n, err
					}
					n += len(doc.Text)
				}
				return n, nil
			}},
		{name: "detente, language and dates", task: taskDates, does: "language as above, time expressions as TIMEX3 and intervals, the report's own date",
			run: each(func(doc *record.Document) (int, error) {
				return len(dates.Read(doc, r.Language().Analyze(doc)).Times), nil
			})},
		{name: "detente", task: taskWhole, does: "actors, coreference, dates, statements, events, commitments: no peer does it",
			run: each(func(doc *record.Document) (int, error) {
				a, err := r.Read(ctx, *doc)
				if err != nil {
					return 0, err
				}
				return len(a.Events) + len(a.Statements) + len(a.Commitments), nil
			})},
	}, nil
}

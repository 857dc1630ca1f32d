package sqlite

import (
	"strings"

	"detente/store"
	"detente/store/tables"
)

var dialect = tables.Dialect{
	// A CROSS JOIN is one whose order SQLite does not change.
	Join: "CROSS JOIN",
	Corrections: `(SELECT coalesce(json_group_array(json_object('as', k.state, 'start', k.start, 'until', k.until, 'author', k.author, 'note', k.note, 'made', k.made)), '[]')
		FROM (SELECT * FROM correction WHERE doc = e.doc AND (at < e.upto AND upto > e.at OR at = e.at AND upto = e.upto) ORDER BY id) k)`,
	Words: words{},
	Indexed: func(index string) string {
		if index == "" {
			return " NOT INDEXED"
		}
		return " INDEXED BY " + index
	},
}

// words is the full-text index, a table of FTS5.
type words struct{}

func (words) Add(tx tables.Tx, doc int64, title, body string) error {
	return tx.Exec("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", doc, title, body)
}

func (words) Remove(tx tables.Tx, doc int64) error {
	return tx.Exec("DELETE FROM words WHERE rowid = ?", doc)
}

// Match scores by BM25, with the title weighing more.
func (words) Match(search store.Text) tables.Match {
	return tables.Match{
		From:  "words CROSS JOIN document d ON d.id = words.rowid",
		Where: "words MATCH ?", Args: []any{match(search)}, ID: "words.rowid",
		Score: "-bm25(words, 4.0, 1.0)",
	}
}

// Have asks for the numbers of documents.
func (words) Have(search store.Text) (string, []any) {
	return "SELECT rowid FROM words WHERE words MATCH ?", []any{match(search)}
}

func (words) AddSaid(tx tables.Tx, index string, num int64, text string) error {
	return tx.Exec("INSERT INTO "+index+" (rowid, body) VALUES (?, ?)", num, text)
}

func (words) RemoveSaid(tx tables.Tx, index, nums string, args ...any) error {
	return tx.Exec("DELETE FROM "+index+" WHERE rowid IN ("+nums+")", args...)
}

func (words) Said(index string, search store.Text) tables.Said {
	return tables.Said{From: index + " w", Where: "w." + index + " MATCH ?", Key: "w.rowid", Args: []any{match(search)}}
}

// match writes a search in the language of FTS5. Every word stands in quotes
// there, so that nothing in it is read as an operator.
func match(t store.Text) string {
	join := func(parts []store.Text, by string) string {
		out := make([]string, len(parts))
		for i, p := range parts {
			out[i] = match(p)
		}
		return strings.Join(out, by)
	}
	switch t.Op {
	case store.Either:
		return "(" + join(t.Parts, " OR ") + ")"
	case store.All:
		s := "(" + join(t.Parts, " AND ") + ")"
		for _, w := range t.Without {
			s = "(" + s + " NOT " + match(w) + ")"
		}
		return s
	}
	s := `"` + t.Words + `"`
	if t.Start {
		s += "*"
	}
	return s
}

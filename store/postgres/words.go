package postgres

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"detente/store"
	"detente/store/tables"
)

// words is the full-text index: vectors of PostgreSQL's text search. What is a
// word is decided here as in SQLite (letters and digits, without case and
// accents), so that the parser of the server has nothing left to decide; the
// server takes off the endings.
type words struct{}

func (words) Add(tx tables.Tx, doc int64, title, body string) error {
	return tx.Exec("INSERT INTO words VALUES (?, setweight(to_tsvector('detente', ?), 'A') || to_tsvector('detente', ?))",
		doc, strings.Join(indexed(title), " "), strings.Join(indexed(body), " "))
}

func (words) Remove(tx tables.Tx, doc int64) error {
	return tx.Exec("DELETE FROM words WHERE doc = ?", doc)
}

// Match scores by how often and how close together the words stand, and by the
// length of the text; titles weigh four times as much.
func (words) Match(search store.Text) tables.Match {
	return tables.Match{
		From:  "to_tsquery('detente', ?) search CROSS JOIN words JOIN document d ON d.id = words.doc",
		Where: "words.vector @@ search", Args: []any{tsquery(search)}, ID: "words.doc",
		Score: "ts_rank('{0.25, 0.25, 0.25, 1}', words.vector, search, 1)",
	}
}

// Have asks for the numbers of documents.
func (words) Have(search store.Text) (string, []any) {
	return "SELECT doc FROM words WHERE vector @@ to_tsquery('detente', ?)", []any{tsquery(search)}
}

func (words) AddSaid(tx tables.Tx, index string, num int64, text string) error {
	return tx.Exec("INSERT INTO "+index+" VALUES (?, to_tsvector('detente', ?))", num, strings.Join(indexed(text), " "))
}

func (words) RemoveSaid(tx tables.Tx, index, nums string, args ...any) error {
	return tx.Exec("DELETE FROM "+index+" WHERE num IN ("+nums+")", args...)
}

func (words) Said(index string, search store.Text) tables.Said {
	return tables.Said{From: index + " w", Where: "w.vector @@ to_tsquery('detente', ?)", Key: "w.num", Args: []any{tsquery(search)}}
}

// A vector may have a million bytes; what a longer text has besides is not found.
const mostIndexed, longestWord = 900_000, 1000

// indexed are the words of a text as they are indexed.
func indexed(s string) []string {
	folded := norm.NFC.String(strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFD.String(s)))
	var out []string
	seen, size := map[string]bool{}, 0
	for w := range strings.FieldsFuncSeq(folded, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) }) {
		if len(w) > longestWord {
			continue
		}
		if !seen[w] {
			if size += len(w) + 16; size > mostIndexed {
				break
			}
			seen[w] = true
		}
		out = append(out, w)
	}
	return out
}

// tsquery is a search in the words of to_tsquery: 'summit' & 'missil':* & !'test'.
func tsquery(t store.Text) string {
	switch t.Op {
	case store.Either:
		return joined(t.Parts, " | ")
	case store.All:
		q := joined(t.Parts, " & ")
		for _, p := range t.Without {
			q += " & !(" + tsquery(p) + ")"
		}
		return q
	}
	ws := indexed(t.Words)
	for i, w := range ws {
		ws[i] = "'" + w + "'"
	}
	if t.Start && len(ws) > 0 {
		ws[len(ws)-1] += ":*"
	}
	return strings.Join(ws, " <-> ")
}

func joined(parts []store.Text, operator string) string {
	qs := make([]string, len(parts))
	for i, p := range parts {
		qs[i] = "(" + tsquery(p) + ")"
	}
	return strings.Join(qs, operator)
}

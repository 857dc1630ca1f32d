package tables

import (
	"context"
	"errors"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/store"
)

// Search finds documents by words, best first by BM25 with the title weighing more.
func (db *DB) Search(ctx context.Context, query string, f store.Filter) iter.Seq2[store.Hit, error] {
	text, err := store.ParseText(query)
	if err = errors.Join(err, f.Check()); err != nil {
		return fail[store.Hit](err)
	}
	var c clauses
	m := db.words.Match(text)
	c.add(m.Where, m.Args...)
	c.period(f.Period, "d.start", "d.until")
	db.report(&c, f, "d.id")
	// The best are chosen by number first: texts are not carried through the sorting.
	best := c.query("SELECT d.id AS id, "+m.Score+" AS score FROM "+m.From, "score DESC, id", f.Limit)
	q := "SELECT " + documentColumns + ", d.text, best.score FROM (" + best + ") AS best " + db.join + " document d ON d.id = best.id ORDER BY best.score DESC, best.id"
	wanted := searched(query)
	return stream(ctx, db.read, q, c.args, func(scan func(...any) error) (h store.Hit, err error) {
		var packed []byte
		if h.Document, err = scanDocument(scan, &packed, &h.Score); err != nil {
			return h, err
		}
		text, err := db.unzip(packed)
		if err != nil {
			return h, err
		}
		h.Snippet = snippet(string(text), wanted)
		return h, nil
	})
}

// searched are the words of a query in lower case, without operators.
func searched(query string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(query, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		switch w {
		case "AND", "OR", "NOT":
		default:
			out = append(out, strings.ToLower(w))
		}
	}
	return out
}

// snippet is a stretch of text about the first word that starts as one of the
// wanted ones does, which stands in brackets.
func snippet(text string, wanted []string) string {
	const around = 80
	at, end := -1, 0
	for i := 0; i < len(text) && at < 0; {
		c, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			i += n
			continue
		}
		start := i
		for i < len(text) {
			if c, n = utf8.DecodeRuneInString(text[i:]); !unicode.IsLetter(c) && !unicode.IsDigit(c) {
				break
			}
			i += n
		}
		word := strings.ToLower(text[start:i])
		for _, w := range wanted {
			if strings.HasPrefix(word, strings.TrimSuffix(strings.TrimSuffix(w, "s"), "e")) {
				at, end = start, i
				break
			}
		}
	}
	if at < 0 {
		at, end = 0, 0
	}
	from, to := max(0, at-around), min(len(text), end+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	s := text[from:at]
	if end > at {
		s += "[" + text[at:end] + "]"
	}
	return strings.Join(strings.Fields(s+text[end:to]), " ")
}

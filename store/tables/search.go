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
	return func(yield func(store.Hit, error) bool) {
		score, order, ranked, err := db.ranked(ctx, m, c)
		if err != nil {
			yield(store.Hit{}, err)
			return
		}
		// The best are chosen by number first: texts are not carried through the sorting.
		best := ranked.query("SELECT "+m.ID+" AS id, "+score+" AS score FROM "+m.From, order, f.Limit)
		q := "SELECT " + documentColumns + ", d.text, score FROM (" + best + ") AS best " + db.join + " document d ON d.id = best.id ORDER BY " + strings.ReplaceAll(order, "id", "best.id")
		wanted := searched(query)
		stream(ctx, db.read, q, ranked.args, func(scan func(...any) error) (h store.Hit, err error) {
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
		})(yield)
	}
}

// ranked chooses which of the documents that fit are compared, so that a common word
// costs no more than another: the newest store.Ranked of them, by their numbers.
// Where more than half of the newest documents fit, how well they do says little
// (BM25 gives such words no weight), and the newest come first.
func (db *DB) ranked(ctx context.Context, m Match, c clauses) (score, order string, ranked clauses, err error) {
	const best = "score DESC, id"
	newest := c.query("SELECT "+m.ID+" AS id FROM "+m.From, m.ID+" DESC", store.Ranked)
	var n int
	var first, last, all int64
	err = db.one(ctx, "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0), (SELECT coalesce(max(id), 0) FROM document) FROM ("+newest+") AS newest", c.args, &n, &first, &last, &all)
	if err != nil || n < store.Ranked {
		return m.Score, best, c, err
	}
	c.add(m.ID+" >= ? AND "+m.ID+" <= ?", first, last)
	if all-first < 2*store.Ranked {
		return "0.0", "id DESC", c, nil
	}
	return m.Score, best, c, nil
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

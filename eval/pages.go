package eval

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"detente/page"
	"detente/reader"
	"detente/record"
)

// pages is a set of pages with the bodies of their articles: ground-truth.json
// (articleBody by identifier) and html/ID.html.gz, as Zyte publishes them.
func pages() Kind {
	const measure = "shingle F1"
	return Kind{
		Name: "pages",
		Here: func(dir string, entries []fs.DirEntry) bool {
			return anyFile(entries, "ground-truth.json")
		},
		Run: func(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
			return Pages(ctx, dir, r.Page())
		},
		Bars: []Bar{{Measure: measure, Floor: 0.955, Aim: 0.970}},
	}
}

// Pages scores the article bodies that r finds. The measure is that of the
// article extraction benchmark (github.com/zytedata/article-extraction-benchmark,
// evaluate.py): shingles of four words, counted; the shares of right, surplus
// and missing ones of each page are averaged over pages, and the F1 is taken of
// the averages. The mean of the pages' own F1 stands beside it.
func Pages(ctx context.Context, dir string, r *page.Reader) ([]Score, []Prediction, error) {
	set := filepath.Base(dir)
	gold := map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}{}
	b, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(b, &gold); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", filepath.Join(dir, "ground-truth.json"), err)
	}
	var predictions []Prediction
	var right, surplus, missing, mean float64
	for _, id := range slices.Sorted(maps.Keys(gold)) {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		raw, err := readGzip(filepath.Join(dir, "html", id+".html.gz"))
		if err != nil {
			return nil, nil, err
		}
		body := ""
		if doc, err := r.FromHTML(raw, page.Meta{URL: gold[id].URL}); err == nil {
			body = Body(doc)
		}
		predictions = append(predictions, Prediction{set, id, body})
		tp, fp, fn := shingleShares(gold[id].Body, body)
		right, surplus, missing = right+tp, surplus+fp, missing+fn
		mean += shingleF1(tp, fp, fn) / float64(len(gold))
	}
	n := len(gold)
	return []Score{
		{set, "shingle F1", shingleF1(right, surplus, missing), n},
		{set, "shingle F1, mean of pages", mean, n},
	}, predictions, nil
}

// Body is the text of a document that counts as the body of its article.
func Body(doc record.Document) string {
	var parts []string
	for _, b := range doc.Blocks {
		if b.Role == record.Paragraph || b.Role == record.Heading || b.Role == record.Dateline {
			parts = append(parts, b.Span.In(doc.Text))
		}
	}
	return strings.Join(parts, "\n\n")
}

// shingleShares compares the shingles of two texts: the shares of those in both,
// only in the answer, and only in the gold text.
func shingleShares(gold, answer string) (right, surplus, missing float64) {
	a, b := shingles(gold), shingles(answer)
	for s, n := range a {
		right += float64(min(n, b[s]))
		missing += float64(max(0, n-b[s]))
	}
	for s, n := range b {
		surplus += float64(max(0, n-a[s]))
	}
	if all := right + surplus + missing; all > 0 {
		right, surplus, missing = right/all, surplus/all, missing/all
	}
	return right, surplus, missing
}

func shingles(s string) map[string]int {
	words := strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) && c != '_' })
	counts := map[string]int{}
	for i := 0; i < max(1, len(words)-3); i++ {
		counts[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return counts
}

func shingleF1(right, surplus, missing float64) float64 {
	if right == 0 {
		return 0
	}
	return 2 * right / (2*right + surplus + missing)
}

func readGzip(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return io.ReadAll(io.LimitReader(z, page.MaxText))
}

package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"detente/data"
	"detente/ledger"
	"detente/page"
	"detente/reader"
	"detente/record"
	"detente/store"
	"detente/store/sqlite"
)

// Ledgers is the kind of set that holds reports over time (reports.jsonl) with
// the commitments that a careful reader enters in the book and where they stand
// in the end (commitments.tsv). A folder `rules` beside them is laid over the
// embedded data, for invented actors.
func Ledgers() Kind {
	return Kind{
		Name: "ledger",
		Here: func(_ string, entries []fs.DirEntry) bool {
			return anyFile(entries, "reports.jsonl") && anyFile(entries, "commitments.tsv")
		},
		Run: scoreLedger,
		Bars: []Bar{
			{Measure: "commitments F1", Floor: 0.85},
			{Measure: "final state", Floor: 0.85},
			{Measure: "due day", Floor: 0.85},
			{Measure: "stories pairwise F1", Floor: 0.95},
		},
	}
}

// goldCommitment is a row of commitments.tsv.
type goldCommitment struct {
	Report, Kind, By, To, Words, Due, State string
}

func scoreLedger(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
	if _, err := os.Stat(filepath.Join(dir, "rules")); err == nil {
		fsys, err := data.Overlay(filepath.Join(dir, "rules"))
		if err != nil {
			return nil, nil, err
		}
		if r, err = reader.New(fsys, reader.Options{}); err != nil {
			return nil, nil, err
		}
	}
	gold, err := readCommitments(filepath.Join(dir, "commitments.tsv"))
	if err != nil {
		return nil, nil, err
	}
	records, err := Reports(ctx, filepath.Join(dir, "reports.jsonl"), r)
	if err != nil {
		return nil, nil, err
	}
	var reports []ledger.Report
	for i := range records {
		reports = append(reports, ledger.ReportOf(&records[i]))
	}
	book := ledger.Make(reports, record.Moment{}, nil).Entries()
	set := filepath.Base(dir)
	taken := make([]bool, len(book))
	found, right, dated, onDay := 0, 0, 0, 0
	var predictions []Prediction
	for i, g := range gold {
		answer := map[string]any{"found": false}
		for j, e := range book {
			if taken[j] || !g.isToldBy(e) {
				continue
			}
			taken[j] = true
			found++
			if string(e.Now()) == g.State {
				right++
			}
			if g.Due != "" {
				dated++
				if e.Due != nil && e.Due.End.Add(0, 0, -1).String() == g.Due {
					onDay++
				}
			}
			answer = map[string]any{"found": true, "due": e.Due, "state": e.Now(), "want": g.State, "content": e.Content.Text, "kind": e.Kind, "life": e.State}
			break
		}
		predictions = append(predictions, Prediction{set, fmt.Sprintf("%s/%d %s %s", g.Report, i, g.Kind, g.Words), answer})
	}
	for j, e := range book {
		if !taken[j] {
			predictions = append(predictions, Prediction{set, e.Document + "/extra", map[string]any{
				"kind": e.Kind, "by": e.By.Code, "to": e.To.Code, "content": e.Content.Text, "state": e.Now(),
			}})
		}
	}
	p, rec := ratio(found, len(book)), ratio(found, len(gold))
	scores, err := scoreStories(ctx, dir, set, records)
	if err != nil {
		return nil, nil, err
	}
	return append([]Score{
		{set, "commitments precision", p, len(book)},
		{set, "commitments recall", rec, len(gold)},
		{set, "commitments F1", harmonic(p, rec), len(gold)},
		{set, "final state", ratio(right, found), found},
		{set, "due day", ratio(onDay, dated), dated},
	}, scores...), predictions, nil
}

// scoreStories puts the records into a database and compares the pairs of
// reports that it joins to a story with those of stories.tsv.
func scoreStories(ctx context.Context, dir, set string, records []record.Record) (scores []Score, err error) {
	gold, err := readStories(filepath.Join(dir, "stories.tsv"))
	if err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "detente-eval")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	db, err := sqlite.Open(ctx, filepath.Join(tmp, "stories.db"), sqlite.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	if _, err := db.Put(ctx, records...); err != nil {
		return nil, err
	}
	answer := map[string]string{}
	for d, err := range db.Documents(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		answer[d.ID] = d.Story
	}
	joined, right, want := 0, 0, 0
	for i := range records {
		for j := range i {
			a, b := records[i].Document.ID, records[j].Document.ID
			inGold := gold[a] != "" && gold[a] == gold[b]
			inAnswer := answer[a] == answer[b]
			joined, want = joined+count(inAnswer), want+count(inGold)
			right += count(inGold && inAnswer)
		}
	}
	if want == 0 && joined == 0 {
		return nil, nil // nothing to join, and nothing joined
	}
	return []Score{{set, "stories pairwise F1", harmonic(ratio(right, joined), ratio(right, want)), want}}, nil
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// readStories is the story of each report that stories.tsv puts to one.
func readStories(file string) (map[string]string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	story := map[string]string{}
	for n, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		name, reports, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("%s:%d: want two columns: story reports", file, n+1)
		}
		for _, r := range strings.Fields(reports) {
			if n > 0 {
				story[r] = name
			}
		}
	}
	return story, nil
}

// isToldBy reports whether an entry is the gold commitment: the same sides, a
// like kind, half of its words, and told in that report.
func (g goldCommitment) isToldBy(e *ledger.Entry) bool {
	if record.Country(e.By.Code) != g.By || g.To != "" && record.Country(e.To.Code) != g.To {
		return false
	}
	told := false
	for _, t := range e.ToldBy {
		told = told || strings.HasPrefix(t.Document, g.Report)
	}
	if !told || !ledger.Alike(record.CommitmentKind(g.Kind), e.Kind) {
		return false
	}
	shared, words := 0, strings.Fields(strings.ToLower(g.Words))
	content := strings.ToLower(e.Content.Text)
	for _, w := range words {
		if strings.Contains(content, w) {
			shared++
		}
	}
	return 2*shared >= len(words)
}

// Reports reads the lines of a corpus, {"id", "date", "source", "title", "text"}, into
// records. The error names file and line.
func Reports(ctx context.Context, file string, r *reader.Reader) ([]record.Record, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var records []record.Record
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var in struct{ ID, Date, Source, Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		doc, err := r.Page().FromString(in.Text, page.Meta{ID: in.ID, Date: day(in.Date), Source: in.Source, Title: in.Title})
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		a, err := r.Read(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		records = append(records, a.Record())
	}
	return records, lines.Err()
}

// day is the interval of a date, unknown where it is none.
func day(s string) record.Interval {
	m, err := record.ParseMoment(s)
	if err != nil {
		return record.Interval{}
	}
	return record.Interval{Start: m, End: m.Add(0, 0, 1)}
}

func readCommitments(file string) ([]goldCommitment, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var gold []goldCommitment
	for n, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 7: report kind by to words due state", file, n+1, len(f))
		}
		if n > 0 {
			gold = append(gold, goldCommitment{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
		}
	}
	return gold, nil
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

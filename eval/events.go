package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente/event"
	"detente/reader"
	"detente/record"
)

// PairKind is gold that marks a source and a target in each sentence and asks
// which PLOVER root holds from one to the other (the format of Hu et al., ACL
// 2024): *.jsonl with "marked" and "root".
func PairKind() Kind {
	return Kind{
		Name: "events",
		Here: func(dir string, entries []fs.DirEntry) bool {
			h := head(dir, entries, "*.jsonl")
			return strings.Contains(h, `"marked"`) && strings.Contains(h, `"root"`)
		},
		Run: Pairs,
		Bars: []Bar{
			{Measure: "root macro-F1", Floor: 0.65, Aim: 0.85},
			{Measure: "quad macro-F1", Floor: 0.78, Aim: 0.90},
			{Measure: "rules alone: root macro-F1", Floor: 0.65},
			{Measure: "rules alone: quad macro-F1", Floor: 0.78},
		},
	}
}

// PairItem is one sentence with its marked actors.
type PairItem struct {
	ID     string `json:"id"`
	Marked string `json:"marked"`
	Root   string `json:"root"`
	Quad   int    `json:"quad"`
}

// PairAnswer is what the reader answers; both are null where it has none.
type PairAnswer struct {
	Root *string `json:"root"`
	Quad *int    `json:"quad"`
}

// learntFrom is the set that the second reader learnt from: its figures there
// are called by that name and are held against no bar.
const learntFrom = "plv-train"

// Pairs reads every *.jsonl of dir and scores roots and quads, by the rules with
// the second reader and by the rules alone. The second reader learnt from
// plv-train, so its figure there tells nothing; "go run ./internal/train pairs"
// prints one by cross-validation.
func Pairs(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, nil, err
	}
	var scores []Score
	var predictions []Prediction
	for _, file := range files {
		set := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		items, err := ReadPairs(file)
		if err != nil {
			return nil, nil, err
		}
		var roots, quads, ruleRoots, ruleQuads Confusion
		for _, it := range items {
			if err := ctx.Err(); err != nil {
				return nil, nil, err
			}
			in := it.Input(r)
			p, rule := r.Events().LearntPair(in, "source", "target"), r.Events().Pair(in, "source", "target")
			var answer PairAnswer
			if p.Root != "" {
				answer = PairAnswer{&p.Root, &p.Quad}
			}
			roots.Add(it.Root, p.Root)
			quads.Add(fmt.Sprint(it.Quad), fmt.Sprint(p.Quad))
			ruleRoots.Add(it.Root, rule.Root)
			ruleQuads.Add(fmt.Sprint(it.Quad), fmt.Sprint(rule.Quad))
			predictions = append(predictions, Prediction{set, it.ID, answer})
		}
		n, as := len(items), ""
		if set == learntFrom {
			as = "in sample: "
		}
		scores = append(scores,
			Score{set, as + "root accuracy", roots.Accuracy(), n}, Score{set, as + "root macro-F1", roots.MacroF1(), n},
			Score{set, as + "quad accuracy", quads.Accuracy(), n}, Score{set, as + "quad macro-F1", quads.MacroF1(), n},
			Score{set, "rules alone: root macro-F1", ruleRoots.MacroF1(), n}, Score{set, "rules alone: quad macro-F1", ruleQuads.MacroF1(), n})
	}
	return scores, predictions, nil
}

// ReadPairs reads one file of items.
func ReadPairs(file string) ([]PairItem, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var items []PairItem
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for line := 1; scan.Scan(); line++ {
		var it PairItem
		if err := json.Unmarshal(scan.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, line, err)
		}
		items = append(items, it)
	}
	return items, scan.Err()
}

// Input is the item as the event stage reads it: its text parsed, and the marked
// words as mentions of the actors "source" and "target".
func (it PairItem) Input(r *reader.Reader) event.Input {
	var text strings.Builder
	var in event.Input
	open := ""
	start := 0
	actors := map[string]string{"s": "source", "t": "target"}
	for rest := it.Marked; rest != ""; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			text.WriteString(rest)
			break
		}
		text.WriteString(rest[:i])
		rest = rest[i:]
		switch {
		case strings.HasPrefix(rest, "<s>"), strings.HasPrefix(rest, "<t>"):
			open, start, rest = rest[1:2], text.Len(), rest[3:]
		case open != "" && strings.HasPrefix(rest, "</"+open+">"):
			words := text.String()[start:]
			from := start + len(words) - len(strings.TrimLeft(words, " "))
			in.Mentions = append(in.Mentions, record.Mention{
				Span: record.Span{Start: from, End: start + len(strings.TrimRight(words, " "))}, Actor: actors[open], Kind: record.ByName})
			open, rest = "", rest[4:]
		default:
			text.WriteByte('<')
			rest = rest[1:]
		}
	}
	in.Doc = record.Document{ID: it.ID, Text: text.String(), Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: text.Len()}}}}
	in.Text = r.Language().Analyze(&in.Doc)
	for i := range in.Mentions {
		m := &in.Mentions[i]
		m.ID = fmt.Sprintf("m%d", i+1)
		m.Code = map[string]string{"source": "XXA", "target": "XXB"}[m.Actor]
		m.Sent, m.First, m.Last, m.Head = event.Locate(in.Text, m.Span)
	}
	for _, a := range []string{"source", "target"} {
		in.Actors = append(in.Actors, record.Actor{ID: a, Name: a, Kind: record.IsGroup})
	}
	return in
}

// Confusion counts answers by what was asked for.
type Confusion struct {
	right, given, gold map[string]int
	n, hits            int
}

// Add counts one answer; an empty one is none.
func (c *Confusion) Add(gold, answer string) {
	if c.gold == nil {
		c.right, c.given, c.gold = map[string]int{}, map[string]int{}, map[string]int{}
	}
	c.n++
	c.gold[gold]++
	if answer != "" {
		c.given[answer]++
	}
	if gold == answer {
		c.hits++
		c.right[gold]++
	}
}

// Accuracy is the share of right answers.
func (c *Confusion) Accuracy() float64 { return float64(c.hits) / float64(max(c.n, 1)) }

// MacroF1 is the mean of the F1 of the labels that the gold has.
func (c *Confusion) MacroF1() float64 {
	sum := 0.0
	for _, label := range sortedLabels(c.gold) {
		sum += F1(c.right[label], c.given[label], c.gold[label])
	}
	return sum / float64(max(len(c.gold), 1))
}

func sortedLabels(m map[string]int) []string {
	labels := make([]string, 0, len(m))
	for l := range m {
		labels = append(labels, l)
	}
	slices.Sort(labels)
	return labels
}

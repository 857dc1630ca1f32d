// Package eval scores the reader against gold sets. Each kind of set has a file
// of its own, named after it; this file holds what they share.
//
// The gold sets are no part of the repository. Set finds out what a folder
// holds by looking at its files, in the formats that their publishers use.
package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"detente/reader"
)

// Score is one measured figure.
type Score struct {
	Set     string  `json:"set"`     // the gold set: polnear-dev, en_ewt-test
	Measure string  `json:"measure"` // what was measured: root macro-F1
	Value   float64 `json:"value"`   // 0 to 1
	N       int     `json:"n"`       // how many gold items it was measured on
}

// Prediction is what the reader answered for one gold item, so that anybody
// can score it again.
type Prediction struct {
	Set    string `json:"set"`
	ID     string `json:"id"`
	Answer any    `json:"answer"`
}

// Kind is a kind of gold set.
type Kind struct {
	Name string
	// Here reports whether the entries of a folder are a set of this kind.
	Here func(dir string, entries []fs.DirEntry) bool
	// Run reads the set in dir with r and scores the answers.
	Run func(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error)
	// Bars say what every figure must reach (floor) and should reach (aim).
	Bars []Bar
}

// Bar is the floor and the aim of one measure of a kind; 0 where there is none.
type Bar struct {
	Set     string // a part of the set's name that the bar is for; empty: every set
	Measure string
	Floor   float64
	Aim     float64
}

// Set is one folder with gold of one kind.
type Set struct {
	Kind Kind
	Dir  string
}

// Find lists the gold sets in dir and the folders below it, in the order of
// their paths. It is an error to find none.
func Find(dir string) ([]Set, error) {
	var sets []Set
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, kind := range Kinds() {
			if kind.Here(path, entries) {
				sets = append(sets, Set{kind, path})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(sets) == 0 {
		return nil, fmt.Errorf("%s: no gold set found in it; known kinds are %s", dir, strings.Join(kindNames(), ", "))
	}
	return sets, nil
}

func kindNames() []string {
	var names []string
	for _, k := range Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// anyFile reports whether the name of one of the files fits a pattern of
// path.Match.
func anyFile(entries []fs.DirEntry, pattern string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		ok, _ := filepath.Match(pattern, e.Name())
		return ok && !e.IsDir()
	})
}

// head returns the first bytes of the first file of dir that fits the pattern,
// or nothing, to tell formats apart by content.
func head(dir string, entries []fs.DirEntry, pattern string) string {
	for _, e := range entries {
		if ok, _ := filepath.Match(pattern, e.Name()); !ok || e.IsDir() {
			continue
		}
		f, err := os.Open(filepath.Join(dir, e.Name()))
		if err != nil {
			return ""
		}
		defer f.Close()
		b, _ := io.ReadAll(io.LimitReader(f, 4096))
		return string(b)
	}
	return ""
}

// Bar finds the bar of a score.
func (k Kind) Bar(s Score) (Bar, bool) {
	i := slices.IndexFunc(k.Bars, func(b Bar) bool {
		return b.Measure == s.Measure && strings.Contains(s.Set, b.Set)
	})
	if i < 0 {
		return Bar{}, false
	}
	return k.Bars[i], true
}

// Row is a score beside its bar.
type Row struct {
	Kind string `json:"kind"`
	Score
	Floor float64 `json:"floor,omitempty"`
	Aim   float64 `json:"aim,omitempty"`
}

// Below reports whether the score misses its floor, both to three decimals.
func (r Row) Below() bool { return math.Round(r.Value*1000) < math.Round(r.Floor*1000) }

// Rows puts the scores of a set beside their bars.
func (s Set) Rows(scores []Score) []Row {
	var rows []Row
	for _, score := range scores {
		bar, _ := s.Kind.Bar(score)
		rows = append(rows, Row{s.Kind.Name, score, bar.Floor, bar.Aim})
	}
	return rows
}

// WriteTable prints rows for people.
func WriteTable(w io.Writer, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SET\tMEASURE\tVALUE\tN\tFLOOR\tAIM\t")
	figure := func(v float64) string {
		if v == 0 {
			return ""
		}
		return fmt.Sprintf("%.3f", v)
	}
	for _, r := range rows {
		verdict := ""
		switch {
		case r.Below():
			verdict = "below the floor"
		case r.Aim > 0 && r.Value >= r.Aim:
			verdict = "aim reached"
		}
		fmt.Fprintf(t, "%s\t%s\t%.4f\t%d\t%s\t%s\t%s\n", r.Set, r.Measure, r.Value, r.N, figure(r.Floor), figure(r.Aim), verdict)
	}
	return t.Flush()
}

// WritePredictions writes one JSON object a line.
func WritePredictions(w io.Writer, list []Prediction) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, p := range list {
		if err := enc.Encode(p); err != nil {
			return fmt.Errorf("prediction %s of %s: %w", p.ID, p.Set, err)
		}
	}
	return nil
}

// F1 is the harmonic mean of precision and recall: right answers among those
// given and among the gold ones.
func F1(right, given, gold int) float64 {
	if right == 0 {
		return 0
	}
	return 2 * float64(right) / float64(given+gold)
}

package eval

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente/reader"
	"detente/tree"
)

// Names is the kind of gold set with names in columns: Universal NER (.iob2: a
// number, the word and its label) and CrossNER (.txt: the word and its label).
// Labels are brought to PER, ORG and LOC; others are not scored.
func Names() Kind {
	return Kind{
		Name: "names",
		Here: func(dir string, entries []fs.DirEntry) bool {
			return anyFile(entries, "*.iob2") || anyFile(entries, "*.txt") && isColumns(head(dir, entries, "*.txt"))
		},
		Run:  runNames,
		Bars: []Bar{{Set: "uner", Measure: "names F1", Floor: 0.72, Aim: 0.82}},
	}
}

// isColumns reports whether a file begins with words and their labels.
func isColumns(start string) bool {
	lines := strings.Split(start, "\n")
	n := 0
	for _, line := range lines[:max(len(lines)-1, 0)] {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\r"), "\t")
		label := f[len(f)-1]
		if len(f) != 2 || label != "O" && !strings.HasPrefix(label, "B-") && !strings.HasPrefix(label, "I-") {
			return false
		}
		n++
	}
	return n > 0
}

// labelled is a sentence of words with its names.
type labelled struct {
	ID    string
	Words []string
	Names []goldName
}

// goldName is a name over the words from first to last, inclusive.
type goldName struct {
	Label string `json:"label"`
	First int    `json:"first"`
	Last  int    `json:"last"`
}

// coarse brings the labels of both formats to three.
var coarse = map[string]string{
	"PER": "PER", "ORG": "ORG", "LOC": "LOC",
	"person": "PER", "politician": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC", "location": "LOC",
}

func runNames(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
	var scores []Score
	var answers []Prediction
	for _, pattern := range []string{"*.iob2", "*.txt"} {
		files, err := parts(dir, pattern)
		if err != nil {
			return nil, nil, err
		}
		for _, file := range files {
			if err := ctx.Err(); err != nil {
				return nil, nil, err
			}
			set := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
			gold, err := readLabelled(file)
			if err != nil {
				return nil, nil, err
			}
			right, given, wanted := 0, 0, 0
			for _, s := range gold {
				found, err := namesIn(r, s.Words)
				if err != nil {
					return nil, nil, fmt.Errorf("%s: %w", file, err)
				}
				for _, n := range found {
					if slices.Contains(s.Names, n) {
						right++
					}
				}
				given, wanted = given+len(found), wanted+len(s.Names)
				answers = append(answers, Prediction{set, s.ID, found})
			}
			scores = append(scores, Score{set, "names F1", F1(right, given, wanted), wanted})
		}
	}
	return scores, answers, nil
}

// namesIn are the names that the language model finds among words.
func namesIn(r *reader.Reader, words []string) ([]goldName, error) {
	s := tree.Sentence{Tokens: make([]tree.Token, len(words))}
	at := 0
	for i, w := range words {
		s.Tokens[i] = tree.Token{Form: w, Head: -1}
		s.Tokens[i].Span.Start, s.Tokens[i].Span.End = at, at+len(w)
		at += len(w) + 1
	}
	found, err := r.Language().ParseTokens(&s)
	if err != nil {
		return nil, err
	}
	names := []goldName{}
	for _, n := range found {
		label := ""
		switch n.Kind {
		case tree.PersonName:
			label = "PER"
		case tree.OrgName:
			label = "ORG"
		case tree.GPE, tree.LocName:
			label = "LOC"
		default:
			continue
		}
		names = append(names, goldName{label, n.First, n.Last})
	}
	return names, nil
}

// readLabelled reads a file in either format.
func readLabelled(path string) ([]labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	wordAt, labelAt := 0, 1
	if filepath.Ext(path) == ".iob2" {
		wordAt, labelAt = 1, 2
	}
	var all []labelled
	var s labelled
	open := "" // label of the name that the last word belongs to
	flush := func() {
		if len(s.Words) > 0 {
			if s.ID == "" {
				s.ID = fmt.Sprint(len(all) + 1)
			}
			all = append(all, s)
		}
		s, open = labelled{}, ""
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		if id, ok := strings.CutPrefix(line, "# sent_id = "); ok {
			s.ID = id
		}
		cols := strings.Split(line, "\t")
		if strings.HasPrefix(line, "# ") && len(cols) <= labelAt {
			continue
		}
		if len(cols) <= labelAt {
			return nil, fmt.Errorf("%s:%d: want a word and its label", path, n)
		}
		begin, label := cols[labelAt][:1], strings.TrimPrefix(strings.TrimPrefix(cols[labelAt], "B-"), "I-")
		label = coarse[label]
		i := len(s.Words)
		s.Words = append(s.Words, cols[wordAt])
		switch {
		case label == "":
			open = ""
		case begin == "I" && open == label:
			s.Names[len(s.Names)-1].Last = i
		default:
			s.Names = append(s.Names, goldName{label, i, i})
			open = label
		}
	}
	flush()
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

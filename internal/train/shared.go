package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"detente/lang/conllu"
	"detente/tree"
)

// shared is the folder of the treebanks: $DETENTE_SHARED/train, else ../shared/train.
func shared(name string) string {
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	return filepath.Join(dir, "train", name)
}

// treebank reads CoNLL-U files below the shared folder.
func treebank(names ...string) ([]conllu.Sentence, error) {
	var out []conllu.Sentence
	for _, name := range names {
		f, err := os.Open(shared(name))
		if err != nil {
			return nil, err
		}
		s, err := conllu.Read(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, s...)
	}
	return out, nil
}

// trees are the treebank's sentences as the analysis holds them.
func trees(bank []conllu.Sentence) []tree.Sentence {
	out := make([]tree.Sentence, len(bank))
	for i := range bank {
		out[i] = bank[i].Tree()
		for k := range out[i].Tokens {
			out[i].Tokens[k].Form = bank[i].Words[k].Form
		}
	}
	return out
}

// bio reads a file of Universal NER: index, word, label in columns.
func bio(name string) (words, labels [][]string, err error) {
	f, err := os.Open(shared(name))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	var w, l []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if col := strings.Split(line, "\t"); len(col) >= 3 && line[0] != '#' {
			w, l = append(w, col[1]), append(l, col[2])
		} else if line == "" && len(w) > 0 {
			words, labels, w, l = append(words, w), append(labels, l), nil, nil
		}
	}
	return words, labels, lines.Err()
}

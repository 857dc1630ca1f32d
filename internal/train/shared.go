package main

import (
	"fmt"
	"os"
	"path/filepath"

	"detente/lang/conllu"
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

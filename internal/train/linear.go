package main

import (
	"flag"
	"os"
	"strings"

	"detente/lang/linear"
)

// trainLinear makes data/lang/linear.bin, the baseline model.
func trainLinear(args []string) error {
	flags := flag.NewFlagSet("linear", flag.ExitOnError)
	epochs := flags.Int("epochs", 8, "passes over the treebanks")
	out := flags.String("out", "data/lang/linear.bin", "where to write the weights")
	flags.Parse(args)
	bank, err := treebank("ud/en_ewt-train.conllu", "ud/en_gum-permissive-train.conllu")
	if err != nil {
		return err
	}
	words, labels, err := bio("ner/uner_ewt-train-silver.iob2")
	if err != nil {
		return err
	}
	var named []linear.Tagged
	kinds := map[string]uint8{"PER": 1, "ORG": 3, "LOC": 5}
	for i := range words {
		t := linear.Tagged{Tokens: words[i]}
		for _, l := range labels[i] {
			place, kind, _ := strings.Cut(l, "-")
			y := kinds[kind]
			if y > 0 && place == "I" {
				y++
			}
			t.Labels = append(t.Labels, y)
		}
		named = append(named, t)
	}
	b, err := linear.Train(trees(bank), named, *epochs, os.Stderr).Bytes()
	if err != nil {
		return err
	}
	return os.WriteFile(*out, b, 0o644)
}

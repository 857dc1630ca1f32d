package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"

	"detente/coref"
	"detente/data"
	"detente/eval"
	"detente/lang"
)

// trainCoref makes data/coref/weights.tsv and data/coref/learnt-nouns.tsv from
// the chains and entity types of GUM.
func trainCoref(args []string) error {
	flags := flag.NewFlagSet("coref", flag.ExitOnError)
	epochs := flags.Int("epochs", 12, "passes over the documents")
	dir := flags.String("data", "data", "the data folder to write to")
	flags.Parse(args)
	bank, err := treebank("ud/en_gum-permissive-train.conllu")
	if err != nil {
		return err
	}
	m, err := lang.Load(data.Embedded())
	if err != nil {
		return err
	}
	docs := eval.GUM(bank)
	if err := learnNouns(docs, *dir+"/coref/learnt-nouns.tsv"); err != nil {
		return err
	}
	var in []coref.Input
	var gold []coref.Gold
	for i := range docs {
		one, err := docs[i].Input(m)
		if err != nil {
			return err
		}
		in, gold = append(in, one), append(gold, docs[i].Chain)
	}
	f, err := os.Create(*dir + "/coref/weights.tsv")
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, "# How antecedents are ranked, learnt from the chains of GUM by \"go run ./internal/train coref\".")
	fmt.Fprintln(f, "feature\tvalue\tweight")
	var fsys fs.FS = os.DirFS(*dir)
	return coref.Train(fsys, in, gold, *epochs, f, os.Stderr)
}

// learnNouns writes what sort of thing the treebank's nouns denote.
func learnNouns(docs []eval.CorefDoc, path string) error {
	sorts := map[string]string{"person": "person", "organization": "organisation", "place": "place"}
	seen := map[string]map[string]int{}
	for i := range docs {
		for _, m := range docs[i].Mentions {
			if m.Last < 0 {
				continue
			}
			w := docs[i].Bank[m.Sent].Words[m.Head]
			if w.UPOS != "NOUN" || strings.ContainsAny(w.Lemma, "\t_") {
				continue
			}
			s := sorts[m.Type]
			if s == "" {
				s = "thing"
			}
			if seen[w.Lemma] == nil {
				seen[w.Lemma] = map[string]int{}
			}
			seen[w.Lemma][s]++
		}
	}
	var lines []string
	for lemma, count := range seen {
		all, best := 0, ""
		for _, s := range []string{"thing", "person", "organisation", "place"} {
			all += count[s]
			if best == "" || count[s] > count[best] {
				best = s
			}
		}
		if count[best]*10 >= all*8 && all >= 2 {
			lines = append(lines, lemma+"\t"+best+"\n")
		}
	}
	sort.Strings(lines)
	return os.WriteFile(path, []byte("# What other nouns mostly denote, learnt from GUM by \"go run ./internal/train coref\".\nnoun\tsort\n"+strings.Join(lines, "")), 0o644)
}

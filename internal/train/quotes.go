package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"detente/data"
	"detente/eval"
	"detente/lang"
	"detente/quote"
)

// trainQuotes fits the weights of the quote stage to attributions in brat
// standoff (PolNeAR) below the shared folder, over trees of the language model
// as it is.
func trainQuotes(args []string) error {
	flags := flag.NewFlagSet("quotes", flag.ContinueOnError)
	out := flags.String("o", "data/quote/weights.bin", "file to write")
	gold := flags.String("gold", filepath.Join(filepath.Dir(shared("")), "eval", "quotes", "polnear-train"), "folder of .ann and .txt files")
	rounds := flags.Int("rounds", 6, "passes over the lessons")
	if err := flags.Parse(args); err != nil {
		return err
	}
	lessons, err := quoteLessons(*gold)
	if err != nil {
		return err
	}
	reader, err := quote.New(data.Embedded())
	if err != nil {
		return err
	}
	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := reader.Train(lessons, *rounds).WriteTo(f)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes from %d articles\n", *out, n, len(lessons))
	return f.Close()
}

// quoteLessons reads marked articles and analyses their texts.
func quoteLessons(dir string) ([]quote.Lesson, error) {
	articles, err := eval.ReadAttributions(dir)
	if err != nil {
		return nil, err
	}
	model, err := lang.Load(data.Embedded())
	if err != nil {
		return nil, err
	}
	var lessons []quote.Lesson
	for _, a := range articles {
		doc := eval.Plain(a.Text)
		l := quote.Lesson{Input: quote.Input{Doc: &doc, Text: model.Analyze(&doc)}}
		for _, g := range a.Gold {
			l.Gold = append(l.Gold, quote.Gold(g))
		}
		lessons = append(lessons, l)
	}
	return lessons, nil
}

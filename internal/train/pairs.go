package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"detente/data"
	"detente/eval"
	"detente/event"
	"detente/reader"
)

// trainPairs makes data/rules/learnt.tsv, the second reader of relations between
// two actors, from sentences with marked actors, and prints what it and the
// rules alone score on held-out parts.
func trainPairs(args []string) error {
	flags := flag.NewFlagSet("pairs", flag.ExitOnError)
	rounds := flags.Int("rounds", 120, "gradient steps")
	l2 := flags.Float64("l2", 0.3, "weight of the penalty on large weights")
	rate := flags.Float64("rate", 0.1, "size of a step")
	parts := flags.Int("parts", 10, "parts of the cross-validation")
	gold := flags.String("gold", filepath.Join(filepath.Dir(shared("")), "eval", "events", "plv-train.jsonl"), "sentences with marked actors")
	out := flags.String("out", "data/rules/learnt.tsv", "the file to write; empty: none")
	from := flags.String("data", "data", "the data folder to read rules from")
	flags.Parse(args)
	fsys, err := data.Overlay(*from)
	if err != nil {
		return err
	}
	items, err := eval.ReadPairs(*gold)
	if err != nil {
		return err
	}
	r, err := reader.New(fsys, reader.Options{})
	if err != nil {
		return err
	}
	examples := make([]event.Example, len(items))
	byRule := make([]string, len(items))
	for i, it := range items {
		features, rule := r.Events().Features(it.Input(r), "source", "target")
		examples[i] = event.Example{Features: features, Root: slices.Index(event.Roots, it.Root)}
		byRule[i] = rule.Root
	}
	own := r.Events().RuleExamples(r.Language().Analyze)
	fmt.Printf("%d sentences, %d of the rules\n", len(items), len(own))
	var rules, both, ruleQuads, bothQuads eval.Confusion
	for p := range *parts {
		train := slices.Clone(own)
		for i, e := range examples {
			if i%*parts != p {
				train = append(train, e)
			}
		}
		m := event.Learn(train, *rounds, *l2, *rate)
		for i, e := range examples {
			if i%*parts == p {
				answer := m.Answer(e.Features)
				quad := fmt.Sprint(items[i].Quad)
				rules.Add(items[i].Root, byRule[i])
				both.Add(items[i].Root, answer)
				ruleQuads.Add(quad, fmt.Sprint(r.Events().RootQuad(byRule[i])))
				bothQuads.Add(quad, fmt.Sprint(r.Events().RootQuad(answer)))
			}
		}
	}
	for _, row := range []struct {
		name        string
		root, quads *eval.Confusion
	}{{"rules alone", &rules, &ruleQuads}, {"with the second reader", &both, &bothQuads}} {
		fmt.Printf("%-24s root accuracy %.4f macro-F1 %.4f; quad accuracy %.4f macro-F1 %.4f (%d parts)\n", row.name,
			row.root.Accuracy(), row.root.MacroF1(), row.quads.Accuracy(), row.quads.MacroF1(), *parts)
	}
	if *out == "" {
		return nil
	}
	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer f.Close()
	return event.Learn(append(examples, own...), *rounds, *l2, *rate).Write(f)
}

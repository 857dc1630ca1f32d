package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"detente/eval"
)

func (p *program) evalCommand() *cobra.Command {
	var (
		gold, predictions string
		asJSON            bool
	)
	c := &cobra.Command{
		Use:     "eval --gold FOLDER",
		GroupID: "mend",
		Short:   "Score the reader against gold sets",
		Long: `Reads the gold sets in a folder and below it, and prints how well the reader does on
each, beside the floor that it must reach and the aim. What a folder holds is found
out from its files: CoNLL-U, IOB2 names, brat attributions, TimeML, political
events as JSON lines, pages with their bodies (docs/evaluation.md).

With --predictions every answer is written as a JSON line {"set", "id", "answer"},
so that anybody can score it again. The exit status is 1 where a figure is below
its floor.`,
		Example: `  detente eval --gold ../shared/eval
  detente eval --gold ../shared/train/ud --json
  detente eval --gold ../shared/eval/events --predictions answers.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if gold == "" {
				return usage("eval needs --gold FOLDER, the folder with the gold sets")
			}
			sets, err := eval.Find(gold)
			if err != nil {
				return err
			}
			r, err := p.reader()
			if err != nil {
				return err
			}
			var rows []eval.Row
			var answers []eval.Prediction
			for _, set := range sets {
				scores, given, err := set.Kind.Run(c.Context(), set.Dir, r)
				if err != nil {
					return fmt.Errorf("%s: %w", set.Dir, err)
				}
				rows = append(rows, set.Rows(scores)...)
				answers = append(answers, given...)
			}
			if predictions != "" {
				if err := writePredictions(predictions, answers); err != nil {
					return err
				}
			}
			if asJSON {
				out, err := encode(rows, "  ")
				if err != nil {
					return err
				}
				p.stdout.Write(out)
			} else if err := eval.WriteTable(p.stdout, rows); err != nil {
				return err
			}
			below := 0
			for _, row := range rows {
				if row.Below() {
					below++
				}
			}
			if below > 0 {
				return fmt.Errorf("eval: %d of %d figures are below their floor", below, len(rows))
			}
			return nil
		},
	}
	c.Flags().StringVar(&gold, "gold", "", "folder with gold sets")
	c.Flags().StringVar(&predictions, "predictions", "", "file to write the reader's answers to, as JSON lines")
	c.Flags().BoolVar(&asJSON, "json", false, "print the figures as JSON")
	return c
}

func writePredictions(path string, answers []eval.Prediction) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := eval.WritePredictions(f, answers); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

package main

import (
	"flag"
	"os"
	"strings"

	"detente/data"
	"detente/lang"
)

// trainEnds makes data/lang/ends.bin, which says where sentences end.
func trainEnds(args []string) error {
	flags := flag.NewFlagSet("ends", flag.ExitOnError)
	epochs := flags.Int("epochs", 10, "passes over the treebanks")
	out := flags.String("out", "data/lang/ends.bin", "where to write the weights")
	flags.Parse(args)
	bank, err := treebank("ud/en_ewt-train.conllu", "ud/en_gum-permissive-train.conllu")
	if err != nil {
		return err
	}
	var all []lang.Paragraph
	var text strings.Builder
	var ends []int
	flush := func() {
		if len(ends) > 0 {
			all = append(all, lang.Paragraph{Text: text.String(), Ends: ends})
		}
		text.Reset()
		ends = nil
	}
	for i := range bank {
		if bank[i].NewParagraph() {
			flush()
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(bank[i].Text)
		ends = append(ends, text.Len())
	}
	flush()
	b, err := lang.LearnEnds(data.Embedded(), all, *epochs, os.Stderr)
	if err != nil {
		return err
	}
	return os.WriteFile(*out, b, 0o644)
}

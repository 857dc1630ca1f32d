package eval

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"detente/lang"
	"detente/lang/conllu"
	"detente/reader"
)

// Trees is the kind of gold set with treebanks (.conllu): the parser is scored
// with the treebank's words and from its raw text by the measures of the CoNLL
// 2018 shared task, and where the treebank has chains of coreference, links too.
// Of a folder with more than training parts, the training parts are left out.
func Trees() Kind {
	return Kind{
		Name: "trees",
		Here: func(_ string, entries []fs.DirEntry) bool { return anyFile(entries, "*.conllu") },
		Run:  runTrees,
		Bars: []Bar{
			{Set: "ewt", Measure: "UAS, gold words", Floor: 0.855, Aim: 0.89},
			{Set: "ewt", Measure: "LAS, gold words", Floor: 0.82, Aim: 0.86},
			{Set: "ewt", Measure: "tokens, raw text", Floor: 0.985, Aim: 0.992},
			{Set: "ewt", Measure: "sentences, raw text", Floor: 0.75, Aim: 0.85},
			{Set: "ewt", Measure: "UPOS, raw text", Floor: 0.94, Aim: 0.96},
			{Set: "ewt", Measure: "LAS, raw text", Floor: 0.78, Aim: 0.83},
			{Set: "pud", Measure: "LAS, gold words", Floor: 0.81, Aim: 0.86},
			{Measure: "LAS, gold words, news", Floor: 0.82, Aim: 0.87},
			{Measure: "coreference, raw text, news", Floor: 0.65, Aim: 0.80},
			{Measure: "coreference, news", Floor: 0.65, Aim: 0.80},
		},
	}
}

// parts lists the files of dir that fit the pattern, without training parts
// unless there is nothing else.
func parts(dir, pattern string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		return nil, err
	}
	tests := slices.DeleteFunc(slices.Clone(files), func(f string) bool { return strings.Contains(filepath.Base(f), "train") })
	if len(tests) > 0 {
		return tests, nil
	}
	return files, nil
}

func runTrees(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
	files, err := parts(dir, "*.conllu")
	if err != nil {
		return nil, nil, err
	}
	var scores []Score
	var answers []Prediction
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		set := strings.TrimSuffix(filepath.Base(file), ".conllu")
		bank, err := Treebank(file)
		if err != nil {
			return nil, nil, err
		}
		s, a, err := scoreTrees(ctx, set, bank, r)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		scores, answers = append(scores, s...), append(answers, a...)
	}
	return scores, answers, nil
}

// parsed is a sentence of a treebank as the parser reads its words.
type parsed struct {
	UPOS  []string `json:"upos"`
	Lemma []string `json:"lemma"`
	Head  []int    `json:"head"`
	Rel   []string `json:"deprel"`
}

func scoreTrees(ctx context.Context, set string, bank []conllu.Sentence, r *reader.Reader) (scores []Score, answers []Prediction, err error) {
	add := func(measure string, value float64, n int) {
		scores = append(scores, Score{set, measure, value, n})
	}
	system, err := reparse(r.Language(), bank)
	if err != nil {
		return nil, nil, err
	}
	gold, err := ScoreCoNLL(bank, system)
	if err != nil {
		return nil, nil, err
	}
	add("UPOS, gold words", gold.UPOS, gold.N)
	add("features, gold words", gold.Feats, gold.N)
	add("lemmas, gold words", gold.Lemmas, gold.N)
	add("UAS, gold words", gold.UAS, gold.N)
	add("LAS, gold words", gold.LAS, gold.N)

	raw, _, err := RawText(r.Language(), bank)
	if err != nil {
		return nil, nil, err
	}
	add("tokens, raw text", raw.Tokens, raw.N)
	add("sentences, raw text", raw.Sentences, len(bank))
	add("UPOS, raw text", raw.UPOS, raw.N)
	add("UAS, raw text", raw.UAS, raw.N)
	add("LAS, raw text", raw.LAS, raw.N)

	if goldNews, systemNews := news(bank, system); len(goldNews) > 0 && len(goldNews) < len(bank) {
		m, err := ScoreCoNLL(goldNews, systemNews)
		if err != nil {
			return nil, nil, err
		}
		add("LAS, gold words, news", m.LAS, m.N)
	}
	links, err := scoreLinks(ctx, set, bank, r)
	if err != nil {
		return nil, nil, err
	}
	scores = append(scores, links...)

	for i := range system {
		var p parsed
		for _, w := range system[i].Words {
			p.UPOS, p.Lemma = append(p.UPOS, w.UPOS), append(p.Lemma, w.Lemma)
			p.Head, p.Rel = append(p.Head, w.Head), append(p.Rel, w.Deprel)
		}
		id, ok := bank[i].Comment("sent_id")
		if !ok {
			id = fmt.Sprint(i + 1)
		}
		answers = append(answers, Prediction{set, id, p})
	}
	return scores, answers, nil
}

// reparse is the treebank with its own words and the parser's trees.
func reparse(m *lang.Model, bank []conllu.Sentence) ([]conllu.Sentence, error) {
	system := make([]conllu.Sentence, len(bank))
	for i := range bank {
		t := bank[i].Tree()
		if _, err := m.ParseTokens(&t); err != nil {
			return nil, err
		}
		system[i] = bank[i]
		system[i].Words = slices.Clone(bank[i].Words)
		system[i].Fill(&t)
	}
	return system, nil
}

// news keeps the sentences of documents whose name says that they are news.
func news(bank, system []conllu.Sentence) (gold, sys []conllu.Sentence) {
	in := false
	for i := range bank {
		if name, ok := bank[i].Comment("newdoc id"); ok {
			in = strings.Contains(name, "_news_")
		}
		if in {
			gold, sys = append(gold, bank[i]), append(sys, system[i])
		}
	}
	return gold, sys
}

// scoreLinks scores coreference where the treebank has chains.
func scoreLinks(ctx context.Context, set string, bank []conllu.Sentence, r *reader.Reader) ([]Score, error) {
	chained := slices.ContainsFunc(bank, func(s conllu.Sentence) bool {
		return slices.ContainsFunc(s.Words, func(w conllu.Word) bool { return strings.Contains(w.Misc, "Entity=(") })
	})
	if !chained {
		return nil, nil
	}
	var all, inNews, read, readNews CorefScore
	docs := GUM(bank)
	for i := range docs {
		in, err := docs[i].Input(r.Language())
		if err != nil {
			return nil, err
		}
		s := docs[i].Score(Linked(r.References().Links(in)), nil)
		whole, err := docs[i].ScorePipeline(ctx, r)
		if err != nil {
			return nil, err
		}
		all.Add(s)
		read.Add(whole)
		if strings.Contains(docs[i].Name, "_news_") {
			inNews.Add(s)
			readNews.Add(whole)
		}
	}
	n := all.Pronouns + all.Nominals
	scores := []Score{{set, "coreference", all.Share(), n}, {set, "coreference, raw text", read.Share(), n}}
	if n := inNews.Pronouns + inNews.Nominals; n > 0 {
		scores = append(scores, Score{set, "coreference, news", inNews.Share(), n}, Score{set, "coreference, raw text, news", readNews.Share(), n})
	}
	return scores, nil
}

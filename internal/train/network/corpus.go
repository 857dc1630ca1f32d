package network

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente/lang/conllu"
	"detente/lang/net"
	"detente/tree"
)

// sample is a sentence to learn from. A slice that is nil was not annotated.
type sample struct {
	id    string
	forms []string
	tags  []tree.UPOS
	morph []tree.Morph
	heads []int // -1 for the root
	rels  []tree.Rel
	names []int8 // name tags as lang/net numbers them, -1 for unknown
}

// corpora are the sentences of the training folder, by their part in the work.
type corpora struct {
	train   []sample
	ewtDev  []sample // names on it are those of Universal NER
	gumDev  []sample
	gumNews []sample // the news documents of gumDev
}

// readCorpora reads the folder described in ../shared/train/README.md.
func readCorpora(dir string) (*corpora, error) {
	ud := func(name string) string { return filepath.Join(dir, "ud", name) }
	var c corpora
	ewt, _, err := readTreebank(ud("en_ewt-train.conllu"))
	if err != nil {
		return nil, err
	}
	if err := addNames(ewt, filepath.Join(dir, "ner/uner_ewt-train-silver.iob2")); err != nil {
		return nil, err
	}
	gum, _, err := readGUM(ud("en_gum-permissive-train.conllu"), titlesIn(ewt))
	if err != nil {
		return nil, err
	}
	politics, err := readCrossNER(filepath.Join(dir, "ner/crossner_politics-train.txt"))
	if err != nil {
		return nil, err
	}
	c.train = slices.Concat(ewt, gum, politics)
	if c.ewtDev, _, err = readTreebank(ud("en_ewt-dev.conllu")); err != nil {
		return nil, err
	}
	if err := addNames(c.ewtDev, filepath.Join(dir, "ner/uner_ewt-dev.iob2")); err != nil {
		return nil, err
	}
	var docs []string
	if c.gumDev, docs, err = readTreebank(ud("en_gum-permissive-dev.conllu")); err != nil {
		return nil, err
	}
	for i, doc := range docs {
		if strings.HasPrefix(doc, "GUM_news_") {
			c.gumNews = append(c.gumNews, c.gumDev[i])
		}
	}
	return &c, nil
}

// readTreebank reads a CoNLL-U file; docs names the document of each sentence.
func readTreebank(file string) (out []sample, docs []string, err error) { return readGUM(file, nil) }

// readGUM does the same, and takes names from the entities where titles is not nil.
func readGUM(file string, titles map[string]bool) (out []sample, docs []string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	doc := ""
	for s, err := range conllu.Each(bufio.NewReader(f)) {
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		if id, ok := s.Comment("newdoc id"); ok {
			doc = id
		}
		t := s.Tree()
		var x sample
		x.id, _ = s.Comment("sent_id")
		for i := range t.Tokens {
			tok := &t.Tokens[i]
			x.forms = append(x.forms, tok.Form)
			x.tags = append(x.tags, tok.Tag)
			x.morph = append(x.morph, tok.Morph)
			x.heads = append(x.heads, tok.Head)
			x.rels = append(x.rels, tok.Rel)
		}
		if titles != nil {
			x.names = gumNames(&s, &t, titles)
		}
		out, docs = append(out, x), append(docs, doc)
	}
	return out, docs, nil
}

// addNames gives the name tags of an IOB2 file to the samples with the same id and
// the same words; a sentence missing from the file keeps none.
func addNames(samples []sample, file string) error {
	tagged, err := readIOB(file, func(line string) (form, tag string) {
		col := strings.Split(line, "\t")
		if len(col) < 3 {
			return line, ""
		}
		return col[1], col[2]
	})
	if err != nil {
		return err
	}
	byID := map[string]*sample{}
	for i := range tagged {
		byID[tagged[i].id] = &tagged[i]
	}
	found := 0
	for i := range samples {
		s := &samples[i]
		if t := byID[s.id]; t != nil && slices.Equal(s.forms, t.forms) {
			s.names = t.names
			found++
		}
	}
	if found < len(samples)*9/10 {
		return fmt.Errorf("%s: only %d of %d sentences of the treebank are in it", file, found, len(samples))
	}
	return nil
}

// readCrossNER reads the two-column files of CrossNER. Kinds that Universal NER
// does not annotate are unknown here, not absent.
func readCrossNER(file string) ([]sample, error) {
	return readIOB(file, func(line string) (form, tag string) {
		form, tag, _ = strings.Cut(line, "\t")
		if kind, ok := crossNER[strings.TrimLeft(tag, "BI-")]; ok {
			return form, tag[:2] + kind
		}
		if tag != "O" {
			return form, "?"
		}
		return form, tag
	})
}

// crossNER maps the kinds of CrossNER politics to those of Universal NER.
var crossNER = map[string]string{
	"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC", "location": "LOC",
}

// readIOB reads sentences with one token a line, which split takes apart.
func readIOB(file string, split func(line string) (form, tag string)) ([]sample, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []sample
	var s sample
	flush := func() {
		if len(s.forms) > 0 {
			out = append(out, s)
		}
		s = sample{}
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			flush()
			continue
		}
		if strings.HasPrefix(line, "# ") {
			if id, ok := strings.CutPrefix(line, "# sent_id = "); ok {
				s.id = id
			}
			continue
		}
		form, tag := split(line)
		mark, err := nameTag(tag)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		s.forms, s.names = append(s.forms, form), append(s.names, mark)
	}
	flush()
	return out, nil
}

// nameTag is the number of an IOB2 tag; "?" is unknown. Kinds other than ours
// (OTH) are outside.
func nameTag(tag string) (int8, error) {
	switch {
	case tag == "O" || strings.HasSuffix(tag, "-OTH"):
		return 0, nil
	case tag == "?":
		return -1, nil
	}
	place, kind, _ := strings.Cut(tag, "-")
	for i, k := range [...]string{"PER", "ORG", "LOC"} {
		if kind == k && place == "B" {
			return int8(2*i + 1), nil
		}
		if kind == k && place == "I" {
			return int8(2*i + 2), nil
		}
	}
	return 0, fmt.Errorf("name tag %q", tag)
}

// sentence is the sample's words, to be annotated.
func (s *sample) sentence() tree.Sentence {
	t := tree.Sentence{Tokens: make([]tree.Token, len(s.forms))}
	for i, f := range s.forms {
		t.Tokens[i].Form = f
	}
	return t
}

// spans are the names that the sample's tags mark.
func (s *sample) spans() []tree.Name {
	var out []tree.Name
	for i := 0; i < len(s.names); i++ {
		if s.names[i] <= 0 || s.names[i]%2 == 0 {
			continue
		}
		n := tree.Name{Kind: net.NameKinds[s.names[i]/2], First: i, Last: i}
		for n.Last+1 < len(s.names) && s.names[n.Last+1] == s.names[i]+1 {
			n.Last++
		}
		out = append(out, n)
		i = n.Last
	}
	return out
}

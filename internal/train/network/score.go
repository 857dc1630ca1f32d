package network

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"detente/lang/net"
	"detente/tree"
)

// counts are what a model got right on some sentences with given tokens.
type counts struct {
	tokens, tags, morphs, heads, rels, fullRels int
	namesRight, namesFound, namesGold           int
	exact, sentences                            int
	took                                        time.Duration
}

func share(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }

// The measures of the CoNLL 2018 shared task, in percent: LAS looks at universal
// relations, without subtypes.
func (c *counts) upos() float64 { return share(c.tags, c.tokens) }
func (c *counts) uas() float64  { return share(c.heads, c.tokens) }
func (c *counts) las() float64  { return share(c.rels, c.tokens) }

// namesF1 is the span F1 of names: same tokens, same kind.
func (c *counts) namesF1() float64 { return share(2*c.namesRight, c.namesFound+c.namesGold) }

// measure annotates the samples and counts.
func measure(m *net.Model, samples []sample) counts {
	var c counts
	var w net.Workspace
	var all []tree.Sentence
	for i := range samples {
		all = append(all, samples[i].sentence())
	}
	start := time.Now()
	var names []tree.Name
	const document = 25
	for from := 0; from < len(all); from += document {
		part := all[from:min(from+document, len(all))]
		at := len(names)
		names = m.AnnotateAll(part, &w, names)
		for i := range names[at:] {
			names[at+i].Sent += from
		}
	}
	c.took = time.Since(start)
	found := make([][]tree.Name, len(all))
	for _, n := range names {
		sent := n.Sent
		n.Sent = 0
		found[sent] = append(found[sent], n)
	}
	for i := range samples {
		s := &samples[i]
		right := true
		for t := range s.forms {
			got := &all[i].Tokens[t]
			c.tokens++
			if s.tags != nil && got.Tag == s.tags[t] {
				c.tags++
				if got.Morph == s.morph[t] {
					c.morphs++
				}
			}
			if s.heads == nil || got.Head != s.heads[t] {
				right = false
				continue
			}
			c.heads++
			if got.Rel == s.rels[t] {
				c.fullRels++
			}
			if got.Rel.Base() == s.rels[t].Base() {
				c.rels++
			} else {
				right = false
			}
		}
		c.sentences++
		if right {
			c.exact++
		}
		if s.names == nil {
			continue
		}
		gold := s.spans()
		c.namesGold += len(gold)
		c.namesFound += len(found[i])
		for _, g := range gold {
			for _, f := range found[i] {
				if f == g {
					c.namesRight++
				}
			}
		}
	}
	return c
}

// Score measures a model on all sets of the folder and prints a table to out.
func Score(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	file := flags.String("model", "data/lang/model.bin", "model file")
	dir := flags.String("data", "../shared/train", "folder of the training data")
	if err := flags.Parse(args); err != nil {
		return err
	}
	b, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	start := time.Now()
	m, err := net.Open(b)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %.1f MB, opened in %.1f ms\n", *file, float64(len(b))/1e6, time.Since(start).Seconds()*1e3)
	c, err := readCorpora(*dir)
	if err != nil {
		return err
	}
	test, _, err := readTreebank(filepath.Join(*dir, "ud/en_ewt-test.conllu"))
	if err != nil {
		return err
	}
	politics, err := readCrossNER(filepath.Join(*dir, "ner/crossner_politics-dev.txt"))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "gold tokens           UPOS  feats    UAS    LAS  with subtypes  whole trees  names F1  tokens/s")
	for _, set := range []struct {
		name    string
		samples []sample
	}{{"EWT dev", c.ewtDev}, {"EWT test", test}, {"GUM dev", c.gumDev}, {"GUM dev, news", c.gumNews}, {"CrossNER politics dev", politics}} {
		r := measure(m, set.samples)
		fmt.Fprintf(out, "%-20s %6.2f %6.2f %6.2f %6.2f  %6.2f         %6.2f       %6.2f    %.0f\n", set.name,
			r.upos(), share(r.morphs, r.tokens), r.uas(), r.las(), share(r.fullRels, r.tokens), share(r.exact, r.sentences), r.namesF1(), float64(r.tokens)/r.took.Seconds())
	}
	return nil
}

package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed peers.cjs
var peersScript string

// nodePeers are the peers from npm. Each run is a process, which loads the peer,
// reads ten texts to warm up, and then says how long the rest took by its own
// processor clock.
func nodePeers(folder string) []peer {
	list := []peer{
		{name: "compromise", task: taskLanguage, does: "sentences, tokens, tags, lemma-like normal forms, names"},
		{name: "wink-nlp", task: taskLanguage, does: "sentences, tokens, tags, lemmas, numbers and dates as entities (web model)"},
		{name: "chrono-node", task: taskDates, does: "time expressions by pattern, from the day of the report"},
	}
	for i := range list {
		name := list[i].name
		list[i].cost = func(c corpora) (time.Duration, int, error) { return inNode(folder, name, c) }
	}
	return list
}

func inNode(folder, peer string, c corpora) (time.Duration, int, error) {
	type report struct {
		Text string `json:"text"`
		Date string `json:"date"`
	}
	var in []report
	for _, r := range c.reports {
		in = append(in, report{r.Text, r.Date.Format("2006-01-02")})
	}
	b, err := json.Marshal(in)
	if err != nil {
		return 0, 0, err
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return 0, 0, err
	}
	cmd := exec.Command("node", "-e", peersScript, peer)
	cmd.Dir = folder
	cmd.Stdin = bytes.NewReader(b)
	out, err := cmd.Output()
	if err != nil {
		var stderr []byte
		if e, ok := err.(*exec.ExitError); ok {
			stderr = e.Stderr
		}
		return 0, 0, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr))
	}
	var res struct {
		Microseconds int64
		Found        int
	}
	if err := json.Unmarshal(out, &res); err != nil {
		return 0, 0, fmt.Errorf("%w: %.100s", err, out)
	}
	return time.Duration(res.Microseconds) * time.Microsecond, res.Found, nil
}

// linkShare is the share of the reports that link-parser is given: it is slow.
const linkShare = 20

// linkGrammar is Debian's link-grammar: a process that is given the sentences, less
// the time of one that is given none.
func linkGrammar(program string) peer {
	return peer{name: "link-grammar", task: taskLanguage, does: fmt.Sprintf("full parses of given sentences (measured on one report of %d)", linkShare),
		cost: func(c corpora) (time.Duration, int, error) {
			var sentences []string
			for i := 0; i < len(c.texts); i += linkShare {
				for _, s := range strings.FieldsFunc(c.texts[i], func(r rune) bool { return r == '.' || r == '\n' }) {
					if s = strings.TrimSpace(s); s != "" {
						sentences = append(sentences, s+".")
					}
				}
			}
			parse := func(text string) (time.Duration, int, error) {
				cmd := exec.Command(program, "en", "-batch=0", "-graphics=0", "-limit=10", "-timeout=5", "-verbosity=1")
				cmd.Stdin = strings.NewReader(text)
				out, err := cmd.Output()
				if err != nil {
					return 0, 0, err
				}
				return spent(cmd), bytes.Count(out, []byte("Found ")), nil
			}
			empty, _, err := parse("\n")
			if err != nil {
				return 0, 0, err
			}
			d, found, err := parse(strings.Join(sentences, "\n") + "\n")
			given := (len(c.texts) + linkShare - 1) / linkShare
			return (d - empty) * time.Duration(len(c.texts)) / time.Duration(given), found, err
		}}
}

package event_test

import (
	"path"
	"sync"
	"testing"

	"detente/data"
	"detente/event"
	"detente/lang"
	"detente/record"
	"detente/tree"
)

var loaded = sync.OnceValues(func() (*event.Coder, error) { return event.New(data.Embedded()) })

var parser = sync.OnceValues(func() (event.Parser, error) {
	m, err := lang.Load(data.Embedded())
	if err != nil {
		return nil, err
	}
	return func(d *record.Document) *tree.Text { return m.Analyze(d) }, nil
})

func load(t testing.TB) (*event.Coder, event.Parser) {
	t.Helper()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	p, err := parser()
	if err != nil {
		t.Fatal(err)
	}
	return c, p
}

// Every sentence that stands with a rule comes out as the rule says. Run those of
// one file with -run TestRules/coerce.toml.
func TestRules(t *testing.T) {
	c, parse := load(t)
	run, failed := 0, 0
	byFile := map[string][]*event.Rule{}
	var files []string
	for _, r := range c.Rules() {
		name := path.Base(r.File)
		if byFile[name] == nil {
			files = append(files, name)
		}
		byFile[name] = append(byFile[name], r)
		run += len(r.Match) + len(r.NoMatch)
	}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			for _, r := range byFile[name] {
				for _, f := range c.TestRule(r, parse) {
					failed++
					t.Log(f)
				}
			}
		})
	}
	rules, patterns, entries := c.Size()
	t.Logf("%d rules, %d patterns, %d lexical entries, %d sentences, %d failures", rules, patterns, entries, run, failed)
	if failed > 0 {
		t.Errorf("%d sentences fail: run with -v", failed)
	}
}

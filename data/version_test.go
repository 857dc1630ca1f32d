package data

import (
	"testing"
	"testing/fstest"
)

func TestVersionTellsFilesApart(t *testing.T) {
	of := func(files map[string]string) string {
		m := fstest.MapFS{}
		for name, text := range files {
			m[name] = &fstest.MapFile{Data: []byte(text)}
		}
		v, err := Version(m)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	base := of(map[string]string{"actors/a.tsv": "one", "rules/b.toml": "two"})
	if base != of(map[string]string{"rules/b.toml": "two", "actors/a.tsv": "one"}) {
		t.Error("the same files have two versions")
	}
	for name, other := range map[string]string{
		"another text": of(map[string]string{"actors/a.tsv": "one", "rules/b.toml": "three"}),
		"another name": of(map[string]string{"actors/a.tsv": "one", "rules/c.toml": "two"}),
		"text moved":   of(map[string]string{"actors/a.tsv": "", "rules/b.toml": "onetwo"}),
	} {
		if other == base {
			t.Errorf("%s: the version stays the same", name)
		}
	}
}

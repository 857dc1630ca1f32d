package ontology

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func load(t *testing.T) *Ontology {
	t.Helper()
	o, err := New(os.DirFS("../data"))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestTables(t *testing.T) {
	o := load(t)
	if n := len(o.Types()); n != 16 {
		t.Errorf("%d PLOVER types, want 16", n)
	}
	if n := len(o.Contexts()); n != 37 {
		t.Errorf("%d contexts, want 37", n)
	}
	if p, _ := o.Plover("ACCUSE", ""); p.Score != -3 {
		t.Errorf("bare ACCUSE scores %g, want -3", p.Score)
	}
	if c, _ := o.Cameo("0871"); c.Goldstein != 9 || c.Quad != MaterialCooperation {
		t.Errorf("0871 is %+v", c)
	}
	for _, p := range o.Types() {
		if p.Name == "" {
			t.Errorf("%s has no name", p.Type)
		}
	}
}

// Every code but those of root 01 has a PLOVER type.
func TestEveryCodeMaps(t *testing.T) {
	o := load(t)
	for _, c := range o.Codes() {
		if _, ok := o.ToPlover(c.Code); ok != !strings.HasPrefix(c.Code, "01") {
			t.Errorf("%s %s: mapped %t", c.Code, c.Name, ok)
		}
	}
	if m, _ := o.ToPlover("1121"); m.Type != "ACCUSE" || m.Mode != "allege" || len(m.Contexts) != 2 {
		t.Errorf("1121 is %+v", m)
	}
}

// Each case spoils one table; the error names file and line.
func TestContradictionsAreRefused(t *testing.T) {
	for _, test := range []struct{ file, from, to, want string }{
		{"plover.tsv", "AGREE\t\t2.5", "AGREE\t\tlots", "plover.tsv:2: score \"lots\""},
		{"plover.tsv", "type\tmode", "typ\tmode", "plover.tsv:1: the columns"},
		{"cameo.tsv", "0.0\t1", "0.0\t7", "cameo.tsv:2: quad class \"7\""},
		{"cameo-to-plover.tsv", "AGREE\t\tdiplomatic", "AGREE\t\tpolite", "no context \"polite\""},
		{"cameo-to-plover.tsv", "REQUEST\tyield", "REQUEST\tbeg", "no REQUEST with mode \"beg\""},
		{"contexts.tsv", "intelligence", "military", "contexts.tsv:3"},
	} {
		fsys := fstest.MapFS{}
		for _, name := range []string{"plover.tsv", "contexts.tsv", "cameo.tsv", "cameo-to-plover.tsv"} {
			b, err := fs.ReadFile(os.DirFS("../data"), "ontology/"+name)
			if err != nil {
				t.Fatal(err)
			}
			if name == test.file {
				b = []byte(strings.Replace(string(b), test.from, test.to, 1))
			}
			fsys[filepath.ToSlash(filepath.Join("ontology", name))] = &fstest.MapFile{Data: b}
		}
		if _, err := New(fsys); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %q for %q gives %v, want %s", test.file, test.to, test.from, err, test.want)
		}
	}
}

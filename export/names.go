package export

import (
	"fmt"
	"io/fs"
	"strings"
)

// Names are the words for codes: of states and of CAMEO events.
type Names struct{ states, cameo map[string]string }

// LoadNames reads them from actors/states.tsv and ontology/cameo.tsv.
func LoadNames(fsys fs.FS) (*Names, error) {
	n := &Names{}
	var err error
	if n.states, err = column(fsys, "actors/states.tsv", "code", "name"); err != nil {
		return nil, err
	}
	n.cameo, err = column(fsys, "ontology/cameo.tsv", "code", "name")
	return n, err
}

// column reads one column of a table by another. Lines that begin with # are
// comments, the first other one names the columns.
func column(fsys fs.FS, file, key, value string) (map[string]string, error) {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("reading the names of codes: %w", err)
	}
	out, k, v := map[string]string{}, -1, -1
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if k < 0 {
			for i, c := range cells {
				switch c {
				case key:
					k = i
				case value:
					v = i
				}
			}
			if k < 0 || v < 0 {
				return nil, fmt.Errorf("%s: has no columns %s and %s", file, key, value)
			}
			continue
		}
		if len(cells) > max(k, v) {
			out[cells[k]] = cells[v]
		}
	}
	return out, nil
}

// state is the name of a state by its code, or the code.
func (n *Names) state(code string) string {
	if name := n.states[code]; name != "" {
		return name
	}
	return code
}

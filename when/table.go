package when

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// A table is a TSV file: a header line that names the columns, then one row a
// line; empty lines and lines that begin with # are passed over.
type table struct {
	file string
	rows []row
}

type row struct {
	line  int
	cells []string
}

// readTable reads a table whose header must be exactly cols.
func readTable(fsys fs.FS, file string, cols ...string) (table, error) {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		return table{}, err
	}
	t := table{file: file}
	head := false
	n := 0
	for line := range strings.SplitSeq(string(b), "\n") {
		n++
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if !head {
			if !slices.Equal(cells, cols) {
				return t, fmt.Errorf("%s:%d: the columns are %q; want %q", file, n, cells, cols)
			}
			head = true
			continue
		}
		if len(cells) != len(cols) {
			return t, fmt.Errorf("%s:%d: %d columns; want %d (%s)", file, n, len(cells), len(cols), strings.Join(cols, ", "))
		}
		t.rows = append(t.rows, row{n, cells})
	}
	if !head {
		return t, fmt.Errorf("%s: no header line; want %s", file, strings.Join(cols, ", "))
	}
	return t, nil
}

// errorf says what is wrong with a row and where it stands.
func (t table) errorf(r row, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", t.file, r.line, fmt.Errorf(format, args...))
}

package ontology

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// readTable reads a file of tab-separated columns whose first line names them,
// and hands each further line to row. Errors name file and line.
func readTable(fsys fs.FS, name string, columns []string, row func(fields []string) error) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		fields := strings.Split(line, "\t")
		switch {
		case n == 1 && !slices.Equal(fields, columns):
			err = fmt.Errorf("the columns are %q, want %q", fields, columns)
		case n == 1, line == "":
		case len(fields) != len(columns):
			err = fmt.Errorf("%d columns, want %d", len(fields), len(columns))
		default:
			err = row(fields)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

// scores reads a score of -10 to 10 and a quad class of 1 to 4.
func scores(score, quad string) (float64, Quad, error) {
	s, err := strconv.ParseFloat(score, 64)
	if err != nil || s < -10 || s > 10 {
		return 0, 0, fmt.Errorf("score %q is not a number from -10 to 10", score)
	}
	q, err := strconv.Atoi(quad)
	if err != nil || q < 1 || q > 4 {
		return 0, 0, fmt.Errorf("quad class %q is not 1, 2, 3 or 4", quad)
	}
	return s, Quad(q), nil
}

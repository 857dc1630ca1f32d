package actor

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// table reads a TSV file row by row without copying: lines that start with #
// are comments, the first other line names the columns, and every row has
// exactly those.
type table struct {
	file string
	rest string
	line int
	cols []string
	row  []string
}

// openTable checks the header: it must name exactly the columns wanted, in
// their order. A file that is absent is an empty table, since an overlay may
// leave one out.
func openTable(fsys fs.FS, file string, cols ...string) (*table, error) {
	b, err := fs.ReadFile(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return &table{file: file}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the actor dictionary: %w", err)
	}
	t := &table{file: file, rest: string(b), cols: cols, row: make([]string, len(cols))}
	head, ok := t.nextLine()
	if !ok {
		return t, nil
	}
	if head != strings.Join(cols, "\t") {
		return nil, fmt.Errorf("%s:%d: the columns must be %q, tab-separated, not %q", file, t.line, strings.Join(cols, " "), head)
	}
	return t, nil
}

func (t *table) nextLine() (string, bool) {
	for t.rest != "" {
		line, rest, _ := strings.Cut(t.rest, "\n")
		t.rest = rest
		t.line++
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		return line, true
	}
	return "", false
}

// next moves to the next row; ok is false at the end.
func (t *table) next() (ok bool, err error) {
	line, ok := t.nextLine()
	if !ok {
		return false, nil
	}
	for i := range t.row {
		cell, rest, more := strings.Cut(line, "\t")
		t.row[i] = cell
		line = rest
		if last := i == len(t.row)-1; more == last {
			return false, t.errorf("want %d columns (%s), tab-separated", len(t.cols), strings.Join(t.cols, " "))
		}
	}
	return true, nil
}

// errorf is an error at the current row.
func (t *table) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", t.file, t.line, fmt.Sprintf(format, args...))
}

// each splits a cell of several values at its bars.
func each(cell string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for cell != "" {
			var one string
			one, cell, _ = strings.Cut(cell, "|")
			if one != "" && !yield(one) {
				return
			}
		}
	}
}

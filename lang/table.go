package lang

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
)

// table reads a TSV file whose first line names its columns; "#" begins a
// comment line. Each row is handed to use with the number of its line.
func table(fsys fs.FS, name string, columns []string, use func(row []string) error) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	head := false
	row := make([]string, len(columns))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "# ") || line == "#" {
			continue
		}
		if !head {
			if want := strings.Join(columns, "\t"); line != want {
				return fmt.Errorf("%s:%d: the first line names the columns: want %q, have %q", name, n, want, line)
			}
			head = true
			continue
		}
		rest := line
		for i := range row {
			var more bool
			row[i], rest, more = strings.Cut(rest, "\t")
			if more != (i < len(row)-1) {
				return fmt.Errorf("%s:%d: want %d columns with tabs between them", name, n, len(columns))
			}
		}
		if err := use(row); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return lines.Err()
}

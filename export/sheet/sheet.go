// Package sheet is the lists of a record database as CSV: the columns and the
// cells of a row, the same on the command line and over HTTP.
// Days are ISO 8601, ends exclusive; what is several things has semicolons.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Column is one column of a list.
type Column[T any] struct {
	Name string
	Doc  string // what stands there, for docs/exports.md
	Cell func(T) string
}

// Columns are those of one kind of row.
type Columns[T any] []Column[T]

// Names are the names of the columns.
func (c Columns[T]) Names() []string {
	names := make([]string, len(c))
	for i, column := range c {
		names[i] = column.Name
	}
	return names
}

// WriteCSV writes the names and a line for each row, as they come. Cells that a
// spreadsheet would take for formulas are made text (Guard).
func (c Columns[T]) WriteCSV(w io.Writer, rows iter.Seq2[T, error]) error {
	return c.write(w, rows, Guard)
}

// WriteRaw writes the same with every cell as it is, for programs that take
// nothing for a formula.
func (c Columns[T]) WriteRaw(w io.Writer, rows iter.Seq2[T, error]) error {
	return c.write(w, rows, func(cell string) string { return cell })
}

func (c Columns[T]) write(w io.Writer, rows iter.Seq2[T, error], as func(string) string) error {
	out := csv.NewWriter(w)
	headed := false
	head := func() error {
		headed = true
		return out.Write(c.Names())
	}
	cells := make([]string, len(c))
	for row, err := range rows {
		if err != nil {
			return err
		}
		if !headed { // only now, so that an error before the first row is the whole answer
			if err := head(); err != nil {
				return err
			}
		}
		for i, column := range c {
			cells[i] = as(column.Cell(row))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	if !headed {
		if err := head(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// number is a cell that is one: 7, -2.5, 1e-05.
var number = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// Guard puts an apostrophe before a cell that a spreadsheet would run as a formula:
// one that begins with = + - or @ (or their wide forms), a tab or a line end,
// and is no number. The title of a report is in the hand of whoever wrote it.
//
// Source: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection.
func Guard(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) && !number.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// Table is the table of the columns for docs/exports.md.
func (c Columns[T]) Table() string {
	var b strings.Builder
	b.WriteString("| column | holds |\n|---|---|\n")
	for _, column := range c {
		fmt.Fprintf(&b, "| %s | %s |\n", column.Name, column.Doc)
	}
	return b.String()
}

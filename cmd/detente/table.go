package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

// cell is one field of a table with its style.
type cell struct {
	text  string
	style style
}

// table lays out rows in columns that fit the screen. The last column takes
// what is left of the width and is wrapped; where too little is left, it goes
// below the others, indented.
type table struct {
	heads []string
	rows  [][]cell
	lines int // most lines of the last column; 0: all
}

// add appends a row of plain or styled cells.
func (t *table) add(cells ...cell) { t.rows = append(t.rows, cells) }

// leastRest is the fewest columns that the last column is worth.
const leastRest = 24

// write prints the table, indented by two spaces. Columns without any text are
// left out.
func (t *table) write(w io.Writer, sc screen) error {
	last := len(t.heads) - 1
	widths := make([]int, last)
	for _, row := range t.rows {
		for i := range widths {
			widths[i] = max(widths[i], columns(row[i].text))
		}
	}
	used := 2
	for i, width := range widths {
		if width > 0 {
			widths[i] = max(width, columns(t.heads[i]))
			used += widths[i] + 2
		}
	}
	longest := columns(t.heads[last])
	for _, row := range t.rows {
		longest = max(longest, columns(row[last].text))
	}
	below := sc.width-used < min(leastRest, longest)
	indent, rest := used, sc.width-used
	if below {
		indent = 6
		rest = max(sc.width-indent, leastRest)
	}
	var out []byte
	end := func() { out = append(bytes.TrimRight(out, " "), '\n') }
	line := func(row []cell) {
		out = append(out, "  "...)
		for i, width := range widths {
			if width > 0 {
				text := clip(row[i].text, sc.width-2)
				out = append(out, sc.paint(text, row[i].style)...)
				out = append(out, strings.Repeat(" ", max(width-columns(text), 0)+2)...)
			}
		}
		texts := wrap(row[last].text, rest)
		if t.lines > 0 && len(texts) > t.lines {
			texts = texts[:t.lines]
			texts[t.lines-1] = clip(texts[t.lines-1]+" …", rest)
		}
		for i, text := range texts {
			if text == "" {
				continue
			}
			if i > 0 || below {
				end()
				out = append(out, strings.Repeat(" ", indent)...)
			}
			out = append(out, sc.paint(text, row[last].style)...)
		}
		end()
	}
	heads := make([]cell, len(t.heads))
	for i, head := range t.heads {
		heads[i] = cell{head, faint}
	}
	if below || longest == columns(t.heads[last]) && !slices.ContainsFunc(t.rows, func(row []cell) bool { return row[last].text != "" }) {
		heads[last].text = "" // text below needs no head, nor does no text
	}
	line(heads)
	for _, row := range t.rows {
		line(row)
	}
	_, err := w.Write(out)
	return err
}

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

// Indents of a row's first line and of the lines that it goes on in.
const (
	rowIndent  = 2
	moreIndent = 6
)

// write prints the table. Columns without any text are left out. Columns that
// do not fit beside the others go to a line below, each at its own place, so
// that rows still read as columns.
func (t *table) write(w io.Writer, sc screen) error {
	last := len(t.heads) - 1
	longest := columns(t.heads[last])
	widths := make([]int, last)
	for _, row := range t.rows {
		for i := range widths {
			widths[i] = max(widths[i], columns(row[i].text))
		}
		longest = max(longest, columns(row[last].text))
	}
	starts := make([]int, last) // of each column, negative: the first one of a new line
	at := rowIndent
	for i, width := range widths {
		if width == 0 {
			continue
		}
		widths[i] = min(max(width, columns(t.heads[i])), sc.width-moreIndent)
		if at+widths[i] > sc.width {
			at = moreIndent
			starts[i] = -at
		} else {
			starts[i] = at
		}
		at += widths[i] + 2
	}
	below := sc.width-at < min(leastRest, longest)
	if below {
		at = moreIndent
	}
	rest := sc.width - at

	var out []byte
	begun := 0 // where the line begins in out
	end := func() {
		out = append(bytes.TrimRight(out, " "), '\n')
		begun = len(out)
	}
	used := 0
	put := func(column int, c cell) {
		out = append(out, strings.Repeat(" ", max(column-used, 0))...)
		out = append(out, sc.paint(c.text, c.style)...)
		used = max(column, used) + columns(c.text)
	}
	line := func(row []cell) {
		used = 0
		for i, width := range widths {
			if width == 0 {
				continue
			}
			if starts[i] < 0 {
				end()
				used = 0
			}
			put(max(starts[i], -starts[i]), cell{clip(row[i].text, width), row[i].style})
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
				used = 0
			}
			put(at, cell{text, row[last].style})
		}
		if len(out) > begun {
			end()
		}
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

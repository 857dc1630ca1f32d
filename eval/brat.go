package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente/record"
)

// Attribution is one saying, thinking or wanting with the words that show it:
// who (source), the words that link (cue), and what (content). Spans are byte
// offsets into the text; each part may lie in several pieces.
type Attribution struct {
	Source, Cue, Content []record.Span
}

// Article is one text of an attribution set with its gold.
type Article struct {
	ID   string
	Text string
	Gold []Attribution
}

// ReadAttributions reads every NAME.ann with its NAME.txt in dir, in the order
// of their names.
func ReadAttributions(dir string) ([]Article, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.ann"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: no .ann files there", dir)
	}
	articles := make([]Article, 0, len(paths))
	for _, path := range paths {
		base := strings.TrimSuffix(path, ".ann")
		text, err := os.ReadFile(base + ".txt")
		if err != nil {
			return nil, err
		}
		ann, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		gold, err := parseBrat(string(text), string(ann))
		if err != nil {
			return nil, fmt.Errorf("%s:%w", path, err)
		}
		articles = append(articles, Article{filepath.Base(base), string(text), gold})
	}
	return articles, nil
}

// parseBrat reads brat standoff (https://brat.nlplab.org/standoff.html):
// text-bound annotations
//
//	T7<tab>Content 292 543;560 571<tab>the words
//
// and the events that join them
//
//	E2<tab>Attribution:T8 Content:T7 Cue:T6 Source:T5
//
// brat counts characters; the spans returned count bytes. Lines of other kinds
// are passed over, as are the continuations of words that hold a line break.
// An attribution without content is no attribution.
func parseBrat(text, ann string) ([]Attribution, error) {
	bytes := byteOffsets(text)
	bound := map[string][]record.Span{}
	for n, line := range lines(ann) {
		if !numbered(line, 'T') {
			continue
		}
		fields := strings.SplitN(line, "\t", 3)
		if len(fields) < 2 {
			return nil, fmt.Errorf("%d: a text-bound annotation has an id, a type with offsets, and words, between tabs", n)
		}
		_, pieces, _ := strings.Cut(fields[1], " ")
		for piece := range strings.SplitSeq(pieces, ";") {
			from, to, _ := strings.Cut(piece, " ")
			start, err1 := strconv.Atoi(from)
			end, err2 := strconv.Atoi(to)
			if err1 != nil || err2 != nil || start < 0 || end < start || end >= len(bytes) {
				return nil, fmt.Errorf("%d: offsets %q do not fit a text of %d characters", n, piece, len(bytes)-1)
			}
			bound[fields[0]] = append(bound[fields[0]], record.Span{Start: bytes[start], End: bytes[end]})
		}
	}
	var found []Attribution
	for _, line := range lines(ann) {
		if !numbered(line, 'E') {
			continue
		}
		_, event, _ := strings.Cut(line, "\t")
		var a Attribution
		for part := range strings.FieldsSeq(event) {
			role, id, _ := strings.Cut(part, ":")
			switch strings.TrimRight(role, "0123456789") {
			case "Source":
				a.Source = append(a.Source, bound[id]...)
			case "Cue":
				a.Cue = append(a.Cue, bound[id]...)
			case "Content":
				a.Content = append(a.Content, bound[id]...)
			}
		}
		if len(a.Content) > 0 {
			found = append(found, a)
		}
	}
	return found, nil
}

// byteOffsets maps character offsets of text to byte offsets; the last entry is
// the length of the text.
func byteOffsets(text string) []int {
	offsets := make([]int, 0, len(text)+1)
	for i := range text {
		offsets = append(offsets, i)
	}
	return append(offsets, len(text))
}

// characterSpans turns byte spans into pairs of character offsets.
func characterSpans(text string, spans []record.Span) [][2]int {
	pairs := make([][2]int, len(spans))
	for i, s := range spans {
		start := utf8.RuneCountInString(text[:s.Start])
		pairs[i] = [2]int{start, start + utf8.RuneCountInString(text[s.Start:s.End])}
	}
	return pairs
}

// lines yields the lines of text with their numbers, from 1.
func lines(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		n := 0
		for line := range strings.Lines(text) {
			n++
			if !yield(n, strings.TrimRight(line, "\r\n")) {
				return
			}
		}
	}
}

// numbered reports whether a line begins with an id such as T12.
func numbered(line string, kind byte) bool {
	return len(line) > 1 && line[0] == kind && '0' <= line[1] && line[1] <= '9'
}

package conllu

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"detente/record"
)

// Read is all sentences of r. The error names the line.
func Read(r io.Reader) ([]Sentence, error) {
	var out []Sentence
	for s, err := range Each(r) {
		if err != nil {
			return out, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Each yields the sentences of r one by one, and stops after the first error.
func Each(r io.Reader) iter.Seq2[Sentence, error] {
	return func(yield func(Sentence, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 1<<16), 1<<24)
		var s Sentence
		open, n := false, 0
		for lines.Scan() {
			n++
			line := strings.TrimSuffix(lines.Text(), "\r")
			if line == "" {
				if open {
					s.place()
					if !yield(s, nil) {
						return
					}
				}
				s, open = Sentence{}, false
				continue
			}
			if err := s.line(line); err != nil {
				yield(Sentence{}, fmt.Errorf("line %d: %w", n, err))
				return
			}
			open = open || line[0] != '#'
		}
		if err := lines.Err(); err != nil {
			yield(Sentence{}, fmt.Errorf("line %d: %w", n+1, err))
			return
		}
		if open {
			s.place()
			yield(s, nil)
		}
	}
}

// line adds one line of the file to the sentence.
func (s *Sentence) line(line string) error {
	if line[0] == '#' {
		s.Comments = append(s.Comments, line)
		return nil
	}
	var col [10]string
	rest := line
	for i := range col {
		var more bool
		col[i], rest, more = strings.Cut(rest, "\t")
		if more != (i < 9) {
			return errors.New("a word has ten columns with tabs between them")
		}
	}
	if !strings.Contains(col[0], ".") && (col[1] == "" || strings.Trim(col[1], " \u00a0") != col[1]) {
		return fmt.Errorf("the form %q of word %s must not be empty, nor begin or end with a space", col[1], col[0])
	}
	if from, to, ok := strings.Cut(col[0], "-"); ok {
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || first != len(s.Words)+1 || last < first || last-first > 1000 {
			return fmt.Errorf("multiword token %s stands before word %d", col[0], len(s.Words)+1)
		}
		s.Ranges = append(s.Ranges, Range{First: first - 1, Last: last - 1, Form: col[1], Misc: col[9]})
		return nil
	}
	if strings.Contains(col[0], ".") {
		return nil // an empty node
	}
	if id, err := strconv.Atoi(col[0]); err != nil || id != len(s.Words)+1 {
		return fmt.Errorf("word %q stands where word %d belongs", col[0], len(s.Words)+1)
	}
	head := -1
	if col[6] != "_" {
		h, err := strconv.Atoi(col[6])
		if err != nil || h < 0 {
			return fmt.Errorf("head %q of word %s is not a number", col[6], col[0])
		}
		head = h
	}
	s.Words = append(s.Words, Word{
		Form: col[1], Lemma: col[2], UPOS: col[3], XPOS: col[4], Feats: col[5],
		Head: head, Deprel: col[7], Deps: col[8], Misc: col[9],
	})
	return nil
}

// place finds the span of every word and multiword token in the text.
func (s *Sentence) place() {
	for len(s.Ranges) > 0 && s.Ranges[len(s.Ranges)-1].Last >= len(s.Words) {
		s.Ranges = s.Ranges[:len(s.Ranges)-1] // a range past the last word
	}
	text, given := s.Comment("text")
	if !given || !s.placeIn(text) {
		s.placeIn(s.join())
	}
}

// placeIn walks along text; false where a token is not there.
func (s *Sentence) placeIn(text string) bool {
	at, r := 0, 0
	find := func(form string) (record.Span, bool) {
		for at < len(text) && (text[at] == ' ' || strings.HasPrefix(text[at:], "\u00a0")) {
			if text[at] == ' ' {
				at++
			} else {
				at += len("\u00a0")
			}
		}
		if !strings.HasPrefix(text[at:], form) {
			return record.Span{}, false
		}
		at += len(form)
		return record.Span{Start: at - len(form), End: at}, true
	}
	for i := 0; i < len(s.Words); i++ {
		var ok bool
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			m := &s.Ranges[r]
			if m.Span, ok = find(m.Form); !ok {
				return false
			}
			s.split(m)
			i, r = m.Last, r+1
			continue
		}
		if s.Words[i].Span, ok = find(s.Words[i].Form); !ok {
			return false
		}
	}
	s.Text = text
	return true
}

// split shares the bytes of a multiword token among its words. Words that are
// not written as they stand ("dunno" for do n't know) get what their length
// allows, the last one the rest.
func (s *Sentence) split(m *Range) {
	at := m.Span.Start
	for i := m.First; i <= m.Last; i++ {
		end := min(at+len(s.Words[i].Form), m.Span.End)
		for inside := end - m.Span.Start; inside < len(m.Form) && inside > 0 && m.Form[inside]&0xC0 == 0x80; inside++ {
			end++ // never within a rune
		}
		if i == m.Last {
			end = m.Span.End
		}
		s.Words[i].Span = record.Span{Start: at, End: end}
		at = end
	}
}

// join makes the text of a sentence that brings none.
func (s *Sentence) join() string {
	var b strings.Builder
	r := 0
	for i := 0; i < len(s.Words); i++ {
		form, misc := s.Words[i].Form, s.Words[i].Misc
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			form, misc = s.Ranges[r].Form, s.Ranges[r].Misc
			i, r = s.Ranges[r].Last, r+1
		}
		b.WriteString(form)
		if i+1 < len(s.Words) && SpaceAfter(misc) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

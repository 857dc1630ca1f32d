package conllu

import (
	"bufio"
	"io"
	"strconv"
)

// Write writes the sentences, each with its comments and a blank line after it.
func Write(w io.Writer, sentences ...Sentence) error {
	b := bufio.NewWriter(w)
	for i := range sentences {
		sentences[i].write(b)
	}
	return b.Flush()
}

func (s *Sentence) write(b *bufio.Writer) {
	for _, c := range s.Comments {
		b.WriteString(c)
		b.WriteByte('\n')
	}
	r := 0
	for i := range s.Words {
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			m := s.Ranges[r]
			r++
			columns(b, strconv.Itoa(m.First+1)+"-"+strconv.Itoa(m.Last+1), m.Form, "_", "_", "_", "_", "_", "_", "_", m.Misc)
		}
		w := &s.Words[i]
		head := "_"
		if w.Head >= 0 {
			head = strconv.Itoa(w.Head)
		}
		columns(b, strconv.Itoa(i+1), w.Form, w.Lemma, w.UPOS, w.XPOS, w.Feats, head, w.Deprel, w.Deps, w.Misc)
	}
	b.WriteByte('\n')
}

func columns(b *bufio.Writer, col ...string) {
	for i, c := range col {
		if i > 0 {
			b.WriteByte('\t')
		}
		if c == "" {
			c = "_"
		}
		b.WriteString(c)
	}
	b.WriteByte('\n')
}

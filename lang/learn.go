package lang

import (
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"

	"detente/record"
)

// Paragraph is a text whose sentences are known, to learn sentence ends from.
type Paragraph struct {
	Text string
	Ends []int // bytes after the last character of each sentence
}

// LearnEnds learns the weights of ends.bin from paragraphs; the tokenizer's
// tables are read from fsys. Progress goes to log.
func LearnEnds(fsys fs.FS, paragraphs []Paragraph, epochs int, log io.Writer) ([]byte, error) {
	t, err := newTokenizer(fsys)
	if err != nil {
		return nil, err
	}
	now, sum := make([]float32, 1<<endBits), make([]float32, 1<<endBits)
	step := float32(1)
	rnd := rand.New(rand.NewPCG(3, 4))
	order := rnd.Perm(len(paragraphs))
	var c cutter
	var toks []record.Span
	var f []uint32
	for e := range epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		missed, extra := 0, 0
		for _, o := range order {
			p := &paragraphs[o]
			toks = t.tokens(p.Text, 0, len(p.Text), toks[:0])
			c.signs = t.signs(p.Text, toks, c.signs[:0])
			c.begin()
			next := 0
			for i := range toks {
				f = c.step(i, f[:0])
				for next < len(p.Ends) && p.Ends[next] < toks[i].End {
					next++
				}
				gold := next < len(p.Ends) && p.Ends[next] == toks[i].End
				if i+1 == len(toks) {
					break
				}
				score := float32(0)
				for _, x := range f {
					score += now[x]
				}
				step++
				d := float32(0)
				switch {
				case gold && score <= margin:
					d = 1
				case !gold && score > -margin:
					d = -1
				}
				if gold && score <= 0 {
					missed++
				} else if !gold && score > 0 {
					extra++
				}
				if d != 0 {
					for _, x := range f {
						now[x] += d
						sum[x] += d * step
					}
				}
				if gold {
					c.restart()
				}
			}
		}
		fmt.Fprintf(log, "epoch %d: %d missed, %d too many\n", e+1, missed, extra)
	}
	top := float32(0)
	for i := range now {
		now[i] -= sum[i] / step
		top = max(top, float32(math.Abs(float64(now[i]))))
	}
	out := make([]byte, len(now))
	for i, v := range now {
		out[i] = byte(int8(math.Round(float64(v * 127 / top))))
	}
	return out, nil
}

// margin is by how much a decision must be right to leave the weights alone.
const margin = 3

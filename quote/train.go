package quote

import (
	"encoding/binary"
	"io"
	"math"
	"slices"

	"detente/record"
	"detente/tree"
)

// Lesson is a document with its attributions marked by people.
type Lesson struct {
	Input
	Gold []Gold
}

// Gold is one marked attribution: the pieces of each part.
type Gold struct {
	Source, Cue, Content []record.Span
}

// example is a list of features with the right answer.
type example struct {
	features []uint32
	label    int
}

// Train fits the weights to lessons: two logistic models with AdaGrad steps
// (Duchi, Hazan and Singer, JMLR 2011), passed over rounds times in a fixed
// pseudo-random order, so that the same lessons give the same weights.
func (r *Reader) Train(lessons []Lesson, rounds int) *Weights {
	var cues, roles []example
	for _, l := range lessons {
		p := r.open(l.Input)
		c, o := p.examples(l.Gold)
		cues, roles = append(cues, c...), append(roles, o...)
	}
	w := &Weights{}
	w.cue, w.cueUnit = fit(cues, 2, rounds)
	w.role, w.roleUnit = fit(roles, int(roleCount), rounds)
	return w
}

// WriteTo writes the weights as New reads them.
func (w *Weights) WriteTo(out io.Writer) (int64, error) {
	b := append([]byte{}, weightMagic[:]...)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w.cueUnit))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w.roleUnit))
	for _, v := range w.cue {
		b = append(b, byte(v))
	}
	for _, v := range w.role {
		b = append(b, byte(v))
	}
	n, err := out.Write(b)
	return int64(n), err
}

// With is the reader with other weights.
func (r *Reader) With(w *Weights) *Reader {
	with := *r
	with.weights = w
	return &with
}

// examples are the decisions that reading the document as marked would take.
func (p *reading) examples(gold []Gold) (cues, roles []example) {
	heads := map[place]Gold{}
	for _, g := range gold {
		if tops := p.tops(g.Cue, -1); len(tops) > 0 {
			best := tops[0]
			for _, t := range tops {
				if p.sents[t.sent].mayBeCue(t.token) {
					best = t
					break
				}
			}
			heads[best] = g
		}
	}
	var f featureList
	var list []candidate
	for i := range p.sents {
		s := &p.sents[i]
		for v := range s.Tokens {
			g, isCue := heads[place{i, v}]
			if !isCue && !s.mayBeCue(v) {
				continue
			}
			lex := p.cues.at(s.Sentence, v)
			p.cueFeatures(s, v, lex, &f)
			label := 0
			if isCue {
				label = 1
			}
			cues = append(cues, example{append([]uint32(nil), f.list...), label})
			if !isCue {
				continue
			}
			sources, contents, more := p.tops(g.Source, i), p.tops(g.Content, i), p.tops(g.Cue, i)
			_ = more
			list = s.candidates(v, list)
			for _, c := range list {
				label := noRole
				switch at := (place{i, c.root}); {
				case holdsPlace(sources, at):
					label = sourceRole
				case holdsPlace(contents, at):
					label = contentRole
				case c.minus < 0 && s.Tokens[c.root].Head == v && inSpans(s.Tokens[c.root].Span, g.Cue):
					label = cueRole
				}
				p.roleFeatures(s, v, lex, c, &f)
				roles = append(roles, example{append([]uint32(nil), f.list...), int(label)})
			}
		}
	}
	return cues, roles
}

func holdsPlace(list []place, at place) bool {
	for _, p := range list {
		if p == at {
			return true
		}
	}
	return false
}

func inSpans(s record.Span, spans []record.Span) bool {
	for _, o := range spans {
		if o.Contains(s) {
			return true
		}
	}
	return false
}

// tops are the tokens within the spans whose heads lie outside them, without
// punctuation; only those of one sentence, if sent is not negative.
func (p *reading) tops(spans []record.Span, sent int) []place {
	var tops []place
	for _, span := range spans {
		for at := p.at(span.Start); at.sent < len(p.sents) && p.sents[at.sent].Span.Start < span.End; at = (place{at.sent + 1, 0}) {
			if sent >= 0 && at.sent != sent {
				continue
			}
			s := &p.sents[at.sent]
			for i := at.token; i < len(s.Tokens) && s.Tokens[i].Span.Start < span.End; i++ {
				t := &s.Tokens[i]
				if t.Tag == tree.PUNCT || t.Head >= 0 && inSpans(s.Tokens[t.Head].Span, spans) {
					continue
				}
				tops = append(tops, place{at.sent, i})
			}
		}
	}
	return tops
}

// fit trains a linear model with the given number of classes (with two, one
// weight a feature and a logistic loss, else a softmax) and returns it in bytes.
func fit(examples []example, classes, rounds int) ([]int8, float32) {
	width := classes
	if classes == 2 {
		width = 1
	}
	w, g := make([]float32, buckets*width), make([]float32, buckets*width)
	dropRare(examples)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	seed := uint64(1)
	const rate, decay = 0.02, 0.003
	grad := make([]float32, width)
	for range rounds {
		for i := len(order) - 1; i > 0; i-- {
			seed = seed*6364136223846793005 + 1442695040888963407
			j := int((seed >> 33) % uint64(i+1))
			order[i], order[j] = order[j], order[i]
		}
		for _, n := range order {
			e := &examples[n]
			for c := range grad {
				grad[c] = 0
				for _, f := range e.features {
					grad[c] += w[int(f)*width+c]
				}
			}
			if width == 1 {
				grad[0] = float32(1/(1+math.Exp(-float64(grad[0])))) - float32(e.label)
			} else {
				top, sum := grad[0], float32(0)
				for _, v := range grad {
					top = max(top, v)
				}
				for c := range grad {
					grad[c] = float32(math.Exp(float64(grad[c] - top)))
					sum += grad[c]
				}
				for c := range grad {
					grad[c] /= sum
				}
				grad[e.label]--
			}
			for c, d := range grad {
				if d > -1e-4 && d < 1e-4 {
					continue
				}
				for _, f := range e.features {
					at := int(f)*width + c
					step := d + decay*w[at]
					g[at] += step * step
					w[at] -= rate * step / (1e-4 + float32(math.Sqrt(float64(g[at]))))
				}
			}
		}
	}
	top := float32(1e-6)
	for _, v := range w {
		top = max(top, v, -v)
	}
	unit := top / 127
	out := make([]int8, len(w))
	for i, v := range w {
		out[i] = int8(math.Round(float64(v / unit)))
	}
	return out, unit
}

// dropRare takes out features that occur once: they tell of one example only,
// and crowd the table.
func dropRare(examples []example) {
	count := make([]int32, buckets)
	for _, e := range examples {
		for _, f := range e.features {
			count[f]++
		}
	}
	for i := range examples {
		examples[i].features = slices.DeleteFunc(examples[i].features, func(f uint32) bool { return count[f] == 1 })
	}
}

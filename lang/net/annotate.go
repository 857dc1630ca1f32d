package net

import (
	"math"
	"slices"

	"detente/lang/net/mat"
	"detente/tree"
)

// Limits that keep time and memory linear in the length of a text.
const (
	maxPiece = 200 // tokens read as one; a longer sentence is read in pieces
	maxBatch = 200 // tokens read together
)

// Workspace holds the buffers of one goroutine, so that nothing is allocated
// once they have grown. The zero value is ready to use.
type Workspace struct {
	forms  forms
	batch  Batch
	lens   []int
	pieces []piece
	states states
	outs   [][]int16 // of each layer

	tags, says []float32 // outputs, in the batch's order
	marks      []uint8   // name tags of all tokens of all sentences
	forest     forest
	path       path
}

// piece is a run of tokens read as one: a sentence, or a part of an overlong one.
type piece struct {
	tokens []tree.Token
	mark   int // where its name tags go
	first  int // index of its first token in the sentence
}

// Annotate fills Tag, Morph, Head and Rel of every token of s from the forms
// and indexes the tree. It appends the names of s to names, with token indexes
// only: Sent and Span are for the caller to fill.
func (m *Model) Annotate(s *tree.Sentence, w *Workspace, names []tree.Name) []tree.Name {
	w.pieces = cut(w.pieces[:0], s.Tokens, 0)
	m.read(w, len(s.Tokens))
	finish(s)
	return appendNames(names, w.marks, 0)
}

// AnnotateAll does what Annotate does for all sentences of a text, which is
// faster than one by one and gives the same. Sent of a name is the index of its
// sentence.
func (m *Model) AnnotateAll(sentences []tree.Sentence, w *Workspace, names []tree.Name) []tree.Name {
	w.pieces = w.pieces[:0]
	total := 0
	for i := range sentences {
		w.pieces = cut(w.pieces, sentences[i].Tokens, total)
		total += len(sentences[i].Tokens)
	}
	m.read(w, total)
	at := 0
	for i := range sentences {
		s := &sentences[i]
		finish(s)
		names = appendNames(names, w.marks[at:at+len(s.Tokens)], i)
		at += len(s.Tokens)
	}
	return names
}

// cut appends the pieces of a sentence whose name tags start at mark.
func cut(pieces []piece, tokens []tree.Token, mark int) []piece {
	for first := 0; first < len(tokens); first += maxPiece {
		last := min(first+maxPiece, len(tokens))
		pieces = append(pieces, piece{tokens[first:last], mark + first, first})
	}
	return pieces
}

// finish joins the pieces of a sentence and indexes the tree.
func finish(s *tree.Sentence) {
	root := -1
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Head >= 0 {
			t.Head += i / maxPiece * maxPiece
			continue
		}
		if root < 0 {
			root = i
			continue
		}
		t.Head, t.Rel = root, tree.Parataxis
	}
	s.Index()
}

// read reads all pieces in w, longest first, some hundred tokens at a time.
// Heads are set within each piece.
func (m *Model) read(w *Workspace, tokens int) {
	w.marks = mat.Grow(w.marks, tokens)
	slices.SortStableFunc(w.pieces, func(a, b piece) int { return len(b.tokens) - len(a.tokens) })
	for from := 0; from < len(w.pieces); {
		to, size := from, 0
		for to < len(w.pieces) && (to == from || size+len(w.pieces[to].tokens) <= maxBatch) {
			size += len(w.pieces[to].tokens)
			to++
		}
		m.readBatch(w, w.pieces[from:to])
		from = to
	}
	clear(w.pieces) // keep no text alive
}

func (m *Model) readBatch(w *Workspace, pieces []piece) {
	w.lens = w.lens[:0]
	for _, p := range pieces {
		w.lens = append(w.lens, len(p.tokens))
	}
	w.batch.Set(w.lens)
	rows := w.batch.Rows()
	if len(w.outs) < m.w.Dims.Layers {
		w.outs = make([][]int16, m.w.Dims.Layers)
	}
	wide := m.layers[0].in.N
	w.states.gates = mat.Grow(w.states.gates, rows*wide)
	w.forms.begin(m)
	for i, p := range pieces {
		for t := range p.tokens {
			at := w.batch.Row(i, t) * wide
			w.forms.put(p.tokens[t].Form, w.states.gates[at:at+wide])
		}
	}
	w.forms.end()
	var out []int16
	scale := mat.StateScale(1)
	for i := range m.layers {
		l := &m.layers[i]
		if i > 0 {
			w.states.gates = l.enter(w.states.gates, out, rows, scale)
		}
		w.outs[i] = l.run(&w.batch, w.outs[i], &w.states)
		out = w.outs[i]
	}
	w.tags = m.low.apply(w.tags, w.outs[0], rows, scale)
	m.high.add(w.tags, out, rows, scale)
	w.says = m.says.apply(w.says, out, rows, scale)
	for i, p := range pieces {
		for t := range p.tokens {
			m.tag(&p.tokens[t], w.tags[w.batch.Row(i, t)*m.low.w.N:])
		}
		w.path.best(w.marks[p.mark:p.mark+len(p.tokens)], m.w.Moves, func(t int) []float32 { return w.tags[w.batch.Row(i, t)*m.low.w.N+NamesAt:] })
		m.parse(w, i, p.tokens)
	}
}

// tag takes the part of speech and the features that fit best together: the
// first of those whose scores add up to most. Parts of speech that fit too badly
// with any features are passed over.
func (m *Model) tag(t *tree.Token, scores []float32) {
	morph := scores[MorphsAt : MorphsAt+len(m.morphs)]
	top, likely := float32(-1e30), 0
	for _, s := range morph {
		if s > top { // the builtin max minds NaN and takes three times as long
			top = s
		}
	}
	for u := range m.choices {
		if len(m.choices[u]) > 0 && (scores[u] > scores[likely] || len(m.choices[likely]) == 0) {
			likely = u
		}
	}
	best := float32(-1e30)
	for _, c := range m.choices[likely] {
		if s := scores[likely] + morph[c]; s > best {
			best = s
		}
	}
	best = math.Nextafter32(best, -math.MaxFloat32) // so that it is found again, or one before it
	for u, choices := range m.choices {
		if scores[u]+top <= best {
			continue
		}
		for _, c := range choices {
			if s := scores[u] + morph[c]; s > best {
				best, t.Tag, t.Morph = s, tree.UPOS(u), m.morphs[c]
			}
		}
	}
}

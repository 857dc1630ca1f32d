package net

import (
	"detente/lang/net/mat"
	"detente/tree"
)

// forest holds the scores of one piece.
type forest struct {
	dep, head, wants, scores []float32
	turned                   []float32
	label, rels              []float32
	heads                    []int
	mst                      mst
}

// leak is the slope of the rectifiers below zero.
const leak = 0.1

// Leaky is the rectifier of all hidden layers.
func Leaky(x float32) float32 {
	if x < 0 {
		return float32(leak * x)
	}
	return x
}

// Distance is the class of the distance from a dependent to its head, both
// 0-based, head -1 for the root: 0 for the root, else one of 11 on each side.
func Distance(dep, head int) int {
	if head < 0 {
		return 0
	}
	d, side := head-dep, 0
	if d < 0 {
		d, side = -d, 11
	}
	step := 10
	for i, most := range [...]int{1, 2, 3, 4, 5, 7, 10, 15, 24, 40} {
		if d <= most {
			step = i
			break
		}
	}
	return 1 + side + step
}

// distances are the classes of all distances within a piece: that from a
// dependent t to a head h is distances[maxPiece-t+h].
var distances = func() (classes [2 * maxPiece]uint8) {
	for i := range classes {
		classes[i] = uint8(Distance(maxPiece, i))
	}
	return classes
}()

// parse sets heads and relations of sentence i of the batch.
func (m *Model) parse(w *Workspace, i int, tokens []tree.Token) {
	f, n, a, l := &w.forest, len(tokens), m.w.Dims.Arc, m.w.Dims.Label
	f.dep, f.head = mat.Grow(f.dep, n*a), mat.Grow(f.head, (n+1)*a)
	copy(f.head, m.w.RootArc)
	says := func(t int) []float32 {
		at := w.batch.Row(i, t) * m.w.Says.W.N
		return w.says[at : at+m.w.Says.W.N]
	}
	for t := range n {
		s := says(t)
		mat.Rectify(f.dep[t*a:(t+1)*a], s[:a], leak)
		mat.Rectify(f.head[(t+1)*a:(t+2)*a], s[a:2*a], leak)
	}
	wide := m.w.Arc.W.N
	f.wants = mat.Grow(f.wants, n*wide)
	m.w.Arc.Apply(f.wants, mat.Rows{Data: f.dep, Row: a, Col: 1}, n)
	heads := mat.PackTurned(f.turned, f.head, a, n+1, a)
	f.turned = heads.Data
	f.scores = mat.Grow(f.scores, n*heads.N)
	clear(f.scores)
	mat.MulAdd(mat.Out{Data: f.scores, Row: heads.N, Panel: mat.Width}, mat.Rows{Data: f.wants, Row: wide, Col: 1}, n, heads)
	for t := range n {
		row := f.scores[t*heads.N : t*heads.N+n+1]
		far := (*[distanceWidth]float32)(f.wants[t*wide+a:])
		row[0] += far[0]
		classes := distances[maxPiece-t:]
		for j := range row[1:] {
			row[1+j] += far[classes[j]%distanceWidth]
		}
	}
	f.heads = mat.Grow(f.heads, n)
	f.mst.heads(f.heads, f.scores, heads.N)

	f.label = mat.Grow(f.label, n*l)
	for t, h := range f.heads {
		on := m.w.RootLabel
		if h >= 0 {
			on = says(h)[2*a+l : 2*a+2*l]
		}
		far := Distance(t, h) * l
		mat.RectifySum(f.label[t*l:(t+1)*l], says(t)[2*a:2*a+l], on, m.w.Distance[far:far+l], leak)
	}
	f.rels = mat.Grow(f.rels, n*relWidth)
	m.w.Rel.Apply(f.rels, mat.Rows{Data: f.label, Row: l, Col: 1}, n)
	for t := range n {
		tokens[t].Head, tokens[t].Rel = f.heads[t], tree.Root
		if f.heads[t] < 0 {
			continue
		}
		best := tree.NoRel
		scores := f.rels[t*relWidth : t*relWidth+tree.RelCount]
		for r := range scores {
			if r := tree.Rel(r); r != tree.NoRel && r != tree.Root && (best == tree.NoRel || scores[r] > scores[best]) {
				best = r
			}
		}
		tokens[t].Rel = best
	}
}

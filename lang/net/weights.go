package net

import "detente/lang/net/mat"

// Dims are the sizes of a network. All but Words, Buckets and Morphs are
// multiples of mat.Width.
type Dims struct {
	Words   int // rows of the table of known words; row 0 stands for unknown ones
	Buckets int // rows of the table of pieces, a power of two
	Vector  int // width of a word's vector
	Hidden  int // width of the state of one direction of a layer
	Layers  int
	Arc     int // width of what a word says as dependent or as head
	Label   int // the same for the relation between the two
	Morphs  int // how many sets of features are told apart
}

// Linear is a matrix with a bias.
type Linear struct {
	W    mat.Packed
	Bias []float32
}

// Layer is one bidirectional LSTM layer (Hochreiter & Schmidhuber 1997; Graves &
// Schmidhuber 2005). In maps a row of input to the gates of both directions,
// forward ones first; Forward and Backward map the former state to gates. Gates
// are i, f, o, g, each Hidden wide.
type Layer struct {
	In                Linear
	Forward, Backward mat.Packed
}

// Weights are all dense weights of a network: views into one slice, in a fixed
// order, so that a gradient or a moment of the same Dims has the same layout.
type Weights struct {
	Dims
	Flat   []float32
	Layers []Layer
	Low    Linear // first layer -> parts of speech, name tags, sets of features
	High   Linear // last layer -> the same, added
	Says   Linear // last layer -> arc as dependent, arc as head, label as dependent, label as head
	Arc    Linear // arc as dependent -> what its head should say, then a score for each distance

	RootArc, RootLabel []float32 // what the root says as head
	Distance           []float32 // per distance, what it adds to the label
	Rel                Linear    // label -> relations
	Moves              []float32 // score of going from one name tag to the next, row by row
}

// The widths of the outputs, padded to whole panels.
const (
	distanceWidth = 32
	relWidth      = 64 // tree.RelCount and room
	moves         = 64 // nameTags squared and room
)

// Where the scores of name tags and of sets of features begin among the tags;
// those of parts of speech come first.
const (
	NamesAt  = 32
	MorphsAt = NamesAt + mat.Width
)

// Tags is how many scores of tags of all sorts a word gets.
func (d Dims) Tags() int { return MorphsAt + mat.Pad(d.Morphs) }

// View lays Weights of dims over flat, which it makes where it is nil. It
// returns nil where flat has another size.
func View(d Dims, flat []float32) *Weights {
	size := d.size()
	if flat == nil {
		flat = make([]float32, size)
	}
	if len(flat) != size {
		return nil
	}
	w := &Weights{Dims: d, Flat: flat}
	take := func(n int) []float32 {
		part := flat[:n:n]
		flat = flat[n:]
		return part
	}
	packed := func(k, n int) mat.Packed { return mat.Packed{K: k, N: n, Data: take(k * n)} }
	linear := func(k, n int) Linear { return Linear{packed(k, n), take(n)} }

	in := d.Vector
	for range d.Layers {
		w.Layers = append(w.Layers, Layer{linear(in, 8*d.Hidden), packed(d.Hidden, 4*d.Hidden), packed(d.Hidden, 4*d.Hidden)})
		in = 2 * d.Hidden
	}
	w.Low = linear(2*d.Hidden, d.Tags())
	w.High = linear(2*d.Hidden, d.Tags())
	w.Says = linear(2*d.Hidden, 2*d.Arc+2*d.Label)
	w.Arc = linear(d.Arc, d.Arc+distanceWidth)
	w.RootArc, w.RootLabel = take(d.Arc), take(d.Label)
	w.Distance = take(distanceWidth * d.Label)
	w.Rel = linear(d.Label, relWidth)
	w.Moves = take(moves)
	return w
}

func (d Dims) size() int {
	n, in := 0, d.Vector
	for range d.Layers {
		n += (in+1)*8*d.Hidden + 2*d.Hidden*4*d.Hidden
		in = 2 * d.Hidden
	}
	n += (2*d.Hidden + 1) * (2*d.Tags() + 2*d.Arc + 2*d.Label)
	n += (d.Arc + 1) * (d.Arc + distanceWidth)
	n += d.Arc + d.Label + distanceWidth*d.Label
	return n + (d.Label+1)*relWidth + moves
}

// Apply sets out, row-major with l.W.N columns, to the m rows of in times l.
func (l *Linear) Apply(out []float32, in mat.Rows, m int) {
	n := l.W.N
	for i := range m {
		copy(out[i*n:(i+1)*n], l.Bias)
	}
	mat.MulAdd(mat.Out{Data: out, Row: n, Panel: mat.Width}, in, m, l.W)
}

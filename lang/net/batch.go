package net

// Batch is the order in which a layer reads sentences of different lengths
// together: first the first words of all, then their second words, and so on.
// The sentences come longest first, so those that still run are always the
// leading ones.
type Batch struct {
	Lens []int // falling
	Off  []int // row of the first sentence's word at each time; one more than the longest length
}

// Set lays out sentences of the given falling lengths, none of them empty.
func (b *Batch) Set(lens []int) {
	b.Lens, b.Off = append(b.Lens[:0], lens...), append(b.Off[:0], 0)
	running := len(lens)
	for t := 0; running > 0 && t < lens[0]; t++ {
		for lens[running-1] <= t {
			running--
		}
		b.Off = append(b.Off, b.Off[t]+running)
	}
}

// Rows is the number of words of all sentences.
func (b *Batch) Rows() int { return b.Off[len(b.Off)-1] }

// Row is where word t of sentence i lies.
func (b *Batch) Row(i, t int) int { return b.Off[t] + i }

// Running is how many sentences have a word t.
func (b *Batch) Running(t int) int {
	if t < 0 || t+1 >= len(b.Off) {
		return 0
	}
	return b.Off[t+1] - b.Off[t]
}

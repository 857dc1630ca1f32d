package network

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
)

// The state of a run: epochs done, steps done, then all numbers of the
// parameters and the optimiser in a fixed order.

func numbers(p *params, a *adam) [][]float32 {
	return [][]float32{
		p.Flat, p.words.data, p.pieces.data, a.dense.mean, a.dense.square,
		a.words.mean, a.words.square, a.pieces.mean, a.pieces.square,
	}
}

// save writes the state to file, whole or not at all.
func save(file string, p *params, a *adam, epochs int) error {
	f, err := os.Create(file + ".new")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = binary.Write(w, binary.LittleEndian, []uint64{uint64(epochs), uint64(a.step)})
	for _, part := range numbers(p, a) {
		if err == nil {
			err = binary.Write(w, binary.LittleEndian, part)
		}
	}
	if err == nil {
		err = w.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// load reads what save wrote for the same options.
func load(file string, p *params, a *adam) (epochs int, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	var head [2]uint64
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	for _, part := range numbers(p, a) {
		if err := binary.Read(r, binary.LittleEndian, part); err != nil {
			return 0, fmt.Errorf("%s: %w (was it written with the same options?)", file, err)
		}
	}
	a.step = int(head[1])
	p.turn()
	return int(head[0]), nil
}

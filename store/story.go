package store

import (
	"encoding/binary"
	"math/bits"
	"time"
	"unicode"

	"detente/record"
)

// A story is a set of reports that tell the same thing in nearly the same words:
// one wire text in many papers, its updates and its corrections. Near-duplicates
// are found by MinHash over shingles of four words, with banding (Broder, On the
// resemblance and containment of documents, 1997; Leskovec, Rajaraman and
// Ullman, Mining of Massive Datasets, chapter 3).
//
// There are two signatures: one over the whole text, and one over the first
// words of it, since an update or a shortened copy keeps its lead.

const (
	shingle   = 4  // words
	lead      = 90 // words
	rows      = 4  // hashes in a band
	fullBands = 12
	leadBands = 8

	fullAlike = 0.45 // estimated Jaccard similarity from which two texts are one story
	leadAlike = 0.55
	leadNeeds = 30 // words that a lead must have to count by itself
)

// storyDays is how far apart reports of one story may appear.
const storyDays = 10

// Signature is the MinHash of a text: its whole, then its lead.
type Signature [rows * (fullBands + leadBands)]uint32

// SignatureOf takes the words of the blocks that are read.
func SignatureOf(doc record.Document) (sig Signature, ok bool) {
	var hashes []uint64
	for _, b := range doc.Blocks {
		if b.Role.Reads() && b.Role != record.Dateline {
			hashes = appendWords(hashes, b.Span.In(doc.Text))
		}
	}
	if len(hashes) == 0 {
		return sig, false
	}
	minHash(sig[:rows*fullBands], hashes)
	if len(hashes) < leadNeeds {
		hashes = append(hashes, 0) // a short text has no lead of its own: the lead is the whole text
	}
	minHash(sig[rows*fullBands:], hashes[:min(lead, len(hashes))])
	return sig, true
}

// appendWords appends the hash of each word of s, without its case.
func appendWords(hashes []uint64, s string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h, in := uint64(offset), false
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			h = (h ^ uint64(unicode.ToLower(c))) * prime
			in = true
		} else if in && c != '\'' && c != '’' {
			hashes = append(hashes, h)
			h, in = offset, false
		}
	}
	if in {
		hashes = append(hashes, h)
	}
	return hashes
}

// minHash fills sig with the smallest value of each hash function over the
// shingles of the words.
func minHash(sig []uint32, words []uint64) {
	for i := range sig {
		sig[i] = ^uint32(0)
	}
	n := max(1, len(words)-shingle+1)
	for i := range n {
		h := uint64(0)
		for _, w := range words[i:min(i+shingle, len(words))] {
			h = bits.RotateLeft64(h, 21) ^ w
			h *= 0x9e3779b97f4a7c15
		}
		for j := range sig {
			if v := uint32(mix(h+uint64(j)*0xbf58476d1ce4e5b9) >> 32); v < sig[j] {
				sig[j] = v
			}
		}
	}
}

// mix is the finaliser of splitmix64 (Steele, Lea and Flood, 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Bands are the keys under which a signature is looked up: two texts that share
// one are candidates for one story.
func (s *Signature) Bands() [fullBands + leadBands]int64 {
	var bands [fullBands + leadBands]int64
	for i := range bands {
		h := uint64(i + 1)
		for _, v := range s[i*rows : (i+1)*rows] {
			h = mix(h ^ uint64(v))
		}
		bands[i] = int64(h)
	}
	return bands
}

// Alike is how much two texts resemble each other, and whether that makes them
// one story.
func (s *Signature) Alike(o *Signature) (float64, bool) {
	full, lead := share(s[:rows*fullBands], o[:rows*fullBands]), share(s[rows*fullBands:], o[rows*fullBands:])
	return max(full, lead), full >= fullAlike || lead >= leadAlike
}

func share(a, b []uint32) float64 {
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / float64(len(a))
}

// Near reports whether two reports appeared close enough for one story; a date
// that is not known does not keep them apart.
func Near(a, b record.Interval) bool {
	if !a.Closed() || !b.Closed() {
		return true
	}
	gap := a.Start.Sub(b.Start.Time)
	return max(gap, -gap) <= storyDays*24*time.Hour
}

// Bytes is the signature as it is stored.
func (s *Signature) Bytes() []byte {
	b := make([]byte, 0, 4*len(s))
	for _, v := range s {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// SignatureFrom reads what Bytes wrote; anything else gives no likeness.
func SignatureFrom(b []byte) (s Signature) {
	if len(b) != 4*len(s) {
		return s
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return s
}

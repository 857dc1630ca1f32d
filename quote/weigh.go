package quote

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"

	"detente/tree"
)

// Two small linear models decide what the lexicon cannot: which tokens are
// cues, and which constituents around a cue are its source, its content or more
// of the cue. Their features are combinations of lemmas, tags, relations and
// quote marks, hashed into a table ("the hashing trick", Weinberger et al.,
// ICML 2009); the weights are trained by internal/train and kept in one byte
// each.

// weightFile holds the weights in the data.
const weightFile = "quote/weights.bin"

// buckets is the size of the feature table.
const buckets = 1 << 18

// role is what a constituent is to a cue.
type role int

const (
	noRole role = iota
	sourceRole
	contentRole
	cueRole
	roleCount

	contentHead // a mark for the root of content that is not yet painted
)

// Weights are the trained weights of both models.
type Weights struct {
	cue      []int8 // one a bucket
	role     []int8 // roleCount a bucket
	cueUnit  float32
	roleUnit float32
}

var weightMagic = [4]byte{'q', 'w', '0', '1'}

// loadWeights reads the weights; without the file every decision is the
// lexicon's.
func loadWeights(fsys fs.FS) (*Weights, error) {
	b, err := fs.ReadFile(fsys, weightFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	const head = 12
	if want := head + buckets*(1+int(roleCount)); len(b) != want || [4]byte(b[:4]) != weightMagic {
		return nil, fmt.Errorf("%s: not a weight file of this version (%d bytes, want %d): train it again", weightFile, len(b), want)
	}
	w := &Weights{
		cueUnit:  math.Float32frombits(binary.LittleEndian.Uint32(b[4:])),
		roleUnit: math.Float32frombits(binary.LittleEndian.Uint32(b[8:])),
	}
	all := make([]int8, len(b)-head)
	for i, c := range b[head:] {
		all[i] = int8(c)
	}
	w.cue, w.role = all[:buckets], all[buckets:]
	return w, nil
}

// scoreCue is the log odds that the features are those of a cue.
func (w *Weights) scoreCue(features []uint32) float32 {
	sum := 0
	for _, f := range features {
		sum += int(w.cue[f])
	}
	return float32(sum) * w.cueUnit
}

// scoreRoles are the scores of the roles for the features of a constituent.
func (w *Weights) scoreRoles(features []uint32) (scores [roleCount]float32) {
	var sums [roleCount]int
	for _, f := range features {
		for r, v := range w.role[int(f)*int(roleCount) : int(f)*int(roleCount)+int(roleCount)] {
			sums[r] += int(v)
		}
	}
	for r, sum := range sums {
		scores[r] = float32(sum) * w.roleUnit
	}
	return scores
}

// featureList gathers hashed features.
type featureList struct{ list []uint32 }

func (f *featureList) add(template, a, b uint32) {
	h := template*0x9E3779B1 ^ a*0x85EBCA6B ^ (b*0xC2B2AE35)<<7 ^ b>>3
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	f.list = append(f.list, h%buckets)
}

// shape tells how a token stands to quote marks: 1 in a quotation, 0 not.
func (s *sentence) shape(i int) uint32 {
	if i >= 0 && i < len(s.quoted) && s.quoted[i] >= 0 {
		return 1
	}
	return 0
}

func (s *sentence) lemma(i int) uint32 {
	if i < 0 || i >= len(s.lemmas) {
		return 1
	}
	return s.lemmas[i]
}

func (s *sentence) tag(i int) uint32 {
	if i < 0 || i >= len(s.Tokens) {
		return 0
	}
	return uint32(s.Tokens[i].Tag)
}

// stance is the cue's class for features: 0 for words not in the lexicon.
func stanceOf(c *Cue) uint32 {
	if c == nil {
		return 0
	}
	for i, st := range stances {
		if st == c.Factuality {
			return uint32(i) + 1
		}
	}
	return 0
}

const verbForms = tree.VerbFormFin | tree.VerbFormGer | tree.VerbFormInf | tree.VerbFormPart | tree.TensePast | tree.TensePres | tree.VoicePass | tree.MoodImp

// cueFeatures are the features of token i as the head of a cue.
func (p *reading) cueFeatures(s *sentence, i int, lex *Cue, f *featureList) {
	f.list = f.list[:0]
	t := &s.Tokens[i]
	lemma, tag, rel := s.lemmas[i], uint32(t.Tag), uint32(t.Rel)
	class := stanceOf(lex)
	form := uint32(t.Morph&verbForms) ^ uint32((t.Morph&verbForms)>>32)
	head, hl, ht := t.Head, uint32(0), uint32(0)
	if head >= 0 {
		hl, ht = s.lemmas[head], uint32(s.Tokens[head].Tag)
	}
	var has uint32 // the relations below, as a set
	kids := 0
	for k := range s.Kids(i) {
		if kids++; kids > maxCandidates {
			break
		}
		kt := &s.Tokens[k]
		switch kt.Rel {
		case tree.Nsubj:
			has |= 1
		case tree.NsubjPass:
			has |= 2
		case tree.Obj:
			has |= 4
		case tree.Ccomp:
			has |= 8
		case tree.Xcomp:
			has |= 16
		case tree.Parataxis:
			has |= 32
		case tree.AuxPass:
			has |= 64
		case tree.OblAgent:
			has |= 128
		case tree.NmodPoss:
			has |= 256
		case tree.Iobj:
			has |= 512
		case tree.Cop:
			has |= 1024
		}
		kr, kl := uint32(kt.Rel), s.lemmas[k]
		switch kt.Rel {
		case tree.Punct, tree.Conj:
			continue
		}
		if t.Head != k {
			f.add(9, s.takes(lex, candidate{root: k, minus: -1}, kt), kr)
		}
		f.add(1, kr, kl)
		f.add(2, kr, lemma)
		f.add(3, kr<<8|uint32(kt.Tag), tag)
		switch kt.Rel {
		case tree.Nsubj, tree.NsubjPass, tree.NmodPoss, tree.OblAgent:
			f.add(4, uint32(s.names[k])<<8|uint32(kt.Tag), rel)
			f.add(5, uint32(s.names[k])<<8|uint32(kt.Tag), lemma)
		case tree.Obl, tree.Nmod, tree.Obj, tree.Xcomp, tree.Ccomp, tree.Advcl, tree.Acl:
			for g := range s.Kids(k) {
				if r := s.Tokens[g].Rel; r == tree.Case || r == tree.Mark {
					f.add(6, kr<<8, s.lemmas[g])
					f.add(7, s.lemmas[g], lemma)
				}
				if g > k {
					break
				}
			}
			f.add(8, kr<<8|uint32(kt.Tag)|s.shape(k)<<16, class)
		}
	}
	in := s.shape(i)
	f.add(10, 0, 0)
	f.add(11, lemma, tag)
	f.add(12, lemma, rel)
	f.add(13, tag, rel)
	f.add(14, lemma, form)
	f.add(15, lemma, in)
	f.add(16, class, tag)
	f.add(17, class, rel)
	f.add(18, class, has)
	f.add(19, tag<<8|rel, has)
	f.add(20, lemma, has&0x1ff)
	f.add(21, hl, rel)
	f.add(22, ht<<8|rel, tag)
	f.add(23, hl, lemma)
	f.add(24, s.lemma(i-1), tag)
	f.add(25, s.lemma(i+1), tag)
	f.add(26, s.lemma(i+1), lemma)
	f.add(27, s.lemma(i-1), lemma)
	f.add(28, s.tag(i-1)<<8|s.tag(i+1), class)
	f.add(29, s.tag(i+1)<<8|s.tag(i+2), tag)
	f.add(30, in, tag)
	// A quotation right before or after the clause of the cue.
	near := p.quoteBeside(s, i)
	f.add(31, near, class)
	f.add(32, near, tag<<8|rel)
	f.add(33, near, lemma)
	f.add(34, near, has)
	if head >= 0 && t.Rel == tree.Conj {
		f.add(35, hl, lemma)
	}
	if head >= 0 {
		above := stanceOf(p.cues.at(s.Sentence, head))
		f.add(37, above, rel)
		f.add(38, above, class<<8|rel)
		f.add(39, uint32(s.Tokens[head].Rel)<<8|rel, tag)
		f.add(40, uint32(s.Tokens[head].Rel)<<8|rel, class)
	}
	f.add(41, s.lemma(i-2), tag)
	f.add(42, s.lemma(i+2), tag)
	f.add(43, s.lemma(i+1), s.lemma(i+2))
	f.add(44, s.lemma(i-1), s.lemma(i-2))
	if n := len(t.Form); n > 3 {
		f.add(36, hash(t.Form[n-3:]), tag)
	}
}

// quoteBeside tells how quotations stand around token i, which is in none: bit 0
// one ended within the last eight tokens, bit 1 one begins within the next
// eight, bit 2 the next token begins one, bits 3 and 4 punctuation between.
func (p *reading) quoteBeside(s *sentence, i int) uint32 {
	if s.quoted[i] >= 0 {
		return 1 << 5
	}
	var near uint32
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		if s.quoted[j] >= 0 {
			near |= 1
			break
		}
	}
	for j := i + 1; j < len(s.quoted) && j <= i+8; j++ {
		if s.quoted[j] >= 0 {
			near |= 2
			if j == i+1 {
				near |= 4
			}
			break
		}
		if s.Tokens[j].Form == ":" {
			near |= 8
		}
		if s.Tokens[j].Form == "," {
			near |= 16
		}
	}
	return near
}

// roleFeatures are the features of a constituent beside the cue at token v.
func (p *reading) roleFeatures(s *sentence, v int, lex *Cue, c candidate, f *featureList) {
	f.list = f.list[:0]
	cue, t := &s.Tokens[v], &s.Tokens[c.root]
	side := uint32(0)
	if c.root > v {
		side = 1
	}
	if c.minus >= 0 {
		side |= 2
	}
	class, cl, ct := stanceOf(lex), s.lemmas[v], uint32(cue.Tag)
	rl, rt := s.lemmas[c.root], uint32(t.Tag)
	passive := uint32(0)
	if cue.Morph.Has(tree.VoicePass) || s.Kid(v, tree.AuxPass) >= 0 {
		passive = 1
	}
	part := uint32(0)
	if cue.Morph.Any(tree.VerbFormPart | tree.VerbFormGer) {
		part = 1
	}
	var mark, kase uint32
	clause := uint32(0)
	for k := range s.Kids(c.root) {
		switch s.Tokens[k].Rel {
		case tree.Mark:
			if mark == 0 {
				mark = s.lemmas[k]
			}
		case tree.Case:
			if kase == 0 {
				kase = s.lemmas[k]
			}
		case tree.Nsubj, tree.NsubjPass:
			clause = 1
		}
		if k > c.root {
			break
		}
	}
	if mark == 0 {
		mark = kase
	}
	name := uint32(s.names[c.root])
	f.add(101, c.path, side)
	f.add(102, c.path, cl)
	f.add(103, c.path, ct<<8|rt)
	f.add(104, c.path, class<<2|passive<<1|part)
	f.add(105, c.path, mark)
	f.add(106, c.path, rl)
	f.add(107, c.path, name<<8|rt)
	f.add(108, c.path, s.shape(c.root)<<2|clause<<1|passive)
	f.add(109, cl, mark)
	f.add(110, cl, rl)
	f.add(111, rl, side)
	f.add(112, mark, rt<<8|side)
	f.add(113, cl, uint32(t.Rel)<<8|side)
	f.add(114, class, uint32(t.Rel)<<8|side)
	f.add(115, rt, ct<<8|side)
	f.add(116, p.quoteBeside(s, v), c.path)
	f.add(117, c.path, uint32(s.below(v)))
	f.add(118, cl, c.path^mark)
	dist := c.root - v
	if dist < 0 {
		dist = -dist
	}
	f.add(119, uint32(min(dist, 6)), c.path)
	f.add(120, 0, 0)
	f.add(121, s.takes(lex, c, t), c.path)
	f.add(122, s.takes(lex, c, t), class)
}

// takes tells how the constituent fits the frames of the cue: 0 there is no
// cue in the lexicon, 1 it does not, 2 it does.
func (s *sentence) takes(lex *Cue, c candidate, t *tree.Token) uint32 {
	if lex == nil {
		return 0
	}
	fits := false
	switch t.Rel.Base() {
	case tree.Ccomp:
		fits = lex.frames&(thatFrame|quoteFrame|wonderFrame) != 0
	case tree.Xcomp, tree.Advcl:
		fits = lex.frames&(toFrame|ingFrame|namedFrame) != 0
	case tree.Acl:
		fits = lex.frames&(toFrame|ingFrame|thatFrame) != 0
	case tree.Obj:
		fits = lex.frames&(objectFrame|namedFrame) != 0
	case tree.Obl, tree.Nmod:
		fits = lex.takes(s.caseOf(c.root))
	}
	if fits {
		return 2
	}
	return 1
}

// below is the set of the main relations under token v.
func (s *sentence) below(v int) uint32 {
	var has uint32
	for k := range s.Kids(v) {
		switch s.Tokens[k].Rel {
		case tree.Nsubj, tree.NsubjPass:
			has |= 1
		case tree.Obj:
			has |= 2
		case tree.Ccomp, tree.Parataxis:
			has |= 4
		case tree.Xcomp:
			has |= 8
		case tree.Obl, tree.Nmod:
			has |= 16
		case tree.OblAgent:
			has |= 32
		}
	}
	return has
}

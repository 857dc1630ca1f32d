package linear

import "detente/tree"

// The parser is arc-hybrid: shift, left (the top of the stack under the next
// word) and right (the top under the one below it), with the root as the last
// word of the buffer.
const (
	shift    = 0
	actions  = 1 + 2*(tree.RelCount)
	leftBase = 1
)

func left(r tree.Rel) int  { return leftBase + int(r) }
func right(r tree.Rel) int { return leftBase + tree.RelCount + int(r) }

// state is a parse under way.
type state struct {
	n     int // words; n itself is the root
	next  int
	stack []int
	head  []int
	rel   []tree.Rel
	kids  [4][]int // leftmost, second leftmost, rightmost, second rightmost; -1
	count [2][]int
}

func (p *state) reset(n int) {
	p.n, p.next, p.stack = n, 0, p.stack[:0]
	p.head, p.rel = fill(p.head, n+1, -1), fill(p.rel, n+1, tree.NoRel)
	for i := range p.kids {
		p.kids[i] = fill(p.kids[i], n+1, -1)
	}
	for i := range p.count {
		p.count[i] = fill(p.count[i], n+1, 0)
	}
}

func fill[T any](s []T, n int, v T) []T {
	if cap(s) < n {
		s = make([]T, n, 2*n)
	}
	s = s[:n]
	for i := range s {
		s[i] = v
	}
	return s
}

func (p *state) done() bool { return p.next == p.n && len(p.stack) == 0 }

// may reports which of shift, left, right are possible.
func (p *state) may() (canShift, canLeft, canRight bool) {
	return p.next < p.n, len(p.stack) > 0 && (p.next < p.n || len(p.stack) == 1), len(p.stack) > 1
}

func (p *state) do(action int) {
	if action == shift {
		p.stack = append(p.stack, p.next)
		p.next++
		return
	}
	top := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	if action < leftBase+tree.RelCount {
		p.attach(p.next, top, tree.Rel(action-leftBase))
		return
	}
	p.attach(p.stack[len(p.stack)-1], top, tree.Rel(action-leftBase-tree.RelCount))
}

func (p *state) attach(h, d int, r tree.Rel) {
	p.head[d], p.rel[d] = h, r
	if d < h {
		p.kids[1][h], p.kids[0][h] = p.kids[0][h], d
		p.count[0][h]++
		return
	}
	p.kids[3][h], p.kids[2][h] = p.kids[2][h], d
	p.count[1][h]++
}

// parseTree sets heads and relations greedily.
func (m *Model) parseTree(s *tree.Sentence, w *Workspace) {
	p := &w.st
	p.reset(len(s.Tokens))
	for !p.done() {
		w.f = w.parseFeatures(w.f[:0])
		m.parse.score(w.f, w.scores)
		p.do(choose(p, w.scores, nil))
	}
	for i := range s.Tokens {
		s.Tokens[i].Head, s.Tokens[i].Rel = p.head[i], p.rel[i]
		if p.head[i] == p.n {
			s.Tokens[i].Head, s.Tokens[i].Rel = -1, tree.Root
		}
	}
}

// choose is the best possible action; with ok, the best among those it admits.
func choose[T int32 | float32](p *state, scores []T, ok func(action int) bool) int {
	canShift, canLeft, canRight := p.may()
	best := -1
	try := func(from, to int) {
		for a := from; a < to; a++ {
			if (best < 0 || scores[a] > scores[best]) && (ok == nil || ok(a)) {
				best = a
			}
		}
	}
	if canShift {
		try(shift, shift+1)
	}
	if canLeft {
		if p.next == p.n {
			try(left(tree.Root), left(tree.Root)+1)
		} else {
			try(leftBase+1, leftBase+tree.RelCount)
		}
	}
	if canRight {
		try(leftBase+tree.RelCount+1, actions)
	}
	return best
}

func (w *Workspace) parseFeatures(f []uint32) []uint32 {
	p := &w.st
	deep := func(i int) int {
		if len(p.stack) > i {
			return p.stack[len(p.stack)-1-i]
		}
		return -1
	}
	kid := func(side, i int) int {
		if i < 0 {
			return -1
		}
		return p.kids[side][i]
	}
	rel := func(i int) uint32 {
		if i < 0 {
			return 99
		}
		return uint32(p.rel[i])
	}
	x0, x1, x2 := deep(0), deep(1), deep(2)
	s0, s1, s2 := w.at(x0), w.at(x1), w.at(x2)
	b0, b1, b2 := w.at(p.next), w.at(p.next+1), w.at(p.next+2)
	if p.next == p.n {
		b0 = &rootWord
	}
	l0, r0, l1, r1, lb := kid(0, x0), kid(2, x0), kid(0, x1), kid(2, x1), kid(0, p.next)
	l02, r02, r12, lb2 := kid(1, x0), kid(3, x0), kid(3, x1), kid(1, p.next)
	sl0, sr0, sl1, sr1, slb := w.at(l0), w.at(r0), w.at(l1), w.at(r1), w.at(lb)
	var dist, gap, vl, vr, v1, vb uint32
	if x0 >= 0 {
		dist = uint32(min(p.next-x0, 8))
		vl, vr = uint32(min(p.count[0][x0], 4)), uint32(min(p.count[1][x0], 4))
	}
	if x1 >= 0 {
		gap = uint32(min(x0-x1, 8))
		v1 = uint32(min(p.count[1][x1], 4))
	}
	vb = uint32(min(p.count[0][p.next], 4))
	return append(f,
		hash(40, s0.low, s0.tag), hash(41, s0.low), hash(42, s0.class), hash(43, b0.low, b0.tag), hash(44, b0.low), hash(45, b0.class),
		hash(46, s1.low, s1.tag), hash(47, s1.class), hash(48, b1.low, b1.tag), hash(49, b1.tag), hash(50, s2.tag, s1.tag, s0.tag),
		hash(51, s0.low, b0.low), hash(52, s0.low, s0.tag, b0.class), hash(53, s0.class, b0.low, b0.tag), hash(54, s0.class, b0.class, dist),
		hash(55, s1.low, s0.low), hash(56, s1.low, s0.class), hash(57, s1.class, s0.low), hash(58, s1.class, s0.class, gap),
		hash(59, s1.class, s0.class, b0.class), hash(60, s0.class, b0.class, b1.class), hash(61, b0.class, b1.class, b2.tag),
		hash(62, s0.tag, sl0.tag, b0.tag, rel(l0)), hash(63, s0.tag, sr0.tag, b0.tag, rel(r0)), hash(64, s0.tag, slb.tag, b0.tag, rel(lb)),
		hash(65, s1.tag, s0.tag, sr0.tag, rel(r0)), hash(66, s1.tag, s0.tag, sl0.tag, rel(l0)), hash(67, s1.tag, sr1.tag, s0.tag, rel(r1)), hash(68, s1.tag, sl1.tag, s0.tag, rel(l1)),
		hash(69, s0.low, dist), hash(70, s0.tag, b0.tag, dist), hash(71, b0.low, dist), hash(72, s1.tag, s0.tag, b0.low),
		hash(73, s0.low, vl), hash(74, s0.low, vr), hash(75, s0.tag, vl, vr), hash(76, b0.low, vb), hash(77, s1.low, v1), hash(78, s1.tag, v1, s0.tag),
		hash(79, s0.low, rel(l0), rel(l02)), hash(80, s0.tag, rel(l0), rel(l02), rel(r0)), hash(81, s0.tag, rel(r0), rel(r02)), hash(82, s1.tag, rel(r1), rel(r12)), hash(83, b0.tag, rel(lb), rel(lb2)),
		hash(84, s0.suf3, b0.suf3), hash(85, s1.suf3, s0.suf3), hash(86, s0.low, b0.tag, b1.tag), hash(87, s1.tag, s0.low, b0.tag),
		hash(88, sr0.low, s0.tag, b0.tag), hash(89, sl0.low, s0.tag), hash(90, slb.low, b0.tag), hash(91, s0.tag, b0.tag, b1.low),
	)
}

var rootWord = word{form: 2, low: 2, shape: 2, tag: 101, class: 1001}

package net

import "detente/lang/net/mat"

// mst finds the best tree over scores of arcs.
type mst struct {
	seen  []int
	float []float64 // a stack of the matrices of contracted graphs
	ints  []int     // a stack of their node lists
}

// heads sets out[t] to the head of token t, -1 for the root, such that the arcs
// form a tree with one root. scores[t*row+h+1] is how well h heads t; its column
// 0 is the root. The best head of each token is taken; only where these are no
// tree, the best tree is searched for (Chu & Liu 1965; Edmonds 1967).
func (m *mst) heads(out []int, scores []float32, row int) {
	n := len(out)
	roots := 0
	for t := range n {
		best := bestHead(scores[t*row:t*row+n+1], t+1)
		out[t] = best - 1
		if best == 0 {
			roots++
		}
	}
	if roots == 1 && !m.cyclic(out) {
		return
	}
	// Arcs from the root cost so much that the best tree has only one.
	const cost = 1e9
	m.float, m.ints = m.float[:0], m.ints[:0]
	graph := m.floats((n + 1) * (n + 1))
	for t := range n {
		for h := range n + 1 {
			graph[(t+1)*(n+1)+h] = float64(scores[t*row+h])
		}
		graph[(t+1)*(n+1)] -= cost
	}
	heads := m.nodes(n + 1)
	m.edmonds(heads, graph)
	for t := range n {
		out[t] = heads[t+1] - 1
	}
}

// bestHead is the first of the best heads of node d by their scores, which is not
// d itself and may be the root, 0; d is not the root.
func bestHead[T float32 | float64](scores []T, d int) int {
	best, top := 0, scores[0]
	for h, s := range scores {
		if s > top && h != d {
			best, top = h, s
		}
	}
	return best
}

// cyclic reports whether following heads leads in a circle somewhere.
func (m *mst) cyclic(heads []int) bool {
	m.seen = mat.Grow(m.seen, len(heads))
	clear(m.seen)
	for start := range heads {
		at := start
		for at >= 0 && m.seen[at] == 0 {
			m.seen[at] = start + 1
			at = heads[at]
		}
		if at >= 0 && m.seen[at] == start+1 {
			return true
		}
	}
	return false
}

// floats and nodes take a piece off the stacks; pieces stay valid as the stack grows.
func (m *mst) floats(n int) []float64 {
	if len(m.float)+n > cap(m.float) {
		m.float = make([]float64, 0, max(2*cap(m.float), n))
	}
	at := len(m.float)
	m.float = m.float[:at+n]
	return m.float[at : at+n : at+n]
}

func (m *mst) nodes(n int) []int {
	if len(m.ints)+n > cap(m.ints) {
		m.ints = make([]int, 0, max(2*cap(m.ints), n))
	}
	at := len(m.ints)
	m.ints = m.ints[:at+n]
	part := m.ints[at : at+n : at+n]
	clear(part)
	return part
}

// edmonds sets heads of the n nodes of graph, in which graph[d*n+h] is the score
// of h as head of d and node 0 is the root; heads[0] is left alone.
func (m *mst) edmonds(heads []int, graph []float64) {
	n := len(heads)
	for d := 1; d < n; d++ {
		heads[d] = bestHead(graph[d*n:(d+1)*n], d)
	}
	ring := m.ring(heads)
	if ring == nil {
		return
	}
	// Contract the ring into node 0..rest-1 = the others in order, rest = the ring.
	in := m.nodes(n) // 1 for nodes on the ring
	for _, v := range ring {
		in[v] = 1
	}
	others := m.nodes(n - len(ring))[:0]
	for v := range n {
		if in[v] == 0 {
			others = append(others, v)
		}
	}
	rest := len(others)
	small := m.floats((rest + 1) * (rest + 1))
	leaves, enters := m.nodes(rest), m.nodes(rest) // per other node: the ring node that heads it; the one it heads
	for i, v := range others {
		for j, h := range others {
			small[i*(rest+1)+j] = graph[v*n+h]
		}
		out, into := ring[0], ring[0]
		for _, r := range ring {
			if graph[v*n+r] > graph[v*n+out] {
				out = r
			}
			if graph[r*n+v]-graph[r*n+heads[r]] > graph[into*n+v]-graph[into*n+heads[into]] {
				into = r
			}
		}
		leaves[i], enters[i] = out, into
		small[i*(rest+1)+rest] = graph[v*n+out]
		small[rest*(rest+1)+i] = graph[into*n+v] - graph[into*n+heads[into]]
	}
	found := m.nodes(rest + 1)
	m.edmonds(found, small)
	for i := 1; i < rest; i++ {
		if found[i] == rest {
			heads[others[i]] = leaves[i]
		} else {
			heads[others[i]] = others[found[i]]
		}
	}
	from := found[rest]
	heads[enters[from]] = others[from]
}

// ring is a circle of heads, or nil. Node 0 is on none.
func (m *mst) ring(heads []int) []int {
	seen := m.nodes(len(heads))
	for start := 1; start < len(heads); start++ {
		at := start
		for at != 0 && seen[at] == 0 {
			seen[at] = start
			at = heads[at]
		}
		if at == 0 || seen[at] != start {
			continue
		}
		ring := m.nodes(len(heads))[:0]
		for v := at; ; {
			ring = append(ring, v)
			if v = heads[v]; v == at {
				return ring
			}
		}
	}
	return nil
}

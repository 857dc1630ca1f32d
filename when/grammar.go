package when

import (
	"errors"
	"fmt"
	"strings"
)

// A rule says which sequence of symbols makes a time expression and what it
// then says. See docs/time.md for the notation of patterns.
type rule struct {
	id      string
	makes   symbol
	says    expr
	use     use
	notPrev map[int32]bool // word numbers that must not stand before
	notNext map[int32]bool // nor after
	notTag  tagSet         // of the token after
	onlyTag tagSet         // the token after must have one of these, if any are set
	stratum int
}

type tagSet uint32

// A grammar is a list of strata. The edges that a stratum makes are read by the
// strata after it: a cascade of finite automata, linear in the text.
type grammar struct {
	strata  []automaton
	rules   []rule
	symbols map[string]symbol
}

type automaton struct {
	nodes []node
	root  []int32 // the first step laid out by symbol, since most edges begin nothing
}

// A node is a state; from each a symbol, glued to what stands before or not,
// leads to one other.
type node struct {
	next []step
	done []final
}

type step struct {
	sym  symbol
	glue bool
	to   int32
}

// A final says that a rule is complete, and which part of the path is its
// extent: the edges [from, to).
type final struct {
	rule     int32
	from, to int8
}

// maxPath is the longest path through a pattern, in edges.
const maxPath = 16

func newGrammar() *grammar { return &grammar{symbols: map[string]symbol{}} }

// symbol numbers a name, from 1.
func (g *grammar) symbol(name string) symbol {
	n, ok := g.symbols[name]
	if !ok {
		n = symbol(len(g.symbols)) + 1
		g.symbols[name] = n
	}
	return n
}

// A part of a pattern: alternatives, perhaps optional.
type part struct {
	names    []string
	glue     bool
	optional bool
	open     bool // an extent begins here
	shut     bool // and ends after this
}

// parsePattern reads the notation of patterns: symbols set apart by spaces,
// a|b for either, a trailing ? for an optional one, a leading ~ where no space
// may stand before, and [ ] around the extent where it is not the whole.
func parsePattern(pattern string) ([]part, error) {
	var parts []part
	open := false
	for _, f := range strings.Fields(pattern) {
		switch f {
		case "[":
			open = true
			continue
		case "]":
			if len(parts) == 0 {
				return nil, errors.New("] before any symbol")
			}
			parts[len(parts)-1].shut = true
			continue
		}
		p := part{open: open}
		open = false
		if len(f) > 1 && f[0] == '~' {
			p.glue, f = true, f[1:]
		}
		if len(f) > 1 && f[len(f)-1] == '?' {
			p.optional, f = true, f[:len(f)-1]
		}
		p.names = []string{f}
		if f != "|" {
			p.names = strings.Split(f, "|")
		}
		for _, n := range p.names {
			if n == "" {
				return nil, fmt.Errorf("empty alternative in %q", f)
			}
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil, errors.New("empty pattern")
	}
	return parts, nil
}

// add spells a pattern out into the automaton of its stratum.
func (g *grammar) add(stratum int, r int32, parts []part) error {
	for len(g.strata) <= stratum {
		g.strata = append(g.strata, automaton{nodes: make([]node, 1)})
	}
	a := &g.strata[stratum]
	var walk func(at int32, i, depth int, from, to int8) error
	walk = func(at int32, i, depth int, from, to int8) error {
		if i == len(parts) {
			if depth == 0 {
				return errors.New("a pattern of optional symbols alone")
			}
			if to < 0 {
				to = int8(depth)
			}
			for _, f := range a.nodes[at].done {
				if f.rule == r {
					return nil
				}
			}
			a.nodes[at].done = append(a.nodes[at].done, final{r, from, to})
			return nil
		}
		if depth == maxPath {
			return fmt.Errorf("a pattern of more than %d symbols", maxPath)
		}
		p := parts[i]
		if p.open {
			from = int8(depth)
		}
		if p.optional {
			skip := to
			if p.shut {
				skip = int8(depth)
			}
			if err := walk(at, i+1, depth, from, skip); err != nil {
				return err
			}
		}
		if p.shut {
			to = int8(depth) + 1
		}
		for _, n := range p.names {
			if err := walk(a.step(at, g.symbol(n), p.glue), i+1, depth+1, from, to); err != nil {
				return err
			}
		}
		return nil
	}
	return walk(0, 0, 0, 0, -1)
}

// step finds or makes the state after at.
func (a *automaton) step(at int32, sym symbol, glue bool) int32 {
	for _, s := range a.nodes[at].next {
		if s.sym == sym && s.glue == glue {
			return s.to
		}
	}
	a.nodes = append(a.nodes, node{})
	to := int32(len(a.nodes)) - 1
	a.nodes[at].next = append(a.nodes[at].next, step{sym, glue, to})
	return to
}

// close lays out the first steps; after it nothing may be added.
func (g *grammar) close() {
	for i := range g.strata {
		a := &g.strata[i]
		a.root = make([]int32, len(g.symbols)+1)
		for _, s := range a.nodes[0].next {
			a.root[s.sym] = s.to
		}
	}
}

// run lets every stratum in turn add its edges to the lattice.
func (g *grammar) run(l *lattice) {
	m := matcher{g: g, l: l}
	for i := range g.strata {
		m.a, m.limit = &g.strata[i], int32(len(l.edges))
		for e := range m.limit {
			if to := m.a.root[l.edges[e].sym]; to != 0 {
				m.path[0] = e
				m.walk(to, l.edges[e].end, 1)
			}
		}
	}
}

// A matcher walks the paths of one automaton over the edges that the strata
// before it left.
type matcher struct {
	g     *grammar
	a     *automaton
	l     *lattice
	limit int32
	path  [maxPath]int32
}

func (m *matcher) walk(state, at int32, depth int) {
	n := &m.a.nodes[state]
	for _, f := range n.done {
		m.made(f)
	}
	if int(at) >= len(m.l.atoms) || len(n.next) == 0 {
		return
	}
	gap := m.l.atoms[at].gap
	for i := m.l.first[at]; i != 0 && i <= m.limit; i = m.l.edges[i-1].next {
		sym, end := m.l.edges[i-1].sym, m.l.edges[i-1].end
		for _, s := range n.next {
			if s.sym == sym && !(s.glue && gap) {
				m.path[depth] = i - 1
				m.walk(s.to, end, depth+1)
			}
		}
	}
}

// made adds the edge of a rule whose pattern is complete.
func (m *matcher) made(f final) {
	l, r := m.l, &m.g.rules[f.rule]
	start, end := l.edges[m.path[f.from]].start, l.edges[m.path[f.to-1]].end
	if r.notPrev != nil && start > 0 && r.notPrev[l.atoms[start-1].word] {
		return
	}
	if int(end) < len(l.atoms) {
		if r.notNext != nil && r.notNext[l.atoms[end].word] {
			return
		}
		if tag := tagSet(1) << l.tag(end); r.notTag&tag != 0 || r.onlyTag != 0 && r.onlyTag&tag == 0 {
			return
		}
	}
	e := r.says
	for _, i := range m.path[f.from:f.to] {
		if x := l.edges[i].expr; x != 0 {
			e.add(&l.exprs[x])
		}
	}
	if !e.sound() {
		return
	}
	edge := edge{sym: r.makes, start: start, end: end, rule: f.rule + 1}
	edge.expr = int32(len(l.exprs))
	if l.put(edge) {
		l.exprs = append(l.exprs, e)
	}
}

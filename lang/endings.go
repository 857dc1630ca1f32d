package lang

// endings is a tree of the endings of words, read from the last byte to the
// first, so that the longest one that a word has is found in one walk.
type endings struct {
	nodes []endNode
	roots [LemmaClasses][256]int32 // by class and last byte: a node
	empty [LemmaClasses]int32      // rule of the empty ending, as index+1
	edits []edit
}

// endNode is one byte of an ending; 0 is no node.
type endNode struct {
	child, next int32 // the first byte before it, the next one at its own place
	rule        int32 // index in edits, +1; 0 for none
	b           byte
}

// add adds or replaces the rule of an ending.
func (e *endings) add(class LemmaClass, end string, rule edit) {
	if e.nodes == nil {
		e.nodes = make([]endNode, 1)
	}
	e.edits = append(e.edits, rule)
	at := int32(len(e.edits))
	if end == "" {
		e.empty[class] = at
		return
	}
	i := len(end) - 1
	n := e.roots[class][end[i]]
	if n == 0 {
		n = e.node(end[i], 0)
		e.roots[class][end[i]] = n
	}
	for i--; i >= 0; i-- {
		k := e.before(n, end[i])
		if k == 0 {
			k = e.node(end[i], e.nodes[n].child)
			e.nodes[n].child = k
		}
		n = k
	}
	e.nodes[n].rule = at
}

func (e *endings) node(b byte, next int32) int32 {
	e.nodes = append(e.nodes, endNode{b: b, next: next})
	return int32(len(e.nodes) - 1)
}

// before is the node of byte b before node n, or 0.
func (e *endings) before(n int32, b byte) int32 {
	k := e.nodes[n].child
	for k != 0 && e.nodes[k].b != b {
		k = e.nodes[k].next
	}
	return k
}

// find is the rule of the whole word, which begins with "^", or else of the
// longest ending of what follows it; false where no rule fits.
func (e *endings) find(class LemmaClass, word []byte) (edit, bool) {
	rule := e.empty[class]
	if len(word) > 1 {
		i := len(word) - 1
		n := e.roots[class][word[i]]
		for n != 0 {
			if e.nodes[n].rule != 0 {
				rule = e.nodes[n].rule
			}
			if i--; i < 0 {
				break
			}
			n = e.before(n, word[i])
		}
	}
	if rule == 0 {
		return edit{}, false
	}
	return e.edits[rule-1], true
}

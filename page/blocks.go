package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"detente/record"
)

// block is a paragraph of a page on its way into the document.
type block struct {
	role record.Role
	text string
	cut  int         // byte where the block goes on as rest, 0: nowhere
	rest record.Role // the role of what follows

	links int  // bytes of the text that stand in links
	cell  bool // stands in a table
}

// blocksOf cuts a tree into blocks: what a browser sets apart from its
// neighbours.
func (w *words) blocksOf(root *html.Node) []block {
	wr := &writer{marks: w}
	wr.walk(root)
	wr.flush()
	return wr.out
}

type writer struct {
	marks *words // tells captions by their class; nil: nobody asks
	out   []block
	text  strings.Builder
	now   block
	space bool
	links int
	inA   int
}

func (w *writer) flush() {
	if w.text.Len() > 0 {
		b := w.now
		b.text, b.links = strings.TrimSpace(w.text.String()), w.links
		if b.text != "" {
			w.out = append(w.out, b)
		}
	}
	w.text.Reset()
	w.links, w.space = 0, false
}

func (w *writer) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.words(n.Data)
		return
	case html.ElementNode:
	default:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c)
		}
		return
	}
	name := tag(n)
	switch name {
	case atom.Br:
		if next := sibling(n); next != nil && tag(next) == atom.Br {
			w.flush()
		} else {
			w.space = true
		}
		return
	case atom.A:
		w.inA++
		defer func() { w.inA-- }()
	case atom.Img, atom.Script, atom.Style, atom.Noscript:
		return
	}
	if !blockElement(name) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c)
		}
		return
	}
	w.flush()
	was := w.now
	if w.marks != nil && w.now.role == "" && w.marks.named(n, w.marks.captions) {
		w.now.role = record.Caption
	}
	switch name {
	case atom.Td, atom.Th:
		w.now.cell = true
	case atom.Figcaption:
		w.now.role = record.Caption
	case atom.Figure:
		if w.now.role == "" {
			w.now.role = record.Caption
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.now.role = record.Heading
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	w.flush()
	w.now = was
}

// words appends text with its runs of white space as one space.
func (w *writer) words(s string) {
	for i := 0; i < len(s); {
		if c := s[i]; c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' {
			w.space = true
			i++
			continue
		}
		if strings.HasPrefix(s[i:], "\u00a0") || strings.HasPrefix(s[i:], "\u00ad") { // no-break space; soft hyphen
			w.space = w.space || s[i+1] == 0xa0
			i += 2
			continue
		}
		j := i
		for j < len(s) && s[j] != ' ' && s[j] != '\n' && s[j] != '\t' && s[j] != '\r' && s[j] != '\f' && s[j] != 0xc2 {
			j++
		}
		if j == i {
			j++
			for j < len(s) && s[j]&0xc0 == 0x80 {
				j++
			}
		}
		if w.space && w.text.Len() > 0 {
			w.text.WriteByte(' ')
			if w.inA > 0 {
				w.links++
			}
		}
		w.space = false
		w.text.WriteString(s[i:j])
		if w.inA > 0 {
			w.links += j - i
		}
		i = j
	}
}

// sibling is the next node that is not white space.
func sibling(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil; n = n.NextSibling {
		if n.Type != html.TextNode || strings.TrimSpace(n.Data) != "" {
			return n
		}
	}
	return nil
}

// tag is the element of n. The extraction library makes elements that have a
// name and no atom.
func tag(n *html.Node) atom.Atom {
	if n.DataAtom != 0 || n.Type != html.ElementNode {
		return n.DataAtom
	}
	return atom.Lookup([]byte(n.Data))
}

func blockElement(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt, atom.Fieldset,
		atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr, atom.Html, atom.Li,
		atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

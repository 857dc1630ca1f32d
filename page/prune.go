package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"detente/record"
)

// clean takes out of a page what no reader of it sees or what never is part of
// an article: scripts, forms, navigation, what is hidden.
func (w *words) clean(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode, c.Type == html.ElementNode && w.hidden(c):
			n.RemoveChild(c)
		default:
			w.clean(c)
			if c.DataAtom == atom.Blockquote {
				shelter(c)
			}
		}
		c = next
	}
}

func (w *words) hidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return false
	case atom.Script, atom.Style, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Embed, atom.Nav, atom.Button, atom.Select, atom.Input, atom.Textarea, atom.Dialog, atom.Canvas, atom.Audio, atom.Video:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		case "class":
			for c := range strings.FieldsSeq(a.Val) {
				if w.hiddenClass[strings.ToLower(c)] {
					return true
				}
			}
		case "role":
			switch a.Val {
			case "navigation", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "contentinfo":
				return true
			}
		}
	}
	return false
}

// shelter takes a quotation out of the boxes that hold nothing else: a post that
// an article quotes stands in a box called "social", which would be thrown away.
func shelter(n *html.Node) {
	attr := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			attr = append(attr, a)
		}
	}
	n.Attr = attr
	for range 3 {
		p := n.Parent
		if p == nil || p.Parent == nil || p.DataAtom != atom.Div && p.DataAtom != atom.Figure {
			return
		}
		for c := p.FirstChild; c != nil; c = c.NextSibling {
			if c != n && (c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || c.Type == html.ElementNode && c.DataAtom != atom.Script && c.DataAtom != 0) {
				return
			}
		}
		p.RemoveChild(n)
		p.Parent.InsertBefore(n, p)
	}
}

// prune takes out of an article the boxes whose class says that they are not of
// it, unless one holds a third of it or all together half of it: then the class
// means something else on this site.
func (w *words) prune(root *html.Node) {
	whole, sum := size(root), 0
	var boxes []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if w.named(c, w.noise) && c.DataAtom != atom.P && !heading(c.DataAtom) {
				if n := size(c); n*3 < whole {
					boxes, sum = append(boxes, c), sum+n
					continue
				}
			}
			walk(c)
		}
	}
	walk(root)
	if sum*2 > whole {
		return
	}
	for _, b := range boxes {
		b.Parent.RemoveChild(b)
	}
}

func heading(a atom.Atom) bool {
	return a == atom.H1 || a == atom.H2 || a == atom.H3 || a == atom.H4 || a == atom.H5 || a == atom.H6
}

// named reports whether a word of the class or id of n, or the whole of one, is
// in the set.
func (w *words) named(n *html.Node, set map[string]bool) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for class := range strings.FieldsSeq(strings.ToLower(a.Val)) {
			if set[class] {
				return true
			}
			for word := range strings.FieldsFuncSeq(class, func(c rune) bool { return c == '-' || c == '_' }) {
				if set[word] {
					return true
				}
			}
		}
	}
	return false
}

// size is the number of bytes of text under n.
func size(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += size(c)
	}
	return sum
}

// trim gives the blocks of an article their roles: by their element, by their
// words, and by their place before, among or after the paragraphs.
func (r *Reader) trim(bs []block, s stated) []block {
	w := r.words
	title := plainWords(s.title)
	lines := make([]line, len(bs))
	first, last := len(bs), -1
	for i := range bs {
		lines[i] = line{unit: unit{text: bs[i].text}, words: wordsOf(bs[i].text, 40)}
		l := &lines[i]
		l.prose = prose(l)
		if l.prose && len(l.words) >= 12 && bs[i].role == "" && w.furniture(l.text, l.words) == nil && !linked90(bs[i]) {
			first, last = min(first, i), i
		}
	}
	seen := map[string]bool{}
	opened := record.Role("")
	for i := range bs {
		b, l := &bs[i], &lines[i]
		role := b.role
		rule := w.furniture(l.text, l.words)
		credit := -1
		if len(l.words) > 0 {
			credit = w.credit(l)
		}
		switch {
		case len(l.words) == 0:
			b.role = record.Furniture
		case role == record.Caption:
			if credit > 0 {
				b.cut, b.rest = credit, record.Credit
			} else if credit == 0 {
				b.role = record.Credit
			}
		case title != "" && len(l.words) < 40 && plainWords(l.text) == title:
			b.role = record.Furniture // the title again
		case rule != nil && !(l.prose && quoted(l.text)):
			b.role = rule.Role
			if opened = ""; rule.Opens && len(l.words) <= 4 {
				opened = rule.Role
			}
			continue
		case w.isStamp(l):
			b.role = record.Datestamp
		case w.isByline(l), !l.prose && i < first && s.author != "" && len(l.words) <= 20 && strings.Contains(l.text, s.author):
			b.role = record.Byline
		case !l.prose && credit == 0, !l.prose && strings.HasPrefix(l.text, "©"):
			b.role = record.Credit
		case credit > 0 && (!l.prose || i < last && l.text[credit] != '(' && l.text[credit] != '['):
			b.role, b.cut, b.rest = record.Caption, credit, record.Credit
		case address(l.text):
			b.role = record.Furniture
		case linked90(*b) && !l.prose && (len(l.words) >= 4 || opened != "") && !b.cell:
			b.role = record.Promotion // the headline of another report
		case opened != "" && !l.prose:
			b.role = opened
			continue
		case i < first && !l.prose && title == "" && (role == "" || role == record.Heading) && !b.cell && first < len(bs):
			b.role, title = record.Title, plainWords(l.text)
		case i < first && !l.prose && role == "" && !b.cell && first < len(bs):
			b.role = record.Furniture
		case role == "" && l.prose && len(l.words) >= 8 && seen[l.text]:
			b.role = record.Furniture // a pull quote
		case role == "":
			b.role = record.Paragraph
			if credit > 0 {
				b.cut, b.rest = credit, record.Credit
			} else if n := w.dateline(l.text); n > 0 && i < first+3 {
				b.role, b.cut, b.rest = record.Dateline, n, record.Paragraph
			}
		}
		if l.prose {
			opened = ""
			seen[l.text] = true
		}
	}
	tail(bs, lines, last, s.author)
	return bs
}

// tail marks what follows the last paragraph: headings with nothing under them,
// the author's name with a few words on the author.
func tail(bs []block, lines []line, last int, author string) {
	for i := last + 1; i < len(bs) && last >= 0; i++ {
		if bs[i].role == record.Heading {
			bs[i].role = record.Furniture
		}
	}
	if author == "" {
		return
	}
	for i := len(bs) - 1; i > 0 && i > len(bs)-6; i-- {
		if !lines[i].prose && strings.TrimSpace(bs[i].text) == author || i > last-2 && strings.HasPrefix(bs[i].text, author+" is ") {
			for ; i < len(bs); i++ {
				bs[i].role, bs[i].cut = record.Furniture, 0
			}
			return
		}
	}
}

// linked90 reports whether a block is nothing but links.
func linked90(b block) bool { return b.links*10 >= len(b.text)*9 }

// address: a block that is an address of the web or of mail.
func address(s string) bool {
	return !strings.ContainsAny(s, " \n") && (strings.HasPrefix(s, "http") || strings.HasPrefix(s, "www.") || strings.Contains(s, "@") || strings.HasPrefix(s, "twitter.com/"))
}

// plainWords is a text without case and marks, to compare titles.
func plainWords(s string) string {
	var b strings.Builder
	for _, w := range wordsOf(s, 40) {
		b.WriteString(w.lower)
		b.WriteByte(' ')
	}
	return b.String()
}

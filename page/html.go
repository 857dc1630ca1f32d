package page

import (
	"bytes"
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"detente/record"
)

// Limits on a page of HTML.
const (
	maxTags  = 150_000 // more is no article
	maxDepth = 400     // the parser's own limit is 512
)

// LooksHTML reports whether bytes are HTML rather than plain text: they start
// with a tag or a doctype.
func LooksHTML(b []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(b[:min(len(b), 1024)], "\xef\xbb\xbf \t\r\n"))
	for _, start := range []string{"<!doctype", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<p>", "<meta", "<title"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return false
}

// FromHTML makes a document of a page: its article, told from the rest of the
// page, with the title, outlet, author and date that the page states. Its text
// is the blocks in their order, an empty line between each. Notes say what the
// page seems to be where it is no article.
func (r *Reader) FromHTML(b []byte, meta Meta) (record.Document, error) {
	b, err := toUTF8(b, meta.Charset)
	if err != nil {
		return record.Document{}, err
	}
	tags, deep := measure(b)
	if tags > maxTags {
		return record.Document{}, &Error{"the page has more than 150000 tags", "give the page of one report"}
	}
	if deep {
		b = flatten(b)
	}
	root, err := html.Parse(bytes.NewReader(b))
	if err != nil && !deep {
		root, err = html.Parse(bytes.NewReader(flatten(b)))
	}
	if err != nil {
		return record.Document{}, &Error{"the page cannot be parsed (" + err.Error() + ")", "save it again, or give its text"}
	}
	stated := r.words.stated(root)
	blocks := r.body(root, pageURL(meta, stated), stated)
	doc := compose(stated.title, blocks)
	if err := checkText(doc.Text); err != nil {
		if doc.Text != "" {
			return record.Document{}, err
		}
		return record.Document{}, &Error{"the page has no text to read", "it may be made by a script, or be no report: give its text"}
	}
	doc.URL, doc.Title, doc.Source, doc.Author, doc.Language = stated.url, first(stated.title, headline(doc)), stated.outlet, stated.author, stated.language
	if stated.published.Known() {
		doc.Published = record.Published{Interval: stated.published, KnownBy: record.Metadata}
		// A page of the evening in America states tomorrow's date in universal
		// time; its address has the day of the newsroom.
		if on, ok := DateInURL(first(meta.URL, stated.url)); ok && stated.utc && on.OneDay() && on.End == stated.published.Start {
			doc.Published = record.Published{Interval: on, KnownBy: record.URL}
		}
	}
	language := meta.Language
	if language == "" && !strings.HasPrefix(stated.language, "en") {
		doc.Language = "" // what the words say is safer than a template's lang="en"
	}
	describe(&doc, meta)
	r.languageOfPage(&doc, stated.language)
	doc.Notes = append(doc.Notes, notesOnText(doc.Text)...)
	doc.Notes = append(doc.Notes, r.words.kindOfPage(root, stated, doc)...)
	return doc, nil
}

// pageURL is the address that relative links of the page stand under.
func pageURL(meta Meta, s stated) *url.URL {
	for _, raw := range []string{meta.URL, s.url} {
		if u, err := url.Parse(raw); err == nil && u.IsAbs() {
			return u
		}
	}
	return nil
}

// toUTF8 converts a page by its byte order mark, the server's or its own word
// for its charset, or by its bytes.
func toUTF8(b []byte, declared string) ([]byte, error) {
	if len(b) > MaxText {
		return nil, &Error{"the page is larger than 32 MB", "give the page of one report"}
	}
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.start)) {
			return nil, &Error{"the bytes are " + m.name + ", not a page", "give the file under its own name or as docs/sources.md says"}
		}
	}
	contentType := ""
	if declared != "" {
		contentType = "text/html; charset=" + declared
	}
	if e, _ := utf16(b); e != nil {
		out, err := e.NewDecoder().Bytes(b)
		return out, err
	}
	if bytes.IndexByte(b[:min(len(b), 4096)], 0) >= 0 {
		return nil, &Error{"the bytes are binary", "give HTML or plain text"}
	}
	enc, name, certain := charset.DetermineEncoding(b[:min(len(b), 4096)], contentType)
	if name == "utf-8" || !certain && fewBreaks(b) {
		return bytes.ToValidUTF8(b, []byte("\ufffd")), nil
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, &Error{"the page is not good " + name, "save it as UTF-8"}
	}
	return out, nil
}

// measure counts the tags of a page and tells whether they nest deeper than the
// parser should have to follow.
func measure(b []byte) (tags int, deep bool) {
	open := 0
	for {
		i := bytes.IndexByte(b, '<')
		if i < 0 || i+1 >= len(b) {
			return tags, deep
		}
		b = b[i+1:]
		switch c := b[0]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			tags++
			if !void(b) {
				open++
			}
		case c == '/':
			open = max(0, open-1)
		}
		deep = deep || open > maxDepth
	}
}

// void: elements that are never closed, and those that need not be.
func void(b []byte) bool {
	n := 0
	for n < len(b) && n < 12 && (isAlnum(b[n])) {
		n++
	}
	switch strings.ToLower(string(b[:n])) {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option", "path", "use", "circle", "rect", "polygon", "g":
		return true
	}
	return false
}

// flatten keeps of a page that nests too deep the tags that make paragraphs, and
// its text.
func flatten(b []byte) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(b))
	skip := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.Bytes()
		case html.TextToken:
			if skip == "" {
				out.Write(z.Raw())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			switch tag := string(name); tag {
			case "script", "style", "noscript", "template", "svg":
				skip = tag
			case "p", "h1", "h2", "h3", "li", "br", "title", "meta", "html", "head", "body":
				out.Write(z.Raw())
			default:
				out.WriteByte(' ')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch tag := string(name); tag {
			case skip:
				skip = ""
			case "p", "h1", "h2", "h3", "li", "title", "head", "div":
				if tag == "div" {
					out.WriteString("<p>")
				} else {
					out.WriteString("</" + tag + ">")
				}
			}
		}
	}
}

// body finds the article in a page and cuts it into blocks.
func (r *Reader) body(root *html.Node, base *url.URL, s stated) []block {
	r.words.clean(root)
	article, err := parser().ParseDocument(root, base)
	node := root
	if err == nil && article.Node != nil {
		node = article.Node
	}
	r.words.prune(node)
	return r.trim(r.words.blocksOf(node), s)
}

func parser() *readability.Parser {
	p := readability.NewParser()
	p.DisableJSONLD = true
	p.KeepClasses = true
	return &p
}

// compose writes the blocks into a text.
func compose(title string, blocks []block) record.Document {
	var doc record.Document
	var text strings.Builder
	put := func(role record.Role, s string) {
		if s = strings.TrimSpace(s); s == "" {
			return
		}
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		start := text.Len()
		text.WriteString(s)
		doc.Blocks = append(doc.Blocks, record.Block{Role: role, Span: record.Span{Start: start, End: text.Len()}})
	}
	put(record.Title, title)
	for _, b := range blocks {
		at := b.cut
		if at > 0 && at < len(b.text) {
			put(b.role, b.text[:at])
			put(b.rest, b.text[at:])
			continue
		}
		put(b.role, b.text)
	}
	doc.Text = text.String()
	return doc
}

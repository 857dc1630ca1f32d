package page

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"detente/record"
)

// stated is what a page says of itself in its metadata.
type stated struct {
	title, outlet, author, url, language string
	published                            record.Interval
	kind                                 string // @type of JSON-LD or og:type, in lower case
	utc                                  bool   // published was stated in universal time
	locked                               bool   // isAccessibleForFree is false
	live                                 bool
}

// stated reads JSON-LD, Open Graph and other meta tags, microdata, time elements
// and the title, in this order of trust.
func (w *words) stated(root *html.Node) stated {
	var s stated
	m := map[string]string{} // the first value of each name
	var ld []string
	var h1, title, stamp string
	var micro = map[string]string{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			at := attrs(n)
			if p := at["itemprop"]; p != "" {
				v := at["content"]
				if v == "" {
					v = at["datetime"]
				}
				if v == "" && n.DataAtom != atom.Meta {
					v = text(n)
				}
				for p := range strings.FieldsSeq(p) {
					if micro[p] == "" && len(v) < 500 {
						micro[p] = v
					}
				}
			}
			switch n.DataAtom {
			case atom.Html:
				s.language = at["lang"]
			case atom.Meta:
				name := at["property"]
				if name == "" {
					name = at["name"]
				}
				if name = strings.ToLower(name); name != "" && m[name] == "" {
					m[name] = strings.TrimSpace(at["content"])
				}
			case atom.Link:
				if at["rel"] == "canonical" {
					s.url = at["href"]
				}
			case atom.Script:
				if strings.Contains(at["type"], "ld+json") && n.FirstChild != nil {
					ld = append(ld, n.FirstChild.Data)
				}
				return
			case atom.Title:
				if title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
					title = text(n)
				}
			case atom.H1:
				if h1 == "" {
					h1 = text(n)
				}
			case atom.Time:
				if stamp == "" && at["datetime"] != "" {
					stamp = at["datetime"]
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)

	var l linked
	for _, text := range ld {
		l.read(text)
	}
	s.kind = strings.ToLower(first(l.kind, m["og:type"]))
	s.locked, s.live = l.locked || m["article:content_tier"] == "locked" || m["article:content_tier"] == "metered", strings.Contains(s.kind, "liveblog")
	s.title = squeeze(first(l.headline, m["og:title"], micro["headline"], m["twitter:title"], m["dc.title"], h1, title))
	s.outlet = squeeze(first(m["og:site_name"], l.publisher, m["application-name"], m["dc.publisher"]))
	s.author = squeeze(first(l.author, name(m["author"]), name(m["article:author"]), m["byl"], m["dc.creator"], m["parsely-author"], m["sailthru.author"], name(micro["author"])))
	s.url = absolute(first(s.url, m["og:url"], l.url))
	s.language = first(s.language, m["og:locale"], m["language"])
	s.title = w.withoutOutlet(s.title, s.outlet, h1)
	for _, date := range []string{
		l.published, m["article:published_time"], m["og:published_time"], m["datepublished"], micro["datePublished"], m["parsely-pub-date"], m["sailthru.date"], m["pubdate"],
		m["publishdate"], m["publish-date"], m["publication_date"], m["dc.date"], m["dc.date.issued"], m["dcterms.created"], m["date"], m["article.published"], m["displaydate"], m["ptime"],
		m["bt:pubdate"], m["cxenseparse:recs:publishtime"], m["article_date_original"], stamp,
	} {
		if on, ok := looseDate(date); ok {
			s.published, s.utc = on, strings.HasSuffix(date, "Z") || strings.HasSuffix(date, "+00:00") || strings.HasSuffix(date, "+0000")
			break
		}
	}
	s.author = byName(s.author)
	return s
}

// linked is what the JSON-LD of a page says of the article.
type linked struct {
	kind, headline, publisher, author, url, published string
	locked                                            bool
}

func (l *linked) read(s string) {
	if len(s) > 1<<20 {
		return
	}
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(s)), &v) == nil {
		l.take(v, 0)
	}
}

// take looks for an article in a value and what it holds.
func (l *linked) take(v any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.take(x, depth+1)
		}
	case map[string]any:
		kind := str(v["@type"])
		if strings.Contains(kind, "Article") || strings.Contains(kind, "BlogPosting") || strings.Contains(kind, "Reportage") || strings.Contains(kind, "LiveBlog") {
			set := func(to *string, from any) {
				if *to == "" {
					*to = html.UnescapeString(str(from))
				}
			}
			set(&l.kind, v["@type"])
			set(&l.headline, v["headline"])
			set(&l.published, v["datePublished"])
			set(&l.author, named(v["author"]))
			set(&l.publisher, named(v["publisher"]))
			set(&l.url, v["url"])
			if free, ok := v["isAccessibleForFree"]; ok {
				l.locked = l.locked || strings.EqualFold(str(free), "false")
			}
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			if x, ok := v[key]; ok {
				l.take(x, depth+1)
			}
		}
	}
}

// str is the string of a value: itself, a boolean, or the first of several.
func str(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if !v {
			return "false"
		}
		return "true"
	case []any:
		if len(v) > 0 {
			return str(v[0])
		}
	}
	return ""
}

// named is the name of a person or organisation, or of several.
func named(v any) string {
	switch v := v.(type) {
	case string:
		return name(v)
	case map[string]any:
		return name(str(v["name"]))
	case []any:
		var names []string
		for _, x := range v {
			if n := named(x); n != "" && len(names) < 10 {
				names = append(names, n)
			}
		}
		return strings.Join(names, ", ")
	}
	return ""
}

// byName is the name in what a page gives as the author: "By Jane Roe | June 12,
// 2020" is Jane Roe, "admin" nobody.
func byName(s string) string {
	if rest, ok := strings.CutPrefix(s, "By "); ok {
		s = rest
	} else if rest, ok := strings.CutPrefix(s, "by "); ok {
		s = rest
	}
	if i := strings.IndexAny(s, "|•@0123456789"); i >= 0 {
		s = s[:i]
		if words := strings.Fields(s); len(words) > 2 {
			last := strings.ToLower(words[len(words)-1])
			if _, rest, ok := monthIn(last); ok && strings.Trim(rest, ".") == "" {
				s = strings.Join(words[:len(words)-1], " ")
			}
		}
	}
	s = strings.Trim(s, " ,-–—/")
	switch strings.ToLower(s) {
	case "admin", "administrator", "editor", "webmaster", "user":
		return ""
	}
	return s
}

// name refuses an address given where a name should stand.
func name(s string) string {
	if strings.Contains(s, "://") || len(s) > 200 {
		return ""
	}
	return s
}

// looseDate reads the date that a page states: as ParseDate, or with a time and
// zone in one of the forms that servers write.
func looseDate(s string) (record.Interval, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return record.Interval{}, false
	}
	if on, err := ParseDate(s); err == nil && on.OneDay() {
		return on, true
	}
	if on, ok := dateWithin(s); ok {
		return on, true
	}
	return record.Interval{}, false
}

// withoutOutlet takes the outlet off a title: "Talks fail | The Herald". The
// first heading of the page decides where the title holds it.
func (w *words) withoutOutlet(title, outlet, h1 string) string {
	if h1 = squeeze(h1); len(h1) > 10 && strings.HasPrefix(title, h1) {
		return h1
	}
	if outlet != "" {
		for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " · "} {
			if t, ok := strings.CutSuffix(title, sep+outlet); ok {
				return t
			}
		}
	}
	return title
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func squeeze(s string) string { return strings.Join(strings.Fields(html.UnescapeString(s)), " ") }

func absolute(s string) string {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}

func attrs(n *html.Node) map[string]string {
	m := make(map[string]string, len(n.Attr))
	for _, a := range n.Attr {
		m[a.Key] = a.Val
	}
	return m
}

// text is the words of a node.
func text(n *html.Node) string {
	w := &writer{}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.inline(c)
	}
	return strings.TrimSpace(w.text.String())
}

func (w *writer) inline(n *html.Node) {
	if n.Type == html.TextNode {
		w.words(n.Data)
	}
	for c := n.FirstChild; c != nil && w.text.Len() < 4096; c = c.NextSibling {
		w.inline(c)
	}
	w.space = true
}

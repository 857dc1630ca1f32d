package source

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"

	"detente/page"
	"detente/record"
)

const (
	maxItems = 5000
	maxDepth = 100 // of XML
)

// Entry is one item of a feed or a sitemap.
type Entry struct {
	URL, Title, Author string
	HTML               string // the whole report, where the feed carries it
	Date               record.Interval
	Feed               string // the title of the feed: the outlet
	Language           string
}

// ParseFeed reads RSS, Atom or JSON Feed.
func ParseFeed(data []byte) (entries []Entry, err error) {
	// The library is careful, yet it meets what strangers wrote.
	defer func() {
		if p := recover(); p != nil {
			entries, err = nil, fmt.Errorf("the feed cannot be read: %v", p)
		}
	}()
	if err := shallow(data); err != nil {
		return nil, err
	}
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the feed cannot be read: %w", err)
	}
	for _, item := range feed.Items[:min(len(feed.Items), maxItems)] {
		e := Entry{URL: strings.TrimSpace(item.Link), Title: strings.TrimSpace(item.Title), Feed: strings.TrimSpace(feed.Title), Language: feed.Language}
		if on := item.PublishedParsed; on != nil {
			e.Date = record.Day(on.Date())
		}
		if len(item.Authors) > 0 {
			e.Author = item.Authors[0].Name
		}
		// A summary is not the report: only what is long enough counts as it.
		if e.HTML = item.Content; len(e.HTML) < 600 {
			e.HTML = ""
			if len(item.Description) >= 1500 {
				e.HTML = item.Description
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// shallow refuses XML that nests so deep that reading it would hurt.
func shallow(data []byte) error {
	depth := 0
	for i := 0; i+1 < len(data); i++ {
		if data[i] != '<' {
			continue
		}
		rest := data[i+1:]
		switch {
		case bytes.HasPrefix(rest, []byte("![CDATA[")):
			end := bytes.Index(rest, []byte("]]>"))
			if end < 0 {
				return errors.New("the XML ends within a CDATA section")
			}
			i += end
		case rest[0] == '/':
			depth = max(0, depth-1)
		case rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z':
			end := bytes.IndexByte(rest, '>')
			if end < 0 || end > 0 && rest[end-1] != '/' {
				depth++
			}
			if depth > maxDepth*10 {
				return fmt.Errorf("the XML nests deeper than %d", maxDepth*10)
			}
		}
	}
	return nil
}

// FromEntry is an item as an input: the report itself, or a link to it.
func FromEntry(name string, e Entry) Input {
	in := Input{Name: name, Kind: Link, Meta: page.Meta{URL: e.URL, Title: e.Title, Source: e.Feed, Author: e.Author, Date: e.Date, DateBy: record.Metadata, Hint: true}}
	if e.HTML != "" {
		in.Kind, in.Data, in.Meta.Charset = HTML, []byte(e.HTML), "utf-8"
	}
	return in
}

func (w *walk) feed(name string, data []byte) bool {
	entries, err := ParseFeed(data)
	if err != nil {
		return w.fail(name, err)
	}
	for i, e := range entries {
		if e.URL == "" && e.HTML == "" {
			continue
		}
		if !w.give(FromEntry(fmt.Sprintf("%s#%d", name, i+1), e)) {
			return false
		}
	}
	return true
}

// ParseSitemap reads a sitemap with the news extension (sitemaps.org, and
// Google's news namespace). more are the sitemaps that an index names.
func ParseSitemap(data []byte) (entries []Entry, more []string, err error) {
	d := decoder(data)
	var now Entry
	var path []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return entries, more, nil
		}
		if err != nil {
			return entries, more, fmt.Errorf("the sitemap cannot be read: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if path = append(path, t.Name.Local); len(path) > maxDepth {
				return entries, more, fmt.Errorf("the sitemap nests deeper than %d", maxDepth)
			}
			if t.Name.Local == "url" {
				now = Entry{}
			}
		case xml.EndElement:
			if path = path[:max(0, len(path)-1)]; t.Name.Local == "url" && now.URL != "" {
				if entries = append(entries, now); len(entries) >= 50_000 {
					return entries, more, nil // as many as the standard allows
				}
			}
		case xml.CharData:
			text := strings.TrimSpace(string(t[:min(len(t), 4096)]))
			if text == "" || len(path) < 2 {
				continue
			}
			switch strings.Join(path[len(path)-2:], "/") {
			case "sitemap/loc":
				more = append(more, text)
			case "url/loc":
				now.URL += text
			case "news/title":
				now.Title += text
			case "publication/name":
				now.Feed = text
			case "publication/language":
				now.Language = text
			case "news/publication_date":
				if on, err := page.ParseDate(text); err == nil {
					now.Date = on
				}
			}
		}
	}
}

func (w *walk) sitemap(name string, data []byte) bool {
	entries, more, err := ParseSitemap(data)
	for i, e := range entries {
		if !w.give(FromEntry(fmt.Sprintf("%s#%d", name, i+1), e)) {
			return false
		}
	}
	if err == nil && len(more) > 0 {
		err = fmt.Errorf("an index of %d sitemaps: give those, or watch it", len(more))
	}
	if err != nil {
		return w.fail(name, err)
	}
	return true
}

// ParseOPML reads the addresses of the feeds that an OPML file lists.
func ParseOPML(data []byte) (feeds []string, err error) {
	d := decoder(data)
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return feeds, nil
		}
		if err != nil {
			return feeds, fmt.Errorf("the list of feeds cannot be read: %w", err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return feeds, fmt.Errorf("the list of feeds nests deeper than %d", maxDepth)
			}
			for _, a := range t.Attr {
				if t.Name.Local == "outline" && strings.EqualFold(a.Name.Local, "xmlUrl") && a.Value != "" && len(feeds) < maxItems {
					feeds = append(feeds, strings.TrimSpace(a.Value))
				}
			}
		}
	}
}

func (w *walk) opml(name string, data []byte) bool {
	feeds, err := ParseOPML(data)
	if err == nil {
		err = fmt.Errorf("a list of %d feeds: give it to detente watch", len(feeds))
	}
	return w.fail(name, err)
}

// decoder reads XML that need not be perfect, in any charset that it declares.
func decoder(data []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	return d
}

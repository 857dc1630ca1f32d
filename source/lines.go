package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente/page"
)

// maxLine is the longest line of a file of lines: one report with its escapes.
const maxLine = 2 * page.MaxText

var errLongLine = fmt.Errorf("longer than %d MB: a line holds one report", maxLine>>20)

// lines calls each for every line of r with its number, from 1.
func (w *walk) lines(name string, r *bufio.Reader, each func(name string, line []byte) bool) bool {
	for n := 1; ; n++ {
		line, err := readLine(r)
		switch {
		case err == nil || errors.Is(err, io.EOF):
		case errors.Is(err, errLongLine):
			if !w.fail(name+":"+strconv.Itoa(n), err) {
				return false
			}
			continue
		default:
			return w.fail(name+":"+strconv.Itoa(n), cause(err))
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if len(bytes.TrimSpace(line)) > 0 && !each(name+":"+strconv.Itoa(n), line) {
			return false
		}
		if err != nil {
			return true
		}
	}
}

// readLine reads a line without holding more than maxLine of it. The bytes hold
// until the next read.
func readLine(r *bufio.Reader) ([]byte, error) {
	var whole []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if whole == nil && !long && !errors.Is(err, bufio.ErrBufferFull) {
			return part, err
		}
		if long = long || len(whole)+len(part) > maxLine; long {
			whole = nil
		} else {
			whole = append(whole, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long && (err == nil || errors.Is(err, io.EOF)) {
			return nil, errLongLine
		}
		return whole, err
	}
}

// jsonl reads one report a line.
func (w *walk) jsonl(name string, r *bufio.Reader) bool {
	return w.lines(name, r, func(place string, line []byte) bool {
		in, err := FromJSON(line)
		in.Name = place
		if err != nil {
			return w.fail(place, err)
		}
		return w.give(in)
	})
}

// FromJSON reads a report from an object {"id", "text" or "html", "date", "url",
// "source", "title", "author", "language"}; other fields are passed over. One
// that has only a URL is a Link.
func FromJSON(line []byte) (Input, error) {
	if !utf8.Valid(line) {
		return Input{}, errors.New("is not UTF-8: convert the file with iconv")
	}
	var o struct {
		ID       any     `json:"id"`
		Text     *string `json:"text"`
		HTML     *string `json:"html"`
		Date     string  `json:"date"`
		URL      string  `json:"url"`
		Source   string  `json:"source"`
		Title    string  `json:"title"`
		Author   string  `json:"author"`
		Language string  `json:"language"`
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&o); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field == "" {
			return Input{}, fmt.Errorf("not a JSON object: the line holds one %s", kind.Value)
		}
		if errors.As(err, &kind) {
			return Input{}, fmt.Errorf("%q: want a %s, got a %s", kind.Field, kind.Type, kind.Value)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return Input{}, errors.New("not a JSON object: it ends too early")
		}
		return Input{}, fmt.Errorf("not a JSON object: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Input{}, errors.New("more than one JSON value: write one object a line")
	}
	in := Input{Meta: page.Meta{URL: o.URL, Title: o.Title, Source: o.Source, Author: o.Author, Language: o.Language}}
	switch id := o.ID.(type) {
	case string:
		in.Key = id
	case json.Number:
		in.Key = id.String()
	case nil:
	default:
		return in, errors.New("id must be a string or a number")
	}
	in.Meta.ID = in.Key
	if o.Date != "" {
		on, err := page.ParseDate(o.Date)
		if err != nil {
			return in, fmt.Errorf("date: %w", err)
		}
		in.Meta.Date = on
	}
	switch {
	case o.Text != nil && o.HTML != nil:
		return in, errors.New(`both "text" and "html" given: give one of them`)
	case o.Text != nil:
		in.Kind, in.Data, in.Exact = Text, []byte(*o.Text), true
	case o.HTML != nil:
		in.Kind, in.Data = HTML, []byte(*o.HTML)
		in.Meta.Charset = "utf-8"
	case o.URL != "":
		in.Kind = Link
	default:
		return in, errors.New(`neither "text" nor "html" nor "url": a line needs one of them`)
	}
	return in, nil
}

// Columns says which columns of a CSV file hold what, by their names in its
// first line. Empty ones are looked for under the usual names.
type Columns struct {
	ID, Text, HTML, Date, URL, Source, Title, Author string
}

// ParseColumns reads "text=body,date=pubdate".
func ParseColumns(s string) (Columns, error) {
	var c Columns
	for pair := range strings.SplitSeq(s, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		field, column, ok := strings.Cut(pair, "=")
		to, known := c.field(strings.TrimSpace(field))
		if !ok || !known {
			return c, fmt.Errorf("column %q: write field=column, with one of id, text, html, date, url, source, title, author", pair)
		}
		*to = strings.TrimSpace(column)
	}
	return c, nil
}

func (c *Columns) field(name string) (*string, bool) {
	switch name {
	case "id":
		return &c.ID, true
	case "text":
		return &c.Text, true
	case "html":
		return &c.HTML, true
	case "date":
		return &c.Date, true
	case "url":
		return &c.URL, true
	case "source":
		return &c.Source, true
	case "title":
		return &c.Title, true
	case "author":
		return &c.Author, true
	}
	return nil, false
}

// usual are the names under which columns are looked for.
var usual = map[string][]string{
	"id": {"id", "doc_id", "uid"}, "text": {"text", "body", "content", "article", "fulltext"}, "html": {"html"},
	"date": {"date", "published", "publish_date", "pub_date", "date_published"}, "url": {"url", "link", "source_url"},
	"source": {"source", "outlet", "publication", "publisher"}, "title": {"title", "headline"}, "author": {"author", "byline"},
}

// csv reads one report a row; the first line names the columns. Tabs, semicolons
// and commas are told apart by that line.
func (w *walk) csv(name string, r *bufio.Reader) bool {
	head, _ := r.Peek(4096)
	if i := bytes.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	rows := &shortRows{r: r}
	c := csv.NewReader(rows)
	c.Comma = ','
	for _, comma := range []rune{'\t', ';'} {
		if bytes.Count(head, []byte(string(comma))) > bytes.Count(head, []byte(string(c.Comma))) {
			c.Comma = comma
		}
	}
	c.FieldsPerRecord, c.LazyQuotes, c.ReuseRecord = -1, true, true
	header, err := c.Read()
	if err != nil {
		return w.fail(name, fmt.Errorf("no line with the names of the columns: %w", err))
	}
	at := map[string]int{}
	for i, h := range header {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	column := map[string]int{}
	for field, names := range usual {
		column[field] = -1
		given, _ := w.opts.Columns.field(field)
		if *given != "" {
			i, ok := at[strings.ToLower(*given)]
			if !ok {
				return w.fail(name, fmt.Errorf("there is no column %q; the columns are %s", *given, strings.Join(header, ", ")))
			}
			column[field] = i
			continue
		}
		for _, n := range names {
			if i, ok := at[n]; ok && column[field] < 0 {
				column[field] = i
			}
		}
	}
	if column["text"] < 0 && column["html"] < 0 && column["url"] < 0 {
		return w.fail(name, fmt.Errorf("no column with the text; the columns are %s: say which with --columns text=NAME", strings.Join(header, ", ")))
	}
	for {
		rows.since = 0
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return true
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			if !w.fail(name+":"+strconv.Itoa(parse.StartLine), parse.Err) {
				return false
			}
			continue
		}
		if err != nil || len(row) == 0 {
			return w.fail(name, fmt.Errorf("after byte %d: %w", c.InputOffset(), cause(err)))
		}
		line, _ := c.FieldPos(0)
		place := name + ":" + strconv.Itoa(line)
		get := func(field string) string {
			if i := column[field]; i >= 0 && i < len(row) {
				return row[i]
			}
			return ""
		}
		in := Input{Name: place, Key: get("id"), Kind: Text, Data: []byte(get("text")),
			Meta: page.Meta{ID: get("id"), URL: get("url"), Title: get("title"), Source: get("source"), Author: get("author")}}
		if html := get("html"); html != "" && len(in.Data) == 0 {
			in.Kind, in.Data, in.Meta.Charset = HTML, []byte(html), "utf-8"
		}
		if len(in.Data) == 0 && in.Meta.URL != "" {
			in.Kind = Link
		}
		if date := get("date"); date != "" {
			on, err := page.ParseDate(date)
			if err != nil {
				if !w.fail(place, err) {
					return false
				}
				continue
			}
			in.Meta.Date = on
		}
		if !w.give(in) {
			return false
		}
	}
}

// shortRows ends a CSV with a row that does not: a quotation that is never closed
// would be read into memory to the end of the file.
type shortRows struct {
	r     *bufio.Reader
	since int // bytes since the last row
}

func (s *shortRows) Read(p []byte) (int, error) {
	if s.since > maxLine {
		return 0, errLongLine
	}
	n, err := s.r.Read(p)
	s.since += n
	return n, err
}

// gdelt reads the address columns of GDELT files (gdeltproject.org, codebooks of
// the Event Database 2.0 and the GKG 2.1): SOURCEURL, the last of 61 columns of
// .export files; MentionIdentifier, the 6th of 16 of .mentions files;
// DocumentIdentifier, the 5th of 27 of .gkg files. Every address is given once
// in a row.
func (w *walk) gdelt(name string, r *bufio.Reader) bool {
	seen := map[string]bool{}
	return w.lines(name, r, func(place string, line []byte) bool {
		cols := strings.Split(strings.TrimRight(string(line), "\r\n"), "\t")
		url := ""
		switch {
		case len(cols) >= 58 && len(cols) <= 61:
			url = cols[len(cols)-1]
		case len(cols) >= 14 && len(cols) <= 16:
			url = cols[5]
		case len(cols) == 27:
			url = cols[4]
		default:
			return w.fail(place, fmt.Errorf("%d columns: GDELT files have 61 (events), 16 (mentions) or 27 (GKG)", len(cols)))
		}
		if !strings.HasPrefix(url, "http") || seen[url] {
			return true
		}
		if len(seen) > 1_000_000 {
			clear(seen)
		}
		seen[url] = true
		return w.give(Input{Name: place, Kind: Link, Meta: page.Meta{URL: url}})
	})
}

// urls reads one address a line; # starts a remark.
func (w *walk) urls(name string, r *bufio.Reader) bool {
	return w.lines(name, r, func(place string, line []byte) bool {
		url := strings.TrimSpace(string(line))
		if strings.HasPrefix(url, "#") {
			return true
		}
		if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
			return w.fail(place, fmt.Errorf("%.60q is no address", url))
		}
		return w.give(Input{Name: place, Kind: Link, Meta: page.Meta{URL: url}})
	})
}

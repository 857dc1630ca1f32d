// Package corpus makes reports of any length and number from templates of our own:
// the same seed gives the same bytes on every machine. Benchmarks and tests of
// volume read them. They are varied enough to keep every stage at work, and they
// are no measure of accuracy.
package corpus

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

var (
	//go:embed sentences.txt
	sentences string
	//go:embed states.tsv
	states string
	//go:embed words.txt
	words string
)

// Report is a made-up report.
type Report struct {
	ID     string
	URL    string
	Outlet string
	Title  string
	Date   time.Time // day of publication
	Text   string    // dateline, paragraphs
	Words  int
}

// Maker makes reports.
type Maker struct {
	lists  map[string][]string // "# lead" of the files
	states []map[string]string
}

// New reads the templates.
func New() *Maker {
	m := &Maker{lists: map[string][]string{}}
	for _, file := range []string{sentences, words} {
		list := ""
		for line := range strings.Lines(file) {
			line = strings.TrimSpace(line)
			if name, ok := strings.CutPrefix(line, "# "); ok && !strings.Contains(name, " ") {
				list = name
			} else if line != "" && !strings.HasPrefix(line, "#") {
				m.lists[list] = append(m.lists[list], line)
			}
		}
	}
	var header []string
	for line := range strings.Lines(states) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if header == nil {
			header = cells
			continue
		}
		s := map[string]string{}
		for i, cell := range cells {
			s[header[i]] = cell
		}
		m.states = append(m.states, s)
	}
	return m
}

// Report makes the report of a number, with at least so many words.
func (m *Maker) Report(seed uint64, length int) Report {
	rng := rand.New(rand.NewPCG(seed, 20))
	sides := map[string]map[string]string{}
	order := rng.Perm(len(m.states))
	for i, side := range []string{"A", "B", "C"} {
		sides[side] = m.states[order[i]]
	}
	r := Report{
		ID: fmt.Sprintf("made-%06d", seed), Outlet: "Northern Wire",
		Date: time.Date(2021, 1, 4, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(seed%60)),
	}
	r.URL = fmt.Sprintf("https://wire.example/%s/%s.html", r.Date.Format("2006/01/02"), r.ID)
	r.Title = sides["A"]["state"] + " and " + sides["B"]["state"] + " at odds over " + pick(rng, m.lists["topic"])

	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s (Northern Wire) - ", strings.ToUpper(sides["A"]["capital"]), r.Date.Format("Jan. 2"))
	kind, paragraph := "lead", 1
	for {
		s := m.fill(rng, pick(rng, m.lists[kind]), sides)
		r.Words += len(strings.Fields(s))
		b.WriteString(s)
		kind = "body"
		if r.Words >= length {
			break
		}
		if paragraph--; paragraph == 0 {
			paragraph = 1 + rng.IntN(3)
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	r.Text = b.String()
	return r
}

var slot = regexp.MustCompile(`\{[^}]+\}`)

// fill draws the words of a sentence's slots.
func (m *Maker) fill(rng *rand.Rand, s string, sides map[string]map[string]string) string {
	s = slot.ReplaceAllStringFunc(s, func(slot string) string {
		name := strings.Trim(slot, "{}")
		if list, ok := m.lists[name]; ok {
			return pick(rng, list)
		}
		side, field, _ := strings.Cut(name, ".")
		if of, ok := strings.CutSuffix(side, "'s"); ok {
			side, field = of, "demonym"
		}
		if field == "" {
			field = "state"
		}
		return sides[side][field]
	})
	return strings.ToUpper(s[:1]) + s[1:]
}

func pick(rng *rand.Rand, list []string) string { return list[rng.IntN(len(list))] }

// HTML is the report as a page with the furniture of a news site.
func (r Report) HTML() []byte {
	var b bytes.Buffer
	e := html.EscapeString
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s | Northern Wire</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="%s"><meta property="og:title" content="%s">
<meta property="article:published_time" content="%s"><link rel="canonical" href="%s"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/business">Business</a></li></ul></nav>
<main><article><h1>%s</h1><p class="byline">By Staff Writer</p>
`, e(r.Title), e(r.Outlet), e(r.Title), r.Date.Format("2006-01-02T08:00:00Z"), r.URL, e(r.Title))
	for p := range strings.SplitSeq(r.Text, "\n\n") {
		fmt.Fprintf(&b, "<p>%s</p>\n", e(p))
	}
	b.WriteString(`</article><aside><h3>Related</h3><ul><li><a href="/1">Markets close higher</a></li><li><a href="/2">Weather for the weekend</a></li></ul></aside></main>
<footer><p>Copyright Northern Wire. All rights reserved.</p></footer></body></html>
`)
	return b.Bytes()
}

// WARC writes n reports of a length as a web archive that crawlers of news write:
// a response and its request for each page, gzip record by record, and among
// them responses without a page: every 50th a status 404, every 70th a picture.
func (m *Maker) WARC(w io.Writer, first uint64, n, length int) error {
	z := gzip.NewWriter(w)
	member := func(kind, url, media string, block []byte, at time.Time) error {
		z.Reset(w)
		fmt.Fprintf(z, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
			kind, url, at.Format("2006-01-02T15:04:05Z"), media, len(block))
		z.Write(block)
		io.WriteString(z, "\r\n\r\n")
		return z.Close()
	}
	response := func(url, status, media string, body []byte, at time.Time) error {
		head := fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", status, media, len(body))
		return member("response", url, "application/http; msgtype=response", append([]byte(head), body...), at)
	}
	for i := range n {
		r := m.Report(first+uint64(i), length)
		crawled := r.Date.AddDate(0, 0, 1)
		if err := member("request", r.URL, "application/http; msgtype=request", []byte("GET / HTTP/1.1\r\n\r\n"), crawled); err != nil {
			return err
		}
		if err := response(r.URL, "200 OK", "text/html; charset=utf-8", r.HTML(), crawled); err != nil {
			return err
		}
		switch {
		case i%50 == 49:
			if err := response(r.URL+"?gone", "404 Not Found", "text/html", []byte("<p>Not here"), crawled); err != nil {
				return err
			}
		case i%70 == 69:
			if err := response(r.URL+".png", "200 OK", "image/png", []byte("\x89PNG\r\n\x1a\n"), crawled); err != nil {
				return err
			}
		}
	}
	return nil
}

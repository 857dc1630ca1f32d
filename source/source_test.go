package source

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"detente/page"
)

const report = "The ministers of Arnor and Gondor met on Thursday."

// open reads bytes as if they came from a file of that name: the reports as
// name=text, and the faults.
func open(t testing.TB, name string, data []byte, opts Options) (got []string, faults []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return list(Open(t.Context(), path, opts), filepath.Dir(path)+"/")
}

func list(seq func(func(Input, error) bool), prefix string) (got, faults []string) {
	for in, err := range seq {
		if err != nil {
			faults = append(faults, strings.ReplaceAll(err.Error(), prefix, ""))
			continue
		}
		s := strings.TrimPrefix(in.Name, prefix) + " " + string(in.Kind)
		for _, m := range []string{in.Key, in.Meta.URL, in.Meta.Title, in.Meta.Source, in.Meta.Author, in.Meta.Date.String(), strings.TrimSpace(string(in.Data))} {
			if m != "" {
				s += "|" + m
			}
		}
		got = append(got, s)
	}
	return got, faults
}

func gz(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func zst(b []byte) []byte {
	z, _ := zstd.NewWriter(nil)
	return z.EncodeAll(b, nil)
}

func br(b []byte) []byte {
	var out bytes.Buffer
	z := brotli.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// dictionaried is a web archive as crawlers write it with a dictionary: the
// dictionary in a skippable frame, then a frame for each record that needs it.
func dictionaried(records ...string) []byte {
	var history []byte
	samples := make([][]byte, 0, 64)
	for i := range 64 {
		s := []byte(warced(fmt.Sprintf("https://h.example/%d", i), "200 OK", fmt.Sprintf("X-N: %d\r\n", i*i), strings.Repeat(fmt.Sprint("<p>", i), 8)))
		history, samples = append(history, s...), append(samples, s)
	}
	dict, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 7, Contents: samples, History: history, Offsets: [3]int{1, 4, 8}})
	if err != nil {
		panic(err)
	}
	out := binary.LittleEndian.AppendUint32(nil, 0x184d2a5d)
	out = append(binary.LittleEndian.AppendUint32(out, uint32(len(dict))), dict...)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderDict(dict))
	if err != nil {
		panic(err)
	}
	for _, r := range records {
		out = z.EncodeAll([]byte(r), out)
	}
	return out
}

func zipped(files ...string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, _ := z.Create(files[i])
		io.WriteString(w, files[i+1])
	}
	z.Close()
	return out.Bytes()
}

func tarred(files ...string) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w.WriteHeader(&tar.Header{Name: files[i], Mode: 0o644, Size: int64(len(files[i+1]))})
		io.WriteString(w, files[i+1])
	}
	w.Close()
	return out.Bytes()
}

func warced(url, status, header, body string) string {
	block := "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\n" + header + "\r\n" + body
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", url, len(block), block)
}

// minimalPDF has one page that shows the words, a line each.
func minimalPDF(lines ...string) []byte {
	var b bytes.Buffer
	var at []int
	obj := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	var content string
	for i, l := range lines {
		content += fmt.Sprintf("BT /F1 12 Tf 72 %d Td (%s) Tj ET\n", 700-14*i, l)
	}
	b.WriteString("%PDF-1.4\n")
	obj("<< /Type /Catalog /Pages 2 0 R >>")
	obj("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	obj("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	obj(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	obj("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 126 /Widths [" + strings.Repeat("500 ", 95) + "] >>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Herald</title>
<item><title>Talks in Bree</title><link>https://h.example/1</link><pubDate>Thu, 04 Mar 2021 10:00:00 GMT</pubDate><description>Short.</description></item>
<item><title>The road</title><link>https://h.example/2</link><content:encoded><![CDATA[LONG]]></content:encoded></item></channel></rss>`

func TestFormats(t *testing.T) {
	long := "<p>" + strings.Repeat(report+" ", 15) + "</p>"
	gdelt := strings.Repeat("x\t", 60) + "https://h.example/g"
	for _, c := range []struct {
		name   string
		data   []byte
		opts   Options
		want   []string
		faults []string
	}{
		{name: "a.txt", data: []byte(report), want: []string{"a.txt text|" + report}},
		{name: "a.html", data: []byte("<p>" + report), want: []string{"a.html html|<p>" + report}},
		{name: "page", data: []byte("<!DOCTYPE html><p>" + report), want: []string{"page html|<!DOCTYPE html><p>" + report}},
		{name: "a.txt.gz", data: gz([]byte(report)), want: []string{"a.txt.gz text|" + report}},
		{name: "a.html.zst", data: zst([]byte("<p>" + report)), want: []string{"a.html.zst html|<p>" + report}},
		{name: "a.jsonl", data: []byte(`{"id":7,"text":"A","date":"2021-03-04","url":"https://h.example/","title":"T","source":"S","x":1}` + "\n\n{bad\n" + `{"id":"b","html":"<p>B"}` + "\n" + `{"id":"c"}` + "\n" + `{"url":"https://h.example/3"}` + "\n" + `{"text":"D","date":"soon"}`),
			want:   []string{"a.jsonl:1 text|7|https://h.example/|T|S|2021-03-04|A", "a.jsonl:4 html|b|<p>B", "a.jsonl:6 link|https://h.example/3"},
			faults: []string{"a.jsonl:3: not a JSON object: invalid character 'b' looking for beginning of object key string", `a.jsonl:5: neither "text" nor "html" nor "url": a line needs one of them`, `a.jsonl:7: date: "soon" is no date: write it as YYYY-MM-DD, for instance 2020-06-12`}},
		{name: "list.csv", data: []byte("\ufeffHeadline;Body;Published\nT;\"two\nlines\";2021-03-04\nU;B;never\n"), want: []string{"list.csv:2 text|T|2021-03-04|two\nlines"}, faults: []string{`list.csv:4: "never" is no date: write it as YYYY-MM-DD, for instance 2020-06-12`}},
		{name: "map.tsv", data: []byte("k\tstory\nx1\thello\n"), opts: Options{Columns: Columns{Text: "story", ID: "k"}}, want: []string{"map.tsv:2 text|x1|hello"}},
		{name: "none.csv", data: []byte("a,b\n1,2\n"), faults: []string{"none.csv: no column with the text; the columns are a, b: say which with --columns text=NAME"}},
		{name: "feed.xml", data: []byte(strings.Replace(rss, "LONG", long, 1)), want: []string{"feed.xml#1 link|https://h.example/1|Talks in Bree|The Herald|2021-03-04", "feed.xml#2 html|https://h.example/2|The road|The Herald|" + long}},
		{name: "atom.xml", data: []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>E</title><link href="https://h.example/e"/><published>2021-03-04T10:00:00Z</published><author><name>Jane Roe</name></author></entry></feed>`),
			want: []string{"atom.xml#1 link|https://h.example/e|E|A|Jane Roe|2021-03-04"}},
		{name: "feed.json", data: []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://h.example/j","title":"I"}]}`), want: []string{"feed.json#1 link|https://h.example/j|I|J"}},
		{name: "news.xml", data: []byte(`<?xml version="1.0"?><urlset xmlns="x" xmlns:news="y"><url><loc>https://h.example/s</loc><news:news><news:publication><news:name>P</news:name></news:publication><news:publication_date>2021-03-04T10:00:00+01:00</news:publication_date><news:title>S</news:title></news:news></url></urlset>`),
			want: []string{"news.xml#1 link|https://h.example/s|S|P|2021-03-04"}},
		{name: "feeds.opml.xml", data: []byte(`<opml><body><outline xmlUrl="https://h.example/f"/></body></opml>`), faults: []string{"feeds.opml.xml: a list of 1 feeds: give it to detente watch"}},
		{name: "a.warc", data: []byte(warced("https://h.example/w", "200 OK", "", "<p>W") + warced("https://h.example/404", "404 Not Found", "", "<p>no") + warced("https://h.example/z", "200 OK", "Content-Encoding: gzip\r\nContent-Length: 9999\r\n", string(gz([]byte("<p>Z"))))),
			want: []string{"a.warc#https://h.example/w html|https://h.example/w|<p>W", "a.warc#https://h.example/z html|https://h.example/z|<p>Z"}},
		{name: "a.warc.gz", data: append(gz([]byte(warced("https://h.example/1", "200 OK", "Transfer-Encoding: chunked\r\n", "<p>not chunked"))), gz([]byte(warced("https://h.example/2", "200 OK", "Transfer-Encoding: chunked\r\n", "5\r\n<p>Ch\r\n0\r\n\r\n")))...),
			want: []string{"a.warc.gz#https://h.example/1 html|https://h.example/1|<p>not chunked", "a.warc.gz#https://h.example/2 html|https://h.example/2|<p>Ch"}},
		{name: "codings.warc", data: []byte(warced("https://h.example/br", "200 OK", "Content-Encoding: br\r\n", string(br([]byte("<p>B")))) + warced("https://h.example/zstd", "200 OK", "Content-Encoding: zstd\r\n", string(zst([]byte("<p>Z")))) +
			warced("https://h.example/plain", "200 OK", "Content-Encoding: br\r\n", "<!doctype html><p>P") + warced("https://h.example/cut", "200 OK", "Content-Encoding: br\r\n", string(br([]byte(strings.Repeat("<p>C", 5000)))[:12])) +
			warced("https://h.example/odd", "200 OK", "Content-Encoding: none\r\n", "<p>O")),
			want: []string{"codings.warc#https://h.example/br html|https://h.example/br|<p>B", "codings.warc#https://h.example/zstd html|https://h.example/zstd|<p>Z", "codings.warc#https://h.example/plain html|https://h.example/plain|<!doctype html><p>P",
				"codings.warc#https://h.example/odd html|https://h.example/odd|<p>O"},
			faults: []string{"codings.warc#https://h.example/cut: a page that cannot be unpacked: unexpected EOF"}},
		{name: "dict.warc.zst", data: dictionaried(warced("https://h.example/1", "200 OK", "", "<p>1"), warced("https://h.example/2", "200 OK", "", "<p>2")),
			want: []string{"dict.warc.zst#https://h.example/1 html|https://h.example/1|<p>1", "dict.warc.zst#https://h.example/2 html|https://h.example/2|<p>2"}},
		{name: "a.warc.zst", data: zst([]byte(warced("https://h.example/1", "200 OK", "", "<p>1"))), want: []string{"a.warc.zst#https://h.example/1 html|https://h.example/1|<p>1"}},
		{name: "a.wacz", data: zipped("datapackage.json", "{}", "archive/data.warc.gz", string(gz([]byte(warced("https://h.example/1", "200 OK", "", "<p>1")))), "pages/pages.jsonl", `{"text":"no"}`),
			want: []string{"a.wacz/archive/data.warc.gz#https://h.example/1 html|https://h.example/1|<p>1"}},
		{name: "a.zip", data: zipped("b/1.txt", "one", "b/2.jsonl.gz", string(gz([]byte(`{"text":"two"}`))), "pic.png", "x", "inner.zip", string(zipped("3.txt", "three"))),
			want: []string{"a.zip/b/1.txt text|one", "a.zip/b/2.jsonl.gz:1 text|two", "a.zip/inner.zip/3.txt text|three"}},
		{name: "a.tar", data: tarred("1.txt", "one", "2.html", "<p>two"), want: []string{"a.tar/1.txt text|one", "a.tar/2.html html|<p>two"}},
		{name: "a.tgz", data: gz(tarred("1.txt", "one")), want: []string{"a.tgz/1.txt text|one"}},
		{name: "a.pdf", data: minimalPDF("Talks in Bree", "The ministers met."), want: []string{"a.pdf text|Talks in Bree\nThe ministers met."}},
		{name: "20210304.export.CSV", data: []byte(gdelt + "\n" + gdelt + "\nx\ty\n"), want: []string{"20210304.export.CSV:1 link|https://h.example/g"}, faults: []string{"20210304.export.CSV:3: 2 columns: GDELT files have 61 (events), 16 (mentions) or 27 (GKG)"}},
		{name: "list", data: []byte("# mine\nhttps://h.example/1\nx\n"), opts: Options{Format: "urls"}, want: []string{"list:2 link|https://h.example/1"}, faults: []string{`list:3: "x" is no address`}},
		{name: "empty.jsonl"},
	} {
		got, faults := open(t, c.name, c.data, c.opts)
		if !slices.Equal(got, c.want) || !slices.Equal(faults, c.faults) {
			t.Errorf("%s:\ngot  %q\nwant %q\nfaults %q\nwant   %q", c.name, got, c.want, faults, c.faults)
		}
	}
}

func TestFolderAndStandardInput(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"b.txt": "bee", "a/x.html": "<p>x", ".git/y.txt": "no", "notes.doc": "no"} {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755)
		os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)
	}
	got, faults := list(Open(t.Context(), dir, Options{Meta: page.Meta{Source: "S"}}), dir+"/")
	if want := []string{"a/x.html html|S|<p>x", "b.txt text|S|bee"}; !slices.Equal(got, want) || faults != nil {
		t.Errorf("folder: %q, %q", got, faults)
	}
	got, faults = list(Open(t.Context(), "-", Options{Stdin: bytes.NewReader(zipped("1.txt", "one"))}), "")
	if want := []string{"-/1.txt text|one"}; !slices.Equal(got, want) || faults != nil {
		t.Errorf("standard input: %q, %q", got, faults)
	}
	for path, want := range map[string]string{filepath.Join(dir, "none"): "no such file", t.TempDir(): "no report in this folder"} {
		if _, faults = list(Open(t.Context(), path, Options{}), ""); len(faults) != 1 || !strings.Contains(faults[0], want) {
			t.Errorf("%s: %q, want %q", path, faults, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range Open(ctx, dir, Options{}) {
		if n++; err != nil && !errors.Is(err, context.Canceled) || n > 2 {
			t.Errorf("after the end: %v", err)
		}
		cancel()
	}
}

// endless is a stream that says the same for ever.
type endless struct {
	text string
	at   int
	left int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && n < e.left {
		c := copy(p[n:], e.text[e.at:])
		e.at = (e.at + c) % len(e.text)
		n += c
	}
	e.left -= n
	return n, nil
}

// What was made to hurt ends in faults, with bounded memory.
func TestHostileInputs(t *testing.T) {
	zeros := gz(make([]byte, 80<<20))
	bomb := gz(zeros)
	deep := []byte(report)
	for range 20 {
		deep = gz(deep)
	}
	broken := gz([]byte(strings.Repeat(report, 1000)))
	copy(broken[len(broken)/2:], "\xff\xff\xff\xff")
	for name, c := range map[string]struct {
		in    io.Reader
		file  string
		fault string
	}{
		"gzip bomb":            {bytes.NewReader(zeros), "", "MB"},
		"gzip bomb of lines":   {bytes.NewReader(gz(bytes.Repeat([]byte(strings.Repeat(" ", 1<<20)+"\n"), 80))), "jsonl", "bomb"},
		"bomb in a bomb":       {bytes.NewReader(bomb), "", "MB"},
		"zip bomb":             {bytes.NewReader(zipped("a.txt", string(make([]byte, 70<<20)))), "", "bomb"},
		"packed twenty times":  {bytes.NewReader(deep), "", "packed more than"},
		"broken gzip":          {bytes.NewReader(broken), "", ""},
		"truncated gzip":       {bytes.NewReader(gz([]byte(strings.Repeat(report, 1000)))[:40]), "", ""},
		"truncated zip":        {bytes.NewReader(zipped("1.txt", strings.Repeat("x", 1000))[:100]), "", "broken zip"},
		"truncated tar":        {bytes.NewReader(tarred("1.txt", strings.Repeat("x", 10000))[:2000]), "", ""},
		"endless text":         {&endless{text: report, left: 50 << 20}, "", "MB"},
		"endless line of JSON": {&endless{text: `{"text":"`, left: 100 << 20}, "jsonl", "longer than"},
		"endless quotation":    {io.MultiReader(strings.NewReader("text,date\n\""), &endless{text: "war, ", left: 100 << 20}), "csv", "longer than"},
		"deep feed":            {strings.NewReader("<?xml version='1.0'?><rss>" + strings.Repeat("<a>", 100_000)), "", "nests"},
		"entity bomb":          {strings.NewReader(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>`), "feed", ""},
		"deep JSON":            {strings.NewReader(`{"text":` + strings.Repeat("[", 1_000_000)), "jsonl", "JSON"},
		"pdf of rubbish":       {strings.NewReader("%PDF-1.4\n" + strings.Repeat("1 0 obj << /A ", 10000)), "", "PDF"},
		"cut pdf":              {bytes.NewReader(minimalPDF("a", "b")[:300]), "", "PDF"},
	} {
		t.Run(name, func(t *testing.T) {
			peak := watchMemory(t)
			start := time.Now()
			_, faults := list(Open(t.Context(), "-", Options{Stdin: c.in, Format: c.file}), "")
			if c.fault != "" && (len(faults) == 0 || !strings.Contains(strings.Join(faults, " "), c.fault)) {
				t.Errorf("faults are %q, want %q", faults, c.fault)
			}
			for _, f := range faults {
				if strings.Contains(f, "\n") || len(f) > 500 {
					t.Errorf("a fault is not one line: %.200q", f)
				}
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("it took %s", took)
			}
			if mb := peak(); mb > 400 {
				t.Errorf("it took %d MB", mb)
			}
		})
	}
}

// watchMemory gives the highest use of the heap until it is asked, in MB.
func watchMemory(t *testing.T) func() uint64 {
	runtime.GC()
	var base runtime.MemStats
	runtime.ReadMemStats(&base)
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				done <- most
				return
			case <-tick.C:
				var m runtime.MemStats
				if runtime.ReadMemStats(&m); m.HeapAlloc > base.HeapAlloc {
					most = max(most, (m.HeapAlloc-base.HeapAlloc)>>20)
				}
			}
		}
	}()
	return func() uint64 { close(stop); return <-done }
}

// Many reports flow through with flat memory.
func TestFlat(t *testing.T) {
	line := `{"text":"` + strings.Repeat(report+" ", 60) + `"}` + "\n"
	peak := watchMemory(t)
	n := 0
	for _, err := range Open(t.Context(), "-", Options{Stdin: &endless{text: line, left: 20_000 * len(line)}, Format: "jsonl"}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if mb := peak(); n != 20_000 || mb > 40 {
		t.Errorf("%d reports with %d MB", n, mb)
	}
}

func TestParseColumns(t *testing.T) {
	c, err := ParseColumns("text=body, date=when")
	if err != nil || c != (Columns{Text: "body", Date: "when"}) {
		t.Errorf("%+v, %v", c, err)
	}
	for _, bad := range []string{"text", "colour=red"} {
		if _, err := ParseColumns(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// fuzz feeds bytes as standard input of one form.
func fuzz(f *testing.F, format string, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for in, err := range Open(t.Context(), "-", Options{Stdin: bufio.NewReader(bytes.NewReader(b)), Format: format}) {
			if n++; n > 10*len(b)+100 {
				t.Fatal("it does not end")
			}
			if err == nil && in.Name == "" {
				t.Error("a report without a place")
			}
		}
	})
}

func FuzzAny(f *testing.F) {
	fuzz(f, "", gz([]byte(report)), zst([]byte(report)), zipped("1.txt", "one"), tarred("1.txt", "one"))
}
func FuzzZIP(f *testing.F) {
	fuzz(f, "", zipped("1.txt", "one", "a/2.html", "<p>two"), zipped("in.zip", string(zipped("1.txt", "one"))))
}
func FuzzWACZ(f *testing.F) {
	fuzz(f, "", zipped("datapackage.json", "{}", "archive/data.warc.gz", string(gz([]byte(warced("https://x/", "200 OK", "", "<p>1"))))))
}
func FuzzTar(f *testing.F) {
	fuzz(f, "", tarred("1.txt", "one", "2.html", "<p>two"), gz(tarred("1.txt", "one")))
}
func FuzzURLs(f *testing.F)  { fuzz(f, "urls", []byte("# mine\nhttps://h.example/1\nx\n")) }
func FuzzJSONL(f *testing.F) { fuzz(f, "jsonl", []byte(`{"id":1,"text":"x","date":"2021-03-04"}`)) }
func FuzzCSV(f *testing.F)   { fuzz(f, "csv", []byte("text,date\n\"a\",2021-03-04\n")) }
func FuzzFeed(f *testing.F) {
	fuzz(f, "feed", []byte(rss), []byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"x"}]}`),
		[]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://h.example/e"/></entry></feed>`))
}
func FuzzSitemap(f *testing.F) {
	fuzz(f, "sitemap", []byte(`<urlset><url><loc>https://x</loc></url></urlset>`))
}
func FuzzOPML(f *testing.F) { fuzz(f, "opml", []byte(`<opml><outline xmlUrl="x"/></opml>`)) }
func FuzzWARC(f *testing.F) {
	fuzz(f, "warc", []byte(warced("https://x/", "200 OK", "", "<p>")), gz([]byte(warced("https://x/", "200 OK", "Content-Encoding: br\r\n", string(br([]byte("<p>")))))), dictionaried(warced("https://x/", "200 OK", "", "<p>")))
}
func FuzzPDF(f *testing.F)   { fuzz(f, "pdf", minimalPDF("one", "two")) }
func FuzzGDELT(f *testing.F) { fuzz(f, "gdelt", []byte(strings.Repeat("x\t", 60)+"https://x")) }

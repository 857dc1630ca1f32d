package source

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"detente/page"
)

const (
	maxNested  = 4       // archives within archives
	maxSpool   = 8 << 30 // bytes of a zip archive that comes in a stream
	maxEntries = 1_000_000
)

// stream tells what the bytes are and reads them; depth counts the packings
// around them.
func (w *walk) stream(name string, r io.Reader, depth int) bool {
	if r == nil {
		return w.fail(name, errors.New("there is no standard input"))
	}
	if depth > maxNested {
		return w.fail(name, fmt.Errorf("packed more than %d times", maxNested))
	}
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(4096)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return w.fail(name, cause(err))
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")), bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")), bytes.HasPrefix(head, []byte("\x5d\x2a\x4d\x18")):
		if strings.Contains(strings.ToLower(filepath.Base(name)), ".warc") || w.opts.Format == "warc" {
			return w.warc(name, b) // compressed record by record
		}
		plain, stop, err := unpack(b, head)
		if err != nil {
			return w.fail(name, err)
		}
		defer stop()
		return w.stream(name, plain, depth+1)
	case bytes.HasPrefix(head, []byte("BZh")):
		return w.stream(name, &bounded{r: bzip2.NewReader(b), in: &counter{}}, depth+1)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		if f, ok := r.(*file); ok {
			if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
				return w.zip(name, f, info.Size(), depth)
			}
		}
		return w.spool(name, b, depth)
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return w.tar(name, b, depth)
	}
	return w.plain(name, b, head)
}

// plain reads what is not packed.
func (w *walk) plain(name string, b *bufio.Reader, head []byte) bool {
	format := w.opts.Format
	if format == "" {
		format = tell(name, head)
	}
	switch format {
	case "warc":
		return w.warc(name, b)
	case "jsonl":
		return w.jsonl(name, b)
	case "csv":
		return w.csv(name, b)
	case "gdelt":
		return w.gdelt(name, b)
	case "urls":
		return w.urls(name, b)
	}
	data, err := io.ReadAll(io.LimitReader(b, page.MaxText+1))
	if err != nil {
		return w.fail(name, cause(err))
	}
	if len(data) > page.MaxText {
		return w.fail(name, fmt.Errorf("more than %d MB: a report is smaller", page.MaxText>>20))
	}
	switch format {
	case "feed":
		return w.feed(name, data)
	case "sitemap":
		return w.sitemap(name, data)
	case "opml":
		return w.opml(name, data)
	case "pdf":
		return w.pdf(name, data)
	case "html":
		return w.give(Input{Name: name, Kind: HTML, Data: data})
	}
	return w.give(Input{Name: name, Kind: Text, Data: data})
}

// tell finds the form of bytes by the name of the file and the first of them.
func tell(name string, head []byte) string {
	base := strings.ToLower(filepath.Base(name))
	for _, packed := range []string{".gz", ".zst", ".bz2"} {
		base = strings.TrimSuffix(base, packed)
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	xml := func(roots ...string) bool {
		for _, root := range roots {
			if bytes.Contains(head, []byte(root)) {
				return true
			}
		}
		return false
	}
	switch ext := filepath.Ext(base); {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return "pdf"
	case bytes.HasPrefix(head, []byte("WARC/")):
		return "warc"
	case strings.Contains(base, ".export.") || strings.Contains(base, ".mentions.") || strings.Contains(base, ".gkg."):
		return "gdelt"
	case ext == ".jsonl" || ext == ".ndjson":
		return "jsonl"
	case ext == ".csv" || ext == ".tsv":
		return "csv"
	case ext == ".txt" || ext == ".text":
		return "text"
	case bytes.HasPrefix(start, []byte("{")):
		if bytes.Contains(head, []byte("jsonfeed.org/version")) {
			return "feed"
		}
		if bytes.Contains(head, []byte(`"text"`)) || bytes.Contains(head, []byte(`"html"`)) {
			return "jsonl"
		}
	case bytes.HasPrefix(start, []byte("<")) && xml("<urlset", "<sitemapindex"):
		return "sitemap"
	case bytes.HasPrefix(start, []byte("<")) && xml("<opml"):
		return "opml"
	case bytes.HasPrefix(start, []byte("<")) && xml("<rss", "<feed", "<rdf:RDF"):
		return "feed"
	case ext == ".html" || ext == ".htm" || ext == ".xhtml" || page.LooksHTML(head):
		return "html"
	}
	return "text"
}

// unpack opens a gzip or zstd stream, which may have any number of members.
func unpack(r io.Reader, head []byte) (io.Reader, func(), error) {
	in := &counter{r: r}
	if head[0] == 0x1f {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, nil, err
		}
		return &bounded{r: z, in: in}, func() { z.Close() }, nil
	}
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(128<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, nil, err
	}
	return &bounded{r: z, in: in}, z.Close, nil
}

// A decompression bomb is told by its ratio: text shrinks to a tenth, seldom to
// a fiftieth.
const (
	bombRatio = 300
	bombFree  = 64 << 20 // bytes that may come out whatever the ratio
)

var errBomb = fmt.Errorf("more than %d times as large when unpacked: this looks like a decompression bomb", bombRatio)

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

type bounded struct {
	r   io.Reader
	in  *counter
	out int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.out += int64(n)
	if b.in.r != nil && b.out > bombFree && b.out > bombRatio*(b.in.n+1) {
		return 0, errBomb
	}
	return n, err
}

// spool puts a zip archive that comes in a stream into a file: its table of
// contents is at its end.
func (w *walk) spool(name string, r io.Reader, depth int) bool {
	f, err := os.CreateTemp("", "detente-*.zip")
	if err != nil {
		return w.fail(name, err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	n, err := io.Copy(f, io.LimitReader(r, maxSpool+1))
	if err != nil {
		return w.fail(name, cause(err))
	}
	if n > maxSpool {
		return w.fail(name, errors.New("the archive is larger than 8 GB: give it as a file"))
	}
	return w.zip(name, f, n, depth)
}

// zip reads the files of an archive in their order. Of a WACZ, which is a zip of
// a web archive with its index, only the archives are read.
func (w *walk) zip(name string, r io.ReaderAt, size int64, depth int) bool {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return w.fail(name, fmt.Errorf("a broken zip archive: %w", err))
	}
	wacz := false
	for _, f := range z.File {
		wacz = wacz || f.Name == "datapackage.json" || strings.HasPrefix(f.Name, "archive/") && strings.Contains(f.Name, ".warc")
	}
	if len(z.File) > maxEntries {
		return w.fail(name, fmt.Errorf("the archive has more than %d files", maxEntries))
	}
	for _, f := range z.File {
		inner := name + "/" + printable(f.Name)
		switch {
		case f.FileInfo().IsDir() || !f.Mode().IsRegular():
			continue
		case wacz && !strings.HasPrefix(f.Name, "archive/"), !wacz && !Known(f.Name):
			continue
		case f.UncompressedSize64 > bombFree && f.UncompressedSize64 > bombRatio*(f.CompressedSize64+1):
			if !w.fail(inner, errBomb) {
				return false
			}
			continue
		}
		rc, err := f.Open()
		if err != nil {
			if !w.fail(inner, err) {
				return false
			}
			continue
		}
		on := w.stream(inner, &bounded{r: rc, in: &counter{r: rc, n: int64(f.CompressedSize64)}}, depth+1)
		rc.Close()
		if !on {
			return false
		}
	}
	return true
}

// tar reads the files of an archive.
func (w *walk) tar(name string, r io.Reader, depth int) bool {
	t := tar.NewReader(r)
	for range maxEntries {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return w.fail(name, fmt.Errorf("a broken tar archive: %w", err))
		}
		if h.Typeflag == tar.TypeReg && Known(h.Name) {
			if !w.stream(name+"/"+printable(h.Name), t, depth+1) {
				return false
			}
		}
	}
	return w.fail(name, fmt.Errorf("the archive has more than %d files", maxEntries))
}

// printable keeps names from archives from playing tricks on a terminal.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c < 0x20 || c == 0x7f || c >= 0x80 && c < 0xa0 || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f {
			return '?'
		}
		return c
	}, s[:min(len(s), 500)])
}

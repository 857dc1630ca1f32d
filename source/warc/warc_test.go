package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func record(kind, url, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: <%s>\r\nWARC-Date: 2021-03-04T10:00:00Z\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, url, len(block), block)
}

func gz(parts ...string) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		z.Write([]byte(p))
		z.Close()
	}
	return b.Bytes()
}

func zst(parts ...string) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		z, _ := zstd.NewWriter(&b)
		z.Write([]byte(p))
		z.Close()
	}
	return b.Bytes()
}

// read collects the URLs and blocks, and the number of faults.
func read(b []byte, opts Options) (got string, faults int) {
	for r, err := range Read(bytes.NewReader(b), opts) {
		if err != nil {
			faults++
			continue
		}
		got += r.URL + "=" + string(r.Block) + " "
	}
	return got, faults
}

func TestRead(t *testing.T) {
	a, b, c := record("response", "http://a/", "one"), record("resource", "http://b/", "two\r\n\r\nWARC/1.0\r\n"), record("response", "http://c/", "three")
	const all = "http://a/=one http://b/=two\r\n\r\nWARC/1.0\r\n http://c/=three "
	broken := gz(b)
	copy(broken[len(broken)/2:], "\xff\xff\xff\xff\xff")
	long := record("response", "http://l/", strings.Repeat("x", 5000))
	for name, x := range map[string]struct {
		in     []byte
		want   string
		faults int
	}{
		"plain":           {[]byte(a + b + c), all, 0},
		"gzip":            {gz(a, b, c), all, 0},
		"gzip, one":       {gz(a + b + c), all, 0},
		"zstd":            {zst(a, b, c), all, 0},
		"truncated":       {[]byte(a + b[:len(b)-12]), "http://a/=one ", 1},
		"truncated gzip":  {gz(a, b, c)[:len(gz(a, b, c))-20], "", 1},
		"broken member":   {bytes.Join([][]byte{gz(a), broken, gz(c)}, nil), "http://a/=one http://c/=three ", 2},
		"rubbish between": {[]byte(a + "rubbish\nmore rubbish\n" + c), "http://a/=one http://c/=three ", 1},
		"no length":       {[]byte(strings.Replace(a, "Content-Length: 3", "Content-Length: x", 1) + c), "http://c/=three ", 1},
		"cut at limit":    {[]byte(long + c), "http://l/=" + strings.Repeat("x", 1000) + " http://c/=three ", 0},
		"empty":           {nil, "", 0},
		"huge length":     {[]byte(strings.Replace(a, "Content-Length: 3", "Content-Length: 999999999999", 1) + c), "", 1},
		"endless header":  {[]byte("WARC/1.0\r\nA: " + strings.Repeat("x", 10_000_000) + "\r\n"), "", 1},
	} {
		got, faults := read(x.in, Options{MaxBlock: 1000})
		if name == "truncated gzip" {
			got = "" // what of it comes through is not promised
		}
		if got != x.want || faults != x.faults && !(faults > 0 && x.faults > 0) {
			t.Errorf("%s: %.200q with %d faults, want %q with %d", name, got, faults, x.want, x.faults)
		}
	}
	got, _ := read([]byte(a+b+c), Options{Want: func(kind, _ string) bool { return kind == "resource" }})
	if !strings.HasPrefix(got, "http://b/") || strings.Contains(got, "http://c/") {
		t.Errorf("wanted records are %q", got)
	}
}

// An endless stream of one record is read with a bounded block.
func TestEndless(t *testing.T) {
	head := "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 100000000\r\n\r\n"
	for r, err := range Read(io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 50_000_000)), Options{MaxBlock: 1 << 20}) {
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(r.Block) != 1<<20 || !r.Truncated {
			t.Errorf("%d bytes, %v", len(r.Block), err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func FuzzRead(f *testing.F) {
	f.Add([]byte(record("response", "http://a/", "one")))
	f.Add(gz(record("response", "http://a/", "one"), "x"))
	f.Add(zst(record("response", "http://a/", "one")))
	f.Add([]byte("\x5d\x2a\x4d\x18\x04\x00\x00\x00abcd"))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for r, err := range Read(bytes.NewReader(b), Options{MaxBlock: 1000}) {
			if len(r.Block) > 1000 {
				t.Error("a block over the limit")
			}
			if n++; n > 10*len(b)+10 {
				t.Fatalf("it does not end: %v", err)
			}
		}
	})
}

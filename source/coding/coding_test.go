package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// coded is text under a coding.
func coded(t testing.TB, name string, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch name {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "deflate":
		w = zlib.NewWriter(&out)
	case "bare":
		w, err = flate.NewWriter(&out, 6)
	case "br":
		w = brotli.NewWriter(&out)
	case "zstd":
		w, err = zstd.NewWriter(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Write(text)
	w.Close()
	return out.Bytes()
}

func TestReader(t *testing.T) {
	text := []byte(strings.Repeat("The ministers of Arnor and Gondor met on Thursday. ", 500))
	for _, c := range []struct {
		header string
		how    []string // applied in this order
	}{
		{"", nil}, {"identity", nil}, {"gzip", []string{"gzip"}}, {"X-GZIP", []string{"gzip"}}, {"deflate", []string{"deflate"}},
		{"deflate", []string{"bare"}}, {"br", []string{"br"}}, {"zstd", []string{"zstd"}}, {"gzip, br", []string{"gzip", "br"}},
	} {
		data := text
		for _, how := range c.how {
			data = coded(t, how, data)
		}
		r, err := Reader(bytes.NewReader(data), c.header)
		if err != nil {
			t.Errorf("%q: %v", c.header, err)
			continue
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%q of %v: %d bytes, %v", c.header, c.how, len(got), err)
		}
		r.Close()
	}
	for _, bad := range []string{"compress", "gzip, gzip, gzip, gzip", "gzip"} {
		if _, err := Reader(strings.NewReader("plain words"), bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// However much comes out, a decoder holds little of it.
func TestBombs(t *testing.T) {
	zeros := make([]byte, 64<<20)
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		bomb := coded(t, name, zeros)
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := Reader(bytes.NewReader(bomb), name)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, 50<<20))
		runtime.ReadMemStats(&after)
		r.Close()
		if n != 50<<20 || err != nil {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 64 {
			t.Errorf("%s: %d MB to read 50", name, mb)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, name := range []string{"gzip", "deflate", "bare", "br", "zstd"} {
		f.Add(strings.Replace(name, "bare", "deflate", 1), coded(f, name, []byte("Arnor and Gondor")))
	}
	f.Fuzz(func(t *testing.T, header string, data []byte) {
		r, err := Reader(bytes.NewReader(data), header)
		if err != nil {
			return
		}
		io.Copy(io.Discard, io.LimitReader(r, 1<<20))
		r.Close()
	})
}

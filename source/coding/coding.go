// Package coding takes the content codings of HTTP (RFC 9110, section 8.4.1)
// away: gzip, deflate, br (RFC 7932) and zstd (RFC 8878). The memory of a decoder
// is bounded; how much comes out is for the caller to bound.
package coding

import (
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// Accept is the Accept-Encoding of what Reader reads.
const Accept = "gzip, br, zstd, deflate"

// The most codings around one body, and the most memory of one zstd decoder: a
// window of 8 MB is what RFC 8878 asks of one, and browsers refuse more.
const (
	maxCodings = 3
	maxWindow  = 32 << 20
)

// Reader reads r without its codings, which header names as Content-Encoding
// does, in the order in which they were applied: "gzip", "deflate, br". Close
// gives the memory of the decoders back; it does not close r.
func Reader(r io.Reader, header string) (io.ReadCloser, error) {
	names := strings.FieldsFunc(strings.ToLower(header), func(c rune) bool { return c == ',' || c == ' ' || c == '\t' })
	if len(names) > maxCodings {
		return nil, fmt.Errorf("coded %d times over", len(names))
	}
	out := &stack{Reader: r}
	for i := len(names) - 1; i >= 0; i-- {
		if err := out.push(names[i]); err != nil {
			out.Close()
			return nil, fmt.Errorf("content coding %.20q: %w", names[i], err)
		}
	}
	return out, nil
}

// stack is a reader over decoders.
type stack struct {
	io.Reader
	closers []func()
}

func (s *stack) push(name string) error {
	switch name {
	case "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(s.Reader)
		if err != nil {
			return err
		}
		s.Reader = z
	case "deflate":
		// Meant is zlib (RFC 1950); some servers send the bare stream.
		b := bufio.NewReader(s.Reader)
		if head, _ := b.Peek(2); len(head) < 2 || head[0]&0x0f != 8 || (uint(head[0])<<8|uint(head[1]))%31 != 0 {
			s.Reader = flate.NewReader(b)
			return nil
		}
		z, err := zlib.NewReader(b)
		if err != nil {
			return err
		}
		s.Reader = z
	case "br":
		s.Reader = brotli.NewReader(s.Reader)
	case "zstd":
		z, err := zstd.NewReader(s.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxWindow), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return err
		}
		s.Reader = z
		s.closers = append(s.closers, z.Close)
	default:
		return fmt.Errorf("is none of %s", Accept)
	}
	return nil
}

func (s *stack) Close() error {
	for _, c := range s.closers {
		c()
	}
	return nil
}

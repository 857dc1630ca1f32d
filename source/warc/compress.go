package warc

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const maxDictionary = 16 << 20

// uncompress tells the compression by the first bytes.
func (in *reader) uncompress(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, _ := b.Peek(8)
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return &members{r: b, fault: func(err error) bool { return in.yield(Record{}, in.fault(err)) }}, nil
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return decoder(b, nil)
	case len(head) == 8 && binary.LittleEndian.Uint32(head) == 0x184d2a5d:
		// A dictionary in front of all frames (WARC with zstd, iipc.github.io/warc-specifications).
		size := binary.LittleEndian.Uint32(head[4:])
		if size > maxDictionary {
			return nil, fmt.Errorf("the dictionary has %d MB", size>>20)
		}
		b.Discard(8)
		dict := make([]byte, size)
		if _, err := io.ReadFull(b, dict); err != nil {
			return nil, cutShort(err)
		}
		if bytes.HasPrefix(dict, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			d, err := decoder(bytes.NewReader(dict), nil)
			if err != nil {
				return nil, err
			}
			if dict, err = io.ReadAll(io.LimitReader(d, maxDictionary)); err != nil {
				return nil, err
			}
		}
		return decoder(b, dict)
	}
	return b, nil
}

func decoder(r io.Reader, dict []byte) (io.Reader, error) {
	opts := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(128 << 20), zstd.WithDecoderLowmem(true)}
	if dict != nil {
		opts = append(opts, zstd.WithDecoderDicts(dict))
	}
	d, err := zstd.NewReader(r, opts...)
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// members reads gzip members one after the other. After a broken one it looks
// for the next that starts.
type members struct {
	r     *bufio.Reader
	z     *gzip.Reader
	open  bool
	fault func(error) bool // reports, and says whether to go on
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if !m.open {
			if err := m.next(); err != nil {
				return 0, err
			}
		}
		n, err := m.z.Read(p)
		switch {
		case errors.Is(err, io.EOF):
			m.open = false
			err = nil
		case err != nil:
			m.open = false
			if !m.fault(fmt.Errorf("a broken gzip member: %w", err)) {
				return n, io.EOF
			}
			err = nil
		}
		if n > 0 {
			return n, nil
		}
	}
}

// next opens the next member.
func (m *members) next() error {
	for {
		head, err := m.r.Peek(3)
		if err != nil {
			return io.EOF
		}
		if head[0] != 0x1f || head[1] != 0x8b || head[2] != 8 {
			m.r.Discard(1)
			continue
		}
		if m.z == nil {
			m.z = new(gzip.Reader)
		}
		// A member that cannot be opened: its first bytes are no header.
		if err := m.z.Reset(m.r); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return io.EOF
			}
			continue
		}
		m.z.Multistream(false)
		m.open = true
		return nil
	}
}

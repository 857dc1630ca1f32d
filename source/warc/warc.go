// Package warc reads web archives: WARC 1.0 and 1.1 files (ISO 28500), plain or
// compressed with gzip or zstd record by record, as crawlers and CC-NEWS write
// them. It streams: memory holds one record, whatever the size of the file.
//
// A fault is reported and the rest goes on where that is possible: a broken
// gzip member or a header that cannot be read costs its record, and the reader
// looks for the next one.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// Limits on one record.
const (
	maxHeader = 64 << 10
	maxLine   = 32 << 10
)

// Record is one record of an archive.
type Record struct {
	Type        string // response, resource, conversion, request, metadata, warcinfo, ...
	URL         string // WARC-Target-URI
	Date        time.Time
	ContentType string // of the block
	Header      textproto.MIMEHeader
	Block       []byte // cut at the limit of Options
	Truncated   bool   // the block was longer, or the archive says so
	Offset      int64  // in the uncompressed archive
}

// Options are the choices of Read.
type Options struct {
	MaxBlock int // bytes of a block that are kept
	// Want says by type and URL whether the block of a record is kept; others
	// are passed over. Nil keeps all.
	Want func(kind, url string) bool
}

// Read yields the records of an archive.
func Read(r io.Reader, opts Options) iter.Seq2[Record, error] {
	if opts.MaxBlock <= 0 {
		opts.MaxBlock = 32 << 20
	}
	return func(yield func(Record, error) bool) {
		in := &reader{opts: opts, yield: yield}
		plain, err := in.uncompress(r)
		if err != nil {
			yield(Record{}, err)
			return
		}
		in.r = bufio.NewReaderSize(plain, 64<<10)
		in.records()
	}
}

type reader struct {
	opts  Options
	yield func(Record, error) bool
	r     *bufio.Reader
	at    int64 // bytes read from r
}

// records reads to the end of the archive.
func (in *reader) records() {
	lost := false // looking for the next record after a fault
	for {
		line, err := in.line()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				in.yield(Record{}, in.fault(err))
			}
			return
		}
		if line == "" {
			continue
		}
		if !strings.HasPrefix(line, "WARC/1.") && !strings.HasPrefix(line, "WARC/0.") {
			if !lost {
				lost = true
				if !in.yield(Record{}, in.fault(fmt.Errorf("no record where one should start (%.20q); going on with the next one", line))) {
					return
				}
			}
			continue
		}
		lost = false
		rec, err := in.record()
		if errors.Is(err, errPassed) {
			continue
		}
		if !in.yield(rec, err) {
			return
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return
		}
		lost = err != nil
	}
}

var errPassed = errors.New("not wanted")

// record reads the header and the block of a record whose version line is read.
func (in *reader) record() (Record, error) {
	rec := Record{Header: textproto.MIMEHeader{}, Offset: in.at}
	size, last := 0, ""
	for {
		line, err := in.line()
		if err != nil {
			return rec, in.fault(cutShort(err))
		}
		if line == "" {
			break
		}
		if size += len(line); size > maxHeader {
			return rec, in.fault(errors.New("the header of a record is longer than 64 KB"))
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" { // a folded line
			v := rec.Header[last]
			v[len(v)-1] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return rec, in.fault(fmt.Errorf("a header line without a colon: %.40q", line))
		}
		last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
		rec.Header[last] = append(rec.Header[last], strings.TrimSpace(value))
	}
	rec.Type = strings.ToLower(rec.Header.Get("WARC-Type"))
	rec.URL = strings.Trim(rec.Header.Get("WARC-Target-URI"), "<> ")
	rec.ContentType = rec.Header.Get("Content-Type")
	rec.Date, _ = time.Parse(time.RFC3339, rec.Header.Get("WARC-Date"))
	rec.Truncated = rec.Header.Get("WARC-Truncated") != ""
	length, err := strconv.ParseInt(rec.Header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return rec, in.fault(fmt.Errorf("the length of a record is %q", rec.Header.Get("Content-Length")))
	}
	wanted := in.opts.Want == nil || in.opts.Want(rec.Type, rec.URL)
	keep := int64(0)
	if wanted {
		keep = min(length, int64(in.opts.MaxBlock))
	}
	var block bytes.Buffer
	n, err := io.CopyN(&block, in.r, keep)
	in.at += n
	if err == nil {
		n, err = io.CopyN(io.Discard, in.r, length-keep)
		in.at += n
	}
	rec.Block = block.Bytes()
	if err != nil {
		rec.Truncated = true
		return rec, in.fault(cutShort(err))
	}
	if !wanted {
		return rec, errPassed
	}
	rec.Truncated = rec.Truncated || length > keep
	return rec, nil
}

// line reads a line without its end, which is CR LF or LF.
func (in *reader) line() (string, error) {
	var whole []byte
	for {
		part, err := in.r.ReadSlice('\n')
		in.at += int64(len(part))
		if len(whole) <= maxLine {
			whole = append(whole, part[:min(len(part), maxLine)]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (len(whole) == 0 || !errors.Is(err, io.EOF)) {
			return "", err
		}
		return strings.TrimRight(string(whole), "\r\n"), nil
	}
}

func (in *reader) fault(err error) error {
	return fmt.Errorf("near byte %d: %w", in.at, err)
}

func cutShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the archive ends within a record: %w", io.ErrUnexpectedEOF)
	}
	return err
}

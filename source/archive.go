package source

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"

	"detente/page"
	"detente/source/warc"
)

// warc reads the pages of a web archive: responses with status 200 and HTML or
// plain text, resources, and conversions (WET files).
func (w *walk) warc(name string, r io.Reader) bool {
	want := func(kind, _ string) bool { return kind == "response" || kind == "resource" || kind == "conversion" }
	for rec, err := range warc.Read(r, warc.Options{MaxBlock: page.MaxText, Want: want}) {
		place := name
		if rec.URL != "" {
			place += "#" + printable(rec.URL)
		}
		if err != nil {
			if !w.fail(place, err) {
				return false
			}
			continue
		}
		in, skip, err := fromRecord(rec)
		in.Name = place
		switch {
		case err != nil:
			if !w.fail(place, err) {
				return false
			}
		case skip.Reason != "":
			if w.opts.Skipped != nil {
				skip.Name = place
				w.opts.Skipped(skip)
			}
		case !w.give(in):
			return false
		}
	}
	return true
}

// fromRecord is the page of a record; a Skip with a reason is for what holds none.
func fromRecord(rec warc.Record) (in Input, skip Skip, err error) {
	in.Meta.URL = rec.URL
	body, kind := rec.Block, rec.ContentType
	if rec.Type == "response" {
		if body, kind, skip, err = payload(rec.Block); err != nil || skip.Reason != "" {
			return in, skip, err
		}
	}
	media, params, _ := mime.ParseMediaType(kind)
	in.Meta.Charset = params["charset"]
	switch {
	case media == "text/html" || media == "application/xhtml+xml", media == "" && page.LooksHTML(body):
		in.Kind = HTML
	case media == "text/plain":
		in.Kind = Text
	default:
		return in, Skip{Reason: SkipMedia, Detail: media}, nil
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return in, Skip{Reason: SkipEmpty}, nil
	}
	in.Data = body
	return in, Skip{}, nil
}

// payload takes the HTTP message of a record apart. Crawlers store the body as it
// came, or already decoded with the old headers: both are taken.
func payload(block []byte) (body []byte, contentType string, skip Skip, err error) {
	i := bytes.Index(block, []byte("\r\n\r\n"))
	if i < 0 {
		return nil, "", skip, errors.New("a response without the end of its header")
	}
	res, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(block)), nil)
	if err != nil {
		return nil, "", skip, fmt.Errorf("a response that cannot be read: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, "", Skip{Reason: SkipStatus, Detail: strconv.Itoa(res.StatusCode)}, nil
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, page.MaxText))
	if err != nil && (len(body) == 0 || !errors.Is(err, io.ErrUnexpectedEOF)) {
		body = block[i+4:] // not chunked, whatever the header says
	}
	var z io.Reader
	switch enc := strings.ToLower(res.Header.Get("Content-Encoding")); {
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		z, err = gzip.NewReader(bytes.NewReader(body))
	case enc == "deflate" && bytes.HasPrefix(body, []byte("\x78")):
		z, err = zlib.NewReader(bytes.NewReader(body))
	case enc == "deflate" && !page.LooksHTML(body):
		z, err = flate.NewReader(bytes.NewReader(body)), nil
	case enc == "br" && !page.LooksHTML(body):
		return nil, "", skip, errors.New("the page is compressed with brotli, which is not read")
	default:
		err = nil
	}
	if err == nil && z != nil {
		// What cannot be unpacked to its end is taken as far as it goes.
		body, err = io.ReadAll(io.LimitReader(z, page.MaxText))
		if len(body) > 0 {
			err = nil
		}
	}
	return body, res.Header.Get("Content-Type"), skip, err
}

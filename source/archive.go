package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente/page"
	"detente/source/coding"
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
	if body, err = decoded(body, res.Header.Get("Content-Encoding")); err != nil {
		return nil, "", skip, fmt.Errorf("a page that cannot be unpacked: %w", err)
	}
	return body, res.Header.Get("Content-Type"), skip, nil
}

// decoded is a body without its codings, as far as it can be unpacked, and not
// more than a report may have. Text that is not coded, whatever the header says,
// stays as it is.
func decoded(body []byte, encoding string) ([]byte, error) {
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) && !strings.Contains(encoding, ",") {
		encoding = "gzip" // coded, whatever the header says
	}
	if encoding == "" || page.LooksHTML(body) {
		return body, nil
	}
	var plain []byte
	r, err := coding.Reader(bytes.NewReader(body), encoding)
	if err == nil {
		defer r.Close()
		plain, err = io.ReadAll(io.LimitReader(r, page.MaxText))
	}
	control := func(c rune) bool { return c < '\t' || c == utf8.RuneError }
	switch {
	case err == nil || len(plain) > 0:
		return plain, nil
	case bytes.ContainsFunc(body[:min(len(body), 512)], control):
		return nil, err
	}
	return body, nil
}

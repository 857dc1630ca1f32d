package page

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode turns the bytes of plain text into a string of UTF-8. The charset is
// told by a byte order mark, else by the bytes themselves: UTF-8, UTF-16 (a
// zero in every second byte) and Windows-1252, of which Latin-1 is a part. The
// note says what was converted.
func Decode(b []byte) (text, note string, err error) {
	if len(b) > 2*MaxText {
		return "", "", &Error{fmt.Sprintf("the file has %d MB", len(b)>>20), fmt.Sprintf("a report may have %d MB; split the file into one report each", MaxText>>20)}
	}
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.start)) {
			return "", "", &Error{"the bytes are " + m.name + ", not text", "give the file under its own name or as docs/sources.md says"}
		}
	}
	if bom := []byte("\xef\xbb\xbf"); bytes.HasPrefix(b, bom) {
		b = b[len(bom):]
	}
	name, enc := guess(b)
	switch {
	case name == "":
		return "", "", &Error{"the bytes are binary or in a charset that could not be told", "convert the file to UTF-8, for instance with iconv"}
	case enc == nil:
		return string(b), "", nil
	}
	if enc == encoding.Replacement {
		return strings.ToValidUTF8(string(b), "\ufffd"), "has bytes that are not UTF-8", nil
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", "", &Error{"the bytes are not good " + name, "convert the file to UTF-8, for instance with iconv"}
	}
	return string(out), "converted from " + name, nil
}

// magics are the first bytes of files that people take for text.
var magics = []struct{ start, name string }{
	{"%PDF-", "a PDF"},
	{"PK\x03\x04", "a zip archive or an office document"},
	{"\x1f\x8b", "compressed with gzip"},
	{"\x28\xb5\x2f\xfd", "compressed with zstd"},
	{"\x89PNG", "an image"},
	{"\xff\xd8\xff", "an image"},
	{"GIF8", "an image"},
	{"\x7fELF", "a program"},
	{"SQLite format 3\x00", "a database"},
}

// guess names the charset of b; a nil encoding means UTF-8, an empty name that
// none fits.
func guess(b []byte) (string, encoding.Encoding) {
	if e, name := utf16(b); e != nil {
		return name, e
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "", nil
	}
	if utf8.Valid(b) {
		return "UTF-8", nil
	}
	if fewBreaks(b) {
		return "UTF-8 with broken bytes", encoding.Replacement
	}
	// In western text of one byte a character most bytes are ASCII letters; in
	// a charset of another script, or in a compressed file, they are not.
	high, control, letters := 0, 0, 0
	for _, c := range b {
		switch {
		case c >= 0x80:
			high++
			if c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d {
				control++ // not assigned in Windows-1252
			}
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters++
		case c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f':
			control++
		}
	}
	if control > 0 || high*4 > letters {
		return "", nil
	}
	return "Windows-1252", charmap.Windows1252
}

// fewBreaks tells UTF-8 with some broken bytes, as a cut file has them, from
// text in another charset: good sequences of several bytes outnumber bad bytes.
func fewBreaks(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		c, n := utf8.DecodeRune(b)
		if c == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// utf16 recognises UTF-16 by its mark or by zeros in one of two places.
func utf16(b []byte) (encoding.Encoding, string) {
	little := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return little, "UTF-16LE"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return big, "UTF-16BE"
	case len(b) < 8:
		return nil, ""
	}
	var zeros [2]int
	head := b[:min(len(b), 4096)&^1]
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1]*4 > half*3 && zeros[0]*20 < half:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16LE"
	case zeros[0]*4 > half*3 && zeros[1]*20 < half:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16BE"
	}
	return nil, ""
}

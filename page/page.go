// Package page turns the bytes of a report into a record.Document: the text,
// cut into blocks that say what each run of it does on the page (title,
// caption, credit, byline, dateline, paragraph, promotion, ...), and what is
// known of the report's origin.
//
// The words that tell page furniture from the report are data (data/page), read
// by New. A Reader is safe for concurrent use.
package page

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strings"

	"detente/record"
)

// Limits on a report. Longer input is refused: it is an archive or a fault.
const (
	MaxText = 32 << 20 // bytes of a report
	MaxLine = 1 << 20  // bytes of one line of it
)

// Meta is what is known about a report beside its bytes. Every field may be
// empty; a field that is given wins over what the page says.
type Meta struct {
	ID       string
	URL      string
	Title    string
	Source   string // the outlet
	Author   string
	Language string // BCP 47
	Charset  string // as declared by the server, for HTML
	Date     record.Interval
	// DateBy says how Date is known; empty means record.Given.
	DateBy record.KnownBy
	// Hint says that this is second-hand, as what a feed says of a page: then
	// the page's own word wins.
	Hint bool
}

// Reader makes documents of pages.
type Reader struct {
	words *words
}

// New reads the words that tell page furniture from the folder page/ of fsys.
func New(fsys fs.FS) (*Reader, error) {
	w, err := loadWords(fsys)
	if err != nil {
		return nil, err
	}
	return &Reader{words: w}, nil
}

// FromText makes a document of plain text, as it was copied from a page or as
// a wire sends it. Document.Text is the given text, converted to UTF-8 where it
// is in another charset and otherwise unchanged but for a byte order mark. An
// *Error says what is wrong with the bytes and what would mend it.
func (r *Reader) FromText(b []byte, meta Meta) (record.Document, error) {
	text, note, err := Decode(b)
	if err != nil {
		return record.Document{}, err
	}
	doc, err := r.FromString(text, meta)
	if err == nil && note != "" {
		doc.Notes = append(doc.Notes, note)
	}
	return doc, err
}

// FromString is FromText for text that is known to be UTF-8: Document.Text is
// the very string.
func (r *Reader) FromString(text string, meta Meta) (record.Document, error) {
	if err := checkText(text); err != nil {
		return record.Document{}, err
	}
	doc := record.Document{Text: text, Notes: notesOnText(text)}
	doc.Blocks = r.blocks(text)
	doc.Title = headline(doc)
	doc.Author = author(doc)
	describe(&doc, meta)
	r.language(&doc)
	return doc, nil
}

// describe lays what is given over what the page says, dates the document by
// its metadata or URL, and names it by its content where it has no name.
func describe(doc *record.Document, meta Meta) {
	for _, f := range []struct {
		to    *string
		given string
	}{
		{&doc.ID, meta.ID}, {&doc.URL, meta.URL}, {&doc.Title, meta.Title}, {&doc.Source, meta.Source},
		{&doc.Author, meta.Author}, {&doc.Language, meta.Language},
	} {
		if f.given != "" && (*f.to == "" || !meta.Hint) {
			*f.to = f.given
		}
	}
	if meta.Date.Known() && !(meta.Hint && doc.Published.Known()) {
		doc.Published = record.Published{Interval: meta.Date, KnownBy: meta.DateBy}
		if meta.DateBy == "" {
			doc.Published.KnownBy = record.Given
		}
	}
	if !doc.Published.Known() {
		if on, ok := DateInURL(doc.URL); ok {
			doc.Published = record.Published{Interval: on, KnownBy: record.URL}
		}
	}
	if doc.ID == "" {
		doc.ID = ContentID(doc.Text)
	}
}

// ContentID is the name of a text that has no other: the first 16 hexadecimal
// digits of its SHA-256.
func ContentID(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// headline is the first title that is not the title of an image: an image's
// title comes back in its caption ("Kim and Trump" over "Kim and Trump Reuters").
func headline(doc record.Document) string {
	for i, b := range doc.Blocks {
		if b.Role != record.Title {
			continue
		}
		title := b.Span.In(doc.Text)
		if i+1 < len(doc.Blocks) && doc.Blocks[i+1].Role == record.Caption &&
			strings.HasPrefix(doc.Blocks[i+1].Span.In(doc.Text), title) {
			continue
		}
		return strings.Join(strings.Fields(title), " ")
	}
	return ""
}

// author is the name in the first byline: "By Jane Roe" gives Jane Roe.
func author(doc record.Document) string {
	for _, b := range doc.Blocks {
		if b.Role == record.Byline {
			words := strings.Fields(b.Span.In(doc.Text))
			if len(words) > 1 && strings.EqualFold(words[0], "by") {
				return strings.TrimRight(strings.Join(words[1:], " "), " ,|")
			}
			return ""
		}
	}
	return ""
}

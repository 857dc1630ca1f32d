package page

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"detente/record"
)

// kindOfPage says what a page seems to be where it is no plain article: a live
// blog, a gallery, the stub before a paywall, an error page.
func (w *words) kindOfPage(root *html.Node, s stated, doc record.Document) []string {
	body, paragraphs, captions := 0, 0, 0
	for _, b := range doc.Blocks {
		switch b.Role {
		case record.Paragraph:
			body += len(wordsOf(b.Span.In(doc.Text), 1000))
			paragraphs++
		case record.Caption:
			captions++
		}
	}
	head := strings.ToLower(s.title)
	var notes []string
	switch {
	case s.live:
		notes = append(notes, "live blog: entries of several times on one page")
	case strings.Contains(s.kind, "gallery"), captions >= 6 && captions > 2*paragraphs:
		notes = append(notes, "photo gallery: mostly captions")
	}
	if s.locked && body < 250 {
		notes = append(notes, "paywall stub: the page gives only the first "+strconv.Itoa(body)+" words")
	}
	if body < 120 && len(head) < 60 {
		for _, sign := range w.errorPages {
			if strings.Contains(head, sign) {
				notes = append(notes, "error page: "+s.title)
				break
			}
		}
	}
	if body < 30 && len(notes) == 0 {
		notes = append(notes, "hardly any text: the page may be made by a script or be no report")
	}
	return notes
}

// languageOfPage tells the language by the words, and by the page's own word
// where they do not tell.
func (r *Reader) languageOfPage(doc *record.Document, stated string) {
	if doc.Language != "" && !strings.HasPrefix(doc.Language, "en") {
		doc.Notes = append(doc.Notes, "the page says that its language is "+doc.Language+"; only English is read")
		return
	}
	doc.Language = ""
	r.language(doc)
	if doc.Language == "" {
		doc.Language = stated
	}
}

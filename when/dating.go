package when

import (
	"detente/record"
	"detente/tree"
)

func (r *Reader) published(doc *record.Document, text *tree.Text, all []found) (record.Published, []string) {
	return doc.Published, nil
}

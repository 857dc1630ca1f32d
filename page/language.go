package page

import (
	"math/bits"
	"unicode"

	"detente/record"
)

// language is one entry of language.toml: the commonest words of a language.
type language struct {
	Code  string   `toml:"code"`
	Name  string   `toml:"name"`
	Words []string `toml:"words"`
}

// language tells the language of a document by its commonest words, and notes
// one that is not English: only English is read.
func (r *Reader) language(doc *record.Document) {
	if doc.Language != "" {
		return
	}
	code, name := r.words.languageOf(doc.Text)
	doc.Language = code
	if code != "en" && code != "" {
		doc.Notes = append(doc.Notes, "looks like "+name+"; only English is read")
	}
}

// languageOf looks at the first 400 words. A text that is too short to tell, or
// in no language of the list, gives the empty code.
func (w *words) languageOf(text string) (code, name string) {
	ws := wordsOf(text, 400)
	if len(ws) == 0 {
		return "", ""
	}
	latin, other := 0, 0
	counts := make([]int, len(w.common))
	for _, x := range ws {
		for _, c := range x.lower {
			if unicode.Is(unicode.Latin, c) {
				latin++
			} else if unicode.IsLetter(c) {
				other++
			}
			break
		}
		for in := w.commonWords[x.lower]; in != 0; in &= in - 1 {
			counts[bits.TrailingZeros64(in)]++
		}
	}
	if other > latin {
		return "und", "a language in another script"
	}
	best := 0
	for i := range counts {
		if counts[i] > counts[best] {
			best = i
		}
	}
	if counts[best] < 2 || counts[best]*12 < len(ws) {
		return "", ""
	}
	return w.common[best].Code, w.common[best].Name
}

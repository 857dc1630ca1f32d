package page

import (
	"math/bits"
	"unicode"
	"unicode/utf8"

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
	const most = 400
	seen, latin, other := 0, 0, 0
	counts := make([]int, len(w.common))
	for start, end := nextWord(text, 0); start < end && seen < most; start, end = nextWord(text, end) {
		seen++
		word := text[start:end]
		switch c, _ := utf8.DecodeRuneInString(word); {
		case unicode.Is(unicode.Latin, c):
			latin++
		case unicode.IsLetter(c):
			other++
		}
		for in := w.commonWords[lowered(word)]; in != 0; in &= in - 1 {
			counts[bits.TrailingZeros64(in)]++
		}
	}
	if seen == 0 {
		return "", ""
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
	if counts[best] < 2 || counts[best]*12 < seen {
		return "", ""
	}
	return w.common[best].Code, w.common[best].Name
}

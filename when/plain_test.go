package when

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"detente/data"
	"detente/record"
	"detente/tree"
)

// load reads the embedded data.
func load(t testing.TB) *Reader {
	t.Helper()
	r, err := New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// plain cuts a text into sentences at blank lines and full stops, and into
// tokens at spaces and punctuation, with no tags and no trees: what this
// package does must not hang on more, save where tense decides.
func plain(text string) (*record.Document, *tree.Text) {
	doc := &record.Document{Text: text}
	out := &tree.Text{}
	at := 0
	for at < len(text) {
		end := strings.Index(text[at:], "\n\n")
		if end < 0 {
			end = len(text)
		} else {
			end += at
		}
		block := record.Span{Start: at, End: end}
		doc.Blocks = append(doc.Blocks, record.Block{Role: record.Paragraph, Span: block})
		for from := at; from < end; {
			to := end
			for i := from; i+2 < end; i++ {
				if strings.IndexByte(".?!", text[i]) >= 0 && text[i+1] == ' ' && unicode.IsUpper(rune(text[i+2])) && i > from+4 && text[i-4] != ' ' {
					to = i + 1
					break
				}
			}
			s := tree.Sentence{Span: record.Span{Start: from, End: to}, Block: len(doc.Blocks) - 1}
			s.Tokens = plainTokens(text, from, to)
			s.Index()
			out.Sentences = append(out.Sentences, s)
			from = to
			for from < end && text[from] == ' ' {
				from++
			}
		}
		at = end
		for at < len(text) && text[at] == '\n' {
			at++
		}
	}
	return doc, out
}

func plainTokens(text string, from, to int) []tree.Token {
	var toks []tree.Token
	word := false
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:to])
		switch {
		case unicode.IsSpace(r):
			word = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !word {
				toks = append(toks, tree.Token{Span: record.Span{Start: i}, Head: -1})
			}
			toks[len(toks)-1].Span.End = i + size
			word = true
		default:
			toks = append(toks, tree.Token{Span: record.Span{Start: i, End: i + size}, Head: -1, Tag: tree.PUNCT})
			word = false
		}
		i += size
	}
	for i := range toks {
		toks[i].Form = toks[i].Span.In(text)
		toks[i].Lemma = strings.ToLower(toks[i].Form)
		if i > 0 {
			toks[i].Head, toks[i].Rel = 0, tree.Dep
		}
	}
	return toks
}

// on dates a document.
func on(doc *record.Document, y, m, d int) *record.Document {
	doc.Published = record.Published{Interval: record.Interval{Start: record.Moment{Time: date(y, m, d)}, End: record.Moment{Time: date(y, m, d+1)}}, KnownBy: record.Given}
	return doc
}

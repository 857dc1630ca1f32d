package eval

import (
	"cmp"
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/reader"
	"detente/record"
)

// quotes scores statements against attributions in brat standoff, as PolNeAR
// 1.0 publishes them (Newell, Margolin and Ruths, "An Attribution Relations
// Corpus for Political News", LREC 2018).
func quotes() Kind {
	return Kind{
		Name: "quotes",
		Here: func(dir string, entries []fs.DirEntry) bool {
			return anyFile(entries, "*.ann") && anyFile(entries, "*.txt")
		},
		Run: func(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
			return Quotes(ctx, dir, func(text string) ([]Attribution, error) {
				a, err := r.Read(ctx, Plain(text))
				if err != nil {
					return nil, err
				}
				return Attributions(a.Statements), nil
			})
		},
		Bars: []Bar{
			{Measure: "direct span F1", Floor: 0.90, Aim: 0.97},
			{Measure: "direct speaker", Floor: 0.80, Aim: 0.92},
			{Measure: "content token F1", Floor: 0.65, Aim: 0.80},
			{Measure: "source token F1", Floor: 0.60, Aim: 0.75},
			{Measure: "cue token F1", Floor: 0.65, Aim: 0.80},
		},
	}
}

// Plain is a text without markup as a document: every line a paragraph.
func Plain(text string) record.Document {
	doc := record.Document{Text: text}
	at := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			doc.Blocks = append(doc.Blocks, record.Block{
				Role: record.Paragraph,
				Span: record.Span{Start: at, End: at + len(strings.TrimRight(line, "\r\n"))},
			})
		}
		at += len(line)
	}
	return doc
}

// Attributions are the statements as the gold sets see them: those that share a
// cue are one attribution.
func Attributions(statements []record.Statement) []Attribution {
	var list []Attribution
	byCue := map[record.Span]int{}
	for _, s := range statements {
		i, seen := byCue[s.Spans.Cue]
		if !seen || s.Spans.Cue.Empty() {
			i = len(list)
			byCue[s.Spans.Cue] = i
			var a Attribution
			if !s.Spans.Speaker.Empty() {
				a.Source = []record.Span{s.Spans.Speaker}
			}
			if !s.Spans.Cue.Empty() {
				a.Cue = []record.Span{s.Spans.Cue}
			}
			list = append(list, a)
		}
		list[i].Content = append(list[i].Content, s.Content...)
	}
	return list
}

// Quotes scores the answers of read on the articles of dir.
//
// Direct quotations are the pieces of content that stand wholly within quote
// marks; they are compared by their words, without the marks. Their speaker is
// right where the heads of the gold and of the answered source lie within each
// other's span; every gold piece with a source counts. Tokens are runs of
// letters and digits, counted once a part and an article however many
// attributions hold them.
func Quotes(ctx context.Context, dir string, read func(text string) ([]Attribution, error)) ([]Score, []Prediction, error) {
	articles, err := ReadAttributions(dir)
	if err != nil {
		return nil, nil, err
	}
	set := filepath.Base(dir)
	var total quoteTally
	var answers []Prediction
	for _, a := range articles {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		got, err := read(a.Text)
		if err != nil {
			return nil, nil, err
		}
		total.add(a.Text, a.Gold, got)
		answers = append(answers, Prediction{set, a.ID, answered(a.Text, got)})
	}
	return total.scores(set), answers, nil
}

// answered is an answer in the offsets of the gold files, characters, with the
// words beside them.
func answered(text string, list []Attribution) any {
	type part struct {
		Spans [][2]int `json:"spans"`
		Text  string   `json:"text"`
	}
	type attribution struct {
		Source  part `json:"source"`
		Cue     part `json:"cue"`
		Content part `json:"content"`
	}
	give := func(spans []record.Span) part {
		words := make([]string, len(spans))
		for i, s := range spans {
			words[i] = s.In(text)
		}
		return part{characterSpans(text, spans), strings.Join(words, " ")}
	}
	out := make([]attribution, len(list))
	for i, a := range list {
		out[i] = attribution{give(a.Source), give(a.Cue), give(a.Content)}
	}
	return map[string]any{"attributions": out}
}

// overlap counts right answers among those given and those in the gold.
type overlap struct{ right, given, gold int }

func (o overlap) f1() float64 { return F1(o.right, o.given, o.gold) }

type quoteTally struct {
	direct               overlap
	speakers, speakersOf int
	parts                [3]overlap // content, source, cue
}

func (q *quoteTally) add(text string, gold, got []Attribution) {
	pick := [3]func(Attribution) []record.Span{
		func(a Attribution) []record.Span { return a.Content },
		func(a Attribution) []record.Span { return a.Source },
		func(a Attribution) []record.Span { return a.Cue },
	}
	for i, part := range pick {
		want, have := words(text, gold, part), words(text, got, part)
		q.parts[i].gold += len(want)
		q.parts[i].given += len(have)
		for w := range have {
			if want[w] {
				q.parts[i].right++
			}
		}
	}
	want, have := directPieces(text, gold), directPieces(text, got)
	q.direct.gold += len(want)
	q.direct.given += len(have)
	for _, w := range want {
		best, bestLen := -1, 0
		for i, h := range have {
			if n := min(w.span.End, h.span.End) - max(w.span.Start, h.span.Start); n > bestLen {
				best, bestLen = i, n
			}
		}
		if best >= 0 && have[best].span == w.span {
			q.direct.right++
		}
		if len(w.of.Source) == 0 {
			continue
		}
		q.speakersOf++
		if best >= 0 && sameHead(text, w.of.Source, have[best].of.Source) {
			q.speakers++
		}
	}
}

func (q *quoteTally) scores(set string) []Score {
	speaker := 0.0
	if q.speakersOf > 0 {
		speaker = float64(q.speakers) / float64(q.speakersOf)
	}
	return []Score{
		{set, "direct span F1", q.direct.f1(), q.direct.gold},
		{set, "direct speaker", speaker, q.speakersOf},
		{set, "content token F1", q.parts[0].f1(), q.parts[0].gold},
		{set, "source token F1", q.parts[1].f1(), q.parts[1].gold},
		{set, "cue token F1", q.parts[2].f1(), q.parts[2].gold},
	}
}

// words are the offsets at which the words of one part of all attributions begin.
func words(text string, list []Attribution, part func(Attribution) []record.Span) map[int]bool {
	starts := map[int]bool{}
	for _, a := range list {
		for _, s := range part(a) {
			inWord := false
			for i, r := range s.In(text) {
				isWord := unicode.IsLetter(r) || unicode.IsDigit(r)
				if isWord && !inWord {
					starts[s.Start+i] = true
				}
				inWord = isWord
			}
		}
	}
	return starts
}

// piece is one quotation of an attribution, without its marks.
type piece struct {
	span record.Span
	of   Attribution
}

// directPieces are the pieces of content wholly within quote marks, each once,
// in text order.
func directPieces(text string, list []Attribution) []piece {
	var pieces []piece
	for _, a := range list {
		if len(a.Source) == 0 && len(a.Cue) == 0 {
			continue
		}
		for _, s := range a.Content {
			if inner, ok := unquoted(text, s); ok {
				pieces = append(pieces, piece{inner, a})
			}
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		return cmp.Or(a.span.Start-b.span.Start, a.span.End-b.span.End, len(b.of.Source)-len(a.of.Source))
	})
	return slices.CompactFunc(pieces, func(a, b piece) bool { return a.span == b.span })
}

const marks = "\"“”„«»'‘’`"

// unquoted takes the quote marks off a span and reports whether there were
// some: at both of its ends, within or beside it, and none that closes in
// between.
func unquoted(text string, s record.Span) (record.Span, bool) {
	isMark := func(r rune) bool { return strings.ContainsRune(marks, r) }
	outer := func(r rune) bool { return isMark(r) || unicode.IsSpace(r) }
	words := s.In(text)
	inner := record.Span{
		Start: s.Start + len(words) - len(strings.TrimLeftFunc(words, outer)),
		End:   s.Start + len(strings.TrimRightFunc(words, outer)),
	}
	if inner.Empty() {
		return inner, false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:inner.Start])
	after, _ := utf8.DecodeRuneInString(text[inner.End:])
	if !isMark(before) || !isMark(after) {
		return inner, false
	}
	body := inner.In(text)
	for i, r := range body {
		if r != '"' && r != '“' && r != '”' && !strings.HasPrefix(body[i:], "''") {
			continue
		}
		if i == 0 || !strings.HasSuffix(body[:i], "\n") { // a paragraph may open its quotation again
			return inner, false
		}
	}
	return inner, true
}

// sameHead reports whether the heads of two noun phrases lie within each
// other's spans.
func sameHead(text string, a, b []record.Span) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	holds := func(spans []record.Span, head record.Span) bool {
		return slices.ContainsFunc(spans, func(s record.Span) bool { return s.Overlaps(head) })
	}
	return holds(b, headWord(text, a[0])) && holds(a, headWord(text, b[0]))
}

// headWord guesses the head of a noun phrase without a parser: the last word
// before the first comma, bracket, preposition or relative pronoun.
func headWord(text string, s record.Span) record.Span {
	var last record.Span
	words := s.In(text)
	for i := 0; i < len(words); {
		r, size := utf8.DecodeRuneInString(words[i:])
		if r == ',' || r == '(' || r == ';' || r == ':' {
			break
		}
		end := i
		for end < len(words) && !unicode.IsSpace(rune(words[end])) && !strings.ContainsRune(",();:", rune(words[end])) {
			end++
		}
		if end == i {
			i += size
			continue
		}
		switch strings.ToLower(words[i:end]) {
		case "of", "in", "at", "for", "with", "from", "on", "to", "by", "who", "that", "which", "whose", "familiar", "close":
			if !last.Empty() {
				return last
			}
		}
		last = record.Span{Start: s.Start + i, End: s.Start + end}
		i = end
	}
	if last.Empty() {
		return s
	}
	return last
}

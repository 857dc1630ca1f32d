package pages

import (
	"context"
	"iter"
	"strings"
	"unicode/utf8"

	"detente/record"
	"detente/store"
)

// told is the sentence that tells an event, around the words of the event.
type told struct{ Before, Words, After string }

// A sentence in a list is as long as two lines; words that stand late in a long
// one have some before them.
const (
	toldShown  = 230
	toldBefore = 90
)

// eventRows are rows of events with their sentences, whose reports are looked up
// together.
func (p *pages) eventRows(ctx context.Context, events iter.Seq2[store.Event, error]) ([]eventRow, error) {
	rows, err := collect(events, p.eventRow)
	if err != nil {
		return nil, err
	}
	return rows, p.tell(ctx, rows)
}

// tell gives rows their sentences.
func (p *pages) tell(ctx context.Context, rows []eventRow) error {
	var reports []string
	asked := map[string]bool{}
	for _, r := range rows {
		if !asked[r.Document] {
			asked[r.Document] = true
			reports = append(reports, r.Document)
		}
	}
	texts, err := p.Store.Texts(ctx, reports...)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Told = toldIn(texts[rows[i].Document], rows[i].Spans.Sentence, rows[i].Spans.Trigger)
	}
	return nil
}

// toldIn cuts a sentence out of a text; one whose words lie elsewhere is shown
// without any of them marked.
func toldIn(text string, sentence, words record.Span) told {
	whole := sentence.In(text)
	if whole == "" || !sentence.Contains(words) {
		return told{Before: clip(toldShown, oneLine(whole))}
	}
	t := told{oneLine(text[sentence.Start:words.Start]), oneLine(words.In(text)), oneLine(text[words.End:sentence.End])}
	long := utf8.RuneCountInString
	if long(t.Before)+long(t.Words)+long(t.After) > toldShown && long(t.Before) > toldBefore {
		r := []rune(t.Before)
		t.Before = string(r[len(r)-toldBefore:])
		if _, rest, ok := strings.Cut(t.Before, " "); ok {
			t.Before = rest
		}
		t.Before = "…" + t.Before
	}
	t.After = clip(max(1, toldShown-long(t.Before)-long(t.Words)), t.After)
	// What oneLine took from the edges: a space where there was some.
	if t.Before != "" && text[words.Start-1] <= ' ' {
		t.Before += " "
	}
	if t.After != "" && text[words.End] <= ' ' {
		t.After = " " + t.After
	}
	return t
}

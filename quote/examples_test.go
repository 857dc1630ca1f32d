package quote_test

import (
	"strings"
	"testing"

	"detente/data"
	"detente/quote"
	"detente/record"
)

// maxUnread is how many cues there must be for one whose example is not read:
// the weights weigh a cue with its surroundings, and a parser errs.
const maxUnread = 12

// The cues of the lexicon find the content that their examples mark.
func TestCueExamples(t *testing.T) {
	model, r := tools(t)
	cues, err := quote.Cues(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for _, c := range cues {
		open := strings.Index(c.Example, "[")
		end := strings.Index(c.Example, "]") - 1
		want := record.Span{Start: open, End: end}
		text := strings.NewReplacer("[", "", "]", "").Replace(c.Example)
		doc := record.Document{Text: text, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(text)}}}}
		found := false
		var got []string
		for _, s := range r.Read(quote.Input{Doc: &doc, Text: model.Analyze(&doc)}) {
			span := record.Span{Start: s.Content[0].Start, End: s.Content[len(s.Content)-1].End}
			got = append(got, s.Cue+": "+span.In(text))
			found = found || s.Cue == c.Lemma && reads(span, want)
		}
		if !found {
			wrong++
			t.Logf("%s (%s): %s: got %q", c.Lemma, c.Tag, c.Example, got)
		}
	}
	if wrong > len(cues)/maxUnread {
		t.Errorf("%d of %d examples are not read", wrong, len(cues))
	}
}

// reads reports whether content has the wanted words and few more: the
// particle or the object that leads them in.
func reads(got, want record.Span) bool {
	return got.Start <= want.Start && got.End >= want.End && got.Start+20 >= want.Start && got.End <= want.End+25
}

package when

import (
	"strings"
	"testing"
	"time"
)

// sample is a report of our own, of about the usual mixture of words and times.
const sample = `MINAS TIRITH, June 12 (Reuters) - The steward of Gondor said on Friday that talks with Rohan, which broke down last year, would resume early next month, two days before the anniversary of the Edoras summit.

"We will not wait until the end of the year," he told reporters on Thursday evening. In 2018 and again in March 2019 both sides had agreed to meet every three months, but no meeting has taken place since. Envoys have met in secret at least twice in the past six weeks, according to three officials, who asked not to be named because of the sensitivity of the matter.

The accord of 1998, signed after more than a decade of border clashes, expires on 31 December. A spokesman for the king declined to comment on whether the riders would be withdrawn from the fords of Isen by 6 a.m. on Monday, as the steward demanded, or whether the deadline would be ignored.`

func BenchmarkRead(b *testing.B) {
	r := load(b)
	doc, text := plain(sample)
	tokens := 0
	for _, s := range text.Sentences {
		tokens += len(s.Tokens)
	}
	on(doc, 2020, 6, 12)
	b.ReportAllocs()
	for b.Loop() {
		r.Read(doc, text)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkReadUndated(b *testing.B) {
	r := load(b)
	doc, text := plain(sample)
	for b.Loop() {
		r.Read(doc, text)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

// TestHostile holds the time that hostile text takes. The bound is wide, since
// the machine may be busy; time that grew with the square of the text would
// break it all the same.
func TestHostile(t *testing.T) {
	r := load(t)
	const n, bound = 1000, 5 * time.Second
	for _, unit := range []string{
		"last ", "the ", "two hundred thousand and ", "Hanoi last year ", "meeting in Hanoi last year ", "Singapore summit ", "Singapore summit last year ",
		"on the anniversary of the ", "on the anniversary of the Singapore summit ", "1 ", "12/", "2020-", "said Friday ", "a ' 9 ", "May 5, 1998, ",
		"early late mid the end of the beginning of ", "since those talks broke down ", "(",
	} {
		doc, text := plain(strings.Repeat(unit, n))
		start := time.Now()
		r.Read(doc, text)
		if took := time.Since(start); took > bound {
			t.Errorf("%q %d times takes %v", unit, n, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	r := load(f)
	for _, s := range []string{sample, "", "last last last year", "2020-06-12T10:00Z", "twenty twenty hundred thousand million years ago", "the ' 's 1990s '9 s", "Feb. 30, 99999999 000000000000 days before Easter 9999 \xff\xfe 12/31/9999"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, dated bool) {
		doc, text := plain(s)
		if dated {
			on(doc, 2020, 6, 12)
		}
		res := r.Read(doc, text)
		at := -1
		for _, x := range res.Times {
			if x.Span.Start < 0 || x.Span.End > len(s) || x.Span.Empty() {
				t.Fatalf("span %v in %d bytes", x.Span, len(s))
			}
			if x.Event == "" && x.Span.Start < at {
				t.Fatalf("times out of order or overlapping at %d", x.Span.Start)
			}
			if x.Event == "" {
				at = x.Span.End
			}
			if x.Timex.Type == "" || x.Timex.Value == "" {
				t.Fatalf("%q has no type or value", x.Span.In(s))
			}
			if x.Closed() && x.End.Before(x.Start.Time) {
				t.Fatalf("%q ends before it starts: %v", x.Span.In(s), x.Interval)
			}
			if tok := text.Sentences[x.Sent].Tokens; x.First < 0 || x.Last < x.First || x.Last >= len(tok) {
				t.Fatalf("%q has tokens %d..%d of %d", x.Span.In(s), x.First, x.Last, len(tok))
			}
		}
	})
}

package quote_test

import (
	"strings"
	"testing"

	"detente/quote"
	"detente/record"
)

const benchText = `“We will not sign a treaty that leaves our harbours open,” the foreign minister, Anna Berg, said on Friday. “There is no hurry.”
The ministry said in a statement carried by the Central News Agency that the talks had failed because the other side wanted to keep its bases.
According to two diplomats who asked not to be named, the envoy left before dawn and plans to return in May.
The general told reporters that he expected the army to cross the river, adding that “nobody wants a war.”
`

func BenchmarkRead(b *testing.B) {
	model, r := tools(b)
	doc := paragraphs(strings.Repeat(benchText, 5))
	in := quote.Input{Doc: &doc, Text: model.Analyze(&doc), Published: record.Day(2021, 3, 10)}
	tokens := 0
	for _, s := range in.Text.Sentences {
		tokens += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Read(in)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

package event_test

import (
	"os"
	"path/filepath"
	"testing"

	"detente/data"
	"detente/event"
	"detente/page"
	"detente/reader"
)

// BenchmarkCode codes the reports of testdata; it reports tokens a second.
func BenchmarkCode(b *testing.B) {
	r, err := reader.New(data.Embedded(), reader.Options{})
	if err != nil {
		b.Fatal(err)
	}
	files, _ := filepath.Glob("../testdata/reports/*.txt")
	var inputs []event.Input
	tokens := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		doc, err := r.Page().FromText(text, page.Meta{})
		if err != nil {
			b.Fatal(err)
		}
		a, err := r.Read(b.Context(), doc)
		if err != nil {
			b.Fatal(err)
		}
		inputs = append(inputs, a.EventInput())
		for _, s := range a.Text.Sentences {
			tokens += len(s.Tokens)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, in := range inputs {
			r.Events().Code(in)
		}
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkNew loads and compiles ontology and rules.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := event.New(data.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}

package main

import (
	"bytes"
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/jdkato/prose/v2"
	trafilatura "github.com/markusmobius/go-trafilatura"
)

// goPeers are the peers that are Go modules. They run in this process.
func goPeers() []peer {
	return []peer{
		{name: "prose v2", task: taskLanguage, does: "sentences, tokens, tags, names of people and places",
			run: func(c corpora) (int, error) {
				n := 0
				first, err := prose.NewDocument("A word.") // its model serves all: loading it takes half a second
				if err != nil {
					return n, err
				}
				for _, text := range c.texts {
					doc, err := prose.NewDocument(text, prose.UsingModel(first.Model))
					if err != nil {
						return n, err
					}
					n += len(doc.Tokens())
				}
				return n, nil
			}},
		{name: "go-readability v2", task: taskPage, does: "the article as text (detente stands on it, for pages that it has parsed and pruned itself)",
			run: func(c corpora) (int, error) {
				n := 0
				for _, page := range c.pages {
					a, err := readability.FromReader(bytes.NewReader(page), address)
					if err != nil {
						return n, err
					}
					var text strings.Builder
					if err := a.RenderText(&text); err != nil {
						return n, err
					}
					n += text.Len()
				}
				return n, nil
			}},
		{name: "go-trafilatura", task: taskPage, does: "the article with title, author, date and outlet",
			run: func(c corpora) (int, error) {
				n := 0
				for _, page := range c.pages {
					r, err := trafilatura.Extract(bytes.NewReader(page), trafilatura.Options{OriginalURL: address})
					if err != nil {
						return n, err
					}
					n += len(r.ContentText)
				}
				return n, nil
			}},
	}
}

var address = &url.URL{Scheme: "https", Host: "wire.example", Path: "/report.html"}

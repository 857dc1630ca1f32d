package page

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"detente/record"
)

func TestFromHTML(t *testing.T) {
	r := newReader(t)
	files, _ := filepath.Glob("testdata/html/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := r.FromHTML(ar.Files[0].Data, Meta{URL: strings.TrimSpace(string(ar.Comment))})
			if err != nil {
				t.Fatal(err)
			}
			checkBlocks(t, doc)
			got := show(doc)
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "blocks", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) < 2 || string(ar.Files[1].Data) != got {
				t.Errorf("got\n%s\nwant\n%s", got, ar.Files[len(ar.Files)-1].Data)
			}
		})
	}
}

const sentence = "The foreign ministers of Arnor and Gondor met on Thursday for the first time in ten years. "

// Pages that were made to hurt: each ends soon, in bounded memory, with a
// document or one line that says what is wrong.
func TestHostilePages(t *testing.T) {
	r := newReader(t)
	for name, c := range map[string]struct{ page, want string }{
		"a million tags":  {strings.Repeat("<b>x</b>", 1_000_000), "150000 tags"},
		"deep":            {strings.Repeat("<div>", 100_000) + sentence, ""},
		"deep and closed": {strings.Repeat("<div><span>", 30_000) + sentence + strings.Repeat("</span></div>", 30_000), ""},
		"many attributes": {"<p " + strings.Repeat(`a="b" `, 100_000) + ">" + sentence, ""},
		"one long word":   {"<p>" + strings.Repeat("x", 900_000) + " " + sentence, ""},
		"long line":       {"<p>" + strings.Repeat("war ", MaxLine), "longer than"},
		"too large":       {strings.Repeat("<p>The war goes on.", MaxText/16), "32 MB"},
		"only scripts":    {"<html><script>" + strings.Repeat("x()", 1000) + "</script></html>", "no text to read"},
		"empty":           {"", "no text to read"},
		"binary":          {"\x00\x01\x02<p>" + sentence, "binary"},
		"a pdf":           {"%PDF-1.4", "a PDF"},
		"broken bytes":    {"<p>" + sentence + "\xff\xfe\xc3(", ""},
		"bad json":        {`<script type="application/ld+json">` + strings.Repeat("[", 20000) + "</script><p>" + sentence, ""},
		"deep json":       {`<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 5000) + strings.Repeat("]}", 5000) + "</script><p>" + sentence, ""},
		"bidi":            {"<p>\u202e" + sentence, ""},
		"nested tables":   {strings.Repeat("<table><tr><td>", 300) + sentence, ""},
		"open quotes":     {`<p title="` + sentence, "no text to read"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		doc, err := r.FromHTML([]byte(c.page), Meta{})
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		case err == nil:
			checkBlocks(t, doc)
			if !strings.Contains(doc.Text, "Gondor met on Thursday") {
				t.Errorf("%s: the sentence is lost: %.200q", name, doc.Text)
			}
		}
		if took > 5*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 600 {
			t.Errorf("%s took %d MB", name, mb)
		}
	}
}

func TestCharsetsOfPages(t *testing.T) {
	r := newReader(t)
	want := "São Tomé’s minister met the envoy on Thursday – for the first time in years."
	latin := bytes.ReplaceAll([]byte("<html><head>META</head><body><p>S\xe3o Tom\xe9\x92s minister met the envoy on Thursday \x96 for the first time in years.</p></body></html>"), []byte("META"), nil)
	for name, c := range map[string]struct {
		page    []byte
		charset string
	}{
		"server says": {latin, "iso-8859-1"},
		"nobody says": {latin, ""},
		"page says":   {bytes.Replace(latin, []byte("<head>"), []byte(`<head><meta charset="windows-1252">`), 1), ""},
		"utf-8":       {[]byte("<p>" + want), ""},
		"lies":        {[]byte(`<meta charset="utf-8"><p>` + want), "utf-8"},
	} {
		doc, err := r.FromHTML(c.page, Meta{Charset: c.charset})
		if err != nil || !strings.Contains(doc.Text, want) {
			t.Errorf("%s: %q, %v", name, doc.Text, err)
		}
	}
}

// What a feed says of a page fills the gaps of what the page says of itself.
func TestHint(t *testing.T) {
	r := newReader(t)
	meta := Meta{Title: "Feed title", Source: "Feed", Author: "Feed author", Date: record.Day(2021, 3, 5), DateBy: record.Metadata, Hint: true}
	doc, err := r.FromHTML([]byte(`<meta property="og:site_name" content="Herald"><meta property="article:published_time" content="2021-03-04"><p>`+sentence), meta)
	if err != nil || doc.Source != "Herald" || doc.Published.String() != "2021-03-04" || doc.Author != "Feed author" {
		t.Errorf("%+v, %v", doc, err)
	}
	meta.Hint = false
	if doc, err = r.FromHTML([]byte(`<meta property="og:site_name" content="Herald"><p>`+sentence), meta); err != nil || doc.Source != "Feed" || doc.Published.String() != "2021-03-05" {
		t.Errorf("%+v, %v", doc, err)
	}
}

func FuzzFromHTML(f *testing.F) {
	r := newReader(f)
	f.Add([]byte("<html><head><title>A</title></head><body><article><h1>A</h1><p>By Jane Roe<p>" + sentence + sentence + "<figure><figcaption>x Reuters</figcaption></figure><p>BREE (AP) - " + sentence))
	f.Add([]byte(`<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-03-04","author":{"name":["x"]}}</script><blockquote><p>` + sentence))
	f.Fuzz(func(t *testing.T, b []byte) {
		if doc, err := r.FromHTML(b, Meta{URL: "https://x.example/2021/03/04/a"}); err == nil {
			checkBlocks(t, doc)
		}
	})
}

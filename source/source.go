// Package source brings reports in, from wherever they lie: text and HTML files,
// folders, PDF, JSON lines, CSV, RSS, Atom, JSON Feed, news sitemaps, web
// archives, lists of addresses, and any of them compressed or packed.
//
// Open yields one Input a report. It streams: memory holds one report (and one
// record of an archive), whatever the size of the whole. A fault costs its
// report and is yielded as an error that names the place; the rest goes on.
// docs/sources.md describes every form.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"detente/page"
	"detente/record"
)

// Kind is what the bytes of an Input are.
type Kind string

// The kinds. A Link has no bytes: the report must be fetched from Meta.URL.
const (
	Text Kind = "text"
	HTML Kind = "html"
	Link Kind = "link"
)

// Input is one report on its way in.
type Input struct {
	Name string // the place it came from: a.txt, list.jsonl:7, news.zip/a.html
	Key  string // the identifier that the source gave it, as JSON lines may
	Kind Kind
	Data []byte
	Meta page.Meta
	// Exact: Data is a text in UTF-8 already, as JSON lines have it, and stays
	// as it is to the byte.
	Exact bool
}

// Document makes the document of an input.
func (in Input) Document(r *page.Reader) (record.Document, error) {
	switch in.Kind {
	case HTML:
		return r.FromHTML(in.Data, in.Meta)
	case Link:
		return record.Document{}, fmt.Errorf("only an address (%s): it has to be fetched", in.Meta.URL)
	}
	if in.Exact {
		return r.FromString(string(in.Data), in.Meta)
	}
	return r.FromText(in.Data, in.Meta)
}

// Fault is an error with the place of the input that it cost.
type Fault struct {
	Name string
	Err  error
}

func (f *Fault) Error() string { return f.Name + ": " + f.Err.Error() }
func (f *Fault) Unwrap() error { return f.Err }

// Options are the choices of Open.
type Options struct {
	Meta    page.Meta // for every report that does not say itself
	Columns Columns   // of CSV and TSV files
	Stdin   io.Reader // what "-" names
	// Format forces the form of the files: one of Formats. Empty: told by the
	// name and the first bytes.
	Format string
	// Read, where it is set, is told how many more bytes were read of the files
	// that Open was given, as they lie on the disk: Size is their sum.
	Read func(bytes int64)
	// Skipped, where it is set, is told of every response of a web archive that
	// holds no page. It is called between the inputs, in the order of the archive.
	Skipped func(Skip)
}

// Skip is a response of a web archive that holds no page, and why.
type Skip struct {
	Name   string // the place: news.warc.gz#https://...
	Reason string // SkipStatus, SkipMedia, SkipEmpty
	Detail string // the status, or the media type, as the archive has it
}

// The reasons to pass over a response.
const (
	SkipStatus = "status"     // not 200
	SkipMedia  = "media type" // neither HTML nor plain text
	SkipEmpty  = "empty"      // nothing in it
)

// Formats are the forms that can be forced.
var Formats = []string{"text", "html", "pdf", "jsonl", "csv", "feed", "sitemap", "warc", "gdelt", "urls"}

// Open yields the reports in a file, in a folder (all files below it, in the
// order of their names), or in standard input ("-").
func Open(ctx context.Context, path string, opts Options) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		w := &walk{ctx: ctx, opts: opts, yield: yield}
		w.path(path)
	}
}

// From yields the reports in a stream, which name names in errors, in the
// identifiers of reports and, by its ending, in its form.
func From(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		w := &walk{ctx: ctx, opts: opts, yield: yield}
		w.stream(name, r, 0)
	}
}

// walk is one run over a source. Its methods return false when the caller has
// had enough.
type walk struct {
	ctx   context.Context
	opts  Options
	yield func(Input, error) bool
}

func (w *walk) path(path string) bool {
	if path == "-" {
		return w.stream("-", w.opts.Stdin, 0)
	}
	info, err := os.Stat(path)
	if err != nil {
		return w.fail(path, cause(err))
	}
	if !info.IsDir() {
		return w.file(path)
	}
	found, on := false, true
	err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			on = w.fail(p, cause(err))
		case strings.HasPrefix(e.Name(), ".") && p != path:
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case e.Type().IsRegular() && Known(p):
			found = true
			on = w.file(p)
		}
		if !on {
			return filepath.SkipAll
		}
		return nil
	})
	if err != nil {
		return w.fail(path, cause(err))
	}
	if on && !found {
		return w.fail(path, errors.New("no report in this folder; docs/sources.md names the files that are read"))
	}
	return on
}

func (w *walk) file(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return w.fail(path, cause(err))
	}
	defer f.Close()
	return w.stream(path, &file{f, w.opts.Read}, 0)
}

// file is a file that tells what is read of it.
type file struct {
	*os.File
	read func(int64)
}

func (f *file) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.tell(n)
	return n, err
}

func (f *file) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.File.ReadAt(p, at)
	f.tell(n)
	return n, err
}

func (f *file) tell(n int) {
	if f.read != nil {
		f.read(int64(n))
	}
}

// Size is how many bytes the files have that Open reads for the paths, or -1
// where nobody can know, as of standard input.
func Size(paths ...string) int64 {
	total := int64(0)
	for _, path := range paths {
		if path == "-" {
			return -1
		}
		filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return nil // Open tells of it
			}
			if strings.HasPrefix(e.Name(), ".") && p != path && e.IsDir() {
				return filepath.SkipDir
			}
			if p == path || e.Type().IsRegular() && Known(p) && !strings.HasPrefix(e.Name(), ".") {
				// Stat follows a link that is itself a path.
				if info, err := os.Stat(p); err == nil && info.Mode().IsRegular() {
					total += info.Size()
				}
			}
			return nil
		})
	}
	return total
}

// fail yields a fault at a place.
func (w *walk) fail(name string, err error) bool {
	if e := w.ctx.Err(); e != nil {
		w.yield(Input{}, e)
		return false
	}
	return w.yield(Input{Name: name}, &Fault{name, err})
}

// give yields a report, with what is given for all where it says nothing itself.
func (w *walk) give(in Input) bool {
	if e := w.ctx.Err(); e != nil {
		w.yield(Input{}, e)
		return false
	}
	base := w.opts.Meta
	for _, f := range []struct {
		to   *string
		from string
	}{{&in.Meta.URL, base.URL}, {&in.Meta.Title, base.Title}, {&in.Meta.Source, base.Source}, {&in.Meta.Author, base.Author}, {&in.Meta.Language, base.Language}, {&in.Meta.Charset, base.Charset}} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	if !in.Meta.Date.Known() {
		in.Meta.Date, in.Meta.DateBy = base.Date, base.DateBy
	}
	return w.yield(in, nil)
}

// cause is an error of the file system without the name that stands before it.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// Known reports, by its name, whether a file in a folder is one that holds reports.
func Known(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	for _, packed := range []string{".gz", ".zst", ".bz2", ".xz"} {
		name = strings.TrimSuffix(name, packed)
	}
	switch filepath.Ext(name) {
	case ".txt", ".html", ".htm", ".xhtml", ".pdf", ".jsonl", ".ndjson", ".csv", ".tsv", ".rss", ".atom", ".xml", ".warc", ".wacz", ".zip", ".tar", ".tgz":
		return true
	}
	return false
}

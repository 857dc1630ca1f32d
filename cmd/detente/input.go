package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"detente/page"
)

// input is the bytes of one report and where they came from, or why they could
// not be had.
type input struct {
	name string
	data []byte
	err  error
}

// reportSuffixes are the names that a folder is searched for.
var reportSuffixes = []string{".txt", ".html", ".htm", ".xhtml"}

// inputs yields the reports that the arguments name: files, folders (every
// report below them, in the order of their paths) and "-" for standard input.
func (p *program) inputs(args []string) iter.Seq[input] {
	return func(yield func(input) bool) {
		for _, arg := range args {
			for name, err := range p.files(arg) {
				in := input{name: name, err: err}
				if err == nil {
					in.data, in.err = p.load(name)
				}
				if !yield(in) {
					return
				}
			}
		}
	}
}

// files yields the file that arg names, or the reports in the folder.
func (p *program) files(arg string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		info, err := os.Stat(arg)
		if arg == "-" || err == nil && !info.IsDir() {
			yield(arg, nil)
			return
		}
		if err != nil {
			yield(arg, noFile(err))
			return
		}
		found, stopped := false, false
		err = filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				stopped = !yield(path, noFile(err))
			case !entry.IsDir() && isReport(path):
				found = true
				stopped = !yield(path, nil)
			}
			if stopped {
				return filepath.SkipAll
			}
			return nil
		})
		if !found && !stopped && err == nil {
			yield(arg, fmt.Errorf("no report in this folder; reports are files ending in %s", strings.Join(reportSuffixes, ", ")))
		}
	}
}

func isReport(path string) bool {
	for _, suffix := range reportSuffixes {
		if strings.EqualFold(filepath.Ext(path), suffix) {
			return true
		}
	}
	return false
}

// noFile is the cause alone of an error of the file system: the name stands at
// the start of the line already.
func noFile(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// load reads one report, up to the size that a report may have.
func (p *program) load(name string) ([]byte, error) {
	r := p.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, noFile(err)
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, page.MaxText+1))
	if err != nil {
		return nil, noFile(err)
	}
	if len(b) > page.MaxText {
		return nil, fmt.Errorf("more than %d MB; a report is smaller: split the file into one report each", page.MaxText>>20)
	}
	return b, nil
}

// looksHTML tells a page from plain text by name, else by its first words.
func looksHTML(in input) bool {
	switch strings.ToLower(filepath.Ext(in.name)) {
	case ".html", ".htm", ".xhtml":
		return true
	case ".txt":
		return false
	}
	start := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(in.data[:min(len(in.data), 512)]), "\uFEFF")))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<?xml", "<!--"} {
		if strings.HasPrefix(start, tag) {
			return true
		}
	}
	return false
}

// line is one line of a JSONL file, or why it could not be had.
type line struct {
	name string
	n    int // from 1
	data []byte
	err  error
}

// maxLine is the longest line of a JSONL file: one report with its escapes.
const maxLine = 2 * page.MaxText

// lines yields the lines of the JSONL files that the arguments name. Empty
// lines are passed over. A line that is too long is passed over with an error;
// it is never held in memory.
func (p *program) lines(args []string) iter.Seq[line] {
	return func(yield func(line) bool) {
		for _, name := range args {
			if !p.linesOf(name, yield) {
				return
			}
		}
	}
}

func (p *program) linesOf(name string, yield func(line) bool) bool {
	r := p.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return yield(line{name: name, err: noFile(err)})
		}
		defer f.Close()
		r = f
	}
	buffered := bufio.NewReaderSize(r, 256<<10)
	for n := 1; ; n++ {
		data, err := readLine(buffered)
		l := line{name: name, n: n, data: data}
		switch {
		case errors.Is(err, io.EOF) && len(data) == 0:
			return true
		case errors.Is(err, errLongLine):
			l.err = err
		case err != nil && !errors.Is(err, io.EOF):
			return yield(line{name: name, err: noFile(err)})
		case len(strings.TrimSpace(string(data))) == 0:
			continue
		}
		if !yield(l) {
			return false
		}
	}
}

var errLongLine = fmt.Errorf("longer than %d MB; a line holds one report", maxLine>>20)

// readLine reads a line of any length up to maxLine; the bytes of a longer one
// are read past and the error is errLongLine.
func readLine(r *bufio.Reader) ([]byte, error) {
	var whole []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(whole)+len(part) > maxLine; long {
			whole = nil
		} else {
			whole = append(whole, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, errLongLine
		default:
			return whole, err
		}
	}
}

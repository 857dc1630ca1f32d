// Package data embeds everything that detente knows besides its code: the
// language model, the actor dictionary, calendars, cue lexicons, ontologies and
// event rules. Each folder belongs to one stage and is described in its README.
//
// All but the weights are text files that a political scientist can change: a
// folder of the same layout, given with --rules DIR, replaces them file by file.
package data

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"sort"
)

//go:embed actors coref lang ontology page pledge quote relation rules when
var embedded embed.FS

// Embedded is the data as it was built into the program.
func Embedded() fs.FS { return embedded }

// Overlay is the embedded data with the files of dir laid over them: a file in
// dir replaces the embedded one of the same path, a new file is added. The
// error says what is wrong with dir.
func Overlay(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: errors.New("is not a folder")}
	}
	return overlay{over: os.DirFS(dir), under: embedded}, nil
}

type overlay struct{ over, under fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.under.Open(name)
	}
	return f, err
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	over, errOver := fs.ReadDir(o.over, name)
	under, errUnder := fs.ReadDir(o.under, name)
	if errOver != nil && errUnder != nil {
		return nil, errUnder
	}
	seen := map[string]bool{}
	for _, e := range over {
		seen[e.Name()] = true
	}
	for _, e := range under {
		if !seen[e.Name()] {
			over = append(over, e)
		}
	}
	sort.Slice(over, func(i, j int) bool { return over[i].Name() < over[j].Name() })
	return over, nil
}

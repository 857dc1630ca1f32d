// Package quote finds on whose word a report says what it says: statements with
// their speaker, cue, content and chain of sources, spoken or thought, quoted
// or paraphrased.
//
// The way through it: marks.go pairs the quote marks; cues.go holds the lexicon
// of cues; candidates.go lists what may be a cue and what may be its source and
// content in a dependency tree, weigh.go decides with small linear models;
// direct.go gives every quotation its cue; chain.go follows the words back to
// who carried them; statements.go writes the record.
package quote

import (
	"io/fs"

	"detente/record"
	"detente/tree"
)

// Input is a document with what the earlier stages found in it. Mentions
// include pronouns and nominals: coreference has run.
type Input struct {
	Doc       *record.Document
	Text      *tree.Text
	Mentions  []record.Mention
	Actors    []record.Actor
	Times     []record.Time
	Published record.Interval
}

// Reader reads statements. It is safe for concurrent use.
type Reader struct {
	cues    lexicon
	sources *sources
	weights *Weights
}

// New loads the cue lexicon, the words about sources and the weights from the
// folder quote/ of fsys. The error names the file and the line that is wrong.
func New(fsys fs.FS) (*Reader, error) {
	cues, err := Cues(fsys)
	if err != nil {
		return nil, err
	}
	src, err := loadSources(fsys)
	if err != nil {
		return nil, err
	}
	w, err := loadWeights(fsys)
	if err != nil {
		return nil, err
	}
	return &Reader{cues: newLexicon(cues), sources: src, weights: w}, nil
}

// Read returns the statements of a document in the order of their content.
func (r *Reader) Read(in Input) []record.Statement {
	p := r.open(in)
	p.find()
	p.attach()
	p.snap()
	return p.statements()
}

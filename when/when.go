// Package when reads the time expressions of a report, works out which stretch
// of the calendar each one means, and finds out when the report itself was
// written where nobody says.
//
// In go a document, its trees, and the data of the folder when; out come TIMEX3
// types and values (TimeML 1.2.1, http://timeml.org) and half-open intervals of
// civil time. The grammar, the words, the holidays and the calendar of known
// events are data: docs/time.md describes them.
package when

import (
	"io/fs"
	"sync"

	"detente/record"
	"detente/tree"
)

// A Reader knows the grammar of time and the calendar. It is safe for use by
// many goroutines at once.
type Reader struct {
	words       words
	lexicon     *lexicon
	starts      []int32
	numbers     []numberWord
	builtin     builtin
	grammar     *grammar
	zones       []string
	holidays    []holiday
	calendar    calendar
	cues        cues
	agencies    []clock
	cities      []clock
	literal     map[string]bool
	abbreviated map[int32]bool // words that stand with a full stop
	examples    []example
	scratch     sync.Pool
}

// Result is what was read.
type Result struct {
	Published record.Published
	Times     []record.Time
	Notes     []string
}

// New reads the folder when of fsys. Errors name the file, the line or rule,
// and what was expected there.
func New(fsys fs.FS) (*Reader, error) {
	r := &Reader{
		words:       words{ids: map[string]int32{}},
		lexicon:     newLexicon(),
		grammar:     newGrammar(),
		zones:       []string{""},
		literal:     map[string]bool{},
		abbreviated: map[int32]bool{},
	}
	r.builtin = newBuiltin(r.grammar, &r.words)
	if err := (&loader{Reader: r, fsys: fsys}).load(); err != nil {
		return nil, err
	}
	r.scratch.New = func() any { return new(lattice) }
	return r, nil
}

// A found is an expression in the text, not yet worked out.
type found struct {
	expr  expr
	span  record.Span
	sent  int
	first int // tokens
	last  int
	hint  int8 // tense of what it stands with
	told  bool // a verb in the past stands right before: "signed on 3 May 2019"
	late  bool // of a known event: it would lie long after the report
}

// Read finds the time expressions of a document and works them out. A date of
// the document that is already known is kept; else the text is asked for it.
func (r *Reader) Read(doc *record.Document, text *tree.Text) Result {
	f := r.find(doc, text)
	r.settle(doc, &f)
	var res Result
	res.Published, res.Notes = r.published(doc, text, &f)
	res.Times = r.workOut(doc, text, &f, res.Published)
	return res
}

// find recognises what every block that is the report's own says of time.
func (r *Reader) find(doc *record.Document, text *tree.Text) findings {
	l := r.scratch.Get().(*lattice)
	defer r.scratch.Put(l)
	var f findings
	for i := range text.Sentences {
		s := &text.Sentences[i]
		if s.Block >= 0 && s.Block < len(doc.Blocks) {
			if role := doc.Blocks[s.Block].Role; role == record.Promotion || role == record.Furniture {
				continue
			}
		}
		var next *tree.Sentence
		if i+1 < len(text.Sentences) && text.Sentences[i+1].Block == s.Block {
			next = &text.Sentences[i+1]
		}
		r.readings(l, doc.Text, s, next)
		r.choose(l, &f, i)
	}
	return f
}

// spill is how many atoms of the next sentence are read with one that ends in
// an abbreviation: the full stop of "9 a.m. Tuesday" may pass for its end.
const spill = 8

// readings fills the lattice with all that the grammar makes of a sentence.
func (r *Reader) readings(l *lattice, text string, s, next *tree.Sentence) {
	l.reset(s)
	l.atoms = r.words.scan(l.atoms, text, s)
	l.own = int32(len(l.atoms))
	if n := l.own; next != nil && n >= 2 && l.atoms[n-1].word == r.builtin.point && r.abbreviated[l.atoms[n-2].word] {
		l.atoms = r.words.scan(l.atoms, text, next)
		l.atoms = l.atoms[:min(len(l.atoms), int(n)+spill)]
		for i := range l.atoms[n:] {
			l.atoms[int(n)+i].tok = int32(max(0, len(s.Tokens)-1))
		}
	}
	l.open()
	for i := range int32(len(l.atoms)) {
		switch l.atoms[i].kind {
		case digits:
			r.builtin.figures(l, i)
		case letters:
			r.builtin.spoken(l, r.numbers, i)
		}
		r.lexicon.look(l, i, r.starts)
	}
	r.grammar.run(l)
}

// use says what becomes of the edge that a rule makes.
type use uint8

const (
	asPart        use = iota // it only serves other rules
	asTime                   // it is a time expression
	asNothing                // it is no time at all, though parts of it look so: "6-year-old"
	asEvent                  // it names a known event
	asAnniversary            // it names the day of an event in later years
	asStoryEvent             // it counts from an event told of before: "since those talks broke down"
)

var uses = map[string]use{"": asPart, "part": asPart, "time": asTime, "nothing": asNothing, "event": asEvent, "anniversary": asAnniversary, "story-event": asStoryEvent}

// choose takes, from left to right, the longest answer at each place. Names of
// events are chosen apart, since dates may stand in them: "the Oct. 7 attacks".
func (r *Reader) choose(l *lattice, f *findings, sent int) {
	f.times = r.longest(l, f.times, sent, asTime, asNothing)
	f.events = r.longest(l, f.events, sent, asEvent, asEvent)
	f.anniversaries = r.longest(l, f.anniversaries, sent, asAnniversary, asAnniversary)
	f.since = r.longest(l, f.since, sent, asStoryEvent, asStoryEvent)
}

func (r *Reader) longest(l *lattice, all []found, sent int, keep, also use) []found {
	at := int32(0)
	if n := len(all); n > 0 { // what the sentence before has taken
		for at < l.own && l.atoms[at].span.Start < all[n-1].span.End {
			at++
		}
	}
	for at < l.own {
		best := int32(-1)
		for i := l.first[at]; i != 0; i = l.edges[i-1].next {
			e := &l.edges[i-1]
			if u := r.useOf(e); u != keep && u != also {
				continue
			}
			if best < 0 || e.end > l.edges[best].end || e.end == l.edges[best].end && e.rule > l.edges[best].rule {
				best = i - 1
			}
		}
		if best < 0 {
			at++
			continue
		}
		e := &l.edges[best]
		if at = e.end; r.useOf(e) == keep {
			all = append(all, r.found(l, e, sent))
		}
	}
	return all
}

func (r *Reader) useOf(e *edge) use {
	if e.rule == 0 {
		return asPart
	}
	return r.grammar.rules[e.rule-1].use
}

func (r *Reader) found(l *lattice, e *edge, sent int) found {
	f := found{expr: l.exprs[e.expr], sent: sent, first: int(l.atoms[e.start].tok), last: int(l.atoms[e.end-1].tok)}
	f.span = record.Span{Start: l.atoms[e.start].span.Start, End: l.atoms[e.end-1].span.End}
	f.hint = r.tense(l, e.start, e.end)
	f.told = f.first < len(l.s.Tokens) && r.beside(l.s.Tokens, f.first) < 0
	return f
}

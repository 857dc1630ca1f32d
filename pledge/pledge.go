// Package pledge finds what was promised: commitments (promises, threats,
// demands, ultimatums, offers, refusals, agreements) with by whom, to whom,
// what, under which condition and by when, and what became of them within the
// report; and assessments, judgements of how a relation goes.
//
// The story: lexicon.go loads the words (data/pledge); find.go walks the verbs
// and nouns that bind, future.go the futures and obligations in somebody's words;
// content.go tells what a commitment is about; condition.go and due.go read what a commitment hangs on
// and when it falls due; life.go follows each commitment through the rest of
// the report; assess.go reads judgements of relations.
//
// The kinds follow Searle's commissives and directives (Searle, "A taxonomy of
// illocutionary acts", 1975), cut as PLOVER's AGREE, REQUEST, REJECT and
// THREATEN are.
package pledge

import (
	"io/fs"
	"sort"
	"strconv"

	"detente/record"
	"detente/tree"
)

// Reader finds commitments and assessments. It is immutable after New and safe
// for concurrent use.
type Reader struct{ lex *lexicon }

// New loads the words of data/pledge from fsys. The error names the file, and
// the line where the decoder knows it.
func New(fsys fs.FS) (*Reader, error) {
	lex, err := loadLexicon(fsys)
	if err != nil {
		return nil, err
	}
	return &Reader{lex}, nil
}

// Input is what the earlier stages found in one report.
type Input struct {
	Doc        *record.Document
	Text       *tree.Text
	Mentions   []record.Mention
	Actors     []record.Actor
	Times      []record.Time
	Statements []record.Statement
	Events     []record.Event
}

// Result is what this stage adds.
type Result struct {
	Commitments []record.Commitment
	Outcomes    []record.Outcome // words on commitments that other reports told
	Deeds       []record.Deed    // what was done and is coded as no event
	Assessments []record.Assessment
}

// Read finds the commitments and assessments of a report, both in text order.
// Time is linear in the number of tokens and mentions.
func (r *Reader) Read(in Input) Result {
	p := newPage(r.lex, in)
	for si := range in.Text.Sentences {
		p.findIn(si)
	}
	sort.SliceStable(p.found, func(i, j int) bool { return p.found[i].Content.Span.Start < p.found[j].Content.Span.Start })
	p.follow()
	for i := range p.found {
		p.found[i].ID = "c" + strconv.Itoa(i+1)
	}
	res := Result{Commitments: make([]record.Commitment, 0, len(p.found)), Outcomes: p.outcomes, Deeds: p.deeds(), Assessments: p.assess()}
	for i := range p.found {
		res.Commitments = append(res.Commitments, p.found[i].Commitment)
	}
	return res
}

// page is one report while it is read: the input with what stands where.
type page struct {
	Input
	lex      *lexicon
	mentions [][]int // by sentence: indexes into Mentions
	times    [][]int // by sentence: indexes into Times
	events   [][]int // by sentence: indexes into Events
	said     *record.Contents
	actors   map[string]*record.Actor
	states   map[string]*record.Actor // by country code
	known    map[string]bool          // countries that an actor of theirs speaks for
	main     []string                 // country codes, most named first
	found    []candidate
	outcomes []record.Outcome
}

// candidate is a commitment with where it stands in the trees.
type candidate struct {
	record.Commitment
	sent, head int
	harms      bool // the content is an act against somebody
}

func newPage(lex *lexicon, in Input) *page {
	p := &page{
		Input: in, lex: lex,
		mentions: make([][]int, len(in.Text.Sentences)),
		times:    make([][]int, len(in.Text.Sentences)),
		events:   make([][]int, len(in.Text.Sentences)),
		said:     record.NewContents(in.Statements, nil),
		known:    map[string]bool{},
		actors:   make(map[string]*record.Actor, len(in.Actors)),
		states:   map[string]*record.Actor{},
	}
	for i := range in.Mentions {
		if s := in.Mentions[i].Sent; s >= 0 && s < len(p.mentions) {
			p.mentions[s] = append(p.mentions[s], i)
		}
	}
	for i := range in.Times {
		if s := in.Times[i].Sent; s >= 0 && s < len(p.times) {
			p.times[s] = append(p.times[s], i)
		}
	}
	for i := range in.Actors {
		a := &in.Actors[i]
		p.actors[a.ID] = a
		if a.Kind == record.IsState {
			p.states[a.Code] = a
		}
		if a.Kind != record.IsOrganisation && len(a.Code) == 6 {
			p.known[a.Code[:3]] = true
		}
	}
	p.main = p.mainStates()
	sentence := make(map[int]int, len(in.Text.Sentences)) // by where they start
	for i := range in.Text.Sentences {
		sentence[in.Text.Sentences[i].Span.Start] = i
	}
	for i := range in.Events {
		if s, ok := sentence[in.Events[i].Spans.Sentence.Start]; ok {
			p.events[s] = append(p.events[s], i)
		}
	}
	return p
}

// at is the actor that token i of sentence si heads or belongs to.
func (p *page) at(si, i int) (record.ActorRef, bool) {
	best := -1
	for _, m := range p.mentions[si] {
		mention := &p.Mentions[m]
		if i < mention.First || i > mention.Last {
			continue
		}
		if best < 0 || (mention.Head == i && p.Mentions[best].Head != i) ||
			(mention.Head == i) == (p.Mentions[best].Head == i) && mention.Span.Len() < p.Mentions[best].Span.Len() {
			best = m
		}
	}
	if best < 0 {
		return record.ActorRef{}, false
	}
	return p.ref(&p.Mentions[best]), true
}

func (p *page) ref(m *record.Mention) record.ActorRef {
	ref := record.ActorRef{Actor: m.Actor, Code: m.Code}
	if a := p.actors[m.Actor]; a != nil {
		ref.Name = a.Name
	}
	return ref
}

// who is the actor that the noun phrase headed by token i stands for. "His
// country", "the troops of Morvia", "Morvian coast guards" stand for the side of
// whoever is named there.
func (p *page) who(si, i int) (record.ActorRef, bool) {
	if i < 0 {
		return record.ActorRef{}, false
	}
	if ref, ok := p.at(si, i); ok {
		return ref, true
	}
	s := &p.Text.Sentences[si]
	if p.lex.side[s.Tokens[i].Lemma] {
		for _, owner := range []int{s.Kid(i, tree.NmodPoss), p.modifier(s, i, "of"), p.adjectiveOf(si, i)} {
			if owner < 0 {
				continue
			}
			if ref, ok := p.at(si, owner); ok {
				return p.sideOf(ref), true
			}
		}
	}
	return record.ActorRef{}, false
}

// adjectiveOf is the adjective of an actor before noun i: "[Morvian] coast
// guards"; -1 if there is none.
func (p *page) adjectiveOf(si, i int) int {
	s := &p.Text.Sentences[si]
	first, _ := s.Reach(i)
	for k := first; k < i; k++ {
		if s.Tokens[k].Tag == tree.ADJ {
			if _, ok := p.at(si, k); ok {
				return k
			}
		}
	}
	return -1
}

// sideOf is the state that an actor speaks for, or the actor where it speaks
// for none.
func (p *page) sideOf(ref record.ActorRef) record.ActorRef {
	if country := ref.Country(); country != "" {
		if a := p.states[country]; a != nil {
			return record.ActorRef{Actor: a.ID, Code: a.Code, Name: a.Name}
		}
		return record.ActorRef{Code: country}
	}
	return ref
}

// statementOver is the innermost statement whose content holds the span.
func (p *page) statementOver(span record.Span) *record.Statement {
	if i := p.said.Over(span); i >= 0 {
		return &p.Statements[i]
	}
	return nil
}

// timeIn is a time expression among tokens [first, last] of a sentence, or nil.
func (p *page) timeIn(si, first, last int) *record.Time {
	for _, t := range p.times[si] {
		if time := &p.Times[t]; time.First >= first && time.Last <= last {
			return time
		}
	}
	return nil
}

// dayIn is when something was, by a time expression among tokens [first, last]
// of a sentence; ok is false where there is none, or only a duration.
func (p *page) dayIn(si, first, last int) (day record.Interval, ok bool) {
	t := p.timeIn(si, first, last)
	if t == nil || !t.Known() || t.Timex.Type == "DURATION" {
		return day, false
	}
	return t.Interval, true
}

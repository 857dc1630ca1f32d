// Package coref finds what pronouns and definite nominals refer to: he, its,
// the minister, the two sides, and inside quotations I, we and our country.
//
// It walks over the phrases of a document in order and keeps the entities told
// of so far. Names join by actor, equal words, surnames and initials;
// appositions and titles tell what an entity is. For a pronoun or definite
// nominal the entities of the last sentences that agree with it in number,
// gender and sort, and that binding allows, are ranked by a linear model over
// distance, grammatical role, salience and place in quotations, in the tradition
// of Lappin and Leass (Computational Linguistics 1994) with learnt weights
// (Denis and Baldridge, EMNLP 2008: ranking, with the choice of no antecedent).
package coref

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"detente/record"
	"detente/tree"
)

// Resolver holds the words and weights; it is safe for concurrent use.
type Resolver struct {
	words   *words
	weights *weights
}

// New reads the folder coref of the data.
func New(fsys fs.FS) (*Resolver, error) {
	w, err := readWords(fsys)
	if err != nil {
		return nil, fmt.Errorf("coreference: %w", err)
	}
	weights, err := readWeights(fsys)
	if err != nil {
		return nil, fmt.Errorf("coreference: %w", err)
	}
	return &Resolver{w, weights}, nil
}

// Input is what is known when coreference is read: the mentions by name, title
// or metonym with their actors.
type Input struct {
	Doc      *record.Document
	Text     *tree.Text
	Mentions []record.Mention // in text order, with Sent, First, Last and Head
	Actors   []record.Actor
}

// Result is what coreference gives back.
type Result struct {
	Mentions []record.Mention // old and new in text order, ids m1, m2, ...
	Actors   []record.Actor   // of the input, then those that only the report tells of
}

// Resolve is all mentions in text order, those of the input and the pronouns
// and nominals that refer to its actors. A phrase for several actors ("both
// countries") gives one mention for each, of the same span.
func (r *Resolver) Resolve(in Input) []record.Mention {
	return r.discourse(&in).mentions(false).Mentions
}

// Read is as Resolve, and makes actors of people and organisations that the
// report names or speaks of again and that no actor was given for.
func (r *Resolver) Read(in Input) Result { return r.discourse(&in).mentions(true) }

// Link is one referring phrase and the entity that it was put to; phrases with
// the same entity refer to the same thing.
type Link struct {
	Sent, First, Last, Head int
	Entity                  int
	Antecedent              int // index of the link that it was resolved to, -1
	Pronoun, Definite       bool
}

// Links are all referring phrases of the text in order, for measuring.
func (r *Resolver) Links(in Input) []Link {
	d := r.discourse(&in)
	out := make([]Link, len(d.marks))
	for i, m := range d.marks {
		out[i] = Link{m.sent, m.first, m.last, m.head, m.entity, m.antecedent, m.form == pronominal, m.form == definite}
	}
	return out
}

func (r *Resolver) discourse(in *Input) *discourse {
	d := &discourse{in: in, words: r.words, weights: r.weights, byActor: map[string]int{}, byName: map[string]int{}}
	d.collect(in)
	d.names()
	for i := range d.marks {
		d.decide(i)
	}
	return d
}

// mentions writes out what was decided.
func (d *discourse) mentions(invent bool) Result {
	out := Result{Mentions: slices.Clone(d.in.Mentions), Actors: d.in.Actors}
	if invent {
		out.Actors = d.invent()
	}
	code := make(map[string]string, len(out.Actors))
	for _, a := range out.Actors {
		code[a.ID] = a.Code
	}
	for i := range d.marks {
		m := &d.marks[i]
		if m.mention >= 0 || m.entity < 0 || m.form == listed {
			continue
		}
		e := &d.entities[m.entity]
		if e.actor != "" {
			out.Mentions = append(out.Mentions, d.mention(m, e.actor, code[e.actor]))
			continue
		}
		if m.form == pronominal || m.form == definite {
			for _, k := range e.members {
				if a := d.entities[k].actor; a != "" {
					out.Mentions = append(out.Mentions, d.mention(m, a, code[a]))
				}
			}
		}
	}
	number(out.Mentions)
	return out
}

// mention is a new mention of the actor by the words of m.
func (d *discourse) mention(m *markable, actor, code string) record.Mention {
	kind := record.ByNominal
	switch m.form {
	case proper:
		kind = record.ByName
	case pronominal:
		kind = record.ByPronoun
	}
	s := d.sentence(m.sent)
	return record.Mention{
		Span: s.Cover(m.first, m.last), Actor: actor, Code: code, Kind: kind,
		Doubtful: m.doubt,
		Sent:     m.sent, First: m.first, Last: m.last, Head: m.head,
	}
}

// number puts mentions in text order and gives them their ids.
func number(m []record.Mention) {
	slices.SortStableFunc(m, func(a, b record.Mention) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	for i := range m {
		m[i].ID = "m" + strconv.Itoa(i+1)
	}
}

// invent gives an actor to every person and organisation without one that is
// named, or told of more than once.
func (d *discourse) invent() []record.Actor {
	actors := slices.Clone(d.in.Actors)
	used := make(map[string]bool, len(actors))
	for _, a := range actors {
		used[a.ID] = true
	}
	next := len(actors)
	for i := range d.entities {
		e := &d.entities[i]
		if e.actor != "" || e.count == 0 || len(e.members) > 0 || e.name == "" && (e.count < 2 || !e.referred) {
			continue
		}
		var kind record.ActorKind
		switch {
		case e.sort == person && e.plural, e.sort == group:
			kind = record.IsGroup
		case e.sort == person:
			kind = record.IsPerson
		case e.sort&organisation != 0:
			kind = record.IsOrganisation
		default:
			continue
		}
		id := ""
		for id == "" || used[id] {
			next++
			id = "a" + strconv.Itoa(next)
		}
		name := e.name
		if name == "" {
			name = d.phrase(&d.marks[e.first])
		}
		actor := record.Actor{ID: id, Name: name, Kind: kind}
		if e.gender != 0 {
			actor.Gender = string(rune(e.gender))
		}
		e.actor, used[id] = id, true
		actors = append(actors, actor)
	}
	return actors
}

func (d *discourse) phrase(m *markable) string {
	return d.sentence(m.sent).Cover(m.first, m.last).In(d.in.Doc.Text)
}

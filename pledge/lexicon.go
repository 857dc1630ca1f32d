package pledge

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pelletier/go-toml/v2"

	"detente/record"
)

// The files as they are written. Keys that these types do not name are errors.
type (
	lexiconFile struct {
		Commissive []verbClass              `toml:"commissive"`
		Directive  []verbClass              `toml:"directive"`
		Noun       []nounClass              `toml:"noun"`
		Ultimatum  ultimatumClass           `toml:"ultimatum"`
		Future     futureClass              `toml:"future"`
		Warning    warningClass             `toml:"warning"`
		Obligation obligationClass          `toml:"obligation"`
		Forecast   struct{ Verbs []string } `toml:"forecast"`
		Side       struct{ Nouns []string } `toml:"side"`
		Aspect     aspectClass              `toml:"aspect"`
		Condition  conditionClass           `toml:"condition"`
		Never      struct{ Words []string } `toml:"never"`
		Outcome    []outcomeClass           `toml:"outcome"`
	}
	verbClass struct {
		Kind     record.CommitmentKind `toml:"kind"`
		Verbs    []string              `toml:"verbs"`
		Particle []string              `toml:"particle"`
		Yes      []string              `toml:"yes"`
		No       []string              `toml:"no"`
	}
	nounClass struct {
		Kind  record.CommitmentKind `toml:"kind"`
		Nouns []string              `toml:"nouns"`
		Yes   []string              `toml:"yes"`
		No    []string              `toml:"no"`
	}
	ultimatumClass struct {
		Nouns []string `toml:"nouns"`
		Verbs []string `toml:"verbs"`
		Spans []string `toml:"spans"`
		Yes   []string `toml:"yes"`
		No    []string `toml:"no"`
	}
	futureClass struct {
		Now  []string `toml:"now"`
		Past []string `toml:"past"`
		Yes  []string `toml:"yes"`
		No   []string `toml:"no"`
	}
	aspectClass struct {
		Going  []string `toml:"going"`
		Ending []string `toml:"ending"`
	}
	warningClass struct {
		Cues []string `toml:"cues"`
		Yes  []string `toml:"yes"`
		No   []string `toml:"no"`
	}
	obligationClass struct {
		Modals []string `toml:"modals"`
		Yes    []string `toml:"yes"`
		No     []string `toml:"no"`
	}
	conditionClass struct {
		If       []string `toml:"if"`
		Unless   []string `toml:"unless"`
		Until    []string `toml:"until"`
		Without  []string `toml:"without"`
		InReturn []string `toml:"in-return"`
		Yes      []string `toml:"yes"`
	}
	outcomeClass struct {
		State record.State `toml:"state"`
		Verbs []string     `toml:"verbs"`
		Role  string       `toml:"role"`
		Yes   []string     `toml:"yes"`
	}
	assessmentsFile struct {
		About     []string         `toml:"about"`
		Null      []string         `toml:"null"`
		Judgement []judgementClass `toml:"judgement"`
	}
	judgementClass struct {
		Direction  record.Direction `toml:"direction"`
		Nouns      []string         `toml:"nouns"`
		Verbs      []string         `toml:"verbs"`
		Adjectives []string         `toml:"adjectives"`
		Phrases    []string         `toml:"phrases"`
		Yes        []string         `toml:"yes"`
		No         []string         `toml:"no"`
	}
)

// lexicon is the loaded data, by lemma.
type lexicon struct {
	commissive map[string]binding
	phrasal    map[string]binding // commissive with their particle: turn down
	directive  map[string]binding
	warning    map[string]bool // cues that make a threat of a future
	noun       map[string]record.CommitmentKind
	deadline   map[string]bool // nouns
	setting    map[string]bool // verbs that set a deadline
	spanning   map[string]bool // those that set one by a span of time: gave ten days
	future     map[string]bool
	futurePast map[string]bool
	obligation map[string]bool
	forecast   map[string]bool
	side       map[string]bool
	aspect     map[string]bool // verbs that tell how an act goes on; true: it ends
	never      map[string]bool
	condition  map[string]string // marker -> kind
	outcome    map[string]outcome
	about      map[string]bool
	null       map[string]bool
	judgeNoun  map[string]record.Direction
	judgeVerb  map[string]record.Direction
	judgeAdj   map[string]record.Direction
	phrases    []phrase

	file   lexiconFile     // kept for its examples
	judges assessmentsFile // likewise
}

// binding is a verb that binds.
type binding struct {
	kind     record.CommitmentKind
	particle map[string]bool // nil: the verb alone
}

type outcome struct {
	state     record.State
	ofSubject bool // the verb's subject is the commitment ("the deadline expired"), else its object
}

type phrase struct {
	text      string
	direction record.Direction
}

func loadLexicon(fsys fs.FS) (*lexicon, error) {
	var l lexicon
	if err := decode(fsys, "pledge/lexicon.toml", &l.file); err != nil {
		return nil, err
	}
	if err := decode(fsys, "pledge/assessments.toml", &l.judges); err != nil {
		return nil, err
	}
	f := &l.file
	l.commissive, l.phrasal, l.directive = map[string]binding{}, map[string]binding{}, map[string]binding{}
	l.noun, l.outcome = map[string]record.CommitmentKind{}, map[string]outcome{}
	for _, c := range f.Commissive {
		to := l.commissive
		if len(c.Particle) > 0 {
			to = l.phrasal
		}
		if err := addVerbs(to, c); err != nil {
			return nil, err
		}
	}
	for _, c := range f.Directive {
		if err := addVerbs(l.directive, c); err != nil {
			return nil, err
		}
	}
	l.aspect = map[string]bool{}
	for _, v := range f.Aspect.Going {
		l.aspect[v] = false
	}
	for _, v := range f.Aspect.Ending {
		l.aspect[v] = true
	}
	l.warning = set(f.Warning.Cues)
	for _, c := range f.Noun {
		if err := addKind(l.noun, c.Nouns, c.Kind); err != nil {
			return nil, err
		}
	}
	l.deadline, l.setting = set(f.Ultimatum.Nouns), set(f.Ultimatum.Verbs)
	l.spanning = set(f.Ultimatum.Spans)
	l.future, l.futurePast = set(f.Future.Now), set(f.Future.Past)
	l.obligation, l.forecast = set(f.Obligation.Modals), set(f.Forecast.Verbs)
	l.side, l.never = set(f.Side.Nouns), set(f.Never.Words)
	l.condition = map[string]string{}
	for kind, words := range map[string][]string{
		"if": f.Condition.If, "unless": f.Condition.Unless, "until": f.Condition.Until,
		"without": f.Condition.Without, "in-return": f.Condition.InReturn,
	} {
		for _, w := range words {
			l.condition[w] = kind
		}
	}
	for _, c := range f.Outcome {
		if c.Role != "subject" && c.Role != "object" {
			return nil, fmt.Errorf("pledge/lexicon.toml: outcome %q: role is %q, want subject or object", c.State, c.Role)
		}
		for _, v := range c.Verbs {
			l.outcome[v] = outcome{c.State, c.Role == "subject"}
		}
	}
	l.about, l.null = set(l.judges.About), set(l.judges.Null)
	l.judgeNoun, l.judgeVerb, l.judgeAdj = map[string]record.Direction{}, map[string]record.Direction{}, map[string]record.Direction{}
	for _, j := range l.judges.Judgement {
		for _, group := range []struct {
			to    map[string]record.Direction
			words []string
		}{{l.judgeNoun, j.Nouns}, {l.judgeVerb, j.Verbs}, {l.judgeAdj, j.Adjectives}} {
			for _, w := range group.words {
				group.to[w] = j.Direction
			}
		}
		for _, text := range j.Phrases {
			l.phrases = append(l.phrases, phrase{text, j.Direction})
		}
	}
	return &l, nil
}

var validKind = map[record.CommitmentKind]bool{
	record.Promise: true, record.Threat: true, record.Demand: true, record.Ultimatum: true,
	record.Offer: true, record.Refusal: true, record.Agreement: true,
}

func kindError(kind record.CommitmentKind) error {
	return fmt.Errorf("pledge/lexicon.toml: kind %q is none of promise, threat, demand, ultimatum, offer, refusal, agreement", kind)
}

func addKind(to map[string]record.CommitmentKind, words []string, kind record.CommitmentKind) error {
	if !validKind[kind] {
		return kindError(kind)
	}
	for _, w := range words {
		if old, twice := to[w]; twice {
			return fmt.Errorf("pledge/lexicon.toml: %q stands under %s and %s", w, old, kind)
		}
		to[w] = kind
	}
	return nil
}

func addVerbs(to map[string]binding, c verbClass) error {
	if !validKind[c.Kind] {
		return kindError(c.Kind)
	}
	b := binding{kind: c.Kind}
	if len(c.Particle) > 0 {
		b.particle = set(c.Particle)
	}
	for _, v := range c.Verbs {
		if old, twice := to[v]; twice {
			return fmt.Errorf("pledge/lexicon.toml: %q stands under %s and %s", v, old.kind, c.Kind)
		}
		to[v] = b
	}
	return nil
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// decode reads a TOML file strictly; the error shows the line and the fault.
func decode(fsys fs.FS, name string, into any) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	err = toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(into)
	var strict *toml.StrictMissingError
	var fault *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		return fmt.Errorf("%s: unknown key\n%s", name, strict.String())
	case errors.As(err, &fault):
		line, column := fault.Position()
		return fmt.Errorf("%s:%d:%d: %s\n%s", name, line, column, fault.Error(), fault.String())
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

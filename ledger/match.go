package ledger

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
)

// How alike words must be. Tuned on the invented corpus of eval's ledger set.
const (
	sameWords   = 0.5  // of two commitments that are one
	allWords    = 0.8  // of the shorter of them
	doneWords   = 0.34 // of a commitment and the event that fulfils it
	deedWords   = 0.6  // of a commitment and a deed with the same verb
	deedTrust   = 0.8
	doneScore   = 0.5 // of words, type and target together
	stemLetters = 5   // words are one when so many first letters agree
	stemEnding  = 3   // letters of an ending: -s, -ed, -ing, -ped
	minWord     = 3
)

// relation of a new commitment to an entry.
type relation int

const (
	apart    relation = iota
	same              // told again
	undoes            // takes it back: a refusal of what was promised
	replaces          // the same demand with another day
)

// relate compares an entry with a new commitment of the same side.
func relate(e *Entry, c *record.Commitment, words []string) relation {
	if !c.To.None() && !e.To.None() && !c.To.SameSide(e.To) {
		return apart
	}
	if !sameTalk(e.words, words) {
		return apart
	}
	switch {
	case family(e.Kind) == family(c.Kind):
		if e.Due != nil && c.Due != nil && !e.Due.End.IsZero() && !c.Due.End.IsZero() && !e.Due.Overlaps(c.Due.Interval) {
			return replaces
		}
		return same
	case c.Kind == record.Refusal && binds(e.Kind), e.Kind == record.Refusal && binds(c.Kind):
		return undoes
	}
	return apart
}

// sameTalk reports whether two lists of words tell the same: half of each stands
// in the other, or nearly all of the shorter in the longer.
func sameTalk(a, b []string) bool {
	ab, ba := overlap(a, b), overlap(b, a)
	return min(ab, ba) >= sameWords || max(ab, ba) >= allWords && min(len(a), len(b)) > 1
}

// family puts kinds together that one report may tell for another.
func family(k record.CommitmentKind) string {
	switch k {
	case record.Demand, record.Ultimatum:
		return "directive"
	case record.Promise, record.Agreement, record.Offer:
		return "promise"
	}
	return string(k)
}

// Alike reports whether two kinds may stand for one another: one report tells as
// an ultimatum what another calls a demand.
func Alike(a, b record.CommitmentKind) bool { return family(a) == family(b) }

// directs reports whether the kind binds another than its maker.
func directs(k record.CommitmentKind) bool { return k == record.Demand || k == record.Ultimatum }

// binds reports whether the kind binds its maker to do something.
func binds(k record.CommitmentKind) bool {
	return k == record.Promise || k == record.Agreement || k == record.Threat || k == record.Offer
}

// fulfils says whether an event is the act that an entry speaks of, and how sure
// that is.
func fulfils(e *Entry, ev *record.Event, words []string) (confidence float64, ok bool) {
	actor, other := e.By, e.To
	if directs(e.Kind) {
		actor, other = e.To, e.By
	}
	if !actor.SameSide(ev.Source) {
		return 0, false
	}
	pat := e.Content.Pattern
	typeAgrees, targetAgrees := 0.0, 0.0
	if pat != nil && pat.Plover.Type != "" && pat.Plover.Type != speech[e.Kind] {
		if pat.Plover.Type != ev.Plover.Type {
			typeAgrees = -0.5
		} else {
			typeAgrees = 1
		}
		if !pat.Target.None() {
			other = pat.Target
		}
	}
	if !ev.Target.None() && !other.None() && !ev.Target.SameSide(actor) { // its own army is no target
		if other.SameSide(ev.Target) {
			targetAgrees = 1
		} else if typeAgrees <= 0 {
			return 0, false
		}
	}
	shared := overlap(e.words, words)
	if shared >= allWords {
		typeAgrees = max(typeAgrees, 0) // in the same words it is the same act, however it was coded
	}
	if names := e.names(); len(names) > 0 && overlap(names, words) == 0 && shared < sameWords+doneWords/2 {
		return 0, false // troops from the ridge of Marn are not troops from anywhere
	}
	score := 0.6*shared + 0.25*typeAgrees + 0.15*targetAgrees
	return min(0.95, score), shared >= doneWords && score >= doneScore
}

// speech are the types of the acts of speech that commitments are made by: where
// the words of a refusal are coded as REJECT, nothing is known of the act refused.
var speech = map[record.CommitmentKind]string{
	record.Refusal: "REJECT", record.Threat: "THREATEN", record.Demand: "REQUEST", record.Ultimatum: "REQUEST", record.Agreement: "AGREE", record.Promise: "AGREE", record.Offer: "AGREE",
}

// isTheDeed says whether a deed is the act that an entry speaks of: by the one
// who is bound, with the same verb, and most of the words.
func isTheDeed(e *Entry, d *record.Deed, words []string, r *Report) (confidence float64, ok bool) {
	actor := e.actor()
	if !actor.SameSide(d.Source) || len(words) == 0 || overlap(words[:1], e.words) == 0 {
		return 0, false
	}
	shared := overlap(e.words, words)
	if names := e.names(); len(names) > 0 && overlap(names, words) == 0 && shared < sameWords+doneWords/2 {
		return 0, false
	}
	if hung, met := e.conditionMet(r); met {
		shared = max(shared, overlap(append(slices.Clip(e.words), hung...), append(slices.Clip(words), hung...)))
		return deedTrust * shared, shared >= sameWords
	}
	return deedTrust * shared, shared >= deedWords
}

// conditionMet gives the words of the condition that an entry hangs on, and
// whether a report tells it as done: "gave back the boats after Morvia had paid
// the fines", where they were offered "if Morvia paid the fines". Who reads both
// in one report needs fewer of the other words.
func (e *Entry) conditionMet(r *Report) (words []string, met bool) {
	if e.Condition == nil || e.Condition.Kind == "unless" || e.Condition.Pattern == nil || len(e.Condition.Pattern.Lemmas) == 0 {
		return nil, false
	}
	hung := unique(e.Condition.Pattern.Lemmas)
	for i := range r.Deeds {
		d := &r.Deeds[i]
		if d.Undone || !e.To.SameSide(d.Source) {
			continue
		}
		done := unique(d.Lemmas)
		if len(done) > 1 && overlap(done[:1], hung) == 1 && overlap(done, hung) >= deedWords {
			return done, true
		}
	}
	return nil, false
}

// names are the words of the content that begin with a capital and name neither
// side: places, people, treaties.
func (e *Entry) names() []string {
	var names []string
	sides := textWords(e.By.Name + " " + e.To.Name) // "Morvian" names a side too
	for i, w := range strings.FieldsFunc(e.Content.Text, notWord) {
		r, _ := utf8.DecodeRuneInString(w)
		w = strings.ToLower(w)
		if i > 0 && unicode.IsUpper(r) && len(w) >= minWord && overlap([]string{w}, sides) == 0 {
			names = append(names, w)
		}
	}
	return names
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// overlap is the share of the words of a that stand in b.
func overlap(a, b []string) float64 {
	if len(a) == 0 {
		return 0
	}
	n := 0
	for _, x := range a {
		for _, y := range b {
			if alike(x, y) {
				n++
				break
			}
		}
	}
	return float64(n) / float64(len(a))
}

// alike compares words by their first letters, so that "withdraw" meets
// "withdrew" and "withdrawal", "ship" meets "shipped" and "talk" meets "talks".
func alike(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if strings.HasPrefix(b, a) && len(b)-len(a) <= stemEnding {
		return true
	}
	return len(a) >= stemLetters && len(b) >= stemLetters && a[:stemLetters] == b[:stemLetters]
}

// contentWords are the words that tell what a commitment is about, without those
// that say when: the same act on another day is the same act.
func contentWords(c *record.Commitment) []string {
	words := textWords(c.Content.Text)
	if c.Content.Pattern != nil && len(c.Content.Pattern.Lemmas) > 0 {
		words = unique(c.Content.Pattern.Lemmas)
	}
	if c.Due == nil {
		return words
	}
	day := textWords(c.Due.Text)
	what := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(day, w) })
	if len(what) == 0 {
		return words
	}
	return what
}

// textWords are the longer words of a text in lower case.
func textWords(text string) []string {
	return unique(strings.FieldsFunc(text, notWord))
}

func unique(words []string) []string {
	seen := make(map[string]bool, len(words))
	out := make([]string, 0, len(words))
	for _, w := range words {
		if w = strings.ToLower(w); len(w) >= minWord && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// saidLater reports whether c was made after e by the reports' own dates.
func saidLater(e *Entry, c *record.Commitment) bool {
	return !e.Made.End.IsZero() && !c.Made.Start.IsZero() && !c.Made.Start.Before(e.Made.End.Time)
}

// before reports whether an event surely lies before a commitment was made.
func before(event, made record.Interval) bool {
	return !event.End.IsZero() && !made.Start.IsZero() && !event.End.After(made.Start.Time)
}

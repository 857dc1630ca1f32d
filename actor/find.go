package actor

import (
	"slices"
	"strconv"
	"time"

	"detente/record"
	"detente/tree"
)

// Found is who a text speaks of, and where.
type Found struct {
	Mentions []record.Mention
	Actors   []record.Actor

	// Names of cities and regions that are only places, "flew to Kabul", with the
	// state that they lie in as their actor. They are no mentions of the record,
	// and stand without number and kind; Lands are their states, each once.
	Places []record.Mention
	Lands  []record.Actor
}

// Find finds the mentions of actors in a document as the language model reads
// it. Offices are resolved on the day on which the document speaks, usually the
// day it was published; where that is not known, only those actors are told
// that need no date.
//
// It works in two passes: the first looks up the phrases of the dictionary and
// learns which states and people the document speaks of; the second composes
// titles, names and nouns into mentions, with that knowledge.
func (d *Dictionary) Find(doc *record.Document, text *tree.Text, on record.Interval) Found {
	sc := d.scratch.Get().(*scratch)
	defer d.scratch.Put(sc)
	f := &finder{Dictionary: d, scratch: sc, doc: doc, text: text, on: dayIn(on)}
	f.reset()
	for i := range text.Sentences {
		f.match(i)
	}
	f.survey()
	for i := range text.Sentences {
		f.open(i)
		f.compose()
	}
	return f.result()
}

// widest is the longest interval that still tells who held an office.
const widest = 2 * 366 * 24 * time.Hour

// dayIn is the day that stands for an interval: its middle, so that a month or
// a year in which an office changed hands gives who held it for most of it. A
// wider one tells nothing.
func dayIn(on record.Interval) day {
	switch {
	case on.Closed() && on.End.Sub(on.Start.Time) > widest:
		return 0
	case on.Closed():
		half := on.End.Sub(on.Start.Time) / 2
		return dayOfMoment(record.Moment{Time: on.Start.Time.Add(half)})
	case on.Start.IsZero():
		return dayOfMoment(on.End)
	}
	return dayOfMoment(on.Start)
}

// scratch is the memory of one Find, kept for the next.
type scratch struct {
	words     []word
	items     []item
	cur       []item  // of the sentence at hand, with those that the model's names add
	sentItems []int32 // items of sentence i are items[sentItems[i]:sentItems[i+1]]
	at        []int32 // in the sentence at hand: 1 + the item that covers a token
	name      []int32 // in the sentence at hand: 1 + the name that covers a token
	quoted    []bool  // in the sentence at hand, once that was asked: stands between quotation marks
	spoken    []stateCount
	seen      map[int32]int32  // people: 1 + order of the last mention; 0 where only the survey met them
	locals    map[uint64]int32 // surnames of people told by the text alone: their actor
	named     map[uint64]bool  // surnames of people whom the model names in full and the dictionary does not know
	nouns     map[int32]int32  // role nouns: the actor of a state that each meant last
	actors    map[actorKey]int32
}

// stateCount is how often a state is spoken of, by what.
type stateCount struct {
	names, others int32 // its own name; adjective, capital, cities, people
}

// An item is a phrase of the dictionary in a sentence.
type item struct {
	first, last int32 // tokens
	head        int32 // 1 + its first sense
	id          int32
	kind        senseKind
	plural      bool
	short       bool
	used        bool
	inner       bool // used within another mention, yet a mention itself
}

// Kinds of item that come from the model's names, not from the dictionary.
const (
	unknownPerson senseKind = iota + 64
	unknownBody
)

type actorKey struct {
	kind senseKind
	id   int32
	text string
}

// finder is the state of one Find.
type finder struct {
	*Dictionary
	*scratch
	doc  *record.Document
	text *tree.Text
	on   day

	nameAt   int // the next of text.Names
	dominant int32
	order    int32

	sent   int
	s      *tree.Sentence
	its    []item
	silent bool // the sentence stands in a dateline: its places are only places

	found Found
}

func (f *finder) reset() {
	f.items = f.items[:0]
	f.sentItems = append(f.sentItems[:0], 0)
	f.spoken = slices.Grow(f.spoken[:0], len(f.states))[:len(f.states)]
	clear(f.spoken)
	if f.seen == nil {
		f.seen = make(map[int32]int32)
		f.locals = make(map[uint64]int32)
		f.actors = make(map[actorKey]int32)
		f.named = make(map[uint64]bool)
		f.nouns = make(map[int32]int32)
	}
	clear(f.seen)
	clear(f.locals)
	clear(f.actors)
	clear(f.named)
	clear(f.nouns)
	f.dominant = -1
}

// match looks up the phrases of sentence i, the longest first from the left.
func (f *finder) match(i int) {
	s := &f.text.Sentences[i]
	f.words = sentenceWords(f.words[:0], s)
	f.index.canonical(f.words)
	shout := shouted(f.words)
	for w := 0; w < len(f.words); {
		if f.words[w].hash == 0 {
			w++
			continue
		}
		n, head := f.index.find(f.words, w, shout)
		if n == 0 {
			w++
			continue
		}
		if it, ok := f.choose(s, w, n, head, shout); ok {
			f.items = append(f.items, it)
			w += n
			continue
		}
		w++
	}
	f.sentItems = append(f.sentItems, int32(len(f.items)))
}

// shouted reports whether a sentence is all capitals, as some headlines are.
func shouted(words []word) bool {
	n := 0
	for _, w := range words {
		if w.hash == 0 {
			continue
		}
		if w.caps != capped {
			return false
		}
		n++
	}
	return n > 2
}

// preference orders the senses of one phrase where several are possible.
var preference = [...]uint8{
	nothing: 1, fullName: 2, stateName: 3, bodyName: 4, adjective: 5, people: 6,
	capital: 7, office: 8, role: 9, modifier: 10, city: 11, surname: 12, pair: 2,
}

// the is the hash of the article.
var the = hashOf("the")

// choose makes an item of the phrase of n words at w.
func (f *finder) choose(s *tree.Sentence, w, n int, head int32, shout bool) (item, bool) {
	words := f.words[w : w+n]
	it := item{first: words[0].tok, last: words[n-1].tok, head: head}
	best := -1
	for k := head; k > 0; k = f.index.senses[k-1].next {
		sn := &f.index.senses[k-1]
		if !sn.written(words, shout) {
			continue
		}
		if best < 0 || preference[sn.kind] < preference[f.index.senses[best].kind] {
			best = int(k - 1)
		}
	}
	if best < 0 {
		return it, false
	}
	sn := &f.index.senses[best]
	it.id, it.kind, it.plural, it.short = sn.id, sn.kind, sn.plural, sn.short

	// "the South African president" is not of the South.
	if n > 1 && words[0].hash == the {
		if longer, _ := f.index.find(f.words, w+1, shout); longer >= n {
			return it, false
		}
	}
	// Part of a hyphenated word: "Iran-backed", "anti-American" and "US-led"
	// speak of somebody else; "Iran-Iraq" and "then-President" do not.
	before := words[0].joined && w > 0
	after := w+n < len(f.words) && f.words[w+n].joined
	if it.kind < office && (before && f.classes[f.words[w-1].hash]&affixWord != 0 || after && f.classes[f.words[w+n].hash]&affixWord != 0) {
		it.kind = nothing
	}
	if it.kind == fullName || it.kind == surname {
		// A name ends where a token ends, and starts where one starts.
		if before && f.words[w-1].tok == it.first || after && f.words[w+n].tok == it.last {
			return it, false
		}
	}
	// A shouted headline does not tell "US" from "us".
	if shout && sn.need&allCapped != 0 && s.Tokens[it.first].Tag != tree.PROPN && s.Tokens[it.first].Tag != tree.NoTag {
		return it, false
	}
	// "IS" is a verb nearly always.
	if sn.need&allCapped != 0 && len(s.Tokens[it.first].Form) < 4 && (s.Tokens[it.first].Tag == tree.AUX || s.Tokens[it.first].Tag == tree.VERB) {
		return it, false
	}
	// "Total sales", "Apple pie": one capitalised word must be a name.
	if it.kind == bodyName && n == 1 && words[0].caps == title && !shout {
		if tag := s.Tokens[it.first].Tag; tag != tree.NoTag && tag != tree.PROPN && tag != tree.NOUN && tag != tree.X {
			return it, false
		}
		if s.Tokens[it.first].Tag == tree.NOUN && it.first == 0 {
			return it, false
		}
	}
	return it, true
}

// survey learns from all items which states and people the document speaks of.
func (f *finder) survey() {
	for i := range f.items {
		it := &f.items[i]
		switch it.kind {
		case stateName:
			if !it.short {
				f.spoken[it.id].names++
			}
		case adjective, people, capital, city:
			f.spoken[it.id].others++
		case bodyName:
			if s := f.bodies[it.id].state; s >= 0 {
				f.spoken[s].others++
			}
		case fullName:
			it.id = f.bestPerson(it)
			f.seen[it.id] = 0
			if s, ok := f.byCode[f.personState(it.id)]; ok {
				f.spoken[s].others++
			}
		}
	}
	for i := range f.text.Names {
		n := &f.text.Names[i]
		if n.Kind != tree.PersonName || n.First == n.Last || n.Sent >= len(f.text.Sentences) || n.Last >= len(f.text.Sentences[n.Sent].Tokens) {
			continue
		}
		f.named[f.hashOfForm(f.text.Sentences[n.Sent].Tokens[n.Last].Form)] = true
	}
	for who := range f.seen {
		delete(f.named, f.hashOfForm(lastWord(f.people[who].name)))
	}
	var total, most int32
	for i, c := range f.spoken {
		n := c.names + c.others
		total += n
		if n > most {
			most, f.dominant = n, int32(i)
		}
	}
	if most < 2 || most*2 < total {
		f.dominant = -1
	}
}

// bestPerson is which of several namesakes an item means: one in office on the
// day, the higher post first, else the one whose time in office is nearest.
func (f *finder) bestPerson(it *item) int32 {
	best, bestScore := int32(-1), int32(1<<30)
	for k := it.head; k > 0; k = f.index.senses[k-1].next {
		if sn := &f.index.senses[k-1]; sn.kind == fullName {
			if score := f.distance(sn.id); score < bestScore || score == bestScore && sn.id < best {
				best, bestScore = sn.id, score
			}
		}
	}
	return best
}

// distance is how far a person is from office on the day: the rank of the post
// held, or more the more years lie between.
func (f *finder) distance(p int32) int32 {
	if f.on == 0 {
		return int32(f.people[p].rank)
	}
	if t := f.inOffice(p, f.on); t >= 0 {
		return int32(f.posts[f.tenures[t].post].rank)
	}
	near := int32(1 << 29)
	for _, i := range f.people[p].tenures {
		t := &f.tenures[i]
		gap := max(int32(t.from-f.on), int32(f.on-t.until), 0) / 10000
		near = min(near, 100+10*gap+int32(f.posts[t.post].rank))
	}
	return near
}

// personState is the state that a person belongs to: of the highest post.
func (f *finder) personState(p int32) string {
	best := int32(-1)
	for _, t := range f.people[p].tenures {
		if _, ok := f.byCode[f.tenures[t].code]; !ok {
			continue
		}
		if best < 0 || f.posts[f.tenures[t].post].rank < f.posts[f.tenures[best].post].rank {
			best = t
		}
	}
	if best < 0 {
		return ""
	}
	return f.tenures[best].code
}

// open turns to sentence i: which item and which of the model's names covers
// each token.
func (f *finder) open(i int) {
	f.sent, f.s = i, &f.text.Sentences[i]
	f.silent = f.s.Block < len(f.doc.Blocks) && f.doc.Blocks[f.s.Block].Role == record.Dateline
	n := len(f.s.Tokens)
	f.at = slices.Grow(f.at[:0], n)[:n]
	f.name = slices.Grow(f.name[:0], n)[:n]
	clear(f.at)
	clear(f.name)
	for f.nameAt < len(f.text.Names) && f.text.Names[f.nameAt].Sent <= i {
		nm := &f.text.Names[f.nameAt]
		if nm.Sent == i {
			for t := nm.First; t <= nm.Last && t < n; t++ {
				f.name[t] = int32(f.nameAt) + 1
			}
		}
		f.nameAt++
	}
	f.cur = append(f.cur[:0], f.items[f.sentItems[i]:f.sentItems[i+1]]...)
	f.its = f.cur
	for k := range f.its {
		f.cover(k)
	}
	f.addNames(i)
	f.cur = f.its
}

// addNames makes items of the people and bodies that the model names and no
// phrase of the dictionary covers. "Jordan Baker" and "Kim Yong Chol" are
// people although the dictionary knows a Jordan and a Kim.
func (f *finder) addNames(i int) {
	known := len(f.its)
	for t := 0; t < len(f.name); {
		n := f.name[t]
		if n == 0 {
			t++
			continue
		}
		nm := &f.text.Names[n-1]
		end := min(nm.Last, len(f.name)-1)
		if it, ok := f.fromName(nm, end); ok {
			f.its = append(f.its, it)
		}
		t = end + 1
	}
	if len(f.its) == known {
		return
	}
	slices.SortStableFunc(f.its, func(a, b item) int { return int(a.first - b.first) })
	clear(f.at)
	for k := range f.its {
		if !f.its[k].used {
			f.cover(k)
		}
	}
}

// fromName is the item of one of the model's names, unless the dictionary's own
// items tell more.
func (f *finder) fromName(nm *tree.Name, end int) (item, bool) {
	it := item{first: int32(nm.First), last: int32(end)}
	switch nm.Kind {
	case tree.PersonName:
		it.kind = unknownPerson
	case tree.OrgName:
		it.kind = unknownBody
	default:
		return it, false
	}
	if it.first < it.last && f.classes[hashOf(f.s.Tokens[it.first].Form)]&(misterWord|madamWord) != 0 {
		it.first++ // Mrs. Clinton
		if f.s.Tokens[it.first].Form == "." && it.first < it.last {
			it.first++
		}
	}
	capital := false
	for t := nm.First; t <= end; t++ {
		c := f.s.Tokens[t].Form[0]
		capital = capital || c < 'a' || c > 'z'
	}
	if !capital {
		return it, false
	}
	for t := nm.First; t <= end; t++ {
		k := f.at[t]
		if k == 0 {
			continue
		}
		in := &f.its[k-1]
		switch {
		case in.kind == fullName, in.kind == bodyName, in.kind == nothing, in.kind == office, in.kind == role && nm.Kind == tree.PersonName:
			return it, false // the dictionary's reading holds
		case in.first <= it.first && in.last >= it.last:
			return it, false
		}
	}
	for t := nm.First; t <= end; t++ {
		if k := f.at[t]; k > 0 {
			f.its[k-1].used = true
		}
	}
	return it, true
}

func (f *finder) cover(k int) {
	for t := f.its[k].first; t <= f.its[k].last; t++ {
		f.at[t] = int32(k) + 1
	}
}

// result gives the mentions their numbers, in text order.
func (f *finder) result() Found {
	slices.SortStableFunc(f.found.Mentions, func(a, b record.Mention) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return b.Span.End - a.Span.End
	})
	for i := range f.found.Mentions {
		f.found.Mentions[i].ID = "m" + strconv.Itoa(i+1)
	}
	return f.found
}

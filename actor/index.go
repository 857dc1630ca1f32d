package actor

// index finds phrases by their words. A phrase is stored under the hash of its
// words in order, and so is each of its beginnings, hence a walk over a text
// looks up one hash a word and stops where no phrase goes on: its time does not
// depend on how many phrases there are. Hashes have 64 bits; with 100,000
// phrases the chance that any two fall together is below 10^-9.
type index struct {
	heads  map[uint64]int32 // 0: only the beginning of phrases; else 1 + first sense
	senses []sense
	buf    []word
}

// A sense is one meaning of a phrase.
type sense struct {
	id     int32 // of the state, person, title, ... in its table
	next   int32 // 1 + the next sense of the same phrase
	kind   senseKind
	plural bool
	need   need
}

type senseKind uint8

const (
	stateName senseKind = iota + 1 // Iran
	adjective                      // Iranian
	people                         // Iranian, Iranians
	capital                        // Tehran
	city                           // Isfahan: tells the state of who is there, acts never
	bodyName                       // NATO, Hamas, KCNA; states' metonyms too
	fullName                       // Kim Jong Un
	surname                        // Kim
	office                         // foreign minister
	role                           // soldier, protesters, foreign ministry
	modifier                       // former, then, acting
	nothing                        // South China Sea: names no actor
)

// need is how a phrase must be written to be meant.
type need uint8

const (
	firstUpper need = 1 << iota
	lastUpper
	allCapped // US, WHO: not "us", "who"
)

func newIndex(phrases int) *index {
	return &index{heads: make(map[uint64]int32, phrases*2), senses: make([]sense, 0, phrases)}
}

// add stores a phrase. The way it is written tells how it must be written in a
// text: a capital at its start or at the start of its last word is needed there.
func (x *index) add(phrase string, s sense) {
	x.buf = phraseWords(x.buf[:0], phrase)
	x.addWords(x.buf, s)
}

func (x *index) addWords(words []word, s sense) {
	if len(words) == 0 {
		return
	}
	if words[0].caps != lower {
		s.need |= firstUpper
	}
	if words[len(words)-1].caps != lower {
		s.need |= lastUpper
	}
	if len(words) == 1 && words[0].caps == capped {
		s.need |= allCapped
	}
	h := uint64(hashSeed)
	for _, w := range words[:len(words)-1] {
		h = chain(h, w.hash)
		if _, ok := x.heads[h]; !ok {
			x.heads[h] = 0
		}
	}
	h = chain(h, words[len(words)-1].hash)
	head := x.heads[h]
	for i := head; i > 0; i = x.senses[i-1].next {
		if o := &x.senses[i-1]; o.kind == s.kind && o.id == s.id {
			o.need &= s.need
			return
		}
	}
	s.next = head
	x.senses = append(x.senses, s)
	x.heads[h] = int32(len(x.senses))
}

// written reports whether words, as a text writes them, can be meant in sense s.
func (s *sense) written(words []word, shout bool) bool {
	first, last := words[0].caps, words[len(words)-1].caps
	switch {
	case s.need&firstUpper != 0 && first == lower, s.need&lastUpper != 0 && last == lower:
		return false
	case s.need&allCapped != 0 && first != capped:
		return false
	}
	return true
}

// find is the longest phrase that starts at words[i]: how many words it has and
// its first sense, as 1 + its place. Initials inside a person's name are passed
// over: "Donald J. Trump". A phrase ends where a token ends.
func (x *index) find(words []word, i int, shout bool) (n int, head int32) {
	const longest = 14
	h := uint64(hashSeed)
	for j := i; j < len(words) && j < i+longest; j++ {
		w := &words[j]
		g := chain(h, w.hash)
		v, ok := x.heads[g]
		if !ok {
			if j > i && w.letter && w.caps == capped {
				continue
			}
			break
		}
		h = g
		if v == 0 {
			continue
		}
		for k := v; k > 0; k = x.senses[k-1].next {
			if s := &x.senses[k-1]; s.written(words[i:j+1], shout) {
				n, head = j+1-i, v
				break
			}
		}
	}
	return n, head
}

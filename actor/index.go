package actor

// index finds phrases by their words. A phrase is stored under the hash of its
// words in order, and so is each of its beginnings, hence a walk over a text
// looks up one hash a word and stops where no phrase goes on: its time does not
// depend on how many phrases there are. Hashes have 64 bits; with 100,000
// phrases the chance that any two fall together is below 10^-9.
type index struct {
	heads  heads // 0: only the beginning of phrases; else 1 + first sense
	senses []sense
	same   map[uint64]uint64 // spellings of one name: the hash of the first
	buf    []word
}

// canonical gives words that are spellings of one name the same hash.
func (x *index) canonical(words []word) {
	for i := range words {
		if first, ok := x.same[words[i].hash]; ok {
			words[i].hash = first
		}
	}
}

// heads is a hash table with open addressing: its keys are hashes already, and
// it is only ever filled, so that it loads and answers some times faster than a
// map.
type heads struct {
	slots []slot // a power of two; key 0 is free
	used  int
}

type slot struct {
	key uint64
	val int32
}

func (h *heads) get(key uint64) (val int32, ok bool) {
	for i := key & uint64(len(h.slots)-1); ; i = (i + 1) & uint64(len(h.slots)-1) {
		switch h.slots[i].key {
		case key:
			return h.slots[i].val, true
		case 0:
			return 0, false
		}
	}
}

// at is the place of the key's value, which is made where it is new.
func (h *heads) at(key uint64) *int32 {
	if h.used*2 >= len(h.slots) {
		old := h.slots
		h.slots, h.used = make([]slot, max(1<<10, len(old)*2)), 0
		for _, s := range old {
			if s.key != 0 {
				*h.at(s.key) = s.val
			}
		}
	}
	for i := key & uint64(len(h.slots)-1); ; i = (i + 1) & uint64(len(h.slots)-1) {
		switch h.slots[i].key {
		case key:
			return &h.slots[i].val
		case 0:
			h.slots[i].key = key
			h.used++
			return &h.slots[i].val
		}
	}
}

// A sense is one meaning of a phrase.
type sense struct {
	id     int32 // of the state, person, title, ... in its table
	next   int32 // 1 + the next sense of the same phrase
	kind   senseKind
	plural bool
	short  bool // holds only where the state is spoken of otherwise: the North
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
	pair                           // the two Koreas
)

// need is how a phrase must be written to be meant.
type need uint8

const (
	firstUpper need = 1 << iota
	lastUpper
	allCapped // US, WHO: not "us", "who"
)

func newIndex(phrases int) *index {
	return &index{heads: heads{slots: make([]slot, 1<<16)}, senses: make([]sense, 0, phrases), same: make(map[uint64]uint64, 1024)}
}

// add stores a phrase. The way it is written tells how it must be written in a
// text: a capital at its start or at the start of its last word is needed there.
func (x *index) add(phrase string, s sense) {
	x.buf = phraseWords(x.buf[:0], phrase)
	x.canonical(x.buf)
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
		x.heads.at(h)
	}
	h = chain(h, words[len(words)-1].hash)
	head := x.heads.at(h)
	for i := *head; i > 0; i = x.senses[i-1].next {
		if o := &x.senses[i-1]; o.kind == s.kind && o.id == s.id {
			o.need &= s.need
			return
		}
	}
	s.next = *head
	x.senses = append(x.senses, s)
	*head = int32(len(x.senses))
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
	n, head, initial := x.follow(words, i, shout, false)
	if initial { // the dictionary has a "John F." too, and this is another one
		if m, other, _ := x.follow(words, i, shout, true); m > n {
			return m, other
		}
	}
	return n, head
}

// follow is find in one way: with the initials that a phrase of the dictionary
// has, or past all of them. initial reports whether one of those was followed.
func (x *index) follow(words []word, i int, shout, past bool) (n int, head int32, initial bool) {
	const longest = 14
	h := uint64(hashSeed)
	for j := i; j < len(words) && j < i+longest; j++ {
		w := &words[j]
		letter := j > i && w.letter && w.caps == capped
		if letter && past {
			continue
		}
		g := chain(h, w.hash)
		v, ok := x.heads.get(g)
		if !ok {
			if letter {
				continue
			}
			break
		}
		initial = initial || letter
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
	return n, head, initial
}

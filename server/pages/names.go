package pages

import (
	"cmp"
	"strings"
	"sync"
	"unicode"

	"detente/actor"
	"detente/record"
)

// names tells what actor codes stand for. It remembers what it was asked, up to
// a bound: looking a code up walks through the dictionary.
type names struct {
	dictionary *actor.Dictionary
	mu         sync.Mutex
	known      map[string]string
}

const namesKept = 20000

func newNames(d *actor.Dictionary) *names { return &names{dictionary: d, known: map[string]string{}} }

// of is the name of a code, or the code.
func (n *names) of(code string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	name, ok := n.known[code]
	if !ok {
		name = n.dictionary.NameOf(code)
		if len(n.known) < namesKept {
			n.known[strings.Clone(code)] = name
		}
	}
	return cmp.Or(name, code)
}

// party is an actor as pages show him: "North Korea GOV", with a link.
type party struct {
	Name string // of the state or body, else of the person
	Role string // the rest of the code
	Code string
	Full string // for the tooltip
}

// party is who an event or commitment refers to.
func (n *names) party(a record.ActorRef) party {
	if a.Code == "" {
		return party{Name: clean(cmp.Or(a.Name, a.Actor)), Full: clean(a.Name)}
	}
	v := n.side(a.Code)
	if a.Name != "" && a.Name != v.Full {
		v.Full += " (" + clean(a.Name) + ")"
	}
	return v
}

// side is a code as pages show it.
func (n *names) side(code string) party {
	v := party{Name: n.of(code), Code: code, Full: n.of(code)}
	if len(code) > 3 && record.Country(code) != "" && v.Full != code {
		if state := n.of(code[:3]); strings.HasPrefix(v.Full, state) {
			v.Name, v.Role = state, code[3:]
		}
	}
	return v
}

// clean takes characters that could deceive the eye out of text: controls and
// those that turn the direction of what follows (Unicode Bidirectional
// Algorithm, UAX 9, section 2).
func clean(s string) string {
	if strings.IndexFunc(s, deceives) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if deceives(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

func deceives(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C || r == 0xFEFF
}

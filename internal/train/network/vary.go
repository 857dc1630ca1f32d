package network

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/tree"
)

// How often a sentence is shown in another dress, so that headlines and careless
// writing are no surprise: "Minister Vows To Answer Any Attack" has capitals that
// mean nothing and no stop.
const (
	lowerShare, titleShare, upperShare, noStopShare = 0.03, 0.04, 0.015, 0.05
)

// vary is s, or now and then a changed copy of it.
func vary(r *rand.Rand, pool *namePool, s *sample) *sample {
	s = pool.swap(r, s)
	x := r.Float64()
	var change func(string) string
	switch {
	case x < lowerShare:
		change = strings.ToLower
	case x < lowerShare+titleShare:
		change = title
	case x < lowerShare+titleShare+upperShare:
		change = strings.ToUpper
	}
	stop := r.Float64() < noStopShare && s.heads != nil && endsInStop(s)
	if change == nil && !stop {
		return s
	}
	c := *s
	if change != nil {
		c.forms = make([]string, len(s.forms))
		for i, f := range s.forms {
			c.forms[i] = change(f)
		}
	}
	if stop {
		n := len(s.forms) - 1
		c.forms, c.tags, c.morph, c.heads, c.rels = c.forms[:n], c.tags[:n], c.morph[:n], c.heads[:n], c.rels[:n]
		if c.names != nil {
			c.names = c.names[:n]
		}
	}
	return &c
}

// endsInStop reports whether the last token is punctuation that nothing hangs on.
func endsInStop(s *sample) bool {
	last := len(s.forms) - 1
	return last > 0 && s.tags[last] == tree.PUNCT && s.heads[last] >= 0 && !slices.Contains(s.heads, last)
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

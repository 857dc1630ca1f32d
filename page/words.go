package page

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"detente/record"
)

// words is what data/page says, made ready for look-up.
type words struct {
	starts map[string][]*pattern // by the first word of the pattern
	agency map[string]bool       // "reuters", "getty images"
	marks  map[string]bool       // "photo", "image credit"
	before map[string]bool       // words after which an agency is no credit
	stamp  map[string]bool       // words of a date line: months, zones, labels
	day    map[string]bool       // those that make it a date: months, "ago"
	name   map[string]bool       // words that may stand between names in a byline
	job    map[string]bool       // correspondent
	noCity map[string]bool       // labels that look like a dateline: WATCH
	common []language
	// commonWords are the languages, as bits by their place in common, that a
	// word is common in.
	commonWords map[string]uint64

	errorPages []string

	hiddenClass, noise, captions map[string]bool // of HTML
}

// pattern is a run of words that tells the role of a line.
type pattern struct {
	rule  *rule
	steps []step
	end   ending
}

// ending says what must follow a pattern.
type ending int

const (
	anything ending = iota
	nothing
	colon // or a bar: "READ MORE | ..."
)

type step struct {
	any  bool     // "...": up to six words
	alts []string // one of these words; "#" is a number
}

// rule is one entry of furniture.toml.
type rule struct {
	Role   record.Role `toml:"role"`
	Why    string      `toml:"why"`
	Starts []string    `toml:"starts"` // the line starts so
	Is     []string    `toml:"is"`     // the whole line is so
	Labels []string    `toml:"labels"` // the line starts so, with a colon or a bar behind it
	Opens  bool        `toml:"opens"`  // headlines without a stop that follow belong to it
	Max    int         `toml:"max"`    // most words of such a line
	Match  []string    `toml:"match"`
	Not    []string    `toml:"not"`
}

type furnitureFile struct {
	Line []rule `toml:"line"`
}

type creditFile struct {
	Agencies []string `toml:"agencies"`
	Marks    []string `toml:"marks"`
	Before   []string `toml:"before"`
}

type headFile struct {
	Months   []string `toml:"months"`
	Days     []string `toml:"days"`
	Zones    []string `toml:"zones"`
	Labels   []string `toml:"labels"`
	Units    []string `toml:"units"`
	Ago      []string `toml:"ago"`
	Between  []string `toml:"between"`
	Jobs     []string `toml:"jobs"`
	NoPlaces []string `toml:"no_places"`
}

type kindsFile struct {
	ErrorPages []string `toml:"error_pages"`
}

type htmlFile struct {
	Hidden  []string `toml:"hidden"`
	Noise   []string `toml:"noise"`
	Caption []string `toml:"caption"`
}

type languageFile struct {
	Language []language `toml:"language"`
}

func loadWords(fsys fs.FS) (*words, error) {
	var (
		furniture furnitureFile
		credit    creditFile
		head      headFile
		langs     languageFile
		kinds     kindsFile
		marks     htmlFile
	)
	for _, f := range []struct {
		name string
		into any
	}{
		{"page/furniture.toml", &furniture}, {"page/credit.toml", &credit},
		{"page/head.toml", &head}, {"page/language.toml", &langs}, {"page/kinds.toml", &kinds}, {"page/html.toml", &marks},
	} {
		if err := strictTOML(fsys, f.name, f.into); err != nil {
			return nil, err
		}
	}
	w := &words{
		starts: map[string][]*pattern{},
		agency: set(credit.Agencies), marks: set(credit.Marks), before: set(credit.Before),
		stamp: set(head.Months, head.Days, head.Zones, head.Labels, head.Units, head.Ago),
		day:   set(head.Months, head.Ago),
		name:  set(head.Between), job: set(head.Jobs), noCity: set(head.NoPlaces),
		common: langs.Language, errorPages: kinds.ErrorPages,
		hiddenClass: set(marks.Hidden), noise: set(marks.Noise), captions: set(marks.Caption),
	}
	if len(w.common) > 64 {
		return nil, errors.New("page/language.toml: more than 64 languages")
	}
	w.commonWords = map[string]uint64{}
	for i, l := range w.common {
		for _, word := range l.Words {
			w.commonWords[word] |= 1 << i
		}
	}
	for i := range furniture.Line {
		if err := w.add(&furniture.Line[i]); err != nil {
			return nil, fmt.Errorf("page/furniture.toml: line %d: %w", i+1, err)
		}
	}
	return w, nil
}

// add compiles a rule and holds it against its own examples.
func (w *words) add(r *rule) error {
	if r.Why == "" || len(r.Match) == 0 || len(r.Not) == 0 {
		return fmt.Errorf("a rule needs why, match and not")
	}
	if r.Max == 0 {
		r.Max = 30
	}
	var own []*pattern
	for _, list := range []struct {
		texts []string
		end   ending
	}{{r.Starts, anything}, {r.Is, nothing}, {r.Labels, colon}} {
		for _, text := range list.texts {
			p, err := compile(r, text, list.end)
			if err != nil {
				return err
			}
			own = append(own, p)
			for _, first := range p.steps[0].alts {
				w.starts[first] = append(w.starts[first], p)
			}
		}
	}
	fits := func(line string) bool {
		ws := wordsOf(line, r.Max+1)
		return slices.ContainsFunc(own, func(p *pattern) bool { return p.match(line, ws) })
	}
	for _, line := range r.Match {
		if !fits(line) {
			return fmt.Errorf("%q should be %s and is not", line, r.Role)
		}
	}
	for _, line := range r.Not {
		if fits(line) {
			return fmt.Errorf("%q should not be %s and is", line, r.Role)
		}
	}
	return nil
}

func compile(r *rule, text string, end ending) (*pattern, error) {
	p := &pattern{rule: r, end: end}
	for f := range strings.FieldsSeq(text) {
		p.steps = append(p.steps, step{any: f == "...", alts: strings.Split(f, "|")})
	}
	if len(p.steps) == 0 || p.steps[0].any {
		return nil, fmt.Errorf("pattern %q must start with a word", text)
	}
	return p, nil
}

// furniture is the first rule that tells the role of a line, or nil.
func (w *words) furniture(line string, ws []word) *rule {
	if len(ws) == 0 {
		return nil
	}
	for _, p := range w.starts[ws[0].lower] {
		if p.match(line, ws) {
			return p.rule
		}
	}
	if number(ws[0].lower) {
		for _, p := range w.starts["#"] {
			if p.match(line, ws) {
				return p.rule
			}
		}
	}
	return nil
}

func (p *pattern) match(line string, ws []word) bool {
	return len(ws) <= p.rule.Max && matchSteps(line, p.steps, ws, p.end)
}

func matchSteps(line string, steps []step, ws []word, end ending) bool {
	last := 0 // byte where the last matched word ends
	for i, s := range steps {
		if s.any {
			for skip := 0; skip <= 6 && skip <= len(ws); skip++ {
				if matchSteps(line, steps[i+1:], ws[skip:], end) {
					return true
				}
			}
			return false
		}
		if len(ws) == 0 || !s.fits(ws[0].lower) {
			return false
		}
		last = ws[0].end
		ws = ws[1:]
	}
	switch end {
	case nothing:
		return len(ws) == 0
	case colon:
		rest := strings.TrimLeft(line[last:], " \u00a0")
		return strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "|")
	}
	return true
}

func (s step) fits(w string) bool {
	for _, a := range s.alts {
		if a == w || a == "#" && number(w) {
			return true
		}
	}
	return false
}

func number(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func set(lists ...[]string) map[string]bool {
	m := map[string]bool{}
	for _, list := range lists {
		for _, s := range list {
			m[s] = true
		}
	}
	return m
}

// strictTOML reads a file of fsys; a key that is not known is an error that
// names file and line.
func strictTOML(fsys fs.FS, name string, into any) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	err = toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(into)
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		row, col := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d:%d: unknown key %q", name, row, col, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &decode):
		row, col := decode.Position()
		return fmt.Errorf("%s:%d:%d: %w", name, row, col, err)
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Package query is the language in which a record database is asked: filters as
// people write them, on the command line, in a URL and in the search field of a
// page.
//
//	actor:PRK with:USA type:THREATEN,DEMAND date:2019..2020-06 text:"end of the year" news once
//
// An expression is a row of terms with spaces between them, all of which must
// fit. A term is a key, a colon and values between commas, any of which may fit;
// a few keys are flags, words by themselves. Values with spaces, commas or
// parentheses stand in quotes. Keys() is the one table of keys, from which the
// documentation is made too.
//
// Groups of actors, @NATO, are names until Groups.Expand puts their members in
// their place (groups.go).
package query

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/store"
)

// Error is a fault in an expression or in a parameter.
type Error struct {
	Key string // empty where there is none
	At  int    // the character of the expression at which the term begins, from 1; 0: not from an expression
	Err error  // what is wrong, and the mend
}

func (e *Error) Error() string {
	s := ""
	if e.At > 0 {
		s = fmt.Sprintf("at character %d: ", e.At)
	}
	if e.Key != "" {
		s += e.Key + ": "
	}
	return s + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// longest bounds an expression, in bytes.
const longest = 16 << 10

// Parse reads an expression. An empty one chooses everything. An error is an
// *Error.
func Parse(expr string) (store.Filter, error) {
	var f store.Filter
	if len(expr) > longest {
		return f, &Error{Err: fmt.Errorf("the expression has %d bytes: give at most %d", len(expr), longest)}
	}
	rest := expr
	for {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if rest == "" {
			break
		}
		at := utf8.RuneCountInString(expr[:len(expr)-len(rest)]) + 1
		term, err := cut(rest)
		if err != nil {
			return store.Filter{}, &Error{At: at, Err: err}
		}
		if k, err := take(&f, rest[:term]); err != nil {
			return store.Filter{}, &Error{Key: k, At: at, Err: err}
		}
		rest = rest[term:]
	}
	if err := check(f); err != nil {
		return store.Filter{}, &Error{Err: err}
	}
	return f, nil
}

// check is Filter.Check before groups have their members.
func check(f store.Filter) error {
	two := len(f.Actor) > 0
	for _, side := range sides(&f) {
		*side = slices.DeleteFunc(slices.Clone(*side), isGroup)
	}
	if two && len(f.Actor) == 0 { // there were groups only
		f.With = nil
	}
	return f.Check()
}

// cut is the length of the first term: to the first space that stands neither in
// quotes nor in parentheses.
func cut(s string) (int, error) {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'):
			return i, nil
		case depth == 0 && c >= utf8.RuneSelf:
			if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsSpace(r) {
				return i, nil
			} else {
				i += n - 1
			}
		}
	}
	switch {
	case quoted:
		return 0, errors.New(`a quote is not closed: end it with "`)
	case depth > 0:
		return 0, errors.New("a ( is not closed: end it with )")
	}
	return len(s), nil
}

// take puts one term into the filter; it gives the name of its key.
func take(f *store.Filter, term string) (string, error) {
	name, value, colon := strings.Cut(term, ":")
	name = strings.ToLower(name)
	k := keyOf(name)
	switch {
	case k == nil && colon && !strings.ContainsAny(name, `"()`):
		return "", fmt.Errorf("there is no key %q: the keys are %s", name, allNames())
	case k == nil:
		return "", fmt.Errorf("%s is no term: write KEY:VALUE, and text:%s to look for words", term, quoted(strings.Trim(term, `"`)))
	case colon && value == "":
		return k.Name, errors.New("has no value: give one after the colon, or leave the key out")
	case !colon && !k.Flag():
		return k.Name, fmt.Errorf("has no value: write %s", k.Example)
	}
	return k.Name, k.take(f, value)
}

// take puts the values of a term into the filter.
func (k *Key) take(f *store.Filter, value string) error {
	if k.whole {
		return k.set(f, value)
	}
	values, err := split(value)
	if err != nil {
		return err
	}
	if len(values) > 1 && !k.Many {
		return fmt.Errorf("%s: takes one value; quote one with a comma in it", value)
	}
	for _, v := range values {
		if v == "" && !k.Flag() {
			return errors.New("a value is missing beside a comma: give one")
		}
		if err := k.set(f, v); err != nil {
			return err
		}
	}
	return nil
}

// split takes values apart at their commas, and quotes off.
func split(s string) ([]string, error) {
	var values []string
	for {
		var b strings.Builder
		i, quoted := 0, false
	value:
		for ; i < len(s); i++ {
			switch c := s[i]; {
			case quoted && c == '\\' && i+1 < len(s):
				i++
				b.WriteByte(s[i])
			case c == '"':
				quoted = !quoted
			case c == ',' && !quoted:
				break value
			default:
				b.WriteByte(c)
			}
		}
		if quoted {
			return nil, errors.New(`a quote is not closed: end it with "`)
		}
		v := b.String()
		if !utf8.ValidString(v) || strings.ContainsFunc(v, unicode.IsControl) {
			return nil, fmt.Errorf("%q: is not plain text", v)
		}
		values = append(values, strings.TrimSpace(v))
		if i == len(s) {
			return values, nil
		}
		s = s[i+1:]
	}
}

func allNames() string {
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ")
}

// quoted is a value as it stands in an expression.
func quoted(v string) string {
	if v != "" && !strings.ContainsFunc(v, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(`",()\`, c) }) {
		return v
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
}

// Format writes a filter as an expression, always in the same way: Parse gives
// the filter back, but for what a person cannot write, the dates of the members
// of an expanded group. Write a filter before it is expanded.
func Format(f store.Filter) string {
	var terms []string
	for i := range keys {
		k := &keys[i]
		if k.get == nil {
			continue
		}
		values := k.get(&f)
		switch {
		case len(values) == 0:
		case k.Flag():
			terms = append(terms, k.Name)
		case k.whole:
			terms = append(terms, k.Name+":"+formatText(values[0]))
		default:
			values = slices.Compact(slices.Sorted(slices.Values(values)))
			terms = append(terms, k.Name+":"+strings.Join(strs(values, quoted), ","))
		}
	}
	return strings.Join(terms, " ")
}

// formatText puts a search of several parts in parentheses.
func formatText(s string) string {
	if t, err := store.ParseText(s); err == nil && t.Op == store.Phrase {
		return s
	}
	return "(" + s + ")"
}

// FromValues reads a filter from the parameters of a URL: actor=PRK&since=2019.
// A parameter may stand several times, and has the values that its key has in an
// expression; "where" holds a whole expression. A parameter that is no key and is
// not among others is an error, as is one that is empty unless it is a flag's;
// an empty field of a form (actor=&since=2019) is passed over.
func FromValues(v url.Values, others ...string) (store.Filter, error) {
	var f store.Filter
	if exprs := v["where"]; len(exprs) > 0 {
		var err error
		if f, err = Parse(strings.Join(exprs, " ")); err != nil {
			return f, fmt.Errorf("where: %w", err)
		}
	}
	for name := range v {
		if name != "where" && keyOf(name) == nil && !slices.Contains(others, name) {
			return store.Filter{}, &Error{Err: fmt.Errorf("there is no parameter %q: the parameters are where, %s", name, strings.Join(append([]string{allNames()}, others...), ", "))}
		}
	}
	for i := range keys {
		k := &keys[i]
		for _, value := range append(slices.Clone(v[k.Name]), v[k.Also]...) {
			if value == "" && !k.Flag() {
				continue
			}
			if len(value) > longest {
				return store.Filter{}, &Error{Key: k.Name, Err: fmt.Errorf("has %d bytes: give at most %d", len(value), longest)}
			}
			if err := k.take(&f, value); err != nil {
				return store.Filter{}, &Error{Key: k.Name, Err: err}
			}
		}
	}
	if err := check(f); err != nil {
		return store.Filter{}, &Error{Err: err}
	}
	return f, nil
}

// Values writes a filter as the parameters of a URL; FromValues reads them.
func Values(f store.Filter) url.Values {
	v := url.Values{}
	for i := range keys {
		k := &keys[i]
		if k.get == nil {
			continue
		}
		values := k.get(&f)
		switch {
		case len(values) == 0:
		case k.Flag():
			v.Set(k.Name, "yes")
		case k.whole:
			v.Set(k.Name, values[0])
		default:
			v.Set(k.Name, strings.Join(strs(values, quoted), ","))
		}
	}
	return v
}

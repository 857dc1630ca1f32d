package query

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"detente/record"
	"detente/store"
)

// insert keeps a list of values sorted and each value once.
func insert[T any](list *[]T, v T, compare func(a, b T) int) {
	if at, there := slices.BinarySearchFunc(*list, v, compare); !there {
		*list = slices.Insert(*list, at, v)
	}
}

func patterns(field func(*store.Filter) *[]store.Pattern) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		p := store.Pattern{Code: strings.ToUpper(value)}
		if name, ok := strings.CutPrefix(p.Code, "@"); ok {
			if name == "" || strings.ContainsFunc(name, func(c rune) bool { return c > 0x7f || !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' }) {
				return fmt.Errorf("group %q: a name is letters and digits, such as @NATO", value)
			}
		} else if err := (store.Filter{Actor: []store.Pattern{p}}).Check(); err != nil {
			return err
		}
		insert(field(f), p, func(a, b store.Pattern) int { return strings.Compare(a.Code, b.Code) })
		return nil
	}
}

func codes(field func(*store.Filter) []store.Pattern) func(*store.Filter) []string {
	return func(f *store.Filter) []string {
		return strs(field(f), func(p store.Pattern) string { return p.Code })
	}
}

// words are values of letters, digits and joining signs, in one case.
func words(fold func(string) string, field func(*store.Filter) *[]string) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		if strings.ContainsFunc(value, func(c rune) bool {
			return c > 0x7f || !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' && c != '-'
		}) {
			return fmt.Errorf("%q: give letters", value)
		}
		insert(field(f), fold(value), strings.Compare)
		return nil
	}
}

func names(field func(*store.Filter) *[]string) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		if i := strings.IndexByte(value, '*'); i == 0 || i > 0 && i < len(value)-1 {
			return fmt.Errorf("%q: a * stands only at the end of a name", value)
		}
		insert(field(f), value, strings.Compare)
		return nil
	}
}

func oneOf[T ~string](what string, known []T, field func(*store.Filter) *[]T) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		v := T(strings.ToLower(value))
		if !slices.Contains(known, v) {
			return fmt.Errorf("%q is no %s: give %s", value, what, list(known))
		}
		insert(field(f), v, func(a, b T) int { return strings.Compare(string(a), string(b)) })
		return nil
	}
}

func cameo(f *store.Filter, value string) error {
	digits := strings.TrimSuffix(value, "*")
	if strings.Trim(digits, "0123456789") != "" || digits == "" || len(digits) > 4 || len(digits) < 2 && digits == value {
		return fmt.Errorf("%q: a CAMEO code is two to four digits, with * for any rest: 163, 13*", value)
	}
	if len(value) == 2 && value == digits {
		value += "*" // a root, as people write it
	}
	insert(&f.Codes, value, strings.Compare)
	return nil
}

func quad(f *store.Filter, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > 4 {
		return fmt.Errorf("%q: a quad class is 1, 2, 3 or 4", value)
	}
	insert(&f.Quads, n, func(a, b int) int { return a - b })
	return nil
}

var errTwice = errors.New("is given twice: give it once")

func one(what string, field func(*store.Filter) *string) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		if *field(f) != "" && *field(f) != value {
			return errTwice
		}
		*field(f) = value
		return nil
	}
}

func fact(f *store.Filter, value string) error {
	n, err := strconv.ParseInt(value, 10, 64)
	switch {
	case err != nil || n < 1:
		return fmt.Errorf("%q: the number of a fact is 1 or more", value)
	case f.Fact != 0 && f.Fact != n:
		return errTwice
	}
	f.Fact = n
	return nil
}

func limit(f *store.Filter, value string) error {
	n, err := strconv.Atoi(value)
	switch {
	case err != nil || n < 1:
		return fmt.Errorf("%q: give a number of rows from 1 on", value)
	case f.Limit != 0 && f.Limit != n:
		return errTwice
	}
	f.Limit = n
	return nil
}

func text(f *store.Filter, value string) error {
	t, err := store.ParseText(value)
	if err != nil {
		return err
	}
	if f.Text != "" {
		was, err := store.ParseText(f.Text)
		if err != nil {
			return err
		}
		if t, err = store.ParseText("(" + was.String() + ") (" + t.String() + ")"); err != nil {
			return err
		}
	}
	f.Text = t.String()
	return nil
}

func flag(field func(*store.Filter) *bool) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		switch strings.ToLower(value) {
		case "", "yes", "true", "1", "on":
			*field(f) = true
		case "no", "false", "0", "off":
		default:
			return fmt.Errorf("%q: give yes or no, or the word alone", value)
		}
		return nil
	}
}

func isSet(field func(*store.Filter) bool) func(*store.Filter) []string {
	return func(f *store.Filter) []string {
		if field(f) {
			return []string{""}
		}
		return nil
	}
}

// The sides of an interval that a key gives.
const (
	startSide = 1 << iota
	endSide
	bothSides = startSide | endSide
)

func days(what string, sides int, field func(*store.Filter) *record.Interval) func(*store.Filter, string) error {
	return func(f *store.Filter, value string) error {
		from, to, ranged := strings.Cut(value, "..")
		if ranged && sides != bothSides {
			return fmt.Errorf("%q: give one day, or date:%s", value, value)
		}
		if !ranged {
			to = from
		}
		if from == "" && to == "" {
			return fmt.Errorf("%q: give a day on one side of the .. at least", value)
		}
		i := field(f)
		was := *i
		if from != "" && sides&startSide != 0 {
			span, err := parseDay(from)
			if err != nil {
				return err
			}
			if i.Start = span.Start; !was.Start.IsZero() && was.Start != i.Start {
				return errTwice
			}
		}
		if to != "" && sides&endSide != 0 {
			span, err := parseDay(to)
			if err != nil {
				return err
			}
			if i.End = span.End; !was.End.IsZero() && was.End != i.End {
				return errTwice
			}
		}
		if i.Closed() && !i.Start.Before(i.End.Time) {
			return fmt.Errorf("%q: the last day is before the first", value)
		}
		return nil
	}
}

// parseDay reads a year, a month, a day, or a minute, which stands for itself.
func parseDay(s string) (record.Interval, error) {
	for _, form := range []struct {
		layout      string
		year, month int
		day         int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}, {"2006-01-02T15:04", 0, 0, 0}} {
		if t, err := time.Parse(form.layout, s); err == nil && t.Year() >= 1000 && t.Year() < 9999 {
			m := record.Moment{Time: t}
			return record.Interval{Start: m, End: m.Add(form.year, form.month, form.day)}, nil
		}
	}
	return record.Interval{}, fmt.Errorf("%q is no day: give YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm", s)
}

// formatDays writes an interval in the largest unit that both ends allow.
func formatDays(i record.Interval) []string {
	if !i.Known() {
		return nil
	}
	layout, unit := "2006", [3]int{1, 0, 0}
	for _, m := range []record.Moment{i.Start, i.End} {
		switch {
		case m.IsZero():
		case !m.Midnight():
			layout, unit = "2006-01-02T15:04", [3]int{}
		case m.Day() != 1 && len(layout) < len("2006-01-02"):
			layout, unit = "2006-01-02", [3]int{0, 0, 1}
		case m.Month() != time.January && len(layout) < len("2006-01"):
			layout, unit = "2006-01", [3]int{0, 1, 0}
		}
	}
	from, to := "", ""
	if !i.Start.IsZero() {
		from = i.Start.Format(layout)
	}
	if !i.End.IsZero() {
		to = i.End.Add(-unit[0], -unit[1], -unit[2]).Format(layout)
	}
	if from == to && unit != [3]int{} {
		return []string{from}
	}
	return []string{from + ".." + to}
}

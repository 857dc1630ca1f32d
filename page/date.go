package page

import (
	"fmt"
	"strings"
	"time"

	"detente/record"
)

// ParseDate reads the date of a report as people and files give it: 2020-06-12,
// a time of RFC 3339 (its civil day counts, in its own zone), or a month,
// 2020-06.
func ParseDate(s string) (record.Interval, error) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{
		"2006-01-02", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05",
		"2006-01-02 15:04", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "20060102T150405Z", "20060102",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(t.Year(), t.Month(), t.Day())
		}
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		start := record.Date(t.Year(), t.Month(), 1)
		return record.Interval{Start: start, End: start.Add(0, 1, 0)}, nil
	}
	return record.Interval{}, &Error{fmt.Sprintf("%q is no date", s), "write it as YYYY-MM-DD, for instance 2020-06-12"}
}

func day(y int, m time.Month, d int) (record.Interval, error) {
	if y < 1800 || y > 2200 {
		return record.Interval{}, &Error{fmt.Sprintf("the year %d is out of range", y), "reports have dates between 1800 and 2200"}
	}
	return record.Day(y, m, d), nil
}

// DateInURL finds the day, or else the month, that the path of an address
// names: /2020/06/12/, /2020/jun/12/, /2020-06-12-, /20200612/, /2020/06/.
func DateInURL(url string) (record.Interval, bool) {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
		if i = strings.IndexByte(url, '/'); i < 0 {
			return record.Interval{}, false
		}
		url = url[i:]
	}
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		url = url[:i]
	}
	var month record.Interval
	for i := 0; i < len(url); i++ {
		if url[i] < '0' || url[i] > '9' || i > 0 && isAlnum(url[i-1]) {
			continue
		}
		y, rest, ok := digits(url[i:], 4)
		if !ok || y < 1990 || y > 2100 {
			continue
		}
		if on, ok := compact(y, rest); ok {
			return on, true
		}
		if rest == "" || !strings.ContainsRune("/-_", rune(rest[0])) {
			continue
		}
		sep := rest[0]
		m, rest, ok := monthIn(rest[1:])
		if !ok || rest != "" && isAlnum(rest[0]) {
			continue
		}
		if rest != "" && strings.ContainsRune("/-_", rune(rest[0])) {
			d, after, ok := digits(rest[1:], 2)
			if !ok {
				d, after, ok = digits(rest[1:], 1)
			}
			if ok && real(y, m, d) && (after == "" || !isAlnum(after[0])) {
				return record.Day(y, time.Month(m), d), true
			}
		}
		if !month.Known() && sep == '/' && rest != "" && rest[0] == '/' {
			start := record.Date(y, time.Month(m), 1)
			month = record.Interval{Start: start, End: start.Add(0, 1, 0)}
		}
	}
	return month, month.Known()
}

// compact: the rest of 20200612.
func compact(y int, rest string) (record.Interval, bool) {
	m, rest, ok := digits(rest, 2)
	if !ok {
		return record.Interval{}, false
	}
	d, rest, ok := digits(rest, 2)
	if !ok || !real(y, m, d) || rest != "" && isAlnum(rest[0]) {
		return record.Interval{}, false
	}
	return record.Day(y, time.Month(m), d), true
}

// monthIn reads 06, 6, jun or june at the start of s.
func monthIn(s string) (m int, rest string, ok bool) {
	for _, n := range []int{2, 1} {
		if m, rest, ok = digits(s, n); ok && m >= 1 && m <= 12 {
			return m, rest, true
		}
	}
	for m := time.January; m <= time.December; m++ {
		for _, name := range []string{m.String(), m.String()[:3]} {
			if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) {
				return int(m), s[len(name):], true
			}
		}
	}
	return 0, s, false
}

func digits(s string, n int) (v int, rest string, ok bool) {
	if len(s) < n {
		return 0, s, false
	}
	for i := range n {
		if s[i] < '0' || s[i] > '9' {
			return 0, s, false
		}
		v = v*10 + int(s[i]-'0')
	}
	return v, s[n:], true
}

func real(y, m, d int) bool {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return m >= 1 && m <= 12 && d >= 1 && int(t.Month()) == m && t.Day() == d
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// dateWithin reads a day out of the longer forms in which pages state it:
// "Fri, 12 Jun 2020 10:00:00 GMT", "June 12, 2020 10:00 am".
func dateWithin(s string) (record.Interval, bool) {
	if len(s) > 80 {
		return record.Interval{}, false
	}
	year, month, dayOf := 0, 0, 0
	for _, w := range wordsOf(s, 12) {
		if y, rest, ok := digits(w.lower, 4); ok {
			if m, rest, ok := monthAfter(rest); ok && year == 0 { // 2020-06-12t10
				if d, _, ok := digits(rest, 2); ok && y >= 1800 && real(y, m, d) {
					return record.Day(y, time.Month(m), d), true
				}
			}
			if year == 0 && rest == "" {
				year = y
			}
			continue
		}
		if d, rest, ok := digits(w.lower, min(2, len(w.lower)-len(strings.TrimLeft(w.lower, "0123456789")))); ok && w.lower[0] <= '9' {
			if dayOf == 0 && d >= 1 && d <= 31 && (rest == "" || rest == "st" || rest == "nd" || rest == "rd" || rest == "th") {
				dayOf = d
			}
			continue
		}
		if m, rest, ok := monthIn(w.lower); ok && month == 0 && strings.Trim(rest, ".t") == "" {
			month = m
		}
	}
	if year < 1800 || !real(year, month, dayOf) {
		return record.Interval{}, false
	}
	return record.Day(year, time.Month(month), dayOf), true
}

// monthAfter reads the "-06-" of 2020-06-12.
func monthAfter(s string) (m int, rest string, ok bool) {
	if !strings.HasPrefix(s, "-") {
		return 0, s, false
	}
	if m, rest, ok = digits(s[1:], 2); !ok || !strings.HasPrefix(rest, "-") {
		return 0, s, false
	}
	return m, rest[1:], true
}

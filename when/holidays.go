package when

import (
	"fmt"
	"strings"
	"time"
)

// A holiday is a feast with the rule for its day in each year.
type holiday struct {
	name  string
	grain unit
	on    func(year int) time.Time // zero where the rule knows no day in that year
}

// loadHolidays reads the feasts: names, how the day is found, and the source.
func (d *loader) loadHolidays() error {
	t, err := readTable(d.fsys, holidaysFile, "names", "day", "source")
	if err != nil {
		return err
	}
	d.holidays = append(d.holidays, holiday{})
	sym := d.grammar.symbol("HOLIDAY")
	for _, r := range t.rows {
		names := strings.Split(r.cells[0], "|")
		h, err := parseHoliday(r.cells[1])
		if err != nil {
			return t.errorf(r, "%w", err)
		}
		h.name = names[0]
		d.holidays = append(d.holidays, h)
		for _, name := range names {
			atoms := d.words.atomsOf(name)
			if len(atoms) == 0 {
				return t.errorf(r, "an empty name")
			}
			d.lexicon.add(atoms, entry{sym: sym, caps: true, says: expr{holiday: int16(len(d.holidays) - 1)}})
		}
	}
	return nil
}

// parseHoliday reads the rule for a day: "12-25"; "easter-2"; "4 thursday 11",
// the fourth Thursday of November, or "last monday 5"; "islamic 9 1", the first
// day of the ninth month of the tabular Islamic calendar, which may differ by a
// day or two from what is seen; "week easter", the week that ends with it.
func parseHoliday(rule string) (holiday, error) {
	h := holiday{grain: day}
	if rest, ok := strings.CutPrefix(rule, "week "); ok {
		h.grain, rule = week, rest
	}
	var m, d, n int
	var nth, weekdayName string
	switch {
	case scans(rule, "%d-%d", &m, &d) && m >= 1 && m <= 12 && d >= 1 && d <= 31:
		h.on = func(y int) time.Time { return date(y, m, d) }
	case rule == "easter":
		h.on = easter
	case strings.HasPrefix(rule, "easter") && scans(rule[6:], "%d", &n):
		h.on = func(y int) time.Time { return easter(y).AddDate(0, 0, n) }
	case scans(rule, "islamic %d %d", &m, &d):
		h.on = func(y int) time.Time { return islamic(y, m, d) }
	case scans(rule, "election"):
		h.on = func(y int) time.Time { return nthWeekday(y, 11, 1, 1).AddDate(0, 0, 1) }
	case scans(rule, "%s %s %d", &nth, &weekdayName, &m):
		w := weekdayNumber(weekdayName)
		if w == 0 || m < 1 || m > 12 {
			return h, fmt.Errorf("no weekday %q or month %d", weekdayName, m)
		}
		if nth == "last" {
			h.on = func(y int) time.Time {
				t := date(y, m+1, 0)
				return t.AddDate(0, 0, -((int(t.Weekday()) - w%7 + 7) % 7))
			}
		} else if scans(nth, "%d", &n) && n >= 1 && n <= 5 {
			h.on = func(y int) time.Time { return nthWeekday(y, m, w, n) }
		} else {
			return h, fmt.Errorf("want last or 1 to 5, not %q", nth)
		}
	default:
		return h, fmt.Errorf("no rule %q for a day", rule)
	}
	return h, nil
}

func scans(s, format string, into ...any) bool {
	n, err := fmt.Sscanf(s, format, into...)
	return err == nil && n == len(into) && (len(into) > 0 || s == format)
}

func weekdayNumber(name string) int {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), name) {
			return (int(d)+6)%7 + 1
		}
	}
	return 0
}

// nthWeekday is the nth weekday (1 Monday to 7 Sunday) of a month.
func nthWeekday(y, m, w, n int) time.Time {
	t := date(y, m, 1)
	return t.AddDate(0, 0, (w%7-int(t.Weekday())+7)%7+7*(n-1))
}

// easter is Western Easter Sunday, by the anonymous Gregorian algorithm (Meeus,
// Astronomical Algorithms, 1991, chapter 8).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(y, n/31, n%31+1)
}

// islamic is the day of the Gregorian year y on which a month and day of the
// tabular Islamic calendar (civil epoch, 16 July 622 Julian) falls, the first
// one where it falls twice; the zero time where it does not.
func islamic(y, m, d int) time.Time {
	const epoch = 1948440 // Julian day number of 1 Muharram 1
	approx := (y - 622) * 33 / 32
	for ay := approx - 1; ay <= approx+2; ay++ {
		jd := d + (59*(m-1)+1)/2 + (ay-1)*354 + (3+11*ay)/30 + epoch - 1
		t := date(2000, 1, 1).AddDate(0, 0, jd-2451545)
		if t.Year() == y {
			return t
		}
	}
	return time.Time{}
}

// holiday works out "Christmas", "last Thanksgiving", "New Year's Day 2019".
func (s *setting) holiday(e *expr, base time.Time) point {
	h := &s.r.holidays[e.holiday]
	if y, ok := s.yearTold(e, base); ok {
		t := h.on(y)
		if t.IsZero() {
			return point{}
		}
		return pointIn(t, h.grain)
	}
	p := s.inYear(e, floor(base, day), day, h.on)
	if p.at.IsZero() {
		return point{}
	}
	return pointIn(p.at, h.grain)
}

package when

import "fmt"

// An expr is what the words of a time expression say, before anything is known
// of when the report was written: "October last year" is month 10 in the year
// that lies one before the anchor. Fields that the words do not set are zero.
type expr struct {
	op   op
	unit unit // of n, or of a relative reference
	has  uint32

	year, year2         int16 // year2 ends a range of years: 1998-99
	month, day, weekday int8
	quarter, half       int8
	hour, min, sec      int8
	ampm                int8 // 1 am, 2 pm
	season              int8 // index into seasons, from 1
	part                int8 // index into parts, from 1
	mod                 int8 // index into mods, from 1
	ref                 int8 // index into refs, from 1
	dir                 int8 // -1 back, +1 ahead
	rel                 int8 // how many units from the anchor: last -1, this 0, next +1
	relUnit             unit
	anchor              anchor
	holiday             int16
	event               int16
	zone                int16
	n, n2               float32
	ord                 int16
	typ                 int8 // 1 DATE 2 TIME 3 DURATION 4 SET, where a rule insists
}

// The bits of expr.has: fields for which zero is a value.
const (
	hasRel uint32 = 1 << iota
	hasHour
	hasMin
	hasSec
	hasN
	hasN2
	vague     // n is not told: "a few", "several"
	shortYear // year has two digits
	decade    // year names its decade: "the 1990s"
	fiscal
	yearRef // the year is named by a relative reference: "last year"
	plural  // unit in the plural
	muddled // its words contradict each other
	within  // a time limit: "within 30 days"
	since   // from then until the report: "since those talks broke down"
	weekOf  // the week that holds the day told
	latest  // the last that is over: "the latest quarter"
)

// op says how an expression is worked out.
type op uint8

const (
	opNone     op = iota
	opDate        // a calendar date, whole or partial, absolute or relative
	opShift       // n units before or after the anchor or the date told: "two days ago", "the week before Easter"
	opDuration    // a length of time: "two weeks", "the past three years"
	opSet         // a repeated time: "every Monday", "daily"
	opRef         // now, recently, once, the future
	opClock       // a time of day, on the date told or understood
	opPart        // a part of the day, on the date told or understood
)

var opNames = map[string]op{
	"date": opDate, "shift": opShift, "duration": opDuration, "set": opSet,
	"ref": opRef, "clock": opClock, "part": opPart,
}

// unit is a unit of the calendar.
type unit int8

const (
	noUnit unit = iota
	second
	minute
	hour
	day
	week
	weekend
	month
	quarter
	half
	season
	year
	decadeUnit
	centuryUnit
	millennium
)

// unitNames are the letters of the data files, which are those of TIMEX3 where it has one.
var unitNames = map[string]unit{
	"S": second, "MIN": minute, "H": hour, "D": day, "W": week, "WE": weekend, "M": month,
	"Q": quarter, "HY": half, "SE": season, "Y": year, "DE": decadeUnit, "CE": centuryUnit, "MIL": millennium,
}

// anchor is what a relative expression counts from.
type anchor int8

const (
	fromReport anchor = iota // the document's date: "two days ago"
	fromStory                // the time that the story has reached: "two days earlier"
	fromDate                 // a date that the expression itself names: "two days after Easter"
)

var anchorNames = map[string]anchor{"report": fromReport, "story": fromStory, "date": fromDate}

var seasons = []string{"", "SP", "SU", "FA", "WI"}
var parts = []string{"", "MO", "MI", "AF", "EV", "NI", "DT"}
var mods = []string{"", "START", "MID", "END", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER",
	"LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE", "APPROX"}
var refs = []string{"", "PRESENT_REF", "PAST_REF", "FUTURE_REF"}
var types = []string{"", "DATE", "TIME", "DURATION", "SET"}

// add takes over what o says and e does not; a second number goes to n2.
func (e *expr) add(o *expr) {
	if e.op == opNone {
		e.op = o.op
	}
	if o.has&hasN != 0 {
		if e.has&hasN == 0 {
			e.n = o.n
		} else if o.n == 0.5 { // "a year and a half"
			e.n += o.n
		} else if e.has&hasN2 == 0 {
			e.n2 = o.n
			e.has |= hasN2
		}
	}
	if o.has&hasHour != 0 && e.has&hasHour == 0 {
		e.hour = o.hour
	}
	if o.has&hasMin != 0 && e.has&hasMin == 0 {
		e.min = o.min
	}
	if o.has&hasSec != 0 && e.has&hasSec == 0 {
		e.sec = o.sec
	}
	if o.has&hasRel != 0 && e.has&hasRel == 0 {
		e.rel, e.relUnit = o.rel, max(e.relUnit, o.relUnit)
	}
	e.has |= o.has
	keep(&e.unit, o.unit)
	if e.year != 0 && o.year != 0 && e.year2 == 0 {
		e.year2 = o.year
	}
	keep(&e.year, o.year)
	keep(&e.year2, o.year2)
	if clash(e.weekday, o.weekday) || clash(e.month, o.month) {
		e.has |= muddled
	}
	keep(&e.month, o.month)
	keep(&e.day, o.day)
	keep(&e.weekday, o.weekday)
	keep(&e.quarter, o.quarter)
	keep(&e.half, o.half)
	keep(&e.ampm, o.ampm)
	keep(&e.season, o.season)
	keep(&e.part, o.part)
	keep(&e.mod, o.mod)
	keep(&e.ref, o.ref)
	keep(&e.dir, o.dir)
	keep(&e.relUnit, o.relUnit)
	keep(&e.anchor, o.anchor)
	keep(&e.holiday, o.holiday)
	keep(&e.event, o.event)
	keep(&e.zone, o.zone)
	keep(&e.ord, o.ord)
	keep(&e.typ, o.typ)
}

// clash reports whether two words name different things: "Wednesday, last Friday".
func clash(a, b int8) bool { return a != 0 && b != 0 && a != b }

func keep[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// set gives one slot the value that a data file writes for it.
func (e *expr) set(slot, value string) error {
	name := func(list []string, field *int8) error {
		for i, s := range list {
			if i > 0 && s == value {
				*field = int8(i)
				return nil
			}
		}
		return fmt.Errorf("%s cannot be %q", slot, value)
	}
	number := func(lo, hi int) (int, error) {
		var n int
		if _, err := fmt.Sscanf(value, "%d", &n); err != nil || fmt.Sprint(n) != value || n < lo || n > hi {
			return 0, fmt.Errorf("%s wants a number from %d to %d, not %q", slot, lo, hi, value)
		}
		return n, nil
	}
	small := func(field *int8, lo, hi int) error {
		n, err := number(lo, hi)
		*field = int8(n)
		return err
	}
	asUnit := func(field *unit) error {
		u, ok := unitNames[value]
		if !ok {
			return fmt.Errorf("%s: no unit %q", slot, value)
		}
		*field = u
		return nil
	}
	switch slot {
	case "op":
		o, ok := opNames[value]
		if !ok {
			return fmt.Errorf("no op %q", value)
		}
		e.op = o
		return nil
	case "unit":
		return asUnit(&e.unit)
	case "units":
		e.has |= plural
		return asUnit(&e.unit)
	case "relunit":
		return asUnit(&e.relUnit)
	case "month":
		return small(&e.month, 1, 12)
	case "day":
		return small(&e.day, 1, 31)
	case "weekday":
		return small(&e.weekday, 1, 7)
	case "quarter":
		return small(&e.quarter, 1, 4)
	case "half":
		return small(&e.half, 1, 2)
	case "hour":
		e.has |= hasHour
		return small(&e.hour, 0, 24)
	case "ampm":
		return small(&e.ampm, 1, 2)
	case "season":
		return name(seasons, &e.season)
	case "part":
		return name(parts, &e.part)
	case "mod":
		return name(mods, &e.mod)
	case "ref":
		return name(refs, &e.ref)
	case "type":
		return name(types, &e.typ)
	case "dir":
		return small(&e.dir, -1, 1)
	case "rel":
		e.has |= hasRel
		return small(&e.rel, -9, 9)
	case "anchor":
		a, ok := anchorNames[value]
		if !ok {
			return fmt.Errorf("no anchor %q", value)
		}
		e.anchor = a
		return nil
	case "n":
		n, err := number(0, 1<<20)
		e.n = float32(n)
		e.has |= hasN
		return err
	case "half-more":
		e.n, e.has = 0.5, e.has|hasN
		return nil
	case "ord":
		n, err := number(1, 1000)
		e.ord = int16(n)
		return err
	case "year":
		n, err := number(1, 9999)
		e.year = int16(n)
		return err
	case "decade":
		n, err := number(0, 9999)
		e.year = int16(n)
		e.has |= decade | shortYear
		return err
	case "flag":
		f, ok := map[string]uint32{"vague": vague, "fiscal": fiscal, "decade": decade, "latest": latest, "weekof": weekOf, "within": within, "since": since}[value]
		if !ok {
			return fmt.Errorf("no flag %q", value)
		}
		e.has |= f
		return nil
	case "-":
		return nil
	}
	return fmt.Errorf("no slot %q", slot)
}

// sound reports whether the fields can stand together.
func (e *expr) sound() bool {
	switch {
	case e.has&muddled != 0:
		return false
	case e.year2 != 0 && (int(e.year2) >= 100 || e.year2 != (e.year+1)%100 && (e.year2 <= 12 || e.year2 <= e.year%100)):
		return false // no range of years: 2020-06
	case e.month != 0 && e.day > daysOf(e.month):
		return false
	case e.ampm != 0 && (e.hour > 12 || e.hour == 0):
		return false
	case e.hour == 24 && e.min != 0:
		return false
	case e.op == opShift && e.anchor == fromStory && e.unit != noUnit && e.unit < day:
		return false // "an hour later" is a length; from when is not told
	}
	return true
}

// daysOf is the greatest number of days that a month may have.
func daysOf(month int8) int8 {
	switch month {
	case 2:
		return 29
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

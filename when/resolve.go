package when

import (
	"fmt"
	"time"

	"detente/record"
)

// A setting is what relative expressions are counted from.
type setting struct {
	report time.Time // the day of the report
	story  point     // the last date that the text named
	fiscal point     // the last quarter or month-span of business news that the text named
	hint   int8      // tense of what is told: -1 past, +1 future, 0 unknown
	r      *Reader
}

// An answer is an expression worked out.
type answer struct {
	timex    record.Timex
	span     record.Interval
	relative bool  // it differs with the day of the report
	point    point // for later expressions to count from
}

// resolve works an expression out in its setting.
func (s *setting) resolve(e *expr) (answer, bool) {
	var a answer
	a.timex.Mod = mods[e.mod]
	switch e.op {
	case opRef:
		a.timex.Type, a.timex.Value = "DATE", refs[e.ref]
		a.span = s.vaguely(e.ref)
	case opDuration:
		a.timex.Type, a.timex.Value = "DURATION", length(e.n, e.unit, e.has&vague != 0 || e.has&hasN == 0)
		if e.has&hasRel != 0 && e.has&(vague) == 0 && e.has&hasN != 0 && reach(e.n, e.unit) && e.unit >= day {
			a.span = s.stretch(e)
		}
		if e.has&within != 0 && e.has&(vague|hasRel) == 0 && s.hint >= 0 && reach(e.n, e.unit) && e.unit >= day {
			a.span = record.Interval{Start: record.Moment{Time: s.report}, End: record.Moment{Time: move(s.report, int(e.n), e.unit).AddDate(0, 0, 1)}}
		}
	case opSet:
		a.timex.Type, a.timex.Value = "SET", setValue(e)
	case opShift:
		if e.has&vague != 0 {
			a.timex.Type, a.timex.Value = "DATE", refs[2]
			if e.dir > 0 {
				a.timex.Value = refs[3]
			}
			return a, true
		}
		a.point = s.shift(e)
	case opDate:
		a.point = s.date(e)
	case opPart:
		a.point = s.day(e)
		if a.point.ok() {
			a.point.part = e.part
		}
	case opClock:
		a.point = s.clock(e)
	}
	if a.timex.Type == "" {
		if !a.point.ok() {
			return a, false
		}
		a.timex.Type, a.timex.Value = "DATE", a.point.value()
		if a.point.part != 0 || a.point.clock {
			a.timex.Type = "TIME"
		}
		a.span = a.point.interval()
		if e.year2 != 0 && a.point.grain == year { // "1998-99"
			last := a.point.at.Year()/100*100 + int(e.year2)
			if last < a.point.at.Year() {
				last += 100
			}
			a.timex.Value = fmt.Sprintf("%04d/%04d", a.point.at.Year(), last)
			a.span.End = record.Moment{Time: date(last+1, 1, 1)}
		}
		if e.mod != 0 {
			a.span = narrow(a.span, mods[e.mod])
		}
	}
	if e.typ != 0 {
		a.timex.Type = types[e.typ]
	}
	return a, true
}

// vaguely is the stretch that now, recently and soon mean: the day of the
// report, what was before it, and what comes after.
func (s *setting) vaguely(ref int8) record.Interval {
	today := pointIn(s.report, day).interval()
	switch refs[ref] {
	case "PRESENT_REF":
		return today
	case "PAST_REF":
		return record.Interval{End: today.End}
	}
	return record.Interval{Start: today.Start}
}

// stretch is the interval of "the past three years" and "the next two weeks".
func (s *setting) stretch(e *expr) record.Interval {
	n := int(e.n)
	if e.rel < 0 {
		return record.Interval{Start: record.Moment{Time: move(s.report, -n, e.unit)}, End: record.Moment{Time: s.report.AddDate(0, 0, 1)}}
	}
	return record.Interval{Start: record.Moment{Time: s.report}, End: record.Moment{Time: move(s.report, n, e.unit).AddDate(0, 0, 1)}}
}

// narrow keeps the third of an interval that early, mid and late mean, and the
// last day for an end told as a deadline.
func narrow(i record.Interval, mod string) record.Interval {
	if !i.Closed() {
		return i
	}
	third := i.End.Sub(i.Start.Time) / 3
	third -= third % (24 * time.Hour)
	if third <= 0 {
		return i
	}
	switch mod {
	case "START":
		i.End.Time = i.Start.Time.Add(third)
	case "MID":
		i.Start.Time, i.End.Time = i.Start.Time.Add(third), i.End.Time.Add(-third)
	case "END":
		i.Start.Time = i.End.Time.Add(-third)
	}
	return i
}

// from is the day that a relative expression counts from.
func (s *setting) from(e *expr) time.Time {
	if e.anchor == fromStory && s.story.ok() {
		return s.story.at
	}
	return s.report
}

// date works out a calendar date.
func (s *setting) date(e *expr) point {
	p := s.dateTold(e, s.from(e))
	if p.ok() && e.has&weekOf != 0 {
		return pointIn(p.at, week)
	}
	return p
}

func (s *setting) dateTold(e *expr, base time.Time) point {
	switch {
	case e.holiday != 0:
		return s.holiday(e, base)
	case e.day != 0 && e.month != 0:
		return s.monthDay(e, base)
	case e.weekday != 0:
		return s.weekday(e, base)
	case e.month != 0:
		return s.inYear(e, base, month, func(y int) time.Time { return date(y, int(e.month), 1) })
	case e.quarter != 0 || e.unit == quarter && e.ord != 0:
		q := int(max(e.quarter, int8(e.ord)))
		if q > 4 {
			return point{}
		}
		return s.inYear(e, base, quarter, func(y int) time.Time { return date(y, q*3-2, 1) })
	case e.half != 0 || e.unit == half:
		h := int(max(e.half, int8(e.ord)))
		if e.ord == 0 && e.half == 0 { // the last half of
			h = 2
		}
		if h > 2 {
			return point{}
		}
		if e.has&decade != 0 {
			p := s.year(e, base)
			e.mod = int8(2*h - 1) // START, END
			return p
		}
		return s.inYear(e, base, half, func(y int) time.Time { return date(y, h*6-5, 1) })
	case e.unit == quarter && (e.has&hasRel != 0 || e.year != 0): // "the 1988 quarter", "last year's quarter"
		q := pointIn(move(floor(s.report, quarter), -1, quarter), quarter)
		if s.fiscal.ok() {
			q = s.fiscal
		}
		y, ok := s.yearTold(e, base)
		if !ok {
			return point{}
		}
		return point{at: date(y, int(q.at.Month()), 1), grain: quarter}
	case e.season != 0:
		p := s.inYear(e, base, season, func(y int) time.Time { return date(y, int(e.season)*3, 1) })
		p.season = e.season
		return p
	case e.relUnit == centuryUnit && e.ord != 0:
		return point{at: date((int(e.ord)-1)*100, 1, 1), grain: centuryUnit}
	case e.year != 0 || e.has&decade != 0:
		return s.year(e, base)
	case e.has&hasRel != 0 && e.relUnit != noUnit:
		return s.relative(e, base)
	case e.has&latest != 0: // "the latest period"
		e.relUnit = quarter
		return s.relative(e, base)
	case e.day != 0 && e.relUnit == noUnit && e.has&hasRel == 0: // the 5th
		t := floor(base, month).AddDate(0, 0, int(e.day)-1)
		return pointIn(t, day)
	}
	return point{}
}

// relative works out "last week", "this year", "the following month".
func (s *setting) relative(e *expr, base time.Time) point {
	rel := int(e.rel)
	switch {
	case e.relUnit == weekend && e.rel == 0 && s.hint < 0 && base.Weekday() != time.Saturday && base.Weekday() != time.Sunday:
		rel = -1 // "over the weekend" on a Monday, in the past tense
	case e.relUnit == quarter && e.has&latest != 0:
		if s.fiscal.ok() && s.fiscal.grain == quarter {
			return s.fiscal
		}
		rel = -1
	}
	return pointIn(move(floor(base, e.relUnit), rel, e.relUnit), e.relUnit)
}

// year works out a year told by number.
func (s *setting) year(e *expr, base time.Time) point {
	y := s.fullYear(e)
	if e.has&decade != 0 {
		return point{at: date(y/10*10, 1, 1), grain: decadeUnit}
	}
	return point{at: date(y, 1, 1), grain: year}
}

// fullYear sets the century of a year of two digits: the one that puts it
// within fifty years before or, failing that, after the report.
func (s *setting) fullYear(e *expr) int {
	y := int(e.year)
	if e.has&shortYear == 0 || y >= 100 {
		return y
	}
	century := s.report.Year() / 100 * 100
	if y += century; y > s.report.Year()+20 {
		y -= 100
	}
	return y
}

// yearTold is the year that the expression names or refers to, if it does.
func (s *setting) yearTold(e *expr, base time.Time) (int, bool) {
	switch {
	case e.year != 0 && e.has&decade == 0:
		return s.fullYear(e), true
	case e.has&hasRel != 0 && e.relUnit == year:
		return base.Year() + int(e.rel), true
	}
	return 0, false
}

// day is the day that a part of the day or a clock time stands on.
func (s *setting) day(e *expr) point {
	if e.weekday != 0 || e.day != 0 || e.holiday != 0 || e.relUnit == day {
		return s.date(e)
	}
	base := s.from(e)
	if e.anchor == fromReport && e.has&hasRel == 0 && s.story.ok() && s.story.grain <= day {
		base = s.story.at
	}
	return pointIn(move(floor(base, day), int(e.rel), day), day)
}

// clock works out a time of day.
func (s *setting) clock(e *expr) point {
	var p point
	if e.op == opClock && e.n != 0 && e.unit != noUnit {
		p = s.shift(e)
	} else {
		p = s.day(e)
	}
	if !p.ok() {
		return p
	}
	h := int(e.hour)
	switch {
	case (e.ampm == 2 || e.ampm == 0 && e.part >= 3 && e.part <= 5) && h < 12:
		h += 12
	case e.ampm == 1 && h == 12:
		h = 0
	}
	p.at = floor(p.at, day).Add(time.Duration(h)*time.Hour + time.Duration(e.min)*time.Minute + time.Duration(e.sec)*time.Second)
	p.grain, p.clock, p.part = minute, true, 0
	if e.has&hasSec != 0 {
		p.grain = second
	}
	if e.zone != 0 {
		p.zone = s.r.zones[e.zone]
	}
	return p
}

// shift works out "two days ago", "a year earlier", "the week before Easter".
func (s *setting) shift(e *expr) point {
	if !reach(e.n, e.unit) {
		return point{}
	}
	base, grain := s.report, e.unit
	if e.anchor == fromDate {
		told := *e
		told.op = opDate
		p := s.date(&told)
		if !p.ok() {
			return p
		}
		base, grain = p.at, min(p.grain, e.unit)
	} else if e.anchor == fromStory && s.story.ok() {
		base = s.story.at
		if e.unit >= year && s.story.grain < year || e.unit == quarter {
			grain = s.story.grain
		}
	}
	if e.unit == year && e.n == 1 && e.dir < 0 && s.fiscal.ok() && e.anchor != fromDate {
		base, grain = s.fiscal.at, s.fiscal.grain
	}
	if grain >= decadeUnit { // "a decade ago" is a year
		grain = year
	}
	dir := int(e.dir)
	if dir == 0 {
		dir = -1
	}
	n, u := e.n, e.unit
	if n != float32(int(n)) {
		switch u {
		case year:
			n, u = n*12, month
		case decadeUnit:
			n, u = n*10, year
		case centuryUnit:
			n, u = n*100, year
		case millennium:
			n, u = n*1000, year
		case day:
			n, u = n*24, hour
		}
	}
	t := move(base, dir*int(n), u)
	if grain < day {
		return point{at: t, grain: minute, clock: true}
	}
	return pointIn(t, grain)
}

// setValue writes what recurs: P1D, XXXX-WXX-1, XXXX-05.
func setValue(e *expr) string {
	part := ""
	if e.part != 0 {
		part = "T" + parts[e.part]
	}
	switch {
	case e.weekday != 0:
		return "XXXX-WXX-" + string(rune('0'+e.weekday)) + part
	case e.month != 0:
		return "XXXX-" + date(2000, int(e.month), 1).Format("01")
	case e.season != 0:
		return "XXXX-" + seasons[e.season]
	case e.part != 0:
		return "XXXX-XX-XX" + part
	}
	n := e.n
	if e.has&hasN == 0 {
		n = 1
	}
	u := e.unit
	if u == noUnit {
		u = e.relUnit
	}
	return length(n, u, e.has&vague != 0)
}

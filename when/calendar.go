package when

import (
	"fmt"
	"time"

	"detente/record"
)

// A point is a stretch of the calendar that an expression names: a day, an ISO
// week, a quarter, a decade, told by its start and its grain.
type point struct {
	at    time.Time
	grain unit // noUnit: no point
	// what TIMEX3 writes apart
	season int8
	part   int8
	clock  bool // at holds a time of day
	zone   string
}

func (p point) ok() bool { return p.grain != noUnit }

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// monday is the first day of t's ISO week.
func monday(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }

// floor is the start of the unit that t lies in.
func floor(t time.Time, u unit) time.Time {
	y, m, d := t.Date()
	switch u {
	case second, minute, hour:
		return t
	case day:
		return date(y, int(m), d)
	case week:
		return monday(date(y, int(m), d))
	case weekend:
		return monday(date(y, int(m), d)).AddDate(0, 0, 5)
	case month:
		return date(y, int(m), 1)
	case quarter:
		return date(y, (int(m)-1)/3*3+1, 1)
	case half:
		return date(y, (int(m)-1)/6*6+1, 1)
	case season:
		return date(y, (int(m)-1)/3*3, 1)
	case year:
		return date(y, 1, 1)
	case decadeUnit:
		return date(y/10*10, 1, 1)
	case centuryUnit:
		return date(y/100*100, 1, 1)
	case millennium:
		return date(y/1000*1000, 1, 1)
	}
	return t
}

// move goes n units from t. Months keep to the length of the month they reach,
// so that a month after 31 January is the end of February.
func move(t time.Time, n int, u unit) time.Time {
	months := 0
	switch u {
	case second:
		return t.Add(time.Duration(n) * time.Second)
	case minute:
		return t.Add(time.Duration(n) * time.Minute)
	case hour:
		return t.Add(time.Duration(n) * time.Hour)
	case day:
		return t.AddDate(0, 0, n)
	case week, weekend:
		return t.AddDate(0, 0, 7*n)
	case month:
		months = n
	case quarter, season:
		months = 3 * n
	case half:
		months = 6 * n
	case year:
		months = 12 * n
	case decadeUnit:
		months = 120 * n
	case centuryUnit:
		months = 1200 * n
	case millennium:
		months = 12000 * n
	}
	moved := t.AddDate(0, months, 0)
	if moved.Day() != t.Day() {
		moved = moved.AddDate(0, 0, -moved.Day())
	}
	return moved
}

// reach bounds the numbers that expressions may move by, per unit, so that
// dates stay within the years 1 to 9999.
func reach(n float32, u unit) bool {
	limit := map[unit]float32{second: 1e9, minute: 1e8, hour: 1e7, day: 1e6, week: 1e5, weekend: 1e5}
	if m, ok := limit[u]; ok {
		return n <= m
	}
	return n <= 1500
}

// pointIn is the unit that t lies in.
func pointIn(t time.Time, u unit) point { return point{at: floor(t, u), grain: u} }

// interval is the stretch of civil time that the point covers. A part of the
// day counts as its day; a season is three months by the northern year.
func (p point) interval() record.Interval {
	if !p.ok() || p.at.Year() < 1 || p.at.Year() > 9999 {
		return record.Interval{}
	}
	end := move(p.at, 1, p.grain)
	if p.grain == weekend {
		end = p.at.AddDate(0, 0, 2)
	}
	return record.Interval{Start: record.Moment{Time: p.at}, End: record.Moment{Time: end}}
}

// value writes the point as TIMEX3 does.
func (p point) value() string {
	y, m, d := p.at.Date()
	if y < 1 || y > 9999 {
		return "XXXX"
	}
	v := ""
	switch p.grain {
	case second:
		v = fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", y, m, d, p.at.Hour(), p.at.Minute(), p.at.Second())
	case minute:
		v = fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", y, m, d, p.at.Hour(), p.at.Minute())
	case hour:
		v = fmt.Sprintf("%04d-%02d-%02dT%02d", y, m, d, p.at.Hour())
	case day:
		v = fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	case week, weekend:
		iy, w := p.at.ISOWeek()
		v = fmt.Sprintf("%04d-W%02d", iy, w)
		if p.grain == weekend {
			v += "-WE"
		}
	case month:
		v = fmt.Sprintf("%04d-%02d", y, m)
	case quarter:
		v = fmt.Sprintf("%04d-Q%d", y, (m-1)/3+1)
	case half:
		v = fmt.Sprintf("%04d-H%d", y, (m-1)/6+1)
	case season:
		if m == 12 { // a winter counts to the year in which it begins
			v = fmt.Sprintf("%04d-WI", y)
		} else {
			v = fmt.Sprintf("%04d-%s", y, seasons[m/3])
		}
	case year:
		v = fmt.Sprintf("%04d", y)
	case decadeUnit:
		v = fmt.Sprintf("%03d", y/10)
	case centuryUnit:
		v = fmt.Sprintf("%02d", y/100)
	case millennium:
		v = fmt.Sprintf("%d", y/1000)
	}
	if p.part != 0 {
		v += "T" + parts[p.part]
	}
	if p.clock && p.zone == "Z" {
		v += "Z"
	}
	return v
}

// length writes n units as a TIMEX3 duration; vague ones get an X.
func length(n float32, u unit, vague bool) string {
	letter, inDay, times := "", false, float32(1)
	switch u {
	case second:
		letter, inDay = "S", true
	case minute:
		letter, inDay = "M", true
	case hour:
		letter, inDay = "H", true
	case day:
		letter = "D"
	case week:
		letter = "W"
	case weekend:
		letter = "WE"
	case month:
		letter = "M"
	case quarter:
		letter = "Q"
	case half:
		letter, times = "M", 6
	case season:
		letter, times = "M", 3
	case year:
		letter = "Y"
	case decadeUnit:
		letter, times = "Y", 10
	case centuryUnit:
		letter, times = "Y", 100
	case millennium:
		letter, times = "Y", 1000
	default:
		letter = "X"
	}
	prefix := "P"
	if inDay {
		prefix = "PT"
	}
	if vague {
		return prefix + "X" + letter
	}
	n *= times
	whole := int(n)
	if n == float32(whole) {
		return fmt.Sprintf("%s%d%s", prefix, whole, letter)
	}
	part := n - float32(whole)
	rest := ""
	switch u {
	case year:
		rest = fmt.Sprintf("%dM", int(part*12+0.5))
	case hour:
		rest = fmt.Sprintf("%dM", int(part*60+0.5))
	case minute:
		rest = fmt.Sprintf("%dS", int(part*60+0.5))
	}
	if rest == "" {
		return fmt.Sprintf("%s%g%s", prefix, float32(int(n*10+0.5))/10, letter)
	}
	if whole == 0 {
		return prefix + rest
	}
	return fmt.Sprintf("%s%d%s%s", prefix, whole, letter, rest)
}

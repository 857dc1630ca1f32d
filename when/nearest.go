package when

import "time"

// inYear finds the part of a year that of gives for each: in the year told, or
// in the one that tense and "last" or "next" ask for.
func (s *setting) inYear(e *expr, base time.Time, grain unit, of func(year int) time.Time) point {
	if y, ok := s.yearTold(e, base); ok {
		return point{at: of(y), grain: grain}
	}
	y := base.Year()
	here := floor(base, grain)
	switch {
	case e.has&hasRel != 0 && e.relUnit == noUnit && e.rel < 0:
		return point{at: latestBefore(of, y, here), grain: grain}
	case e.has&hasRel != 0 && e.relUnit == noUnit && e.rel > 0:
		return point{at: earliestAfter(of, y, here), grain: grain}
	case e.has&hasRel != 0 && e.relUnit == noUnit:
		return point{at: of(y), grain: grain}
	}
	return point{at: s.nearest(of, y, here), grain: grain}
}

// nearest chooses the year for a date told without one. News speaks of what is
// near: the closest, unless both sides are about as far and tense decides.
func (s *setting) nearest(of func(int) time.Time, y int, here time.Time) time.Time {
	past := latestBefore(of, y, here.AddDate(0, 0, 1))
	next := earliestAfter(of, y, here.AddDate(0, 0, -1))
	back, ahead := here.Sub(past), next.Sub(here)
	switch {
	case ahead*2 < back:
		return next
	case back*2 < ahead:
		return past
	case s.hint > 0:
		return next
	}
	return past
}

func latestBefore(of func(int) time.Time, y int, t time.Time) time.Time {
	for k := y + 1; k > y-9; k-- {
		if c := of(k); !c.IsZero() && c.Before(t) {
			return c
		}
	}
	return of(y)
}

func earliestAfter(of func(int) time.Time, y int, t time.Time) time.Time {
	for k := y - 1; k < y+9; k++ {
		if c := of(k); !c.IsZero() && c.After(t) {
			return c
		}
	}
	return of(y)
}

// monthDay works out a day and a month, with or without the year.
func (s *setting) monthDay(e *expr, base time.Time) point {
	of := func(y int) time.Time {
		t := date(y, int(e.month), int(e.day))
		if t.Month() != time.Month(e.month) || e.weekday != 0 && int(t.Weekday()) != int(e.weekday)%7 {
			return time.Time{}
		}
		return t
	}
	if y, ok := s.yearTold(e, base); ok {
		t := date(y, int(e.month), int(e.day))
		if t.Month() != time.Month(e.month) { // 29 February in a common year
			return point{}
		}
		return point{at: t, grain: day}
	}
	t := s.nearest(of, base.Year(), floor(base, day))
	if t.IsZero() {
		t = date(base.Year(), int(e.month), int(e.day))
	}
	return point{at: t, grain: day}
}

// weekday works out "Friday", "last Friday", "Friday of next week".
func (s *setting) weekday(e *expr, base time.Time) point {
	base = floor(base, day)
	ahead := (int(e.weekday)%7 - int(base.Weekday()) + 7) % 7 // days to the next one, today included
	back := (7 - ahead) % 7
	var t time.Time
	switch {
	case e.has&hasRel != 0 && e.relUnit == week:
		t = monday(base).AddDate(0, 0, 7*int(e.rel)+int(e.weekday)-1)
	case e.has&hasRel != 0 && e.rel < 0:
		if back == 0 {
			back = 7
		}
		t = base.AddDate(0, 0, -back)
	case e.has&hasRel != 0 && e.rel > 0:
		if ahead == 0 {
			ahead = 7
		}
		t = base.AddDate(0, 0, ahead)
	case e.day != 0: // Friday the 13th
		t = base
		for range 400 {
			if t.Day() == int(e.day) && int(t.Weekday()) == int(e.weekday)%7 {
				break
			}
			t = t.AddDate(0, 0, map[bool]int{true: 1, false: -1}[s.hint > 0])
		}
	case s.hint > 0:
		t = base.AddDate(0, 0, ahead)
	default:
		t = base.AddDate(0, 0, -back)
	}
	return point{at: t, grain: day}
}

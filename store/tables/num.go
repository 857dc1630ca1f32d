package tables

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"detente/record"
	"detente/store"
)

// Events, statements and commitments have a number that tells their place in
// lists: from the highest bit, the run (2 bits), the first day (17), the document
// (29) and the place in the document (15). Every index of theirs ends in it, so
// that a page of any list begins where the page before ended.
//
// Runs share numbers modulo 4, and days before 1800 and after 2158 are one day
// each: they are listed by document.
const (
	runBits, dayBits, docBits, nBits = 2, 17, 29, 15

	lastDay = 1<<dayBits - 1
	// liveRuns is how many runs there can be at a time.
	liveRuns = 1 << runBits
)

var firstDay = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC)

// dayOf is the number of the day on which an interval starts, 0 where that is
// open.
func dayOf(start record.Moment) int64 {
	if start.IsZero() {
		return 0
	}
	// Not by Duration, which ends after 292 years.
	days := (start.Unix()-firstDay.Unix())/86400 + 1
	return min(lastDay, max(1, days))
}

// numOf is the number of a row.
func numOf(run int64, start record.Moment, doc int64, n int) (int64, error) {
	if n >= 1<<nBits {
		return 0, fmt.Errorf("has more than %d events, statements or commitments: split the report", 1<<nBits)
	}
	if doc >= 1<<docBits {
		return 0, fmt.Errorf("is the %dth document: the database holds no more", doc)
	}
	return run%liveRuns<<(dayBits+docBits+nBits) | dayOf(start)<<(docBits+nBits) | doc<<nBits | int64(n), nil
}

// runNums are the numbers of a run: from lo up to and without hi. hi is the
// highest number there is where the run is the last; no row has that.
func runNums(run int64) (lo, hi int64) {
	const size = 1 << (dayBits + docBits + nBits)
	lo = run % liveRuns * size
	if run%liveRuns == liveRuns-1 {
		return lo, 1<<63 - 1
	}
	return lo, lo + size
}

// dayNum is the lowest number of the rows of a run that start on a day or later.
func dayNum(run, day int64) int64 {
	lo, hi := runNums(run)
	if day > lastDay {
		return hi
	}
	return lo + day<<(docBits+nBits)
}

// A cursor is the number of a row without its run, so that it goes on after
// coding again.
func cursor(num int64) string {
	s := strconv.FormatInt(num&(1<<(dayBits+docBits+nBits)-1), 36)
	return strings.Repeat("0", cursorLength-len(s)) + s
}

const cursorLength = 12 // 61 bits in base 36

func parseCursor(s string, run int64) (int64, error) {
	n, err := strconv.ParseInt(s, 36, 64)
	if err != nil || len(s) != cursorLength || n < 0 || n >= 1<<(dayBits+docBits+nBits) {
		return 0, errCursor(s)
	}
	lo, _ := runNums(run)
	return lo + n, nil
}

func errCursor(s string) error {
	return fmt.Errorf("%q %w", s, store.ErrCursor)
}

package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/record"
)

// isStamp: "Published: Fri 12 Jun 2020 10:00 GMT", "2020-06-12", "3 hours ago".
// Every word belongs to a date, and it is one.
func (w *words) isStamp(l *line) bool {
	if len(l.words) > 16 {
		return false
	}
	numbers, days := 0, 0
	for _, x := range l.words {
		s := strings.Trim(x.lower, ".")
		switch {
		case number(s):
			numbers++
			if strings.Count(s, "-") == 2 || strings.Count(s, ".") == 2 {
				days++
			}
			if !numeric(s) {
				return false
			}
		case w.day[s]:
			days++
		case !w.stamp[s]:
			return false
		}
	}
	return numbers > 0 && (days > 0 || numbers >= 2 && strings.ContainsAny(l.text, "/:"))
}

// numeric: digits with the marks and short endings of dates: 12th, 10.30am, 2020-06-12T10.
func numeric(s string) bool {
	s = strings.TrimLeft(s, "0123456789.-:")
	switch s {
	case "", "st", "nd", "rd", "th", "am", "pm", "a.m", "p.m", "h", "z", "gmt", "utc", "m", "d", "hrs":
		return true
	}
	return strings.HasPrefix(s, "t") && strings.Trim(s[1:], "0123456789.-:z") == ""
}

// isByline: "By Jane Roe", "By Jane Roe and John Doe, Associated Press",
// "Jane Roe, diplomatic correspondent".
func (w *words) isByline(l *line) bool {
	ws := l.words
	if len(ws) < 2 || len(ws) > 16 || l.prose && !strings.HasPrefix(ws[0].lower, "by") {
		return false
	}
	by := ws[0].lower == "by"
	job, names := false, 0
	if by {
		ws = ws[1:]
	}
	if by && len(ws) > 1 && (ws[0].lower == "our" || ws[0].lower == "a") && w.job[ws[len(ws)-1].lower] {
		return true // "By our diplomatic correspondent"
	}
	for _, x := range ws {
		switch {
		case w.job[x.lower]:
			job = true
		case w.name[x.lower]:
		case capital(l.text[x.start:]):
			names++
		default:
			return false
		}
	}
	return names > 0 && (by && names <= 12 || job && names >= 2 && len(ws) <= 10 && !l.prose)
}

// headLine gives a role to lines that stand between a title and the report and
// hold several things, or one in a form of its own:
//
//	Home | World | South Asia            Jane Roe, Ohrid | Sunday 19 March 2023
//	Jane Roe in Lahore                   KINGSTOWN, December 15, 2023
//
// titled says that the title is above.
func (w *words) headLine(l *line, titled bool) bool {
	if len(l.words) > 16 {
		return false
	}
	bars := 0
	lastBar := -1
	for i, c := range l.text {
		if c == '|' || c == '•' || c == '·' || c == '»' || c == '›' || c == '>' {
			bars++
			lastBar = i
		}
	}
	if bars > 0 {
		rest := trimMark(l.text[lastBar:])
		if stamp := (line{unit: unit{text: rest}, words: wordsOf(rest, 20)}); w.isStamp(&stamp) {
			name := strings.TrimRight(l.text[:lastBar], " ")
			by := line{unit: unit{text: name}, words: wordsOf(name, 20)}
			switch {
			case w.isByline(&by) || w.nameAndPlace(&by):
				l.role, l.cut, l.rest = record.Byline, len(l.text)-len(rest), record.Datestamp
				return true
			case len(by.words) <= 3:
				l.role, l.cut, l.rest = record.Furniture, len(l.text)-len(rest), record.Datestamp
				return true
			}
		}
		if bars >= 2 && len(l.words) <= 4*bars {
			l.role = record.Furniture // the way to the page
			return true
		}
	}
	if titled && strings.Contains(l.text, " in ") && w.nameAndPlace(l) {
		l.role = record.Byline
		return true
	}
	if titled && w.placeAndDate(l) {
		l.role = record.Dateline
		return true
	}
	return false
}

func trimMark(s string) string { return strings.TrimLeft(s, "|•·»›> ") }

// nameAndPlace: "Jane Roe in Lahore", "Jane Roe, Ohrid".
func (w *words) nameAndPlace(l *line) bool {
	names, places, after := 0, 0, false
	for i, x := range l.words {
		switch {
		case x.lower == "in" && names >= 2 && !after:
			after = true
		case capital(l.text[x.start:]) && l.text[x.start:x.end] != strings.ToUpper(l.text[x.start:x.end]):
			if i > 0 && !after && strings.Contains(l.text[l.words[i-1].end:x.start], ",") {
				after = true
			}
			if after {
				places++
			} else {
				names++
			}
		default:
			return false
		}
	}
	return names >= 2 && names <= 4 && places >= 1 && places <= 3
}

// placeAndDate: "Kingstown, December 15, 2023", "KHARTOUM, May 21 (Delta)".
func (w *words) placeAndDate(l *line) bool {
	names, days, numbers := 0, 0, 0
	for _, x := range l.words {
		switch s := strings.Trim(x.lower, "."); {
		case w.day[s]:
			days++
		case number(s) && numeric(s):
			numbers++
		case w.stamp[s] || w.agency[s]:
		case capital(l.text[x.start:]) && days == 0:
			names++
		default:
			if !strings.Contains(l.text[:x.start], "(") {
				return false
			}
		}
	}
	return names >= 1 && names <= 4 && days == 1 && numbers >= 1
}

func (w *words) hasDateline(text string) bool { return w.dateline(text) > 0 }

// dateline is the number of bytes of text that are its dateline, with the dash
// and the space after it, or 0:
//
//	SEOUL, June 12 (Yonhap) --       TEHRAN, Iran (AP) —      (Reuters) -
//	ISLAMABAD:                       MOSCOW, June 12. /TASS/. Seoul —
//
// It is a place in capitals, or one followed by an agency or a date, or (before
// a dash with a capital behind it) a place of up to three words.
func (w *words) dateline(text string) int {
	head := text[:min(len(text), 120)]
	end, next, mark := separator(head)
	if end < 0 {
		return 0
	}
	before := strings.TrimRight(head[:end], " \u00a0")
	ws := wordsOf(before, 16)
	if len(ws) == 0 || len(ws) > 12 || w.noCity[ws[0].lower] {
		return 0
	}
	agency, date, caps, names := false, false, 0, 0
	for i, x := range ws {
		s := before[x.start:x.end]
		switch {
		case w.agency[x.lower] || i+1 < len(ws) && w.agency[x.lower+" "+ws[i+1].lower]:
			agency = true
		case w.day[strings.Trim(x.lower, ".")]:
			date = true
		case number(s):
			if !date && i == 0 && len(ws) > 1 && !w.day[ws[1].lower] {
				return 0
			}
		case s == strings.ToUpper(s) && len(s) > 1:
			caps++
			names++
		case capital(s):
			names++
		case !w.name[x.lower]:
			return 0
		}
	}
	rest := strings.TrimLeft(head[next:], " \u00a0")
	if rest == "" {
		return 0
	}
	first, _ := utf8.DecodeRuneInString(rest)
	starts := unicode.IsUpper(first) || strings.ContainsRune("\"“'‘", first) || unicode.IsDigit(first)
	ok := false
	switch {
	case !starts && !agency:
	case mark == '/':
		ok = (agency || date) && caps > 0
	case agency && strings.ContainsAny(before, "()/["):
		ok = true
	case agency && mark != ':' && len(ws) <= 6:
		ok = names > 0
	case date:
		ok = names > 0 && mark != ':'
	case mark == ':':
		ok = caps > 0 && caps == names && len(ws) <= 3 && len(before) >= 4
	default:
		ok = caps > 0 && capital(before) || names > 0 && names == len(ws) && len(ws) <= 3 && mark == '—'
	}
	if !ok {
		return 0
	}
	return len(head) - len(rest)
}

// separator finds what ends a dateline in s: where it starts, where it ends,
// and which it is: a dash (as '—'), a colon, or TASS's "/.".
func separator(s string) (start, end int, mark rune) {
	for i := 0; i < len(s); i++ {
		rest := s[i:]
		switch {
		case strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "–"):
			return i, i + 3, '—'
		case strings.HasPrefix(rest, "--"):
			return i, i + 2, '—'
		case strings.HasPrefix(rest, " - "):
			return i, i + 3, '—'
		case strings.HasPrefix(rest, "/. "), strings.HasPrefix(rest, "). "):
			return i + 1, i + 3, '/'
		case strings.HasPrefix(rest, ": ") && i > 0:
			return i, i + 2, ':'
		case strings.HasPrefix(rest, " | "):
			return i, i + 3, '—'
		}
	}
	return -1, -1, 0
}

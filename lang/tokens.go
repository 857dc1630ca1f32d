package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"detente/record"
)

// tokenizer cuts text into words the way the English Web Treebank does: clitics
// and the parts of hyphenated words are words of their own.
type tokenizer struct {
	abbr   map[string]abbrRow
	whole  map[string]bool    // kept in one piece: ":)", "c/o"
	cut    map[string][]uint8 // where to cut a written word: cannot -> [3]
	tails  []string           // clitics at the end of a word, longest first: n't, 's
	says   map[string]bool    // what one does who is quoted: said, asked
	second map[string]bool    // second parts of given names: Jae-in
	stems  map[string]bool    // prefixes that keep their hyphen: pre-, anti-
}

// abbrRow is a row of abbreviations.tsv; one that begins with a capital there
// does so in the text: "Sat." and not "sat."
type abbrRow struct {
	before  abbreviation
	capital bool
}

// abbreviation tells what a full stop after these letters means.
type abbreviation uint8

const (
	notAbbr      abbreviation = iota
	beforeName                // Gen., Mr.: a name follows, no sentence ends here
	beforeFigure              // No., pp.: ends a sentence unless a figure follows
	anyAbbr                   // U.S., Inc., Jan.: a sentence may end here
)

var abbreviations = map[string]abbreviation{"name": beforeName, "figure": beforeFigure, "any": anyAbbr}

func newTokenizer(fsys fs.FS) (*tokenizer, error) {
	t := &tokenizer{
		abbr: map[string]abbrRow{}, whole: map[string]bool{},
		cut: map[string][]uint8{}, stems: map[string]bool{}, says: map[string]bool{}, second: map[string]bool{},
	}
	err := table(fsys, "lang/abbreviations.tsv", []string{"form", "before"}, func(row []string) error {
		kind, ok := abbreviations[row[1]]
		if !ok || !strings.HasSuffix(row[0], ".") {
			return fmt.Errorf("abbreviation %q ends with a stop and stands before name, figure or any, not %q", row[0], row[1])
		}
		t.abbr[strings.ToLower(row[0])] = abbrRow{kind, isUpper(first(row[0]))}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, table(fsys, "lang/words.tsv", []string{"form", "parts"}, t.word)
}

// word takes a row of words.tsv: "cannot / can not", "*n't / * n't", "pre- / *".
func (t *tokenizer) word(row []string) error {
	form, parts := row[0], strings.Fields(row[1])
	switch {
	case strings.HasPrefix(form, "*"):
		t.tails = append(t.tails, form[1:])
	case strings.HasPrefix(form, ">") && len(form) > 2:
		t.says[form[1:]] = true
	case strings.HasPrefix(form, "-"):
		t.second[form[1:]] = true
	case strings.HasSuffix(form, "-") && len(form) > 1:
		t.stems[form[:len(form)-1]] = true
	case len(parts) == 1:
		t.whole[form] = true
	default:
		if strings.Join(parts, "") != form {
			return errors.New("the parts of " + form + " do not give it back")
		}
		at := 0
		for _, p := range parts[:len(parts)-1] {
			at += len(p)
			t.cut[form] = append(t.cut[form], uint8(at))
		}
	}
	return nil
}

// tokens appends the spans of the words of text[from:to].
func (t *tokenizer) tokens(text string, from, to int, out []record.Span) []record.Span {
	for at := from; at < to; {
		r, n := utf8.DecodeRuneInString(text[at:to])
		if isGap(r) {
			at += n
			continue
		}
		end := at
		for end < to {
			r, n := utf8.DecodeRuneInString(text[end:to])
			if isGap(r) {
				break
			}
			end += n
		}
		out = t.chunk(text, at, end, out)
		at = end
	}
	return out
}

// chunk cuts text[at:end], which holds no white space.
func (t *tokenizer) chunk(text string, at, end int, out []record.Span) []record.Span {
	start := at
	for at < end {
		if t.whole[text[at:end]] {
			return append(out, record.Span{Start: at, End: end})
		}
		if n := address(text[at:end]); n > 0 {
			out = append(out, record.Span{Start: at, End: at + n})
			at += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:end])
		switch {
		case isLetter(r) || isDigit(r):
			stop := t.wordEnd(text, at, end)
			out = t.split(text, at, stop, out)
			at = stop
		case r == '.' && at+1 < end && isDigit(rune(text[at+1])) && at == start:
			stop := t.wordEnd(text, at+1, end)
			out = append(out, record.Span{Start: at, End: stop})
			at = stop
		case isApostrophe(r) && t.leads(text, at, at+n, end) > 0:
			stop := t.leads(text, at, at+n, end)
			out = append(out, record.Span{Start: at, End: stop})
			at = stop
		case r == '#' && at+1 < end && isLetter(rune(text[at+1])), r == '@' && at == start && at+1 < end && isLetter(rune(text[at+1])):
			stop := at + 1 // a hashtag or the name of an account
			for stop < end && (isLetter(rune(text[stop])) || isDigit(rune(text[stop])) || text[stop] == '_') {
				stop++
			}
			out = append(out, record.Span{Start: at, End: stop})
			at = stop
		default:
			stop := at + n
			switch {
			case r == '.' || r == '!' || r == '?':
				for stop < end && (text[stop] == '.' || text[stop] == '!' || text[stop] == '?') {
					stop++
				}
			case strings.IndexByte("-=*_~+<>'`#|$", text[at]) >= 0:
				for stop < end && text[stop] == text[at] {
					stop++
				}
			}
			out = append(out, record.Span{Start: at, End: stop})
			at = stop
		}
	}
	return out
}

// leads is the end of a word that begins with an apostrophe ('em, '90s, 's), or 0.
func (t *tokenizer) leads(text string, at, after, end int) int {
	stop := after
	for stop < end && (isLetter(rune(text[stop])) || isDigit(rune(text[stop]))) {
		stop++
	}
	if stop == after {
		return 0
	}
	if d := text[after:stop]; len(d) >= 2 && isDigit(rune(d[0])) && isDigit(rune(d[1])) && (len(d) == 2 || d[2:] == "s") {
		return stop
	}
	var buf [16]byte
	b := fold(buf[:], text[at:stop])
	if t.whole[string(b)] {
		return stop
	}
	for _, tail := range t.tails {
		if string(b) == tail {
			return stop
		}
	}
	return 0
}

// wordEnd is the end of the word that begins at at: letters and digits, with
// the stops, commas, apostrophes and hyphens that belong to it.
func (t *tokenizer) wordEnd(text string, at, end int) int {
	start := at
	prev := rune(0)
	for at < end {
		r, n := utf8.DecodeRuneInString(text[at:end])
		next := rune(0)
		if at+n < end {
			next, _ = utf8.DecodeRuneInString(text[at+n : end])
		}
		switch {
		case isLetter(r) || isDigit(r):
		case r == '.' && (isLetter(prev) && isLetter(next) && dotted(text, start, at) || isDigit(prev) && isDigit(next)):
		case r == '.' && t.abbreviated(text, start, at, end):
			return at + 1
		case (r == ',' || r == ':') && isDigit(prev) && isDigit(next):
		case isApostrophe(r) && isLetter(prev) && isLetter(next):
		case r == '&' && isUpper(prev) && isUpper(next):
		case r == '/' && isDigit(prev) && isDigit(next):
		case r == '_' && next != 0:
		case isHyphen(r) && next != 0 && t.joined(text, start, at, at+n, end):
		default:
			return at
		}
		prev = r
		at += n
	}
	return at
}

// dotted reports whether a stop between letters belongs to the word: U.S.,
// a.m., example.com; but not "end.The".
func dotted(text string, start, at int) bool {
	if at-start == 1 || at-start >= 2 && text[at-2] == '.' {
		return true
	}
	return !isUpper(rune(text[at+1])) || isUpper(rune(text[at-1]))
}

// abbreviated reports whether the stop at at, which no letter follows, belongs
// to the word before it.
func (t *tokenizer) abbreviated(text string, start, at, end int) bool {
	word := text[start:at]
	if at+1 < end && text[at+1] == '.' { // "etc..." keeps its dots together
		return false
	}
	if len(word) == 1 {
		return isUpper(rune(word[0])) && word != "I" || t.kind(text[start:at+1], text[at+1:]) != notAbbr
	}
	if dot := strings.LastIndexByte(word, '.'); dot >= 0 {
		return len(word)-dot == 2 // U.S. a.m. J.R.
	}
	return t.kind(text[start:at+1], text[at+1:]) != notAbbr
}

// kind is what the stop at the end of word means, given the text after it.
func (t *tokenizer) kind(word, after string) abbreviation {
	var buf [16]byte
	a, ok := t.abbr[string(fold(buf[:], word))]
	if !ok || a.capital && !isUpper(first(word)) {
		return notAbbr
	}
	if a.before == beforeFigure {
		after = strings.TrimLeft(after, " \u00a0")
		if after == "" || !isDigit(first(after)) {
			return notAbbr
		}
	}
	return a.before
}

// joined reports whether the hyphen at text[at:after] keeps its word together:
// after a prefix (anti-ship), within a number (713-853), in a name whose second
// part is not capitalised (Jae-in).
func (t *tokenizer) joined(text string, start, at, after, end int) bool {
	head := text[start:at]
	next := rune(text[after])
	if isDigit(next) {
		n := 0 // a telephone number: 555-0199, 202-555-0199
		for after+n < end && isDigit(rune(text[after+n])) {
			n++
		}
		return isDigit(last(head)) && (len(head)%4 == 3 && n >= 3 || len(head) == 1 && n == 4)
	}
	if !isLetter(next) && next < utf8.RuneSelf {
		return false
	}
	var buf [16]byte
	if t.stems[string(fold(buf[:], head))] {
		return true
	}
	stop := after
	for stop < end && isLetter(rune(text[stop])) {
		stop++
	}
	return isUpper(first(head)) && t.second[text[after:stop]] && afterCapital(text, start)
}

// afterCapital reports whether the word before text[at] begins with a capital.
func afterCapital(text string, at int) bool {
	i := at
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	if i == at {
		return false
	}
	for i > 0 && isLetter(rune(text[i-1])) {
		i--
	}
	return isUpper(rune(text[i]))
}

// split appends the parts of one written word.
func (t *tokenizer) split(text string, at, end int, out []record.Span) []record.Span {
	word := text[at:end]
	var buf [32]byte
	low := fold(buf[:], word)
	if len(low) < 3 {
		return append(out, record.Span{Start: at, End: end})
	}
	if cuts := t.cut[string(low)]; cuts != nil && len(low) == len(word) {
		from := at
		for _, c := range cuts {
			out = append(out, record.Span{Start: from, End: at + int(c)})
			from = at + int(c)
		}
		return append(out, record.Span{Start: from, End: end})
	}
	if isDigit(rune(word[0])) {
		return t.figure(text, at, end, out)
	}
	for _, tail := range t.tails {
		if len(low) > len(tail) && string(low[len(low)-len(tail):]) == tail {
			n := len(tail)
			if strings.Contains(word, "’") {
				n += len("’") - 1
			}
			if end-n <= at {
				break
			}
			out = t.split(text, at, end-n, out)
			return append(out, record.Span{Start: end - n, End: end})
		}
	}
	return append(out, record.Span{Start: at, End: end})
}

// figure cuts the unit from a number: 5pm, 10km; not 1990s, 20th, 4A.
func (t *tokenizer) figure(text string, at, end int, out []record.Span) []record.Span {
	unit := at
	for unit < end && (isDigit(rune(text[unit])) || strings.IndexByte(".,:/", text[unit]) >= 0) {
		unit++
	}
	if unit < end && unit > at {
		var buf [16]byte
		if u := fold(buf[:], text[unit:end]); t.cut["0"+string(u)] != nil {
			return append(out, record.Span{Start: at, End: unit}, record.Span{Start: unit, End: end})
		}
		if n := len(text[unit:end]); n > 2 && isApostrophe(first(text[unit:])) { // 1990's
			return append(out, record.Span{Start: at, End: unit}, record.Span{Start: unit, End: end})
		}
	}
	return append(out, record.Span{Start: at, End: end})
}

// address is the length of the web or e-mail address that s begins with, or 0.
func address(s string) int {
	web := strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")
	if !web {
		at := strings.IndexByte(s, '@')
		if at < 1 || at+3 >= len(s) || strings.IndexByte(s[at:], '.') < 2 {
			return 0
		}
		for i := range at {
			if c := s[i]; !isLetter(rune(c)) && !isDigit(rune(c)) && strings.IndexByte("._-+", c) < 0 {
				return 0
			}
		}
		n := at + 1
		for n < len(s) && (isLetter(rune(s[n])) || isDigit(rune(s[n])) || strings.IndexByte("._-", s[n]) >= 0) {
			n++
		}
		return len(strings.TrimRight(s[:n], ".-_"))
	}
	n := strings.IndexAny(s, "<>\"”’“")
	if n < 0 {
		n = len(s)
	}
	for n > 0 && strings.IndexByte(".,;:!?'", s[n-1]) >= 0 {
		n--
	}
	for n > 0 && (s[n-1] == ')' && !strings.Contains(s[:n], "(") || s[n-1] == ']' && !strings.Contains(s[:n], "[")) {
		n--
	}
	return n
}

package when

// Numbers in figures and in words become edges by code, since no finite list
// holds them: "2,500", "2 1/2", "two hundred and fifty", "nineteen ninety-seven".

// numberKind is what a number word is.
type numberKind uint8

const (
	cardinal   numberKind = iota + 1
	multiplier            // hundred, thousand
	ordinal               // third, twentieth
)

var numberKinds = map[string]numberKind{"cardinal": cardinal, "multiplier": multiplier, "ordinal": ordinal}

type numberWord struct {
	kind  numberKind
	value int32
}

// builtin are the symbols of numbers that rules may name.
type builtin struct {
	year, shortYear, spokenYear           symbol // 1998, 98, nineteen ninety-eight
	day, month, hour, minute, second      symbol // one or two digits each
	clock4, date8, quarter                symbol // 0600, 19980807, 1 to 4
	num, ord                              symbol
	and, hyphen, comma, point, slash, ess int32 // words
	suffix                                map[int32]bool
}

func newBuiltin(g *grammar, w *words) builtin {
	return builtin{
		year: g.symbol("YEAR"), shortYear: g.symbol("YY"), spokenYear: g.symbol("SPOKENYEAR"),
		day: g.symbol("DAYNUM"), month: g.symbol("MONTHNUM"), hour: g.symbol("HOURNUM"),
		minute: g.symbol("MINNUM"), second: g.symbol("SECNUM"),
		clock4: g.symbol("CLOCK4"), date8: g.symbol("DATE8"), quarter: g.symbol("QNUM"),
		num: g.symbol("NUM"), ord: g.symbol("ORD"),
		and: w.id("and"), hyphen: w.id("-"), comma: w.id(","), point: w.id("."), slash: w.id("/"), ess: w.id("s"),
		suffix: map[int32]bool{w.id("st"): true, w.id("nd"): true, w.id("rd"): true, w.id("th"): true},
	}
}

// figures puts the readings of the digits at atom i.
func (b *builtin) figures(l *lattice, i int32) {
	a := &l.atoms[i]
	if a.num < 0 {
		return
	}
	n, width := a.num, a.span.Len()
	put := func(sym symbol, end int32, e expr) {
		l.put(edge{sym: sym, start: i, end: end, expr: l.expr(e)})
	}
	glued := func(j int32) bool { return int(j) < len(l.atoms) && !l.atoms[j].gap }
	if glued(i+1) && b.suffix[l.atoms[i+1].word] {
		if n >= 1 && n <= 1000 {
			put(b.ord, i+2, expr{ord: int16(n)})
		}
		if n >= 1 && n <= 31 {
			put(b.day, i+2, expr{day: int8(n)})
		}
		return
	}
	decimal := glued(i+1) && glued(i+2) && l.atoms[i+2].kind == digits &&
		(l.atoms[i+1].word == b.point || l.atoms[i+1].word == b.comma && l.atoms[i+2].span.Len() == 3)
	switch width {
	case 4:
		if !decimal && n >= 1000 && n < 3000 {
			put(b.year, i+1, expr{year: int16(n)})
		}
		if h, m := n/100, n%100; h <= 24 && m < 60 {
			put(b.clock4, i+1, expr{hour: int8(h), min: int8(m), has: hasHour | hasMin})
		}
	case 8:
		y, m, d := n/10000, n/100%100, n%100
		if y >= 1000 && y < 3000 && m >= 1 && m <= 12 && d >= 1 && d <= 31 {
			put(b.date8, i+1, expr{year: int16(y), month: int8(m), day: int8(d)})
		}
	case 1, 2:
		if n >= 1 && n <= 31 && (!decimal || l.atoms[i+1].word == b.point) {
			put(b.day, i+1, expr{day: int8(n)})
		}
		if n >= 1 && n <= 12 {
			put(b.month, i+1, expr{month: int8(n)})
		}
		if n <= 24 {
			put(b.hour, i+1, expr{hour: int8(n), has: hasHour})
		}
		if width == 1 && n >= 1 && n <= 4 {
			put(b.quarter, i+1, expr{quarter: int8(n)})
		}
		if width == 2 && n < 60 {
			put(b.minute, i+1, expr{min: int8(n), has: hasMin})
			put(b.second, i+1, expr{sec: int8(n), has: hasSec})
		}
		if width == 2 {
			put(b.shortYear, i+1, expr{year: int16(n), has: shortYear})
		}
	}
	value, end := float32(n), i+1
	for glued(end) && glued(end+1) && l.atoms[end].word == b.comma && l.atoms[end+1].kind == digits && l.atoms[end+1].span.Len() == 3 && value < 1e6 {
		value, end = value*1000+float32(l.atoms[end+1].num), end+2
	}
	if glued(end) && glued(end+1) && l.atoms[end].word == b.point && l.atoms[end+1].kind == digits && l.atoms[end+1].span.Len() == 1 {
		value, end = value+float32(l.atoms[end+1].num)/10, end+2
	}
	put(b.num, end, expr{n: value, has: hasN})
	// "2 1/2", "2-1/2", "1/2"
	j := end
	if int(j) < len(l.atoms) && l.atoms[j].word == b.hyphen {
		j++
	}
	if f, ok := b.fractionAt(l, j); ok {
		put(b.num, j+3, expr{n: value + f, has: hasN})
	} else if f, ok := b.fractionAt(l, i); ok {
		put(b.num, i+3, expr{n: f, has: hasN})
	}
}

// fractionAt reads "1/2" at atom i.
func (b *builtin) fractionAt(l *lattice, i int32) (float32, bool) {
	if int(i)+2 >= len(l.atoms) {
		return 0, false
	}
	x, s, y := l.atoms[i], l.atoms[i+1], l.atoms[i+2]
	if x.kind != digits || y.kind != digits || s.word != b.slash || s.gap || y.gap || x.num < 1 || y.num <= x.num || y.num > 8 {
		return 0, false
	}
	return float32(x.num) / float32(y.num), true
}

// maxNumberWords bounds a number in words.
const maxNumberWords = 10

// spoken puts the readings of number words from atom i.
func (b *builtin) spoken(l *lattice, words []numberWord, i int32) {
	at := func(j int32) numberWord {
		if int(j) < len(l.atoms) && l.atoms[j].word != 0 && int(l.atoms[j].word) < len(words) {
			return words[l.atoms[j].word]
		}
		return numberWord{}
	}
	first := at(i)
	if first.kind == 0 {
		return
	}
	put := func(sym symbol, end int32, e expr) {
		l.put(edge{sym: sym, start: i, end: end, expr: l.expr(e)})
	}
	var total, part int32 // thousands and more, and what is below
	kind, j := numberKind(0), i
	for int(j-i) < maxNumberWords && kind != ordinal && total < 1<<24 {
		k := j
		if k > i && int(k) < len(l.atoms) && (l.atoms[k].word == b.hyphen || part >= 100 && l.atoms[k].word == b.and) {
			k++
		}
		w := at(k)
		below := part % 100
		switch {
		case w.kind == multiplier && w.value == 100 && part < 100:
			part = max(part, 1) * 100
		case w.kind == multiplier && w.value > 100 && part < 1000:
			total, part = total+max(part, 1)*w.value, 0
		case (w.kind == cardinal || w.kind == ordinal) && (below == 0 || below >= 20 && below%10 == 0 && w.value < 10):
			part += w.value
		default:
			w.kind = 0
		}
		if w.kind == 0 {
			break
		}
		j, kind = k+1, max(cardinal, w.kind)
		if w.kind == multiplier {
			kind = cardinal
		}
	}
	switch value := total + part; {
	case kind == ordinal && value <= 1000:
		put(b.ord, j, expr{ord: int16(value)})
		if value <= 31 {
			put(b.day, j, expr{day: int8(value)})
		}
	case kind == cardinal:
		put(b.num, j, expr{n: float32(value), has: hasN})
		if value >= 1 && value <= 12 {
			put(b.hour, j, expr{hour: int8(value), has: hasHour})
		}
		if value >= 2000 && value < 2100 {
			put(b.spokenYear, j, expr{year: int16(value)})
		}
		// "nineteen ninety-seven": two numbers below a hundred, side by side
		if value >= 10 && value <= 20 && j == i+1 {
			if y, end := b.two(l, at, j); y >= 10 {
				put(b.spokenYear, end, expr{year: int16(value*100 + y)})
			}
		}
	}
}

// two reads a number from 10 to 99 in words at atom j.
func (b *builtin) two(l *lattice, at func(int32) numberWord, j int32) (value, end int32) {
	w := at(j)
	if w.kind != cardinal || w.value < 10 || w.value > 99 {
		return 0, j
	}
	k := j + 1
	if int(k) < len(l.atoms) && l.atoms[k].word == b.hyphen {
		k++
	}
	if u := at(k); u.kind == cardinal && u.value < 10 && w.value >= 20 {
		return w.value + u.value, k + 1
	}
	return w.value, j + 1
}

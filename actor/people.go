package actor

import (
	"io/fs"
	"strings"
)

// loadHolders reads every file actors/holders*.tsv in the order of their names.
// A row of a later file about the same tenure (same post, person and start)
// replaces the earlier one, so that corrections need no deletion.
func (d *Dictionary) loadHolders(fsys fs.FS) error {
	files, err := filesOf(fsys, "holders")
	if err != nil {
		return err
	}
	known := make(map[string]int32, 8192) // people by folded name and by Wikidata identifier
	for n, file := range files {
		d.holderFiles = append(d.holderFiles, file)
		if err := d.loadHolderFile(fsys, file, int8(n), known); err != nil {
			return err
		}
	}
	for i := range d.people {
		d.indexPerson(int32(i))
	}
	return nil
}

func (d *Dictionary) loadHolderFile(fsys fs.FS, file string, n int8, known map[string]int32) error {
	t, err := openTable(fsys, file, "code", "post", "person", "gender", "wikidata", "from", "until", "source")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		code, name, gender, id := t.row[0], t.row[2], t.row[3], t.row[4]
		p, ok := d.postByID[t.row[1]]
		if !ok {
			return t.errorf("post %q is not in posts.tsv", t.row[1])
		}
		if _, ok := d.byCode[code]; !ok && !validCode(code) {
			return t.errorf("code %q is neither a state's nor a body's", code)
		}
		if gender != "" && gender != "f" && gender != "m" {
			return t.errorf("gender %q: want f, m or nothing", gender)
		}
		ten := tenure{post: p, code: code, until: endless, since: t.row[5], to: t.row[6], source: t.row[7], file: n, line: int32(t.line)}
		if ten.since != "" {
			if ten.from, ok = dayOf(ten.since); !ok {
				return t.errorf("from %q: want YYYY, YYYY-MM or YYYY-MM-DD", ten.since)
			}
		}
		if ten.to != "" {
			if ten.until, ok = dayOf(ten.to); !ok {
				return t.errorf("until %q: want YYYY, YYYY-MM or YYYY-MM-DD", ten.to)
			}
			if ten.until < ten.from {
				return t.errorf("%s ends before it starts", name)
			}
		}
		if ten.source == "" {
			return t.errorf("%s has no source", name)
		}
		who, ok := known[id]
		if id == "" || !ok {
			who, ok = known[name]
			if ok && id != "" && d.people[who].wikidata != "" {
				ok = false // a namesake
			}
		}
		if !ok {
			who = int32(len(d.people))
			d.people = append(d.people, person{name: name})
		}
		one := &d.people[who]
		if one.name != name { // spelt otherwise: the later file's spelling is shown
			one.also = append(one.also, one.name)
			one.name = name
		}
		if one.wikidata == "" {
			one.wikidata = id
		}
		if one.gender == "" {
			one.gender = gender
		}
		if id != "" {
			known[id] = who
		}
		if _, taken := known[name]; !taken {
			known[name] = who
		}
		if d.classes[hashOf(code)]&familyFirst != 0 {
			one.familyFirst = true
		}
		if crowns[t.row[1]] {
			one.crowned = true
		}
		ten.person = who
		d.replace(&ten)
		d.tenures = append(d.tenures, ten)
	}
	return nil
}

// crowns are the posts whose holders are called by the first name.
var crowns = map[string]bool{"monarch": true, "crown-prince": true, "pope": true}

// replace drops the tenures that a later file tells anew: those of the same
// person in the same post that share days with it.
func (d *Dictionary) replace(by *tenure) {
	p := &d.people[by.person]
	for _, i := range p.tenures {
		t := &d.tenures[i]
		if t.file < by.file && t.post == by.post && t.code == by.code && t.from < by.until && by.from < t.until {
			t.code = ""
		}
	}
	p.tenures = append(p.tenures, int32(len(d.tenures)))
}

// loadAliases reads other names of people: transliterations, short names, and
// genders.
func (d *Dictionary) loadAliases(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"aliases.tsv", "person", "gender", "names", "surnames")
	if err != nil {
		return err
	}
	byName := make(map[string]int32, len(d.people))
	for i := range d.people {
		if _, ok := byName[d.people[i].name]; !ok {
			byName[d.people[i].name] = int32(i)
		}
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		who, ok := byName[t.row[0]]
		if !ok {
			return t.errorf("no row of the holders names %q", t.row[0])
		}
		if t.row[1] != "" {
			d.people[who].gender = t.row[1]
		}
		for n := range each(t.row[2]) {
			d.indexName(who, n)
		}
		for n := range each(t.row[3]) {
			d.index.add(n, sense{kind: surname, id: who})
		}
	}
	for i := range d.people {
		p := &d.people[i]
		if p.gender == "" {
			p.gender = d.genderOf(p.name)
		}
	}
	return nil
}

// genderOf is the gender that a full name's given names tell, or nothing.
func (d *Dictionary) genderOf(name string) string {
	d.index.buf = phraseWords(d.index.buf[:0], name)
	return d.genderOfWords(d.index.buf)
}

func (d *Dictionary) genderOfWords(words []word) string {
	for i, w := range words {
		if i == len(words)-1 && i > 0 {
			break
		}
		if g := d.given[w.hash]; g != "" {
			return g
		}
	}
	return ""
}

// indexPerson makes a person findable by name and by surname.
func (d *Dictionary) indexPerson(who int32) {
	d.indexName(who, d.people[who].name)
	for _, name := range d.people[who].also {
		d.indexName(who, name)
	}
}

// indexName stores a full name with the variants that rules make of it:
//
//	Ri Son-gwon                 also Ri Songwon; surname Ri
//	Abdel Fattah el-Sisi        also Abdel Sisi, Fattah el-Sisi; surnames el-Sisi, Sisi
//	Recep Tayyip Erdoğan        also Recep Erdoğan, Tayyip Erdoğan; surname Erdoğan
//	Ursula von der Leyen        surnames von der Leyen, der Leyen, Leyen
//	Mohammed bin Salman         surname bin Salman
//	Abdullah II of Jordan       also Abdullah II; after a crown's title Abdullah
func (d *Dictionary) indexName(who int32, name string) {
	name, _, realm := strings.Cut(name, " of ") // Hussein of Jordan
	if rest, ok := strings.CutPrefix(name, "Pope "); ok {
		d.indexName(who, rest)
	}
	buf := phraseWords(d.index.buf[:0], name)
	d.index.buf = buf
	given := d.given[buf0(buf)]
	d.index.canonical(buf)
	n := len(buf)
	full := sense{kind: fullName, id: who}
	short := sense{kind: surname, id: who}
	if n == 0 {
		return
	}
	if n == 1 { // Lula, Naruhito; but Abdullah only after a title
		if realm {
			full = short
		}
		d.index.addWords(buf, full)
		return
	}
	d.index.addWords(buf, full)

	if d.people[who].crowned { // King Abdullah, Pope Francis, Prince Khalid
		d.index.addWords(buf[:1], short)
		if isNumeral(name) {
			for i := 2; i < n; i++ {
				d.index.addWords(buf[:i], short)
			}
			return
		}
	}
	if d.people[who].familyFirst && given == "" && buf[0].caps != lower && !buf[0].letter {
		d.index.addWords(buf[:1], short)
		if n == 3 { // Son-gwon as one word, or parted: "Son Gwon"
			fields := strings.Fields(name)
			given := strings.Join(fields[1:], "")
			d.index.add(fields[0]+" "+strings.ReplaceAll(given, "-", ""), full)
		}
		return
	}

	// The surname starts at its first particle, else it is the last word. "Jr."
	// and words in small letters are none.
	last := n - 1
	for last > 1 && (d.classes[buf[last].hash]&suffixWord != 0 || buf[last].caps == lower || buf[last].letter) {
		last--
	}
	if buf[last].letter || buf[last].caps == lower || d.classes[buf[last].hash]&calendar != 0 { // Godwin Friday
		return
	}
	n = last + 1
	buf = buf[:n]
	if n < len(d.index.buf) {
		d.index.addWords(buf, full)
	}
	start := last
	for start > 1 && d.classes[buf[start-1].hash]&particle != 0 {
		start--
	}
	d.index.addWords(buf[last:], short)
	for i := start; i < last; i++ {
		d.index.addWords(buf[i:], short)
	}
	if start > 1 { // without the middle names
		var small [8]word
		tail := append(append(small[:0], buf[0]), buf[start:]...)
		d.index.addWords(tail, full)
		if start < last && d.classes[buf[last-1].hash]&article != 0 {
			d.index.addWords(append(append(small[:0], buf[0]), buf[last]), full)
		}
		if start > 2 || n == 3 {
			d.index.addWords(buf[1:], full)
		}
	} else if start < last && d.classes[buf[last-1].hash]&article != 0 {
		var small [2]word
		d.index.addWords(append(append(small[:0], buf[0]), buf[last]), full)
	}
}

// buf0 is the hash of the first word.
func buf0(words []word) uint64 {
	if len(words) == 0 {
		return 0
	}
	return words[0].hash
}

// isNumeral reports whether a name ends in a Roman numeral: Charles III.
func isNumeral(name string) bool {
	_, last, ok := cutLast(name, " ")
	return ok && strings.Trim(last, "IVX") == ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

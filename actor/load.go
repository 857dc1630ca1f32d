package actor

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"detente/record"
)

// The files of the dictionary, below the folder "actors". Every file whose name
// starts with "holders" holds tenures, so that an overlay can add its own.
const folder = "actors/"

// New loads the dictionary from the folder "actors" of fsys. Errors name the
// file and the line at fault.
func New(fsys fs.FS) (*Dictionary, error) {
	d := &Dictionary{
		byCode:   make(map[string]int32, 256),
		byPost:   make(map[postKey][]int32, 4096),
		postByID: make(map[string]int32, 64),
		given:    make(map[uint64]string, 1024),
		classes:  make(map[uint64]wordClass, 256),
		tenures:  make([]tenure, 0, 8192),
		people:   make([]person, 0, 8192),
		agencies: make(map[int32]int32, 64),
		against:  make(map[int32]int32, 16),
		beside:   make(map[int32]int32, 16),
		index:    newIndex(32768),
	}
	d.scratch.New = func() any { return new(scratch) }
	for _, load := range []func(fs.FS) error{
		d.loadSpellings, d.loadStates, d.loadBodies, d.loadPosts, d.loadTitles, d.loadRoles, d.loadMods,
		d.loadCities, d.loadShort, d.loadPairs, d.loadGrammar, d.loadNothing, d.loadGivenNames, d.loadHolders, d.loadAliases,
	} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	d.arrange()
	return d, nil
}

// filesOf lists the files actors/NAME*.tsv in the order of their names, so that
// a folder laid over the data may add rows without repeating ours.
func filesOf(fsys fs.FS, name string) ([]string, error) {
	entries, err := fs.ReadDir(fsys, strings.TrimSuffix(folder, "/"))
	if err != nil {
		return nil, fmt.Errorf("reading the actor dictionary: %w", err)
	}
	var files []string
	for _, e := range entries {
		if ok, _ := path.Match(name+"*.tsv", e.Name()); ok {
			files = append(files, folder+e.Name())
		}
	}
	return files, nil
}

func (d *Dictionary) loadStates(fsys fs.FS) error {
	files, err := filesOf(fsys, "states")
	for _, file := range files {
		if err := d.loadStateFile(fsys, file); err != nil {
			return err
		}
	}
	return err
}

func (d *Dictionary) loadStateFile(fsys fs.FS, file string) error {
	t, err := openTable(fsys, file, "code", "wikidata", "name", "names", "adjective", "people", "capital", "leads")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		code, name, adjectives := t.row[0], t.row[2], t.row[4]
		if len(code) != 3 || strings.ToUpper(code) != code {
			return t.errorf("the code of a state has three capitals, not %q", code)
		}
		if _, twice := d.byCode[code]; twice {
			return t.errorf("state %s stands here a second time", code)
		}
		if name == "" {
			return t.errorf("state %s has no name", code)
		}
		id := int32(len(d.states))
		d.byCode[code] = id
		first, _, _ := strings.Cut(adjectives, "|")
		d.states = append(d.states, state{code, t.row[1], name, first, t.row[7]})
		d.index.add(name, sense{kind: stateName, id: id})
		for n := range each(t.row[3]) {
			d.index.add(n, sense{kind: stateName, id: id})
		}
		for a := range each(adjectives) {
			d.index.add(a, sense{kind: adjective, id: id})
			if many := pluralOfPeople(a); many != a {
				d.index.add(many, sense{kind: people, id: id, plural: true})
			}
		}
		for p := range each(t.row[5]) {
			d.index.add(p, sense{kind: people, id: id, plural: strings.HasSuffix(p, "s") || strings.HasSuffix(p, "men")})
		}
		for c := range each(t.row[6]) {
			d.index.add(c, sense{kind: capital, id: id})
		}
	}
	return nil
}

// pluralOfPeople is what a people is called after its adjective: Iranians; the
// Chinese and the French are called by the adjective itself.
func pluralOfPeople(adjective string) string {
	for _, end := range []string{"ese", "sh", "ch", "ss", "s", "."} {
		if strings.HasSuffix(adjective, end) {
			return adjective
		}
	}
	return adjective + "s"
}

func (d *Dictionary) loadBodies(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"bodies.tsv", "code", "kind", "wikidata", "name", "names")
	if err != nil {
		return err
	}
	kinds := map[string]record.ActorKind{
		"organ": record.IsOrgan, "organisation": record.IsOrganisation, "group": record.IsGroup, "metonym": record.IsState,
		"agency": record.IsOrgan,
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		code, name := t.row[0], t.row[3]
		kind, ok := kinds[t.row[1]]
		if !ok {
			return t.errorf("kind %q: want organ, agency, organisation, group or metonym", t.row[1])
		}
		if !validCode(code) {
			return t.errorf("code %q: want capitals, three to a part", code)
		}
		b := body{code: code, wikidata: t.row[2], name: name, kind: kind, metonym: kind == record.IsState, state: -1}
		if s, ok := d.byCode[code[:3]]; ok {
			b.state = s
		} else if b.metonym {
			return t.errorf("metonym %s: no state has the code %s", name, code[:3])
		}
		id := int32(len(d.bodies))
		d.bodies = append(d.bodies, b)
		if t.row[1] == "agency" {
			d.agencies[b.state] = id
		}
		d.index.add(name, sense{kind: bodyName, id: id})
		for n := range each(t.row[4]) {
			d.index.add(n, sense{kind: bodyName, id: id})
		}
	}
	return nil
}

// validCode reports whether a code is made of parts of three capitals.
func validCode(code string) bool {
	if len(code) < 3 || len(code)%3 != 0 {
		return false
	}
	for _, c := range []byte(code) {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func (d *Dictionary) loadPosts(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"posts.tsv", "post", "role", "rank", "holders", "positions", "note")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		name, role, rank := t.row[0], t.row[1], t.row[2]
		if _, twice := d.postByID[name]; twice {
			return t.errorf("post %s stands here a second time", name)
		}
		if len(rank) != 1 || rank[0] < '1' || rank[0] > '9' {
			return t.errorf("rank %q: want 1 (heads of state and government) to 9", rank)
		}
		if role != "" && !validCode(role) {
			return t.errorf("role %q: want capitals, three to a part", role)
		}
		if t.row[3] != "one" && t.row[3] != "many" {
			return t.errorf("holders %q: want one or many", t.row[3])
		}
		d.postByID[name] = int32(len(d.posts))
		d.posts = append(d.posts, post{name, role, rank[0] - '0', t.row[3] == "one"})
	}
	for i := range d.states {
		for p := range each(d.states[i].leads) {
			if _, ok := d.postByID[p]; !ok {
				return fmt.Errorf("%sstates.tsv: state %s is led by %q, which posts.tsv does not have", folder, d.states[i].code, p)
			}
		}
	}
	return nil
}

func (d *Dictionary) loadTitles(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"titles.tsv", "title", "plural", "post", "only", "without")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		p, ok := d.postByID[t.row[2]]
		if !ok && t.row[2] != "leader-of" {
			return t.errorf("title %q is of post %q, which posts.tsv does not have", t.row[0], t.row[2])
		}
		if !ok {
			p = leading
		}
		id := int32(len(d.titles))
		d.titles = append(d.titles, titleName{t.row[0], p, t.row[3], t.row[4]})
		d.index.add(t.row[0], sense{kind: office, id: id})
		many := t.row[1]
		if many == "" {
			many = t.row[0] + "s"
		}
		if many != "-" {
			d.index.add(many, sense{kind: office, id: id, plural: true})
		}
	}
	return nil
}

// leading is the post of a title that means whoever leads the state: "leader",
// "ruler", "chief executive".
const leading int32 = -1

func (d *Dictionary) loadRoles(fsys fs.FS) error {
	t, err := openTable(fsys, folder+"roles.tsv", "noun", "plural", "code", "kind", "marks")
	if err != nil {
		return err
	}
	for ok, err := t.next(); ok || err != nil; ok, err = t.next() {
		if err != nil {
			return err
		}
		r := roleNoun{noun: t.row[0], code: t.row[2]}
		switch t.row[3] {
		case "person":
			r.kind = onePerson
		case "people":
			r.kind = manyPeople
		case "organ":
			r.kind = organ
		default:
			return t.errorf("kind %q: want person, people or organ", t.row[3])
		}
		for m := range each(t.row[4]) {
			switch m {
			case "weak":
				r.weak = true
			case "local":
				r.local = true
			case "title":
				r.titled = true
			case "state":
				r.state = true
			case "agency":
				r.agency = true
			case "serves":
				r.serves = true
			case "capital":
				r.ranked = true
			default:
				return t.errorf("mark %q: want weak, local, title, state, agency, serves or capital", m)
			}
		}
		if r.code != "" && !validCode(r.code) {
			return t.errorf("code %q: want capitals, three to a part", r.code)
		}
		id := int32(len(d.roles))
		d.roles = append(d.roles, r)
		var written need
		if r.ranked {
			written = firstUpper
		}
		d.index.add(r.noun, sense{kind: role, id: id, plural: r.kind == manyPeople, need: written})
		for many := range each(t.row[1]) {
			d.index.add(many, sense{kind: role, id: id, plural: true, need: written})
		}
	}
	return nil
}

// arrange sorts the tenures and lets people and posts find theirs. A tenure of a
// post for one that the data leave open ends when the next holder comes.
func (d *Dictionary) arrange() {
	d.tenures = slices.DeleteFunc(d.tenures, func(t tenure) bool { return t.code == "" })
	for i := range d.people {
		d.people[i].tenures = d.people[i].tenures[:0]
	}
	order := make([]int32, len(d.tenures))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		s, t := &d.tenures[a], &d.tenures[b]
		return cmp.Or(int(s.from-t.from), int(s.until-t.until), int(a-b))
	})
	sorted := make([]tenure, len(order))
	for i, j := range order {
		sorted[i] = d.tenures[j]
	}
	d.tenures = sorted
	for i := range d.tenures {
		t := &d.tenures[i]
		key := postKey{t.code, t.post}
		all := d.byPost[key]
		if d.posts[t.post].single {
			for _, j := range all {
				if o := &d.tenures[j]; o.until == endless && o.from < t.from {
					o.until = t.from
				}
			}
		}
		d.byPost[key] = append(all, int32(i))
		p := &d.people[t.person]
		p.tenures = append(p.tenures, int32(i))
		if r := d.posts[t.post].rank; p.rank == 0 || r < p.rank {
			p.rank = r
		}
	}
}

package actor

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// resolve settles whom a phrase means and adds its mention.
func (f *finder) resolve(p *phrase) {
	it := &f.its[p.it]
	switch {
	case p.name > 0:
		f.namedPhrase(p)
	case p.body >= 0 && p.named:
		b := &f.bodies[p.body]
		f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.bodyActor(p.body), b.code, record.ByName))
	case f.modifiesNoun(p):
	case f.appositive(p):
	case it.kind == office:
		f.officePhrase(p)
	default:
		f.rolePhrase(p)
	}
}

// modifiesNoun reports whether a noun for one person only modifies another that
// the dictionary does not have: "the deputy editor", "a captain's armband".
func (f *finder) modifiesNoun(p *phrase) bool {
	it, t := &f.its[p.it], &f.s.Tokens[p.head]
	if it.plural || t.Rel != tree.Compound || t.Head != p.last+1 || it.kind == role && f.roles[it.id].kind != onePerson {
		return false
	}
	if (p.state >= 0 || p.body >= 0) && (it.kind == office || !f.roles[it.id].weak) {
		return false // "Saudi prince mocks", a headline read as one noun
	}
	return f.s.Tokens[t.Head].Tag == tree.NOUN
}

// place is the state or body that a phrase names, as the code that its posts
// are kept under: IRN, IGOUNO.
func (f *finder) place(p *phrase) string {
	switch {
	case p.state >= 0:
		return f.states[p.state].code
	case p.body >= 0:
		if b := &f.bodies[p.body]; b.state >= 0 && b.kind != record.IsGroup {
			return f.states[b.state].code
		}
		return f.bodies[p.body].code
	case p.owner >= 0:
		return f.personState(p.owner)
	}
	if it := &f.its[p.it]; it.kind == office && len(f.titles[it.id].only) == 3 {
		return f.titles[it.id].only // the pope, the taoiseach
	}
	return ""
}

// namedPhrase is a title with a name: "Foreign Minister Ri Son Gwon".
func (f *finder) namedPhrase(p *phrase) {
	name := &f.its[p.name-1]
	at := f.place(p)
	switch name.kind {
	case fullName:
		f.person(p, f.ofNamesakes(name, p), true)
	case surname:
		if who, ok := f.surname(name, p); ok {
			f.person(p, who, true)
			return
		}
		if actor, ok := f.locals[f.hashAt(int(name.last))]; ok {
			f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, actor, f.found.Actors[actor].Code, record.ByName))
			return
		}
		f.toldPerson(p, int(name.first), int(name.last), at)
	default:
		f.toldPerson(p, int(name.first), int(name.last), at)
	}
}

// ofNamesakes is which of several people of one full name a title means.
func (f *finder) ofNamesakes(name *item, p *phrase) int32 {
	for k := name.head; k > 0; k = f.index.senses[k-1].next {
		if sn := &f.index.senses[k-1]; sn.kind == fullName && sn.id != name.id && f.holds(sn.id, p) && !f.holds(name.id, p) {
			return sn.id
		}
	}
	return name.id
}

// person adds the mention of a known person with a title.
func (f *finder) person(p *phrase, who int32, named bool) {
	f.saw(who)
	kind := record.ByTitle
	if named {
		kind = record.ByName
	}
	f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.personActor(who), f.codeWith(who, p), kind))
}

// codeWith is the code of a known person under a title: "former President X"
// is of the elite, "then-President X" held the office, and where the text gives
// a post that the dictionary does not have, the text is believed.
func (f *finder) codeWith(who int32, p *phrase) string {
	code := f.codeOn(who, f.on)
	it := &f.its[p.it]
	if at := f.place(p); at != "" && f.on > 0 && p.mods == 0 {
		for _, i := range f.people[who].tenures {
			if t := &f.tenures[i]; t.code == at && t.during(f.on) && f.fitsTitle(t, it) {
				return f.lends(t)
			}
		}
	}
	switch {
	case p.mods&modFormer != 0 && it.kind == office:
		if state := f.personState(who); state != "" && f.holding(who) < 0 {
			return state + "ELI"
		}
	case p.mods&modThen != 0:
		for _, t := range f.people[who].tenures {
			if f.fitsTitle(&f.tenures[t], it) {
				return f.lends(&f.tenures[t])
			}
		}
	case p.mods&modComing != 0:
		return code
	case f.holding(who) < 0 && it.kind == office && f.on > 0:
		if told := f.told(p); len(told) > 3 && told[:3] == f.stateOf(code) {
			return told
		}
	}
	return code
}

func (f *finder) holding(who int32) int32 {
	if f.on == 0 {
		return -1
	}
	return f.inOffice(who, f.on)
}

// told is the code that the phrase alone tells: state or body, then role.
func (f *finder) told(p *phrase) string {
	it := &f.its[p.it]
	role, kind, serves := "", onePerson, true
	if it.kind == office {
		role = f.postRole(it)
		if f.titles[it.id].post >= 0 && f.posts[f.titles[it.id].post].role == "" && p.body < 0 {
			role = p.roleCode
		}
	} else {
		r := &f.roles[it.id]
		role, kind, serves = r.code, r.kind, r.serves
		if p.roleCode != "" && (r.weak || role == "" || role != "COP" && (p.roleCode == "REB" || p.roleCode == "OPP" || p.roleCode == "SEP")) {
			role = p.roleCode
		}
	}
	if p.mods&modFormer != 0 && kind == onePerson && role != "REB" && role != "OPP" {
		role = "ELI"
	}
	switch {
	case p.state >= 0 || p.owner >= 0 || p.body < 0 && f.place(p) != "":
		switch {
		case role == "" && p.owner >= 0:
			return f.codeOn(p.owner, f.on) // Clinton's spokesman is of her side
		case role == "" && !serves:
			return "" // an American director is not of the government
		case role == "":
			role = "GOV"
		}
		return f.place(p) + role
	case p.body >= 0:
		b := &f.bodies[p.body]
		if b.state >= 0 && strings.HasSuffix(b.code, "PTY") && role != "" && role != "PTY" && role != "OPP" {
			return f.states[b.state].code + role
		}
		return b.code
	case p.elsewhere:
		return ""
	}
	return role
}

// toldPerson is somebody whom only the text tells: "Jane Roe, Kenya's trade
// minister". tokens first..last are the name.
func (f *finder) toldPerson(p *phrase, first, last int, at string) {
	if at == "" && p.body < 0 && f.public(p) {
		p.state = f.contextState(p.first)
	}
	actor := f.namedActor(first, last, f.told(p), f.titleOf(p), p)
	f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, actor, f.found.Actors[actor].Code, record.ByName))
}

// public reports whether the head noun of a phrase is a post of a state, so that
// one without a state is of the state spoken of: "the defence minister", not "the
// chairman", "a supporter".
func (f *finder) public(p *phrase) bool {
	it := &f.its[p.it]
	if p.elsewhere {
		return false
	}
	if it.kind == office || p.roleCode != "" {
		return true
	}
	r := &f.roles[it.id]
	return r.serves || r.code != "" && !(r.weak && r.code == "CVL")
}

// titleOf is the title of a phrase in the words of the text, without its state.
func (f *finder) titleOf(p *phrase) string {
	it := &f.its[p.it]
	return strings.ToLower(f.s.Cover(int(it.first), int(it.last)).In(f.doc.Text))
}

// fitsTitle reports whether a tenure is of a post that the title means.
func (f *finder) fitsTitle(t *tenure, it *item) bool {
	if it.kind != office {
		return false
	}
	for k := it.head; k > 0; k = f.index.senses[k-1].next {
		sn := &f.index.senses[k-1]
		if sn.kind != office {
			continue
		}
		ti := &f.titles[sn.id]
		if !ti.fits(t.code) {
			continue
		}
		if ti.post == t.post || ti.post == leading && f.posts[t.post].rank == 1 {
			return true
		}
	}
	return false
}

// holds reports whether a person holds the post of a title on the day, or ever
// held it where the title says former or then, or where no day is known.
func (f *finder) holds(who int32, p *phrase) bool {
	it := &f.its[p.it]
	at := f.place(p)
	for _, i := range f.people[who].tenures {
		t := &f.tenures[i]
		if at != "" && t.code != at || it.kind == office && !f.fitsTitle(t, it) {
			continue
		}
		if f.on == 0 || p.mods&(modFormer|modThen|modComing) != 0 || t.during(f.on) {
			return true
		}
	}
	return false
}

// officePhrase is a title without a name: "the North Korean leader".
func (f *finder) officePhrase(p *phrase) {
	it := &f.its[p.it]
	at := f.place(p)
	kind := record.ByTitle
	if p.elsewhere && at == "" {
		return
	}
	if i, ok := f.locals[f.hashAt(p.head)]; ok && p.first == p.last && at == "" {
		f.mention(p.first, p.last, i, f.found.Actors[i].Code, record.ByName) // Mr King
		return
	}
	single := !it.plural && (!p.indefinite || p.mods&modHolding != 0) && !p.part // "a sitting US president" holds the post
	if single && p.mods&(modFormer|modThen|modComing|modDeputy|modOpponent) == 0 {
		if at == "" {
			if who := f.bareTitle(it, p); who >= 0 {
				f.person(p, who, false)
				return
			}
			if p.definite {
				if s := f.contextState(p.first); s >= 0 {
					p.state = s
					at = f.place(p)
				}
			}
		}
		if at != "" && f.on > 0 {
			if t := f.holderOf(it, at, f.on); t >= 0 {
				f.person(p, f.tenures[t].person, false)
				return
			}
		} else if at != "" {
			// The day is unknown: whom of this post the document names.
			if who := f.namedHolder(it, p); who >= 0 {
				f.person(p, who, false)
				return
			}
		}
	}
	if at == "" && p.body < 0 {
		if !p.definite && !it.plural || f.titles[it.id].post == leading || f.titles[it.id].post >= 0 && f.posts[f.titles[it.id].post].role == "" {
			return
		}
	}
	code := f.told(p)
	if at == "" {
		f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.group(p, code, false), code, kind))
		return
	}
	if p.indefinite || it.plural || p.mods&(modFormer|modComing|modDeputy|modOpponent) != 0 && !p.definite {
		if s, ok := f.byCode[at]; ok {
			f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.stateActor(s), code, kind))
			return
		}
		if p.body >= 0 {
			f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.bodyActor(p.body), code, kind))
			return
		}
	}
	f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.group(p, code, true), code, kind))
}

// holderOf is the tenure of who holds the post that a title means.
func (f *finder) holderOf(it *item, at string, on day) int32 {
	best := int32(-1)
	for k := it.head; k > 0; k = f.index.senses[k-1].next {
		sn := &f.index.senses[k-1]
		if sn.kind != office || !f.titles[sn.id].fits(at) {
			continue
		}
		t := int32(-1)
		if p := f.titles[sn.id].post; p == leading {
			t = f.leader(at, on)
		} else {
			t = f.holder(at, p, on)
			if t < 0 && f.posts[p].name == "head" {
				t = f.head(at, on)
			}
		}
		if t >= 0 && (best < 0 || f.posts[f.tenures[t].post].rank < f.posts[f.tenures[best].post].rank) {
			best = t
		}
	}
	return best
}

// bareTitle is whom "the foreign minister" means by itself: the person spoken of
// last who holds such a post.
func (f *finder) bareTitle(it *item, p *phrase) int32 {
	best, order := int32(-1), int32(0)
	for who, n := range f.seen {
		if n > order && f.holds(who, p) {
			best, order = who, n
		}
	}
	return best
}

// namedHolder is the person whom the document names and who held the post.
func (f *finder) namedHolder(it *item, p *phrase) int32 {
	best := int32(-1)
	for who := range f.seen {
		if f.holds(who, p) && (best < 0 || f.distance(who) < f.distance(best) || f.distance(who) == f.distance(best) && who < best) {
			best = who
		}
	}
	return best
}

// rolePhrase is a noun without a name: "Syrian government forces", "protesters
// in Tbilisi", "a rebel commander in northern Mali".
func (f *finder) rolePhrase(p *phrase) {
	it := &f.its[p.it]
	r := &f.roles[it.id]
	if r.noun == "counterpart" {
		f.counterpartOf(p)
		return
	}
	switch f.s.Tokens[p.head].Tag {
	case tree.VERB, tree.AUX:
		return
	case tree.ADJ: // "the military", "U.S. military strikes", yet not "military strikes"
		if r.kind != manyPeople && p.state < 0 && !p.definite {
			return
		}
	}
	at := f.place(p)
	if at == "" && p.body < 0 {
		if i, ok := f.nouns[it.id]; ok && p.definite && !p.theirs && !p.counted && p.roleCode == "" && p.mods == 0 {
			// "the junta" after "Niger's junta"
			f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, i, f.found.Actors[i].Code, record.ByNominal))
			return
		}
		if r.weak && p.roleCode == "" && (!p.counted || r.code != "CVL") {
			return
		}
		switch {
		case r.kind == organ && (p.definite || p.first == int(it.first)) || r.code == "GOV" || r.code == "COP" || r.code == "MIL" && r.kind == manyPeople:
			p.state = f.contextState(p.first)
		case r.local || r.kind == manyPeople:
			p.state = f.dominant
		}
	}
	code := f.told(p)
	if code == "" {
		return
	}
	if r.kind == organ && r.code == "GOV" && (p.state >= 0 || p.owner >= 0) && r.state && (p.roleCode == "" || p.roleCode == "GOV") {
		if s, ok := f.byCode[f.place(p)]; ok {
			f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.stateActor(s), code, record.ByNominal))
			return
		}
	}
	if r.agency && p.state >= 0 && !it.plural {
		if b, ok := f.agencies[p.state]; ok {
			f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.bodyActor(b), f.bodies[b].code, record.ByNominal))
			return
		}
	}
	if p.body >= 0 && r.kind == organ {
		f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.bodyActor(p.body), code, record.ByNominal))
		return
	}
	f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.group(p, code, !it.plural && r.kind == onePerson), code, record.ByNominal))
}

// counterpartOf is "his Chinese counterpart": who holds in China the post of the
// person spoken of last.
func (f *finder) counterpartOf(p *phrase) {
	at := f.place(p)
	if at == "" || f.on == 0 {
		return
	}
	last, order := int32(-1), int32(0)
	for who, n := range f.seen {
		if n > order {
			last, order = who, n
		}
	}
	if last >= 0 && !f.its[p.it].plural {
		if t := f.inOffice(last, f.on); t >= 0 {
			if h := f.holder(at, f.tenures[t].post, f.on); h >= 0 {
				f.person(p, f.tenures[h].person, false)
				return
			}
		}
	}
	f.found.Mentions = append(f.found.Mentions, f.span(p.first, p.last, p.head, f.group(p, f.told(p), true), f.told(p), record.ByNominal))
}

// contextState is the state that a phrase without one belongs to: the last
// subject before it in its sentence, else the only state that the sentence has
// spoken of so far, else the one of which most of the document speaks. What is
// said between quotation marks tells nothing of who says it.
func (f *finder) contextState(before int) int32 {
	subject, only := int32(-1), int32(-1)
	f.quotations()
	for k := range f.its {
		in := &f.its[k]
		if int(in.first) >= before {
			break
		}
		state := f.itemState(in)
		if state < 0 || f.quoted[in.first] && !f.quoted[before] {
			continue
		}
		switch f.s.Tokens[f.headOf(int(in.first), int(in.last))].Rel {
		case tree.Nsubj, tree.NsubjPass, tree.NsubjOuter:
			subject = state
		}
		if only != -1 && only != state {
			state = -2
		}
		only = state
	}
	switch {
	case subject >= 0:
		return subject
	case only >= 0:
		return only
	}
	return f.dominant
}

// quotations notes of each token whether it stands between quotation marks.
func (f *finder) quotations() {
	f.quoted = f.quoted[:0]
	in := false
	for i := range f.s.Tokens {
		f.quoted = append(f.quoted, in)
		switch f.s.Tokens[i].Form {
		case "\"", "“", "”", "``", "''":
			in = !in
		}
	}
}

// itemState is the state that an item tells, or -1.
func (f *finder) itemState(in *item) int32 {
	who, named := in.id, in.kind == fullName
	switch in.kind {
	case stateName, adjective, people, capital, city:
		return in.id
	case bodyName:
		return f.bodies[in.id].state
	case surname:
		who, named = f.surname(in, nil)
	}
	if named {
		if s, ok := f.byCode[f.personState(who)]; ok {
			return s
		}
	}
	return -1
}

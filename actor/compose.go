package actor

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// A phrase is a noun phrase that speaks of an actor by role: "the North Korean
// leader", "former US President Jimmy Carter", "a rebel commander in Mali".
type phrase struct {
	first, last, head int    // tokens
	it                int    // the item of its head noun
	name              int    // 1 + the item of the name that follows it
	named             bool   // the body is named after the noun: the news agency KCNA
	state             int32  // -1: none
	body              int32  // -1: none
	owner             int32  // a person: the Trump administration; -1: none
	roleCode          string // of a noun before the head: army, opposition
	mods              modEffect
	definite          bool
	indefinite        bool
	backed            bool // "Iran-backed" stands before the noun
	theirs            bool // "his army": whose, a pronoun tells
	part              bool // of a part of the state only
	counted           bool // a number stands before it
	elsewhere         bool // of something that is no actor: the head of the campaign
}

// compose turns the items of the open sentence into mentions.
func (f *finder) compose() {
	for k := range f.its {
		it := &f.its[k]
		if it.used || it.kind != office && it.kind != role || f.modifiesNext(k) {
			continue
		}
		f.phrase(k)
	}
	for k := range f.its {
		it := &f.its[k]
		if it.used && !it.inner {
			continue
		}
		f.standing(k)
	}
}

// modifiesNext reports whether the noun only modifies the next one: "army" in
// "army officials", "opposition" in "opposition leader".
func (f *finder) modifiesNext(k int) bool {
	if k+1 >= len(f.its) {
		return false
	}
	next := &f.its[k+1]
	return (next.kind == office || next.kind == role) && next.first == f.its[k].last+1 && !next.used &&
		(!f.its[k].plural || f.its[k].kind == role && f.roles[f.its[k].id].kind == manyPeople)
}

// phrase reads the noun phrase around the head noun k and adds its mention.
func (f *finder) phrase(k int) {
	it := &f.its[k]
	p := phrase{first: int(it.first), last: int(it.last), it: k, state: -1, body: -1, owner: -1}
	p.head = int(it.last)
	if it.first != it.last { // "minister of foreign affairs": the head is not the last word
		p.head = f.headOf(int(it.first), int(it.last))
	}
	f.left(&p)
	f.right(&p)
	f.resolve(&p)
}

// headOf is the token of a span whose head lies outside it.
func (f *finder) headOf(first, last int) int {
	for t := first; t <= last; t++ {
		if h := f.s.Tokens[t].Head; h < first || h > last {
			return t
		}
	}
	return last
}

// left walks from the head noun to the start of its phrase.
func (f *finder) left(p *phrase) {
	const farthest = 10
	for t, n := p.first-1, 0; t >= 0 && n < farthest; n++ {
		tok := &f.s.Tokens[t]
		if k := f.at[t]; k > 0 && f.its[k-1].kind != nothing {
			in := &f.its[k-1]
			if p.backed && in.kind != modifier || in.used && in.kind != modifier || !f.take(p, in) {
				return
			}
			p.first = int(in.first)
			t = p.first - 1
			continue
		}
		switch {
		case f.at[t] > 0: // Iran-backed militias are not Iran's
			p.backed = true
			p.first = int(f.its[f.at[t]-1].first)
			t = p.first
		case p.backed && tok.Tag != tree.DET && tok.Tag != tree.ADJ && tok.Tag != tree.NUM:
			return
		case isGenitive(tok.Form), tok.Form == "-", tok.Form == "–":
		case f.classes[hashOf(tok.Form)]&indefinite != 0:
			p.first, p.indefinite = t, true
			p.counted = p.counted || tok.Tag == tree.NUM
			if tok.Tag == tree.DET {
				return
			}
		case tok.Tag == tree.DET || tok.Tag == tree.PRON && tok.Morph.Has(tree.PossYes) || strings.EqualFold(tok.Form, "the"):
			p.first, p.definite, p.theirs = t, true, tok.Tag == tree.PRON
			return
		case tok.Tag == tree.ADJ, tok.Tag == tree.NUM, tok.Tag == tree.VERB && tok.Rel == tree.Amod:
			if !f.within(p, t) {
				return
			}
			p.counted = p.counted || tok.Tag == tree.NUM
			p.first = t
		case tok.Tag == tree.NOUN, tok.Tag == tree.PROPN:
			if tok.Rel != tree.Compound || !f.within(p, t) {
				return
			}
			p.first = t
		case tok.Tag == tree.ADV:
			if t+1 >= len(f.s.Tokens) || tok.Head != t+1 {
				return
			}
			p.first = t
		default:
			return
		}
		t--
	}
}

// within reports whether token t belongs to the head noun's phrase.
func (f *finder) within(p *phrase, t int) bool { return f.s.Above(p.head, t) }

// take uses an item that stands before the head noun; ok is false where it does
// not belong to the phrase.
func (f *finder) take(p *phrase, in *item) (ok bool) {
	genitive := int(in.last)+1 < len(f.s.Tokens) && isGenitive(f.s.Tokens[in.last+1].Form)
	if !genitive && p.first > int(in.last)+1 && f.s.Tokens[in.last+1].Tag == tree.PUNCT && f.s.Tokens[in.last+1].Form != "-" {
		return false
	}
	switch in.kind {
	case stateName, capital, city:
		if p.state >= 0 || p.body >= 0 {
			return false
		}
		if !genitive && in.kind == stateName && f.s.Tokens[in.last+1].Tag == tree.NUM { // "sold Iran twelve jets"
			return false
		}
		if !genitive && in.kind != stateName && f.s.Tokens[in.last].Rel != tree.Compound && f.s.Tokens[in.last].Rel != tree.NmodPoss && f.s.Tokens[in.last].Tag != tree.NoTag {
			return false
		}
		if !genitive && in.kind == stateName && f.s.Tokens[in.last].Tag != tree.NoTag && !f.within(p, int(in.last)) && p.first != int(in.last)+1 {
			return false
		}
		p.state = in.id
		in.inner = genitive && in.kind == stateName
		p.definite = p.definite || genitive
	case adjective, people:
		if p.state >= 0 || p.body >= 0 {
			return false
		}
		p.state = in.id
	case bodyName:
		if p.state >= 0 || p.body >= 0 {
			return false
		}
		p.body = in.id
		in.inner = genitive
		p.definite = p.definite || genitive
	case fullName, surname:
		if p.state >= 0 || p.body >= 0 || !genitive && f.its[p.it].kind != role {
			return false
		}
		who, ok := in.id, in.kind == fullName
		if !ok {
			who, ok = f.surname(in, nil)
		}
		if !ok {
			return false
		}
		if !genitive && f.roles[f.its[p.it].id].kind == onePerson && !f.roles[f.its[p.it].id].weak {
			return false
		}
		p.owner = who
		in.inner = genitive
		p.definite = true
	case modifier:
		p.mods |= f.mods[in.id].does
	case role:
		r := &f.roles[in.id]
		if genitive {
			in.inner = false
		}
		if does := f.alsoModifies(in); does != 0 && !genitive { // "deputy director" is no deputy of a parliament
			p.mods |= does
		} else if p.roleCode == "" {
			p.roleCode = r.code
		}
	case office:
		if genitive || p.roleCode != "" { // "the president's spokesman"
			p.roleCode = f.postRole(in)
		} else {
			p.roleCode = f.postRole(in)
		}
	default:
		return false
	}
	in.used = true
	return true
}

// alsoModifies is what a noun does to the one after it, where it can: deputy, vice.
func (f *finder) alsoModifies(in *item) modEffect {
	for k := in.head; k > 0; k = f.index.senses[k-1].next {
		if sn := &f.index.senses[k-1]; sn.kind == modifier {
			return f.mods[sn.id].does
		}
	}
	return 0
}

// postRole is the role of the first post that a title means.
func (f *finder) postRole(in *item) string {
	if p := f.titles[in.id].post; p >= 0 {
		return f.posts[p].role
	}
	return "GOV"
}

// right reads what follows the head noun: "-elect", a name, "of Iran", "in
// northern Mali".
func (f *finder) right(p *phrase) {
	it := &f.its[p.it]
	t := p.last + 1
	if t+1 < len(f.s.Tokens) && f.s.Tokens[t].Form == "-" && f.at[t+1] > 0 && f.its[f.at[t+1]-1].kind == modifier {
		t++
	}
	if k := f.itemAt(t); k != nil && k.kind == modifier && f.mods[k.id].does&modComing != 0 && int(k.first) > int(it.last) {
		p.mods |= f.mods[k.id].does
		k.used = true
		p.last = int(k.last)
		t = p.last + 1
	}
	if f.followedByName(p, t) {
		if p.state < 0 && p.body < 0 && p.last+1 < len(f.s.Tokens) && strings.EqualFold(f.s.Tokens[p.last+1].Form, "of") {
			f.complement(p, p.last+1) // King Abdullah of Jordan
		}
		return
	}
	f.complement(p, t)
	if f.followedByName(p, p.last+1) {
		return
	}
}

// itemAt is the item that starts at token t, or nil.
func (f *finder) itemAt(t int) *item {
	if t < 0 || t >= len(f.at) || f.at[t] == 0 || int(f.its[f.at[t]-1].first) != t {
		return nil
	}
	return &f.its[f.at[t]-1]
}

// followedByName takes the name that stands right after a title.
func (f *finder) followedByName(p *phrase, t int) bool {
	it := &f.its[p.it]
	if k := f.itemAt(t); k != nil && k.kind == bodyName && !k.used && p.body < 0 && it.kind == role && f.roles[it.id].kind == organ && !f.bodies[k.id].metonym {
		k.used = true
		p.body, p.named, p.last = k.id, true, int(k.last)
		p.head = f.headOf(p.first, p.last)
		return true
	}
	if it.plural || it.kind == role && (f.roles[it.id].kind != onePerson || f.s.Tokens[p.head].Tag == tree.VERB) {
		return false
	}
	k := f.itemAt(t)
	if k == nil {
		if !f.titled(it) || !f.capitalRun(t) {
			return false
		}
		end := t
		for end+1 < len(f.s.Tokens) && end-t < 4 && f.capitalRun(end+1) && f.at[end+1] == 0 {
			end++
		}
		if in := f.itemAt(end + 1); in != nil && in.kind == surname && !in.used {
			in.used = true
			end = int(in.last)
		}
		f.its = append(f.its, item{first: int32(t), last: int32(end), kind: unknownPerson, used: true})
		f.cover(len(f.its) - 1)
		p.name, p.last, p.head = len(f.its), end, f.headOf(p.first, end)
		return true
	}
	if k.used {
		return false
	}
	switch k.kind {
	case fullName, unknownPerson:
	case surname:
		// A surname that begins an unknown name: "General Kim Yong Chol".
		if end := int(k.last) + 1; f.continuesName(end) {
			for end-t < 4 && f.continuesName(end+1) {
				f.used(end)
				end++
			}
			f.used(end)
			k.kind, k.last = unknownPerson, int32(end)
			f.cover(int(f.at[t] - 1))
		}
	default:
		return false
	}
	k.used = true
	p.name = int(f.at[t])
	p.last = int(k.last)
	p.head = f.headOf(p.first, p.last)
	return true
}

// continuesName reports whether token t goes on with a name: a word in capitals
// that is no more than a surname by itself.
func (f *finder) continuesName(t int) bool {
	return f.capitalRun(t) && (f.at[t] == 0 || f.its[f.at[t]-1].kind == surname && !f.its[f.at[t]-1].used)
}

// used marks the item at token t, if any, as part of a mention.
func (f *finder) used(t int) {
	if f.at[t] > 0 {
		f.its[f.at[t]-1].used = true
	}
}

// titled reports whether the noun may stand before a name of somebody unknown.
func (f *finder) titled(it *item) bool {
	return it.kind == office || f.roles[it.id].titled
}

// capitalRun reports whether token t can be part of an unknown name.
func (f *finder) capitalRun(t int) bool {
	if t >= len(f.s.Tokens) || f.s.Tokens[t].Tag != tree.PROPN {
		return false
	}
	form := f.s.Tokens[t].Form
	return form[0] >= 'A' && form[0] <= 'Z' && f.classes[hashOf(form)]&calendar == 0 || form[0] >= 0x80
}

// complement reads "of Iran", "for the foreign ministry", "in northern Mali". Who
// is of something else, "the head of the campaign", is of no state for that.
func (f *finder) complement(p *phrase, t int) {
	if t >= len(f.s.Tokens) {
		return
	}
	code := p.roleCode
	f.belonging(p, t)
	if form := f.s.Tokens[t].Form; form != "of" && form != "for" {
		return
	}
	for t++; t < len(f.s.Tokens) && (f.s.Tokens[t].Tag == tree.DET || f.s.Tokens[t].Tag == tree.ADJ); t++ {
	}
	if t >= len(f.s.Tokens) || f.s.Tokens[t].Tag != tree.NOUN && f.s.Tokens[t].Tag != tree.PROPN {
		return
	}
	if k := f.itemAt(t); k != nil && k.kind == role && f.roles[k.id].state {
		return // "the president of the country"
	}
	if it := &f.its[p.it]; it.kind == role && !f.roles[it.id].weak {
		return // "the mayor of Springfield"
	}
	p.elsewhere = p.state < 0 && p.body < 0 && p.roleCode == code
}

// belonging takes the actor whom the words from token t on tell the phrase to be of.
func (f *finder) belonging(p *phrase, t int) {
	if t+1 >= len(f.s.Tokens) {
		return
	}
	var of, in bool
	switch strings.ToLower(f.s.Tokens[t].Form) {
	case "of", "for":
		of = true
	case "in", "from", "at", "near":
		in = true
	default:
		return
	}
	t++
	for n := 0; t < len(f.s.Tokens) && n < 4 && f.at[t] == 0; n++ {
		switch tok := &f.s.Tokens[t]; {
		case tok.Tag == tree.DET, tok.Tag == tree.ADJ, tok.Tag == tree.NUM, strings.EqualFold(tok.Form, "the"), isGenitive(tok.Form):
			t++
		default:
			return
		}
	}
	k := f.itemAt(t)
	if k == nil || k.used {
		return
	}
	it := &f.its[p.it]
	if in && (it.kind != role || !f.roles[it.id].local || p.body >= 0 || p.roleCode == "MIL") {
		return
	}
	switch k.kind {
	case stateName, capital, city:
		if p.state >= 0 || of && k.kind != stateName {
			return
		}
		if e := int(k.last) + 1; e < len(f.s.Tokens) && isGenitive(f.s.Tokens[e].Form) {
			if of { // "the head of Iran's nuclear agency" heads a part of it
				p.state, p.part = k.id, true
			}
			return
		}
		p.state = k.id
		k.inner = k.kind == stateName && of
		k.used = !in || k.kind != stateName
	case bodyName:
		if !of || p.body >= 0 || p.state >= 0 {
			return
		}
		if e := int(k.last) + 1; e < len(f.s.Tokens) && isGenitive(f.s.Tokens[e].Form) {
			return // "the head of the party's rules committee" heads a part of it
		}
		p.body = k.id
		k.used, k.inner = true, true
	case adjective:
		if !of || p.state >= 0 {
			return
		}
		next := f.itemAt(int(k.last) + 1)
		if next == nil || next.kind != role {
			return
		}
		p.state = k.id
		if p.roleCode == "" {
			p.roleCode = f.roles[next.id].code
		}
		return
	case role:
		// "the head of the army", "a commander of the rebels"
		own := "GOV"
		if it.kind == role {
			own = f.roles[it.id].code
		}
		if c := f.roles[k.id].code; of && p.roleCode == "" && (own == "" || c == "REB" || c == "OPP" || c == "SEP") {
			p.roleCode = c
		}
		return
	default:
		return
	}
	if of {
		p.last = int(k.last)
	}
}

// standing adds the mention of an item that stands by itself.
func (f *finder) standing(k int) {
	it := &f.its[k]
	first, last := int(it.first), int(it.last)
	switch it.kind {
	case stateName:
		if f.partOfName(first, last) || f.silent {
			return
		}
		id := f.whichState(it)
		if id < 0 || f.doubted(id) {
			return
		}
		f.mention(first, last, f.stateActor(id), f.states[id].code, record.ByName)
	case pair:
		for _, id := range f.pairs[it.id] {
			f.mention(first, last, f.stateActor(id), f.states[id].code, record.ByName)
		}
	case adjective, people:
		id := f.whichState(it)
		f.mention(first, last, f.stateActor(id), f.states[id].code, record.ByDemonym)
	case capital:
		if f.partOfName(first, last) || f.silent {
			return
		}
		if !f.acts(first, last) {
			f.located(first, last, it.id)
			return
		}
		code := f.states[it.id].code
		f.mention(first, last, f.stateActor(it.id), code+"GOV", record.ByMetonym)
	case city:
		if !f.partOfName(first, last) && !f.silent && f.s.Tokens[last].Tag == tree.PROPN {
			f.located(first, last, it.id)
		}
	case bodyName:
		b := &f.bodies[it.id]
		if b.metonym {
			if f.partOfName(first, last) || b.code == "USAGOV" && b.wikidata == "" && !f.acts(first, last) || f.silent {
				return
			}
			f.mention(first, last, f.stateActor(b.state), b.code, record.ByMetonym)
			return
		}
		if f.partOfName(first, last) {
			return
		}
		f.mention(first, last, f.bodyActor(it.id), b.code, record.ByName)
	case fullName:
		f.saw(it.id)
		f.mention(first, last, f.personActor(it.id), f.codeOn(it.id, f.on), record.ByName)
	case surname:
		if f.partOfName(first, last) {
			return
		}
		if who, ok := f.surname(it, nil); ok {
			f.saw(who)
			f.mention(first, last, f.personActor(who), f.codeOn(who, f.on), record.ByName)
			return
		}
		f.local(first, last)
	case unknownPerson:
		f.unknownPerson(first, last, "", "", -1)
	case unknownBody:
		f.unknownBody(first, last)
	}
}

package actor

import (
	"strconv"
	"strings"

	"detente/record"
	"detente/tree"
)

// span is a mention of tokens first..last; the actor is its place in
// found.Actors, put right by its identifier.
func (f *finder) span(first, last, head int, actor int32, code string, kind record.MentionKind) record.Mention {
	return record.Mention{
		Span: f.s.Cover(first, last), Actor: f.found.Actors[actor].ID, Code: code, Kind: kind,
		Sent: f.sent, First: first, Last: last, Head: head,
	}
}

// mention adds a mention of tokens first..last.
func (f *finder) mention(first, last int, actor int32, code string, kind record.MentionKind) {
	f.found.Mentions = append(f.found.Mentions, f.span(first, last, f.headOf(first, last), actor, code, kind))
}

// saw notes that a person was just spoken of.
func (f *finder) saw(who int32) {
	f.order++
	f.seen[who] = f.order
}

// add is the place of the actor with the key; it is made where it is new.
func (f *finder) add(key actorKey, make func() record.Actor) int32 {
	if i, ok := f.actors[key]; ok {
		return i
	}
	i := int32(len(f.found.Actors))
	f.found.Actors = append(f.found.Actors, make())
	f.actors[key] = i
	return i
}

func (f *finder) stateActor(id int32) int32 {
	return f.add(actorKey{kind: stateName, id: id}, func() record.Actor { return f.Dictionary.stateRecord(id) })
}

func (f *finder) bodyActor(id int32) int32 {
	if b := &f.bodies[id]; b.metonym {
		return f.stateActor(b.state)
	}
	return f.add(actorKey{kind: bodyName, id: id}, func() record.Actor { return f.Dictionary.bodyRecord(id) })
}

func (f *finder) personActor(id int32) int32 {
	return f.add(actorKey{kind: fullName, id: id}, func() record.Actor { return f.Dictionary.personRecord(id, f.on) })
}

func (d *Dictionary) stateRecord(id int32) record.Actor {
	s := &d.states[id]
	return record.Actor{ID: s.code, Name: s.name, Code: s.code, Kind: record.IsState, Wikidata: s.wikidata, Known: true}
}

func (d *Dictionary) bodyRecord(id int32) record.Actor {
	b := &d.bodies[id]
	a := record.Actor{ID: b.wikidata, Name: b.name, Code: b.code, Kind: b.kind, Wikidata: b.wikidata, Known: true}
	if a.ID == "" {
		a.ID = slug(b.code + " " + b.name)
	}
	return a
}

func (d *Dictionary) personRecord(id int32, on day) record.Actor {
	p := &d.people[id]
	a := record.Actor{ID: p.wikidata, Name: p.name, Code: d.codeOn(id, on), Kind: record.IsPerson, Wikidata: p.wikidata, Gender: p.gender, Known: true}
	if a.ID == "" {
		a.ID = slug(p.name)
	}
	for _, i := range p.tenures {
		t := &d.tenures[i]
		a.Offices = append(a.Offices, record.Office{Code: d.lends(t), Title: d.posts[t.post].title(), From: t.since, Until: t.to})
	}
	return a
}

// slug is an identifier made of a name: letters and digits with hyphens between.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r == ' ' || r == '-' || r == '/':
			if n := b.Len(); n > 0 && b.String()[n-1] != '-' {
				b.WriteByte('-')
			}
		case r >= 0x80 || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteString(foldRune(r))
		}
	}
	return b.String()
}

// told makes the identifier of an actor whom only the text tells.
func (f *finder) nextID() string { return "u" + strconv.Itoa(len(f.found.Actors)+1) }

// namedActor is somebody unknown with a name; what the text told of the person
// before is kept.
func (f *finder) namedActor(first, last int, code, title string, p *phrase) int32 {
	name := f.s.Cover(first, last).In(f.doc.Text)
	key := actorKey{kind: unknownPerson, text: name}
	if _, known := f.actors[key]; !known && first == last {
		if a, ok := f.locals[f.hashAt(last)]; ok {
			return f.learn(a, code, title, p)
		}
	}
	i := f.add(key, func() record.Actor {
		words := phraseWords(nil, name)
		return record.Actor{ID: f.nextID(), Name: name, Kind: record.IsPerson, Gender: f.genderOfWords(words)}
	})
	f.locals[f.hashAt(last)] = i
	return f.learn(i, code, title, p)
}

// learn adds to an unknown person what a title tells.
func (f *finder) learn(i int32, code, title string, p *phrase) int32 {
	a := &f.found.Actors[i]
	if a.Code == "" {
		a.Code = code
	}
	if title != "" && len(a.Offices) == 0 && p != nil && p.mods == 0 && code != "" {
		a.Offices = []record.Office{{Code: code, Title: title}}
	}
	return i
}

// unknownPerson adds the mention of a name that no dictionary has.
func (f *finder) unknownPerson(first, last int, code, title string, _ int32) {
	i := f.namedActor(first, last, code, title, nil)
	f.mention(first, last, i, f.found.Actors[i].Code, record.ByName)
}

// local adds the mention of a surname of somebody whom the text has named, or
// whom the model takes for a person.
func (f *finder) local(first, last int) {
	if i, ok := f.locals[f.hashAt(last)]; ok {
		f.mention(first, last, i, f.found.Actors[i].Code, record.ByName)
		return
	}
	if n := f.name[first]; n > 0 && f.text.Names[n-1].Kind == tree.PersonName && f.text.Names[n-1].First == first {
		f.unknownPerson(first, last, "", "", -1)
	}
}

// unknownBody adds the mention of an organisation that no dictionary has; a
// state in its name and a noun of its kind tell its code: "Bank of China".
func (f *finder) unknownBody(first, last int) {
	state, code := "", ""
	for k := range f.its {
		in := &f.its[k]
		if int(in.first) < first || int(in.last) > last {
			continue
		}
		switch in.kind {
		case stateName, adjective, people, capital, city:
			if state == "" {
				state = f.states[in.id].code
			}
		case role:
			if code == "" && !f.roles[in.id].weak {
				code = f.roles[in.id].code
			}
		}
	}
	name := f.s.Cover(first, last).In(f.doc.Text)
	i := f.add(actorKey{kind: unknownBody, text: name}, func() record.Actor {
		return record.Actor{ID: f.nextID(), Name: name, Code: state + code, Kind: record.IsOrganisation}
	})
	f.mention(first, last, i, f.found.Actors[i].Code, record.ByName)
}

// group is the actor of a role phrase without a name. All mentions of the same
// organ or body of people of a state are one actor; a single person is a new one
// each time, since "a soldier" here need not be "a soldier" there.
func (f *finder) group(p *phrase, code string, person bool) int32 {
	it := &f.its[p.it]
	noun := ""
	kind := record.IsGroup
	if it.kind == role {
		noun = f.roles[it.id].noun
		if f.roles[it.id].kind == organ && !it.plural {
			kind = record.IsOrgan
		}
	} else {
		noun = f.titles[it.id].phrase
	}
	if person {
		kind = record.IsPerson
	}
	name := noun
	if at := f.place(p); at != "" {
		if _, ok := f.byCode[at]; ok {
			name = f.adjectiveOf(at) + " " + noun
		} else if p.body >= 0 {
			name = f.bodies[p.body].name + " " + noun
		}
	}
	if it.plural && it.kind == role && f.roles[it.id].kind != manyPeople {
		name = f.pluralIn(name, p)
	}
	if p.mods&modFormer != 0 {
		name = "former " + name
	}
	key := actorKey{kind: role, text: code + "/" + name}
	if kind == record.IsPerson && p.indefinite {
		key.id = int32(len(f.found.Actors)) + 1
	}
	i := f.add(key, func() record.Actor {
		a := record.Actor{ID: f.nextID(), Name: name, Code: code, Kind: kind}
		if person && it.kind == office && p.mods == 0 {
			a.Offices = []record.Office{{Code: code, Title: noun}}
		}
		return a
	})
	if it.kind == role && name != noun {
		f.nouns[it.id] = i
	}
	return i
}

// pluralIn gives the last word of a name as the text has it.
func (f *finder) pluralIn(name string, p *phrase) string {
	it := &f.its[p.it]
	form := strings.ToLower(f.s.Cover(int(it.first), int(it.last)).In(f.doc.Text))
	if cut, ok := strings.CutSuffix(name, f.roles[it.id].noun); ok {
		return cut + form
	}
	return name
}

package event

import "detente/record"

// ground is what the earlier stages found in a document, by where it stands, so
// that no question of a sentence looks through the whole document.
type ground struct {
	mentions [][]int                   // by sentence
	times    [][]*record.Time          // by sentence
	actors   map[string]*record.Actor  // by ID
	named    map[string][]int          // mentions by actor
	said     *record.Contents          // statements of somebody that are no plan
	speakers map[*record.Statement]int // the mention of the speaker, -1 for none
}

// newGround sorts what was found; mentions from named on are names of places.
func newGround(in *Input, named int) *ground {
	g := &ground{
		mentions: make([][]int, len(in.Text.Sentences)),
		times:    make([][]*record.Time, len(in.Text.Sentences)),
		actors:   make(map[string]*record.Actor, len(in.Actors)),
		named:    make(map[string][]int, len(in.Actors)),
		speakers: map[*record.Statement]int{},
	}
	for i := range in.Mentions {
		m := &in.Mentions[i]
		if m.Sent >= 0 && m.Sent < len(g.mentions) {
			g.mentions[m.Sent] = append(g.mentions[m.Sent], i)
		}
		if i < named {
			g.named[m.Actor] = append(g.named[m.Actor], i)
		}
	}
	for i := range in.Times {
		if t := &in.Times[i]; t.Sent >= 0 && t.Sent < len(g.times) {
			g.times[t.Sent] = append(g.times[t.Sent], t)
		}
	}
	for i := range in.Actors {
		if a := &in.Actors[i]; g.actors[a.ID] == nil {
			g.actors[a.ID] = a
		}
	}
	g.said = record.NewContents(in.Statements, func(st *record.Statement) bool {
		return (!st.Speaker.None() || st.Speaker.Name != "") && st.Factuality != record.Intended // a plan is told by grammar
	})
	return g
}

// statementAt is the innermost statement whose content holds the span.
func (v *view) statementAt(at record.Span) *record.Statement {
	if i := v.ground.said.Over(at); i >= 0 {
		return &v.in.Statements[i]
	}
	return nil
}

// speakerParty is the speaker of the statement as a party: the mention that the
// statement names him by, or any other mention of him in the document.
func (v *view) speakerParty(out []party, st *record.Statement) []party {
	m, known := v.ground.speakers[st]
	if !known {
		m = v.speakerMention(st)
		v.ground.speakers[st] = m
	}
	if m >= 0 {
		out = append(out, party{m, -1})
	}
	return out
}

func (v *view) speakerMention(st *record.Statement) int {
	named := v.ground.named[st.Speaker.Actor]
	for _, i := range named {
		m := &v.in.Mentions[i]
		if st.Spans.Speaker.Contains(m.Span) || m.Span.Contains(st.Spans.Speaker) && !st.Spans.Speaker.Empty() {
			return i
		}
	}
	if len(named) > 0 {
		return named[0]
	}
	return -1
}

func (v *view) actor(id string) *record.Actor { return v.ground.actors[id] }

// dated reports whether token t belongs to a time expression: "Friday" acts not.
func (v *view) dated(t int) bool {
	for _, x := range v.times() {
		if x.First <= t && t <= x.Last && x.Event == "" {
			return true
		}
	}
	return false
}

// times are the time expressions of the sentence.
func (v *view) times() []*record.Time { return v.ground.times[v.sent] }

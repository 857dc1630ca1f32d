package mcp

import (
	"context"
	"fmt"

	"detente/record"
)

// Name are the arguments of who.
type Name struct {
	Name string `json:"name" jsonschema:"a name, a surname, a title such as the Iranian foreign minister, or a state"`
	On   string `json:"on,omitempty" jsonschema:"the day, YYYY-MM-DD; today if it is not given"`
}

// People are those whom a name means.
type People struct {
	Found []Person `json:"found"`
}

// Person is a person, state, organ or organisation.
type Person struct {
	Name     string   `json:"name"`
	Code     string   `json:"code" jsonschema:"on the day"`
	Kind     string   `json:"kind"`
	Wikidata string   `json:"wikidata,omitempty"`
	Offices  []Office `json:"offices,omitempty"`
}

// Office is a time in office.
type Office struct {
	Title string `json:"title"`
	Code  string `json:"code"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty" jsonschema:"exclusive; not there: still held when the data was made"`
}

func (t *tools) who(_ context.Context, in Name) (People, error) {
	out := People{Found: []Person{}}
	now := t.Now().UTC()
	day := record.Date(now.Year(), now.Month(), now.Day())
	if in.On != "" {
		var err error
		if day, err = record.ParseMoment(in.On); err != nil {
			return out, fmt.Errorf("on: %w", err)
		}
	}
	for _, e := range t.Reader.Actors().Show(in.Name, day) {
		p := Person{Name: e.Actor.Name, Code: e.Code, Kind: string(e.Actor.Kind), Wikidata: e.Actor.Wikidata}
		for _, h := range e.Tenures {
			p.Offices = append(p.Offices, Office{h.Office.Title, h.Office.Code, h.Office.From, h.Office.Until})
		}
		out.Found = append(out.Found, p)
	}
	if len(out.Found) == 0 {
		return out, fmt.Errorf("nobody in the dictionary is called %q on %s", in.Name, day)
	}
	return out, nil
}

package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"detente/record"
	"detente/relation"
	"detente/relation/stored"
	"detente/store"
)

// Between are the arguments of relation.
type Between struct {
	A     string `json:"a" jsonschema:"one side: an actor code, which stands for all codes that begin with it (PRK); several (PRK,CHN); or a group (@NATO), whose members count while they are members"`
	B     string `json:"b" jsonschema:"the other side, likewise; what passes between two actors of one side is left out"`
	By    string `json:"by,omitempty" jsonschema:"how long a point of the series is: day, week, month, quarter or year; month if it is not given"`
	Since string `json:"since,omitempty" jsonschema:"first day of the points that are shown, YYYY-MM-DD"`
	Until string `json:"until,omitempty" jsonschema:"last day of the points that are shown, YYYY-MM-DD"`
}

// Relation is how two sides stand.
type Relation struct {
	A         string  `json:"a"`
	B         string  `json:"b"`
	Direction string  `json:"direction" jsonschema:"better, worse or none"`
	Why       string  `json:"why"`
	Turns     []Turn  `json:"turns" jsonschema:"turning points"`
	Points    []Point `json:"points" jsonschema:"the points with events in them, the newest last"`
	Cut       bool    `json:"cut,omitempty" jsonschema:"there were older points: give since and until to see them"`
}

// Turn is a turning point.
type Turn struct {
	At     string  `json:"at"`
	Before float64 `json:"before" jsonschema:"mean of the regime before"`
	After  float64 `json:"after"`
}

// Point is a stretch of the series.
type Point struct {
	From                string   `json:"from"`
	Index               float64  `json:"index" jsonschema:"-10 to 10; below 0 is conflict"`
	Low                 float64  `json:"low" jsonschema:"of the band about the index"`
	High                float64  `json:"high"`
	VerbalCooperation   int      `json:"verbal_cooperation,omitempty"`
	MaterialCooperation int      `json:"material_cooperation,omitempty"`
	VerbalConflict      int      `json:"verbal_conflict,omitempty"`
	MaterialConflict    int      `json:"material_conflict,omitempty"`
	Aside               int      `json:"aside,omitempty" jsonschema:"claimed, promised, threatened or denied: not in the index"`
	Events              []string `json:"events,omitempty" jsonschema:"some of them: document#event, to ask evidence for"`
}

// Of a point, so many events are named; of a series, so many points shown.
const (
	named      = 5
	mostPoints = 60
)

func (t *tools) relation(ctx context.Context, in Between) (Relation, error) {
	out := Relation{A: strings.ToUpper(in.A), B: strings.ToUpper(in.B), Turns: []Turn{}, Points: []Point{}}
	if in.By == "" {
		in.By = string(relation.Month)
	}
	one, err := t.Groups.Side(out.A)
	if err != nil {
		return out, fmt.Errorf("a: %w", err)
	}
	other, err := t.Groups.Side(out.B)
	if err != nil {
		return out, fmt.Errorf("b: %w", err)
	}
	unit, err := relation.ParseUnit(in.By)
	if err != nil {
		return out, fmt.Errorf("by: %w", err)
	}
	var shown record.Interval
	for _, side := range []struct {
		name, value string
		into        *record.Moment
	}{{"since", in.Since, &shown.Start}, {"until", in.Until, &shown.End}} {
		if side.value == "" {
			continue
		}
		if *side.into, err = record.ParseMoment(side.value); err != nil {
			return out, fmt.Errorf("%s: %w", side.name, err)
		}
	}
	if !shown.End.IsZero() {
		shown.End = shown.End.Add(0, 0, 1)
	}
	sides := store.Sides{A: one.Members, B: other.Members}
	days, err := stored.Days(ctx, t.Store, sides)
	if err != nil {
		return out, err
	}
	points, err := relation.Series(days, unit)
	if err != nil {
		return out, err
	}
	// Names are for those who look closer: a relation of too many events has none.
	switch marks, err := stored.Marks(ctx, t.Store, sides, shown, relation.Within(days, shown)); {
	case err == nil:
		relation.Trace(points, unit, marks)
	case !errors.Is(err, stored.ErrTooMany):
		return out, err
	}
	trend := relation.TrendOf(points)
	out.Direction, out.Why = string(trend.Direction), trend.Why
	for _, turn := range relation.TurningPoints(points) {
		out.Turns = append(out.Turns, Turn{turn.At.String(), turn.Before, turn.After})
	}
	for _, x := range points {
		if x.Events+x.Aside == 0 || !shown.Overlaps(record.Interval{Start: x.Start, End: x.End}) {
			continue
		}
		out.Points = append(out.Points, Point{x.Start.String(), x.Index, x.Low, x.High, x.VerbalCooperation, x.MaterialCooperation,
			x.VerbalConflict, x.MaterialConflict, x.Aside, x.From[:min(named, len(x.From))]})
	}
	if n := len(out.Points); n > mostPoints {
		out.Points, out.Cut = out.Points[n-mostPoints:], true
	}
	return out, nil
}

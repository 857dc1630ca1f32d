package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"detente/page"
	"detente/reader"
	"detente/record"
)

// given is what the command line says about the reports that it names.
type given struct{ date, url, source, title string }

func (g *given) flags(c *cobra.Command) {
	c.Flags().StringVar(&g.date, "date", "", "day the report was published, YYYY-MM-DD (default: found in the report)")
	c.Flags().StringVar(&g.url, "url", "", "address that the report came from")
	c.Flags().StringVar(&g.source, "source", "", "outlet that published the report")
	c.Flags().StringVar(&g.title, "title", "", "headline, where the text does not hold it")
}

func (g *given) meta() (page.Meta, error) {
	on, err := parseDate(g.date)
	if err != nil {
		return page.Meta{}, fmt.Errorf("--date: %w", err)
	}
	return page.Meta{URL: g.url, Title: g.title, Source: g.source, Date: on}, nil
}

// parseDate reads the day or the month of publication; empty is unknown. Of a
// time with its zone the local day counts.
func parseDate(s string) (record.Interval, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return record.Interval{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return record.Day(t.Date()), nil
		}
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		start := record.Date(t.Year(), t.Month(), 1)
		return record.Interval{Start: start, End: start.Add(0, 1, 0)}, nil
	}
	return record.Interval{}, fmt.Errorf("cannot read the date %q; write it as YYYY-MM-DD", clip(s, 40))
}

// document makes the document of one report.
func document(r *reader.Reader, in input, meta page.Meta) (record.Document, error) {
	if in.err != nil {
		return record.Document{}, in.err
	}
	if looksHTML(in) {
		return r.Page().FromHTML(in.data, meta)
	}
	return r.Page().FromText(in.data, meta)
}

// reportLine is one line of JSONL input.
type reportLine struct {
	ID     lineID  `json:"id"`
	Text   *string `json:"text"`
	HTML   *string `json:"html"`
	Date   string  `json:"date"`
	URL    string  `json:"url"`
	Source string  `json:"source"`
	Title  string  `json:"title"`
}

// lineID is a string or a number; either is carried to the record as a string.
type lineID string

func (id *lineID) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*id = lineID(s)
		return nil
	}
	if _, err := strconv.ParseFloat(string(b), 64); err == nil {
		*id = lineID(b)
		return nil
	}
	return errors.New("id must be a string or a number")
}

// documentOfLine makes the document of a line and says by which id the caller
// knows it.
func documentOfLine(r *reader.Reader, l line) (id string, doc record.Document, err error) {
	if l.err != nil {
		return "", doc, l.err
	}
	if !utf8.Valid(l.data) {
		return "", doc, errors.New("is not UTF-8; convert the file with iconv")
	}
	var in reportLine
	dec := json.NewDecoder(bytes.NewReader(l.data))
	if err := dec.Decode(&in); err != nil {
		return "", doc, jsonFault(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return "", doc, errors.New("more than one JSON value; write one object a line")
	}
	id = string(in.ID)
	on, err := parseDate(in.Date)
	if err != nil {
		return id, doc, fmt.Errorf("date: %w", err)
	}
	meta := page.Meta{ID: id, URL: in.URL, Title: in.Title, Source: in.Source, Date: on}
	switch {
	case in.Text != nil && in.HTML != nil:
		err = errors.New(`both "text" and "html" given; give one of them`)
	case in.Text != nil:
		doc, err = r.Page().FromString(*in.Text, meta)
	case in.HTML != nil:
		doc, err = r.Page().FromHTML([]byte(*in.HTML), meta)
	default:
		err = errors.New(`neither "text" nor "html"; a line needs one of them`)
	}
	return id, doc, err
}

// jsonFault says in a line what is wrong with a JSON object.
func jsonFault(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("not a JSON object: %v (column %d)", err, syntax.Offset)
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("not a JSON object but %s", withArticle(kind.Value))
	case errors.As(err, &kind):
		return fmt.Errorf("%q: want a %s, got a %s", kind.Field, kind.Type, kind.Value)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("not a JSON object: it ends too early")
	}
	return fmt.Errorf("not a JSON object: %w", err)
}

// withArticle puts a or an before the name of a kind of JSON value.
func withArticle(kind string) string {
	if strings.ContainsRune("aeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
}

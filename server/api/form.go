package api

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"detente/export/sheet"
)

// form is how rows are written beside JSON: as JSON lines, and in the encodings
// that their kind has.
type form[T any] struct {
	more []encoding[T]
}

// encoding writes rows as they come, in memory that does not grow with them.
type encoding[T any] struct {
	name, media string
	ending      string // of the name of the file
	doc         string
	write       func(context.Context, io.Writer, iter.Seq2[T, error]) error
}

// asCSV is a form with CSV in these columns.
func asCSV[T any](c sheet.Columns[T]) form[T] {
	return form[T]{more: []encoding[T]{
		{"csv", "text/csv", "csv", "Comma-separated values with the columns " + strings.Join(c.Names(), ", ") + "; all rows, unless limit says how many. A cell that a spreadsheet would run as a formula has an apostrophe before it.",
			func(_ context.Context, w io.Writer, rows iter.Seq2[T, error]) error { return c.WriteCSV(w, rows) }},
		{"csv-raw", "text/csv", "csv", "With format=csv-raw every cell is as it is.",
			func(_ context.Context, w io.Writer, rows iter.Seq2[T, error]) error { return c.WriteRaw(w, rows) }},
	}}
}

func (f form[T]) formats() []encoding[T] {
	return append([]encoding[T]{{"jsonl", "application/jsonl", "jsonl", "One row a line, as JSON; all rows, unless limit says how many.", writeLines[T]}}, f.more...)
}

func (f form[T]) names() []string {
	names := []string{"json"}
	for _, e := range f.formats() {
		names = append(names, e.name)
	}
	return names
}

// choose finds the format of an answer: that of the parameter format, else the
// first of the header Accept that there is, else JSON.
func (f form[T]) choose(r *http.Request) (string, error) {
	if want := r.URL.Query().Get("format"); want != "" {
		for _, name := range f.names() {
			if name == want {
				return name, nil
			}
		}
		return "", wrong("query.format", want, "give one of %s", strings.Join(f.names(), ", "))
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		media, _, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		if media == "application/json" {
			return "json", nil
		}
		for _, e := range f.formats() {
			if e.media == media || e.name == "jsonl" && media == "application/x-ndjson" {
				return e.name, nil
			}
		}
	}
	return "json", nil
}

func formatParam(names []string) *huma.Param {
	enum := make([]any, len(names))
	for i, n := range names {
		enum[i] = n
	}
	return &huma.Param{Name: "format", In: "query", Schema: &huma.Schema{Type: huma.TypeString, Enum: enum, Default: "json"},
		Description: "How the rows are written; the header Accept does too. JSON comes in pages, the others stream all rows."}
}

// stream writes rows in a format. An error is one from before the first byte;
// after that a fault cuts the answer off, so that no half looks like a whole.
func (f form[T]) stream(ctx context.Context, w http.ResponseWriter, format, name string, rows iter.Seq2[T, error]) error {
	for _, e := range f.formats() {
		if e.name != format {
			continue
		}
		h := w.Header()
		h.Set("Content-Type", e.media)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + e.ending}))
		out := &started{w: w}
		err := e.write(ctx, out, whileAsked(ctx, rows))
		if err == nil {
			return nil
		}
		if !out.yes {
			h.Del("Content-Disposition")
			return err
		}
		panic(http.ErrAbortHandler)
	}
	return wrong("query.format", format, "give one of %s", strings.Join(f.names(), ", "))
}

// whileAsked ends rows when nobody waits for them any more.
func whileAsked[T any](ctx context.Context, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for row, err := range rows {
			if err == nil {
				err = context.Cause(ctx)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// started knows whether something was written.
type started struct {
	w   io.Writer
	yes bool
}

func (s *started) Write(b []byte) (int, error) {
	s.yes = true
	return s.w.Write(b)
}

// writeLines writes a row a line.
func writeLines[T any](_ context.Context, w io.Writer, rows iter.Seq2[T, error]) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// formatDocs describes the formats of rows beside JSON.
func formatDocs[T any](f form[T]) map[string]*huma.MediaType {
	content := map[string]*huma.MediaType{}
	for _, e := range f.formats() {
		if before := content[e.media]; before != nil {
			before.Schema.Description += " " + e.doc
			continue
		}
		content[e.media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: e.doc}}
	}
	return content
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

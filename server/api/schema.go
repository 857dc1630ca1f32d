package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"detente/record"
)

// schemas is the registry of types. Types whose JSON is not their Go form have
// theirs said here; a stored thing is told from the thing itself by its name.
func schemas() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", func(t reflect.Type, hint string) string {
		name := huma.DefaultSchemaNamer(t, hint)
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if strings.HasSuffix(t.PkgPath(), "/store") {
			return "Stored" + name
		}
		return name
	})
	r.RegisterTypeAlias(reflect.TypeFor[record.Span](), reflect.TypeFor[span]())
	r.RegisterTypeAlias(reflect.TypeFor[record.Moment](), reflect.TypeFor[moment]())
	return r
}

// span stands for record.Span.
type span struct{}

func (span) Schema(huma.Registry) *huma.Schema {
	two := 2
	return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeInteger}, MinItems: &two, MaxItems: &two,
		Description: "Bytes of the text of the report, from the first up to but not including the second."}
}

// moment stands for record.Moment.
type moment struct{}

func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true, Description: "YYYY-MM-DD, or YYYY-MM-DDThh:mm where the hour is known; null: open or not known.",
		Examples: []any{"2020-06-16"}}
}

// nullable says of every pointer to a thing that it may be null: the schema of
// the thing itself is shared, and does not.
func nullable(r huma.Registry) {
	for name, s := range r.Map() {
		if t := r.TypeFromRef("#/components/schemas/" + name); t != nil {
			nullableFields(s, t)
		}
	}
}

func nullableFields(s *huma.Schema, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			nullableFields(s, f.Type)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := s.Properties[name]
		if p != nil && p.Ref != "" && f.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omitempty") {
			s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, Description: p.Description}
		}
	}
}

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

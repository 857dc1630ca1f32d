package reader_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"
)

const schemaFile = "../docs/record.schema.json"

// loadSchema reads the published schema. It allows fields that it does not
// know, as later versions may add some; strict forbids them, so that a field
// without its line in the schema fails a test.
func loadSchema(t *testing.T, strict bool) *jsonschema.Schema {
	t.Helper()
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		eachObject(root, func(o map[string]any) {
			if _, ok := o["properties"]; ok && o["type"] == "object" {
				o["additionalProperties"] = false
			}
		})
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("record.schema.json", root); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("record.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func eachObject(v any, do func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		do(v)
		for _, x := range v {
			eachObject(x, do)
		}
	case []any:
		for _, x := range v {
			eachObject(x, do)
		}
	}
}

// TestSchema validates every expected record.
func TestSchema(t *testing.T) {
	schema := loadSchema(t, true)
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, path := range cases {
		c, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := jsonschema.UnmarshalJSON(bytes.NewReader(section(c, "record.json")))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if err := schema.Validate(rec); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestSchemaRefuses makes sure that the schema can say no.
func TestSchemaRefuses(t *testing.T) {
	schema := loadSchema(t, false)
	for name, text := range map[string]string{
		"nothing":      `{}`,
		"other schema": `{"schema":"x/1","version":"1","data_version":"1","document":{"id":"a","text":"","published":{"start":null,"end":null},"blocks":[]},"mentions":[],"actors":[],"times":[],"statements":[],"events":[],"commitments":[],"outcomes":[],"assessments":[]}`,
		"list is null": `{"schema":"detente.record/1","version":"1","data_version":"1","document":{"id":"a","text":"","published":{"start":null,"end":null},"blocks":[]},"mentions":null,"actors":[],"times":[],"statements":[],"events":[],"commitments":[],"outcomes":[],"assessments":[]}`,
		"bad date":     `{"schema":"detente.record/1","version":"1","data_version":"1","document":{"id":"a","text":"","published":{"start":"June","end":null},"blocks":[]},"mentions":[],"actors":[],"times":[],"statements":[],"events":[],"commitments":[],"outcomes":[],"assessments":[]}`,
	} {
		rec, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(rec) == nil {
			t.Errorf("%s: the schema finds no fault", name)
		}
	}
}

// TestSchemaDescribed holds docs/record.md to the schema: every field is told of.
func TestSchemaDescribed(t *testing.T) {
	manual, err := os.ReadFile("../docs/record.md")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var root any
	if err := json.Unmarshal(b, &root); err != nil {
		t.Fatal(err)
	}
	eachObject(root, func(o map[string]any) {
		fields, _ := o["properties"].(map[string]any)
		for name := range fields {
			if !strings.Contains(string(manual), "`"+name+"`") {
				t.Errorf("docs/record.md does not tell of %s", name)
			}
		}
	})
}

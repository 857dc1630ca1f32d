package api

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"detente/server/access"
	"detente/subscription"
)

const manual = "../../docs/api.md"

// example is a curl command of the manual with its answer.
type example struct {
	method, address, body string
	headers               []string
	answer                string
}

var words = regexp.MustCompile(`'[^']*'|\S+`)

// examples reads the console blocks of the manual.
func examples(t *testing.T) []example {
	t.Helper()
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	inside := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "```console":
			inside = true
		case line == "```":
			inside = false
		case !inside:
		case strings.HasPrefix(line, "$ curl "):
			e := example{method: "GET"}
			args := words.FindAllString(strings.TrimPrefix(line, "$ curl "), -1)
			for i := 0; i < len(args); i++ {
				arg := strings.Trim(args[i], "'")
				switch arg {
				case "-X":
					i++
					e.method = args[i]
				case "-H":
					i++
					e.headers = append(e.headers, strings.Trim(args[i], "'"))
				case "-d":
					i++
					e.method, e.body = "POST", strings.Trim(args[i], "'")
				default:
					e.address = strings.TrimPrefix(arg, "http://127.0.0.1:8080")
				}
			}
			out = append(out, e)
		case len(out) == 0:
			t.Fatalf("an answer before its command: %s", line)
		default:
			out[len(out)-1].answer += line + "\n"
		}
	}
	return out
}

// like reports whether text is as an answer of the manual has it, in which ...
// stands for what is left out.
func like(answer, text string) bool {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSpace(answer), "...") {
		parts = append(parts, regexp.QuoteMeta(part))
	}
	return regexp.MustCompile(`(?s)^` + strings.Join(parts, ".*") + `$`).MatchString(strings.TrimSpace(text))
}

// TestManual runs the examples of docs/api.md, in their order.
func TestManual(t *testing.T) {
	h, db := testAPI(t)
	feeds := &subscription.Service{Store: db}
	list := examples(t)
	if len(list) < 15 {
		t.Fatalf("%d examples", len(list))
	}
	for _, e := range list {
		handler := h
		if strings.HasPrefix(e.address, "/feeds/") {
			handler = feeds
		}
		status, _, body := ask(t, handler, access.Writer, e.method, e.address, e.body, e.headers...)
		if status >= 500 || !like(e.answer, body) {
			t.Errorf("%s %s %s: %d\n%s\nthe manual has\n%s", e.method, e.address, e.body, status, body, e.answer)
		}
	}
}

// describe is the OpenAPI description.
func described(t *testing.T, h http.Handler) (text []byte, paths map[string]map[string]struct {
	Summary, Description string
	Parameters           []struct{ Name, Description string }
	Responses            map[string]struct {
		Content map[string]struct{ Schema json.RawMessage }
	}
}) {
	t.Helper()
	_, _, body := ask(t, h, access.Reader, "GET", Prefix+"/openapi.json", "")
	var all struct{ Paths json.RawMessage }
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all.Paths, &paths); err != nil {
		t.Fatal(err)
	}
	return []byte(body), paths
}

// TestManualIsComplete holds that every address is told of in the manual and has
// a description, as every parameter has.
func TestManualIsComplete(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	filters, err := os.ReadFile("../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	h, _ := testAPI(t)
	_, paths := described(t, h)
	if len(paths) < 20 {
		t.Errorf("%d paths", len(paths))
	}
	for path, methods := range paths {
		if !strings.Contains(string(text), path+"`") {
			t.Errorf("docs/api.md does not tell of %s", path)
		}
		for method, op := range methods {
			if op.Summary == "" || op.Description == "" {
				t.Errorf("%s %s has no description", method, path)
			}
			for _, p := range op.Parameters {
				if p.Description == "" {
					t.Errorf("%s %s: %s has no description", method, path, p.Name)
				}
				if told := "`" + p.Name; !strings.Contains(string(text), told) && !strings.Contains(string(filters), told) && !strings.Contains(path, "{"+p.Name+"}") {
					t.Errorf("neither docs/api.md nor docs/query.md tells of %s of %s", p.Name, path)
				}
			}
		}
	}
}

// TestAnswersFitTheirSchema holds answers against the OpenAPI description.
func TestAnswersFitTheirSchema(t *testing.T) {
	h, _ := testAPI(t)
	text, paths := described(t, h)
	whole, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("api.json", whole); err != nil {
		t.Fatal(err)
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	for path, address := range map[string]string{
		"/events": "/events?limit=1000", "/statements": "/statements", "/commitments": "/commitments", "/documents": "/documents", "/search": "/search?q=the",
		"/counts": "/counts?per=place", "/dyads": "/dyads", "/outlets": "/outlets", "/places": "/places", "/about": "/about",
		"/documents/{document}": "/documents/hotline-restored.txt", "/records/{document}": "/records/hotline-restored.txt",
		"/events/{document}/{event}": "/events/hotline-restored.txt/e1", "/commitments/{document}/{commitment}": "/commitments/hotline-restored.txt/c1",
		"/stories/{document}": "/stories/hotline-restored.txt", "/facts/{fact}": "/facts/1", "/relation/{a}/{b}": "/relation/PRK/KOR?by=month&trace=yes",
		"/actors": "/actors?name=Kim+Jong+Un&on=2020-01-01", "/subscriptions": "/subscriptions",
	} {
		if _, ok := paths[Prefix+path]; !ok {
			t.Errorf("%s is not described", path)
			continue
		}
		status, _, body := ask(t, h, access.Reader, "GET", Prefix+address, "")
		if status != http.StatusOK {
			t.Errorf("%s: %d %s", address, status, body)
			continue
		}
		s, err := c.Compile("api.json#/paths/" + escape.Replace(Prefix+path) + "/get/responses/200/content/application~1json/schema")
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %.1500v", address, err)
		}
	}
}

package mcp

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"detente/data"
	"detente/page"
	"detente/query"
	"detente/reader"
	"detente/store/sqlite"
)

const reports = "../testdata/reports"

var loaded = sync.OnceValues(func() (*reader.Reader, error) { return reader.New(data.Embedded(), reader.Options{Version: "test"}) })

// database is a file with the reports that come with the repository.
func database(t *testing.T) string {
	t.Helper()
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.db")
	db, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	names, err := fs.Glob(os.DirFS(reports), "*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(reports, name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := r.Page().FromText(text, page.Meta{Source: "Northern Wire", URL: "https://example.org/" + name})
		if err != nil {
			t.Fatal(err)
		}
		doc.ID = name
		a, err := r.Read(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Put(t.Context(), a.Record()); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// session is a client of a server in memory.
func session(t *testing.T) *mcp.ClientSession {
	t.Helper()
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	groups, err := query.LoadGroups(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), database(t), sqlite.Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := New(Options{Store: db, Reader: r, Groups: groups, Now: func() time.Time { return time.Date(2021, 11, 1, 0, 0, 0, 0, time.UTC) }})
	there, here := mcp.NewInMemoryTransports()
	served, err := s.Connect(t.Context(), there, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { served.Close() })
	return connect(t, here)
}

func connect(t *testing.T, transport mcp.Transport) *mcp.ClientSession {
	t.Helper()
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), transport, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// call calls a tool; the answer is its JSON, or the error that it tells.
func call(t *testing.T, c *mcp.ClientSession, tool string, arguments map[string]any) (answer string, failed bool) {
	t.Helper()
	res, err := c.CallTool(context.WithoutCancel(t.Context()), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		return err.Error(), true
	}
	if res.IsError {
		return res.Content[0].(*mcp.TextContent).Text, true
	}
	text, err := json.Marshal(res.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), false
}

func TestTools(t *testing.T) {
	c := session(t)
	for _, x := range []struct {
		tool      string
		arguments string
		failed    bool
		has       string
	}{
		{"search", `{"words": "hotlines"}`, false, `"document":"hotline-restored.txt"`},
		{"search", `{"words": "\"open"}`, true, "quote"},
		{"search", `{"words": ""}`, true, "give"},
		{"events", `{"actor": "PRK", "with": "USA", "limit": 1}`, false, `"next":"`},
		{"events", `{"where": "actor:@NATO"}`, false, `"events":[`},
		{"events", `{"actor": "ZZZ"}`, false, `"events":[]`},
		{"events", `{"where": "actr:PRK"}`, true, `there is no key "actr"`},
		{"events", `{"where": "state:open"}`, true, "leave it out"},
		{"events", `{"since": "soon"}`, true, "no day"},
		{"events", `{"limit": 1000}`, true, "from 1 to 100"},
		{"events", `{"after": "x"}`, true, "cursor"},
		{"events", `{"actor": 7}`, true, "actor"},
		{"events", `{"colour": "red"}`, true, "colour"},
		{"statements", `{"actor": "KORGOV"}`, false, `"words":["`},
		{"commitments", `{"where": "by:PRK"}`, false, `"state":"open"`},
		{"evidence", `{"document": "hotline-restored.txt", "event": "e1"}`, false, `"sentence":{`},
		{"evidence", `{"document": "hotline-restored.txt", "event": "e77"}`, true, "none is \"e77\""},
		{"evidence", `{"document": "none", "event": "e1"}`, true, "search finds reports"},
		{"accounts", `{"fact": 1}`, false, `"told":[{`},
		{"accounts", `{"fact": 99999}`, true, "no fact 99999"},
		{"record", `{"document": "hotline-restored.txt", "text": true}`, false, `Unification Ministry`},
		{"relation", `{"a": "prk", "b": "KOR"}`, false, `"direction":"`},
		{"relation", `{"a": "PRK", "b": "KOR", "since": "2021-10-01", "by": "week"}`, false, `"from":"2021-10-04"`},
		{"relation", `{"a": "kor,@AUKUS", "b": "PRK"}`, false, `"points":[{`},
		{"relation", `{"a": "P", "b": "KOR"}`, true, "a: "},
		{"relation", `{"a": "P", "b": "KOR"}`, true, "three letters"},
		{"relation", `{"a": "PRK", "b": "@NOSUCH"}`, true, "b: there is no group @NOSUCH: the groups are @"},
		{"relation", `{"a": "PRK", "b": ""}`, true, "b: nobody is named: give an actor code"},
		{"relation", `{"a": "PRK", "b": "KOR", "by": "hour"}`, true, "by: "},
		{"who", `{"name": "Kim Jong Un", "on": "2020-06-12"}`, false, `"code":"PRKGOV"`},
		{"who", `{"name": "Nobody At All"}`, true, "nobody in the dictionary"},
		{"read", `{"text": "SEOUL, June 16, 2020 - North Korea destroyed the liaison office in Kaesong on Tuesday."}`, false, `"2020-06-16"`},
		{"read", `{"text": ""}`, true, ""},
		{"read", `{"text": "x", "date": "yesterday"}`, true, "date"},
		{"nothing", `{}`, true, "nothing"},
	} {
		t.Run(x.tool+" "+x.arguments, func(t *testing.T) {
			var arguments map[string]any
			if err := json.Unmarshal([]byte(x.arguments), &arguments); err != nil {
				t.Fatal(err)
			}
			answer, failed := call(t, c, x.tool, arguments)
			if failed != x.failed || !strings.Contains(answer, x.has) {
				t.Errorf("failed %v: %.800s\nwant %v with %s", failed, answer, x.failed, x.has)
			}
		})
	}
}

// TestEvidenceCanBeChecked holds the words of a citation against the text.
func TestEvidenceCanBeChecked(t *testing.T) {
	c := session(t)
	answer, _ := call(t, c, "events", map[string]any{"actor": "PRK", "limit": 50})
	var events Events
	if err := json.Unmarshal([]byte(answer), &events); err != nil || len(events.Events) < 5 {
		t.Fatalf("%v: %s", err, answer)
	}
	for _, e := range events.Events {
		answer, _ := call(t, c, "evidence", map[string]any{"document": e.In.Document, "event": e.Event})
		var found Evidence
		if err := json.Unmarshal([]byte(answer), &found); err != nil {
			t.Fatal(err)
		}
		answer, _ = call(t, c, "record", map[string]any{"document": e.In.Document, "text": true})
		var r Record
		if err := json.Unmarshal([]byte(answer), &r); err != nil {
			t.Fatal(err)
		}
		for _, w := range []Words{found.Sentence, found.Clause, found.Trigger} {
			if w.Text == "" || r.Text[w.Start:w.End] != w.Text {
				t.Errorf("%s %s: %q is not at %d to %d", e.In.Document, e.Event, w.Text, w.Start, w.End)
			}
		}
		if !strings.Contains(found.Citation, "Northern Wire") || !strings.Contains(found.Citation, "https://example.org/") {
			t.Errorf("citation %s", found.Citation)
		}
	}
}

// TestToolsAreTold holds that every tool and argument is described, in the
// protocol and in docs/mcp.md.
func TestToolsAreTold(t *testing.T) {
	manual, err := os.ReadFile("../docs/mcp.md")
	if err != nil {
		t.Fatal(err)
	}
	list, err := session(t).ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Tools) < 10 {
		t.Errorf("%d tools", len(list.Tools))
	}
	for _, tool := range list.Tools {
		if tool.Description == "" || tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s: no description, or it may write", tool.Name)
		}
		if !strings.Contains(string(manual), "| `"+tool.Name+"` |") {
			t.Errorf("docs/mcp.md does not tell of %s", tool.Name)
		}
		schema, err := json.Marshal(tool.InputSchema)
		if err != nil {
			t.Fatal(err)
		}
		var in struct {
			Properties map[string]struct{ Description string }
		}
		if err := json.Unmarshal(schema, &in); err != nil || len(in.Properties) == 0 {
			t.Errorf("%s: arguments %s", tool.Name, schema)
		}
		for name := range in.Properties {
			if !strings.Contains(string(manual), "`"+name+"`") {
				t.Errorf("docs/mcp.md does not tell of %s of %s", name, tool.Name)
			}
		}
	}
}

// TestProgram asks the program itself, as an assistant does.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	binary := filepath.Join(t.TempDir(), "detente")
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/detente").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c := connect(t, &mcp.CommandTransport{Command: exec.Command(binary, "mcp", "--db", database(t))})
	if info := c.InitializeResult(); info.ServerInfo.Name != "detente" || !strings.Contains(info.Instructions, "evidence") {
		t.Errorf("%+v", info)
	}
	list, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(list.Tools, func(t *mcp.Tool) bool { return t.Name == "evidence" }) {
		t.Error("no evidence")
	}
	if answer, failed := call(t, c, "events", map[string]any{"actor": "PRK", "limit": 3}); failed || !strings.Contains(answer, `"outlet":"Northern Wire"`) {
		t.Errorf("%v %s", failed, answer)
	}
	if err := c.Close(); err != nil {
		t.Errorf("the program did not end well: %v", err)
	}
}

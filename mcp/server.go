// Package mcp lets assistants ask the record database over the Model Context
// Protocol (modelcontextprotocol.io), and cite it: every event and statement
// comes with its report, outlet, day and exact words, with their offsets.
//
// The tools only read. What they answer is bounded, since it is read by a model
// with little room.
package mcp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"detente/query"
	"detente/reader"
	"detente/store"
)

// Options are the parts of the server.
type Options struct {
	Store  store.Store
	Reader *reader.Reader
	Groups *query.Groups // that @NAME stands for
	Now    func() time.Time
}

// instructions tell an assistant how to use the tools.
const instructions = `detente keeps a record of how states deal with each other, read out of news reports: events (who did what to whom, when, with a
PLOVER type and a CAMEO code), statements (who said what), commitments (what was promised, threatened or demanded, and what came of it), and how relations
change. Actors have codes: three letters for a state (PRK, USA), more for an organ (PRKGOV, PRKMIL).

Ask with search for words in reports, with events, statements and commitments for what was read out of them, with relation for how two sides stand. Before you
rely on an event, look at its words with evidence. Cite the outlet, the day and the exact words, and give the report's address where there is one. An event whose
status is not "happened" did not simply happen: it was claimed, promised, threatened, demanded or denied, by the statement that said_by names.`

// New is the server with its tools. Run it on a transport: over standard input
// and output, or in memory.
func New(o Options) *mcp.Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	program, _ := o.Reader.Versions()
	s := mcp.NewServer(&mcp.Implementation{Name: "detente", Title: "detente, the record of international relations", Version: program}, &mcp.ServerOptions{Instructions: instructions})
	t := &tools{Options: o}
	add(s, "search", "Find reports by words", "Finds reports by their words, the best first, with the words about the first find. Words stand for all of them; OR, -word, a \"phrase\" and a start* work.", t.search)
	add(s, "events", "Who did what to whom", "Lists events in order of time, each with its report. Choose by actors, type, days, or with an expression of the filter language.", t.events)
	add(s, "statements", "Who said what", "Lists statements with their exact words, the speaker, the day, and the report.", t.statements)
	add(s, "commitments", "What was promised, threatened and demanded", "Lists commitments with their state: open, due, kept, broken, lapsed, met, withdrawn.", t.commitments)
	add(s, "evidence", "The words behind an event", "Gives what is needed to cite one event: the report, its outlet, day and address, and the exact sentence, clause and trigger with their byte offsets in the text.", t.evidence)
	add(s, "accounts", "How reports differ about an event", "Sets the accounts of one event in all reports that tell it side by side, and names in what they contradict one another.", t.accounts)
	add(s, "record", "Everything read out of a report", "Gives the events, statements and commitments of one report, with the words of each, and its text if it is asked for.", t.record)
	add(s, "relation", "Whether a relation gets better or worse", "Tells how two sides dealt with each other: the direction and why, the turning points, and the series by month or another unit.", t.relation)
	add(s, "who", "Whom a name or title means", "Looks a name, a title or a state up in the dictionary: who it is on a day, with the code and the offices held.", t.who)
	add(s, "read", "Read a text", "Reads a report that you give and says what events, statements and commitments are in it. Nothing is stored.", t.read)
	return s
}

// tools are what an assistant can call.
type tools struct{ Options }

// add adds a tool that only reads.
func add[In, Out any](s *mcp.Server, name, title, description string, call func(context.Context, In) (Out, error)) {
	closed := false
	tool := &mcp.Tool{Name: name, Title: title, Description: description, Annotations: &mcp.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed}}
	mcp.AddTool(s, tool, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, Out, error) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		out, err := call(ctx, in)
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("this takes longer than %s: ask for less, such as fewer days or one actor", patience)
		}
		return nil, out, err
	})
}

// patience is how long a call may take.
const patience = 30 * time.Second

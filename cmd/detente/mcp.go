package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"detente/ledger/stored"
	"detente/mcp"
)

func (p *program) mcpCommand() *cobra.Command {
	var db database
	c := &cobra.Command{
		Use:     "mcp",
		GroupID: "ask",
		Short:   "Let assistants ask the record database, over the Model Context Protocol",
		Long: `Serves the database to an assistant over standard input and output, as the Model
Context Protocol says: tools to search reports, list events, statements and
commitments, see the exact words behind an event, compare accounts, follow a
relation, and read a text. They only read; while it runs, new reports are held
against the commitments of older ones. The assistant's program starts this
command; docs/mcp.md shows how it is told to.`,
		Example: "  detente mcp\n  detente mcp --db /data/korea.db",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			r, err := p.reader()
			if err != nil {
				return err
			}
			groups, err := p.groups()
			if err != nil {
				return err
			}
			s := mcp.New(mcp.Options{Store: d, Reader: r, Groups: groups, Now: time.Now})
			ctx, stop := context.WithCancel(c.Context())
			var settling sync.WaitGroup
			settling.Go(func() {
				stored.Follow(ctx, d, func(err error) { fmt.Fprintln(p.stderr, "detente:", oneLine(clean(err.Error()))) })
			})
			defer settling.Wait()
			defer stop()
			err = s.Run(c.Context(), &sdk.IOTransport{Reader: io.NopCloser(p.stdin), Writer: flushing{p}})
			switch {
			case err == nil, errors.Is(err, io.EOF), c.Context().Err() != nil: // the assistant went, or it was stopped
				return nil
			}
			return fmt.Errorf("mcp: %w", err)
		},
	}
	db.flags(c)
	return c
}

// flushing writes every message at once.
type flushing struct{ p *program }

func (f flushing) Write(b []byte) (int, error) {
	n, err := f.p.stdout.Write(b)
	return n, errors.Join(err, f.p.stdout.Flush())
}

func (f flushing) Close() error { return f.p.stdout.Flush() }

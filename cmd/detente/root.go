package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"detente/data"
	"detente/reader"
)

// The exit statuses.
const (
	exitOK    = 0
	exitBad   = 1 // bad input, or a check that failed
	exitUsage = 2 // the command line itself is wrong
)

// program is what the commands share: the streams and the common flags.
type program struct {
	stdin  io.Reader
	stdout *bufio.Writer
	stderr io.Writer
	screen screen // what standard output can show

	rules   string // folder laid over the embedded data
	workers int
	started bool // flags and arguments were fine, the command itself ran
}

// execute runs one command line and gives the exit status. Errors are one line
// each on stderr.
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: bufio.NewWriterSize(stdout, 64<<10), stderr: stderr, screen: screenOf(stdout)}
	root := p.command()
	p.noteStart(root)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(p.stdout)
	root.SetErr(stderr)
	called, err := root.ExecuteContextC(ctx)
	if flushed := p.stdout.Flush(); err == nil {
		err = flushed
	}
	var usage *usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, syscall.EPIPE): // "detente events | head": nobody listens any more
		return exitBad
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "detente: interrupted")
		return exitBad
	case errors.Is(err, errReported):
		return exitBad
	case errors.As(err, &usage) || !p.started:
		fmt.Fprintf(stderr, "detente: %s; see %s --help\n", oneLine(err.Error()), called.CommandPath())
		return exitUsage
	}
	fmt.Fprintf(stderr, "detente: %s\n", oneLine(clean(err.Error())))
	return exitBad
}

// noteStart has every command note that it runs: what goes wrong before that is
// a fault of the command line.
func (p *program) noteStart(c *cobra.Command) {
	if run := c.RunE; run != nil {
		c.RunE = func(c *cobra.Command, args []string) error {
			p.started = true
			return run(c, args)
		}
	}
	for _, sub := range c.Commands() {
		p.noteStart(sub)
	}
}

// errReported ends a command whose faults are on standard error already.
var errReported = errors.New("some input was bad")

// usageError is a fault of the command line.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usage(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// command is the whole command tree.
func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "detente",
		Short: "Read news reports into a verifiable record of international relations",
		Long: `detente reads news reports and keeps a record of how states and their leaders deal
with each other: who said or did what to whom, when, where, and on whose word;
what was promised, threatened or demanded, and by which date. Every field of the
record points back to the words of the report.`,
		Example: `  detente read report.txt
  detente read --json --date 2020-06-16 report.txt
  cat reports.jsonl | detente read --jsonl - > records.jsonl`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	root.PersistentFlags().StringVar(&p.rules, "rules", "", "folder whose files replace the embedded rules and dictionaries, file by file")
	root.PersistentFlags().IntVar(&p.workers, "workers", runtime.GOMAXPROCS(0), "how many reports are read at a time")
	root.AddGroup(
		&cobra.Group{ID: "read", Title: "Reading reports:"},
		&cobra.Group{ID: "ask", Title: "The record database:"},
		&cobra.Group{ID: "mend", Title: "Rules, dictionaries and measuring:"},
	)
	root.AddCommand(
		p.readCommand(),
		p.explainCommand(),
		p.parseCommand(),
		p.extractCommand(),
		p.addCommand(),
		p.watchCommand(),
		p.eventsCommand(),
		p.storyCommand(),
		p.quotesCommand(),
		p.pledgesCommand(),
		p.recodeCommand(),
		p.relationCommand(),
		p.searchCommand(),
		p.exportCommand(),
		p.serveCommand(), p.tokensCommand(), p.subscriptionsCommand(), p.mcpCommand(),
		p.rulesCommand(), p.actorsCommand(),
		p.evalCommand(),
		p.versionCommand(),
		p.manCommand(),
	)
	return root
}

// data is the embedded data, or with --rules that folder laid over it.
func (p *program) data() (fs.FS, error) {
	if p.rules == "" {
		return data.Embedded(), nil
	}
	fsys, err := data.Overlay(p.rules)
	if err != nil {
		return nil, fmt.Errorf("--rules: %w", err)
	}
	return fsys, nil
}

// reader loads every stage.
func (p *program) reader() (*reader.Reader, error) {
	fsys, err := p.data()
	if err != nil {
		return nil, err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // what is loaded stays: there is next to no garbage to look for
	return reader.New(fsys, reader.Options{Version: version})
}

package main

import (
	"fmt"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"detente/ledger"
	"detente/ledger/stored"
	"detente/record"
	"detente/store"
)

// settable are the states that a person can set.
var settable = []record.State{
	record.Open, record.FallenDue, record.Kept, record.Broken, record.Lapsed, record.Met,
	record.Withdrawn, record.Superseded, record.Renewed, record.Rejected,
}

func (p *program) pledgesSetCommand() *cobra.Command {
	var (
		db               database
		author, note, on string
	)
	c := &cobra.Command{
		Use:   "set KEY STATE",
		Short: "Confirm or correct where a commitment stands",
		Long: `Sets the state of one commitment by hand. KEY is the first column of pledges, or
as many of its characters as tell it apart. The state is kept with author and time,
stands above what is inferred, and survives coding again. The state rejected says
that it is no commitment at all: it leaves the list.`,
		Example: `  detente pledges set 3f2a91 kept --author "R. Meyer" --note "see the communique of 3 May"
  detente pledges set 3f2a91 rejected`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			state := record.State(strings.ToLower(args[1]))
			if !slices.Contains(settable, state) {
				return usage("state %q: want one of %s", args[1], strings.Join(stateNames(), ", "))
			}
			day, err := parseDate(on)
			if err != nil {
				return fmt.Errorf("--on: %w", err)
			}
			now := time.Now().UTC()
			if !day.Known() {
				day = record.Day(now.Year(), now.Month(), now.Day())
			}
			if author == "" {
				who, err := user.Current()
				if err != nil {
					return usage("give --author: your name is not known here")
				}
				author = who.Username
			}
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			book, err := stored.Book(c.Context(), d, record.Moment{})
			if err != nil {
				return err
			}
			e, err := entryOf(book, args[0])
			if err != nil {
				return err
			}
			err = d.Correct(c.Context(), store.Correction{
				Document: e.Document, Commitment: e.ID, As: state, On: day, Note: note, Author: author, At: now.Format(time.RFC3339),
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "%s is %s, says %s: %s\n", e.Key, state, author, oneLine(clean(e.Content.Text)))
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 1 {
				return stateNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	db.flags(c)
	c.Flags().StringVar(&author, "author", "", "who says so (default: the user's name)")
	c.Flags().StringVar(&note, "note", "", "why, or where it can be seen")
	c.Flags().StringVar(&on, "on", "", "the day from which it is so, YYYY-MM-DD (default: today)")
	return c
}

func stateNames() []string {
	names := make([]string, len(settable))
	for i, s := range settable {
		names[i] = string(s)
	}
	return names
}

// entryOf is the one entry whose key begins with the given characters.
func entryOf(book *ledger.Book, key string) (*ledger.Entry, error) {
	var found []*ledger.Entry
	for _, e := range book.Entries() {
		if strings.HasPrefix(e.Key, key) {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no commitment has a key that begins with %q: detente pledges lists the keys", key)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%d commitments have keys that begin with %q: give more of the key", len(found), key)
}

package main

import (
	"context"
	"fmt"
	"log"
	"strconv"

	"github.com/spf13/cobra"

	"detente/store"
	"detente/subscription"
)

func (p *program) subscriptionsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "subscriptions",
		GroupID: "ask",
		Short:   "Be told of new events: feeds and webhooks of saved queries",
		Example: "  detente subscriptions add --name \"Korea\" 'actor:PRK news'\n  detente subscriptions list",
	}
	c.AddCommand(p.subscriptionsAddCommand(), p.subscriptionsListCommand(), p.subscriptionsRemoveCommand())
	return c
}

func (p *program) subscriptionsAddCommand() *cobra.Command {
	var (
		db     database
		wanted subscription.Wanted
		hooks  []string
	)
	c := &cobra.Command{
		Use:   "add QUERY",
		Short: "Save a query of events; detente serve tells of what is new for it",
		Long: `Saves a query in the words of docs/query.md. While detente serve runs, its Atom feed
is at /feeds/ID.atom; with --webhook every new event is posted to that address too,
signed with the secret that is printed once (docs/api.md), and again until it is
taken. What is added while no server runs is told when one starts.`,
		Example: `  detente subscriptions add --name "Korea talks" 'actor:PRK type:CONSULT,AGREE'
  detente subscriptions add --id gulf --webhook https://example.org/hook 'actor:IRN with:@GCC news'`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			allowed, err := networks(hooks)
			if err != nil {
				return err
			}
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			service, err := p.subscriptions(d, allowed, log.New(p.stderr, "detente: ", 0))
			if err != nil {
				return err
			}
			defer service.Client.Close()
			wanted.Query = args[0]
			s, err := service.Add(c.Context(), wanted)
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "feed    /feeds/%s.atom\n", s.ID)
			if s.URL != "" {
				fmt.Fprintf(p.stdout, "posts   %s\nsecret  %s\n", clean(s.URL), s.Secret)
			}
			return nil
		},
	}
	db.flags(c)
	c.Flags().StringVar(&wanted.Name, "name", "", "name for people (default: the query)")
	c.Flags().StringVar(&wanted.ID, "id", "", "small letters, digits and dashes for its address (default: made of the name)")
	c.Flags().StringVar(&wanted.URL, "webhook", "", "address that new events are posted to")
	c.Flags().StringSliceVar(&hooks, "allow-webhook", nil, "network, such as 10.0.0.0/8, that may be posted to though it is not public; give it to serve too")
	return c
}

func (p *program) subscriptionsListCommand() *cobra.Command {
	var db database
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the saved queries, and how their posts go",
		Long:    "Lists the subscriptions of the database: how many of their newest notices were posted, wait to be posted or were given up, and what went wrong last.",
		Example: "  detente subscriptions list --db korea.db",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			subs, err := d.Subscriptions(c.Context())
			if err != nil {
				return err
			}
			if len(subs) == 0 {
				fmt.Fprintln(p.stderr, "no query is saved: detente subscriptions add saves one")
				return nil
			}
			t := table{heads: []string{"ID", "NAME", "QUERY", "POSTS TO", "SENT", "WAITING", "FAILED", "LAST FAULT"}, lines: 2}
			for _, s := range subs {
				row, err := postsOf(c.Context(), d, s)
				if err != nil {
					return err
				}
				t.add(row...)
			}
			return t.write(p.stdout, p.screen)
		},
	}
	db.flags(c)
	return c
}

// postsOf is the row of a subscription with how its posts go.
func postsOf(ctx context.Context, d store.Store, s store.Subscription) ([]cell, error) {
	notices, err := d.Notices(ctx, s.ID, store.KeepNotices)
	if err != nil {
		return nil, err
	}
	count, fault := map[store.NoticeState]int{}, ""
	for _, n := range notices {
		count[n.State]++
		if fault == "" {
			fault = n.Fault
		}
	}
	some := func(state store.NoticeState) cell {
		if s.URL == "" {
			return cell{"", plain}
		}
		return cell{strconv.Itoa(count[state]), plain}
	}
	return []cell{{s.ID, strong}, {clean(s.Name), plain}, {clean(s.Query), faint}, {clean(s.URL), plain},
		some(store.Sent), some(store.Waiting), some(store.Failed), {oneLine(clean(fault)), hostile}}, nil
}

func (p *program) subscriptionsRemoveCommand() *cobra.Command {
	var db database
	c := &cobra.Command{
		Use:     "remove ID",
		Short:   "Drop a saved query with its feed and what waits to be posted",
		Long:    "Drops one subscription: its feed is gone, and nothing more is posted.",
		Example: "  detente subscriptions remove korea-talks",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			return d.Unsubscribe(c.Context(), args[0])
		},
	}
	db.flags(c)
	return c
}

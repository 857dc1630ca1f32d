package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"detente/server/access"
)

func (p *program) tokensCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "tokens",
		GroupID: "ask",
		Short:   "Make the tokens that a server asks for",
		Example: "  detente tokens new --token-file tokens.txt write alice\n  detente tokens list --token-file tokens.txt",
	}
	c.AddCommand(p.tokensNewCommand(), p.tokensListCommand())
	return c
}

func (p *program) tokensNewCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "new read|write NAME",
		Short: "Make a token, print it once, and keep its hash",
		Long: `Makes a token that may read, or read and write, and prints it. The file keeps only
its hash, in a line with the role and the name: to take a token back, remove its
line; a server that runs refuses it from then on.`,
		Example: "  detente tokens new read dashboard\n  detente tokens new --token-file /etc/detente/tokens write alice",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			role, ok := access.ParseRole(args[0])
			if !ok {
				return usage("role %q: want read or write", args[0])
			}
			token, err := access.Add(file, role, args[1])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.stdout, token)
			return err
		},
		ValidArgsFunction: cobra.FixedCompletions([]string{"read", "write"}, cobra.ShellCompDirectiveNoFileComp),
	}
	c.Flags().StringVar(&file, "token-file", "tokens.txt", "file of tokens")
	return c
}

func (p *program) tokensListCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the tokens of a file, by name",
		Long:    "Lists the tokens of a file: the role and the name of each. The tokens themselves are kept nowhere.",
		Example: "  detente tokens list --token-file /etc/detente/tokens",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			tokens, err := access.Open(file)
			if err != nil {
				return err
			}
			t := table{heads: []string{"ROLE", "NAME"}}
			for _, token := range tokens.List() {
				t.add(cell{token.Role.String(), plain}, cell{clean(token.Name), strong})
			}
			return t.write(p.stdout, p.screen)
		},
	}
	c.Flags().StringVar(&file, "token-file", "tokens.txt", "file of tokens")
	return c
}

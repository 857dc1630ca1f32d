package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"detente/data"
	"detente/internal/build"
	"detente/record"
)

// version is the version of the program. Records carry it.
var version = build.Version()

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of program, record, data and model",
		Long: `Prints the version of the program with the commit that it was built from, of the
record's schema, of the data (a hash over the rules, dictionaries and weights in use,
so that --rules shows another one) and of the language model (a hash over its
weights).`,
		Example: "  detente version\n  detente version --rules my-rules",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fsys, err := p.data()
			if err != nil {
				return err
			}
			dataVersion, err := data.Version(fsys)
			if err != nil {
				return err
			}
			modelVersion, err := data.ModelVersion(fsys)
			if err != nil {
				return err
			}
			program := version
			if r := build.Revision(); r != "" {
				program += " (" + r + ")"
			}
			fmt.Fprintf(p.stdout, "detente %s\nschema  %s\ndata    %s\nmodel   %s\n%s %s/%s\n", program,
				record.Schema, dataVersion, modelVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"detente/data"
	"detente/record"
)

// version is the version of the program. Records carry it.
const version = "0.1.0"

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of program, record and data",
		Long: `Prints the version of the program, of the record's schema, and of the data: a hash
over the rules and dictionaries in use, so that --rules shows another one.`,
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
			fmt.Fprintf(p.stdout, "detente %s%s\nschema  %s\ndata    %s\n%s %s/%s\n", version, revision(),
				record.Schema, dataVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}

// revision is the commit that the program was built from, where Go wrote it in.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return " (" + s.Value[:min(12, len(s.Value))] + ")"
		}
	}
	return ""
}

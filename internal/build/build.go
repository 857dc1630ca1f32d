// Package build says what this program is: its version, and the commit that it
// was built from. Every program of the repository tells the same, since records
// carry the version.
package build

import "runtime/debug"

// version is written by the linker for a release:
// -ldflags "-X detente/internal/build.version=1.2.3".
var version = "0.1.0"

// Version is the version of the program, without a v in front.
func Version() string { return version }

// Revision is the first twelve digits of the commit that the program was built
// from, with a + where files had changes; empty where Go did not write it in.
func Revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var commit, changed string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if commit == "" {
		return ""
	}
	return commit + changed
}

package detente

import (
	"os"
	"strings"
	"testing"
)

// TestDependenciesAreTold: every library that go.mod asks for has its line of
// reasons in docs/dependencies.md.
func TestDependenciesAreTold(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mod)) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "require ")
		f := strings.Fields(line)
		if len(f) < 2 || !strings.HasPrefix(f[1], "v") || strings.HasSuffix(line, "// indirect") {
			continue
		}
		if !strings.Contains(string(manual), "| "+f[0]+" |") {
			t.Errorf("docs/dependencies.md does not say why %s is used", f[0])
		}
	}
}

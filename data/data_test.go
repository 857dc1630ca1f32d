package data

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestOverlayReplacesAndAdds(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "rules"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"rules/README.md": "mine", "rules/zz.toml": "new"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	over, err := Overlay(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"rules/README.md": "mine", "rules/zz.toml": "new"} {
		if got, err := fs.ReadFile(over, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if err := fstest.TestFS(Embedded(), "rules/README.md", "actors/README.md"); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadFile(over, "actors/README.md"); err != nil {
		t.Errorf("a file that is not laid over is gone: %v", err)
	}
	if _, err := Overlay(filepath.Join(dir, "none")); err == nil {
		t.Error("a missing folder was taken")
	}
}

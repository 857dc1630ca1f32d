// Package packaging_test checks the files that releases are made of: that what
// they name is there, and that the units give the programs flags that they know.
package packaging_test

import (
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const root = "../"

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(root + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestGoReleaser: six targets, the version where the program has it, and files
// that are there.
func TestGoReleaser(t *testing.T) {
	var c struct {
		Version int
		Builds  []struct {
			Main, Dir    string
			Goos, Goarch []string
			Env, Ldflags []string
			Flags        []string
			ID, Binary   string
			ModTimestamp string `yaml:"mod_timestamp"`
		}
		Archives []struct{ Files []any }
		Nfpms    []struct{ Contents []struct{ Src, Dst string } }
	}
	if err := yaml.Unmarshal([]byte(read(t, ".goreleaser.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	if c.Version != 2 || len(c.Builds) != 2 {
		t.Fatalf("version %d with %d builds, want version 2 with 2", c.Version, len(c.Builds))
	}
	for _, b := range c.Builds {
		if !slices.Equal(b.Goos, []string{"linux", "darwin", "windows"}) || !slices.Equal(b.Goarch, []string{"amd64", "arm64"}) || !slices.Contains(b.Env, "CGO_ENABLED=0") {
			t.Errorf("%s is built for %v, %v with %v", b.ID, b.Goos, b.Goarch, b.Env)
		}
		if _, err := os.Stat(filepath.Join(root, b.Dir, b.Main, "main.go")); err != nil {
			t.Errorf("%s: %v", b.ID, err)
		}
		if !strings.Contains(strings.Join(b.Ldflags, " "), "-X detente/internal/build.version=") {
			t.Errorf("%s: the version is not written in: %v", b.ID, b.Ldflags)
		}
	}
	if !regexp.MustCompile(`(?m)^var version = "`).MatchString(read(t, "internal/build/build.go")) {
		t.Error("internal/build has no variable version for the linker")
	}
	var named []string
	for _, a := range c.Archives {
		for _, f := range a.Files {
			switch f := f.(type) {
			case string:
				named = append(named, f)
			case map[string]any:
				named = append(named, f["src"].(string))
			}
		}
		if !slices.Contains(named, "LICENSE") || !slices.Contains(named, "NOTICE") {
			t.Errorf("an archive without LICENSE and NOTICE: %v", a.Files)
		}
	}
	for _, n := range c.Nfpms {
		for _, f := range n.Contents {
			named = append(named, f.Src)
		}
	}
	for _, f := range named {
		if found, _ := filepath.Glob(root + f); len(found) == 0 && !strings.HasPrefix(f, "out/extras/") {
			t.Errorf(".goreleaser.yaml names %s, which is not there", f)
		}
	}
}

// TestExtras: manual pages and completions are made, and the units use commands
// and flags that the manual pages tell of.
func TestExtras(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	to := t.TempDir()
	if out, err := exec.Command(root+"packaging/extras", to).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if b, err := os.ReadFile(filepath.Join(to, "completions", "detente."+shell)); err != nil || !strings.Contains(string(b), "detente") {
			t.Errorf("completions for %s: %v", shell, err)
		}
	}
	units, _ := filepath.Glob("systemd/*.service")
	if len(units) != 2 {
		t.Fatalf("units %v, want two", units)
	}
	for _, unit := range units {
		b, err := os.ReadFile(unit)
		if err != nil {
			t.Fatal(err)
		}
		start := regexp.MustCompile(`(?m)^ExecStart=/usr/bin/detente (\w+) (.*)$`).FindStringSubmatch(string(b))
		if start == nil {
			t.Errorf("%s starts no command of detente", unit)
			continue
		}
		page := manual(t, filepath.Join(to, "man", "detente-"+start[1]+".1.gz"))
		for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(start[2], -1) {
			if !strings.Contains(page, flag) {
				t.Errorf("%s: detente %s has no flag %s", unit, start[1], flag)
			}
		}
		if !strings.Contains(string(b), "man:detente-"+start[1]+"(1)") {
			t.Errorf("%s does not name its manual page", unit)
		}
	}
}

func manual(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), `\-`, "-")
}

// TestUnits: systemd understands the units, and finds them well shut in.
func TestUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze here")
	}
	for _, name := range []string{"detente.service", "detente-watch.service"} {
		unit := filepath.Join(t.TempDir(), name)
		text := strings.ReplaceAll(read(t, "packaging/systemd/"+name), "/usr/bin/detente", "/bin/true")
		text = regexp.MustCompile(`(?m)^Documentation=.*\n`).ReplaceAllString(text, "") // the pages are not installed here
		if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(analyze, "verify", "--man=no", unit).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		// 0 is shut in wholly, 100 not at all.
		if out, err := exec.Command(analyze, "security", "--offline=yes", "--threshold=20", "--no-pager", unit).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestDockerfile: what it copies is there, and the program runs without rights.
func TestDockerfile(t *testing.T) {
	text := read(t, "Dockerfile")
	_, last, _ := strings.Cut(text, "FROM gcr.io/distroless/static")
	if !strings.Contains(last, "USER 65532:65532") || !strings.Contains(last, `ENTRYPOINT ["/usr/bin/detente"]`) {
		t.Error("the last stage does not start the program as the user 65532")
	}
	for _, m := range regexp.MustCompile(`(?m)^COPY ([^-].*)$`).FindAllStringSubmatch(text, -1) {
		words := strings.Fields(m[1])
		for _, from := range words[:len(words)-1] {
			if _, err := os.Stat(root + from); err != nil {
				t.Error(err)
			}
		}
	}
	mod := regexp.MustCompile(`(?m)^go (1\.\d+)`).FindStringSubmatch(read(t, "go.mod"))
	if !strings.Contains(text, "FROM golang:"+mod[1]+"-") {
		t.Errorf("the image is not that of Go %s, which go.mod asks for", mod[1])
	}
}

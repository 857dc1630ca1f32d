package batch

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"detente/source"

	// The file systems: that of the machine, and the object stores gs:// and s3://.
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"
)

// join is a path below a folder of any file system.
func join(folder string, elem ...string) string {
	return strings.TrimSuffix(folder, "/") + "/" + path.Join(elem...)
}

// remote reports whether a path names a file system other than the machine's.
func remote(path string) bool { return strings.Contains(path, "://") }

// Files are the files that the inputs name, in order and each once: folders of
// this machine with everything below them, patterns expanded.
func Files(ctx context.Context, inputs []string) ([]string, error) {
	var files []string
	for _, in := range inputs {
		found, err := expand(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no such file, and no file that this pattern fits", in)
		}
		files = append(files, found...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(f string) bool { was := seen[f]; seen[f] = true; return was }), nil
}

func expand(ctx context.Context, in string) ([]string, error) {
	if !remote(in) {
		if info, err := os.Stat(in); err == nil && info.IsDir() {
			var files []string
			err := filepath.WalkDir(in, func(p string, e fs.DirEntry, err error) error {
				switch hidden := strings.HasPrefix(e.Name(), ".") && p != in; {
				case err != nil:
					return err
				case hidden && e.IsDir():
					return filepath.SkipDir
				case !hidden && e.Type().IsRegular() && source.Known(p):
					files = append(files, p)
				}
				return nil
			})
			return files, err
		} else if err == nil {
			return []string{in}, nil
		}
	}
	list, err := list(ctx, in)
	slices.Sort(list)
	return list, err
}

// list are the files that a pattern fits.
func list(ctx context.Context, pattern string) ([]string, error) {
	fsys, err := open(ctx, pattern)
	if err != nil {
		return nil, err
	}
	defer fsys.Close()
	return fsys.List(ctx, pattern)
}

// open is the file system of a path. Beam's file systems of object stores panic
// where they find no credentials.
func open(ctx context.Context, path string) (fsys filesystem.Interface, err error) {
	defer func() {
		if p := recover(); p != nil {
			fsys, err = nil, fmt.Errorf("%s cannot be opened: %v", path, p)
		}
	}()
	return filesystem.New(ctx, path)
}

// stream opens a file to be read.
func stream(ctx context.Context, name string) (io.ReadCloser, error) {
	fsys, err := open(ctx, name)
	if err != nil {
		return nil, err
	}
	r, err := fsys.OpenRead(ctx, name)
	if err != nil {
		fsys.Close()
		return nil, err
	}
	return &both{r, fsys}, nil
}

type both struct {
	io.ReadCloser
	fsys filesystem.Interface
}

func (b *both) Close() error {
	err := b.ReadCloser.Close()
	if e := b.fsys.Close(); err == nil {
		err = e
	}
	return err
}

// load is the content of a file.
func load(ctx context.Context, name string) ([]byte, error) {
	r, err := stream(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// commit writes a file whole or not at all: under a temporary name, which nobody
// else uses, and then by renaming it. Two who write the same file write the same
// bytes, so that it does not matter who comes last.
func commit(ctx context.Context, output, name string, write func(io.Writer) error) error {
	fsys, err := open(ctx, output)
	if err != nil {
		return err
	}
	defer fsys.Close()
	var unique [8]byte
	rand.Read(unique[:])
	temporary := join(output, "_temporary", hex.EncodeToString(unique[:]))
	whole := join(output, name)
	if !remote(output) {
		if err := os.MkdirAll(filepath.Dir(whole), 0o755); err != nil {
			return err
		}
	}
	w, err := fsys.OpenWrite(ctx, temporary)
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		w.Close()
		remove(ctx, fsys, temporary)
		return err
	}
	if f, ok := w.(*os.File); ok {
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return filesystem.Rename(ctx, fsys, temporary, whole)
}

func remove(ctx context.Context, fsys filesystem.Interface, name string) {
	if r, ok := fsys.(filesystem.Remover); ok {
		r.Remove(ctx, name)
	}
}

// Sweep removes what killed workers left under temporary names.
func Sweep(ctx context.Context, output string) error {
	left, err := list(ctx, join(output, "_temporary", "*"))
	if err != nil {
		return err
	}
	fsys, err := open(ctx, output)
	if err != nil {
		return err
	}
	defer fsys.Close()
	for _, name := range left {
		remove(ctx, fsys, name)
	}
	if !remote(output) {
		os.Remove(join(output, "_temporary"))
	}
	return nil
}

package data

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
)

// Version is a short name for exactly these files: twelve hex digits of a hash
// over their paths and contents. Records carry it, so that a reader of a record
// knows which dictionaries and rules it was read with.
func Version(fsys fs.FS) (string, error) {
	return version(fsys, ".")
}

// ModelVersion is the same for the weights of the language model alone: another
// one was trained when it changes.
func ModelVersion(fsys fs.FS) (string, error) { return version(fsys, "lang/model.bin") }

func version(fsys fs.FS, root string) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(fsys, root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f, err := fsys.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(hash, "%s\n", path)
		n, err := io.Copy(hash, f)
		fmt.Fprintf(hash, "\n%d\n", n)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("data: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)[:6]), nil
}

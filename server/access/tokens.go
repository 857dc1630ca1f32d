package access

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// Tokens are the tokens of a file. The file holds no token, only the SHA-256 of
// each: tokens are made by New, of 160 random bits, so that a plain hash cannot
// be guessed back. A line is "ROLE NAME HASH"; # starts a comment.
//
// The file is read again when it changes: a token that is taken out is refused
// from then on.
type Tokens struct {
	file string

	mu      sync.Mutex
	list    []Token
	changed time.Time // of the file, when it was read
	looked  time.Time
}

// Token is a line of the file.
type Token struct {
	Role Role
	Name string
	hash [sha256.Size]byte
}

// Open reads a token file. The error names the line that is wrong.
func Open(file string) (*Tokens, error) {
	t := &Tokens{file: file}
	if err := t.read(); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Tokens) read() error {
	info, err := os.Stat(t.file)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(t.file)
	if err != nil {
		return err
	}
	list, err := parse(t.file, text)
	if err != nil {
		return err
	}
	t.list, t.changed = list, info.ModTime()
	return nil
}

// parse reads the lines of a token file.
func parse(file string, text []byte) ([]Token, error) {
	var list []Token
	names := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) != 3 {
			return nil, fmt.Errorf("%s:%d: want ROLE NAME HASH, as detente tokens new writes it", file, n)
		}
		token := Token{Name: f[1]}
		var ok bool
		if token.Role, ok = ParseRole(f[0]); !ok {
			return nil, fmt.Errorf("%s:%d: role %q: want read or write", file, n, f[0])
		}
		hash, err := hex.DecodeString(f[2])
		if err != nil || len(hash) != sha256.Size {
			return nil, fmt.Errorf("%s:%d: the hash of %s is no SHA-256: make a token with detente tokens new", file, n, token.Name)
		}
		if names[token.Name] {
			return nil, fmt.Errorf("%s:%d: there are two tokens named %s: give each its own name", file, n, token.Name)
		}
		names[token.Name] = true
		copy(token.hash[:], hash)
		list = append(list, token)
	}
	return list, lines.Err()
}

// List are the tokens of the file, in its order.
func (t *Tokens) List() []Token {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refresh()
	return t.list
}

// pause is how long a change of the file may go unseen.
const pause = time.Second

// refresh reads the file again where it changed. A file that cannot be read any
// more lets nobody in.
func (t *Tokens) refresh() {
	if time.Since(t.looked) < pause {
		return
	}
	t.looked = time.Now()
	info, err := os.Stat(t.file)
	if err == nil && info.ModTime().Equal(t.changed) {
		return
	}
	if err := t.read(); err != nil {
		t.list, t.changed = nil, time.Time{}
	}
}

// Check finds the role and the name of a token. It takes the same time for every
// wrong one.
func (t *Tokens) Check(token string) (Role, string) {
	hash := sha256.Sum256([]byte(token))
	role, name := Nobody, ""
	for _, known := range t.List() {
		if subtle.ConstantTimeCompare(hash[:], known.hash[:]) == 1 {
			role, name = known.Role, known.Name
		}
	}
	return role, name
}

// New makes a token and its line for the file.
func New(role Role, name string) (token, line string, err error) {
	if name == "" || strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c == '#' || c == 0x7f }) {
		return "", "", fmt.Errorf("name %q: give one word", name)
	}
	token = "detente_" + rand.Text() + rand.Text()[:6]
	hash := sha256.Sum256([]byte(token))
	return token, fmt.Sprintf("%s %s %s\n", role, name, hex.EncodeToString(hash[:])), nil
}

// Add appends a new token to a file, which is made where it is not there, and
// gives the token: this is the only time that it is seen.
func Add(file string, role Role, name string) (token string, err error) {
	token, line, err := New(role, name)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	defer f.Close()
	old, err := io.ReadAll(f)
	if err != nil {
		return "", err
	}
	if len(old) > 0 && old[len(old)-1] != '\n' {
		line = "\n" + line
	}
	if _, err := parse(file, append(old, line...)); err != nil {
		return "", err
	}
	if _, err := f.WriteString(line); err != nil {
		return "", err
	}
	return token, f.Close()
}

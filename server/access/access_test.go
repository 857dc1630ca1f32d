package access

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTokensAreKeptAsHashes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(file, []byte("# ours"), 0o600); err != nil { // without a line end
		t.Fatal(err)
	}
	token, err := Add(file, Writer, "alice")
	if err != nil {
		t.Fatal(err)
	}
	other, err := Add(file, Reader, "bob")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(text), token) || token == other || len(token) < 40 {
		t.Errorf("the file holds %s, %v", text, err)
	}
	tokens, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if role, name := tokens.Check(token); role != Writer || name != "alice" {
		t.Errorf("%s %s", role, name)
	}
	for _, wrong := range []string{"", other + "x", strings.ToUpper(token), strings.Fields(string(text))[3], token[:len(token)-1]} {
		if role, _ := tokens.Check(wrong); role != Nobody {
			t.Errorf("%q may %s", wrong, role)
		}
	}
	if _, err := Add(file, Reader, "alice"); err == nil {
		t.Error("two tokens of one name")
	}
	for _, name := range []string{"", "a b", "a#b", "a\nb"} {
		if _, err := Add(file, Reader, name); err == nil {
			t.Errorf("name %q was taken", name)
		}
	}
}

func TestATokenThatIsTakenOutIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	token, err := Add(file, Reader, "bob")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if role, _ := tokens.Check(token); role != Reader {
		t.Fatal("not known")
	}
	for _, text := range []string{"# nobody\n", "read bob broken\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, time.Now(), time.Now().Add(time.Duration(len(text))*time.Hour)); err != nil {
			t.Fatal(err)
		}
		tokens.mu.Lock()
		tokens.looked = time.Time{} // the pause is over
		tokens.mu.Unlock()
		if role, _ := tokens.Check(token); role != Nobody {
			t.Errorf("with %q it may still %s", text, role)
		}
	}
}

func TestFaultsOfATokenFileAreNamed(t *testing.T) {
	hash := strings.Repeat("0", 64)
	for text, has := range map[string]string{
		"read bob":            "tokens:1: want ROLE NAME HASH",
		"\nadmin bob " + hash: `tokens:2: role "admin"`,
		"read bob 00":         "no SHA-256",
		"read bob " + hash + "\nwrite bob " + hash: "two tokens named bob",
	} {
		if _, err := parse("tokens", []byte(text)); err == nil || !strings.Contains(err.Error(), has) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestCookieOnlyOverTLSWhereThereIsTLS(t *testing.T) {
	for proto, secure := range map[string]bool{"": false, "http": false, "https": true} {
		r, w := httptest.NewRequest("POST", "/sign-in", nil), httptest.NewRecorder()
		r.Header.Set("X-Forwarded-Proto", proto)
		SignIn(w, r, "token")
		if c := w.Result().Cookies()[0]; c.Secure != secure || !c.HttpOnly {
			t.Errorf("%q: %s", proto, c)
		}
	}
}

func FuzzTokenFile(f *testing.F) {
	f.Add("read bob " + strings.Repeat("0", 64) + "\n# x\n\nwrite a b c")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parse("tokens", []byte(text))
		if err == nil {
			for _, token := range list {
				if token.Role == Nobody || token.Name == "" {
					t.Errorf("token %+v", token)
				}
			}
		}
	})
}

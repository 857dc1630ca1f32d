// Package access says who may do what. A server that only its own machine
// reaches lets everybody read and write; one that others reach asks for a token,
// in the Authorization header of a program or in the cookie of a browser.
package access

import (
	"context"
	"net/http"
	"strings"
)

// Role is what somebody may do.
type Role int

// The roles. A writer may also read.
const (
	Nobody Role = iota
	Reader
	Writer
)

func (r Role) String() string {
	switch r {
	case Reader:
		return "read"
	case Writer:
		return "write"
	}
	return "none"
}

// ParseRole reads the name of a role: read or write.
func ParseRole(s string) (Role, bool) {
	switch s {
	case "read":
		return Reader, true
	case "write":
		return Writer, true
	}
	return Nobody, false
}

// Visitor is who makes a request.
type Visitor struct {
	Role     Role
	Name     string // of the token; empty where none is needed
	SignedIn bool   // by the cookie: can sign out
}

type key struct{}

// With is the context of a visitor's request.
func With(ctx context.Context, v Visitor) context.Context { return context.WithValue(ctx, key{}, v) }

// Of is who makes the request of a context; a context without one is nobody's.
func Of(ctx context.Context) Visitor {
	v, _ := ctx.Value(key{}).(Visitor)
	return v
}

// MayWrite reports whether the request of a context may change anything.
func MayWrite(ctx context.Context) bool { return Of(ctx).Role == Writer }

// cookie is the name of the cookie that holds a browser's token.
const cookie = "detente_token"

// Visitor finds who makes a request by its token: "Authorization: Bearer TOKEN",
// or the token as the password of Basic, which feed readers can send; else the
// cookie. Without tokens everybody may write.
func (t *Tokens) Visitor(r *http.Request) Visitor {
	if t == nil {
		return Visitor{Role: Writer}
	}
	if header := r.Header.Get("Authorization"); header != "" {
		_, token, basic := r.BasicAuth()
		if !basic {
			var scheme string
			if scheme, token, _ = strings.Cut(header, " "); !strings.EqualFold(scheme, "Bearer") {
				return Visitor{}
			}
		}
		role, name := t.Check(strings.TrimSpace(token))
		return Visitor{Role: role, Name: name}
	}
	if c, err := r.Cookie(cookie); err == nil {
		role, name := t.Check(c.Value)
		return Visitor{Role: role, Name: name, SignedIn: role != Nobody}
	}
	return Visitor{}
}

// SignIn keeps a token in the browser: no script sees it, and no request that
// another site starts carries it.
func SignIn(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Value: token, Path: "/", MaxAge: 30 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(r),
	})
}

// SignOut takes the token from the browser.
func SignOut(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(r),
	})
}

// Encrypted reports whether a request came over TLS, to this server or to a
// proxy before it.
func Encrypted(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

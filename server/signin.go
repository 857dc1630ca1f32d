package server

import (
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"detente/server/access"
)

// visitors finds who makes a request, and lets through what he may do: whoever
// may read may look and ask, only who may write may change anything.
func visitors(next http.Handler, tokens *access.Tokens) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := tokens.Visitor(r)
		r = r.WithContext(access.With(r.Context(), v))
		switch {
		case v.Role == access.Nobody && !open(r.URL.Path):
			if wantsPage(r) && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
				w.Header().Set("Cache-Control", "no-store")
				http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
				return
			}
			w.Header().Set("WWW-Authenticate", `Bearer realm="detente"`)
			if strings.HasPrefix(r.URL.Path, "/feeds/") {
				w.Header().Add("WWW-Authenticate", `Basic realm="detente"`)
			}
			refuse(w, r, http.StatusUnauthorized, `give a token: the header "Authorization: Bearer TOKEN"`)
			return
		case v.Role != access.Writer && changes(r):
			refuse(w, r, http.StatusForbidden, "this token may only read: what changes something needs a token that may write")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// open are the paths that need no token.
func open(path string) bool {
	return path == "/sign-in" || path == "/sign-in.css" || path == "/healthz" || strings.HasPrefix(path, "/static/")
}

// harmless are the paths that are posted to and change nothing.
var harmless = []string{"/sign-in", "/sign-out", "/try", "/api/v1/read"}

func changes(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return false
	}
	return !slices.Contains(harmless, r.URL.Path)
}

// signing is where a browser gives its token.
type signing struct{ tokens *access.Tokens }

func (s *signing) form(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, r.URL.Query().Get("next"), "")
}

func (s *signing) show(w http.ResponseWriter, r *http.Request, status int, next, fault string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	signIn.Execute(w, map[string]any{"Next": within(next), "Fault": fault, "Needed": s.tokens != nil, "In": access.Of(r.Context()).SignedIn})
}

func (s *signing) in(w http.ResponseWriter, r *http.Request) {
	token, next := strings.TrimSpace(r.PostFormValue("token")), r.PostFormValue("next")
	if s.tokens != nil {
		if role, _ := s.tokens.Check(token); role == access.Nobody {
			s.show(w, r, http.StatusUnauthorized, next, "This token is not known. Check that it is whole.")
			return
		}
		access.SignIn(w, r, token)
	}
	http.Redirect(w, r, within(next), http.StatusSeeOther)
}

func (s *signing) out(w http.ResponseWriter, r *http.Request) {
	access.SignOut(w, r)
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// within is an address of this server, else its first page: a form must not
// lead elsewhere.
func within(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

//go:embed signin.html
var signInPage string

//go:embed signin.css
var signInStyle []byte

var signIn = template.Must(template.New("sign-in").Parse(signInPage))

func (s *signing) style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Write(signInStyle)
}

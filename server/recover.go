package server

import (
	"fmt"
	"html/template"
	"net/http"
	"runtime/debug"
	"strings"

	"detente/server/problem"
)

// recovered answers a request whose handler failed altogether, and logs where.
func recovered(next http.Handler, log *requestLog) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			log.fault(fmt.Sprintf("%s %s: internal error: %v\n%s", r.Method, r.URL.Path, p, debug.Stack()))
			if a, ok := w.(*answer); ok && a.status != 0 {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
			refuse(w, r, http.StatusInternalServerError, "an internal error, which is in the server's log")
		}()
		next.ServeHTTP(w, r)
	})
}

// refuse answers with an error: a page to a browser, else a problem.
func refuse(w http.ResponseWriter, r *http.Request, status int, detail string) {
	if !wantsPage(r) {
		problem.Write(w, status, detail)
		return
	}
	h := w.Header()
	h.Del("Content-Encoding")
	h.Del("ETag")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	refusal.Execute(w, map[string]any{"Title": http.StatusText(status), "Detail": strings.ToUpper(detail[:1]) + detail[1:] + "."})
}

// wantsPage reports whether a person with a browser asks for a page.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") &&
		!strings.HasPrefix(r.URL.Path, "/api/") && !strings.HasPrefix(r.URL.Path, "/feeds/")
}

var refusal = template.Must(template.New("refusal").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}} · detente</title>
<link rel="stylesheet" href="/sign-in.css">
<main>
<h1>{{.Title}}</h1>
<p>{{.Detail}}</p>
<p><a href="/">To the first page</a></p>
</main>
</html>
`))

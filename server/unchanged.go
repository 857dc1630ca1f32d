package server

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"detente/server/access"
	"detente/store"
)

// unchanged answers 304 where a client has the answer already. An answer hangs
// on the program and its data, on the database, on what is asked and by whom, and
// on the day, since commitments fall due: its tag is a hash of these, so that it
// is known before the answer is made.
func unchanged(next http.Handler, db store.Store, build string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead || db == nil {
			w.Header().Set("Cache-Control", "no-store")
			next.ServeHTTP(w, r)
			return
		}
		version, err := db.Version(r.Context())
		if err != nil {
			next.ServeHTTP(w, r) // which will meet the error itself
			return
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{build, version, time.Now().UTC().Format(time.DateOnly), access.Of(r.Context()).Role.String(),
			r.Host, r.URL.RequestURI(), r.Header.Get("Accept"), r.Header.Get("Cookie")}))
		tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		h := w.Header()
		h.Set("ETag", tag)
		h.Set("Cache-Control", "private, no-cache")
		h.Add("Vary", "Accept, Authorization, Cookie")
		if matches(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		next.ServeHTTP(&tagged{ResponseWriter: w}, r)
	})
}

// matches is the weak comparison of RFC 9110, section 13.1.2.
func matches(header, tag string) bool {
	for t := range strings.SplitSeq(header, ",") {
		if t = strings.TrimSpace(t); t != "" && strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// tagged takes the tag from answers that are no success.
type tagged struct{ http.ResponseWriter }

func (t *tagged) WriteHeader(status int) {
	if status >= 300 {
		t.Header().Del("ETag")
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t *tagged) Flush() { http.NewResponseController(t.ResponseWriter).Flush() }

func (t *tagged) Unwrap() http.ResponseWriter { return t.ResponseWriter }

package server

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// hosts refuses requests under a name that is not the server's: another site
// cannot point its own name at a loopback address and read what is there (DNS
// rebinding). Loopback addresses are always right; no names admit every one.
func hosts(next http.Handler, names []string) http.Handler {
	if len(names) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := hostname(r.Host)
		if addr, err := netip.ParseAddr(name); err != nil || !addr.IsLoopback() {
			if !slices.Contains(names, strings.ToLower(name)) {
				refuse(w, r, http.StatusMisdirectedRequest, "this server is not known as "+name+": ask it as "+strings.Join(names, " or "))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// hostname is a Host header without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// sameOrigin refuses requests of a browser that would change something on behalf
// of another site (cross-site request forgery).
func sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusForbidden, "another site started this request: open this server's own page and send it from there")
	}))
	return guard.Handler(next)
}

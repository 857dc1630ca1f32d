package fetch

import (
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// server answers for every host; its client may reach this very server.
func server(t *testing.T, handler http.Handler) (*httptest.Server, *Client) {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	own := netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://"))
	c := New(Options{Timeout: 2 * time.Second, MaxBytes: 1 << 20, Pause: time.Millisecond, Allow: func(a netip.AddrPort) bool { return a == own }})
	t.Cleanup(c.Close)
	return s, c
}

func TestGet(t *testing.T) {
	mux := http.NewServeMux()
	asked := 0
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		asked++
		fmt.Fprint(w, "User-agent: *\nDisallow: /private\n")
	})
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Type", "text/html; charset=ISO-8859-1")
		fmt.Fprint(w, "hello", r.Header.Get("Cookie"), r.UserAgent())
	})
	mux.HandleFunc("/there", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/busy", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(503)
	})
	s, c := server(t, mux)
	get := func(path string, known Known) (*Response, error) { return c.Get(t.Context(), s.URL+path, known) }

	res, err := get("/there", Known{})
	if err != nil || string(res.Body) != "hellodetente/1" || res.URL != s.URL+"/page" || res.Charset != "ISO-8859-1" || res.ContentType != "text/html" {
		t.Fatalf("%+v, %v", res, err)
	}
	if res, err = get("/page", res.Known); err != nil || !res.NotModified || res.Known.ETag != `"v1"` {
		t.Errorf("again: %+v, %v", res, err)
	}
	if res, err = get("/busy", Known{}); err != nil || res.Status != 503 || res.RetryAfter != 2*time.Minute {
		t.Errorf("busy: %+v, %v", res, err)
	}
	var refused *Refused
	for path, why := range map[string]string{"/private/a": "robots", "/loop": "redirects"} {
		if _, err := get(path, Known{}); !errors.As(err, &refused) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if asked != 1 {
		t.Errorf("robots.txt was asked for %d times", asked)
	}
}

func TestRefused(t *testing.T) {
	mux := http.NewServeMux()
	for i, to := range []string{"http://127.0.0.1:1/", "http://localhost/", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "file:///etc/passwd", "http://10.0.0.1:8080/", "gopher://x/", "http://user:secret@example.org/"} {
		mux.HandleFunc(fmt.Sprintf("/to%d", i), func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}
	s, c := server(t, mux)
	var refused *Refused
	for i := range 8 {
		if _, err := c.Get(t.Context(), fmt.Sprintf("%s/to%d", s.URL, i), Known{}); !errors.As(err, &refused) {
			t.Errorf("redirect %d: %v", i, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("a password is shown: %v", err)
		}
	}
	for _, address := range []string{"ftp://example.org/", "//x", "", "http://", "javascript:alert(1)", "http://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0/", "http://" + strings.Repeat("a", 5000)} {
		if _, err := c.Get(t.Context(), address, Known{}); err == nil {
			t.Errorf("%q was fetched", address)
		}
	}
}

func TestPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "8.8.8.8": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false,
		"224.0.0.1": false, "255.255.255.255": false, "::1": false, "fe80::1": false, "fc00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if Public(netip.MustParseAddr(a)) != want {
			t.Errorf("%s: want %v", a, want)
		}
	}
}

// Every coding that is asked for is read, and none that was not.
func TestCodings(t *testing.T) {
	text := strings.Repeat("Arnor and Gondor met. ", 100)
	s, c := server(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), name) {
			t.Errorf("asked with %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", name)
		var z io.WriteCloser
		switch name {
		case "gzip":
			z = gzip.NewWriter(w)
		case "deflate":
			z = zlib.NewWriter(w)
		case "br":
			z = brotli.NewWriter(w)
		case "zstd":
			z, _ = zstd.NewWriter(w)
		}
		io.WriteString(z, text)
		z.Close()
	}))
	c.opts.IgnoreRobots = true
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		res, err := c.Get(t.Context(), s.URL+"/"+name, Known{})
		if err != nil || string(res.Body) != text {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Endless and slow answers, bombs and long headers end in an error, soon.
func TestHostileServers(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 1000 {
			if _, err := z.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
		z.Close()
	})
	mux.HandleFunc("/brbomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		z := brotli.NewWriterLevel(w, 1)
		for range 1000 {
			if _, err := z.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
		z.Close()
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/header", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X", strings.Repeat("x", 200<<10)) })
	s, c := server(t, mux)
	c.opts.IgnoreRobots, c.opts.Timeout = true, time.Second
	for _, path := range []string{"/endless", "/bomb", "/brbomb", "/slow", "/header"} {
		start := time.Now()
		if _, err := c.Get(t.Context(), s.URL+path, Known{}); err == nil || time.Since(start) > 3*time.Second {
			t.Errorf("%s: %v after %s", path, err, time.Since(start))
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, s.URL+"/slow", Known{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled request: %v", err)
	}
}

// A server that cannot say what it forbids is left alone for a while.
func TestRobotsDown(t *testing.T) {
	s, c := server(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) }))
	var refused *Refused
	if _, err := c.Get(t.Context(), s.URL+"/page", Known{}); !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
}

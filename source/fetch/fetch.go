// Package fetch gets pages and feeds from the web without trusting it, and
// without being a burden to it.
//
// Safe: only http and https on their own ports; addresses that are not public
// are refused at the moment of the connection, after the name was resolved and
// at every redirect, so that a name cannot turn to another address in between
// (DNS rebinding); limits on time, size and redirects; no cookies, no
// credentials, no proxy. Polite: an honest User-Agent, robots.txt (RFC 9309), one
// request at a time to a host with a pause between, conditional requests.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"detente/source/coding"
)

// Options are the choices of a Client; zero values take the defaults.
type Options struct {
	UserAgent    string        // "detente/1 (+https://...)": who asks, and where to complain
	Timeout      time.Duration // of one request with its redirects; 30 s
	MaxBytes     int64         // of a body, after decompression; 16 MB
	MaxRedirects int           // 5
	Pause        time.Duration // between requests to a host; 2 s. robots.txt may ask for more
	IgnoreRobots bool
	// Allow admits an address that would be refused: for tests, and for those
	// who read from their own network.
	Allow func(netip.AddrPort) bool
}

// Client fetches. It may be used by many goroutines at once.
type Client struct {
	opts   Options
	http   *http.Client
	robots *robots
	hosts  *hosts
}

// New makes a client.
func New(opts Options) *Client {
	if opts.UserAgent == "" {
		opts.UserAgent = "detente/1"
	}
	if opts.Timeout == 0 {
		opts.Timeout = 30 * time.Second
	}
	if opts.MaxBytes == 0 {
		opts.MaxBytes = 16 << 20
	}
	if opts.MaxRedirects == 0 {
		opts.MaxRedirects = 5
	}
	if opts.Pause == 0 {
		opts.Pause = 2 * time.Second
	}
	c := &Client{opts: opts, hosts: newHosts()}
	c.robots = newRobots(c)
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: c.control}
	c.http = &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    10 * time.Second,
			ResponseHeaderTimeout:  opts.Timeout,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConns:           50,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        30 * time.Second,
			ForceAttemptHTTP2:      true,
		},
		// Redirects are followed here, so that each step is checked.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Known is what is known of a page from the last time, for a conditional request.
type Known struct{ ETag, Modified string }

// Response is what came back.
type Response struct {
	URL         string // after redirects
	Status      int
	NotModified bool // since what was known
	Body        []byte
	ContentType string // without parameters, in lower case: text/html
	Charset     string
	Known       Known         // for the next time
	RetryAfter  time.Duration // that the server asks for
}

// Refused is an error for what is not fetched on principle: asking again would
// give the same answer.
type Refused struct {
	URL string
	Why string
}

func (e *Refused) Error() string { return fmt.Sprintf("%s: refused: %s", e.URL, e.Why) }

// Get fetches an address. It waits for the host's turn. The error is a *Refused,
// the context's, or one of the network; a status that is not 200 or 304 is no
// error.
func (c *Client) Get(ctx context.Context, address string, known Known) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout+c.opts.Pause+maxDelay)
	defer cancel()
	for step := 0; ; step++ {
		u, err := check(address)
		if err != nil {
			return nil, err
		}
		delay := c.opts.Pause
		if !c.opts.IgnoreRobots {
			allowed, wants, err := c.robots.allow(ctx, u)
			if err != nil {
				return nil, err
			}
			if !allowed {
				return nil, &Refused{address, "robots.txt forbids it"}
			}
			delay = max(delay, wants)
		}
		if err := c.hosts.wait(ctx, u.Host, delay); err != nil {
			return nil, err
		}
		resp, err := c.once(ctx, u, known)
		if err != nil {
			return nil, err
		}
		location := resp.redirect
		if location == "" {
			return &resp.Response, nil
		}
		if step >= c.opts.MaxRedirects {
			return nil, &Refused{address, "more than " + strconv.Itoa(c.opts.MaxRedirects) + " redirects"}
		}
		next, err := u.Parse(location)
		if err != nil {
			return nil, &Refused{address, "redirects to what is no address"}
		}
		if u.Scheme == "https" && next.Scheme == "http" {
			return nil, &Refused{address, "redirects from https to http"}
		}
		address, known = next.String(), Known{}
	}
}

type answer struct {
	Response
	redirect string
}

// once makes one request without following redirects.
func (c *Client) once(ctx context.Context, u *url.URL, known Known) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Refused{u.String(), err.Error()}
	}
	req.Header.Set("User-Agent", c.opts.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/xml, application/rss+xml, application/atom+xml, application/feed+json, text/plain;q=0.8, application/pdf;q=0.5")
	req.Header.Set("Accept-Language", "en")
	req.Header.Set("Accept-Encoding", coding.Accept)
	if known.ETag != "" {
		req.Header.Set("If-None-Match", known.ETag)
	}
	if known.Modified != "" {
		req.Header.Set("If-Modified-Since", known.Modified)
	}
	res, err := c.http.Do(req)
	if err != nil {
		var refused *Refused
		if errors.As(err, &refused) {
			refused.URL = u.String()
			return nil, refused
		}
		return nil, err
	}
	defer res.Body.Close()
	a := &answer{Response: Response{
		URL: u.String(), Status: res.StatusCode, NotModified: res.StatusCode == http.StatusNotModified,
		Known:      Known{short(res.Header.Get("ETag")), short(res.Header.Get("Last-Modified"))},
		RetryAfter: retryAfter(res.Header.Get("Retry-After")),
	}}
	if kind, params, err := mime.ParseMediaType(res.Header.Get("Content-Type")); err == nil {
		a.ContentType, a.Charset = kind, params["charset"]
	}
	switch res.StatusCode {
	case 301, 302, 303, 307, 308:
		a.redirect = res.Header.Get("Location")
		return a, nil
	case http.StatusNotModified:
		if a.Known == (Known{}) {
			a.Known = known
		}
		return a, nil
	}
	body, err := coding.Reader(res.Body, res.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", u.Redacted(), err)
	}
	defer body.Close()
	// The limit counts bytes after decompression.
	if a.Body, err = io.ReadAll(io.LimitReader(body, c.opts.MaxBytes+1)); err != nil {
		return nil, err
	}
	if int64(len(a.Body)) > c.opts.MaxBytes {
		return nil, &Refused{u.String(), fmt.Sprintf("more than %d MB", c.opts.MaxBytes>>20)}
	}
	return a, nil
}

// short drops what a server could send to fill a database.
func short(s string) string {
	if len(s) > 256 {
		return ""
	}
	return s
}

// retryAfter reads seconds or a date; no more than a day is believed.
func retryAfter(s string) time.Duration {
	d := time.Duration(0)
	if n, err := strconv.Atoi(s); err == nil {
		d = time.Duration(n) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		d = time.Until(t)
	}
	return min(max(d, 0), 24*time.Hour)
}

// check refuses what is no public address of the web by its looks.
func check(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || len(address) > 4096:
		return nil, &Refused{address[:min(len(address), 100)], "this is no address"}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Refused{address, "only http and https are fetched"}
	case u.User != nil:
		return nil, &Refused{u.Redacted(), "an address with a password is not fetched"}
	case u.Hostname() == "":
		return nil, &Refused{address, "the address has no host"}
	}
	u.Fragment = ""
	return u, nil
}

// control is called with the resolved address of every connection.
func (c *Client) control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Refused{address, "the address cannot be read"}
	}
	if c.opts.Allow != nil && c.opts.Allow(to) {
		return nil
	}
	if p := to.Port(); p != 80 && p != 443 {
		return &Refused{address, "only ports 80 and 443 are asked"}
	}
	if !Public(to.Addr()) {
		return &Refused{address, "the host has an address that is not public"}
	}
	return nil
}

// Public reports whether an address belongs to the public network.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// special are the networks of the IANA special-purpose address registries (RFC
// 6890) that the standard library does not know, and ways to smuggle an IPv4
// address into an IPv6 one.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carrier NAT
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), // documentation
	netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"),
	netip.MustParsePrefix("64:ff9b::/96"), // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4
	netip.MustParsePrefix("fec0::/10"),
}

package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"
)

// Post sends a body to an address and gives the status of the answer, whose own
// body is not kept. The address is checked as that of Get is; redirects are not
// followed. robots.txt is not asked: whoever gave the address wants the body.
func (c *Client) Post(ctx context.Context, address string, header http.Header, body []byte) (status int, retry time.Duration, err error) {
	u, err := check(address)
	if err != nil {
		return 0, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return 0, 0, &Refused{u.String(), err.Error()}
	}
	req.Header = header.Clone()
	req.Header.Set("User-Agent", c.opts.UserAgent)
	res, err := c.http.Do(req)
	if err != nil {
		var refused *Refused
		if errors.As(err, &refused) {
			refused.URL = u.String()
			return 0, 0, refused
		}
		return 0, 0, err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // so that the connection can be used again
	return res.StatusCode, retryAfter(res.Header.Get("Retry-After")), nil
}

// Admits says what is wrong with an address by its looks, before it is asked: it
// is none, or its host is an address of a network that is not public. A name is
// checked when it is connected to.
func (c *Client) Admits(address string) error {
	u, err := check(address)
	if err != nil {
		return err
	}
	host, err := netip.ParseAddr(u.Hostname())
	if err != nil {
		return nil
	}
	port := map[string]uint16{"http": 80, "https": 443}[u.Scheme]
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return &Refused{address, "the port is none"}
		}
		port = uint16(n)
	}
	var refused *Refused
	if err := c.control("tcp", netip.AddrPortFrom(host, port).String(), nil); errors.As(err, &refused) {
		refused.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
		return refused
	}
	return nil
}

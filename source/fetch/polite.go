package fetch

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	maxDelay    = 30 * time.Second // that robots.txt may ask for between requests
	robotsLives = 24 * time.Hour   // RFC 9309, section 2.4
	robotsRetry = 10 * time.Minute // after a server that could not answer
	robotsMax   = 500 << 10        // RFC 9309, section 2.5
	maxHosts    = 10_000           // that are remembered
)

// hosts lets one request at a time go to a host, with a pause between.
type hosts struct {
	mu   sync.Mutex
	next map[string]time.Time
}

func newHosts() *hosts { return &hosts{next: map[string]time.Time{}} }

// wait waits for the turn of a host.
func (h *hosts) wait(ctx context.Context, host string, pause time.Duration) error {
	h.mu.Lock()
	now := time.Now()
	turn := h.next[host]
	if turn.Before(now) {
		turn = now
	}
	if len(h.next) >= maxHosts {
		for k, t := range h.next {
			if t.Before(now) {
				delete(h.next, k)
			}
		}
	}
	// A little chance keeps many clients from marching in step.
	h.next[host] = turn.Add(pause + rand.N(pause/4+1))
	h.mu.Unlock()
	timer := time.NewTimer(turn.Sub(now))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// robots remembers what hosts forbid.
type robots struct {
	client *Client
	mu     sync.Mutex
	rules  map[string]*hostRules
}

type hostRules struct {
	mu      sync.Mutex
	until   time.Time
	group   *robotstxt.Group
	refused bool // the server could not answer: for now nothing is allowed
}

func newRobots(c *Client) *robots { return &robots{client: c, rules: map[string]*hostRules{}} }

// allow reports whether robots.txt allows an address, and the pause it asks for.
func (r *robots) allow(ctx context.Context, u *url.URL) (bool, time.Duration, error) {
	r.mu.Lock()
	key := u.Scheme + "://" + u.Host
	h := r.rules[key]
	if h == nil {
		if len(r.rules) >= maxHosts {
			clear(r.rules)
		}
		h = &hostRules{}
		r.rules[key] = h
	}
	r.mu.Unlock()

	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Now().After(h.until) {
		if err := r.ask(ctx, key, h); err != nil {
			return false, 0, err
		}
	}
	if h.refused {
		return false, 0, nil
	}
	if h.group == nil {
		return true, 0, nil
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return h.group.Test(path), min(h.group.CrawlDelay, maxDelay), nil
}

// ask fetches robots.txt: there is none (4xx) and all is allowed, or the server
// cannot answer and nothing is for a while.
func (r *robots) ask(ctx context.Context, origin string, h *hostRules) error {
	h.group, h.refused = nil, false
	address := origin + "/robots.txt"
	for range 5 {
		u, err := check(address)
		if err != nil {
			return err
		}
		a, err := r.client.once(ctx, u, Known{})
		var refused *Refused
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &refused):
			return err
		case err != nil || a.Status >= 500:
			h.refused, h.until = true, time.Now().Add(robotsRetry)
			return nil
		case a.redirect != "":
			next, err := u.Parse(a.redirect)
			if err != nil {
				break
			}
			address = next.String()
			continue
		case a.Status == 200:
			data, err := robotstxt.FromBytes(a.Body[:min(len(a.Body), robotsMax)])
			if err == nil {
				h.group = data.FindGroup(r.client.opts.UserAgent)
			}
		}
		break
	}
	h.until = time.Now().Add(robotsLives)
	return nil
}

// Package subscription tells of new events: a saved query has an Atom feed, and,
// where it has an address, each new event is posted there, signed.
//
// subscription.go makes subscriptions; match.go finds what is new for them and
// keeps it as notices; send.go delivers the notices that wait, and tries again;
// atom.go writes the feed. All state is in the store: a server may be stopped at
// any point.
package subscription

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"detente/query"
	"detente/source/fetch"
	"detente/store"
)

// Service keeps and serves the subscriptions of a store.
type Service struct {
	Store  store.Store
	Groups *query.Groups
	Client *fetch.Client
	Now    func() time.Time // the clock
	Fault  func(error)      // hears what goes wrong while it runs
	Pause  time.Duration    // between looks for what is new where nothing changed; 0: five seconds
}

// Wanted is a subscription that somebody asks for.
type Wanted struct {
	ID    string // for its address; empty: made of the name
	Name  string
	Query string
	URL   string // to post to; empty: a feed alone
}

// recent is how many events a new feed begins with.
const recent = 20

// Add makes a subscription: it tells of what is added from now on, and its feed
// begins with the latest events that fit. The secret that its posts are signed
// with is in the answer. The error says what is wrong with what is wanted.
func (s *Service) Add(ctx context.Context, w Wanted) (store.Subscription, error) {
	var none store.Subscription
	f, err := s.filter(w.Query)
	if err != nil {
		return none, err
	}
	sub := store.Subscription{ID: w.ID, Name: strings.TrimSpace(w.Name), Query: strings.TrimSpace(w.Query), URL: w.URL, Created: s.now()}
	if sub.Name == "" {
		sub.Name = sub.Query
	}
	if len(sub.Name) > 200 || strings.ContainsFunc(sub.Name, unicode.IsControl) {
		return none, &Wrong{"name", errors.New("give a line of at most 200 bytes")}
	}
	if sub.ID == "" {
		sub.ID = slug(sub.Name)
	}
	if sub.ID != slug(sub.ID) || len(sub.ID) > 64 {
		return none, &Wrong{"id", fmt.Errorf("%q: give at most 64 small letters, digits and dashes", sub.ID)}
	}
	if w.URL != "" {
		if err := s.Client.Admits(w.URL); err != nil {
			return none, &Wrong{"url", err}
		}
		key := make([]byte, 24)
		rand.Read(key)
		sub.Secret = secretPrefix + base64.StdEncoding.EncodeToString(key)
	}
	// First where it begins, then what was there before: nothing falls between.
	if sub.Seen, err = s.Store.LastArrival(ctx); err != nil {
		return none, err
	}
	f.Newest, f.Limit = true, recent
	var first []store.Notice
	for e, err := range s.Store.Events(ctx, f) {
		if err != nil {
			return none, err
		}
		n, err := s.notice(ctx, e, store.Kept)
		if err != nil {
			return none, err
		}
		first = append([]store.Notice{n}, first...)
	}
	if err := s.Store.Subscribe(ctx, sub); err != nil {
		return none, err
	}
	_, err = s.Store.Notify(ctx, sub.ID, sub.Seen, sub.Seen, first)
	return sub, err
}

// Wrong is a fault in what is wanted.
type Wrong struct {
	Field string
	Err   error
}

func (e *Wrong) Error() string { return e.Field + ": " + e.Err.Error() }
func (e *Wrong) Unwrap() error { return e.Err }

// filter reads the query of a subscription.
func (s *Service) filter(expr string) (store.Filter, error) {
	f, err := query.Parse(expr)
	if err == nil && (f.Limit != 0 || f.After != "" || f.Newest) {
		err = errors.New("limit, after and newest have no meaning in a saved query: leave them out")
	}
	if err == nil && strings.TrimSpace(expr) == "" {
		err = errors.New("is empty: say what to choose, such as actor:PRK")
	}
	if err == nil {
		f, err = s.Groups.Expand(f)
	}
	if err != nil {
		return f, &Wrong{"query", err}
	}
	return f, nil
}

func (s *Service) now() string { return s.Now().UTC().Format(time.RFC3339) }

// slug is a name for an address.
func slug(name string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 64 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "query"
}

// Run tells of what is new until ctx is done. It looks at the database only when
// that has changed.
func (s *Service) Run(ctx context.Context) {
	pause := s.Pause
	if pause == 0 {
		pause = 5 * time.Second
	}
	seen := ""
	for ctx.Err() == nil {
		version, err := s.Store.Version(ctx)
		if err == nil && version != seen {
			if err = s.Match(ctx); err == nil {
				seen = version
			}
		}
		if err == nil {
			err = s.Send(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.Fault(fmt.Errorf("subscriptions: %w", err))
		}
		s.rest(ctx, seen, pause)
	}
}

// rest waits until the database has changed, but a second at least, so that an add
// of many reports is looked at now and then and not after each, and a pause at
// most, since what could not be delivered is to be tried again.
func (s *Service) rest(ctx context.Context, seen string, pause time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, pause)
	defer cancel()
	select {
	case <-ctx.Done():
		return
	case <-time.After(min(time.Second, pause/2)):
	}
	if _, err := s.Store.Await(ctx, seen); err != nil {
		<-ctx.Done() // the time is up, or the database is away
	}
}

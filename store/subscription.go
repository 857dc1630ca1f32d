package store

import (
	"context"
	"errors"
)

// ErrExists says that there is such a thing already.
var ErrExists = errors.New("is in the database already")

// Subscribing is the memory of those who want to be told of new events: saved
// queries, and the notices that came of them. The queries are run by package
// subscription; the store keeps what must not be lost.
//
// A notice is kept in the same transaction that moves its subscription on, so
// that no event is told twice or not at all, however often the server is killed.
type Subscribing interface {
	// Subscribe keeps a subscription. ErrExists: there is one with its identifier.
	Subscribe(ctx context.Context, s Subscription) error
	// Unsubscribe drops one with its notices. ErrNotFound: there is none.
	Unsubscribe(ctx context.Context, id string) error
	// Subscriptions are all of them, in the order of their identifiers.
	Subscriptions(ctx context.Context) ([]Subscription, error)

	// Arrived are the documents of the current run that were added after the one
	// with the number after, by number, at most limit. A number is given to a
	// document when it is added and never again; what replaces a document keeps
	// its number. No document may appear below a number that was seen: a store
	// whose writers work at the same time holds numbers back until those below
	// are decided.
	Arrived(ctx context.Context, after int64, limit int) ([]Arrival, error)
	// LastArrival is the number of the newest document, 0 where there is none.
	LastArrival(ctx context.Context) (int64, error)

	// Notify keeps notices of a subscription and moves its Seen from one number
	// to another, in one transaction; it does nothing and says false where Seen
	// is not from any more. Of the notices that wait for nothing it keeps the
	// newest KeepNotices.
	Notify(ctx context.Context, subscription string, from, to int64, notices []Notice) (bool, error)
	// Notices are those of a subscription, the newest first, at most limit.
	Notices(ctx context.Context, subscription string, limit int) ([]Notice, error)
	// Claim takes notices that wait and whose Next is not after now, the oldest
	// first, at most limit, and sets their Next to until: nobody else claims them
	// before. Times are RFC 3339 in UTC.
	Claim(ctx context.Context, now, until string, limit int) ([]Notice, error)
	// Settle writes State, Attempts, Next and Fault of a notice, by its number.
	Settle(ctx context.Context, n Notice) error
}

// KeepNotices is how many notices of a subscription are kept for its feed.
const KeepNotices = 200

// Subscription is a saved query whose new events somebody wants to hear of.
type Subscription struct {
	ID      string // in addresses: letters, digits and dashes
	Name    string // for people
	Query   string // in the language of package query
	URL     string // that notices are posted to; empty: a feed alone
	Secret  string // that they are signed with
	Created string // RFC 3339
	Seen    int64  // number of the last document that was looked at
}

// Arrival is a document that was added.
type Arrival struct {
	Number   int64
	Document string
}

// Notice tells of a new event.
type Notice struct {
	Number       int64       // given by the store, rising
	Subscription string      // Subscription.ID
	Told         Told        // what is told
	At           string      // RFC 3339: when the event was seen to be new
	State        NoticeState // of its delivery
	Attempts     int         // to deliver it
	Next         string      // RFC 3339: not to be tried before
	Fault        string      // of the last attempt
}

// Told is an event as it was when it was new, with the words that show it.
type Told struct {
	Event    Event  `json:"event"`
	Title    string `json:"title,omitempty"` // of the report
	Sentence string `json:"sentence"`
}

// NoticeState is where the delivery of a notice stands.
type NoticeState string

// The states of a notice.
const (
	Kept    NoticeState = "kept"    // for the feed: there is nothing to deliver
	Waiting NoticeState = "waiting" // to be delivered
	Sent    NoticeState = "sent"
	Failed  NoticeState = "failed" // given up
)

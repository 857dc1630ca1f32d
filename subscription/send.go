package subscription

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"detente/source/fetch"
	"detente/store"
)

// Posts are made as the Standard Webhooks specification says
// (standardwebhooks.com): the headers webhook-id, webhook-timestamp and
// webhook-signature, so that a receiver can check them with a library. The id of
// a notice is the same in every attempt: one who got it already can tell.

// waits are the times between attempts. After the last one it is given up.
var waits = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

const (
	claimed = 40               // notices that are taken at a time
	lease   = 15 * time.Minute // for which nobody else takes them
)

// Body is what is posted.
type Body struct {
	Type      string `json:"type"` // event.new
	Timestamp string `json:"timestamp"`
	Data      Data   `json:"data"`
}

// Data is the event with the subscription that wants it.
type Data struct {
	Subscription string `json:"subscription"`
	Name         string `json:"name"`
	Query        string `json:"query"`
	store.Told
}

// Send delivers the notices that wait and whose time has come, those of one
// subscription one after another, in their order.
func (s *Service) Send(ctx context.Context) error {
	for {
		now := s.Now().UTC()
		notices, err := s.Store.Claim(ctx, now.Format(time.RFC3339), now.Add(lease).Format(time.RFC3339), claimed)
		if err != nil || len(notices) == 0 {
			return err
		}
		subs, err := s.Store.Subscriptions(ctx)
		if err != nil {
			return err
		}
		known := map[string]store.Subscription{}
		for _, sub := range subs {
			known[sub.ID] = sub
		}
		of := map[string][]store.Notice{}
		for _, n := range notices {
			of[n.Subscription] = append(of[n.Subscription], n)
		}
		var group sync.WaitGroup
		errs := make(chan error, len(of))
		for id, list := range of {
			sub, ok := known[id]
			if !ok { // dropped since
				continue
			}
			group.Go(func() { errs <- s.sendAll(ctx, sub, list) })
		}
		group.Wait()
		close(errs)
		for e := range errs {
			err = errors.Join(err, e)
		}
		if err != nil || ctx.Err() != nil {
			return err
		}
	}
}

// sendAll delivers notices until one fails; those behind it wait with it.
func (s *Service) sendAll(ctx context.Context, sub store.Subscription, notices []store.Notice) error {
	settle := context.WithoutCancel(ctx)
	next := ""
	for _, n := range notices {
		switch {
		case ctx.Err() != nil: // stopped: the next server goes on at once
			n.Next = s.now()
		case next != "":
			n.Next = next
		default:
			s.send(ctx, sub, &n)
			if ctx.Err() != nil && n.State == store.Waiting {
				n.Attempts, n.Next = n.Attempts-1, s.now()
			} else if n.State == store.Waiting {
				next = n.Next
			}
		}
		if err := s.Store.Settle(settle, n); err != nil {
			return err
		}
	}
	return nil
}

// send makes one attempt and notes what came of it.
func (s *Service) send(ctx context.Context, sub store.Subscription, n *store.Notice) {
	n.Attempts++
	status, retry, err := s.post(ctx, sub, n)
	var refused *fetch.Refused
	switch {
	case err == nil && status >= 200 && status < 300:
		n.State, n.Fault = store.Sent, ""
		return
	case errors.As(err, &refused):
		n.Fault = refused.Why
	case err != nil:
		n.Fault = err.Error()
	default:
		n.Fault = fmt.Sprintf("answered %d %s", status, http.StatusText(status))
	}
	if n.Attempts > len(waits) || status == http.StatusGone {
		n.State = store.Failed
		return
	}
	n.Next = s.Now().UTC().Add(max(waits[n.Attempts-1], retry)).Format(time.RFC3339)
}

func (s *Service) post(ctx context.Context, sub store.Subscription, n *store.Notice) (status int, retry time.Duration, err error) {
	body, err := json.Marshal(Body{Type: "event.new", Timestamp: n.At, Data: Data{Subscription: sub.ID, Name: sub.Name, Query: sub.Query, Told: n.Told}})
	if err != nil {
		return 0, 0, err
	}
	id, at := sub.ID+"-"+strconv.FormatInt(n.Number, 10), strconv.FormatInt(s.Now().Unix(), 10)
	header := http.Header{"Content-Type": {"application/json"}, "Webhook-Id": {id}, "Webhook-Timestamp": {at}, "Webhook-Signature": {Sign(sub.Secret, id, at, body)}}
	return s.Client.Post(ctx, sub.URL, header, body)
}

const secretPrefix = "whsec_"

// Sign is the signature of a post: HMAC-SHA256 over id, time and body with points
// between, in base64 behind "v1,".
func Sign(secret, id, timestamp string, body []byte) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		key = []byte(secret)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, timestamp, body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

package subscription

import (
	"context"
	"fmt"

	"detente/store"
)

// arrivals is how many documents are looked at in one step, after which the
// store knows how far a subscription is.
const arrivals = 200

// Match finds the new events of every subscription and keeps them as notices. A
// fault in one, such as a query with a group that is gone, does not hold up the
// others.
func (s *Service) Match(ctx context.Context) error {
	subs, err := s.Store.Subscriptions(ctx)
	if err != nil {
		return err
	}
	for _, sub := range subs {
		if err := s.match(ctx, sub); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			s.Fault(fmt.Errorf("subscription %s: %w", sub.ID, err))
		}
	}
	return nil
}

func (s *Service) match(ctx context.Context, sub store.Subscription) error {
	f, err := s.filter(sub.Query)
	if err != nil {
		return err
	}
	state := store.Kept
	if sub.URL != "" {
		state = store.Waiting
	}
	for {
		arrived, err := s.Store.Arrived(ctx, sub.Seen, arrivals)
		if err != nil || len(arrived) == 0 {
			return err
		}
		var notices []store.Notice
		for _, a := range arrived {
			if notices, err = s.news(ctx, notices, f, a.Document, state); err != nil {
				return err
			}
		}
		last := arrived[len(arrived)-1].Number
		moved, err := s.Store.Notify(ctx, sub.ID, sub.Seen, last, notices)
		if err != nil || !moved { // not moved: another server did it
			return err
		}
		sub.Seen = last
	}
}

// news appends a notice for each event of a document that a filter chooses. A
// filter that wants each fact once gets it when it is told first.
func (s *Service) news(ctx context.Context, notices []store.Notice, f store.Filter, document string, state store.NoticeState) ([]store.Notice, error) {
	if f.Document != "" && f.Document != document {
		return notices, nil
	}
	once := f.Once
	f.Document, f.Once = document, false
	for e, err := range s.Store.Events(ctx, f) {
		if err != nil {
			return nil, err
		}
		if once && !e.First {
			continue
		}
		n, err := s.notice(ctx, e, state)
		if err != nil {
			return nil, err
		}
		notices = append(notices, n)
	}
	return notices, nil
}

// notice tells of an event with the words that show it.
func (s *Service) notice(ctx context.Context, e store.Event, state store.NoticeState) (store.Notice, error) {
	r, err := s.Store.Get(ctx, e.Document)
	if err != nil {
		return store.Notice{}, err
	}
	now := s.now()
	return store.Notice{Told: store.Told{Event: e, Title: r.Document.Title, Sentence: e.Spans.Sentence.In(r.Document.Text)}, At: now, Next: now, State: state}, nil
}

package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"detente/server/access"
	"detente/store"
	"detente/subscription"
)

// Subscription is a saved query with its feed.
type Subscription struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Query   string `json:"query"`
	Feed    string `json:"feed" doc:"path of the Atom feed"`
	URL     string `json:"url,omitempty" doc:"that new events are posted to; told only to who may write"`
	Secret  string `json:"secret,omitempty" doc:"that posts are signed with; told once, when the subscription is made"`
	Created string `json:"created" format:"date-time"`
}

// Wanted is a subscription to make.
type Wanted struct {
	Query string `json:"query" minLength:"1" doc:"in the words of the command line" example:"actor:PRK type:CONSULT"`
	Name  string `json:"name,omitempty" maxLength:"200" doc:"for people; the query if it is not given"`
	ID    string `json:"id,omitempty" doc:"for the address of the feed; made of the name if it is not given" pattern:"^[a-z0-9-]*$" maxLength:"64"`
	URL   string `json:"url,omitempty" doc:"post each new event there; a feed alone if it is not given" example:"https://example.org/hook"`
}

// Subscriptions are all of them.
type Subscriptions struct {
	Items []Subscription `json:"items"`
}

func shown(ctx context.Context, s store.Subscription) Subscription {
	out := Subscription{ID: s.ID, Name: s.Name, Query: s.Query, Feed: "/feeds/" + s.ID + ".atom", Created: s.Created}
	if access.MayWrite(ctx) {
		out.URL = s.URL
	}
	return out
}

func (a *api) subscriptions() {
	get(a, "/subscriptions", "list-subscriptions", "Saved queries with their feeds", "All subscriptions, by identifier.",
		func(ctx context.Context, _ *struct{}) (Subscriptions, error) {
			out := Subscriptions{Items: []Subscription{}}
			subs, err := a.Store.Subscriptions(ctx)
			for _, s := range subs {
				out.Items = append(out.Items, shown(ctx, s))
			}
			return out, err
		})
	huma.Register(a.API, huma.Operation{
		Method: http.MethodPost, Path: Prefix + "/subscriptions", OperationID: "add-subscription", Summary: "Save a query and be told of new events",
		Description: "Makes an Atom feed of a query, and, where an address is given, posts every new event there, signed as standardwebhooks.com says, " +
			"until it is taken. Needs a token that may write.",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: 64 << 10,
	}, func(ctx context.Context, in *struct{ Body Wanted }) (*answer[Subscription], error) {
		if !access.MayWrite(ctx) {
			return nil, huma.Error403Forbidden("this needs a token that may write")
		}
		s, err := a.Service.Add(ctx, subscription.Wanted{ID: in.Body.ID, Name: in.Body.Name, Query: in.Body.Query, URL: in.Body.URL})
		var bad *subscription.Wrong
		switch {
		case errors.As(err, &bad):
			return nil, wrong("body."+bad.Field, nil, "%v", bad.Err)
		case errors.Is(err, store.ErrExists):
			return nil, huma.Error409Conflict(err.Error() + ": give another id")
		case err != nil:
			return nil, fault(err)
		}
		out := shown(ctx, s)
		out.Secret = s.Secret
		return &answer[Subscription]{out}, nil
	})
	huma.Register(a.API, huma.Operation{
		Method: http.MethodDelete, Path: Prefix + "/subscriptions/{id}", OperationID: "remove-subscription", Summary: "Drop a saved query",
		Description: "Drops a subscription with its feed and what waits to be posted. Needs a token that may write.", DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *struct {
		ID string `path:"id" doc:"of the subscription" example:"talks"`
	}) (*struct{}, error) {
		if !access.MayWrite(ctx) {
			return nil, huma.Error403Forbidden("this needs a token that may write")
		}
		if err := a.Store.Unsubscribe(ctx, strings.TrimSpace(in.ID)); err != nil {
			return nil, fault(err)
		}
		return nil, nil
	})
}

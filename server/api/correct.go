package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"detente/record"
	"detente/server/access"
	"detente/store"
)

// Correction is what a person says of a commitment.
type Correction struct {
	State  string `json:"state" enum:"open,due,kept,broken,lapsed,met,withdrawn,superseded,renewed,rejected" doc:"where it stands; rejected: it is no commitment at all"`
	On     string `json:"on,omitempty" doc:"the day from which it is so, YYYY-MM-DD; today if it is not given" example:"2020-06-16"`
	Note   string `json:"note,omitempty" maxLength:"2000" doc:"why, or where it can be seen"`
	Author string `json:"author,omitempty" maxLength:"200" doc:"who says so; needed where no token names him"`
}

// corrections adds the confirming and correcting of commitments.
func (a *api) corrections() {
	huma.Register(a.API, huma.Operation{
		Method: http.MethodPost, Path: Prefix + "/commitments/{document}/{commitment}/corrections", OperationID: "correct-commitment",
		Summary:       "Confirm or correct where a commitment stands",
		Description:   "Keeps the state with author and time. It stands above what is inferred, and survives coding again. Needs a token that may write.",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: 64 << 10,
	}, func(ctx context.Context, in *struct {
		ByCommitment
		Body Correction
	}) (*answer[CommitmentWords], error) {
		if !access.MayWrite(ctx) {
			return nil, huma.Error403Forbidden("this needs a token that may write")
		}
		now := a.Now().UTC()
		c := store.Correction{
			Document: in.Document, Commitment: in.Commitment, As: record.State(in.Body.State), On: record.Day(now.Year(), now.Month(), now.Day()),
			Note: in.Body.Note, Author: strings.TrimSpace(in.Body.Author), At: now.Format(time.RFC3339),
		}
		if c.Author == "" {
			if c.Author = access.Of(ctx).Name; c.Author == "" {
				return nil, wrong("body.author", "", "say who says so")
			}
		}
		if in.Body.On != "" {
			day, err := record.ParseMoment(in.Body.On)
			if err != nil {
				return nil, wrong("body.on", in.Body.On, "give a day, YYYY-MM-DD")
			}
			c.On = record.Interval{Start: day, End: day.Add(0, 0, 1)}
		}
		if _, err := a.commitment(ctx, in.Document, in.Commitment); err != nil {
			return nil, fault(err)
		}
		if err := a.Store.Correct(ctx, c); err != nil {
			return nil, fault(err)
		}
		w, err := a.commitment(ctx, in.Document, in.Commitment)
		if err != nil {
			return nil, fault(err)
		}
		return &answer[CommitmentWords]{w}, nil
	})
}

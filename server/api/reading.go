package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"detente/record"
	"detente/source"
)

// Report is a report to read.
type Report struct {
	Text     string `json:"text,omitempty" doc:"the report as plain text"`
	HTML     string `json:"html,omitempty" doc:"or as a page"`
	Date     string `json:"date,omitempty" doc:"the day it appeared, YYYY-MM-DD; found in the report where it is not given" example:"2020-06-16"`
	URL      string `json:"url,omitempty" doc:"where it appeared"`
	Source   string `json:"source,omitempty" doc:"the outlet"`
	Title    string `json:"title,omitempty"`
	Author   string `json:"author,omitempty"`
	Language string `json:"language,omitempty" doc:"BCP 47"`
	ID       string `json:"id,omitempty" doc:"by which you know it: the record carries it"`
}

// mostToRead is the longest body of a report, in bytes.
const mostToRead = 3 << 20

// reading adds the reading of a report.
func (a *api) reading() {
	content := map[string]*huma.MediaType{"application/json": {Schema: a.OpenAPI().Components.Schemas.Schema(typeOf[Report](), true, "")}}
	huma.Register(a.API, huma.Operation{
		Method: http.MethodPost, Path: Prefix + "/read", OperationID: "read-report", Summary: "Read a report into its record",
		Description:  "Reads one report and answers with its record, as detente read --json prints it. Nothing is stored.",
		MaxBodyBytes: mostToRead, SkipValidateBody: true, RequestBody: &huma.RequestBody{Required: true, Content: content},
	}, func(ctx context.Context, in *struct {
		RawBody []byte `contentType:"application/json"`
	}) (*answer[record.Record], error) {
		input, err := source.FromJSON(in.RawBody)
		if err != nil {
			return nil, huma.Error422UnprocessableEntity("body: " + err.Error())
		}
		doc, err := input.Document(a.Reader.Page())
		if err != nil {
			return nil, huma.Error422UnprocessableEntity("body: " + err.Error())
		}
		select {
		case a.reads <- struct{}{}:
			defer func() { <-a.reads }()
		case <-ctx.Done():
			return nil, huma.Error503ServiceUnavailable("others have reports read just now: try again in a moment")
		}
		analysis, err := a.Reader.Read(ctx, doc)
		if err != nil {
			return nil, huma.Error422UnprocessableEntity(err.Error())
		}
		analysis.ID = input.Key
		return &answer[record.Record]{analysis.Record()}, nil
	})
}

// Package record holds the types of detente's record: what was read out of one
// report. It is the bottom of the program and imports only the standard
// library. Everything derived points back, by Span, to bytes of Document.Text.
//
// The JSON form is published in docs/record.md and docs/record.schema.json.
package record

// Schema names the version of the JSON form. Within one major version fields
// are only added.
const Schema = "detente.record/1"

// Record is everything that was read out of one report.
type Record struct {
	ID          string       `json:"id,omitempty"` // given with the input line, for --jsonl
	Schema      string       `json:"schema"`
	Version     string       `json:"version"`
	DataVersion string       `json:"data_version"`
	Document    Document     `json:"document"`
	Mentions    []Mention    `json:"mentions"`
	Actors      []Actor      `json:"actors"`
	Times       []Time       `json:"times"`
	Statements  []Statement  `json:"statements"`
	Events      []Event      `json:"events"`
	Commitments []Commitment `json:"commitments"`
	Outcomes    []Outcome    `json:"outcomes"`
	Deeds       []Deed       `json:"deeds"`
	Assessments []Assessment `json:"assessments"`
}

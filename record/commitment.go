package record

// Commitment is something that somebody bound himself or another to: a promise,
// threat, demand, ultimatum, offer, refusal or agreement.
type Commitment struct {
	ID        string         `json:"id"` // c1, c2, ...
	Kind      CommitmentKind `json:"kind"`
	By        ActorRef       `json:"by"`
	To        ActorRef       `json:"to"`
	Content   Clause         `json:"content"`
	Condition *Condition     `json:"condition"`
	Made      Interval       `json:"made"`
	Due       *Due           `json:"due"`
	State     []Step         `json:"state"`               // its life, oldest first; the last one holds
	Statement string         `json:"statement,omitempty"` // Statement.ID
	Event     string         `json:"event,omitempty"`     // Event.ID of the speech act
}

// CommitmentKind is what sort of commitment it is.
type CommitmentKind string

// The kinds of commitment.
const (
	Promise   CommitmentKind = "promise"
	Threat    CommitmentKind = "threat"
	Demand    CommitmentKind = "demand"
	Ultimatum CommitmentKind = "ultimatum"
	Offer     CommitmentKind = "offer"
	Refusal   CommitmentKind = "refusal"
	Agreement CommitmentKind = "agreement"
)

// Clause is a stretch of text with the event pattern that would fulfil it.
type Clause struct {
	Span    Span     `json:"span"`
	Text    string   `json:"text"`
	Pattern *Pattern `json:"pattern,omitempty"`
}

// Pattern is an event that has not (yet) happened, told in codes and words so
// that later events can be matched with it.
type Pattern struct {
	Source  ActorRef `json:"source"`
	Target  ActorRef `json:"target"`
	Plover  Plover   `json:"plover"`
	Cameo   string   `json:"cameo,omitempty"`
	Lemmas  []string `json:"lemmas,omitempty"` // content words: continue, develop, nuclear, program
	Negated bool     `json:"negated,omitempty"`
}

// Condition is what a commitment hangs on.
type Condition struct {
	Kind string `json:"kind"` // if, unless, until, without, in-return
	Clause
}

// Due is when a commitment falls due.
type Due struct {
	Interval
	Text string `json:"text,omitempty"` // "by the end of the year", "never again"
	Span Span   `json:"span"`
}

// Step is one state in the life of a commitment.
type Step struct {
	As         State    `json:"as"`
	On         Interval `json:"on"`
	Evidence   []Span   `json:"evidence"`
	Document   string   `json:"document,omitempty"` // of the evidence, where it is another report
	Event      string   `json:"event,omitempty"`
	Inferred   bool     `json:"inferred,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
	Author     string   `json:"author,omitempty"` // a person who confirmed or corrected
	Note       string   `json:"note,omitempty"`   // what the person wrote
	At         string   `json:"at,omitempty"`     // when, RFC 3339
}

// Outcome is what a report says of a commitment that it does not itself tell:
// "withdrew its demand". The ledger holds it against earlier reports.
type Outcome struct {
	Of        CommitmentKind `json:"of"`
	State     State          `json:"state"`
	Holder    ActorRef       `json:"holder"` // whose commitment it is, where that is told
	On        Interval       `json:"on"`
	Span      Span           `json:"span"`
	Lemmas    []string       `json:"lemmas,omitempty"` // content words beside it
	Statement string         `json:"statement,omitempty"`
}

// Deed is something that an actor is told to have done, or not to have done,
// whether an event rule codes it or not: "reopened the railway". A promise may be
// about anything; the ledger holds deeds against what was promised.
type Deed struct {
	Source    ActorRef `json:"source"`
	Date      Interval `json:"date"`
	Span      Span     `json:"span"`   // the clause
	Lemmas    []string `json:"lemmas"` // the verb, then the content words
	Undone    bool     `json:"undone,omitempty"`
	Statement string   `json:"statement,omitempty"` // who says so, where it is only claimed
}

// State is where a commitment stands.
type State string

// The states of a commitment.
const (
	Open       State = "open"
	FallenDue  State = "due"
	Kept       State = "kept"
	Broken     State = "broken"
	Lapsed     State = "lapsed"
	Met        State = "met"
	Withdrawn  State = "withdrawn"
	Superseded State = "superseded"
	Renewed    State = "renewed"
	Rejected   State = "rejected" // by a person: it is no commitment at all
)

// Assessment is somebody's judgement of a relation: "little progress",
// "a turn for the worse". It is not an event.
type Assessment struct {
	Span      Span      `json:"span"`
	By        ActorRef  `json:"by"`   // none: the report itself
	Dyad      [2]string `json:"dyad"` // actor codes
	Direction Direction `json:"direction"`
	Statement string    `json:"statement,omitempty"`
}

// Direction is where a relation is heading.
type Direction string

// The directions.
const (
	Better     Direction = "better"
	Worse      Direction = "worse"
	Unchanging Direction = "none"
)

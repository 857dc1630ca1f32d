package record

// Event is who did what to whom, when and where.
type Event struct {
	ID         string     `json:"id"` // e1, e2, ... in text order of the trigger
	Date       Interval   `json:"date"`
	Place      *Place     `json:"place"`
	Source     ActorRef   `json:"source"`
	Target     ActorRef   `json:"target"`
	Plover     Plover     `json:"plover"`
	Cameo      string     `json:"cameo"`
	Goldstein  float64    `json:"goldstein"`
	Quad       int        `json:"quad"` // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Status     Status     `json:"status"`
	Background bool       `json:"background"`
	SaidBy     *string    `json:"said_by"` // Statement.ID, nil where the report itself asserts the event
	Count      []Count    `json:"count"`
	Rule       string     `json:"rule"`
	Spans      EventSpans `json:"spans"`
}

// Plover is the event's code in the PLOVER ontology.
type Plover struct {
	Type     string   `json:"type"`
	Mode     string   `json:"mode,omitempty"`
	Contexts []string `json:"contexts"`
}

// Place is where an event took place.
type Place struct {
	Name    string `json:"name"`
	Country string `json:"country,omitempty"` // ISO 3166 alpha-3
	Span    Span   `json:"span"`
}

// Count is a magnitude: three killed, several tests.
type Count struct {
	Of    string `json:"of"`    // killed, wounded, arrested, missiles, tests, troops, ...
	Value *int   `json:"value"` // nil where the words give no number ("several")
	Text  string `json:"text"`  // the words
	Span  Span   `json:"span"`
	Mod   string `json:"mod,omitempty"` // at-least, at-most, about
}

// EventSpans are the words that show an event.
type EventSpans struct {
	Trigger  Span  `json:"trigger"`
	Source   *Span `json:"source,omitempty"`
	Target   *Span `json:"target,omitempty"`
	Date     *Span `json:"date,omitempty"`
	Place    *Span `json:"place,omitempty"`
	Clause   Span  `json:"clause"`
	Sentence Span  `json:"sentence"`
}

// Status says how an event stands to the world: decided by grammar and by the
// statement that it stands in.
type Status string

// The statuses of an event.
const (
	Happened     Status = "happened"
	ClaimedEvent Status = "claimed"
	Announced    Status = "announced"
	Promised     Status = "promised"
	Threatened   Status = "threatened"
	DemandedDo   Status = "demanded"
	Conditional  Status = "conditional"
	Hypothetical Status = "hypothetical"
	DeniedEvent  Status = "denied"
	DidNotHappen Status = "did-not-happen"
)

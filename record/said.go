package record

// Statement is somebody saying something.
type Statement struct {
	ID         string         `json:"id"` // s1, s2, ... in text order of the content
	Speaker    ActorRef       `json:"speaker"`
	Kind       StatementKind  `json:"kind"`
	Cue        string         `json:"cue"` // lemma of the cue: say, claim, according to
	Content    []Span         `json:"content"`
	Addressee  *ActorRef      `json:"addressee"`
	Said       Interval       `json:"said"`
	Chain      []Link         `json:"chain"` // who carried it, nearest to the speaker first: [statement], KCNA, Reuters
	Factuality Factuality     `json:"factuality"`
	Certainty  float64        `json:"certainty"` // what the cue lends to the content, 0 to 1
	Background bool           `json:"background"`
	Within     string         `json:"within,omitempty"` // ID of the statement whose content holds this one
	Spans      StatementSpans `json:"spans"`
}

// StatementSpans are the words that show a statement.
type StatementSpans struct {
	Speaker  Span `json:"speaker"` // empty [0,0] where the speaker is only understood
	Cue      Span `json:"cue"`
	Sentence Span `json:"sentence"`
}

// StatementKind tells how the words are given.
type StatementKind string

// The kinds of statement.
const (
	Direct   StatementKind = "direct"
	Indirect StatementKind = "indirect"
	Mixed    StatementKind = "mixed"
)

// Link is one carrier in the chain of sources.
type Link struct {
	Actor string `json:"actor"`
	Name  string `json:"name"`
	Span  Span   `json:"span"`
}

// Factuality is the speaker's stance to the content, as the cue tells it.
type Factuality string

// The stances a cue can lend.
const (
	Said      Factuality = "said"
	Claimed   Factuality = "claimed"
	Denied    Factuality = "denied"
	Confirmed Factuality = "confirmed"
	Alleged   Factuality = "alleged"
	Warned    Factuality = "warned"
	Vowed     Factuality = "vowed"
	Demanded  Factuality = "demanded"
	Offered   Factuality = "offered"
	Asked     Factuality = "asked"
	Believed  Factuality = "believed"
	Intended  Factuality = "intended"
)

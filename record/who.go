package record

// Mention is words in the text that name an actor. It is not the actor.
type Mention struct {
	ID    string      `json:"id"` // m1, m2, ... in text order
	Span  Span        `json:"span"`
	Actor string      `json:"actor"` // Actor.ID
	Code  string      `json:"code"`  // the actor's code in this mention, by date and sense ("Washington" acting: USAGOV)
	Kind  MentionKind `json:"kind"`
	// Doubtful tells a pronoun or noun that may as well mean somebody else; no event
	// is told of the actor by such a mention.
	Doubtful bool `json:"doubtful,omitempty"`

	// Where the mention stands in the trees: sentence and token indexes of
	// tree.Text, so that later stages need not search. Not part of the JSON.
	Sent  int `json:"-"`
	First int `json:"-"` // first token
	Last  int `json:"-"` // last token, inclusive
	Head  int `json:"-"` // syntactic head token
}

// MentionKind is how the words name the actor.
type MentionKind string

// The kinds of mention.
const (
	ByName    MentionKind = "name"    // North Korea, Kim Jong Un, KCNA
	ByDemonym MentionKind = "demonym" // the North Koreans, Iranian (forces)
	ByTitle   MentionKind = "title"   // the US president, the foreign minister
	ByMetonym MentionKind = "metonym" // Washington, the Kremlin
	ByPronoun MentionKind = "pronoun" // he, its, we
	ByNominal MentionKind = "nominal" // the two sides, the ministry, a rebel commander
)

// Actor is a state, an organ of it, an organisation or a person.
type Actor struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Code     string    `json:"code"` // CAMEO style: PRK, PRKGOV, PRKMIL, PRKMED
	Kind     ActorKind `json:"kind"`
	Wikidata string    `json:"wikidata,omitempty"`
	Gender   string    `json:"gender,omitempty"` // "f" or "m" where the data says so
	Known    bool      `json:"known"`            // in the dictionary, not only told by the report's grammar
	Offices  []Office  `json:"offices,omitempty"`
}

// ActorKind is what sort of actor it is.
type ActorKind string

// The kinds of actor.
const (
	IsState        ActorKind = "state"
	IsOrgan        ActorKind = "organ"
	IsOrganisation ActorKind = "organisation"
	IsPerson       ActorKind = "person"
	IsGroup        ActorKind = "group" // several actors or an unorganised body: "protesters", "the two sides"
)

// Office is a post held by a person between two dates.
type Office struct {
	Code  string `json:"code"` // the code that the post lends: PRKGOV
	Title string `json:"title"`
	From  string `json:"from,omitempty"`  // ISO 8601, as precise as known: 2020, 2020-01, 2020-01-24
	Until string `json:"until,omitempty"` // exclusive; empty: still held when the data was made
}

// ActorRef points at an actor from a statement, event or commitment.
type ActorRef struct {
	Actor string `json:"actor"` // Actor.ID; empty where nobody is named
	Code  string `json:"code"`
	Name  string `json:"name,omitempty"`
}

// None reports whether nobody is referred to.
func (a ActorRef) None() bool { return a.Actor == "" && a.Code == "" && a.Name == "" }

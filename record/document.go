package record

// Document is one report: an immutable text with its blocks and what is known
// of its origin. Every Span of the record points into Text.
type Document struct {
	ID        string    `json:"id"`
	URL       string    `json:"url,omitempty"`
	Title     string    `json:"title,omitempty"`
	Source    string    `json:"source,omitempty"` // the outlet
	Author    string    `json:"author,omitempty"`
	Language  string    `json:"language,omitempty"` // BCP 47
	Text      string    `json:"text"`
	Published Published `json:"published"`
	Blocks    []Block   `json:"blocks"`
	Notes     []string  `json:"notes,omitempty"` // what a reader should know: "paywall stub", "metadata says ..., text says ..."
}

// Published says when the report appeared and how that is known.
type Published struct {
	Interval
	KnownBy KnownBy `json:"known_by,omitempty"`
	Zone    string  `json:"zone,omitempty"`    // IANA name
	Reasons []Clue  `json:"reasons,omitempty"` // the clues that decided, when known by text
}

// Clue is one reason for a document's date: the words and the days they allow.
type Clue struct {
	Span Span   `json:"span"`
	Says string `json:"says"`
}

// KnownBy names where a date comes from.
type KnownBy string

// The sources of a document's date, strongest first.
const (
	Given    KnownBy = "given"
	Metadata KnownBy = "metadata"
	URL      KnownBy = "url"
	Text     KnownBy = "text"
)

// Block is a run of text with one role on the page.
type Block struct {
	Role Role `json:"role"`
	Span Span `json:"span"`
}

// Role is what a block does on the page.
type Role string

// The roles. Only Reads() blocks are read for content.
const (
	Title     Role = "title"
	Caption   Role = "caption"
	Credit    Role = "credit"
	Byline    Role = "byline"
	Dateline  Role = "dateline"
	Datestamp Role = "datestamp"
	Heading   Role = "heading"
	Paragraph Role = "paragraph"
	Promotion Role = "promotion"
	Furniture Role = "furniture"
)

// Reads reports whether the events and statements of a block count: page
// furniture, credits and captions are kept in the document, never coded. A
// datestamp is read for the day that it tells.
func (r Role) Reads() bool {
	return r == Title || r == Heading || r == Paragraph || r == Dateline || r == Datestamp
}

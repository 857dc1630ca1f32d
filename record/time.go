package record

// Time is a time expression in the text, as TIMEX3 and as an interval.
type Time struct {
	Span  Span  `json:"span"`
	Timex Timex `json:"timex"`
	Interval

	Sent  int    `json:"-"`
	First int    `json:"-"`
	Last  int    `json:"-"`               // inclusive
	Event string `json:"event,omitempty"` // the known event that anchors it: "Singapore summit" -> 2018-06-12
}

// Timex holds the attributes of TimeML's TIMEX3 (TimeML 1.2.1).
type Timex struct {
	Type  string `json:"type"`  // DATE, TIME, DURATION, SET
	Value string `json:"value"` // ISO 8601 as TIMEX3 extends it: 2020-06-12, 2020-W24, P2D, PRESENT_REF
	Mod   string `json:"mod,omitempty"`
}

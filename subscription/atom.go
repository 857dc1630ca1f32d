package subscription

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"detente/server/access"
	"detente/server/problem"
	"detente/store"
)

// The elements of Atom (RFC 4287) that a feed has.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	By       string      `xml:"generator"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published"`
	Author     string         `xml:"author>name"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// inFeed is how many entries a feed has.
const inFeed = 100

// ServeHTTP answers with the feed of a subscription, at ID.atom.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		problem.Write(w, http.StatusMethodNotAllowed, "a feed can only be read")
		return
	}
	id, atom := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/feeds/"), ".atom")
	sub, err := s.find(r, id)
	if err != nil || !atom {
		problem.Write(w, problem.Status(cmp.Or(err, store.ErrNotFound)), "there is no feed "+r.URL.Path+": they are at /feeds/ID.atom, with the ID of a subscription")
		return
	}
	notices, err := s.Store.Notices(r.Context(), id, inFeed)
	if err != nil {
		problem.Write(w, problem.Status(err), err.Error())
		return
	}
	base := "http://" + r.Host
	if access.Encrypted(r) {
		base = "https://" + r.Host
	}
	out, err := xml.MarshalIndent(feedOf(sub, notices, base, r.URL.EscapedPath()), "", " ")
	if err != nil {
		problem.Write(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Write([]byte(xml.Header))
	w.Write(out)
	w.Write([]byte("\n"))
}

func (s *Service) find(r *http.Request, id string) (store.Subscription, error) {
	subs, err := s.Store.Subscriptions(r.Context())
	if err != nil {
		return store.Subscription{}, err
	}
	for _, sub := range subs {
		if sub.ID == id {
			return sub, nil
		}
	}
	return store.Subscription{}, store.ErrNotFound
}

func feedOf(sub store.Subscription, notices []store.Notice, base, path string) atomFeed {
	f := atomFeed{
		ID: urn("feed", sub.ID, sub.Created), Title: text(sub.Name), Subtitle: text(sub.Query), Updated: sub.Created, By: "detente",
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: base + path},
			{Rel: "alternate", Type: "text/html", Href: base + "/events?where=" + url.QueryEscape(sub.Query)},
		},
	}
	for _, n := range notices {
		f.Updated = max(f.Updated, n.At)
		f.Entries = append(f.Entries, entryOf(&n, base))
	}
	return f
}

func entryOf(n *store.Notice, base string) atomEntry {
	e := &n.Told.Event
	kind := e.Plover.Type
	if e.Plover.Mode != "" {
		kind += " " + e.Plover.Mode
	}
	title := cmp.Or(e.Source.Code, e.Source.Name, "-") + " → " + cmp.Or(e.Target.Code, e.Target.Name, "-") + ": " + kind
	if day := e.Date.String(); day != "" {
		title = day + " " + title
	}
	if e.Cameo != "" {
		title += " (" + e.Cameo + ")"
	}
	a := atomEntry{
		ID: urn("event", e.Document, e.ID), Title: text(title + ", " + string(e.Status)), Updated: n.At, Published: n.At,
		Author: text(cmp.Or(e.Outlet, "unknown outlet")), Summary: text(n.Told.Sentence),
		Links:      []atomLink{{Rel: "alternate", Type: "text/html", Href: base + "/report/" + url.PathEscape(e.Document) + "#" + url.PathEscape(e.ID)}},
		Categories: []atomCategory{{text(e.Plover.Type)}, {string(e.Status)}},
	}
	if u, err := url.Parse(e.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		a.Links = append(a.Links, atomLink{Rel: "via", Type: "text/html", Href: u.String()})
	}
	return a
}

// urn names a thing for ever: a feed reader knows by it what it has seen.
func urn(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	b := h[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80 // RFC 9562, version 8
	x := hex.EncodeToString(b)
	return "urn:uuid:" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// text is what XML can hold of a string.
func text(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t' || c == '\r':
			return ' '
		case c < ' ' || c == utf8.RuneError || c == 0xfffe || c == 0xffff:
			return -1
		}
		return c
	}, s)
}

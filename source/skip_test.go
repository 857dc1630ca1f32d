package source

import (
	"slices"
	"strings"
	"testing"
)

// TestSkipped: a response that holds no page is passed over with its reason,
// whether the archive is a file or a stream.
func TestSkipped(t *testing.T) {
	archive := warced("https://h.example/a", "200 OK", "", "<p>A") +
		warced("https://h.example/gone", "404 Not Found", "", "<p>no") +
		warced("https://h.example/moved", "301 Moved Permanently", "Location: /a\r\n", "") +
		strings.Replace(warced("https://h.example/p", "200 OK", "", "...."), "text/html", "image/png", 1) +
		warced("https://h.example/none", "200 OK", "", " ")
	var skips []string
	var pages int
	opts := Options{Skipped: func(s Skip) { skips = append(skips, s.Name+" "+s.Reason+" "+s.Detail) }}
	for _, err := range From(t.Context(), "a.warc", strings.NewReader(archive), opts) {
		if err != nil {
			t.Error(err)
		}
		pages++
	}
	want := []string{
		"a.warc#https://h.example/gone status 404",
		"a.warc#https://h.example/moved status 301",
		"a.warc#https://h.example/p media type image/png",
		"a.warc#https://h.example/none empty ",
	}
	if pages != 1 || !slices.Equal(skips, want) {
		t.Errorf("%d pages, skipped %q\nwant 1 page, %q", pages, skips, want)
	}
}

package quote_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"detente/data"
	"detente/lang"
	"detente/quote"
)

// tools are what the tests read texts with.
func tools(t testing.TB) (*lang.Model, *quote.Reader) {
	t.Helper()
	model, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	r, err := quote.New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return model, r
}

func TestCueErrorsNameTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ toml, want string }{
		"misspelt key":  {"[[cue]]\nlema = \"say\"\n", "quote/cues.toml:2:1"},
		"no frame":      {cueWith(`frames = []`), "cue 1 (say): frames is empty"},
		"no such tag":   {strings.Replace(cueWith(`frames = ["that"]`), "verb", "vreb", 1), `tag "vreb"`},
		"stance":        {strings.Replace(cueWith(`frames = ["that"]`), `"said"`, `"sad"`, 1), `factuality "sad"`},
		"no brackets":   {strings.Replace(cueWith(`frames = ["that"]`), "[it]", "it", 1), "mark the content"},
		"twice":         {cueWith(`frames = ["that"]`) + cueWith(`frames = ["to"]`), "stands there twice"},
		"certainty > 1": {strings.Replace(cueWith(`frames = ["that"]`), "0.5", "1.5", 1), "want 0 to 1"},
	} {
		_, err := quote.Cues(fstest.MapFS{"quote/cues.toml": {Data: []byte(c.toml)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want it to say %s", name, err, c.want)
		}
	}
}

func cueWith(frames string) string {
	return "[[cue]]\nlemma = \"say\"\ntag = \"verb\"\n" + frames + "\nfactuality = \"said\"\ncertainty = 0.5\nexample = \"He said [it].\"\n"
}

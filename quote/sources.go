package quote

import (
	"bytes"
	"fmt"
	"io/fs"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// sourceFile holds the words about channels and carriers in the data.
const sourceFile = "quote/sources.toml"

// sources are the words that tell what a statement was made in and who
// carried it.
type sources struct {
	channels, carriers, media, stateVoice, anonymity map[string]bool
	occasions                                        []occasion
}

// occasion is a feast that dates the messages given on it.
type occasion struct {
	Words string     `toml:"words"`
	Month time.Month `toml:"month"`
	Day   int        `toml:"day"`
}

func loadSources(fsys fs.FS) (*sources, error) {
	b, err := fs.ReadFile(fsys, sourceFile)
	if err != nil {
		return nil, err
	}
	var file struct {
		Channels   []string   `toml:"channels"`
		Carriers   []string   `toml:"carriers"`
		Media      []string   `toml:"media"`
		StateVoice []string   `toml:"state_voice"`
		Anonymity  []string   `toml:"anonymity"`
		Occasion   []occasion `toml:"occasion"`
	}
	if err := toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(&file); err != nil {
		return nil, tomlError(sourceFile, err)
	}
	for i, o := range file.Occasion {
		if o.Words == "" || o.Month < 1 || o.Month > 12 || o.Day < 1 || o.Day > 31 {
			return nil, fmt.Errorf("%s: occasion %d: want words, a month of 1 to 12 and a day of 1 to 31", sourceFile, i+1)
		}
	}
	return &sources{
		channels: set(file.Channels), carriers: set(file.Carriers),
		media: set(file.Media), stateVoice: set(file.StateVoice), anonymity: set(file.Anonymity), occasions: file.Occasion,
	}, nil
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

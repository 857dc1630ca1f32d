package pages

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// assets are the files that pages load. Each is served under a name with the
// hash of what it holds, so that it may be kept for ever.
type assets struct {
	paths map[string]string // page.css -> /static/page.0123456789ab.css
	files map[string][]byte // by the name with the hash
}

func newAssets(fsys fs.FS) (*assets, error) {
	a := &assets{map[string]string{}, map[string][]byte{}}
	for _, name := range []string{"page.css", "page.js", "icon.svg"} {
		body, err := fs.ReadFile(fsys, "static/"+name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a.paths[name], a.files[hashed] = "/static/"+hashed, body
	}
	return a, nil
}

func (a *assets) path(name string) string { return a.paths[name] }

func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	body, ok := a.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(body)
}

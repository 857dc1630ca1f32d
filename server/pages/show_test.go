package pages

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"testing"

	"detente/data"
)

// TestShow serves the demo database to a browser until Ctrl-C:
// DETENTE_SHOW=127.0.0.1:8099 go test -run Show -timeout 0 ./server/pages.
func TestShow(t *testing.T) {
	address := os.Getenv("DETENTE_SHOW")
	if address == "" {
		t.Skip("set DETENTE_SHOW=127.0.0.1:8099 to look at the pages")
	}
	r, err := theReader()
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Store: demo(t), Reader: r, Data: data.Embedded(), Fault: func(_ *http.Request, err error) { t.Log(err) }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	s := &http.Server{Addr: address, Handler: h}
	context.AfterFunc(ctx, func() { s.Close() })
	t.Log(s.ListenAndServe())
}

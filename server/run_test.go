package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// running is a server on the loopback that is stopped by the test or at its end.
func running(t *testing.T, h http.Handler) (address string, stop func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, l, h, log.New(io.Discard, "", 0), 100*time.Millisecond, 300*time.Millisecond)
	}()
	t.Cleanup(cancel)
	return l.Addr().String(), func() error { cancel(); return <-done }
}

func TestSlowClientsAreCutOff(t *testing.T) {
	address, _ := running(t, New(Options{Store: testStore(t), Pages: pages()}))
	for name, send := range map[string]string{
		"half a header": "POST /change HTTP/1.1\r\nHost: localhost\r\nX-A: ",
		"half a body":   "POST /change HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf",
		"nothing":       "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, send); err != nil {
				t.Fatal(err)
			}
			c.SetReadDeadline(time.Now().Add(20 * time.Second))
			answer, err := io.ReadAll(c)
			if err != nil || strings.Contains(string(answer), "200 OK") {
				t.Errorf("%v %s", err, answer)
			}
		})
	}
}

func TestHeadersAreBounded(t *testing.T) {
	address, _ := running(t, New(Options{Store: testStore(t), Pages: pages()}))
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("x", 1<<20))
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return // cut off while it was sent
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of a megabyte: %d", res.StatusCode)
	}
}

func TestRequestsAtWorkAreFinished(t *testing.T) {
	entered := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		time.Sleep(100 * time.Millisecond)
		fmt.Fprint(w, "done")
	})
	address, stop := running(t, New(Options{Store: testStore(t), Pages: mux}))
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + address + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer res.Body.Close()
		text, _ := bufio.NewReader(res.Body).ReadString(0)
		answer <- text
	}()
	<-entered
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if got := <-answer; got != "done" {
		t.Errorf("the request at work got %q", got)
	}
	if _, err := http.Get("http://" + address + "/slow"); err == nil {
		t.Error("a stopped server answers")
	}
}

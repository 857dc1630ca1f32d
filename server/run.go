package server

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"
)

// Run serves on a listener until ctx is done; then it takes no more requests and
// gives those at work some seconds to end. A listener of crypto/tls makes it
// HTTPS. Slow clients are cut off: a header has ten seconds, a whole request a
// minute.
func Run(ctx context.Context, l net.Listener, h http.Handler, faults *log.Logger) error {
	return run(ctx, l, h, faults, 10*time.Second, time.Minute)
}

// run gives clients so much time to send a header, and a whole request.
func run(ctx context.Context, l net.Listener, h http.Handler, faults *log.Logger, header, request time.Duration) error {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: header,
		ReadTimeout:       request,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          faults,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.Shutdown(last); err != nil {
		s.Close() // an export that would go on for long
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

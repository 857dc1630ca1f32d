package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"detente/internal/build"
	"detente/ledger/stored"
	"detente/reader"
	"detente/server"
	"detente/server/access"
	"detente/server/api"
	"detente/server/pages"
	"detente/source/fetch"
	"detente/store"
	"detente/subscription"
)

func (p *program) serveCommand() *cobra.Command {
	var (
		db             database
		listen, tokens string
		cert, key      string
		names, hooks   []string
		quiet          bool
	)
	c := &cobra.Command{
		Use:     "serve",
		GroupID: "ask",
		Short:   "Show the record database to browsers and programs",
		Long: `Serves pages to browsers and an HTTP API to programs (docs/api.md). By default only
this machine can reach it, and everybody on it may read and write. With --listen
elsewhere it demands tokens: make them with detente tokens new, and give their file.
Without --tls-cert the tokens travel as they are: put a proxy with TLS before it.

While it runs it holds new reports against the commitments of older ones, and
writes into the database what came of them.

A line for each request goes to standard error. Ctrl-C ends it: requests at work
are finished.`,
		Example: `  detente serve
  detente serve --db korea.db --listen 127.0.0.1:9000
  detente serve --listen 0.0.0.0:8443 --token-file tokens.txt --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			local, err := isLocal(listen)
			if err != nil {
				return err
			}
			var known *access.Tokens
			switch {
			case tokens != "":
				if known, err = access.Open(tokens); err != nil {
					return fmt.Errorf("--token-file: %w", err)
				}
				if len(known.List()) == 0 {
					return fmt.Errorf("--token-file: %s holds no token, so that nobody could come in: make one with detente tokens new", tokens)
				}
			case !local:
				return usage("--listen %s can be reached from elsewhere: give --token-file, with tokens that detente tokens new makes", listen)
			}
			if (cert == "") != (key == "") {
				return usage("give --tls-cert and --tls-key together")
			}
			if local && len(names) == 0 {
				names = []string{"localhost"}
			}
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			r, err := p.reader()
			if err != nil {
				return err
			}
			l, scheme, err := listener(c.Context(), listen, cert, key)
			if err != nil {
				return err
			}
			if !local && scheme == "http" {
				fmt.Fprintln(p.stderr, "detente: tokens and answers are not encrypted: give --tls-cert and --tls-key, or put a proxy with TLS before this server")
			}
			allowed, err := networks(hooks)
			if err != nil {
				return err
			}
			o := server.Options{Tokens: known, Hosts: names, Log: p.stderr}
			if quiet {
				o.Log = nil
			}
			faults := log.New(p.stderr, "detente: ", 0)
			service, err := p.subscriptions(d, allowed, faults)
			if err != nil {
				l.Close()
				return err
			}
			defer service.Client.Close()
			site, err := p.site(c.Context(), d, r, service, o)
			if err != nil {
				l.Close()
				return err
			}
			var telling sync.WaitGroup
			defer telling.Wait()
			ctx, stop := context.WithCancel(c.Context())
			defer stop()
			telling.Go(func() { service.Run(ctx) })
			telling.Go(func() { stored.Follow(ctx, d, service.Fault) })
			fmt.Fprintf(p.stderr, "detente: %s is at %s://%s/ (Ctrl-C ends)\n", db.name(), scheme, l.Addr())
			return server.Run(ctx, l, site, faults)
		},
	}
	db.flags(c)
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address and port to answer at")
	c.Flags().StringVar(&tokens, "token-file", "", "file of tokens, demanded of everybody who asks")
	c.Flags().StringVar(&cert, "tls-cert", "", "file of the certificate, PEM, for HTTPS")
	c.Flags().StringVar(&key, "tls-key", "", "file of its key")
	c.Flags().StringSliceVar(&names, "host", nil, "name under which the server may be asked (default: localhost, or any with --listen elsewhere)")
	c.Flags().StringSliceVar(&hooks, "allow-webhook", nil, "network, such as 10.0.0.0/8, that events may be posted to though it is not public")
	c.Flags().BoolVar(&quiet, "quiet", false, "no line for each request")
	return c
}

// site is everything that is served of a database while ctx lasts.
func (p *program) site(ctx context.Context, d store.Store, r *reader.Reader, service *subscription.Service, o server.Options) (http.Handler, error) {
	_, data := r.Versions()
	o.Store, o.Build = d, build.Version()+build.Revision()+data
	fsys, err := p.data()
	if err != nil {
		return nil, err
	}
	o.Pages, err = pages.New(pages.Options{
		Store: d, Reader: r, Data: fsys, MayWrite: access.MayWrite, Life: ctx,
		Fault: func(r *http.Request, err error) {
			service.Fault(fmt.Errorf("%s: %w", r.URL.Path, err))
		},
	})
	if err != nil {
		return nil, err
	}
	o.API = api.New(api.Options{Store: d, Reader: r, Groups: service.Groups, Service: service})
	o.Feeds = service
	return server.New(o), nil
}

// subscriptions is what tells of new events; allowed are networks that are
// posted to though they are not public.
func (p *program) subscriptions(d store.Store, allowed []netip.Prefix, faults *log.Logger) (*subscription.Service, error) {
	groups, err := p.groups()
	if err != nil {
		return nil, err
	}
	client := fetch.New(fetch.Options{UserAgent: "detente/" + version, Timeout: 15 * time.Second, Allow: func(to netip.AddrPort) bool {
		return slices.ContainsFunc(allowed, func(n netip.Prefix) bool { return n.Contains(to.Addr().Unmap()) })
	}})
	return &subscription.Service{Store: d, Groups: groups, Client: client, Now: time.Now, Fault: func(err error) { faults.Print(oneLine(clean(err.Error()))) }}, nil
}

// networks reads the values of --allow-webhook.
func networks(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		n, err := netip.ParsePrefix(s)
		if addr, fault := netip.ParseAddr(s); fault == nil {
			n, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, usage("--allow-webhook %s: give a network, such as 10.0.0.0/8, or an address", s)
		}
		out = append(out, n)
	}
	return out, nil
}

// isLocal reports whether only this machine can reach an address.
func isLocal(listen string) (bool, error) {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false, usage("--listen %s: give an address and a port, such as 127.0.0.1:8080", listen)
	}
	if strings.EqualFold(host, "localhost") {
		return true, nil
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback(), nil
}

// listener listens at an address, with TLS where there is a certificate.
func listener(ctx context.Context, listen, cert, key string) (l net.Listener, scheme string, err error) {
	var lc net.ListenConfig
	if l, err = lc.Listen(ctx, "tcp", listen); err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, "", fmt.Errorf("--listen %s: another program answers there already: choose another port, such as 127.0.0.1:0 for any", listen)
		}
		return nil, "", fmt.Errorf("--listen %s: %w", listen, err)
	}
	if cert == "" {
		return l, "http", nil
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		l.Close()
		return nil, "", fmt.Errorf("--tls-cert: %w", err)
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}), "https", nil
}

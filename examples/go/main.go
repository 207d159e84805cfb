// Command peer does the built-in job of utakata in Go: GET iCal feeds, find
// the events that start in a window, POST a Slack message for each. It reads
// jobs from standard input and answers on standard output, one line of JSON
// each, as docs/programs.md describes.
//
//	sequential  fetch, check, send; one feed after another
//	look-ahead  the article of 2018: feed i is fetched while feed i-1 is checked and sent
//	goroutines  one goroutine for each feed, at most limits.concurrency of the job at once
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

var (
	mode  = flag.String("mode", "goroutines", "sequential | look-ahead | goroutines")
	limit = flag.Int("limit", 0, "goroutines: how many feeds are in progress at once, whatever the job says")
)

type item struct {
	ID   string `json:"id"`
	URL  string `json:"url"`
	Sink string `json:"sink"`
}

type request struct {
	Run    int    `json:"run"`
	Items  []item `json:"items"`
	Window struct {
		From  time.Time `json:"from"`
		Until time.Time `json:"until"`
	} `json:"window"`
	Limits struct {
		Concurrency int `json:"concurrency"`
	} `json:"limits"`
	Timeouts struct {
		HeadersMs int `json:"headersMs"`
		BodyMs    int `json:"bodyMs"`
	} `json:"timeouts"`
	CA      string `json:"ca"`
	Resolve *struct {
		Address string `json:"address"`
		DelayMs int    `json:"delayMs"`
	} `json:"resolve"`
}

type answer struct {
	Run      int              `json:"run"`
	Done     bool             `json:"done"`
	Items    int              `json:"items"`
	Failures map[string]int64 `json:"failures"`
}

type job struct {
	request
	client         *http.Client
	fetches, posts atomic.Int64 // that failed
}

func (j *job) fail(count *atomic.Int64, url string, err error) {
	if count.Add(1) == 1 {
		fmt.Fprintf(os.Stderr, "%s: %v\n", url, err)
	}
}

// fetch gives nil where there is no body.
func (j *job) fetch(it item) []byte {
	res, err := j.client.Get(it.URL)
	if err != nil {
		j.fail(&j.fetches, it.URL, err)
		return nil
	}
	defer res.Body.Close()
	body := bytes.NewBuffer(make([]byte, 0, max(res.ContentLength+bytes.MinRead, 0)))
	if _, err := body.ReadFrom(res.Body); err != nil {
		j.fail(&j.fetches, it.URL, err)
		return nil
	}
	if res.StatusCode != http.StatusOK {
		j.fail(&j.fetches, it.URL, errors.New(res.Status))
		return nil
	}
	return body.Bytes()
}

func (j *job) checkAndSend(it item, ics []byte) {
	name, events := startingIn(ics, j.Window.From, j.Window.Until)
	for _, e := range events {
		if err := j.send(it.Sink, messageOf(name, e)); err != nil {
			j.fail(&j.posts, it.Sink, err)
		}
	}
}

func (j *job) send(url string, message []byte) error {
	res, err := j.client.Post(url, "application/json", bytes.NewReader(message))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, res.Body)
	if res.StatusCode != http.StatusOK {
		return errors.New(res.Status)
	}
	return nil
}

func (j *job) sequential() {
	for _, it := range j.Items {
		j.checkAndSend(it, j.fetch(it))
	}
}

// lookAhead is the article's shape: one fetch ahead on an unbuffered channel,
// the check and the send of the feed before beside it, a WaitGroup for what is
// still being sent at the end.
func (j *job) lookAhead() {
	var sending sync.WaitGroup
	send := func(it item, ics []byte) {
		sending.Add(1)
		go func() { defer sending.Done(); j.checkAndSend(it, ics) }()
	}
	var before []byte
	for i, it := range j.Items {
		fetched := make(chan []byte)
		go func() { fetched <- j.fetch(it) }()
		if i > 0 {
			send(j.Items[i-1], before)
		}
		before = <-fetched
	}
	if n := len(j.Items); n > 0 {
		send(j.Items[n-1], before)
	}
	sending.Wait()
}

func (j *job) goroutines(limit int) {
	if limit <= 0 {
		limit = j.Limits.Concurrency
	}
	if limit <= 0 {
		limit = len(j.Items)
	}
	slots := make(chan struct{}, max(limit, 1))
	var all sync.WaitGroup
	for _, it := range j.Items {
		slots <- struct{}{}
		all.Add(1)
		go func() {
			defer func() { <-slots; all.Done() }()
			j.checkAndSend(it, j.fetch(it))
		}()
	}
	all.Wait()
}

// newTransport begins without connections, as every strategy of utakata does in
// each run.
func newTransport(r request) *http.Transport {
	t := &http.Transport{
		MaxIdleConnsPerHost:   1 << 16,
		DisableCompression:    false,
		ResponseHeaderTimeout: time.Duration(r.Timeouts.HeadersMs) * time.Millisecond,
		TLSClientConfig:       &tls.Config{},
		TLSNextProto:          map[string]func(string, *tls.Conn) http.RoundTripper{}, // HTTP/1.1
	}
	if r.CA != "" {
		t.TLSClientConfig.RootCAs = x509.NewCertPool()
		t.TLSClientConfig.RootCAs.AppendCertsFromPEM([]byte(r.CA))
	}
	if r.Resolve != nil {
		var d net.Dialer
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			_, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			time.Sleep(time.Duration(r.Resolve.DelayMs) * time.Millisecond)
			return d.DialContext(ctx, network, net.JoinHostPort(r.Resolve.Address, port))
		}
	}
	return t
}

func (r request) perform() answer {
	t := newTransport(r)
	defer t.CloseIdleConnections()
	wait := time.Duration(r.Timeouts.HeadersMs+r.Timeouts.BodyMs) * time.Millisecond
	j := &job{request: r, client: &http.Client{Transport: t, Timeout: wait}}
	switch *mode {
	case "sequential":
		j.sequential()
	case "look-ahead":
		j.lookAhead()
	case "goroutines":
		j.goroutines(*limit)
	}
	failures := map[string]int64{}
	for kind, count := range map[string]int64{"fetch failed": j.fetches.Load(), "notify failed": j.posts.Load()} {
		if count > 0 {
			failures[kind] = count
		}
	}
	return answer{Run: r.Run, Done: true, Items: len(r.Items), Failures: failures}
}

func main() {
	flag.Parse()
	if *mode != "sequential" && *mode != "look-ahead" && *mode != "goroutines" {
		fmt.Fprintf(os.Stderr, "-mode: expected sequential, look-ahead or goroutines, got %q\n", *mode)
		os.Exit(2)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return
		}
		var r request
		if err == nil {
			err = json.Unmarshal(line, &r)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Encode(r.perform())
	}
}

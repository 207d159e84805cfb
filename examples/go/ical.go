package main

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"time"
)

type event struct {
	summary string
	start   time.Time
}

// What RFC 5545, 3.3.11, escapes in text.
var unescaping = strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, "\n", `\N`, "\n", `\\`, `\`)

var zones sync.Map // TZID -> *time.Location

func zone(id string) *time.Location {
	if l, ok := zones.Load(id); ok {
		return l.(*time.Location)
	}
	l, err := time.LoadLocation(id)
	if err != nil {
		l = time.UTC
	}
	zones.Store(id, l)
	return l
}

// startingIn returns the name of a calendar and its VEVENTs with a start, or a
// recurrence, in [from, to). It reads X-WR-CALNAME, SUMMARY, STATUS, DTSTART and
// RRULE (FREQ=DAILY|WEEKLY with INTERVAL, UNTIL and COUNT), which is what the
// mock world has; it is no RFC 5545 parser.
func startingIn(ics []byte, from, to time.Time) (name string, found []event) {
	var in, cancelled bool
	var e event
	var rule string
	for len(ics) > 0 {
		line := nextLine(&ics)
		switch {
		case !in:
			if bytes.Equal(line, []byte("BEGIN:VEVENT")) {
				in, cancelled, e, rule = true, false, event{}, ""
			} else if value, ok := bytes.CutPrefix(line, []byte("X-WR-CALNAME:")); ok {
				name = unescaping.Replace(string(value))
			}
		case bytes.HasPrefix(line, []byte("SUMMARY")):
			if c := bytes.IndexByte(line, ':'); c > 0 {
				e.summary = unescaping.Replace(string(line[c+1:]))
			}
		case bytes.HasPrefix(line, []byte("DTSTART")):
			e.start = parseTime(line[len("DTSTART"):])
		case bytes.HasPrefix(line, []byte("RRULE:")):
			rule = string(line[len("RRULE:"):])
		case bytes.Equal(line, []byte("STATUS:CANCELLED")):
			cancelled = true
		case bytes.Equal(line, []byte("END:VEVENT")):
			in = false
			if cancelled {
				continue
			}
			if rule != "" {
				e.start = nextStart(e.start, rule, from)
			}
			if !e.start.Before(from) && e.start.Before(to) {
				found = append(found, e)
			}
		}
	}
	return name, found
}

// nextLine cuts one content line off b, unfolding (RFC 5545 3.1) when needed.
func nextLine(b *[]byte) []byte {
	s := *b
	var line []byte
	for {
		i := bytes.IndexByte(s, '\n')
		part := s
		if i >= 0 {
			part, s = s[:i], s[i+1:]
		} else {
			s = nil
		}
		part = bytes.TrimSuffix(part, []byte("\r"))
		if line == nil {
			line = part[:len(part):len(part)]
		} else {
			line = append(line, part[1:]...)
		}
		if len(s) == 0 || (s[0] != ' ' && s[0] != '\t') {
			*b = s
			return line
		}
	}
}

// parseTime reads what follows the property name: ":20300107T090000Z",
// ";TZID=Asia/Tokyo:20300107T180000", ";VALUE=DATE:20300107".
func parseTime(s []byte) time.Time {
	c := bytes.LastIndexByte(s, ':')
	if c < 0 {
		return time.Time{}
	}
	loc, v := time.UTC, s[c+1:]
	if p := bytes.Index(s[:c], []byte("TZID=")); p >= 0 {
		id := s[p+len("TZID=") : c]
		if q := bytes.IndexByte(id, ';'); q >= 0 {
			id = id[:q]
		}
		loc = zone(string(bytes.Trim(id, `"`)))
	}
	num := func(a, b int) int {
		x := 0
		for _, ch := range v[a:b] {
			x = x*10 + int(ch-'0')
		}
		return x
	}
	switch {
	case len(v) >= 15:
		return time.Date(num(0, 4), time.Month(num(4, 6)), num(6, 8), num(9, 11), num(11, 13), num(13, 15), 0, loc)
	case len(v) == 8:
		return time.Date(num(0, 4), time.Month(num(4, 6)), num(6, 8), 0, 0, 0, 0, loc)
	}
	return time.Time{}
}

// nextStart is the first recurrence at or after from; the zero time if none.
func nextStart(start time.Time, rule string, from time.Time) time.Time {
	days, interval, count := 0, 1, -1
	var until time.Time
	for _, kv := range strings.Split(rule, ";") {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case "FREQ":
			days = map[string]int{"DAILY": 1, "WEEKLY": 7}[v]
		case "INTERVAL":
			interval, _ = strconv.Atoi(v)
		case "COUNT":
			count, _ = strconv.Atoi(v)
		case "UNTIL":
			until = parseTime([]byte(":" + v))
		}
	}
	if !start.Before(from) || days*interval <= 0 {
		return start
	}
	days *= interval
	k := max(int(from.Sub(start).Hours()/24)/days-1, 0) // a step early: days can be 23 h long
	t := start.AddDate(0, 0, k*days)
	for t.Before(from) {
		k++
		t = start.AddDate(0, 0, k*days)
	}
	if (count >= 0 && k >= count) || (!until.IsZero() && t.After(until)) {
		return time.Time{}
	}
	return t
}

package main

import (
	"testing"
	"time"
)

const head = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

func TestStartingIn(t *testing.T) {
	from := time.Date(2030, 1, 7, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		event string
		want  int
	}{
		{"DTSTART:20300107T091000Z\r\n", 1},
		{"DTSTART:20300107T091500Z\r\n", 0},
		{"DTSTART:20300107T090000Z\r\n", 1},
		{"DTSTART;TZID=Asia/Tokyo:20300107T181000\r\n", 1},
		{"DTSTART;TZID=Asia/Tokyo:20300107T091000\r\n", 0},
		{"DTSTART;TZID=Asia/To\r\n kyo:20300107T181000\r\n", 1},
		{"DTSTART:20291210T091000Z\r\nRRULE:FREQ=WEEKLY\r\n", 1},
		{"DTSTART:20291210T091000Z\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n", 0},
		{"DTSTART:20291210T091000Z\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n", 1},
		{"DTSTART:20291210T091000Z\r\nRRULE:FREQ=WEEKLY;UNTIL=20300101T000000Z\r\n", 0},
		{"DTSTART:20291231T091000Z\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\n", 0},
		{"DTSTART:20300101T091000Z\r\nRRULE:FREQ=DAILY\r\n", 1},
		{"DTSTART:20300107T091000Z\r\nSTATUS:CANCELLED\r\n", 0},
	} {
		ics := head + "BEGIN:VEVENT\r\n" + c.event + "SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
		if _, got := startingIn([]byte(ics), from, from.Add(15*time.Minute)); len(got) != c.want {
			t.Errorf("%q: %d events, want %d", c.event, len(got), c.want)
		}
	}
}

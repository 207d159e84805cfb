package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

type text struct {
	Type     string `json:"type"`
	Verbatim bool   `json:"verbatim"`
	Text     string `json:"text"`
}

type section struct {
	Type string `json:"type"`
	Text text   `json:"text"`
}

type footer struct {
	Type     string `json:"type"`
	Elements []text `json:"elements"`
}

type message struct {
	Text      string `json:"text"`
	Blocks    []any  `json:"blocks"`
	Parse     string `json:"parse"`
	LinkNames bool   `json:"link_names"`
}

// messageOf is the message that every implementation of the job posts for an
// event: what is delivered is compared.
func messageOf(calendar string, e event) []byte {
	title := escape(e.summary)
	start := e.start.UTC().Format("2006-01-02 15:04") + " UTC"
	when := fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", e.start.Unix(), start)
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.Encode(message{
		Text: title + ", " + start,
		Blocks: []any{
			section{"section", text{"mrkdwn", true, "*" + title + "*\n" + when}},
			footer{"context", []text{{"mrkdwn", true, escape(calendar)}}},
		},
		Parse: "none",
	})
	return body.Bytes()
}

var escaping = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escape(s string) string { return escaping.Replace(s) }

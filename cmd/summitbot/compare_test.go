package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// A value and a quote say where else the same text stands.
func TestAlsoIn(t *testing.T) {
	files := fstest.MapFS{}
	for id, body := range map[string]string{
		"agency":  "In Osterby a mill burned all night. Ada Marlow said that 90 firefighters from three towns took part in the operation.",
		"gazette": "Osterby lost a mill. Ada Marlow said that 90 firefighters from three towns took part in the big operation.",
		"herald":  "A mill burned in Osterby. Ada Marlow told us 40 firefighters took part in the operation.",
	} {
		files[id+".md"] = &fstest.MapFile{Data: []byte("---\nurl: https://example.org/" + id + "\npublisher: The " + id + "\nlanguage: en\n---\n" + body + "\n")}
	}
	c, err := corpus.Open(files, "fire", 1)
	if err != nil {
		t.Fatal(err)
	}
	service, err := newService(slog.New(slog.DiscardHandler), c, answer.Config{})
	if err != nil {
		t.Fatal(err)
	}
	const topic = "how many firefighters took part"
	q, err := service.Read(topic)
	if err != nil {
		t.Fatal(err)
	}
	got, err := service.Compare(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}

	var text bytes.Buffer
	if err := newPage(&text, nil).comparison(service, got); err != nil {
		t.Fatal(err)
	}
	if want := "▌ 90 firefighters — The agency, also in The gazette\n"; !strings.Contains(text.String(), want) {
		t.Errorf("%s\nhas no %s", text.String(), want)
	}

	ans, err := service.Ask(t.Context(), publicScope, q)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(newAnswerJSON(service, asked{text: topic, question: q, answer: ans}))
	if err != nil {
		t.Fatal(err)
	}
	var reply struct {
		Quotes []struct {
			Article string
			AlsoIn  []string `json:"also_in"`
		}
		Points []struct {
			Values []struct {
				Value   string
				Sources []string
				AlsoIn  []string `json:"also_in"`
			}
		}
	}
	if err := json.Unmarshal(data, &reply); err != nil {
		t.Fatal(err)
	}
	also := map[string]string{}
	for _, q := range reply.Quotes {
		also[q.Article] = strings.Join(q.AlsoIn, " ")
	}
	for _, p := range reply.Points {
		for _, v := range p.Values {
			also[v.Value+", "+strings.Join(v.Sources, " ")] = strings.Join(v.AlsoIn, " ")
		}
	}
	want := map[string]string{"agency": "gazette", "herald": "", "90 firefighters, agency": "gazette", "40 firefighters, herald": ""}
	delete(also, "gazette") // its quote is left out, or says where else it stands
	if diff := cmp.Diff(want, also); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, data)
	}
}

package localdiscord

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseLine(t *testing.T) {
	commands := []Command{
		{Type: 1, Name: "ask", Options: []CommandOption{
			{Type: OptionString, Name: "question", Required: true},
			{Type: OptionString, Name: "source"}, {Type: OptionString, Name: "since"}, {Type: OptionBoolean, Name: "private"},
		}},
		{Type: 1, Name: "help"},
		{Type: 3, Name: "Find in coverage"},
	}
	question := func(q string) map[string]string { return map[string]string{"question": q} }
	for _, c := range []struct {
		in      string
		name    string
		options map[string]string
		err     string
	}{
		{in: "/ask what did Putin give Kim?", name: "ask", options: question("what did Putin give Kim?")},
		{in: "  /ASK  what?  ", name: "ask", options: question("what?")},
		{in: "/ask question:what did he give?", name: "ask", options: question("what did he give?")},
		{in: "/ask what? source:arynews", name: "ask", options: map[string]string{"question": "what?", "source": "arynews"}},
		{in: `/ask what? since:"21 June 2024" private:true source:dayfr`, name: "ask",
			options: map[string]string{"question": "what?", "since": "21 June 2024", "private": "true", "source": "dayfr"}},
		{in: "/ask source:arynews question:what?", name: "ask", options: map[string]string{"question": "what?", "source": "arynews"}},
		{in: "/ask what is the source: KCNA?", name: "ask", options: question("what is the source: KCNA?")},
		{in: "/ask source:arynews says what?", name: "ask", options: question("source:arynews says what?")},
		{in: "/ask who signed at 10:30", name: "ask", options: question("who signed at 10:30")},
		{in: "/ask what? source:a source:b", name: "ask", err: "source is there twice"},
		{in: "/ask", name: "ask", err: "/ask needs more: /ask question"},
		{in: "/ask source:arynews", name: "ask", err: "/ask needs more: /ask question"},
		{in: "/help", name: "help", options: map[string]string{}},
		{in: "/help me", name: "help", err: "/help takes no text"},
		{in: "/sources", err: "there is no command /sources; there is /ask, /help"},
		{in: "hello", err: "lines here begin with a command, such as /ask"},
		{in: "", err: "lines here begin with a command, such as /ask"},
	} {
		name, options, err := parseLine(c.in, commands)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.err || name != c.name || !cmp.Equal(options, c.options) {
			t.Errorf("parseLine(%q) = %q, %v, %q; want %q, %v, %q", c.in, name, options, got, c.name, c.options, c.err)
		}
	}
	if _, _, err := parseLine("/ask x", nil); err == nil || err.Error() != "the bot has no commands yet: is it running?" {
		t.Errorf("without commands: %v", err)
	}
}

package gateway

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// A FatalError is a refusal of Discord's that no repetition cures: the process
// should end and a person should do what Remedy says.
type FatalError struct {
	Code    int    // Discord's close code (4004, 4010–4014), or 401 from its REST API
	Problem string // what Discord says is wrong
	Remedy  string // what the operator can do, one sentence
}

// Error returns the problem and its code.
func (e *FatalError) Error() string { return fmt.Sprintf("%s (Discord's code %d)", e.Problem, e.Code) }

// fatal returns the FatalError that err amounts to, or nil.
func fatal(err error) *FatalError {
	var f *FatalError
	if errors.As(err, &f) {
		return f
	}
	code := 0
	var closed *websocket.CloseError
	var ours *apiError
	var theirs *discordgo.RESTError
	switch {
	case errors.As(err, &closed):
		code = closed.Code
	case errors.As(err, &ours):
		code = ours.Status
	case errors.As(err, &theirs) && theirs.Response != nil:
		code = theirs.Response.StatusCode
	}
	f = &FatalError{Code: code}
	f.Problem, f.Remedy = refusal(code)
	if f.Problem == "" {
		return nil
	}
	return f
}

// refusal returns what a code means and what to do, or "" if it is not fatal.
func refusal(code int) (problem, remedy string) {
	switch code {
	case http.StatusUnauthorized, 4004:
		return "the bot token is not valid or was reset",
			"get a new one under discord.com/developers/applications, Bot, Reset Token, and set DISCORD_TOKEN to it"
	case 4010:
		return "the shard number is not valid", "run one process without sharding"
	case 4011:
		return "the bot is in too many servers for one connection", "run it with sharding"
	case 4012:
		return "the gateway version is no longer served", "install a newer version of summitbot"
	case 4013:
		return "the gateway intents are not valid", "install a newer version of summitbot"
	case 4014:
		return "the bot asks for an intent that it may not use",
			"summitbot needs none: check that this token belongs to a bot that no other program configures, or allow the intent under discord.com/developers/applications, Bot"
	}
	return "", ""
}

// endsSession reports whether a connection that ended for this reason leaves
// nothing to resume, so that the next one has to identify anew.
func endsSession(err error) bool {
	if errors.Is(err, errInvalidSession) || errors.Is(err, errHung) {
		return true
	}
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return false
	}
	switch closed.Code {
	// 4009 belongs here because discordgo cannot forget a session: it would resume a timed-out one for ever.
	case websocket.CloseNormalClosure, 4003, 4005, 4007, 4008, 4009:
		return true
	}
	return false
}

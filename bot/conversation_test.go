package bot_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"summitbot/bot"
	"summitbot/bot/localdiscord"
	"summitbot/bot/redisconn/redistest"
	"summitbot/corpus"
)

// TestConversations plays the scripts of testdata: people talk to the bot in a
// local Discord, the whole bot answers, and time is fake. The people are ann, who
// owns the server and the application, bob, cleo, who is a moderator and reads
// German, and dan, who is not in the server and has installed the bot for himself.
// A USER may be written USER@CHANNEL: bob@dm is bob in his conversation with the
// bot, dan@bob dan in his with bob.
//
// What people do; "! COMMAND" if Discord's own client refuses it, which prints why:
//
//	ask USER QUESTION [OPTION=VALUE…]  uses /ask
//	use USER COMMAND [OPTION=VALUE…]   uses a slash command, such as 'coverage gaps'
//	type USER COMMAND OPTION TEXT      types an option and prints the choices: name, and value if it is another
//	press USER LABEL                   presses the button whose label begins so, of the newest message that has one
//	select USER PLACEHOLDER [VALUE…]   chooses in the select whose placeholder begins so
//	mention USER TEXT                  writes a message that mentions the bot
//	say USER TEXT                      writes one that does not
//	answer USER TEXT                   replies to the bot's newest message there, with a ping
//	murmur USER TEXT                   the same without a ping
//	find USER TEXT                     lets bob write a message, and uses the menu command on it
//
// What is seen:
//
//	reply [USER]                       prints what is new since the last reply, as USER sees it;
//	                                   USER is who did something last
//	presence                           prints what stands under the bot's name
//	store                              prints what lies in the store, a line each
//
// What happens meanwhile:
//
//	later DURATION                     lets time pass
//	locale USER LOCALE                 sets the language of USER's Discord
//	permission ROLE NAME on|off        gives a role a permission or takes it
//	overwrite CHANNEL WHO NAME on|off  does so in one channel, for a role, a person or the bot
//	member WHO in|out                  lets a person or the bot join or leave the server
//	install USER on|off                lets USER install the bot for themselves, or remove it
//	gateway op7 | cut | silent         Discord asks to reconnect, hangs up, or says nothing more
//	gateway close CODE                 Discord closes with a code
//	discord refuse-card                Discord refuses the next card
//	discord fail STATUS                Discord answers the next callback with a status
//	starts IDENTIFIES RESUMES          checks how often the bot identified and resumed, in all
//	restart [secret TEXT]              stops the bot and starts it again, perhaps as another deployment
//	corpus VERSION [without ID]        restarts the bot with another version of the coverage
//	replica                            starts a second process of the bot
//	keep none | misses | all           restarts the bot; texts of questions are kept from now on
//	redis on | away | back             restarts the bot with an empty Redis; that freezes; it goes on
//
// Every script is played four times: as it stands; with a restart of the bot
// before every press and choice; with two processes, between which Discord and
// the people make no difference; and with a Redis that never replies. Those that
// check the connection itself say "alone" in their first line, and are played
// once.
func TestConversations(t *testing.T) {
	redis := redistest.Start(t)
	for _, m := range []mode{
		{name: "alone", redis: redis},
		{name: "restarting", redis: redis, shared: true, restarting: true},
		{name: "replicated", redis: redis, shared: true, replicas: 1},
		{name: "Redis away", redis: redis, shared: true, away: true},
	} {
		t.Run(m.name, func(t *testing.T) { play(t, m) })
	}
}

// A mode is how scripts are played.
type mode struct {
	name       string
	redis      *redistest.Server
	shared     bool // limits are in Redis from the start
	restarting bool // the bot is restarted before every press and choice
	replicas   int  // processes beside the first
	away       bool // Redis is frozen all the time
}

// play plays all scripts in a mode.
func play(t *testing.T, m mode) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if m.shared {
		files = slices.DeleteFunc(files, isAlone)
	}
	testscript.RunT(bubble{t}, testscript.Params{
		Files:         files,
		UpdateScripts: !m.shared && flag.Lookup("update").Value.String() == "true", // the flag of render_test.go
		Setup: func(e *testscript.Env) error {
			// A bubble begins in 2000, Discord's ids count from 2015.
			time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
			w, err := newWorld(e.T().(bubble).T, !m.shared) // the other modes say the same
			if err != nil {
				return err
			}
			w.mode = m
			if m.shared {
				flush(w.t, m.redis)
				w.redisURL = m.redis.URL
				if m.away {
					m.redis.Freeze()
				}
			}
			e.Values[worldKey{}] = w
			e.Defer(w.close)
			return w.start()
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ask":        command(2, 9, (*world).ask),
			"use":        command(2, 9, (*world).use),
			"type":       command(4, 4, (*world).typing),
			"press":      command(2, 2, (*world).press),
			"select":     command(2, 9, (*world).choose),
			"mention":    command(1, 2, (*world).mention),
			"say":        command(2, 2, (*world).say),
			"answer":     command(2, 2, (*world).answer),
			"murmur":     command(2, 2, (*world).murmur),
			"find":       command(2, 2, (*world).find),
			"reply":      command(0, 1, (*world).reply),
			"store":      command(0, 0, (*world).stored),
			"presence":   command(0, 0, (*world).presence),
			"later":      command(1, 1, (*world).later),
			"locale":     command(2, 2, (*world).locale),
			"permission": command(3, 3, (*world).permission),
			"overwrite":  command(4, 4, (*world).overwrite),
			"member":     command(2, 2, (*world).member),
			"install":    command(2, 2, (*world).install),
			"gateway":    command(1, 2, (*world).gatewayFault),
			"discord":    command(1, 2, (*world).discordFault),
			"starts":     command(2, 2, (*world).starts),
			"restart":    command(0, 2, (*world).restart),
			"corpus":     command(1, 3, (*world).recorpus),
			"replica":    command(0, 0, (*world).replica),
			"keep":       command(1, 1, (*world).keeping),
			"redis":      command(1, 1, (*world).redis),
		},
	})
}

// isAlone reports whether a script is played once only.
func isAlone(file string) bool {
	text, err := os.ReadFile(file)
	line, _, _ := strings.Cut(string(text), "\n")
	return err == nil && strings.Contains(line, "alone")
}

// A bubble is a testing.T whose subtests each run in a synctest bubble.
type bubble struct{ *testing.T }

func (b bubble) Parallel()     {} // not allowed in a bubble
func (b bubble) Verbose() bool { return testing.Verbose() }
func (b bubble) Run(name string, f func(testscript.T)) {
	b.T.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(bubble{t}) })
	})
}

type worldKey struct{}

// command makes a script command of f, which takes so many arguments. What f
// returns is the command's output; an error is too, on the error side.
func command(least, most int, f func(w *world, args []string) (string, error)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if len(args) < least || len(args) > most {
			ts.Fatalf("%d arguments, want %d to %d", len(args), least, most)
		}
		out, err := f(ts.Value(worldKey{}).(*world), args)
		fmt.Fprint(ts.Stdout(), out)
		switch {
		case err != nil && !neg:
			ts.Fatalf("%v", err)
		case err != nil:
			fmt.Fprintln(ts.Stderr(), err)
		case neg:
			ts.Fatalf("succeeded, want an error")
		}
	}
}

func (w *world) later(args []string) (string, error) {
	d, err := time.ParseDuration(args[0])
	time.Sleep(d)
	return "", err
}

func (w *world) gatewayFault(args []string) (string, error) {
	switch args[0] {
	case "op7":
		return "", w.discord.SendOp(7, nil)
	case "cut", "silent":
		return "", w.discord.Fault(localdiscord.Fault{Name: args[0]})
	case "close":
		if len(args) == 2 {
			code, err := strconv.Atoi(args[1])
			return "", errors.Join(err, w.discord.CloseGateway(code))
		}
	}
	return "", fmt.Errorf("gateway cannot do %q", args)
}

func (w *world) discordFault(args []string) (string, error) {
	switch args[0] {
	case "refuse-card":
		return "", w.discord.Fault(localdiscord.Fault{Name: "callback_refuse_card"})
	case "fail":
		if len(args) == 2 {
			status, err := strconv.Atoi(args[1])
			return "", errors.Join(err, w.discord.Fault(localdiscord.Fault{
				Name: "rest_status", Status: status, Method: "POST", Route: "/interactions/{id}/{token}/callback",
			}))
		}
	}
	return "", fmt.Errorf("discord cannot do %q", args)
}

func (w *world) starts(args []string) (string, error) {
	got := fmt.Sprint(w.discord.Identifies(), w.discord.Resumes())
	if want := strings.Join(args, " "); got != want {
		return "", fmt.Errorf("identified and resumed %s times, want %s", got, want)
	}
	return "", nil
}

func (w *world) restart(args []string) (string, error) {
	if len(args) == 2 && args[0] == "secret" {
		w.secret = args[1]
	}
	if err := w.stop(); err != nil {
		return "", err
	}
	return "", w.start()
}

func (w *world) recorpus(args []string) (string, error) {
	version, err := strconv.Atoi(args[0])
	if err != nil {
		return "", err
	}
	files := fstest.MapFS{}
	for _, name := range []string{"arynews", "asiandiplomacy", "dayfr", "realtimeindia", "westsidepeople"} {
		if len(args) == 3 && args[2] == name {
			continue
		}
		data, err := os.ReadFile("../corpus/articles/" + name + ".md")
		if err != nil {
			return "", err
		}
		files[name+".md"] = &fstest.MapFile{Data: data}
	}
	if w.corpus, err = corpus.Open(files, "summit", version); err != nil {
		return "", err
	}
	return w.restart(nil)
}

func (w *world) replica([]string) (string, error) { return "", w.startOne() }

func (w *world) keeping(args []string) (string, error) {
	w.keep = bot.KeepQuestions(strings.TrimSuffix(args[0], "none"))
	return w.restart(nil)
}

func (w *world) redis(args []string) (string, error) {
	switch args[0] {
	case "on":
		flush(w.t, w.mode.redis)
		w.redisURL = w.mode.redis.URL
		return w.restart(nil)
	case "away":
		w.mode.redis.Freeze()
	case "back":
		w.mode.redis.Thaw()
	default:
		return "", fmt.Errorf("redis cannot be %q", args[0])
	}
	return "", nil
}

// between restarts the bot, if that is how scripts are played.
func (w *world) between() error {
	if !w.mode.restarting {
		return nil
	}
	_, err := w.restart(nil)
	return err
}

func (w *world) locale(args []string) (string, error) {
	return "", w.discord.SetLocale(args[0], args[1])
}

func (w *world) permission(args []string) (string, error) {
	return "", w.discord.SetPermission(args[0], args[1], args[2] == "on")
}

func (w *world) overwrite(args []string) (string, error) {
	on := args[3] == "on"
	return "", w.discord.SetOverwrite(args[0], args[1], args[2], &on)
}

func (w *world) member(args []string) (string, error) {
	err := w.discord.SetMember(args[0], args[1] == "in")
	synctest.Wait()
	return "", err
}

func (w *world) install(args []string) (string, error) {
	return "", w.discord.SetInstalled(args[0], args[1] == "on")
}

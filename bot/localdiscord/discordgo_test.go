package localdiscord_test

import (
	"context"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

// answerWith returns a handler that answers at once with a card of one text.
func answerWith(t *testing.T, text string) func(*discordgo.Session, *discordgo.InteractionCreate) {
	return func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{
				Flags: discordgo.MessageFlagsIsComponentsV2,
				Components: []discordgo.MessageComponent{
					discordgo.Container{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: text}}},
				},
				AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
			},
		})
		if err != nil {
			t.Errorf("answer: %v", err)
		}
	}
}

func TestDiscordgoAnswersInFakeTime(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		bot := w.openBot(answerWith(t, "He met **Kim**."))
		if _, err := w.s.Slash("bob", "", "ask", map[string]string{"question": "who met whom?"}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		want := "bot → #news\n  ▌ He met **Kim**.\n"
		if diff := cmp.Diff(want, w.s.Transcript()); diff != "" {
			t.Errorf("transcript (-want +got):\n%s", diff)
		}
		closeBot(bot)
	})
}

func TestDiscordgoAnswersOverTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
	}
	w, stop := newWorld(t, l, dial, localdiscord.Config{})
	defer stop()
	bot := w.openBot(answerWith(t, "Yes."))
	changes := w.s.Watch(t.Context())
	if _, err := w.s.Slash("", "", "ask", map[string]string{"question": "was it?"}); err != nil {
		t.Fatal(err)
	}
	for w.s.Transcript() != "bot → #news\n  ▌ Yes.\n" {
		if _, ok := <-changes; !ok { // the test's own time limit ends a wait in vain
			t.Fatal(w.s.Transcript())
		}
	}
	if err := bot.Close(); err != nil {
		t.Error(err)
	}
}

func TestUnansweredInteractionFails(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		late := make(chan error, 1)
		bot := w.openBot(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			time.Sleep(3001 * time.Millisecond) // longer than Discord waits
			late <- s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
				Type: discordgo.InteractionResponseChannelMessageWithSource,
				Data: &discordgo.InteractionResponseData{Content: "late"},
			})
		})
		w.slash("who met whom?")
		time.Sleep(2999 * time.Millisecond)
		if got, want := w.s.Transcript(), "bot → #news (only ann sees this)\n  (thinking…)\n"; got != want {
			t.Errorf("after 2.999 s: %q, want %q", got, want)
		}
		time.Sleep(time.Second)
		if got, want := w.s.Transcript(), "bot → #news (only ann sees this)\n  (The application did not respond)\n"; got != want {
			t.Errorf("after 3.999 s: %q, want %q", got, want)
		}
		wantCode(t, <-late, 10062)
		if got := w.s.Messages(w.s.ChannelID(), "bob"); len(got) != 0 {
			t.Errorf("bob sees %d entries of ann's, want 0", len(got))
		}
		closeBot(bot)
	})
}

// slash asks as ann.
func (w *world) slash(question string) {
	w.t.Helper()
	if _, err := w.s.Slash("ann", "", "ask", map[string]string{"question": question}); err != nil {
		w.t.Fatal(err)
	}
}

// wantCode checks that err is Discord's refusal with this code.
func wantCode(t *testing.T, err error, code int) {
	t.Helper()
	rest, ok := err.(*discordgo.RESTError)
	if !ok || rest.Message == nil || rest.Message.Code != code {
		t.Errorf("got %v, want code %d", err, code)
	}
}

package localdiscord

import (
	"encoding/json"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A pageView is what the template "page" shows: a channel as a person sees it,
// and what can be changed here.
type pageView struct {
	Guild    string
	Here     placeView
	Channels []placeView
	DMs      []placeView
	Viewer   userView
	Bot      userView
	Doing    string // under the bot's name; "" if it is not connected
	People   []personView
	Typing   bool // the bot is
	Examples []exampleView
	Empty    bool // there are no messages
	Messages template.HTML
	Pings    string // names whom the newest message notifies, "" for nobody
	Modal    *modalView
	World    worldView
	Data     composeData
	Now      time.Time
	Steps    []stepView

	Exchanges   []exchangeView
	Faults      []faultView
	Locales     []string
	NotEmulated []string
}

// A placeView is a channel or conversation in the side list.
type placeView struct {
	Channel
	Mark    string // "#" or "@"
	Topic   string
	URL     string
	Current bool
}

// A personView is an account in the list of people.
type personView struct {
	userView
	URL     string // of the page as that person; "" for the bot
	Note    string // names of roles, or why there are none
	Current bool   // whose view this is
}

// An exampleView is a command to start with.
type exampleView struct{ Command, Option, Value string }

// examples are values to start with, offered while the channel is empty, by the
// command and option that the bot must have for them.
var examples = []exampleView{
	{"ask", "question", "what did Putin give Kim?"},
	{"ask", "question", "what breed of dogs did Kim give Putin?"},
}

// A stepView is how far a button moves the clock.
type stepView struct{ Advance, Label string }

// steps are the times that something here waits for: a first answer, a typing
// sign, a press that changes something, a token, a day's budget.
var steps = []stepView{{"3s", "+3 s"}, {"1m", "+1 min"}, {"14m", "+14 min"}, {"15m", "+15 min"}, {"24h", "+1 day"}}

// maxShown is how many messages of a channel the page shows, the newest ones.
const maxShown = 200

// view returns the page as viewer sees it. in is the channel, by id or name; one
// that the viewer does not see is the default one.
func (p *page) view(viewer Member, in string) (pageView, error) {
	s := p.server
	v := pageView{Guild: guildName, Viewer: viewOf(viewer.User), Bot: viewOf(s.Bot()), Doing: s.Doing(),
		Now: s.Now().In(p.zone), Steps: steps, Exchanges: p.exchanges.views(), Locales: knownLocales, NotEmulated: NotEmulated()}
	here := s.where(viewer.ID, in)
	for _, c := range s.Channels(viewer.ID) {
		pl := placeView{Channel: c, Mark: "#", URL: address(viewer.Username, c.ID), Current: c.ID == here}
		if c.DM {
			pl.Mark = "@"
			v.DMs = append(v.DMs, pl)
		} else {
			v.Channels = append(v.Channels, pl)
		}
		if pl.Current {
			v.Here = pl
		}
	}
	commands := s.CommandsFor(viewer.ID, here)
	s.mu.Lock()
	v.Here.Topic = s.channel(here).Topic
	v.Typing = s.channel(here).typing != nil
	v.People, v.Faults = s.personViews(viewer.ID, here), s.faultViews()
	v.World, v.Data = s.worldView(viewer.ID, here), s.composeData(viewer, here, commands)
	names := s.names()
	s.mu.Unlock()
	for _, e := range examples {
		if slices.ContainsFunc(v.Data.Commands, func(l lineView) bool { return l.has(e.Command, e.Option) }) {
			v.Examples = append(v.Examples, e)
		}
	}
	messages := s.Messages(here, viewer.ID)
	messages = messages[max(0, len(messages)-maxShown):]
	v.Empty = len(messages) == 0
	r := renderer{names: names, entities: v.Data.entities(), now: v.Now, zone: p.zone}
	if n := len(messages); n > 0 {
		v.Pings = r.notified(messages[n-1])
	}
	if m, ok := s.Modal(viewer.ID); ok {
		v.Modal = r.modal(m)
	}
	var b strings.Builder
	err := r.messages(&b, messages)
	v.Messages = template.HTML(b.String())
	return v, err
}

// address returns where the page shows a channel as a person.
func address(person, channel string) string {
	return "/?" + url.Values{"as": {person}, "in": {channel}}.Encode()
}

// where returns the id of the channel that a person means, or of the default
// one.
func (s *Server) where(user, in string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return channelID
	}
	for _, name := range []string{in, "", "dm"} {
		if c, err := s.channelNamed(m, name); err == nil {
			return c.ID
		}
	}
	return dmOf(m.ID) // unreachable: people see their conversation with the bot
}

// online reports whether a bot's session has a connection now, or gets
// interactions at an endpoint. A connection that is hanging up, or has not
// logged in, is none.
func (s *Server) online() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sess := range s.sessions {
		if sess.conn != nil {
			return true
		}
	}
	return s.endpoint != ""
}

// names returns what a mention shows, by id.
func (s *Server) names() map[string]string {
	names := map[string]string{applicationID: s.bot.Name()}
	for _, m := range s.people {
		names[m.ID] = m.Name()
	}
	for _, r := range s.roles {
		names[r.ID] = r.Name
	}
	for _, c := range s.channels {
		if c.Name != "" {
			names[c.ID] = c.Name
		}
	}
	return names
}

// personViews returns the people, and what the roles of each are.
func (s *Server) personViews(viewer, channel string) []personView {
	var list []personView
	for _, m := range s.people {
		v := personView{userView: viewOf(m.User), URL: address(m.Username, channel), Current: m.ID == viewer, Note: "not a member"}
		if m.Member {
			var roles []string
			for _, id := range m.Roles {
				roles = append(roles, s.role(id).Name)
			}
			v.Note = strings.Join(roles, ", ")
		}
		list = append(list, v)
	}
	return list
}

// A switchView is something to switch on and off: what Act says, as JSON, with
// the key set to whether it is on.
type switchView struct {
	ID, Label string
	Act, Key  string
	On        bool
}

// newSwitch returns a switch for an action.
func newSwitch(id, label, key string, on bool, a object) switchView {
	text, _ := json.Marshal(a) // strings only: never fails
	return switchView{ID: id, Label: label, Act: string(text), Key: key, On: on}
}

// A worldView is what can be changed of people and permissions.
type worldView struct {
	Person     []switchView
	Locale     string
	Roles      []roleView
	Overwrites []overwriteView // of the channel
	Who        []string        // whom an overwrite can be for
	Known      []string        // permissions
	InGuild    bool            // the channel is the server's
	Endpoint   string          // where interactions are posted, "" for the Gateway
}

// A roleView is a role and what it allows.
type roleView struct {
	ID, Name    string
	Permissions []switchView
}

// An overwriteView says what is changed in the channel for somebody.
type overwriteView struct{ Who, Allowed, Denied string }

// worldView returns what can be changed, for a person and a channel.
func (s *Server) worldView(viewer, channel string) worldView {
	m, c := s.memberNamed(viewer), s.channel(channel)
	v := worldView{Locale: m.Locale, Known: PermissionNames(), InGuild: c.Type == channelGuild, Endpoint: s.endpoint}
	about := func(do string) object { return object{"do": do, "user": m.ID} }
	if m.ID != ownerID {
		v.Person = append(v.Person, newSwitch("is-member", "Member of "+guildName, "on", m.Member, about("member")))
	}
	for _, r := range s.roles {
		if m.Member && r.ID != guildID && !r.Managed {
			on := slices.Contains(m.Roles, r.ID)
			v.Person = append(v.Person, newSwitch("has-"+r.ID, "Role "+r.Name, "on", on, object{"do": "role", "user": m.ID, "name": r.ID}))
		}
		v.Who = append(v.Who, r.Name)
		rv := roleView{ID: r.ID, Name: r.Name}
		for _, p := range permissionNames {
			rv.Permissions = append(rv.Permissions, newSwitch("p-"+r.ID+"-"+p.name, permissionLabel(p.name), "allow",
				r.Permissions.Has(p.bit), object{"do": "permission", "role": r.ID, "name": p.name}))
		}
		v.Roles = append(v.Roles, rv)
	}
	v.Person = append(v.Person,
		newSwitch("has-installed", "Has installed the application", "on", m.Installed, about("install")),
		newSwitch("refuses", "Refuses direct messages", "on", m.RefusesDMs, about("refuse_dms")))
	for _, m := range s.people {
		v.Who = append(v.Who, m.Username)
	}
	for _, o := range c.Overwrites {
		if o.Allow|o.Deny != 0 {
			v.Overwrites = append(v.Overwrites, overwriteView{s.names()[o.ID], permissionLabels(o.Allow), permissionLabels(o.Deny)})
		}
	}
	return v
}

// permissionLabel writes a permission's name in words: "Send messages".
func permissionLabel(name string) string {
	words := strings.ToLower(strings.ReplaceAll(name, "_", " "))
	return strings.ToUpper(words[:1]) + words[1:]
}

func permissionLabels(p Permissions) string {
	var labels []string
	for _, name := range p.Names() {
		labels = append(labels, permissionLabel(name))
	}
	return strings.Join(labels, ", ")
}

// A faultView is a fault, and how often it is still to happen.
type faultView struct {
	Name, What string
	Set        bool
	Left       int // negative is for ever
}

func (s *Server) faultViews() []faultView {
	var list []faultView
	for _, f := range faults {
		v := faultView{Name: f.name, What: f.what}
		if set := s.faults[f.name]; set != nil {
			v.Set, v.Left = true, set.Times
		}
		list = append(list, v)
	}
	return list
}

// A composeData is what the script of the page knows: who does something where,
// and what can be named and used there. It is sent as JSON.
type composeData struct {
	User     string       `json:"user"` // id
	Channel  string       `json:"channel"`
	Place    string       `json:"place"` // "#news"
	Commands []lineView   `json:"commands"`
	Menus    []menuView   `json:"menus"`
	People   []entityView `json:"people"` // the bot first
	Roles    []entityView `json:"roles"`
	Channels []entityView `json:"channels"`
}

// An entityView is somebody or something that can be named.
type entityView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A menuView is a command of a menu.
type menuView struct {
	Name  string `json:"name"`
	Shown string `json:"shown"` // the name in the person's language
	Type  int    `json:"type"`
}

// A lineView is a slash command as it is typed; a subcommand is one of its own.
type lineView struct {
	Name        string       `json:"name"` // with those above it: "settings channel"
	Shown       string       `json:"shown"`
	Description string       `json:"description"`
	Options     []optionView `json:"options"`
}

// has reports whether l is the command with this name and has the option.
func (l lineView) has(command, option string) bool {
	return l.Name == command && slices.ContainsFunc(l.Options, func(o optionView) bool { return o.Name == option })
}

// An optionView is an option as the composer offers it.
type optionView struct {
	Name         string       `json:"name"`
	Shown        string       `json:"shown"`
	Description  string       `json:"description"`
	Type         int          `json:"type"`
	Required     bool         `json:"required"`
	Autocomplete bool         `json:"autocomplete"`
	Choices      []choiceView `json:"choices"`
}

// A choiceView is one value of an option.
type choiceView struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// composeData returns what can be used and named by a person in a channel.
func (s *Server) composeData(viewer Member, channel string, commands []Command) composeData {
	d := composeData{User: viewer.ID, Channel: channel, Place: s.place(viewer.ID, channel),
		Commands: []lineView{}, Menus: []menuView{}, People: []entityView{{applicationID, s.bot.Username}}}
	for _, c := range commands {
		if c.Type != CommandSlash {
			d.Menus = append(d.Menus, menuView{c.Name, localized(c.Name, c.NameLocalizations, viewer.Locale), c.Type})
			continue
		}
		top := lineView{Options: []optionView{}, Name: c.Name, Shown: localized(c.Name, c.NameLocalizations, viewer.Locale),
			Description: localized(c.Description, c.DescriptionLocalizations, viewer.Locale)}
		d.Commands = append(d.Commands, lines(top, c.Options, viewer.Locale)...)
	}
	for _, m := range s.people {
		d.People = append(d.People, entityView{m.ID, m.Username})
	}
	for _, r := range s.roles {
		d.Roles = append(d.Roles, entityView{r.ID, r.Name})
	}
	for _, c := range s.channels {
		if c.Type == channelGuild && s.sees(&viewer, c) {
			d.Channels = append(d.Channels, entityView{c.ID, c.Name})
		}
	}
	return d
}

// place returns a channel's name with its mark, as a person sees it.
func (s *Server) place(viewer, channel string) string {
	c := s.channelFor(s.channel(channel), viewer)
	if c.DM {
		return "@" + c.Name
	}
	return "#" + c.Name
}

// lines returns the lines that a command is typed in: one, or one for each of
// its subcommands.
func lines(top lineView, options []CommandOption, locale string) []lineView {
	var list []lineView
	for _, o := range options {
		shown := localized(o.Name, o.NameLocalizations, locale)
		description := localized(o.Description, o.DescriptionLocalizations, locale)
		if o.Type <= OptionGroup {
			sub := lineView{Options: []optionView{}, Name: top.Name + " " + o.Name, Shown: top.Shown + " " + shown, Description: description}
			list = append(list, lines(sub, o.Options, locale)...)
			continue
		}
		v := optionView{Name: o.Name, Shown: shown, Description: description, Type: o.Type, Required: o.Required, Autocomplete: o.Autocomplete}
		for _, c := range o.Choices {
			v.Choices = append(v.Choices, choiceView{localized(c.Name, c.NameLocalizations, locale), c.Value})
		}
		top.Options = append(top.Options, v)
	}
	if len(list) > 0 {
		return list
	}
	return []lineView{top}
}

// localized returns a text in a language, or as it is.
func localized(text string, in map[string]string, locale string) string {
	if t := in[locale]; t != "" {
		return t
	}
	return text
}

// entities returns what the selects that name somebody or something offer, by
// component type.
func (d composeData) entities() map[int][]SelectOption {
	options := func(mark string, list []entityView) []SelectOption {
		var out []SelectOption
		for _, e := range list {
			out = append(out, SelectOption{Label: mark + strings.TrimPrefix(e.Name, mark), Value: e.ID})
		}
		return out
	}
	people, roles := options("", d.People), options("@", d.Roles)
	return map[int][]SelectOption{UserSelect: people, RoleSelect: roles, ChannelSelect: options("#", d.Channels),
		MentionableSelect: append(slices.Clone(people), roles...)}
}
